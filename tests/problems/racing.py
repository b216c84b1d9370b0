"""A process with a database file of its own, in which many threads register and close problems at once.

Prints as JSON what each met. Tests share one connection's memory, where SQLite has no waiting; a file has.
"""

import json
from collections.abc import Callable
from threading import Barrier, Thread

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (the registry must be ready first)
from django.db import connection  # noqa: E402

from build import a_campaign  # noqa: E402
from luoshi.journal.models import Move  # noqa: E402
from luoshi.kit.machine import AlreadyMoved  # noqa: E402
from luoshi.kit.verdict import Refused  # noqa: E402
from luoshi.problems.closeout.apply import verify  # noqa: E402
from luoshi.problems.closeout.strike import strike_off  # noqa: E402
from luoshi.problems.models import Problem  # noqa: E402
from luoshi.problems.register import NewProblem, register  # noqa: E402
from luoshi.problems.rules import ProblemRule, set_rules  # noqa: E402
from problems.way import a_problem, again, checked  # noqa: E402

MANY = 32


def at_once(act: Callable[[int], object]) -> list[str]:
    """What each of many threads met when all did it at the same moment: ok, or the refusal's kind."""
    gate, met = Barrier(MANY), [""] * MANY

    def one(place: int) -> None:
        try:
            gate.wait()
            act(place)
            met[place] = "ok"
        except (AlreadyMoved, Refused) as refusal:
            met[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [Thread(target=one, args=(place,)) for place in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return met


def race() -> dict[str, list[object]]:
    """What happened, by act."""
    problem, cast = a_problem("close_requested")
    set_rules(problem.campaign, ProblemRule(notice_days=0), by=cast.office)
    seen = [again(problem) for _place in range(MANY)]
    verified = at_once(lambda place: verify(seen[place], checked(cast.supervisor), by=cast.supervisor))
    seen = [again(problem) for _place in range(MANY)]
    struck = at_once(lambda place: strike_off(seen[place], by=cast.office))
    closing = Move.objects.filter(kind="problem", subject_id=problem.pk, name__in=("verify", "strike_off"))
    campaign = a_campaign()
    registered = at_once(lambda place: register(campaign, NewProblem(f"第{place}件"), by=cast.office))
    return {
        "verified": list(verified),
        "struck": list(struck),
        "moves": list(closing.order_by("pk").values_list("name", flat=True)),
        "registered": list(registered),
        "numbers": sorted(Problem.objects.filter(campaign=campaign).values_list("number", flat=True)),
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    print(json.dumps(race()))  # noqa: T201
