"""Units and people: the lists, and adding to them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Router

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.api.v1.answers import Listed, Size, act, who
from luoshi.faces.api.v1.keyed import ORGANIZE
from luoshi.kit.verdict import demand
from luoshi.orgs import people as acts
from luoshi.orgs import queries
from luoshi.orgs.access import may
from luoshi.orgs.roles import LABELS
from luoshi.orgs.units import NewUnit, add_unit

units = Router(tags=["units"])
people = Router(tags=["people"])


@dataclass(frozen=True, slots=True)
class Made:
    """The id of what was added."""

    id: int


@units.get("", url_name="units", response=Listed[queries.UnitRow])
def listed(request: HttpRequest) -> Listed[queries.UnitRow]:
    """All active units, parents before children, on one page."""
    return Listed(tuple(queries.units()), "")


@units.post("", response=Made, auth=ORGANIZE)
@act
def add(request: HttpRequest, new: Body[NewUnit]) -> HttpResponse | Made:
    """Add a unit."""
    return Made(add_unit(new, by=who(request)).pk)


@people.get("", url_name="people", response=Listed[queries.PersonRow], auth=ORGANIZE)
def known(request: HttpRequest, size: Size = 25, after: int = 0, words: str = "") -> Listed[queries.PersonRow]:
    """The people in the order of their adding; for administrators."""
    demand(may(who(request), "manage"))
    shown = queries.people(words, after, size)
    return Listed(shown.rows, str(shown.after or ""))


@people.post("", response=Made, auth=ORGANIZE)
@act
def join(request: HttpRequest, new: Body[acts.NewPerson]) -> HttpResponse | Made:
    """Add a person with a first post; links to sign in are opened on the page."""
    demand(may(who(request), "manage"))
    if new.role not in LABELS:
        raise Unanswered("role", _("没有这个角色：%(role)s") % {"role": new.role})
    if queries.unit(new.unit_id) is None:
        raise Unanswered("unit_id", _("没有这个单位。"))
    return Made(acts.add_person(new, by=who(request)).pk)
