"""The problems of the sample's story: eight of them, each on another part of the way by 17 June 2026."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from luoshi.faces.console.sample.organization import TODAY, County, at, moment
from luoshi.problems import queries
from luoshi.problems.closeout.apply import Application, Check, apply, verify
from luoshi.problems.closeout.look_back import Draw, Found, draw, recheck, relapse
from luoshi.problems.closeout.strike import publicise, strike_off
from luoshi.problems.rectify.ask import Extension, ask_change
from luoshi.problems.rectify.plan import Measure, RectificationPlan, approve_plan, propose_plan
from luoshi.problems.rectify.report import Report, report
from luoshi.problems.regime import NewRegulation, put_regulation
from luoshi.problems.register import Assigning, NewProblem, Why, assign, dismiss, register

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign
    from luoshi.problems.models import Problem

Event = tuple[datetime, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One problem; `steps` are (what is done, month, day), `share` percent and `said` its latest report."""

    new: NewProblem
    unit: str
    goal: str
    remedies: tuple[str, ...]
    due: date
    steps: tuple[tuple[str, int, int], ...]
    share: int = 0
    said: str = ""


def _day(month: int, day: int) -> date:
    return date(TODAY.year, month, day)


WATER, HOMES, ROADS = "县水利局", "县住建局", "县交通运输局"
BEGUN = (("assign", 5, 19), ("propose_plan", 5, 22), ("approve_plan", 5, 25))
CLOSED = (
    ("assign", 4, 21), ("propose_plan", 4, 22), ("approve_plan", 4, 22), ("finish", 4, 24), ("apply", 4, 24),
    ("verify", 4, 27), ("publicise", 4, 28), ("strike_off", 5, 15),
)  # fmt: skip
TROUBLES = (
    Trouble(
        NewProblem("文昌路征收补偿标准没有上墙，住户不知道怎么算。", "upper", "征地拆迁", "只在网上公开", tags="急事"),
        HOMES, "标准全部公开", ("上墙公示", "逐户讲清"), _day(4, 30), CLOSED, 100, "公示栏上墙，41户逐户讲清",
    ),
    Trouble(
        NewProblem("老棉纺厂宿舍楼道灯坏了没有人修。", "research", "便民", "管护单位没有划清", tags="实事"),
        HOMES, "楼道灯全亮并有人管", ("换灯", "划清管护单位"), _day(5, 8),
        (*CLOSED, ("relapse", 6, 16)), 100, "换灯62盏",
    ),
    Trouble(
        NewProblem("三个村水压不足，傍晚做饭断水。", "opinion", "农村供水", "老管口径小", grade="A", tags="难事"),
        WATER, "三村全天供水", ("换管2.4公里", "加装增压泵"), _day(6, 22), BEGUN, 79, "换管完成1.9公里",
    ),
    Trouble(
        NewProblem("公交末班车太早，晚班工人赶不上。", "opinion", "出行", "按十年前客流排班", tags="实事"),
        ROADS, "末班车延到20:30", ("调整2条线",), _day(6, 10), BEGUN, 30, "客流调查完成，方案报批",
    ),
    Trouble(
        NewProblem("两处内涝点连年整治仍然积水。", "inspection", "城市排水", "雨污没有分流", grade="A", tags="难事"),
        HOMES, "小时雨量40毫米不积水", ("疏通管网", "改造泵站"), _day(6, 30),
        (*BEGUN, ("finish", 6, 12), ("apply", 6, 15)), 100, "两处疏通，泵站试运行",
    ),
    Trouble(
        NewProblem("农村公路养护员工资拖欠两个月。", "self_check", "民生", "县级配套没有到位", tags="急事"),
        ROADS, "工资全部发清", ("拨付配套资金", "按月发放"), _day(6, 19),
        (*BEGUN, ("ask_change", 6, 16)), 60, "已发一个月",
    ),
    Trouble(
        NewProblem("灌区水费收据不写亩数。", "self_check", "涉农收费", "用的旧票据"),
        WATER, "一户一票写清亩数", ("换新票据",), _day(7, 10), (("assign", 6, 11), ("propose_plan", 6, 15)),
    ),
    Trouble(NewProblem("有人反映城区路灯整夜不亮。", "opinion", "便民"), "", "", (), _day(7, 10), (("dismiss", 6, 9),)),
)  # fmt: skip


