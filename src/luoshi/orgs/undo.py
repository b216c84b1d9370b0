"""Taking an act on the organization back, from what its entry says, while what it left is still so."""

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from luoshi.journal.queries import Line, history
from luoshi.journal.record import SYSTEM
from luoshi.orgs.access import Standing
from luoshi.orgs.groups import MemberAs, seat
from luoshi.orgs.models import Group, Person, Post, Unit
from luoshi.orgs.people import NewPost, add_post
from luoshi.orgs.posts import HeldAlready, PersonChange, PostChange, change_person, change_post
from luoshi.orgs.told import once
from luoshi.orgs.units import Circle, NameTaken, UnitChange, change_unit, set_unit_active


class Passed(ValueError):
    """It cannot be taken back: it was changed since, or what it belongs to is gone."""


def undo(seq: int, *, by: Standing) -> None:
    """Take the act of that place in the system's chain back. Raises Passed, and Refused for somebody who may not."""
    line = next(iter(history(SYSTEM, 1, seq + 1)), None)
    if line is None or line.seq != seq or line.act not in _UNDONE:
        raise Passed
    try:
        with transaction.atomic():
            _UNDONE[line.act](line, by)
    except (Unit.DoesNotExist, Person.DoesNotExist, Post.DoesNotExist, Group.DoesNotExist) as error:
        raise Passed from error
    except (NameTaken, Circle, HeldAlready) as error:
        raise Passed from error


def _unit_change(line: Line, by: Standing) -> None:
    unit = Unit.objects.select_for_update().get(pk=line.subjects[0])
    facts: dict[str, object] = {
        "name": unit.name, "aliases": unit.aliases, "level": unit.level, "parent": unit.parent_id, "order": unit.order,
    }  # fmt: skip
    _still(facts, once(line, "after"))
    was = facts | once(line, "before")
    change = UnitChange(unit.pk, unit.name, unit.parent_id, unit.level, tuple(unit.aliases.splitlines()), unit.order)
    change = replace(
        change,
        name=str(was["name"]),
        level=str(was["level"]),
        aliases=tuple(str(was["aliases"]).splitlines()),
        parent_id=_id(was["parent"]),
        order=_id(was["order"]) or 0,
    )
    change_unit(change, by=by)


def _unit_close(line: Line, by: Standing) -> None:
    set_unit_active(line.subjects[0], True, by=by)


def _person_change(line: Line, by: Standing) -> None:
    person = Person.objects.select_for_update().get(pk=line.subjects[0])
    facts: dict[str, object] = {"name": person.name, "phone": person.phone}
    _still(facts, once(line, "after"))
    was = facts | once(line, "before")
    change_person(PersonChange(person.pk, str(was["name"]), str(was["phone"])), by=by)


def _post_change(line: Line, by: Standing) -> None:
    post = Post.objects.select_for_update().get(pk=_id(line.data["post"]) or 0)
    facts: dict[str, object] = {"unit": post.unit_id, "role": post.role, "title": post.title}
    _still(facts, once(line, "after"))
    was = facts | once(line, "before")
    change_post(PostChange(post.pk, _id(was["unit"]) or 0, str(was["role"]), str(was["title"])), by=by)


def _post_remove(line: Line, by: Standing) -> None:
    was = once(line, "before")
    person = Person.objects.get(pk=line.subjects[0])
    unit = Unit.objects.get(pk=_id(was["unit"]) or 0)
    add_post(NewPost(person.pk, unit.pk, str(was["role"]), str(was.get("title", ""))), by=by)


def _unseat(line: Line, by: Standing) -> None:
    contacts = line.data["contacts"]
    units = tuple(int(one) for one in contacts) if isinstance(contacts, list) else ()
    left = tuple(Unit.objects.filter(pk__in=units).values_list("pk", flat=True))
    name, title = line.texts.get("name", ""), line.texts.get("title", "")
    if not name:
        raise Passed
    seat(MemberAs(line.subjects[0], str(line.data["seat"]), name, title, left), by=by)


def _still(facts: dict[str, object], after: dict[str, object]) -> None:
    """Raises Passed if a field is not as the act left it."""
    if any(facts[name] != value for name, value in after.items()):
        raise Passed


def _id(value: object) -> int | None:
    return value if isinstance(value, int) else None


_UNDONE: dict[str, Callable[[Line, Standing], None]] = {
    "unit.change": _unit_change,
    "unit.close": _unit_close,
    "person.change": _person_change,
    "post.change": _post_change,
    "post.remove": _post_remove,
    "group.unseat": _unseat,
}
