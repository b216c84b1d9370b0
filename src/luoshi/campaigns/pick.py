"""New values for a task of a draft from a piece of the plan's text that a person points at. Pure values."""

from luoshi.campaigns.draft import NOWHEN, Item, dates_of
from luoshi.kit.spans import Span
from luoshi.plan.piece import names_of, targets_of, time_of

Values = dict[str, object]


def parties(task: Item, text: str, span: Span) -> Values:
    """The task's parties and those that the piece lists, as responsible units; nothing new leaves them out."""
    known = {duty["name"] for duty in task["duties"]}
    new = [
        {"role": "unit", "name": name, "span": list(place), "inferred": []}
        for name, place in names_of(text, span)
        if name not in known
    ]
    return {"duties": [*task["duties"], *new]} if new else {}


def targets(task: Item, text: str, span: Span) -> Values:
    """The task's targets and those that the piece states; empty when it states none."""
    new = [
        {
            "text": target.text,
            "subject": target.subject,
            "comparator": target.comparator,
            "value": target.value,
            "unit": target.unit,
            "per": target.per or "",
            "span": list(target.span),
        }
        for target in targets_of(text, span)
    ]
    return {"targets": [*task["targets"], *new]} if new else {}


def limit(text: str, span: Span, year: int) -> Values:
    """The time that the piece states, in words, dates and recurrence; empty when it states none."""
    time = time_of(text, span, year)
    if time is None:
        return {}
    days = dates_of(time, year, NOWHEN)
    start = days.start if days.start != days.end else None
    return {"time_text": time.text, "start": start, "due": days.end, "recurrence": time.recurrence or ""}


def period(text: str, span: Span, year: int) -> Values:
    """The time that a stage's words state; empty when they state none."""
    time = time_of(text, span, year)
    if time is None:
        return {}
    days = dates_of(time, year, NOWHEN)
    return {"time_text": time.text, "start": days.start, "end": days.end}
