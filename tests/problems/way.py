"""Problems on their way, as the tests of this room know them: who takes part, and a problem brought to any state."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta

from build import TODAY, a_campaign, a_standing, a_unit
from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import Standing
from luoshi.problems.closeout.apply import Application, Check, apply, verify
from luoshi.problems.closeout.look_back import Found, recheck, relapse
from luoshi.problems.closeout.strike import publicise, strike_off
from luoshi.problems.models import Problem
from luoshi.problems.rectify.ask import Extension, Return, ask_change, ask_return
from luoshi.problems.rectify.plan import Measure, RectificationPlan, approve_plan, keep_on, propose_plan
from luoshi.problems.rectify.report import Report, report
from luoshi.problems.register import Assigning, NewProblem, Why, assign, cancel, dismiss, register

UNIT, OTHER = "县住建局", "县水利局"
DUE = date(2026, 7, 31)
WHY = Why("另有情况")
PLAN = RectificationPlan("楼道灯全亮", (Measure("换灯"), Measure("划清管护单位")), "周启明", "郑一川", DUE)


@dataclass(frozen=True)
class Cast:
    """One person of each post; `head` and `liaison` are of the responsible unit."""

    office: Standing
    supervisor: Standing
    leader: Standing
    head: Standing
    liaison: Standing
    other: Standing
    reader: Standing


def a_cast() -> Cast:
    return Cast(
        office=a_standing("office"),
        supervisor=a_standing("supervisor", "督导组"),
        leader=a_standing("leader", "县政府"),
        head=a_standing("unit_head", UNIT),
        liaison=a_standing("liaison", UNIT),
        other=a_standing("unit_head", OTHER),
        reader=a_standing("reader", "县委办"),
    )


def posts(cast: Cast) -> list[tuple[str, Standing]]:
    """(post, who holds it) of all."""
    return [(field.name, getattr(cast, field.name)) for field in fields(cast)]


def a_problem(
    state: str = "registered", *, cast: Cast | None = None, campaign: Campaign | None = None, grade: str = "B"
) -> tuple[Problem, Cast]:
    """A problem of 县住建局 brought to that state by those whose turn it is, and the people."""
    cast = cast or a_cast()
    campaign = campaign or a_campaign(is_sample=True)
    problem = register(campaign, NewProblem("楼道灯无人管", grade=grade, area="便民"), by=cast.office)
    for name in WAYS[state]:
        STEPS[name](problem, cast)
    return again(problem), cast


def again(problem: Problem) -> Problem:
    """The problem as it stands."""
    return Problem.objects.select_related("campaign", "unit", "closeout").get(pk=problem.pk)


def on(problem: Problem, day: date) -> Problem:
    """The problem read on that day."""
    Campaign.objects.filter(pk=problem.campaign_id).update(frozen_today=day)
    return again(problem)


def checked(by: Standing, day: date = TODAY) -> Check:
    return Check("现场看了，灯都亮", by.name, day)


def work_off(problem: Problem, cast: Cast) -> None:
    """Mark every remedy as done."""
    done = tuple(problem.remedies.values_list("pk", flat=True))
    report(problem, Report(100, "灯换好了", "照片三张", done), by=cast.liaison)


def _strike_off(problem: Problem, cast: Cast) -> None:
    late = on(problem, problem.campaign.calendar.after(TODAY, 11))
    strike_off(late, by=cast.office)


STEPS: dict[str, Callable[[Problem, Cast], object]] = {
    "assign": lambda row, cast: assign(row, Assigning(a_unit(UNIT).pk, due=DUE), by=cast.office),
    "propose_plan": lambda row, cast: propose_plan(again(row), PLAN, by=cast.liaison),
    "approve_plan": lambda row, cast: approve_plan(again(row), by=cast.leader),
    "work_off": lambda row, cast: work_off(again(row), cast),
    "apply": lambda row, cast: apply(again(row), Application("全部换好"), by=cast.head),
    "verify": lambda row, cast: verify(again(row), checked(cast.supervisor), by=cast.supervisor),
    "publicise": lambda row, cast: publicise(again(row), by=cast.office),
    "strike_off": lambda row, cast: _strike_off(again(row), cast),
    "recheck": lambda row, cast: recheck(again(row), Found("仍然亮着"), by=cast.supervisor),
    "relapse": lambda row, cast: relapse(again(row), WHY, by=cast.supervisor),
    "ask_return": lambda row, cast: ask_return(again(row), Return("不属本局", a_unit(OTHER).pk), by=cast.head),
    "ask_change": lambda row, cast: ask_change(again(row), Extension("雨季", DUE + timedelta(20)), by=cast.head),
    "keep_on": lambda row, cast: keep_on(again(row), WHY, by=cast.leader),
    "dismiss": lambda row, cast: dismiss(again(row), WHY, by=cast.supervisor),
    "cancel": lambda row, cast: cancel(again(row), WHY, by=cast.office),
}
WORKING = ("assign", "propose_plan", "approve_plan")
APPLIED = (*WORKING, "work_off", "apply")
STRUCK = (*APPLIED, "verify", "publicise", "strike_off")
WAYS: dict[str, tuple[str, ...]] = {
    "registered": (),
    "assigned": ("assign",),
    "plan_review": ("assign", "propose_plan"),
    "rectifying": WORKING,
    "close_requested": APPLIED,
    "verified": (*APPLIED, "verify"),
    "publicised": (*APPLIED, "verify", "publicise"),
    "struck_off": STRUCK,
    "rechecked": (*STRUCK, "recheck"),
    "return_review": ("assign", "ask_return"),
    "change_review": (*WORKING, "ask_change"),
    "long_term": (*WORKING, "keep_on"),
    "relapsed": (*STRUCK, "relapse"),
    "unfounded": ("dismiss",),
    "cancelled": ("cancel",),
}
"""The steps that lead to each state."""
