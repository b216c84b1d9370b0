"""Who sees which assignments, and who may make which move, with the reason where the answer is no."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import (
    has_done,
    has_reported,
    heads_lead_unit,
    leads,
    may_work,
    of_lead_unit,
    of_office,
)
from luoshi.campaigns.models import Assignment, Campaign, Joint, Proposal
from luoshi.campaigns.review.access import RULES, Rule
from luoshi.campaigns.states import FINISHED
from luoshi.campaigns.waiting import may_hand_in
from luoshi.kit.machine import Move
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing


def visible_to(who: Standing) -> QuerySet[Assignment]:
    """The assignments that this person may read: all for wide roles, else those their units lead or support; the one
    that a link opened, for who came by it."""
    if who.link is not None:
        return Assignment.objects.filter(pk=who.link)
    if who.is_wide:
        return Assignment.objects.all()
    joint = Joint.objects.filter(unit__in=who.units).values("assignment_id")
    return Assignment.objects.filter(Q(unit__in=who.units) | Q(pk__in=joint))


def may_see(who: Standing, assignment: Assignment) -> Verdict:
    """The twin of `visible_to` for one assignment."""
    if who.is_wide or visible_to(who).filter(pk=assignment.pk).exists():
        return GRANTED
    return denied(_("这项任务不由您的单位牵头或配合。"))


def campaigns_visible_to(who: Standing) -> QuerySet[Campaign]:
    """The campaigns that this person may open: all for wide roles, else those with an assignment of their units."""
    if who.is_wide:
        return Campaign.objects.all()
    if who.link is not None:
        return Campaign.objects.none()
    return Campaign.objects.filter(pk__in=visible_to(who).values("campaign_id"))


def may_plan(who: Standing) -> Verdict:
    """Whether this person may propose, edit and adopt plans, and change a campaign's settings."""
    if who.has("office", "admin_system"):
        return GRANTED
    return denied(_("方案的采纳和任务的下发由领导小组办公室办理。"))


def may_issue(who: Standing, campaign: Campaign) -> Verdict:
    """Whether this person may issue tasks of the campaign, or ask a leader to, where its settings want that."""
    return may_work(campaign) and may_plan(who)


def may_doubt(who: Standing) -> Verdict:
    """Whether this person may read what a plan leaves open: its findings, and its names that are no unit yet."""
    if who.is_wide:
        return GRANTED
    return denied(_("方案里的疑点由领导小组办公室和各级领导查看。"))


def may_read(who: Standing, revision: Proposal) -> Verdict:
    """Whether this person may read the text of a revised plan: who plans may, others once a change of it is applied."""
    if may_plan(who) or revision.changes.filter(state="applied").exists():
        return GRANTED
    return denied(_("修订稿还没有定下来。"))


def may_edit(who: Standing, proposal: Proposal) -> Verdict:
    """Whether this proposal can still be edited and adopted by this person."""
    if proposal.state == "discarded":
        return denied(_("方案已放弃，要用请先恢复。"))
    if proposal.state != "open":
        return denied(_("方案已采纳，要改请先撤销采纳，或上传修订后的方案。"))
    if proposal.revises_id is not None:
        return denied(_("这是已采纳方案的修订稿，请逐处定改不改，不能另行采纳。"))
    return may_plan(who)


def may(who: Standing, move: Move, assignment: Assignment) -> Verdict:
    """Whether this person may make that move of the assignment's machine now."""
    if who.link is not None:
        return denied(_("链接只能查看和反馈；签收、提交请先登录。"))
    if assignment.state not in move.sources:
        said = _UNFIT.get((move.name, assignment.state)) or _WRONG_STATE[assignment.state]
        return denied(said())
    return may_work(assignment.campaign) and _RULES[move.name](who, assignment)


