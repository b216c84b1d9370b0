"""Every rule has a page, every page a rule, and the specimens on the page hold."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from luoshi.plan.check import RULES, check
from luoshi.plan.read import read_text

PAGES = Path(__file__).parents[3] / "docs" / "reading"
LEVELS = {"error": "错误", "warning": "提醒", "info": "提示"}
FENCE = re.compile(
    r"^```(?P<kind>fires|silent)(?: units=(?P<units>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
MARK = re.compile("⟦(?P<words>[^⟧]*)⟧")


@dataclass(frozen=True)
class Specimen:
    """A plan on a rule's page; what stands between ⟦ and ⟧ is what the rule objects to."""

    code: str
    kind: str
    text: str
    marked: tuple[tuple[int, str], ...]
    units: tuple[str, ...] | None

    def found(self) -> tuple[tuple[int, str], ...]:
        """Places and words of the rule's findings."""
        findings = check(read_text(self.text), self.text, self.units)
        spans = [finding.span for finding in findings if finding.code == self.code]
        return tuple((span.start, self.text[span.start : span.end]) for span in spans)


def specimens() -> list[Specimen]:
    found = []
    for page in sorted(PAGES.glob("P*.md")):
        for fence in FENCE.finditer(page.read_text(encoding="utf-8")):
            marks = list(MARK.finditer(fence["text"]))
            marked = tuple((mark.start() - 2 * at, mark["words"]) for at, mark in enumerate(marks))
            units = tuple(fence["units"].split(",")) if fence["units"] else None
            found.append(Specimen(page.stem, fence["kind"], MARK.sub(r"\g<words>", fence["text"]), marked, units))
    return found


SPECIMENS = specimens()


def test_every_rule_has_a_page_of_its_title_and_level_and_every_page_a_rule() -> None:
    pages = {page.stem: page.read_text(encoding="utf-8") for page in PAGES.glob("P*.md")}
    assert sorted(pages) == [rule.code for rule in RULES]
    for rule in RULES:
        assert pages[rule.code].startswith(f"# {rule.code} {rule.title}\n\n级别：{LEVELS[rule.severity]}。")


def test_codes_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_shows_two_plans_that_fire_and_one_that_does_not(rule: object) -> None:
    kinds = [one.kind for one in SPECIMENS if one.code == rule.code]  # type: ignore[attr-defined]
    assert kinds.count("fires") >= 2 and kinds.count("silent") >= 1


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda one: f"{one.code}-{one.kind}")
def test_the_rule_finds_what_its_page_marks_and_nothing_else(specimen: Specimen) -> None:
    assert specimen.found() == specimen.marked
    assert bool(specimen.marked) is (specimen.kind == "fires")
