"""Plans made with known truth read to that truth, and to the same plan in every format."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from luoshi.plan.codec import to_json
from luoshi.plan.reading import read_bytes

SEEDS = range(48)


def _loaded(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _loaded("generate_plans", Path(__file__).parents[2] / "tools" / "plans" / "generate.py")


def read(seed: int, suffix: str) -> dict[str, Any]:
    data = generate.WRITERS[suffix](generate.variant(seed))
    return to_json(read_bytes(data, f"方案.{suffix}").plan)


def stated(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """The tasks as the generator states its truth."""
    return [
        {
            "title": task["title"],
            "duties": sorted([duty["role"], duty["name"]] for duty in task["duties"]),
            "time": task["time"] and [task["time"][key] for key in ("start", "end", "recurrence")],
            "targets": [[t["comparator"], t["value"], t["unit"]] for t in task["targets"]],
        }
        for task in plan["tasks"]
    ]


def unplaced(value: Any) -> Any:
    """A plan without its places, which differ from format to format."""
    if isinstance(value, dict):
        return {key: unplaced(each) for key, each in value.items() if key not in ("span", "head_spans", "findings")}
    return [unplaced(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", SEEDS)
def test_a_made_plan_reads_to_its_truth(seed: int) -> None:
    assert stated(read(seed, "txt")) == generate.variant(seed).truth()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_made_plan_reads_alike_in_every_format(seed: int) -> None:
    plain = unplaced(read(seed, "txt"))
    for suffix in ("md", "html", "docx"):
        assert unplaced(read(seed, suffix)) == plain, suffix


def test_the_seeds_cover_every_way_of_writing() -> None:
    made = [generate.variant(seed) for seed in SEEDS]
    assert {plan.parties for plan in made} == set(generate.PARTIES)
    assert {plan.numbering for plan in made} == set(generate.NUMBERINGS)
    assert {plan.layout for plan in made} == {"headings", "leads", "paragraphs", "table"}