def may_report(who: Standing, assignment: Assignment) -> Verdict:
    """Whether this person may add feedback now; a request that waits for its answer stops nobody from working."""
    stands = assignment.held if assignment.state in ("change_review", "cancel_review") else assignment.state
    if stands == "issued":
        return denied(_("先签收，再反馈。"))
    if stands in FINISHED:
        return denied(_("已办结，不再需要反馈。"))
    if stands not in ("in_progress", "submitted"):
        return denied(_WRONG_STATE[stands]())
    return may_work(assignment.campaign) and (GRANTED if who.link == assignment.pk else of_lead_unit(who, assignment))


def may_settle(who: Standing, assignment: Assignment) -> Verdict:
    """Whether this person may say that the points which remained at acceptance are settled."""
    if assignment.state not in FINISHED:
        return denied(_WRONG_STATE[assignment.state]())
    return may_work(assignment.campaign) and _may_decide(who, assignment)


def _may_submit(who: Standing, assignment: Assignment) -> Verdict:
    submits = heads_lead_unit if assignment.campaign.head_submits else of_lead_unit
    return submits(who, assignment) and may_hand_in(assignment)


def _may_decide(who: Standing, assignment: Assignment) -> Verdict:
    if not who.has("office", "supervisor"):
        return denied(_("由领导小组办公室或督导组验收，提交的单位不能自己验收。"))
    if assignment.unit_id in who.units:
        return denied(_("您在牵头单位任职，须由别的单位的人验收。"))
    if any(one.unit_id in who.units for one in assignment.joints.all()):
        return denied(_("您在配合单位任职，须由别的单位的人验收。"))
    if any(one.submitted_by_id == who.person_id for one in assignment.rounds.all()):
        return denied(_("您提交过这项任务，须由别人验收。"))
    if has_reported(who, assignment):
        return denied(_("您反馈过这项任务，须由别人验收。"))
    if has_done(who, assignment):
        return denied(_("您经办过这项任务，须由别人验收。"))
    return GRANTED


_RULES: dict[str, Rule] = {
    "sign": of_lead_unit,
    "submit": _may_submit,
    "accept": _may_decide,
    "send_back": _may_decide,
    "archive": lambda who, _assignment: of_office(who),
    "reopen": lambda who, _assignment: leads(who),
    **RULES,
}
_WRONG_STATE = {
    "issued": lambda: _("单位还没有签收。"),
    "in_progress": lambda: _("单位正在办理，还没有提交验收。"),
    "submitted": lambda: _("已提交，正在等待验收。"),
    "done": lambda: _("已办结。"),
    "archived": lambda: _("已归档；要再办，请分管领导写明理由重新办理。"),
    "return_review": lambda: _("退件申请正在等待答复，答复或撤回以后再办。"),
    "change_review": lambda: _("延期申请正在等待分管领导答复；要先提交，请申请人撤回。"),
    "cancel_review": lambda: _("办公室已提请撤销，正在等待分管领导答复。"),
    "cancelled": lambda: _("已撤销，不再办理。"),
}
_NOT_ASKED = tuple(f"{verb}_{kind}" for kind in ("return", "change", "cancel") for verb in ("grant", "refuse"))
_WORKING = ("issued", "in_progress", "submitted")
_UNFIT: dict[tuple[str, str], Callable[[], str]] = {
    **{(name, state): lambda: _("没有等待答复的申请。") for name in (*_NOT_ASKED, "withdraw") for state in _WORKING},
    **{("archive", state): lambda: _("验收通过以后，由领导小组办公室归档。") for state in ("issued", "in_progress")},
    **{("reopen", state): lambda: _("办结以后又发现问题，由分管领导或组长要求重新办理。") for state in _WORKING},
    **{("sign", state): lambda: _("已经签收。") for state in ("in_progress", "submitted")},
    ("send_back", "issued"): lambda: _("单位还没有签收。"),
    ("archive", "archived"): lambda: _("已归档。"),
}
"""What is said instead where a move does not fit a state for a reason of its own."""
