"""A search through what people may do with problems: anybody tries anything on any day, and the laws must hold.

The laws are stated here anew, from the domain alone: nobody closes or sets aside their own work,
nothing closes without a check.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from build import a_campaign, a_person, a_post, a_unit
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign
from luoshi.journal.models import Move
from luoshi.journal.verify import verify as breaks
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import Standing, standing
from luoshi.problems.access import may
from luoshi.problems.closeout.apply import Application, Check, Refusal, apply, send_back, verify
from luoshi.problems.closeout.look_back import Draw, Found, draw, recheck, relapse
from luoshi.problems.closeout.strike import WeeklyList, publicise, strike_off, strike_off_weekly, take_objection
from luoshi.problems.models import Closeout, Problem
from luoshi.problems.rectify.ask import Answer, Extension, Return, ask_change, ask_return, grant, refuse, withdraw
from luoshi.problems.rectify.plan import Measure, RectificationPlan, approve_plan, keep_on, propose_plan, send_plan_back
from luoshi.problems.rectify.report import Report, report
from luoshi.problems.register import Assigning, NewProblem, Why, assign, cancel, dismiss, register, reopen
from luoshi.problems.rules import ProblemRule, set_rules
from luoshi.problems.states import ACCEPTED, PROBLEM

UNITS = ("县住建局", "县水利局")
POSTS = (
    (("unit_head", UNITS[0]),),
    (("liaison", UNITS[0]), ("supervisor", "督导组")),
    (("unit_head", UNITS[1]), ("office", "领导小组办公室")),
    (("office", "领导小组办公室"),),
    (("supervisor", "督导组"),),
    (("leader", "县政府"),),
    (("reader", "县委"),),
    (("leader", "县政府"), ("unit_head", UNITS[0])),
)
SETTLING = ("dismiss", "cancel", "keep_on", "reopen", "approve_plan", "grant_return", "grant_change", "refuse_return")
"""Moves by which a problem is set aside, taken off its limit, or decided on for the unit."""
BEGIN = datetime(2026, 6, 15, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
REFUSALS = (Refused, Unanswered, AlreadyMoved)
WHY = Why("有缘由")


class Search(RuleBasedStateMachine):
    """Random people, moves and days on two problems of one campaign."""

    def __init__(self) -> None:
        super().__init__()
        self._frame = transaction.atomic()
        self._frame.__enter__()
        self.clock = BEGIN

    def teardown(self) -> None:
        try:
            assert list(breaks()) == []
        finally:
            transaction.set_rollback(True)
            self._frame.__exit__(None, None, None)

    @initialize(notice=st.sampled_from((0, 1)), is_weak=st.booleans())
    def begin(self, notice: int, is_weak: bool) -> None:
        self.campaign = a_campaign(is_sample=True)
        self.units = [a_unit(name).pk for name in UNITS]
        self.people = []
        for (role, unit), *more in POSTS:
            person = a_person(role, unit)
            for post in more:
                a_post(person, *post)
            self.people.append(standing(person))
        office = replace(self.people[3], at=self.clock)
        set_rules(self.campaign, ProblemRule(notice, is_weak, 50), by=office)
        for grade in ("A", "B"):
            concerns = self.units[1] if grade == "A" else None
            register(self.campaign, NewProblem(f"{grade}类", grade=grade, concerns_id=concerns), by=office)

    @rule(who=st.integers(0, 7), place=st.integers(1, 2), n=st.integers(0, 99))
    def move(self, who: int, place: int, n: int) -> None:
        """Somebody tries a move that the problem's state allows; the verdict and the act agree."""
        self.clock += timedelta(minutes=1)
        row, by = self._row(place), replace(self.people[who], at=self.clock)
        moves = list(PROBLEM.moves_from(row.state))
        self._try(moves[n % len(moves)].name, row, by, n)

    @rule(place=st.integers(1, 2), turns=st.integers(1, 9))
    def go_on(self, place: int, turns: int) -> None:
        """The usual way is walked on by whose turn it is, so that the search comes to the end too."""
        way = {
            "registered": ("assign", 3), "assigned": ("propose_plan", 0), "relapsed": ("propose_plan", 0),
            "plan_review": ("approve_plan", 5), "rectifying": ("apply", 0), "close_requested": ("verify", 4),
            "verified": ("strike_off", 3), "publicised": ("strike_off", 3), "struck_off": ("recheck", 4),
        }  # fmt: skip
        for _turn in range(turns):
            self.clock += timedelta(hours=1)
            row = self._row(place)
            if row.state not in way:
                return
            name, who = way[row.state]
            by = replace(self.people[who], at=self.clock)
            if name == "apply":
                self._finish(row, by)
            if row.state == "verified" and not may(by, PROBLEM.move("strike_off"), row):
                name = "publicise"
            self._try(name, row, by, 0)

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.clock += timedelta(days=days)

    @rule(who=st.integers(0, 7), place=st.integers(1, 2))
    def strike_by_list(self, who: int, place: int) -> None:
        """The weekly list never takes class A, nor what its keeper had a hand in."""
        row, by = self._row(place), replace(self.people[who], at=self.clock)
        try:
            strike_off_weekly([row], WeeklyList("核对过"), by=by)
        except REFUSALS:
            return
        assert row.grade == "B" and "office" in by.roles and row.unit_id not in by.units

    @rule(who=st.integers(0, 7), days=st.sampled_from((30, 90)))
    def draw_sample(self, who: int, days: int) -> None:
        try:
            draw(self.campaign, Draw(days, "7"), by=replace(self.people[who], at=self.clock))
        except Refused:
            assert "office" not in self.people[who].roles

    @invariant()
    def nothing_is_closed_without_a_check_by_another_body(self) -> None:
        for row in Problem.objects.filter(state__in=ACCEPTED).select_related("closeout"):
            checked = row.closeout
            assert checked is not None and checked.verdict == "passed" and checked.round == row.round
            assert checked.verified_by_id not in (None, checked.applied_by_id)
            verifier = next(one for one in self.people if one.person_id == checked.verified_by_id)
            assert row.unit_id not in verifier.units
            assert row.grade == "B" or ("supervisor" in verifier.roles and checked.form == "on_site")
            assert not any(remedy.done_on is None for remedy in row.remedies.all())

    @invariant()
    def numbers_stay_and_every_strike_off_has_its_own_record(self) -> None:
        assert list(Problem.objects.values_list("number", flat=True)) in ([], [1, 2])
        struck = Move.objects.filter(kind="problem", name="strike_off").count()
        passed = Closeout.objects.filter(verdict="passed", objection="").count()
        assert struck <= passed

    def _row(self, place: int) -> Problem:
        Campaign.objects.filter(pk=self.campaign.pk).update(frozen_today=self.clock.date())
        return Problem.objects.select_related("campaign", "unit").get(campaign=self.campaign, number=place)

    def _finish(self, row: Problem, by: Standing) -> None:
        done = tuple(row.remedies.values_list("pk", flat=True))
        report(row, Report(100, "做完", done=done), by=by)

    def _try(self, name: str, row: Problem, by: Standing, n: int) -> None:
        granted, before = bool(may(by, PROBLEM.move(name), row)), row.state
        touched = {row.unit_id} if name.endswith(("return", "change")) else {row.unit_id, row.concerns_id}
        try:
            self._act(name, row, by, n)
        except REFUSALS as refusal:
            assert not (granted and isinstance(refusal, Refused)) or name in ("approve_plan", "apply"), refusal
            stored = Problem.objects.get(pk=row.pk)
            assert stored.state == before
            return
        assert granted, f"{name} was made though it was not granted"
        assert name not in SETTLING or not touched & by.units, f"{name} was made by somebody of the unit"
        assert Problem.objects.get(pk=row.pk).state in PROBLEM.targets(PROBLEM.move(name))

    def _act(self, name: str, row: Problem, by: Standing, n: int) -> None:
        today = self.clock.date()
        plan = RectificationPlan("达标", (Measure("做"),) * (n % 3 != 1), "周启明", due=today + timedelta(30))
        given: dict[str, tuple[object, object]] = {
            "assign": (assign, Assigning(self.units[0], due=today + timedelta(20))),
            "dismiss": (dismiss, WHY),
            "propose_plan": (propose_plan, plan),
            "send_plan_back": (send_plan_back, WHY),
            "keep_on": (keep_on, WHY),
            "apply": (apply, Application("好了")),
            "verify": (verify, Check("看了", by.name, today)),
            "send_back": (send_back, Refusal("没好")),
            "take_objection": (take_objection, WHY),
            "recheck": (recheck, Found("好")),
            "relapse": (relapse, WHY),
            "ask_return": (ask_return, Return("不归我", self.units[1])),
            "ask_change": (ask_change, Extension("雨", today + timedelta(60))),
            "cancel": (cancel, WHY),
            "reopen": (reopen, WHY),
        }
        bare = {"approve_plan": approve_plan, "publicise": publicise, "strike_off": strike_off, "withdraw": withdraw}
        if name in bare:
            bare[name](row, by=by)  # type: ignore[operator]
        elif name.startswith(("grant", "refuse")):
            (grant if name.startswith("grant") else refuse)(row, Answer("定了"), by=by)
        else:
            act, words = given[name]
            act(row, words, by=by)  # type: ignore[operator]


@pytest.mark.django_db
def test_whatever_anybody_tries_nothing_closes_without_a_check_by_another_body() -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Search, settings=settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=checks)
    )
