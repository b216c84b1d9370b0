"""The problems that a campaign has to rectify: the ledger, one with its possible moves, registering, and the moves."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router

from luoshi.campaigns.queries import campaign as one_campaign
from luoshi.faces.api.v1.acts import Act, Place, named, offer
from luoshi.faces.api.v1.answers import Id, Listed, Size, act, found, who
from luoshi.faces.api.v1.keyed import WORK
from luoshi.orgs.access import Standing
from luoshi.problems import queries, register
from luoshi.problems.access import may, may_report, visible_to
from luoshi.problems.closeout import apply, look_back, strike
from luoshi.problems.rectify import ask, plan, report
from luoshi.problems.states import PROBLEM

if TYPE_CHECKING:
    from luoshi.problems.models import Problem

router = Router(tags=["problems"])


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem in the ledger; `concerns` is where it shows, `unit` who rectifies it, `opinions` how many told of it.

    `progress` in percent; `left` in working days, negative once past, null without a limit that runs.
    """

    id: int
    number: int
    state: str
    light: str
    item: str
    source: str
    area: str
    horizon: str
    grade: str
    concerns: str
    unit: str
    lead_person: str
    found_on: date
    due: date | None
    left: int | None
    progress: int
    round: int
    returns: int
    opinions: int


@dataclass(frozen=True, slots=True)
class RemedyView:
    """One measure of the plan to rectify; `id` is what a report names as done."""

    id: int
    text: str
    unit: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem. `moves` tells for each move, and for `report`, why it is refused; empty where it is granted."""

    campaign: int
    row: ProblemRow
    cause: str
    goal: str
    remark: str
    notice_until: date | None
    struck_off_on: date | None
    remedies: tuple[RemedyView, ...]
    moves: dict[str, str]


@router.get("", url_name="problems", response=Listed[ProblemRow])
def listed(
    request: HttpRequest, campaign: Id, size: Size = 25, after: int = 0, view: str = "", state: str = "",
    unit: str = "",
) -> Listed[ProblemRow]:  # fmt: skip
    """The problems of a campaign by number, as far as this person may see them."""
    held = found(one_campaign(who(request), campaign))
    filters = queries.filters_of({"view": view, "state": state, "unit": unit})
    shown = queries.page(held, who(request), filters, after, size)
    return Listed(tuple(map(_row, shown.rows)), str(shown.after or ""))


@router.get("/{int:problem_id}", url_name="problem", response=ProblemView)
def show(request: HttpRequest, problem_id: int) -> ProblemView:
    """One problem."""
    me = who(request)
    problem = found(_found(me, problem_id))
    row = queries.row_of(problem.campaign, problem)
    verdicts = {move.name: may(me, move, problem) for move in PROBLEM.moves} | {"report": may_report(me, problem)}
    remedies = (
        RemedyView(each.pk, each.text, each.unit.name if each.unit else "", each.done_on) for each in row.remedies
    )
    return ProblemView(
        campaign=problem.campaign_id,
        row=_row(row),
        cause=problem.cause,
        goal=problem.goal,
        remark=problem.remark,
        notice_until=problem.notice_until,
        struck_off_on=problem.struck_off_on,
        remedies=tuple(remedies),
        moves={name: verdict.reason for name, verdict in verdicts.items()},
    )


@router.post("", response=ProblemView, auth=WORK)
@act
def enter(request: HttpRequest, campaign: Id, new: Body[register.NewProblem]) -> HttpResponse | ProblemView:
    """Register a problem under the campaign's next number."""
    held = found(one_campaign(who(request), campaign))
    return show(request, register.register(held, new, by=who(request)).pk)


def _found(who: Standing, problem_id: int) -> "Problem | None":
    """The problem with what its moves stand on; None where this person may not see it."""
    row = visible_to(who).select_related("campaign").filter(pk=problem_id).first()
    return queries.problem_for(who, row.campaign, row.number) if row else None


def _row(row: queries.Row) -> ProblemRow:
    one = row.problem
    alike = (
        "state", "item", "source", "area", "horizon", "grade", "lead_person", "found_on", "due", "progress", "round",
        "returns",
    )  # fmt: skip
    return ProblemRow(
        id=one.pk,
        number=one.number,
        light=row.light.code,
        concerns=one.concerns.name if one.concerns else "",
        unit=one.unit.name if one.unit else "",
        left=row.left,
        opinions=row.opinions,
        **{name: getattr(one, name) for name in alike},
    )


ACTS = (
    Act("assign", register.assign, register.Assigning),
    Act("dismiss", register.dismiss, register.Why),
    Act("cancel", register.cancel, register.Why),
    Act("reopen", register.reopen, register.Why),
    Act("adopt", register.adopt),
    Act("propose_plan", plan.propose_plan, plan.RectificationPlan),
    Act("approve_plan", plan.approve_plan),
    Act("send_plan_back", plan.send_plan_back, register.Why),
    Act("keep_on", plan.keep_on, register.Why),
    Act("report", report.report, named(report.Report, "ProblemReport")),
    Act("apply", apply.apply, apply.Application),
    Act("verify", apply.verify, apply.Check),
    Act("send_back", apply.send_back, apply.Refusal),
    Act("publicise", strike.publicise),
    Act("take_objection", strike.take_objection, register.Why),
    Act("strike_off", strike.strike_off),
    Act("recheck", look_back.recheck, look_back.Found),
    Act("relapse", look_back.relapse, register.Why),
    Act("ask_return", ask.ask_return, named(ask.Return, "ProblemReturn")),
    Act("ask_change", ask.ask_change, named(ask.Extension, "ProblemExtension")),
    Act("grant", ask.grant, named(ask.Answer, "ProblemAnswer")),
    Act("refuse", ask.refuse, named(ask.Answer, "ProblemAnswer")),
    Act("withdraw", ask.withdraw),
)
offer(router, Place("problem", "/{int:problem_id}", _found, show, ProblemView, WORK), ACTS)
