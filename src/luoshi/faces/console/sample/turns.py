"""The turns that work took in the sample's story: requests and answers, steps, joint opinions, waits, points left."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from luoshi.campaigns import queries
from luoshi.campaigns.inside.divide import Step, add_step, finish_step
from luoshi.campaigns.inside.entrust import Entrusting, entrust
from luoshi.campaigns.joint.consult import Opinion, Question, consult, give_opinion
from luoshi.campaigns.review.answer import Answer, grant, refuse
from luoshi.campaigns.review.ask import Extension, Request, Return, ask_cancel, ask_change, ask_return
from luoshi.faces.console.sample.organization import County, at, moment

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment, Campaign

Event = tuple[datetime, Callable[[], object]]


def turns(campaign: "Campaign", cast: County) -> list[Event]:
    """Each turn with its moment, on the tasks that the plan has; a task is known by the beginning of its title."""
    told = (
        ("打通一批断头路", _extended),
        ("修复一批农村公路", _waits_for_an_extension),
        ("新增一批停车泊位", _waits_for_a_cancellation),
        ("农村供水方面", _returned_and_refused),
        ("老旧小区方面", _divided),
        ("道路排水方面", _joint),
    )
    found = [(queries.first_assignment(campaign.pk, title), tell) for title, tell in told]
    return [event for row, tell in found if row is not None for event in tell(row, cast)]


def _extended(row: "Assignment", cast: County) -> list[Event]:
    head = cast.heads.get(row.unit.name)
    if head is None or row.due is None:
        return []
    wanted = Extension("一户未签征收协议，走完法定程序还要一个月。", _later(row.due, 31))
    asked, answered = moment(6, 10, 16), moment(6, 11, 10)
    granted = Answer("只延这一次，7月底报进度。", _later(row.due, 20))
    return [
        (asked, lambda: ask_change(_now(row), wanted, by=at(head, asked))),
        (answered, lambda: grant(_now(row), granted, by=at(cast.leader, answered))),
    ]


def _waits_for_an_extension(row: "Assignment", cast: County) -> list[Event]:
    head, when = cast.heads.get(row.unit.name), moment(6, 16, 15)
    if head is None or row.due is None:
        return []
    wanted = Extension("汛期不能铺油，顺延半个月。", _later(row.due, 15))
    return [(when, lambda: ask_change(_now(row), wanted, by=at(head, when)))]


def _waits_for_a_cancellation(row: "Assignment", cast: County) -> list[Event]:
    when = moment(6, 16, 17)
    wanted = Request("与城市更新项目重复，拟并入该项目一并考核。")
    return [(when, lambda: ask_cancel(_now(row), wanted, by=at(cast.office, when)))]


def _returned_and_refused(row: "Assignment", cast: County) -> list[Event]:
    head, other = cast.heads.get(row.unit.name), cast.ids["县住建局"]
    if head is None or row.unit_id == other:
        return []
    asked, answered = moment(4, 21, 15), moment(4, 22, 10)
    wanted = Return("集镇管网由住建部门管理。", other)
    said = Answer("方案写明农村供水由你局牵头，集镇部分请住建部门配合。")
    return [
        (asked, lambda: ask_return(_now(row), wanted, by=at(head, asked))),
        (answered, lambda: refuse(_now(row), said, by=at(cast.office, answered))),
    ]


def _divided(row: "Assignment", cast: County) -> list[Event]:
    liaison, when = cast.liaisons.get(row.unit.name), moment(5, 12)
    if liaison is None or liaison.person_id is None:
        return []
    by, doer = at(liaison, when), liaison.person_id

    def divide() -> None:
        entrust(_now(row), Entrusting(doer), by=by)
        done = add_step(_now(row), Step("入户登记", doer, date(2026, 5, 31)), by=by)
        add_step(_now(row), Step("排查其余5个小区", doer, date(2026, 6, 15)), by=by)
        add_step(_now(row), Step("汇总短板清单"), by=by)
        finish_step(done, by=at(liaison, moment(5, 27, 17)))

    return [(when, divide)]


def _joint(row: "Assignment", cast: County) -> list[Event]:
    asked, joint = moment(6, 9), [one.unit for one in row.joints.select_related("unit").order_by("pk")]
    answering = [cast.liaisons[unit.name] for unit in joint if unit.name in cast.liaisons]
    if not answering:
        return []
    by = at(cast.office, asked)

    def ask() -> None:
        made = consult(_now(row), Question("内涝点清单是否齐全，管网图纸由谁补", date(2026, 6, 19)), by=by)
        give_opinion(made, Opinion("amend", "补城北两处易涝点。"), by=at(answering[0], moment(6, 11)))

    return [(asked, ask)]


def _now(row: "Assignment") -> "Assignment":
    """The assignment as it stands at that moment of the story."""
    return queries.assignment(row.campaign_id, row.pk) or row


def _later(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)
