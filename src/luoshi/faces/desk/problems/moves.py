"""Each act on a problem as the page offers it: its form, what carries it out, the words after it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.faces.desk.problems import fields
from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing
from luoshi.problems import access, register
from luoshi.problems.closeout import apply, look_back, strike
from luoshi.problems.rectify import ask, plan, report
from luoshi.problems.states import PROBLEM

if TYPE_CHECKING:
    from luoshi.problems.models import Problem

Make = Callable[["Problem", Any, Standing], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: its name, label and form (None asks nothing), what makes it, what is said then (message ids)."""

    name: str
    label: str
    form: type[forms.Form] | None
    make: Make
    done: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """An act as one person finds it: with its form where it is granted, with the reason where it is not."""

    name: str
    label: str
    kind: str
    form: forms.Form | None
    reason: str


def _move(name: str, form: type[forms.Form] | None, make: Make, done: str, kind: str = "") -> Deed:
    return Deed(name, PROBLEM.move(name).label, form, make, done, kind)


def _with(act: Callable[..., object]) -> Make:
    return lambda problem, given, by: act(problem, given, by=by)


def _plain(act: Callable[..., object]) -> Make:
    return lambda problem, _given, by: act(problem, by=by)


DEEDS = {
    deed.name: deed
    for deed in (
        _move("assign", fields.AssignForm, _with(register.assign), gettext_noop("已交办。"), "go"),
        _move("propose_plan", fields.PlanForm, _with(plan.propose_plan), gettext_noop("方案已报送，等待审定。"), "go"),
        _move("approve_plan", None, _plain(plan.approve_plan), gettext_noop("方案已批准，开始整改。"), "go"),
        _move("send_plan_back", fields.WhyForm, _with(plan.send_plan_back), gettext_noop("方案已退回。"), "grave"),
        Deed(
            "report",
            gettext_noop("反馈进展"),
            fields.ReportForm,
            _with(report.report),
            gettext_noop("进展已记下。"),
            "go",
        ),
        _move("apply", fields.ApplyForm, _with(apply.apply), gettext_noop("已申请销号，等待别的单位核查。"), "go"),
        _move("verify", fields.CheckForm, _with(apply.verify), gettext_noop("已签字，核查通过。"), "go"),
        _move("send_back", fields.RefusalForm, _with(apply.send_back), gettext_noop("已退回整改。"), "grave"),
        _move("publicise", None, _plain(strike.publicise), gettext_noop("开始公示。"), "go"),
        _move("take_objection", fields.WhyForm, _with(strike.take_objection), gettext_noop("已退回整改。"), "grave"),
        _move("strike_off", None, _plain(strike.strike_off), gettext_noop("已销号，背后的意见都已答复。"), "go"),
        _move("recheck", fields.FoundForm, _with(look_back.recheck), gettext_noop("回头看情况已记下。"), "go"),
        _move(
            "relapse",
            fields.WhyForm,
            _with(look_back.relapse),
            gettext_noop("已认定反弹，编号不变，轮次加一。"),
            "grave",
        ),
        _move("ask_change", fields.ExtensionForm, _with(ask.ask_change), gettext_noop("延期申请已交领导。")),
        _move("ask_return", fields.ReturnForm, _with(ask.ask_return), gettext_noop("退件申请已交。")),
        _move("grant_return", fields.AnswerForm, _with(ask.grant), gettext_noop("已同意，问题转给提出的单位。"), "go"),
        _move("refuse_return", fields.AnswerForm, _with(ask.refuse), gettext_noop("已答复不同意。"), "grave"),
        _move("grant_change", fields.AnswerForm, _with(ask.grant), gettext_noop("已同意延期。"), "go"),
        _move("refuse_change", fields.AnswerForm, _with(ask.refuse), gettext_noop("已答复不同意。"), "grave"),
        _move("withdraw", None, _plain(ask.withdraw), gettext_noop("申请已撤回。")),
        _move("keep_on", fields.WhyForm, _with(plan.keep_on), gettext_noop("已转为长期坚持。")),
        _move("dismiss", fields.WhyForm, _with(register.dismiss), gettext_noop("已认定不属实。"), "grave"),
        _move("cancel", fields.WhyForm, _with(register.cancel), gettext_noop("已撤销，编号保留。"), "grave"),
        _move("reopen", fields.WhyForm, _with(register.reopen), gettext_noop("已重新登记。")),
        Deed("adopt", gettext_noop("我来领衔"), None, _plain(register.adopt), gettext_noop("已由您领衔。")),
    )
}
ALWAYS = ("report", "adopt")
"""Acts that are no moves."""


def verdict_of(me: Standing, name: str, problem: "Problem") -> Verdict:
    """Whether this person may do that now."""
    if name == "report":
        return access.may_report(me, problem)
    return access.may_adopt(me, problem) if name == "adopt" else access.may(me, PROBLEM.move(name), problem)


def offers(me: Standing, problem: "Problem", sent: tuple[str, forms.Form] | None = None) -> list[Offer]:
    """What can be done in the problem's state, the granted acts first; `sent` is a form that was refused."""
    found = []
    for deed in DEEDS.values():
        is_fit = deed.name in ALWAYS or problem.state in PROBLEM.move(deed.name).sources
        verdict = verdict_of(me, deed.name, problem)
        if not verdict and (not is_fit or deed.name in ALWAYS):
            continue
        form = sent[1] if sent and sent[0] == deed.name else form_of(deed, problem) if verdict else None
        found.append(Offer(deed.name, _(deed.label), deed.kind, form, verdict.reason))
    return sorted(found, key=lambda offer: bool(offer.reason))


def form_of(deed: Deed, problem: "Problem", data: Any = None) -> forms.Form | None:
    """The act's form for that problem, filled with what is known."""
    if deed.form is None:
        return None
    rest: tuple[Any, ...] = (data,) if data is not None else ()
    made: dict[str, Any] = {"auto_id": f"id_{deed.name}_%s", "initial": _known(deed.name, problem)}
    if deed.form is fields.ReportForm:
        remedies = [(remedy.pk, remedy.text) for remedy in problem.remedies.all() if remedy.done_on is None]
        return fields.ReportForm(remedies, *rest, **made)
    return deed.form(*rest, **made)


def _known(name: str, problem: "Problem") -> dict[str, Any]:
    if name in ("assign", "propose_plan"):
        known = {"unit": problem.unit_id or problem.concerns_id, "due": problem.due, "lead_person": problem.lead_person}
        undone = (remedy for remedy in problem.remedies.all() if remedy.done_on is None)
        lines = "\n".join(f"{one.text}|{one.unit.name}" if one.unit else one.text for one in undone)
        return known | {"goal": problem.goal, "person": problem.person, "cause": problem.cause, "remedies": lines}
    if name == "report":
        return {"percent": problem.progress}
    if name in ("verify", "send_back"):
        applied = access.latest(problem)
        return {"closeout": applied.number if applied else None, "seen_on": problem.campaign.today}
    asked = access.open_request(problem)
    return {"request": asked.pk} if asked and name.startswith(("grant", "refuse")) else {}
