"""Reads of the organization: the tree, sets, people."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from luoshi.orgs.models import Person, Post, Unit, UnitSet
from luoshi.orgs.roles import LABELS


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in the tree's order; `depth` counts from 0."""

    id: int
    name: str
    aliases: tuple[str, ...]
    level: str
    parent_id: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set and its members in the organization's order."""

    id: int
    name: str
    members: tuple[str, ...]
    member_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """Who holds which role in a unit; `title` is their own word for it, if any."""

    name: str
    role: str
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the labels of their posts."""

    id: int
    name: str
    phone: str
    posts: tuple[str, ...]
    is_active: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people; `passed` of `total` stand before them. `before` and `after` are the ids behind which the screens
    next to this one begin, None where there is none."""

    rows: tuple[PersonRow, ...]
    passed: int
    total: int
    before: int | None
    after: int | None


def units() -> list[UnitRow]:
    """All active units, parents before children, in the organization's order."""
    rows = list(Unit.objects.filter(is_active=True).order_by("order", "pk"))
    below: dict[int | None, list[Unit]] = {}
    for unit in rows:
        below.setdefault(unit.parent_id, []).append(unit)
    out: list[UnitRow] = []

    def walk(parent_id: int | None, depth: int) -> None:
        for unit in below.get(parent_id, []):
            names = tuple(unit.aliases.splitlines())
            out.append(UnitRow(unit.pk, unit.name, names, unit.level, unit.parent_id, depth))
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return out


def sets() -> list[SetRow]:
    """All sets with their members' names."""
    rows = UnitSet.objects.order_by("name").prefetch_related("members")
    return [SetRow(row.pk, row.name, *_members(row)) for row in rows]


def _members(row: UnitSet) -> tuple[tuple[str, ...], tuple[int, ...]]:
    units = list(row.members.all())
    return tuple(unit.name for unit in units), tuple(unit.pk for unit in units)


def people(words: str = "", after: int = 0, limit: int = 100) -> PeoplePage:
    """Those whose name, phone or unit holds the words, in the order of their adding, `after` an id (exclusive)."""
    found = Person.objects.order_by("pk")
    if words:
        in_unit = Post.objects.filter(person=OuterRef("pk"), unit__name__icontains=words)
        found = found.filter(Q(name__icontains=words) | Q(phone__icontains=words) | Exists(in_unit))
    rows = list(found.filter(pk__gt=after).prefetch_related("posts__unit")[: limit + 1])
    earlier = found.filter(pk__lte=after).order_by("-pk")
    passed = earlier.count() if after else 0
    return PeoplePage(
        rows=tuple(map(_person_row, rows[:limit])),
        passed=passed,
        total=found.count(),
        before=(next(iter(earlier.values_list("pk", flat=True)[limit : limit + 1]), 0)) if passed else None,
        after=rows[limit - 1].pk if len(rows) > limit else None,
    )


def _person_row(person: Person) -> PersonRow:
    posts = tuple(f"{post.unit.name} {post.title or LABELS[post.role]}" for post in person.posts.all())
    return PersonRow(person.pk, person.name, person.phone, posts, person.is_active)


def person(person_id: int) -> Person | None:
    """One person."""
    return Person.objects.filter(pk=person_id).first()


def liaisons(unit_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Names of the liaisons of these units."""
    found: dict[int, list[str]] = {}
    posts = Post.objects.filter(role="liaison", unit_id__in=unit_ids, person__is_active=True).order_by("pk")
    for unit_id, name in posts.values_list("unit_id", "person__name"):
        found.setdefault(unit_id, []).append(name)
    return {unit_id: tuple(names) for unit_id, names in found.items()}


def unit_names(unit_ids: Collection[int]) -> dict[int, str]:
    """Names of these units."""
    return dict(Unit.objects.filter(pk__in=unit_ids).values_list("pk", "name"))


def unit(unit_id: int) -> Unit | None:
    """One unit."""
    return Unit.objects.filter(pk=unit_id).first()


def posts_of(unit_id: int) -> list[PostRow]:
    """The active people of a unit, its head and liaisons first."""
    rows = Post.objects.filter(unit_id=unit_id, person__is_active=True).select_related("person").order_by("pk")
    first = {"unit_head": 0, "liaison": 1}
    ordered = sorted(rows, key=lambda post: first.get(post.role, 2))
    return [PostRow(post.person.name, post.role, post.title, post.person.phone) for post in ordered]
