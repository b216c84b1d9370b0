"""Reads of the organization: the tree, sets, people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing, post_label
from luoshi.orgs.lend import may_lend
from luoshi.orgs.models import Group, Loan, Member, Person, Post, Unit, UnitSet
from luoshi.orgs.posts import may_remove
from luoshi.orgs.roles import KIND_LABELS, LABELS, SEAT_LABELS
from luoshi.platform.search.terms import initials


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit in the tree's order; `depth` counts from 0."""

    id: int
    name: str
    aliases: tuple[str, ...]
    level: str
    parent_id: int | None
    depth: int
    order: int = 0


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
            out.append(UnitRow(unit.pk, unit.name, names, unit.level, unit.parent_id, depth, unit.order))
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


def screen_of(person_id: int, limit: int) -> int:
    """The id after which the screen of `people` begins on which that person stands; 0 for the first."""
    earlier = Person.objects.filter(pk__lt=person_id).order_by("pk").values_list("pk", flat=True)
    full = earlier.count() // limit * limit
    return earlier[full - 1] if full else 0


def _person_row(person: Person) -> PersonRow:
    posts = tuple(f"{post.unit.name} {post.title or LABELS[post.role]}" for post in person.posts.all())
    return PersonRow(person.pk, person.name, person.phone, posts, person.is_active)


def person(person_id: int) -> Person | None:
    """One person."""
    return Person.objects.filter(pk=person_id).first()


def meant_by(text: str) -> list[Person]:
    """The active people whom a name, a phone or an id means, oldest first; an id only where nothing else fits."""
    active = Person.objects.filter(is_active=True).order_by("pk")
    found = list(active.filter(Q(name=text) | Q(phone=text)))
    return found or list(active.filter(pk=int(text)) if text.isdecimal() and len(text) < 19 else ())


def called(words: str, limit: int) -> list[PersonRow]:
    """The active people whose name or phone holds the words, or the initials of whose name they are."""
    active = Person.objects.filter(is_active=True).order_by("pk")
    held = Q(name__icontains=words) | Q(phone__startswith=words)
    if words.isascii() and words.isalpha():
        names = active.values_list("pk", "name")
        held |= Q(pk__in=[pk for pk, name in names if initials(name).startswith(words.lower())])
    return [_person_row(row) for row in active.filter(held).prefetch_related("posts__unit")[:limit]]


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


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A post in somebody's stead, up to and including a day; `label` is the post, `holder` whose it is."""

    id: int
    label: str
    holder: str
    borrower: str
    borrower_id: int
    until: date


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post with whether it may be lent or taken away by whoever asks, and to whom it is lent."""

    id: int
    unit_id: int
    unit: str
    role: str
    title: str
    label: str
    may_lend: Verdict
    may_remove: Verdict
    lent: tuple[LoanRow, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a group as announced, with the units with which they keep in touch."""

    id: int
    seat: str
    name: str
    title: str
    contacts: tuple[str, ...]
    contact_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group and its members: heads first, then deputies, each in the order of the list."""

    id: int
    kind: str
    name: str
    duty: str
    members: tuple[MemberRow, ...]


def closed_units() -> list[tuple[int, str]]:
    """(id, name) of the units that are out of use."""
    return list(Unit.objects.filter(is_active=False).order_by("order", "pk").values_list("pk", "name"))


def held_posts(person_id: int, who: Standing) -> list[HeldPost]:
    """The posts of a person, in the order of their giving, as `who` may deal with them."""
    rows = Post.objects.filter(person=person_id).select_related("unit", "person").order_by("pk")
    lent: dict[int, list[LoanRow]] = {}
    for loan in _in_force().filter(post__person=person_id):
        lent.setdefault(loan.post_id, []).append(_loan(loan))
    return [
        HeldPost(
            id=post.pk,
            unit_id=post.unit_id,
            unit=post.unit.name,
            role=post.role,
            title=post.title,
            label=post_label(post),
            may_lend=may_lend(who, post),
            may_remove=may_remove(who, post),
            lent=tuple(lent.get(post.pk, ())),
        )
        for post in rows
    ]


def borrowed(person_id: int) -> list[LoanRow]:
    """The posts that a person holds in somebody's stead now."""
    return [_loan(loan) for loan in _in_force().filter(person=person_id)]


def loan_holder(loan_id: int) -> int | None:
    """The id of the person whose post was lent; None if there is no such loan."""
    return Loan.objects.filter(pk=loan_id).values_list("post__person", flat=True).first()


def post_holder(post_id: int) -> int | None:
    """The id of the person who holds the post; None if there is none."""
    return Post.objects.filter(pk=post_id).values_list("person", flat=True).first()


def lendees() -> list[tuple[int, str]]:
    """(id, name and first post) of the active people, in the order of their adding, for a list to choose from."""
    first = Post.objects.filter(person=OuterRef("pk")).order_by("pk")
    unit, title, role = (Subquery(first.values(name)[:1]) for name in ("unit__name", "title", "role"))
    people = Person.objects.filter(is_active=True).order_by("pk")
    rows = people.annotate(first_unit=unit, first_title=title, first_role=role)
    return [
        (row.pk, " ".join(filter(None, (row.name, row.first_unit, row.first_title or LABELS.get(row.first_role, "")))))
        for row in rows
    ]


def groups() -> list[GroupRow]:
    """All groups with their members and contact points: leading groups first, in the order of `KINDS`."""
    rows = Group.objects.prefetch_related("members__contacts")
    kinds = {kind: place for place, kind in enumerate(KIND_LABELS)}
    return sorted(map(_group_row, rows), key=lambda row: (kinds[row.kind], row.id))


def contact_leaders(unit_id: int) -> list[str]:
    """Who keeps in touch with a unit (联系点): names with titles."""
    rows = Member.objects.filter(contacts=unit_id).order_by("group", "place")
    return [" ".join(filter(None, (row.name, row.title))) for row in rows]


def _group_row(group: Group) -> GroupRow:
    seats = {seat: place for place, seat in enumerate(SEAT_LABELS)}
    members = sorted(group.members.all(), key=lambda member: (seats[member.seat], member.place))
    return GroupRow(group.pk, group.kind, group.name, group.duty, tuple(map(_member_row, members)))


def _member_row(member: Member) -> MemberRow:
    units = list(member.contacts.all())
    names, ids = tuple(unit.name for unit in units), tuple(unit.pk for unit in units)
    return MemberRow(member.pk, member.seat, member.name, member.title, names, ids)


def _in_force() -> QuerySet[Loan]:
    held = Loan.objects.filter(ended_at=None, until__gte=timezone.localdate())
    return held.select_related("post__unit", "post__person", "person").order_by("until", "pk")


def _loan(loan: Loan) -> LoanRow:
    return LoanRow(loan.pk, post_label(loan.post), loan.post.person.name, loan.person.name, loan.person_id, loan.until)
