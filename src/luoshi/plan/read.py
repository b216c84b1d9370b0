"""Turns the plain text of a plan document into a Plan: the first step of the river, pure."""

import re

from luoshi.plan.grammar.frame import Frame, find_frame
from luoshi.plan.grammar.head import Head, find_annexes, read_head
from luoshi.plan.grammar.items import Item
from luoshi.plan.grammar.outline import build_outline, walk
from luoshi.plan.grammar.people import find_people
from luoshi.plan.grammar.references import find_references, short_names
from luoshi.plan.grammar.source import Source
from luoshi.plan.grammar.stages import find_stages
from luoshi.plan.grammar.tasks import Reader
from luoshi.plan.grammar.times import Calendar
from luoshi.plan.grammar.window import find_window
from luoshi.plan.model import Node, Plan, Stage

LISTING = re.compile(
    r"任务分解|分解.{0,20}任务|任务清单|责任清单|整改清单|工作要点|重点任务|任务书|分解表|台账|责任分工"
)


def read_text(text: str, *, year: int | None = None) -> Plan:
    """The plan that the text states; offsets count characters of `text`, `findings` stay empty.

    `year` dates what neither the text nor its date of issue dates.
    """
    source = Source.of(text)
    return source.returned(_read(source.text, year))


def _read(text: str, year: int | None) -> Plan:
    frame = find_frame(text)
    root = build_outline(frame)
    items = list(walk(root))
    head = read_head(frame)
    calendar = _calendar(frame, root, head, year)
    stages = find_stages(root, calendar)
    title = frame.heading.title if frame.heading else None
    reader = Reader(text, root, calendar, stages, bool(title and LISTING.search(title)))
    own_names = [title or "", *(frame.heading.forwarded if frame.heading else ()), *short_names(text, frame.end)]
    return Plan(
        title=title,
        issuer=head.issuer,
        document_number=head.document_number,
        issued=head.issued,
        window=calendar.window,
        outline=tuple(_node(item) for item in items),
        stages=tuple(Stage(item.title.text, reader.of(item).time, item.id, item.span) for item in stages),
        tasks=tuple(reader.tasks()),
        people=tuple(find_people(text, frame.body.start, frame.body.end)),
        references=tuple(find_references(text, frame.end, own_names)),
        recipients=head.recipients,
        annexes=tuple(find_annexes(frame, items)),
        findings=(),
        head_spans=head.spans,
    )


def _calendar(frame: Frame, root: Item, head: Head, year: int | None) -> Calendar:
    """The calendar with the plan's window; the window's year goes before number and date of issue."""
    named = re.search(r"(?:19|20)\d\d(?=\s?年)", frame.heading.title) if frame.heading else None
    numbered = re.search(r"(?:19|20)\d\d", head.document_number or "")
    years = [
        int(numbered[0]) if numbered else None,
        int(head.issued[:4]) if head.issued else None,
        int(named[0]) if named else None,
        year,
    ]
    calendar = Calendar(frame.text, frame.dates, years, head.issued)
    window = find_window(frame.text, frame.heading.span if frame.heading else None, root, calendar)
    if window and window.start and not window.start.startswith("--"):
        calendar = Calendar(frame.text, frame.dates, [int(window.start[:4]), *years], head.issued)
    calendar.window = window
    return calendar


def _node(item: Item) -> Node:
    return Node(item.id, item.level, item.marker, item.title.text, item.span)
