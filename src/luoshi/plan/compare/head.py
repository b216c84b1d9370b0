"""Changes of what stands around the tasks: head, recipients, people, references, annexes."""

from collections.abc import Iterator

from luoshi.kit.spans import Span
from luoshi.plan.compare.change import Change, Json, Kind, kind_of, same_time, time_value
from luoshi.plan.compare.fields import pair_up
from luoshi.plan.model import Annex, Person, Plan, Reference, Time

FIELDS = {"title": "标题", "issuer": "发文单位", "document_number": "文号", "issued": "成文日期"}


def head_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Head fields that say otherwise, the window by its days."""
    spans = dict(old.head_spans), dict(new.head_spans)
    for field, name in FIELDS.items():
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            message = _message(name, before, after)
            kind = kind_of(before, after)
            yield Change(kind, "head", field, before, after, spans[0].get(field), spans[1].get(field), message)
    yield from _window_change(old.window, new.window)


def _window_change(old: Time | None, new: Time | None) -> Iterator[Change]:
    if not same_time(old, new):
        message = _message("活动时间", old.text if old else None, new.text if new else None)
        values = (time_value(old), time_value(new))
        yield Change(kind_of(old, new), "head", "window", *values, _span(old), _span(new), message)


def _message(name: str, before: str | None, after: str | None) -> str:
    if before and after:
        return f"{name}由“{before}”改为“{after}”"
    return f"新写了{name}“{after}”" if after else f"删去了{name}“{before}”"


def recipient_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Recipients added and removed."""
    places = [dict(plan.head_spans).get("recipients") for plan in (old, new)]
    for before, after in pair_up(old.recipients, new.recipients, (str,)):
        kind: Kind = "added" if after else "removed"
        message = f"新增主送“{after}”" if after else f"不再主送“{before}”"
        yield Change(kind, "recipient", after or before or "", before, after, places[0], places[1], message)


def people_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Persons who joined or left the plan's organization, or whose role or post is another."""
    same = (lambda one: (one.name, one.role, one.post), lambda one: (one.name, one.role), lambda one: one.name)
    for before, after in pair_up(old.people, new.people, same):
        said = [
            f"{one.name}（{one.role}{'，' + one.post if one.post else ''}）" if one else "" for one in (before, after)
        ]
        values = [_person_value(one) for one in (before, after)]
        names = [one.name for one in (after, before) if one]
        if before and after:
            message = f"“{said[0]}”改为“{said[1]}”"
        else:
            message = f"组织机构新增“{said[1]}”" if after else f"组织机构不再列“{said[0]}”"
        kind = kind_of(before, after)
        yield Change(kind, "person", names[0], values[0], values[1], _span(before), _span(after), message)


def _person_value(person: Person | None) -> Json:
    return {"name": person.name, "role": person.role, "post": person.post} if person else None


def reference_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Cited documents added and removed, or cited with another number."""
    pairs = pair_up(
        old.references, new.references, (lambda one: (one.title, one.document_number), lambda one: one.title)
    )
    for before, after in pairs:
        values = [_reference_value(one) for one in (before, after)]
        title = next(one.title for one in (after, before) if one)
        if before and after:
            message = f"《{title}》的文号由“{before.document_number or '无'}”改为“{after.document_number or '无'}”"
        else:
            message = f"新引用《{title}》" if after else f"不再引用《{title}》"
        kind = kind_of(before, after)
        yield Change(kind, "reference", title, values[0], values[1], _span(before), _span(after), message)


def _reference_value(reference: Reference | None) -> Json:
    return {"title": reference.title, "document_number": reference.document_number} if reference else None


def annex_changes(old: Plan, new: Plan) -> Iterator[Change]:
    """Annexes added and removed."""
    for before, after in pair_up(old.annexes, new.annexes, (lambda one: one.title,)):
        title = next(one.title for one in (after, before) if one)
        values: list[Json] = [{"title": one.title} if one else None for one in (before, after)]
        message = f"新增附件“{title}”" if after else f"删去附件“{title}”"
        kind = kind_of(before, after)
        yield Change(kind, "annex", title, values[0], values[1], _span(before), _span(after), message)


def _span(item: Person | Reference | Annex | Time | None) -> Span | None:
    return item.span if item else None
