"""A link to one assignment: for seven days, in a browser that remembers its owner, for reading and reporting only."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext as _

from luoshi.campaigns.models import Assignment, Feedback
from luoshi.journal.record import record
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.devices import is_remembered
from luoshi.orgs.models import Person, Post

LIFE = timedelta(days=7)
SIGNER = TimestampSigner(salt="luoshi.campaigns.link")
ROLES = ("liaison", "unit_head")
REPORTS = 5


class Stale(ValueError):
    """The link is not one of ours, is older than seven days, or is of somebody who has left the unit."""


class Unremembered(ValueError):
    """The link is good, and the browser is not one that remembers its owner."""

    def __init__(self, assignment: Assignment) -> None:
        super().__init__()
        self.assignment = assignment


@dataclass(frozen=True, slots=True)
class Opened:
    """An assignment as a link opens it, and the standing that reads and reports on it and does nothing else."""

    assignment: Assignment
    standing: Standing
    said: tuple[Feedback, ...]
    """The last reports, the newest first."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody for whom a link can be made."""

    id: int
    name: str
    role: str


def owners(assignment: Assignment) -> list[Owner]:
    """The liaisons and heads of the lead unit."""
    posts = Post.objects.filter(unit_id=assignment.unit_id, role__in=ROLES, person__is_active=True)
    return [Owner(post.person_id, post.person.name, post.role) for post in posts.select_related("person")]


def may_link(who: Standing, assignment: Assignment) -> Verdict:
    """Whether this person may make links to that assignment for the people of its unit."""
    if who.has("office", "supervisor") or who.in_unit(assignment.unit_id, *ROLES):
        return GRANTED
    return denied(_("链接由领导小组办公室、督导组或牵头单位自己开。"))


def make_link(assignment: Assignment, person_id: int, *, by: Standing) -> str:
    """A token that opens the assignment for a person of its unit. Raises Stale for anybody else."""
    demand(may_link(by, assignment))
    person = Person.objects.get(pk=person_id)
    if not standing(person).in_unit(assignment.unit_id, *ROLES):
        raise Stale
    data = {"person": person_id}
    record(assignment.chain, "assignment.link", "assignment", [assignment.pk], by=by.acting(), data=data)
    return SIGNER.sign(f"{assignment.pk}.{person_id}")


def open_link(token: str, mark: str) -> Opened:
    """What the token opens in a browser with this mark. Raises Stale or Unremembered."""
    try:
        assignment_id, _dot, person_id = SIGNER.unsign(token, max_age=LIFE).partition(".")
    except BadSignature:
        raise Stale from None
    row = Assignment.objects.select_related("campaign", "unit", "task").filter(pk=assignment_id).first()
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if row is None or person is None:
        raise Stale
    whole = standing(person)
    if not whole.in_unit(row.unit_id, *ROLES):
        raise Stale
    if not is_remembered(person.pk, mark):
        raise Unremembered(row)
    reader = Standing(person.pk, person.name, frozenset(), whole.label, link=row.pk, stead=whole.stead)
    return Opened(row, reader, tuple(Feedback.objects.filter(assignment=row)[:REPORTS]))
