"""What the pages tell of a plan's doubts: what reading it finds, with its limits held to the calendar."""

from datetime import date
from functools import cache

from journeys.truth import is_worked
from luoshi.kit.workdays import Workdays
from luoshi.plan.check import check
from luoshi.plan.check.rules import RULES
from luoshi.plan.model import Finding
from luoshi.plan.reading import Reading

TITLES = {rule.code: rule.title for rule in RULES}
DAYS_OF_REST = "P209"


def found(reading: Reading) -> list[Finding]:
    """In the order of the text; unknown units are asked about elsewhere, days of rest are those of the calendar."""
    told = [finding for finding in reading.plan.findings if finding.code not in ("P105", DAYS_OF_REST)]
    resting = check(reading.plan, reading.text, workdays=_worked(), codes=(DAYS_OF_REST,))
    return sorted([*told, *resting], key=lambda finding: finding.span)


def how_many(findings: list[Finding], names: dict[str, int]) -> str:
    """How many doubts there are, and how many names are no unit yet."""
    return f"{len(findings)}条" + (f"，{len(names)}个名称没认定" if names else "")


@cache
def _worked() -> Workdays:
    return Workdays(is_worked, date(2045, 12, 31))
