"""Lists, counts and pages come from one predicate: over random campaigns they agree with each other and with a plain
reckoning of the lights."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.campaigns.models import Assignment, Campaign, Duty, Joint, Stage, Task
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.orgs.access import Standing
from luoshi.orgs.holidays import calendar
from luoshi.orgs.models import Unit
from luoshi.oversight.items import Filters, filters_of, items, words_of
from luoshi.oversight.lights import LIGHTS, REASONS
from luoshi.oversight.queries import page, tally

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 17)
OFFICE = Standing(1, "办公室", frozenset({("office", 0)}))
STATES = tuple(state.code for state in ASSIGNMENT.states)
LEADERS = ("王明", "王明华", "")
_numbers = count(1)


@dataclass(frozen=True)
class Row:
    state: str
    start: date | None
    due: date | None
    progress: int
    returns: int
    waited: int


DAYS = st.one_of(st.none(), st.integers(-60, 60).map(lambda n: TODAY + timedelta(n)))
ROWS = st.builds(
    Row,
    state=st.sampled_from(STATES),
    start=DAYS,
    due=DAYS,
    progress=st.integers(0, 100),
    returns=st.integers(0, 3),
    waited=st.integers(0, 9),
)
TASKS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(LEADERS), DAYS, st.lists(ROWS, max_size=3)), min_size=1, max_size=8
)
RULES = st.tuples(st.integers(0, 20), st.integers(1, 20), st.integers(21, 60), st.integers(1, 3))


def make(tasks: list, rules: tuple[int, int, int, int]) -> tuple[Campaign, list[Unit]]:
    soon, yellow, red, returns = rules
    campaign = Campaign.objects.create(
        title="任意活动",
        state="running",
        frozen_today=TODAY,
        soon_days=soon,
        behind_yellow=yellow,
        behind_red=red,
        returns_red=returns,
    )
    units = [Unit.objects.create(name=f"任意单位{next(_numbers)}") for _ in range(3)]
    stages = [Stage.objects.create(campaign=campaign, number=n, title=f"阶段{n}") for n in (1, 2)]
    for number, (stage, leader, due, rows) in enumerate(tasks, 1):
        task = Task.objects.create(
            campaign=campaign, stage=(None, *stages)[stage], number=number, title=f"任务{number}", due=due
        )
        for name in filter(None, leader.split("、")):
            Duty.objects.create(task=task, role="lead_person", name=name, order=0)
        for row, unit in zip(rows, units, strict=False):
            assignment = an_assignment(campaign, task, unit, row)
            Joint.objects.create(assignment=assignment, unit=units[0 if unit is not units[0] else 1])
    return campaign, units


def an_assignment(campaign: Campaign, task: Task, unit: Unit, row: Row) -> Assignment:
    days = calendar()
    return Assignment.objects.create(
        campaign=campaign,
        task=task,
        unit=unit,
        slip=next(_numbers),
        state=row.state,
        issued_at="2026-05-01T00:00Z",
        start=row.start,
        due=row.due,
        start_n=days.number(row.start) if row.start else None,
        due_n=days.number(row.due) if row.due else None,
        progress=row.progress,
        returns=row.returns,
        submitted_on=TODAY - timedelta(row.waited) if row.state in ("submitted", "done") else None,
    )


def plain_reason(campaign: Campaign, row: Assignment | None) -> str:
    """The reason of a row as domain.md says it, reckoned without a database."""
    if row is None:
        return "unissued"
    if row.state in ("done", "archived"):
        return "done"
    if row.due and row.due < (row.submitted_on or TODAY):
        return "overdue"
    if row.returns >= campaign.returns_red:
        return "returned"
    behind = _behind(row)
    if behind > campaign.behind_red:
        return "far_behind"
    if row.due is None:
        return "undated"
    if row.due <= TODAY + timedelta(campaign.soon_days):
        return "soon"
    if behind > campaign.behind_yellow:
        return "behind"
    return "not_started" if row.start and row.start > TODAY and row.progress == 0 else "on_time"


def _behind(row: Assignment) -> float:
    if row.start is None or row.due is None or row.submitted_on:
        return 0
    days = calendar()
    start, due, now = days.number(row.start), days.number(row.due), days.number(TODAY)
    return 100 * (now - start) / (due - start) - row.progress if start < now and due > start else 0


def all_filters(campaign: Campaign, units: list[Unit]) -> list[Filters]:
    stages = Stage.objects.filter(campaign=campaign)
    picked = tuple(Assignment.objects.filter(campaign=campaign).values_list("pk", flat=True)[:2])
    unissued = Task.objects.filter(campaign=campaign, assignments=None).values_list("pk", flat=True)[:1]
    return [
        Filters(),
        *(Filters(stage=stage.pk) for stage in stages),
        *(Filters(unit=unit.pk) for unit in units),
        *(Filters(leader=leader) for leader in LEADERS if leader),
        *(Filters(light=light) for light in LIGHTS),
        *(Filters(reason=reason.code) for reason in REASONS),
        *(Filters(state=state) for state in (*STATES, "unissued")),
        Filters(due_from=TODAY),
        Filters(due_to=TODAY),
        Filters(due_from=TODAY - timedelta(20), due_to=TODAY + timedelta(20), light="bad"),
        Filters(picked=(*picked, *(-pk for pk in unissued))),
        Filters(task=Task.objects.filter(campaign=campaign)[0].pk),
    ]


@given(TASKS, RULES)
@settings(derandomize=True, max_examples=25, deadline=None)
def test_every_count_is_the_length_of_its_list(tasks: list, rules: tuple[int, int, int, int]) -> None:
    campaign, units = make(tasks, rules)
    liaison = Standing(2, "联络员", frozenset({("liaison", units[0].pk)}))
    for who in (OFFICE, liaison):
        for filters in all_filters(campaign, units):
            listed = page(campaign, who, filters, size=100).items
            counts = tally(campaign, who, filters)
            assert counts.total == len(listed), filters
            assert counts.by_reason == Counter(item.reason.code for item in listed)
            assert counts.by_state == Counter(item.state for item in listed)
            for light in LIGHTS:
                assert counts.light(light) == sum(item.reason.light == light for item in listed)
            for stage, reasons in counts.by_stage.items():
                assert reasons.total() == sum(item.stage_id == stage for item in listed)


@given(TASKS, RULES)
@settings(derandomize=True, max_examples=40, deadline=None)
def test_lights_in_sql_are_the_lights_of_the_rules(tasks: list, rules: tuple[int, int, int, int]) -> None:
    campaign, _units = make(tasks, rules)
    rows = Assignment.objects.filter(campaign=campaign).exclude(state="cancelled").in_bulk()
    listed = page(campaign, OFFICE, Filters(), size=100).items
    assert {item.assignment_id for item in listed} - {None} == set(rows)
    for item in listed:
        row = rows[item.assignment_id] if item.assignment_id else None
        assert item.reason.name == plain_reason(campaign, row), row and row.__dict__


@given(TASKS, st.integers(1, 4), st.sampled_from(["number", "due"]))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_pages_forth_and_back_show_each_item_once_in_order(tasks: list, size: int, sort: str) -> None:
    campaign, _units = make(tasks, (7, 10, 30, 2))
    whole = page(campaign, OFFICE, Filters(), size=100, sort=sort).items
    assert len(whole) == tally(campaign, OFFICE).total
    forth, back, shown = [], [], page(campaign, OFFICE, Filters(), size=size, sort=sort)
    assert shown.before == ""
    while True:
        forth.append(shown.items)
        if not shown.after:
            break
        shown = page(campaign, OFFICE, Filters(), after=shown.after, size=size, sort=sort)
    while True:
        back.append(shown.items)
        if not shown.before:
            break
        shown = page(campaign, OFFICE, Filters(), before=shown.before, size=size, sort=sort)
    assert [item for part in forth for item in part] == list(whole)
    seen = [item for part in reversed(back) for item in part]
    assert seen == list(whole)


def test_a_list_by_due_begins_with_the_earliest_and_ends_with_the_undated() -> None:
    a_row = Row("issued", None, None, 0, 0, 0)
    late = Row("issued", None, TODAY - timedelta(3), 0, 0, 0)
    campaign, _units = make([(0, "", None, [a_row]), (0, "", None, [late]), (0, "", TODAY, [])], (7, 10, 30, 2))
    listed = page(campaign, OFFICE, Filters(), sort="due").items
    assert [item.due for item in listed] == [late.due, TODAY, None]


def test_a_leader_is_found_by_the_whole_name() -> None:
    campaign, _units = make([(0, "王明", None, []), (0, "王明华", None, [])], (7, 10, 30, 2))
    assert [item.number for item in page(campaign, OFFICE, Filters(leader="王明")).items] == [1]


@pytest.mark.parametrize("key", ["x", "1", "1.2.3.4", "2026-13-40.1.1", "9" * 20 + ".1", "-1.2"])
def test_a_key_that_no_page_gave_is_a_value_error(key: str) -> None:
    campaign, _units = make([(0, "", None, [])], (7, 10, 30, 2))
    with pytest.raises(ValueError):  # noqa: PT011 (the date's own error counts as well)
        page(campaign, OFFICE, Filters(), after=key, sort="due")


def test_a_liaison_sees_what_the_unit_leads_or_supports_and_nothing_unissued() -> None:
    rows = [Row("issued", None, TODAY, 0, 0, 0)] * 3
    campaign, units = make([(0, "", None, rows), (0, "", None, [])], (7, 10, 30, 2))
    last = Standing(2, "联络员", frozenset({("liaison", units[2].pk)}))
    assert [item.unit_id for item in page(campaign, last, Filters()).items] == [units[2].pk]
    first = Standing(2, "联络员", frozenset({("liaison", units[0].pk)}))
    assert len(page(campaign, first, Filters()).items) == 3
    stranger = Standing(2, "联络员", frozenset({("liaison", 0)}))
    assert not items(campaign, stranger).exists()


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(stage=3, unit=4, leader="王明", light="bad", reason=1, state="issued", task=9),
        Filters(due_from=date(2026, 4, 1), due_to=date(2026, 9, 30), picked=(5, -7)),
    ],
)
def test_filters_survive_an_address(filters: Filters) -> None:
    assert filters_of(words_of(filters)) == filters


def test_words_that_make_no_sense_do_not_narrow() -> None:
    words = {"stage": "x", "unit": "9" * 30, "due_from": "2026-02-31", "picked": "a,,-,1-2", "task": "²"}
    words |= {"leader": "王\0明", "state": "\0"}
    assert filters_of(words) == Filters()


def test_however_much_is_searched_for_a_list_is_found() -> None:
    campaign, _units = make([(0, "", None, [])], (7, 10, 30, 2))
    for words, kept in (("  排查  短板 ", "排查 短板"), ("a " * 1100, "a a a a a a a a"), ("长" * 900, "长" * 60)):
        filters = filters_of({"words": words})
        assert filters == Filters(words=kept)
        assert not items(campaign, OFFICE, filters).exists()


def test_what_is_cancelled_is_found_only_where_one_asks_for_it() -> None:
    rows = [Row("cancelled", None, TODAY - timedelta(9), 0, 0, 0), Row("issued", None, None, 0, 0, 0)]
    campaign, units = make([(0, "", None, rows), (0, "", None, rows[:1])], (7, 10, 30, 2))
    assert [item.unit_id for item in page(campaign, OFFICE, Filters()).items] == [units[1].pk]
    asked = page(campaign, OFFICE, Filters(state="cancelled")).items
    assert [(item.number, item.reason.name, item.reason.light) for item in asked] == [
        (1, "cancelled", "idle"), (2, "cancelled", "idle")
    ]  # fmt: skip
    assert len(page(campaign, OFFICE, Filters(task=asked[0].task_id)).items) == 2
