"""The specimens on the pages of docs/reading, each read and held against what its page says: a case a line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from luoshi.plan.model import Plan, Time
from luoshi.plan.read import read_text

PAGES = Path(__file__).parents[2] / "docs" / "reading"
YEAR = 2031
ITEM = "清河整治方案\n一、重点任务\n（一）"
NOTHING = "—"


def times(specimen: str) -> str:
    """The time of an item with that text, its year taken from the plan."""
    return _time(read_text(f"{ITEM}整治河道。{specimen}", year=YEAR).tasks[0].time)


def targets(specimen: str) -> str:
    """What an item with that text is to reach."""
    found = read_text(f"{ITEM}整治河道。{specimen}").tasks[0].targets
    each = (f"{t.comparator}{t.value:g}{t.unit}" + (f"/{t.per}" if t.per else "") for t in found)
    return " ".join(each) or NOTHING


def duties(specimen: str) -> str:
    """Who is to do an item with that text."""
    found = read_text(f"{ITEM}整治河道。{specimen}").tasks[0].duties
    return " ".join(f"{duty.role}:{duty.name}" for duty in found) or NOTHING


def titles(specimen: str) -> str:
    """The title of an item with that text."""
    return read_text(f"{ITEM}{specimen}").outline[1].title or NOTHING


def glue(specimen: str) -> str:
    """The titles in a text whose line breaks were lost."""
    return " / ".join(node.title for node in read_text(f"清河整治方案 为整治河道，制定本方案。{specimen}").outline)


def outline(specimen: str) -> str:
    """The tree of a whole text: each item with its level, marker and title."""
    nodes = read_text(f"清河整治方案\n{specimen}").outline
    return " ".join(f"{node.level}{node.marker or '∅'}{node.title}" for node in nodes) or NOTHING


def tasks(specimen: str) -> str:
    """The titles of the tasks in a whole text."""
    return " / ".join(task.title for task in read_text(f"清河整治方案\n{specimen}").tasks) or NOTHING


def stages(specimen: str) -> str:
    """The stages of a whole text."""
    found = read_text(f"清河整治方案\n{specimen}", year=YEAR).stages
    return " / ".join(f"{stage.title} {_time(stage.time)}" for stage in found) or NOTHING


def window(specimen: str) -> str:
    """The whole period that a text states."""
    return _time(read_text(f"清河整治方案\n{specimen}", year=YEAR).window)


def people(specimen: str) -> str:
    """The people that a text appoints."""
    found = read_text(f"清河整治方案\n{specimen}").people
    return " / ".join(f"{p.role} {p.name}" + (f" {p.post}" if p.post else "") for p in found) or NOTHING


def references(specimen: str) -> str:
    """What a text cites."""
    found = read_text(f"清河整治方案\n{specimen}").references
    return " / ".join(r.title + (f" {r.document_number}" if r.document_number else "") for r in found) or NOTHING


def head(specimen: str) -> str:
    """The head of a whole document."""
    plan = read_text(specimen)
    return " / ".join(part or NOTHING for part in (plan.title, plan.issuer, plan.document_number, plan.issued))


def annexes(specimen: str) -> str:
    """The annexes that a text lists or carries, with the item where one stands."""
    found = read_text(f"清河整治方案\n{specimen}").annexes
    return " / ".join(annex.title + (f"@{annex.node}" if annex.node else "") for annex in found) or NOTHING


def tables(specimen: str) -> str:
    """The tasks in a table's rows."""
    return " / ".join(map(_row, _tasks(read_text(f"清河整治方案\n{specimen}", year=YEAR)))) or NOTHING


def _tasks(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for task in plan.tasks:
        yield task.title, " ".join(f"{d.role}:{d.name}" for d in task.duties), _time(task.time)


def _row(parts: tuple[str, str, str]) -> str:
    return " ".join(part for part in parts if part != NOTHING and part)


def _time(time: Time | None) -> str:
    if time is None:
        return NOTHING
    span = f"{time.start or ''}..{time.end or ''}" if time.start or time.end else ""
    listed = " ".join(time.days or time.months)
    return " ".join(part for part in (span, listed and f"[{listed}]", time.recurrence) if part)


RULES: tuple[Callable[[str], str], ...] = (
    *(times, targets, duties, titles, glue, outline, tasks, stages, window, people, references, head, annexes, tables),
)


def specimens() -> Iterator[tuple[str, str, str]]:
    """(rule, specimen, reading) of every row of a table headed `| specimen | reading |`."""
    for rule in RULES:
        inside = False
        for line in (PAGES / f"{rule.__name__}.md").read_text("utf-8").splitlines():
            cells = [cell.strip() for cell in line.split("|")]
            if len(cells) == 4 and cells[1] == "specimen":
                inside = True
            elif not line.startswith("|"):
                inside = False
            elif inside and not cells[1].startswith("---"):
                yield rule.__name__, cells[1].replace("⏎", "\n").replace("⇥", "\t"), cells[2]


@pytest.mark.parametrize(("rule", "specimen", "reading"), list(specimens()))
def test_a_specimen_reads_as_its_page_says(rule: str, specimen: str, reading: str) -> None:
    assert next(r for r in RULES if r.__name__ == rule)(specimen) == reading


@pytest.mark.parametrize("rule", RULES)
def test_every_page_has_at_least_three_specimens(rule: Callable[[str], str]) -> None:
    assert sum(name == rule.__name__ for name, _, _ in specimens()) >= 3
