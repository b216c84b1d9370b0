"""Whatever programs send to the API, each operation answers as it is described, and never with an error of ours."""

import os
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from report import Counts, report
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

CASES = 1000
"""Of each operation."""
RATE = 1e9
"""Requests a second that the key of this check may ask: a refusal for haste would prove nothing."""
SCOPES = ("read", "work", "plan", "organize")
LENIENT = [negative_data_rejection, positive_data_acceptance]
"""Not asked: "1" passes for 1, and acts refuse some of what a schema cannot tell (a file that is no plan)."""
CONSOLE = [sys.executable, "-m", "luoshi.faces.console"]


def check(data: Path, scale: float, number: int) -> tuple[bool, Counts]:
    """Whether every answer was as described, and the counts; a case comes back with its seed."""
    os.environ |= {"LUOSHI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
    subprocess.run([*CONSOLE, "migrate"], check=True)
    application: Any = import_module("luoshi.config.wsgi").application
    _keep_connection()
    _hurry()
    (token, there), cases = _ground(), max(20, round(CASES * scale))
    statuses: Counter[str] = Counter()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _counted(application, statuses))
    seen: Counter[str] = Counter()
    for found in schema.get_all_operations():
        operation: Any = found.ok()
        before = seen["cases"]
        seen["broken"] += not _holds(operation, (token, there), cases, number, seen)
        seen["operations"] += 1
        seen["exhausted"] += seen["cases"] - before < cases
        sys.stderr.write(f"{operation.label}: {seen['cases'] - before} cases\n")
    counts: Counts = {
        "operations": seen["operations"],
        "cases_of_each": cases,
        "operations_with_no_more_cases": seen["exhausted"],
        "cases": seen["cases"],
        "answers": statuses.total(),
        "operations_broken": seen["broken"],
        "server_errors": sum(n for status, n in statuses.items() if status >= "500"),
        **{f"status_{status}": statuses[status] for status in sorted(statuses)},
    }
    return not (seen["broken"] or counts["server_errors"] or statuses["429"]), counts


def _counted(application: Any, statuses: Counter[str]) -> Any:
    """The application, its answers counted by status."""

    def answer(environ: Any, start_response: Any) -> Any:
        def start(status: str, *rest: Any) -> Any:
            statuses[status[:3]] += 1
            return start_response(status, *rest)

        return application(environ, start)

    return answer


def _keep_connection() -> None:
    """Let requests go on in the transaction that is taken back after each, as those of Django's tests do."""
    signals, database = import_module("django.core.signals"), import_module("django.db")
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(database.close_old_connections)


def _hurry() -> None:
    """Let a key ask as fast as this process can; the product reads its own limits, which no setting changes."""
    keyed: Any = import_module("luoshi.faces.api.v1.keyed")
    keyed.RATE = keyed.BURST = RATE


def _ground() -> tuple[str, dict[str, object]]:
    """A key of somebody with every role that acts, and the numbers by which things that are there are found."""
    build, faces = import_module("build"), import_module("faces.test_rights")
    people = {kind: build.a_person(role, unit) for kind, (role, unit) in faces.PEOPLE.items()}
    world: dict[str, object] = import_module("faces.world").a_world(people)
    person = people["admin_system"]
    for kind in ("office", "unit_head", "leader"):
        build.a_post(person, *faces.PEOPLE[kind])
    token = str(import_module("luoshi.platform.keys.keep").make(person.pk, "试", SCOPES)[1])
    return token, {**world, "campaign": world["campaign_id"]}


def _aim(case: Any, there: dict[str, object], turn: int) -> None:
    """Let two of three cases ask about what there is: of numbers drawn at random, nothing would be found."""
    for said in (case.path_parameters, case.query):
        for name in said or {}:
            if turn % 3 and (name == "campaign" or name.endswith("_id")):
                said[name] = there.get(name, 1)


def _holds(operation: Any, ground: tuple[str, dict[str, object]], cases: int, number: int, asked: Counter[str]) -> bool:
    """Whether that many cases of the operation are answered as described, each in a transaction taken back."""
    transaction: Any = import_module("django.db.transaction")
    token, there = ground

    @seed(number)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        asked["cases"] += 1
        _aim(case, there, asked["cases"])
        with transaction.atomic():
            try:
                case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=LENIENT)
            finally:
                transaction.set_rollback(True)

    try:
        ask()
    except (Exception, BaseExceptionGroup) as error:
        sys.stderr.write(f"{operation.label}: {error}\n")
        return False
    return True


if __name__ == "__main__":
    sys.exit(report(check))
