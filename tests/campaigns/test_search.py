"""A short search through what people may do with a campaign; `tools/proof/moves.py` is the long one."""

import sys
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from campaigns.search import a_world, every_move, search, table

pytestmark = pytest.mark.django_db
SHORT = settings(
    derandomize=True,
    deadline=None,
    max_examples=8,
    stateful_step_count=25,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_the_laws_hold_whatever_people_try() -> None:
    taken: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    run_state_machine_as_test(search(a_world(), taken, refused), settings=SHORT)
    sys.stdout.write(f"taken\n{table(taken)}\nrefused\n{table(refused)}\n")
    assert len(set(taken) & every_move()) > len(every_move()) / 2
    assert refused
