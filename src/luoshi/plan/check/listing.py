"""Findings for other programs: as JSON, and as SARIF 2.1.0, which code hosts and editors show at their places.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
"""

from collections.abc import Sequence
from typing import Any

from luoshi.plan.check.english import in_english
from luoshi.plan.check.rules import RULES
from luoshi.plan.model import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def chosen_codes(select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """The codes of the rules that begin with one of `select` (none: all) and with none of `ignore`."""
    codes = (rule.code for rule in RULES)
    wanted = (code for code in codes if not select or code.startswith(tuple(select)))
    return frozenset(code for code in wanted if not (ignore and code.startswith(tuple(ignore))))


def as_rows(findings: Sequence[Finding], text: str, language: str) -> list[dict[str, Any]]:
    """The findings as JSON rows with line and column from 1."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity,
            "message": words(finding, language),
            **_region(finding, text),
            "span": [finding.span.start, finding.span.end],
        }
        for finding in findings
    ]


def as_sarif(findings: Sequence[Finding], text: str, file: str, language: str) -> dict[str, Any]:
    """The findings of one file as a SARIF log."""
    rules = [{"id": rule.code, "shortDescription": {"text": rule.title}} for rule in RULES]
    results = [
        {
            "ruleId": finding.code,
            "level": LEVELS[finding.severity],
            "message": {"text": words(finding, language)},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": file}, "region": _sarif_region(finding, text)}}
            ],
        }
        for finding in findings
    ]
    tool = {"driver": {"name": "luoshi", "rules": rules}}
    run = {"tool": tool, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def words(finding: Finding, language: str) -> str:
    """The finding's message in Chinese or, for `en`, in English."""
    return in_english(finding.code, finding.message) if language == "en" else finding.message


def _region(finding: Finding, text: str) -> dict[str, int]:
    start = finding.span.start
    return {"line": text.count("\n", 0, start) + 1, "column": start - text.rfind("\n", 0, start)}


def _sarif_region(finding: Finding, text: str) -> dict[str, int]:
    start, end = finding.span
    begin = _region(finding, text)
    return {
        "startLine": begin["line"],
        "startColumn": begin["column"],
        "endLine": text.count("\n", 0, end) + 1,
        "endColumn": end - text.rfind("\n", 0, end),
    }
