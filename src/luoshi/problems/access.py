"""Who sees which problems, and who may make which move, with the reason where the answer is no."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import day_of, leads, may_work, of_office
from luoshi.campaigns.models import Campaign
from luoshi.kit.machine import Move
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing
from luoshi.problems.clear import in_words, undone
from luoshi.problems.models import Closeout, Problem, Remedy, Request
from luoshi.problems.rules import ProblemRule, rules_of
from luoshi.problems.states import PROBLEM

Rule = Callable[[Standing, Problem], Verdict]
LAST_ADOPTED = 2
ADOPTED = "adopted_by_reader"
"""Where a page's problem keeps how many its reader made their own."""


def visible_to(who: Standing) -> QuerySet[Problem]:
    """The problems that this person may read: all for wide roles, else those of their units; none by a link."""
    if who.link is not None:
        return Problem.objects.none()
    if who.is_wide:
        return Problem.objects.all()
    remedies = Remedy.problems.through.objects.filter(remedy__unit__in=who.units).values("problem_id")
    return Problem.objects.filter(Q(unit__in=who.units) | Q(concerns__in=who.units) | Q(pk__in=remedies))


def may_register(who: Standing, campaign: Campaign, concerns: int | None) -> Verdict:
    """Whether this person may register a problem: the office and supervisors any, others what shows in their unit."""
    if who.link is not None:
        return denied(_("链接只能反馈任务；登记问题请先登录。"))
    if who.has("office", "supervisor") or (concerns and who.in_unit(concerns, "liaison", "unit_head")):
        return may_work(campaign)
    return denied(_("问题由领导小组办公室、督导组登记；各单位联络员和负责人登记本单位查摆出的问题。"))


def may_change(who: Standing, problem: Problem) -> Verdict:
    """Whether this person may correct what was registered: the office and supervisors, and who registered it.

    Where an opinion's words were erased, the office says in its own what the problem is, however far it is.
    """
    if problem.item == problem.erased_item and who.has("office"):
        return may_work(problem.campaign)
    if problem.state != "registered":
        return denied(_("已交办的问题不再改登记内容；要改，请撤销后重新登记。"))
    is_own = problem.registered_by_id is not None and problem.registered_by_id == who.person_id
    if is_own or who.has("office", "supervisor"):
        return may_register(who, problem.campaign, problem.concerns_id)
    return denied(_("登记内容由登记人、领导小组办公室或督导组修改。"))


def may_keep(who: Standing, campaign: Campaign) -> Verdict:
    """Whether this person may set the rules, draw samples and keep the list of regulations."""
    return may_work(campaign) and of_office(who)


def may(who: Standing, move: Move, problem: Problem) -> Verdict:
    """Whether this person may make that move of the problem's machine now."""
    if who.link is not None:
        return denied(_("链接只能反馈任务；办理问题请先登录。"))
    if problem.state not in move.sources:
        return denied(
            _("现在是“%(state)s”，不能%(move)s。") % {"state": _(PROBLEM.label(problem.state)), "move": _(move.label)}
        )
    return may_work(problem.campaign) and RULES[move.name](who, problem)


def may_report(who: Standing, problem: Problem) -> Verdict:
    """Whether this person may report progress and mark remedies done; a request that waits stops nobody."""
    stands = problem.held if problem.state == "change_review" else problem.state
    if stands not in ("rectifying", "long_term"):
        return denied(_("整改方案批准以后，才反馈进展、勾措施。"))
    return may_work(problem.campaign) and of_unit(who, problem)


def may_adopt(who: Standing, problem: Problem) -> Verdict:
    """Whether this leader may make the problem one of their own: one or two each, while it is open."""
    if not (verdict := leads(who)):
        return verdict
    if problem.state in ("struck_off", "rechecked", "unfounded", "cancelled"):
        return denied(_("这个问题已经了结，请另选。"))
    if problem.adopted_by_id is not None:
        return denied(_("已由%(name)s领衔。") % {"name": problem.adopted_name})
    if _adopted(who, problem) >= LAST_ADOPTED:
        return denied(_("您已领衔%(n)s个问题，每位领导领衔1至2个。") % {"n": LAST_ADOPTED})
    return may_work(problem.campaign)


