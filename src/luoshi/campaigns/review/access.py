"""Who may ask for a return, an extension or a cancellation, who may answer, until when; with the reason where not."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import (
    day_of,
    did_not_ask,
    heads_lead_unit,
    leads,
    of_office,
    open_review,
    refused_return,
)
from luoshi.campaigns.models import Assignment
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit

Rule = Callable[[Standing, Assignment], Verdict]


def last_return_day(assignment: Assignment) -> date:
    """The last day on which the unit may hand the assignment back."""
    campaign = assignment.campaign
    return campaign.calendar.after(timezone.localdate(assignment.issued_at), campaign.return_days)


def may_take(assignment: Assignment, unit_id: int) -> Verdict:
    """Whether the assignment could go to that unit."""
    unit = Unit.objects.filter(pk=unit_id, is_active=True).first()
    if unit is None:
        return denied(_("没有这个单位，请另选。"))
    same = Assignment.objects.filter(task_id=assignment.task_id, occurrence=assignment.occurrence)
    if same.filter(unit=unit).exclude(state="cancelled").exists():
        return denied(_("“%(unit)s”已承办这项任务，请另选单位。") % {"unit": unit.name})
    return GRANTED


def kind_of(assignment: Assignment) -> str:
    """What kind of request the assignment's state waits for; a return where it waits for none."""
    return {"change_review": "change", "cancel_review": "cancel"}.get(assignment.state, "return")


def _ask_return(who: Standing, assignment: Assignment) -> Verdict:
    refused = refused_return(assignment)
    if refused is not None and refused.level == "leader":
        return denied(_("领导已裁定由本单位办理，不再退件。"))
    if refused is not None:
        return denied(_("退件申请已答复；仍有异议，请单位负责人提请领导裁定一次。"))
    last = last_return_day(assignment)
    if day_of(who, assignment.campaign) > last:
        words = _("下发后%(n)s个工作日内可以退件，已在%(day)s截止；确有困难，请向领导小组办公室说明。")
        return denied(words % {"n": assignment.campaign.return_days, "day": date_format(last)})
    return heads_lead_unit(who, assignment)


def _dispute(who: Standing, assignment: Assignment) -> Verdict:
    refused = refused_return(assignment)
    if refused is None:
        return denied(_("领导小组办公室没有驳回过退件，不需要裁定。"))
    if refused.level == "leader" or any(one.disputes_id == refused.pk for one in assignment.reviews.all()):
        return denied(_("已提请裁定过一次，不再提请。"))
    return heads_lead_unit(who, assignment)


def _ask_change(who: Standing, assignment: Assignment) -> Verdict:
    if assignment.due is None:
        return denied(_("这项任务没有期限，不需要延期。"))
    if day_of(who, assignment.campaign) > assignment.due:
        words = _("期限%(day)s已过，不能再申请延期；请抓紧办结，逾期办结照样可以提交，会注明逾期。")
        return denied(words % {"day": date_format(assignment.due)})
    return heads_lead_unit(who, assignment)


def _ask_cancel(who: Standing, _assignment: Assignment) -> Verdict:
    return of_office(who)


def _answer(who: Standing, assignment: Assignment) -> Verdict:
    review = open_review(assignment)
    if review is None:
        return denied(_("没有等待答复的申请。"))
    if assignment.unit_id in who.units:
        return denied(_("您在牵头单位任职，须由别的单位的人答复。"))
    return (of_office(who) if review.level == "office" else leads(who)) and did_not_ask(who, review.asked_by_id)


def _withdraw(who: Standing, assignment: Assignment) -> Verdict:
    review = open_review(assignment)
    if review is None:
        return denied(_("没有等待答复的申请。"))
    if review.asked_by_id is None or review.asked_by_id != who.person_id:
        return denied(_("只有提出的人%(name)s可以撤回。") % {"name": review.asked_name})
    return GRANTED


RULES: dict[str, Rule] = {
    "ask_return": _ask_return,
    "dispute": _dispute,
    "ask_change": _ask_change,
    "ask_cancel": _ask_cancel,
    "grant_return": _answer,
    "refuse_return": _answer,
    "grant_change": _answer,
    "refuse_change": _answer,
    "grant_cancel": _answer,
    "refuse_cancel": _answer,
    "withdraw": _withdraw,
}
"""The rule of each move about a request, by its name."""
