"""What verdicts on work stand on: the campaign goes on, the person's office, the day, and the request that is open."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.models import Assignment, Campaign, Review
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing

LEADERS = ("leader", "group_head")
"""Who grants what a unit or the office asks for."""
REPORTERS = "reporters_read"
"""Where a page's assignment keeps the ids of those who reported on it."""


def day_of(who: Standing, campaign: Campaign) -> date:
    """The day on which this person acts."""
    return timezone.localdate(who.at) if who.at else campaign.today


def may_work(campaign: Campaign) -> Verdict:
    """Whether anything but reading goes on in the campaign."""
    if campaign.state == "suspended":
        return denied(_("活动已暂停，期间只能查看；要继续，请组长或分管领导恢复进行。"))
    if campaign.state == "closed":
        return denied(_("活动已结束，只能查看；确需再办，请组长或分管领导写明理由重新开启。"))
    return GRANTED


def of_lead_unit(who: Standing, assignment: Assignment) -> Verdict:
    """Whether this person fills in for the lead unit."""
    if who.in_unit(assignment.unit_id, "liaison", "unit_head"):
        return GRANTED
    return denied(_("由牵头单位“%(unit)s”的联络员或负责人办理。") % {"unit": assignment.unit.name})


def heads_lead_unit(who: Standing, assignment: Assignment) -> Verdict:
    """Whether this person signs for the lead unit."""
    if who.in_unit(assignment.unit_id, "unit_head"):
        return GRANTED
    return denied(_("由牵头单位“%(unit)s”的负责人办理。") % {"unit": assignment.unit.name})


def of_office(who: Standing) -> Verdict:
    """Whether this person is of the leading group's office."""
    return GRANTED if who.has("office") else denied(_("由领导小组办公室办理。"))


def leads(who: Standing) -> Verdict:
    """Whether this person is a leader in charge or the group's head."""
    return GRANTED if who.has(*LEADERS) else denied(_("由分管领导或组长决定。"))


def did_not_ask(who: Standing, asked_by_id: int | None) -> Verdict:
    """Whether somebody else asked: nobody grants a request of their own."""
    if asked_by_id is not None and asked_by_id == who.person_id:
        return denied(_("这是您提出的，须由别人答复。"))
    return GRANTED


def has_reported(who: Standing, assignment: Assignment) -> bool:
    """Whether this person has reported on the assignment."""
    known: set[int | None] | None = assignment.__dict__.get(REPORTERS)
    if known is None:
        return assignment.feedback.filter(by_id=who.person_id).exists()
    return who.person_id in known


def has_done(who: Standing, assignment: Assignment) -> bool:
    """Whether this person was named to do the assignment, or a step of it was theirs or finished by them."""
    hands = {one.person_id for one in assignment.doers.all()}
    done = [one for one in assignment.subtasks.all() if one.done_at is not None]
    hands |= {pk for one in done for pk in (one.person_id, one.done_by_id)}
    return who.person_id is not None and who.person_id in hands


def open_review(assignment: Assignment) -> Review | None:
    """The request about the assignment that waits for an answer."""
    return next((review for review in assignment.reviews.all() if not review.verdict), None)


def refused_return(assignment: Assignment) -> Review | None:
    """The latest refusal to take the assignment back."""
    found = [one for one in assignment.reviews.all() if one.kind == "return" and one.verdict == "refused"]
    return found[-1] if found else None
