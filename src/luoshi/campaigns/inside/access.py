"""Who sees and who arranges the work inside a unit, with the reason where not."""

from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import may_work, of_lead_unit
from luoshi.campaigns.models import Assignment, Subtask
from luoshi.campaigns.states import FINISHED
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit

OVER = (*FINISHED, "cancelled")
"""The states in which nothing is left to be arranged."""


def may_see(who: Standing, assignment: Assignment) -> Verdict:
    """Whether this person may read who does the assignment inside its unit, and in which steps."""
    if who.is_wide or assignment.unit_id in who.units:
        return GRANTED
    return denied(_("单位内部的分工只有牵头单位和领导小组办公室、各级领导能看。"))


def may_arrange(who: Standing, assignment: Assignment) -> Verdict:
    """Whether this person may name who does the assignment, and divide it into steps."""
    if assignment.state in OVER:
        return denied(_("已办结或已撤销，不再分工。"))
    if assignment.state == "submitted":
        return denied(_("已提交，正在等待验收；退回以后再分工。"))
    return may_work(assignment.campaign) and of_lead_unit(who, assignment)


def may_finish(who: Standing, subtask: Subtask) -> Verdict:
    """Whether this person may say that the step is done, or is not: whose it is, and who arranges."""
    if may_see(who, subtask.assignment) and who.person_id is not None and who.person_id == subtask.person_id:
        return may_work(subtask.assignment.campaign)
    return may_arrange(who, subtask.assignment)


def may_hand_over(who: Standing, unit: Unit) -> Verdict:
    """Whether this person may give what somebody of the unit had in hand to a successor."""
    if who.in_unit(unit.pk, "liaison", "unit_head") or who.has("admin_system"):
        return GRANTED
    return denied(_("由“%(unit)s”的联络员、负责人或系统管理员交接。") % {"unit": unit.name})
