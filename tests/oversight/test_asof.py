"""How a campaign stood on a past day is how its list stood on that day."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from build import Quota, Wanted, a_campaign, a_standing, a_unit
from luoshi.campaigns.feedback import Quantity, Report, Submission, Unanswered, report, sign, submit
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Assignment, Campaign, Target
from luoshi.campaigns.reopen import Reopening, reopen
from luoshi.campaigns.review.answer import Answer, grant, refuse
from luoshi.campaigns.review.ask import Extension, Request, Return, ask_cancel, ask_change, ask_return
from luoshi.campaigns.verify import Verification, accept, send_back
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing
from luoshi.oversight.asof import items_on, tally_on
from luoshi.oversight.gauges import gauges
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import page, tally

pytestmark = pytest.mark.django_db
START = date(2026, 6, 1)
UNITS = ("县甲局", "县乙局", "县丙局")
TAKES = "县丁局"
QUOTAS = (Quota("核查50户", 50, "户"),)
ACTS = ("sign", "report", "submit", "accept", "send_back", "extend", "hand_back", "cancel", "grant", "refuse", "reopen")
OTHERS = {"office": "领导小组办公室", "leader": "县政府", "supervisor": "第一督导组"}
DAYS = st.lists(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 100)), max_size=8),
    min_size=2,
    max_size=6,
)


def act(name: str, row: Assignment, n: int, people: dict[str, Standing]) -> None:
    """What somebody of the right post does with the assignment."""
    head, office, leader, other = (people[kind] for kind in (row.unit.name, *OTHERS))
    said = Report(n, f"核对{n}户", quantities=tuple(Quantity(t.pk, n) for t in Target.objects.filter(task=row.task)))
    due = (row.due or START) + timedelta(days=n + 1)
    {
        "sign": lambda: sign(row, by=head),
        "report": lambda: report(row, said, by=head),
        "submit": lambda: submit(row, Submission("办完了"), by=head),
        "accept": lambda: accept(row, Verification(), by=other),
        "send_back": lambda: send_back(row, Verification("再核一遍"), by=other),
        "extend": lambda: ask_change(row, Extension("雨季", due), by=head),
        "hand_back": lambda: ask_return(row, Return("不归我们", a_unit(TAKES).pk), by=head),
        "cancel": lambda: ask_cancel(row, Request("并入他项"), by=office),
        "grant": lambda: grant(row, Answer(), by=office if row.state == "return_review" else leader),
        "refuse": lambda: refuse(row, Answer("不合适"), by=leader),
        "reopen": lambda: reopen(row, Reopening("回头看发现反弹"), by=leader),
    }[name]()


def seen(campaign: Campaign, who: Standing) -> tuple[object, ...]:
    """What a list, its counts and the gauges show today."""
    listed = page(campaign, who, Filters(), size=100).items
    rows = [
        (i.task_id, i.assignment_id, i.unit if i.assignment_id else "", i.state, i.progress, i.due, i.returns, i.reason)
        for i in listed
    ]
    return rows, tally(campaign, who), gauges(campaign, who=who)


def stood(campaign: Campaign, who: Standing, day: date) -> tuple[object, ...]:
    """The same of a past day."""
    then = items_on(campaign, who, day)
    rows = [(i.task_id, i.assignment_id or None, i.unit, i.state, i.progress, i.due, i.returns, i.reason) for i in then]
    return rows, tally_on(campaign, who, day), gauges(campaign, who=who, as_of=day)


def a_story(days: list[list[tuple[str, int, int]]]) -> tuple[Campaign, list[tuple[date, tuple[object, ...]]]]:
    """A campaign that was lived through, and what each of its days showed at its end."""
    campaign = a_campaign(
        Wanted("核查台账", UNITS[:1], (UNITS[1],), start=START, due=START + timedelta(20), targets=QUOTAS),
        Wanted("上门走访", UNITS[1:2], start=START + timedelta(9), due=START + timedelta(60)),
        Wanted("补齐短板", UNITS[2:], start=START - timedelta(30), due=START + timedelta(8)),
        Wanted("随时办理", UNITS[:1], due=None),
        Wanted("尚未下发", UNITS[1:2]),
        is_sample=True,
    )  # fmt: skip
    people = {name: a_standing("unit_head", name) for name in (*UNITS, TAKES)}
    people |= {role: a_standing(role, unit) for role, unit in OTHERS.items()}
    shown = []
    for n, acts in enumerate(days):
        day = START + timedelta(days=7 * n)
        campaign.frozen_today = day
        campaign.save(update_fields=["frozen_today"])
        moment = datetime.combine(day, time(1), UTC)
        if n == 0:
            first = list(campaign.tasks.values_list("pk", flat=True)[:4])
            issue(campaign, first, by=replace(people["office"], at=moment))
        for minute, (name, which, number) in enumerate(acts):
            rows = (
                Assignment.objects.filter(campaign=campaign).select_related("campaign", "unit", "task").order_by("pk")
            )
            row = rows[which % len(rows)]
            now = {kind: replace(who, at=moment + timedelta(minutes=minute)) for kind, who in people.items()}
            with suppress(Refused, AlreadyMoved, Unanswered):
                act(name, row, number, now)
        campaign = Campaign.objects.get(pk=campaign.pk)
        shown.append((day, seen(campaign, people["office"])))
    return campaign, shown


@given(DAYS)
@settings(derandomize=True, max_examples=30)
def test_every_past_day_stands_as_its_list_showed_it(days: list[list[tuple[str, int, int]]]) -> None:
    with transaction.atomic():
        campaign, shown = a_story(days)
        office = a_standing()
        for day, then in shown:
            assert stood(campaign, office, day) == then
        transaction.set_rollback(True)


def test_a_return_an_extension_and_a_close_are_taken_back_day_by_day() -> None:
    campaign, shown = a_story(
        [
            [("sign", 0, 0), ("sign", 2, 0), ("report", 0, 30), ("extend", 2, 9)],
            [("submit", 0, 0), ("grant", 2, 0)],
            [("send_back", 0, 0), ("report", 0, 70), ("submit", 0, 0), ("cancel", 1, 0)],
            [("accept", 0, 0), ("grant", 1, 0)],
            [("reopen", 0, 0)],
        ]
    )
    office = a_standing()
    for day, then in shown:
        assert stood(campaign, office, day) == then
    first = [items_on(campaign, office, day)[0] for day, _then in shown]
    assert [(item.state, item.progress, item.returns) for item in first] == [
        ("in_progress", 30, 0), ("submitted", 30, 0), ("submitted", 70, 1), ("done", 100, 1), ("in_progress", 70, 1),
    ]  # fmt: skip
    third = [next(item for item in items_on(campaign, office, day) if item.number == 3) for day, _then in shown]
    assert [item.due for item in third] == [START + timedelta(8)] + 4 * [START + timedelta(18)]


def test_a_unit_sees_its_own_past_alone() -> None:
    campaign, _shown = a_story([[], []])
    assert {item.unit for item in items_on(campaign, a_standing("liaison", UNITS[2]), START)} == {UNITS[2]}


def test_a_past_day_is_paged_by_light_in_the_order_of_the_plan() -> None:
    campaign, _shown = a_story([[("sign", 0, 0)], [("submit", 0, 0)], [("accept", 0, 0)]])
    office, day = a_standing(), START + timedelta(days=14)
    whole = items_on(campaign, office, day)
    assert [item.number for item in whole] == [1, 2, 3, 4, 5]
    assert items_on(campaign, office, day, start=1, size=2) + items_on(campaign, office, day, start=3) == whole[1:]
    for light, n in tally_on(campaign, office, day).lights().items():
        assert items_on(campaign, office, day, light) == tuple(item for item in whole if item.reason.light == light)
        assert len(items_on(campaign, office, day, light)) == n
