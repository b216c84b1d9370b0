"""The marks of a draft over its plan's text, and which lines are headings."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from luoshi.campaigns.draft import Item
from luoshi.faces.desk.plans.addresses import anchor
from luoshi.faces.desk.plans.marks import Mark, opening, within
from luoshi.plan.model import Plan

if TYPE_CHECKING:
    from luoshi.faces.desk.plans.board import Board

LONGEST_HEADING = 60
ELEMENTS = {1: "h3", 2: "h4"}
RUNNING = re.compile("[。；;]|[，,、：:]$")


def draft_marks(board: "Board", tasks: list[Item]) -> Iterator[Mark]:
    """The marks of the draft's head and stages and of these tasks, whose numbers lead to their items."""
    text, head = board.proposal.text, board.head
    if head["window_text"]:
        yield Mark(*within(text, (0, len(text)), head["window_text"]), "ti", "head")
    for stage in board.draft["stages"]:
        span = (stage["span"][0], stage["span"][1])
        words = within(text, span, stage["title"])
        yield Mark(*(words if words[1] > words[0] else opening(text, span, "")), "st", stage["key"])
        yield Mark(*within(text, span, stage["time_text"]), "ti", stage["key"])
    for task in tasks:
        yield from _task_marks(text, task, board.numbers[task["key"]])


def _task_marks(text: str, task: Item, number: int) -> Iterator[Mark]:
    key, span = task["key"], (task["span"][0], task["span"][1])
    yield Mark(*opening(text, span, task["title"]), "tk", key, number, f"#{anchor(key)}")
    if task["time_text"]:
        yield Mark(*within(text, span, task["time_text"]), "ti", key)
    for duty in task["duties"]:
        yield Mark(duty["span"][0], duty["span"][1], "du", key)
    for target in task["targets"]:
        yield Mark(target["span"][0], target["span"][1], "ta", key)


def owners(tasks: list[Item]) -> list[tuple[int, int, str]]:
    """The tasks' spans with their keys, in the order of the text."""
    return sorted((task["span"][0], task["span"][1], task["key"]) for task in tasks)


def headings(plan: Plan, text: str) -> dict[int, str]:
    """Elements of the lines that are headings alone, by where they begin; the title's line has the class `title`."""
    found = {span.start: "title" for name, span in plan.head_spans if name == "title"}
    for node in plan.outline:
        element = ELEMENTS.get(node.level)
        if element is None or not _begins_line(text, node.span.start):
            continue
        end = text.find("\n", node.span.start)
        line = text[node.span.start : end if end >= 0 else len(text)].rstrip()
        if line and len(line) <= LONGEST_HEADING and not RUNNING.search(line):
            found[node.span.start] = element
    return found


def _begins_line(text: str, place: int) -> bool:
    before = text.rfind("\n", 0, place) + 1
    return not text[before:place].strip()