def _adopted(who: Standing, problem: Problem) -> int:
    """How many problems of the campaign this leader made their own."""
    if ADOPTED in problem.__dict__:
        return problem.__dict__[ADOPTED] or 0
    return Problem.objects.filter(campaign_id=problem.campaign_id, adopted_by_id=who.person_id).count()


def may_strike_weekly(who: Standing, problem: Problem, rule: ProblemRule) -> Verdict:
    """Whether the office may strike this one off by its weekly list: class B, where the campaign allows it."""
    if not rule.is_weak:
        return denied(_("本活动须现场核查，不用按周销号。"))
    if problem.grade == "A":
        return denied(_("甲类问题须由另一单位的督导组现场核查。"))
    return of_office(who) and may(who, PROBLEM.move("verify"), problem)


def of_unit(who: Standing, problem: Problem) -> Verdict:
    """Whether this person fills in for the responsible unit."""
    if problem.unit_id and who.in_unit(problem.unit_id, "liaison", "unit_head"):
        return GRANTED
    return denied(_("由责任单位“%(unit)s”的联络员或负责人办理。") % {"unit": unit_name(problem)})


def heads_unit(who: Standing, problem: Problem) -> Verdict:
    """Whether this person signs for the responsible unit."""
    if problem.unit_id and who.in_unit(problem.unit_id, "unit_head"):
        return GRANTED
    return denied(_("由责任单位“%(unit)s”的负责人办理。") % {"unit": unit_name(problem)})


def unit_name(problem: Problem) -> str:
    """The responsible unit's name."""
    return problem.unit.name if problem.unit else _("待定")


def open_request(problem: Problem) -> Request | None:
    """The request about the problem that waits for an answer."""
    return next((one for one in problem.requests.all() if not one.verdict), None)


def latest(problem: Problem) -> Closeout | None:
    """The latest application."""
    return max(problem.closeouts.all(), key=lambda one: one.number, default=None)


def is_apart(who: Standing, problem: Problem) -> Verdict:
    """Whether this person is of another body than those who rectified, and had no hand in it."""
    units = {problem.unit_id, *(remedy.unit_id for remedy in problem.remedies.all())}
    if who.person_id is None or units & who.units:
        return denied(_("您在整改单位任职，须由别的单位的人核查。"))
    applied = latest(problem)
    if applied is not None and applied.applied_by_id == who.person_id:
        return denied(_("您申请了这次销号，须由别人核查。"))
    if any(report.by_id == who.person_id for report in problem.reports.all()):
        return denied(_("您反馈过这个问题的整改，须由别人核查。"))
    return GRANTED


def _not_own(who: Standing, problem: Problem) -> Verdict:
    """Whether this person is of none of the units whom the problem touches."""
    remedies = {remedy.unit_id for remedy in problem.remedies.all()}
    if {problem.unit_id, problem.concerns_id, *remedies} & who.units:
        return denied(_("您在涉及或整改的单位任职，须由别的单位的人决定。"))
    return GRANTED


def _dismiss(who: Standing, problem: Problem) -> Verdict:
    if not who.has("office", "supervisor"):
        return denied(_("由领导小组办公室或督导组核实认定。"))
    return _not_own(who, problem)


def _approve(who: Standing, problem: Problem) -> Verdict:
    if not who.has("office", "leader", "group_head"):
        return denied(_("整改方案由领导小组办公室或分管领导审定。"))
    return _not_own(who, problem)


def _apply(who: Standing, problem: Problem) -> Verdict:
    if not (verdict := heads_unit(who, problem)):
        return verdict
    if who.person_id is None:
        return denied(_("由责任单位“%(unit)s”的负责人办理。") % {"unit": unit_name(problem)})
    if left := undone(problem):
        return denied(_("还有%(n)s条措施没有做完：%(what)s。") % {"n": len(left), "what": in_words(left)})
    return GRANTED


