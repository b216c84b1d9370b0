"""The history says every act in words, and nobody reads that nothing changed right after what they may see."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.urls import reverse

from build import Wanted, a_campaign, a_person, signed_in
from look import look
from luoshi.campaigns.states import ASSIGNMENT, CAMPAIGN, CHANGE, ISSUE_REQUEST
from luoshi.faces.desk.work.telling import WORDS
from luoshi.faces.desk.work.telling_rooms import told
from luoshi.kit.machine import Machine
from luoshi.opinions.states import MACHINES as OF_OPINIONS
from luoshi.problems.states import MACHINES as OF_PROBLEMS

SOURCE = Path(__file__).resolve().parents[4] / "src" / "luoshi"
ROOMS = ("campaigns", "records", "opinions", "problems", "evaluation", "oversight", "reports")
RECORDED = re.compile(r"\brecord\(\s*(?!SYSTEM)[\w.\[\]]+,\s*f?\"([\w{}]+\.[\w{}]+)\"")
MADE = {
    "{kind}.{act}_rhythm": ("campaign.set_rhythm", "task.set_rhythm", "task.drop_rhythm"),
    "subtask.{act}": ("subtask.add", "subtask.change", "subtask.finish", "subtask.resume", "subtask.drop"),
}
"""What the names become that are put together where they are recorded."""


def recorded() -> set[str]:
    texts = (path.read_text("utf-8") for room in ROOMS for path in (SOURCE / room).rglob("*.py"))
    found = set(chain.from_iterable(map(RECORDED.findall, texts)))
    return set(chain.from_iterable(MADE.get(name, (name,)) for name in found))


def moves(*machines: Machine) -> set[str]:
    return {f"{machine.kind}.{move.name}" for machine in machines for move in machine.moves}


def test_every_act_in_a_campaign_s_chain_has_words() -> None:
    acts = recorded() | moves(CAMPAIGN, ASSIGNMENT, ISSUE_REQUEST, CHANGE, *OF_OPINIONS, *OF_PROBLEMS)
    assert {"assignment.link", "assignment.complete", "subtask.drop", "problem.register"} <= acts
    assert [act for act in sorted(acts) if act not in WORDS and not told(act, 1)[0]] == []


@pytest.mark.django_db
def test_a_unit_reads_that_its_tasks_went_out_with_those_of_others(client) -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("县水利局",)))
    signed_in(client, a_person("office")).post(reverse("issue", args=[campaign.pk]), {"go": "1"})
    for unit, sees in (("县住建局", True), ("县司法局", False)):
        signed_in(client, a_person("liaison", unit))
        words = look(client.get(reverse("history", args=[campaign.pk]))).words
        assert ("下发任务2项" in words) is sees
        if sees:
            assert "一周内没有变化" not in look(client.get(reverse("home", args=[campaign.pk]))).words
