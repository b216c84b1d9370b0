"""Units and people: the lists, one of them, adding to them and changing what they hold."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Router

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.api.v1.acts import Act, Place, asked, offer, values
from luoshi.faces.api.v1.answers import Listed, Size, act, found, who
from luoshi.faces.api.v1.keyed import ORGANIZE
from luoshi.kit.verdict import demand
from luoshi.orgs import people as acts
from luoshi.orgs import posts, queries
from luoshi.orgs.access import Standing, may
from luoshi.orgs.roles import LABELS
from luoshi.orgs.units import NewUnit, UnitChange, add_unit, change_unit, set_unit_active

if TYPE_CHECKING:
    from luoshi.orgs.models import Person, Unit

units = Router(tags=["units"])
people = Router(tags=["people"])
ADD_UNIT, CHANGE_UNIT = asked(NewUnit, "is_sample"), asked(UnitChange, "unit_id")
ADD_PERSON, CHANGE_PERSON = asked(acts.NewPerson, "is_sample"), asked(posts.PersonChange, "person_id")
LAST = 2**31 - 1
ADD_POST = asked(acts.NewPost, "person_id")


@dataclass(frozen=True, slots=True)
class Made:
    """The id of what was added."""

    id: int


@dataclass(frozen=True, slots=True)
class Left:
    """The post that is taken away."""

    post_id: int


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit, in use or not."""

    id: int
    name: str
    aliases: tuple[str, ...]
    level: str
    parent_id: int | None
    order: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class PostView:
    """A post that a person holds."""

    id: int
    unit_id: int
    unit: str
    role: str
    title: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person with their posts."""

    id: int
    name: str
    phone: str
    is_active: bool
    posts: tuple[PostView, ...]


@units.get("", url_name="units", response=Listed[queries.UnitRow])
def listed(request: HttpRequest) -> Listed[queries.UnitRow]:
    """All active units, parents before children, on one page."""
    return Listed(tuple(queries.units()), "")


@units.post("", response=Made, auth=ORGANIZE)
@act
def add(request: HttpRequest, new: Body[ADD_UNIT]) -> HttpResponse | Made:  # type: ignore[valid-type]
    """Add a unit."""
    said = values(new)
    _expect_unit("parent_id", said["parent_id"])
    _expect_order(said["order"])
    return Made(add_unit(NewUnit(**said), by=who(request)).pk)


def _unit(_who: Standing, unit_id: int) -> "Unit | None":
    return queries.unit(unit_id)


@units.get("/{int:unit_id}", url_name="unit", response=UnitView)
def show_unit(request: HttpRequest, unit_id: int) -> UnitView:
    """One unit."""
    row = found(_unit(who(request), unit_id))
    names = tuple(row.aliases.splitlines())
    return UnitView(row.pk, row.name, names, row.level, row.parent_id, row.order, row.is_active)


def _change_unit(unit: "Unit", said: Any, *, by: Standing) -> None:
    """Let the unit be so from now on, its whole subtree moving with it."""
    told = values(said)
    _expect_unit("parent_id", told["parent_id"])
    _expect_order(told["order"])
    change_unit(UnitChange(unit.pk, **told), by=by)


def _open_unit(unit: "Unit", *, by: Standing) -> None:
    """Take a unit into use again."""
    set_unit_active(unit.pk, True, by=by)


def _close_unit(unit: "Unit", *, by: Standing) -> None:
    """Take a unit out of use; its past stays."""
    set_unit_active(unit.pk, False, by=by)


@people.get("", url_name="people", response=Listed[queries.PersonRow], auth=ORGANIZE)
def known(request: HttpRequest, size: Size = 25, after: int = 0, words: str = "") -> Listed[queries.PersonRow]:
    """The people in the order of their adding; for administrators."""
    demand(may(who(request), "manage"))
    shown = queries.people(words, after, size)
    return Listed(shown.rows, str(shown.after or ""))


@people.post("", response=Made, auth=ORGANIZE)
@act
def join(request: HttpRequest, new: Body[ADD_PERSON]) -> HttpResponse | Made:  # type: ignore[valid-type]
    """Add a person with a first post; links to sign in are opened on the page."""
    demand(may(who(request), "manage"))
    said = acts.NewPerson(**values(new))
    _expect_post(said)
    return Made(acts.add_person(said, by=who(request)).pk)


def _person(who: Standing, person_id: int) -> "Person | None":
    demand(may(who, "manage"))
    return queries.person(person_id)


@people.get("/{int:person_id}", url_name="person", response=PersonView, auth=ORGANIZE)
def show_person(request: HttpRequest, person_id: int) -> PersonView:
    """One person; for administrators."""
    me = who(request)
    row = found(_person(me, person_id))
    held = (
        PostView(post.id, post.unit_id, post.unit, post.role, post.title) for post in queries.held_posts(person_id, me)
    )
    return PersonView(row.pk, row.name, row.phone, row.is_active, tuple(held))


def _change_person(person: "Person", said: Any, *, by: Standing) -> None:
    """Let the person's name and phone be so."""
    posts.change_person(posts.PersonChange(person.pk, **values(said)), by=by)


def _enable(person: "Person", *, by: Standing) -> None:
    """Let a person in again."""
    acts.set_active(person.pk, True, by=by)


def _disable(person: "Person", *, by: Standing) -> None:
    """Keep a person out from their next request on."""
    acts.set_active(person.pk, False, by=by)


def _add_post(person: "Person", said: Any, *, by: Standing) -> None:
    """Give a person one more role in a unit; the same post twice is one."""
    new = acts.NewPost(person.pk, **values(said))
    _expect_post(new)
    acts.add_post(new, by=by)


def _change_post(person: "Person", said: posts.PostChange, *, by: Standing) -> None:
    """Let one of the person's posts be so."""
    _expect_held(person, said.post_id, by)
    _expect_post(said)
    posts.change_post(said, by=by)


def _remove_post(person: "Person", said: Left, *, by: Standing) -> None:
    """Take one of the person's posts away."""
    _expect_held(person, said.post_id, by)
    posts.remove_post(said.post_id, by=by)


def _expect_held(person: "Person", post_id: int, by: Standing) -> None:
    if post_id not in [post.id for post in queries.held_posts(person.pk, by)]:
        raise Unanswered("post_id", _("此人没有这个职务。"))


def _expect_post(said: acts.NewPerson | acts.NewPost | posts.PostChange) -> None:
    if said.role not in LABELS:
        raise Unanswered("role", _("没有这个角色：%(role)s") % {"role": said.role})
    _expect_unit("unit_id", said.unit_id)


def _expect_unit(field: str, unit_id: int | None) -> None:
    if unit_id is not None and queries.unit(unit_id) is None:
        raise Unanswered(field, _("没有这个单位。"))


def _expect_order(order: int | None) -> None:
    if order is not None and not 0 <= order <= LAST:
        raise Unanswered("order", _("次序是0到%(last)s的整数。") % {"last": LAST})


UNIT_ACTS = (Act("change", _change_unit, CHANGE_UNIT), Act("open", _open_unit), Act("close", _close_unit))
PERSON_ACTS = (
    Act("change", _change_person, CHANGE_PERSON),
    Act("enable", _enable),
    Act("disable", _disable),
    Act("add_post", _add_post, ADD_POST),
    Act("change_post", _change_post, posts.PostChange),
    Act("remove_post", _remove_post, Left),
)
offer(units, Place("unit", "/{int:unit_id}", _unit, show_unit, UnitView, ORGANIZE), UNIT_ACTS)
offer(people, Place("person", "/{int:person_id}", _person, show_person, PersonView, ORGANIZE), PERSON_ACTS)
