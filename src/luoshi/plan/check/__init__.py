"""Checking a plan: what a careful clerk would ask before it is issued, each question at the words that raise it."""

from collections.abc import Sequence

from luoshi.plan.check.case import Case
from luoshi.plan.check.rules import RULES
from luoshi.plan.model import Finding, Plan


def check(plan: Plan, text: str, units: Sequence[str] | None = None) -> tuple[Finding, ...]:
    """The findings of all rules in the order of their places; units of the organization are compared where given."""
    case = Case(plan, text, None if units is None else tuple(units))
    findings = [
        Finding(rule.code, rule.severity, f"{hit.seen}。{hit.remedy}。", case.trimmed(hit.span))
        for rule in RULES
        for hit in rule.find(case)
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.code)))
