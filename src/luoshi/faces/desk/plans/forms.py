"""What an item's form shows: its values, or what was typed, with the plan's own words beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from luoshi.campaigns.draft import Draft, Item
from luoshi.faces.desk.plans.fields import MOST_ROWS, ROLES, TARGET, Typed
from luoshi.faces.desk.plans.words import COMPARATORS, RECURRENCES, number_words, recurrence_words, role_words
from luoshi.faces.shared.shell import Choice

SENTENCE = re.compile(r"[。；;：:\n]+")
LABEL = 28
SPARE = 1


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A party as the form has it; `row` counts from 0, a spare row is empty."""

    row: int
    name: str
    roles: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as the form has it."""

    row: int
    text: str
    subject: str
    comparators: tuple[Choice, ...]
    value: str
    unit: str
    per: str


@dataclass(frozen=True, slots=True)
class Form:
    """An item's form: `said` are the simple fields, `wrong` the field at fault and what to do about it."""

    part: str
    key: str
    rev: int
    said: dict[str, Any]
    words: str
    stages: tuple[Choice, ...] = ()
    recurrences: tuple[Choice, ...] = ()
    duties: tuple[DutyRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    breaks: tuple[tuple[int, str], ...] = ()
    wrong_field: str = ""
    wrong: str = ""
    has_inferred: bool = False
    is_last: bool = False


def item_form(
    draft: Draft, part: str, item: Item, text: str, post: Typed | None = None, wrong: tuple[str, str] = ("", "")
) -> Form:
    """The form of that item of the draft; with a `post`, as it was typed."""
    said = {name: (post[name] if post is not None and name in post else value) for name, value in item.items()}
    words = item.get("time_text") or item.get("window_text") or ""
    if part != "tasks":
        return Form(part, item["key"], item["rev"], said, words, wrong_field=wrong[0], wrong=wrong[1],
                    has_inferred=bool(item["inferred"]))  # fmt: skip
    stages = [("", _("不在阶段内")), *((stage["key"], stage["title"]) for stage in draft["stages"])]
    recurrences = [("", _("不重复")), *((code, recurrence_words(code)) for code in RECURRENCES)]
    return Form(
        part,
        item["key"],
        item["rev"],
        said,
        words,
        stages=_choices(stages, said["stage"] or ""),
        recurrences=_choices(recurrences, said["recurrence"]),
        duties=tuple(_duty_rows(item, post)),
        targets=tuple(_target_rows(item, post)),
        breaks=tuple(breaks(text, item["span"][0], item["span"][1])),
        wrong_field=wrong[0],
        wrong=wrong[1],
        has_inferred=bool(item["inferred"] or any(duty["inferred"] for duty in item["duties"])),
        is_last=draft["tasks"][-1]["key"] == item["key"],
    )


def breaks(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where a task's words can be cut: (place, how it goes on) of every sentence after the first."""
    for stop in SENTENCE.finditer(text, start, end):
        words = text[stop.end() : min(end, stop.end() + LABEL)].strip()
        if words:
            yield stop.end(), words.split("\n")[0]


def _choices(pairs: list[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value == chosen) for value, label in pairs)


def _duty_rows(item: Item, post: Typed | None) -> Iterator[DutyRow]:
    rows = [(duty["role"], duty["name"]) for duty in item["duties"]]
    if post is not None and "duty-0-name" in post:
        rows = [
            (post.get(f"duty-{row}-role", ""), post[f"duty-{row}-name"])
            for row in range(MOST_ROWS)
            if post.get(f"duty-{row}-name", "").strip()
        ]
    for row, (role, name) in enumerate((*rows, *[("unit", "")] * SPARE)):
        yield DutyRow(row, name, _choices([(code, role_words(code)) for code in ROLES], role))


def _target_rows(item: Item, post: Typed | None) -> Iterator[TargetRow]:
    rows = [{**target, "value": number_words(target["value"])} for target in item["targets"]]
    if post is not None and "target-0-text" in post:
        typed = ({name: post.get(f"target-{row}-{name}", "") for name in TARGET} for row in range(MOST_ROWS))
        rows = [row for row in typed if row["value"].strip()]
    rows += [dict.fromkeys(TARGET, "")] * SPARE
    for number, row in enumerate(rows):
        comparators = _choices(list(COMPARATORS.items()), row["comparator"] or ">=")
        yield TargetRow(number, row["text"], row["subject"], comparators, row["value"], row["unit"], row["per"])
