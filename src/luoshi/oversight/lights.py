"""Lights, reckoned in SQL from dates, progress and returns at the campaign's today; never stored.

An item of a list is a task with one of its assignments, or a task that has none yet. All expressions here are over
`Task` joined with `assignments`, so that one predicate serves every list and every count.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan

from luoshi.campaigns.models import Campaign
from luoshi.campaigns.states import FINISHED


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item has its light. `code` is what SQL yields; `light` is bad, warn, ok, idle or done."""

    code: int
    name: str
    light: str
    label: str


REASONS = (
    Reason(1, "overdue", "bad", "逾期"),
    Reason(2, "returned", "bad", "多次退回"),
    Reason(3, "far_behind", "bad", "严重滞后"),
    Reason(4, "soon", "warn", "临期"),
    Reason(5, "behind", "warn", "滞后"),
    Reason(6, "on_time", "ok", "正常"),
    Reason(7, "unissued", "idle", "未下发"),
    Reason(8, "not_started", "idle", "未启动"),
    Reason(9, "undated", "idle", "无期限"),
    Reason(10, "done", "done", "办结"),
    Reason(11, "cancelled", "idle", "已撤销"),
)
BY_CODE = {reason.code: reason for reason in REASONS}
UNISSUED = BY_CODE[7]
CANCELLED = "cancelled"
"""The state, and the reason, of an assignment that counts in no rate."""
LIGHTS = ("bad", "warn", "ok", "idle", "done")


def codes(light: str) -> list[int]:
    """The reason codes of one light."""
    return [reason.code for reason in REASONS if reason.light == light]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a campaign's lights are reckoned by: its today, also as a working day's number, and its thresholds."""

    today: date
    now: int
    soon_days: int
    behind_yellow: int
    behind_red: int
    returns_red: int


def rules(campaign: Campaign) -> Rules:
    """The rules in force in that campaign today."""
    return Rules(
        campaign.today,
        campaign.calendar.number(campaign.today),
        campaign.soon_days,
        campaign.behind_yellow,
        campaign.behind_red,
        campaign.returns_red,
    )


def reason_expression(by: Rules, of: str = "assignments__") -> Case:
    """The reason code of each row under these rules; `of` stands before the names of what it is reckoned from."""
    today, now = by.today, by.now
    soon = today + timedelta(days=by.soon_days)
    reckoned = Coalesce(f"{of}submitted_on", Value(today))
    due_past = LessThan(F(f"{of}due"), reckoned)
    return Case(
        When(Q(**{f"{of}id": None}), then=Value(7)),
        When(Q(**{f"{of}state__in": FINISHED}), then=Value(10)),
        When(Q(**{f"{of}state": CANCELLED}), then=Value(11)),
        When(due_past, then=Value(1)),
        When(Q(**{f"{of}returns__gte": by.returns_red}), then=Value(2)),
        When(_behind(of, now, by.behind_red), then=Value(3)),
        When(Q(**{f"{of}due": None}), then=Value(9)),
        When(Q(**{f"{of}due__lte": soon}), then=Value(4)),
        When(_behind(of, now, by.behind_yellow), then=Value(5)),
        When(Q(**{f"{of}start__gt": today, f"{of}progress": 0}), then=Value(8)),
        default=Value(6),
        output_field=IntegerField(),
    )


def _behind(of: str, now: int, points: int) -> Q:
    """True where progress lags the share of working days gone by more than that many percentage points.

    The share is (now - start) / (due - start); both sides are multiplied out, so that SQL stays in whole numbers.
    """
    gone = Value(100) * (Value(now) - F(f"{of}start_n"))
    granted = (F(f"{of}progress") + Value(points)) * (F(f"{of}due_n") - F(f"{of}start_n"))
    running = Q(**{f"{of}submitted_on": None, f"{of}start_n__lt": now, f"{of}due_n__gt": F(f"{of}start_n")})
    return running & Q(GreaterThan(gone, granted))


def expected(start_n: int | None, due_n: int | None, now_n: int) -> int | None:
    """Percent that should be done by now in working days, 0 to 100; None without both dates."""
    if start_n is None or due_n is None:
        return None
    if due_n <= start_n:
        return 100 if now_n >= due_n else 0
    return max(0, min(100, round(100 * (now_n - start_n) / (due_n - start_n))))
