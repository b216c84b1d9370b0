"""Checking a plan: what a careful clerk would ask before it is issued, each question at the words that raise it."""

from collections.abc import Collection, Sequence

from luoshi.kit.workdays import Workdays
from luoshi.plan.check.case import Case
from luoshi.plan.check.rules import RULES
from luoshi.plan.model import Finding, Plan


def check(
    plan: Plan,
    text: str,
    units: Sequence[str] | None = None,
    workdays: Workdays | None = None,
    codes: Collection[str] | None = None,
) -> tuple[Finding, ...]:
    """The findings of all rules, or of those with these codes, in the order of their places.

    Units of the organization are compared, and limits held to its calendar, where they are given; without a calendar
    Saturdays and Sundays are days of rest.
    """
    case = Case(plan, text, None if units is None else tuple(units), workdays)
    findings = [
        Finding(rule.code, rule.severity, f"{hit.seen}。{hit.remedy}。", case.trimmed(hit.span))
        for rule in RULES
        if codes is None or rule.code in codes
        for hit in rule.find(case)
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code)))
