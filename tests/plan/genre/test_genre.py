"""Whole plans of varied genres, each with what a careful person finds in it, annotated before it was first read."""

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from luoshi.plan.codec import to_json
from luoshi.plan.read import read_text

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(path.stem for path in PLANS.glob("*.json"))
CATEGORIES = ("head", "outline", "stages", "tasks", "duties", "times", "targets", "people", "references")
Facts = dict[str, Counter[tuple[Any, ...]]]


def letters(words: object) -> str:
    """The words without width, case and punctuation, as references are compared."""
    folded = unicodedata.normalize("NFKC", str(words or "")).lower()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LN" or c in "%*")


def when(time: Mapping[str, Any] | None) -> tuple[Any, ...] | None:
    return None if time is None else tuple(time.get(key) for key in ("start", "end", "recurrence", "days", "months"))


def facts(plan: Mapping[str, Any], optional: frozenset[str] = frozenset()) -> Facts:
    """What a plan states, by category; tasks whose titles are `optional` are left out, for either reading is right."""
    tasks = [task for task in plan["tasks"] if letters(task["title"]) not in optional]
    named = [(letters(each["title"]), each) for each in (*plan["stages"], *tasks)]
    found: dict[str, list[tuple[Any, ...]]] = {
        "head": [(key, letters(plan[key])) for key in ("title", "issuer", "document_number", "issued")],
        "outline": [(node["level"], letters(node["title"])) for node in plan["outline"]],
        "stages": [(letters(stage["title"]), when(stage["time"])) for stage in plan["stages"]],
        "tasks": [(letters(task["title"]), letters(task["stage"])) for task in tasks],
        "duties": [
            (letters(task["title"]), duty["role"], letters(duty["name"])) for task in tasks for duty in task["duties"]
        ],
        "times": [("window", when(plan["window"])), *((title, when(each["time"])) for title, each in named)],
        "targets": [
            (letters(task["title"]), t["comparator"], float(t["value"]), letters(t["unit"]), letters(t["per"]))
            for task in tasks
            for t in task["targets"]
        ],
        "people": [(letters(person["name"]), letters(person["role"])) for person in plan["people"]],
        "references": [(letters(reference["title"]),) for reference in plan["references"]],
    }
    return {category: Counter(rows) for category, rows in found.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_reads_as_its_reference_says(name: str) -> None:
    gold = json.loads((PLANS / f"{name}.json").read_text("utf-8"))
    optional = frozenset(letters(task["title"]) for task in gold["tasks"] if task.get("unmarked"))
    read = to_json(read_text((PLANS / f"{name}.txt").read_text("utf-8")))
    wanted, found = facts(gold, optional), facts(read, optional)
    for category in CATEGORIES:
        assert found[category] == wanted[category], category


def test_every_reference_has_its_plan_and_every_plan_its_reference() -> None:
    assert sorted(path.stem for path in PLANS.glob("*.txt")) == NAMES
    assert len(NAMES) >= 12