def problems(campaign: "Campaign", cast: County) -> list[Event]:
    """Each act on the problems with its moment, and the sample that was drawn for looking back."""
    events = [event for trouble in enumerate(TROUBLES, 1) for event in _events(campaign, *trouble, cast)]
    drawn, seen, listed = moment(6, 15, 16), moment(6, 16, 16), moment(6, 12, 16)
    rule = NewRegulation("establish", "老旧小区公共照明管护办法", cast.ids[HOMES], _day(7, 31), (2,))
    return [
        *events,
        (listed, lambda: put_regulation(campaign, rule, by=at(cast.office, listed))),
        (drawn, lambda: draw(campaign, Draw(30, "0615"), by=at(cast.office, drawn))),
        (seen, lambda: recheck(_now(campaign, 1), Found("公示栏仍在，抽问6户都说得清"), by=at(cast.supervisor, seen))),
    ]


def _events(campaign: "Campaign", number: int, trouble: Trouble, cast: County) -> list[Event]:
    begun = moment(4, 20, 8 + number) if trouble.steps[0][1] == 4 else moment(5, 18, 8 + number)
    events: list[Event] = [(begun, lambda: register(campaign, trouble.new, by=at(cast.office, begun)))]
    for name, month, day in trouble.steps:
        when = moment(month, day, 8 + number)
        events.append((when, _later(campaign, number, name, when, trouble, cast)))
    if trouble.share and not any(name == "finish" for name, _month, _day in trouble.steps):
        when = moment(6, 12, 8 + number)
        words = Report(trouble.share, trouble.said)
        liaison = cast.liaisons[trouble.unit]
        events.append((when, lambda: report(_now(campaign, number), words, by=at(liaison, when))))
    return events


def _later(
    campaign: "Campaign", number: int, name: str, when: datetime, trouble: Trouble, cast: County
) -> Callable[[], object]:
    """The step, to be made when its moment comes."""
    return lambda: STEPS[name](_now(campaign, number), trouble, cast, when)


def _now(campaign: "Campaign", number: int) -> "Problem":
    found = queries.problem_of(campaign, number)
    assert found is not None, f"the story has no problem {number}"
    return found


def _finish(row: "Problem", told: Trouble, cast: County, when: datetime) -> object:
    done = tuple(remedy.pk for remedy in row.remedies.all())
    words = Report(100, told.said, "台账存本单位，可现场查看", done)
    return report(row, words, by=at(cast.liaisons[told.unit], when))


def _plan(row: "Problem", told: Trouble, cast: County, when: datetime) -> object:
    wanted = RectificationPlan(told.goal, tuple(map(Measure, told.remedies)), "周启明", "", told.due)
    propose_plan(row, wanted, by=at(cast.liaisons[told.unit], when))
    return row


def _verify(row: "Problem", told: Trouble, cast: County, when: datetime) -> object:
    seen = Check("现场看过，问了5户，属实。", cast.supervisor.name, when.date())
    return verify(row, seen, by=at(cast.supervisor, when))


def _more_time(row: "Problem", told: Trouble, cast: County, when: datetime) -> object:
    return ask_change(row, Extension("县级配套资金月底到账。", _day(7, 5)), by=at(cast.heads[told.unit], when))


STEPS: dict[str, Callable[["Problem", Trouble, County, datetime], object]] = {
    "assign": lambda row, told, cast, when: assign(
        row, Assigning(cast.ids[told.unit], "周启明", told.due), by=at(cast.office, when)
    ),
    "propose_plan": _plan,
    "approve_plan": lambda row, _told, cast, when: approve_plan(row, by=at(cast.leader, when)),
    "finish": _finish,
    "apply": lambda row, told, cast, when: apply(
        row, Application("措施全部做完，目标达到。"), by=at(cast.heads[told.unit], when)
    ),
    "verify": _verify,
    "publicise": lambda row, _told, cast, when: publicise(row, by=at(cast.office, when)),
    "strike_off": lambda row, _told, cast, when: strike_off(row, by=at(cast.office, when)),
    "relapse": lambda row, _told, cast, when: relapse(row, Why("三单元的灯又黑了两周"), by=at(cast.supervisor, when)),
    "ask_change": _more_time,
    "dismiss": lambda row, _told, cast, when: dismiss(row, Why("三晚实地查看，路灯都亮"), by=at(cast.supervisor, when)),
}
