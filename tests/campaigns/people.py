"""Who takes part in a campaign's work, as the tests of its acts know them."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from zoneinfo import ZoneInfo

from build import Wanted, a_campaign, a_standing, a_unit, an_assignment
from luoshi.campaigns.close import Finding
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.campaigns.review.answer import Answer
from luoshi.campaigns.review.ask import Extension, Request, Return
from luoshi.orgs.access import Standing

ZONE = ZoneInfo("Asia/Shanghai")
LEAD, OTHER = "县住建局", "县水利局"
WHY = Request("县里另有安排")
YES = Answer()
NO = Answer("理由不足")
LATER = date(2026, 7, 10)
MORE_TIME = Extension("汛期不能施工", LATER)


@dataclass(frozen=True)
class People:
    """One person of each post; `head` and `liaison` are of the unit that leads."""

    office: Standing
    clerk: Standing
    supervisor: Standing
    leader: Standing
    group_head: Standing
    head: Standing
    liaison: Standing


def nothing(_held: Campaign) -> tuple[Finding, ...]:
    """What stands open in later rooms, where there are none."""
    return ()


def people() -> People:
    return People(
        office=a_standing("office"),
        clerk=a_standing("office"),
        supervisor=a_standing("supervisor", "督导组"),
        leader=a_standing("leader", "县政府"),
        group_head=a_standing("group_head", "县委"),
        head=a_standing("unit_head", LEAD),
        liaison=a_standing("liaison", LEAD),
    )


def not_ours(unit: str = OTHER) -> Return:
    return Return("属于水利部门职责", a_unit(unit).pk)


def standing_of(row: Assignment) -> tuple[str, str]:
    """(state, held) as stored."""
    stored = Assignment.objects.get(pk=row.pk)
    return stored.state, stored.held


def posts(cast: People) -> list[tuple[str, Standing]]:
    """(post, who holds it) of all."""
    return [(field.name, getattr(cast, field.name)) for field in fields(cast)]


def a_row() -> Assignment:
    """An assignment of 县住建局, due on 30 June, issued today: on Wednesday 17 June."""
    held = an_assignment(a_campaign(Wanted("排查小区", support=(OTHER,)), issued=True))
    return issued_on(held, date(2026, 6, 17))


def issued_on(row: Assignment, day: date) -> Assignment:
    Assignment.objects.filter(pk=row.pk).update(issued_at=datetime(day.year, day.month, day.day, 9, tzinfo=ZONE))
    row.refresh_from_db()
    return row


def on(row: Assignment, day: date) -> Assignment:
    """The assignment read on that day."""
    Campaign.objects.filter(pk=row.campaign_id).update(frozen_today=day)
    return Assignment.objects.select_related("campaign", "unit").get(pk=row.pk)
