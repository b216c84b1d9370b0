"""Who may ask joint units for an opinion, and who answers, with the reason where not."""

from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import may_work, of_lead_unit
from luoshi.campaigns.models import Assignment, Consultation
from luoshi.campaigns.states import FINISHED
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing


def may_consult(who: Standing, assignment: Assignment) -> Verdict:
    """Whether this person may ask the joint units for an opinion."""
    if (over := _over(assignment)) is not None:
        return over
    if not assignment.joints.all():
        return denied(_("这项任务没有配合单位。"))
    return may_work(assignment.campaign) and (GRANTED if who.has("office") else of_lead_unit(who, assignment))


def may_answer(who: Standing, consultation: Consultation) -> Verdict:
    """Whether this person may answer for a unit that was asked; a late answer is taken too."""
    if (over := _over(consultation.assignment)) is not None:
        return over
    if not answering(who, consultation):
        return denied(_("由被征求意见的配合单位的联络员或负责人答复。"))
    return may_work(consultation.assignment.campaign)


def answering(who: Standing, consultation: Consultation) -> list[int]:
    """The ids of the asked units for which this person answers."""
    return [unit.pk for unit in consultation.units.all() if who.in_unit(unit.pk, "liaison", "unit_head")]


def _over(assignment: Assignment) -> Verdict | None:
    if assignment.state in (*FINISHED, "cancelled"):
        return denied(_("已办结或已撤销，不再征求意见。"))
    return None