def _check(who: Standing, problem: Problem) -> Verdict:
    if problem.grade == "A" and not who.has("supervisor"):
        return denied(_("甲类问题由另一单位的督导组核查。"))
    if not who.has("supervisor", "office"):
        return denied(_("由督导组或领导小组办公室核查，申请的单位不能自己核查。"))
    return is_apart(who, problem)


def _publicise(who: Standing, problem: Problem) -> Verdict:
    if not rules_of(problem.campaign).notice_days:
        return denied(_("本活动不公示，核查通过后直接销号。"))
    return of_office(who)


def _strike_off(who: Standing, problem: Problem) -> Verdict:
    if problem.state == "verified" and rules_of(problem.campaign).notice_days:
        return denied(_("先公示，期满没有异议再销号。"))
    if problem.notice_until and day_of(who, problem.campaign) <= problem.notice_until:
        return denied(_("公示到%(day)s，期满没有异议再销号。") % {"day": date_format(problem.notice_until)})
    return of_office(who)


def _look_back(who: Standing, problem: Problem) -> Verdict:
    if not who.has("supervisor", "office"):
        return denied(_("由督导组或领导小组办公室回头看。"))
    return is_apart(who, problem)


def _ask_return(who: Standing, problem: Problem) -> Verdict:
    if any(one.level == "leader" and one.verdict == "refused" for one in problem.requests.all()):
        return denied(_("领导已裁定由本单位整改，不再退件。"))
    return heads_unit(who, problem)


def _ask_change(who: Standing, problem: Problem) -> Verdict:
    if problem.due is None:
        return denied(_("这个问题没有期限，不需要延期。"))
    if day_of(who, problem.campaign) > problem.due:
        return denied(
            _("期限%(day)s已过，不能再申请延期；整改完照样可以申请销号，会注明逾期。")
            % {"day": date_format(problem.due)}
        )
    return heads_unit(who, problem)


def _answer(who: Standing, problem: Problem) -> Verdict:
    asked = open_request(problem)
    if asked is None:
        return denied(_("没有等待答复的申请。"))
    if asked.asked_by_id is not None and asked.asked_by_id == who.person_id:
        return denied(_("这是您提出的，须由别人答复。"))
    if problem.unit_id in who.units:
        return denied(_("您在提出申请的单位任职，须由别的单位的人答复。"))
    return of_office(who) if asked.level == "office" else leads(who)


def _withdraw(who: Standing, problem: Problem) -> Verdict:
    asked = open_request(problem)
    if asked is not None and asked.asked_by_id is not None and asked.asked_by_id == who.person_id:
        return GRANTED
    return denied(_("只有提出的人可以撤回。"))


def _cancel(who: Standing, problem: Problem) -> Verdict:
    if problem.state == "registered" and who.has("office"):
        return _not_own(who, problem)
    return _lead(who, problem)


def _lead(who: Standing, problem: Problem) -> Verdict:
    return leads(who) and _not_own(who, problem)


RULES: dict[str, Rule] = {
    "assign": lambda who, _problem: of_office(who),
    "dismiss": _dismiss,
    "propose_plan": of_unit,
    "approve_plan": _approve,
    "send_plan_back": _approve,
    "keep_on": _lead,
    "apply": _apply,
    "verify": _check,
    "send_back": _check,
    "publicise": _publicise,
    "take_objection": lambda who, _problem: of_office(who),
    "strike_off": _strike_off,
    "recheck": _look_back,
    "relapse": _look_back,
    "ask_return": _ask_return,
    "grant_return": _answer,
    "refuse_return": _answer,
    "ask_change": _ask_change,
    "grant_change": _answer,
    "refuse_change": _answer,
    "withdraw": _withdraw,
    "cancel": _cancel,
    "reopen": _lead,
}
"""The rule of each move, by its name."""
