"""A search through what people may do with a campaign: anybody tries anything at any time, and the laws must hold.

The laws are stated here anew, from the domain alone: who may do what, what a move changes, what is never lost.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from build import Wanted, a_campaign, a_person, a_post, a_unit
from campaigns.people import nothing
from luoshi.campaigns import approve, course, feedback, verify
from luoshi.campaigns.access import may, may_report
from luoshi.campaigns.archive import archive
from luoshi.campaigns.close import Closing, close, open_work
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Assignment, Campaign, Feedback, IssueRequest, Review, Round
from luoshi.campaigns.moving import moving
from luoshi.campaigns.reopen import Reopening, reopen
from luoshi.campaigns.review.answer import Answer, grant, refuse, withdraw
from luoshi.campaigns.review.ask import Extension, Request, Return, ask_cancel, ask_change, ask_return, dispute
from luoshi.campaigns.settle import WorkRules, set_work
from luoshi.campaigns.states import ASSIGNMENT, CAMPAIGN, ISSUE_REQUEST
from luoshi.journal.models import Entry, Move
from luoshi.journal.verify import verify as breaks
from luoshi.kit.machine import Move as Step
from luoshi.kit.verdict import Refused, Verdict
from luoshi.orgs.access import Standing, standing

UNITS = ("县住建局", "县水利局", "县城管局")
POSTS = (
    (("unit_head", UNITS[0]),),
    (("liaison", UNITS[0]),),
    (("unit_head", UNITS[1]), ("liaison", UNITS[1])),
    (("unit_head", UNITS[2]), ("supervisor", "督导组")),
    (("office", "领导小组办公室"),),
    (("office", "领导小组办公室"), ("leader", "县政府")),
    (("supervisor", "督导组"), ("liaison", UNITS[0])),
    (("supervisor", "督导组"),),
    (("leader", "县政府"),),
    (("group_head", "县委"),),
    (("reader", "县委"),),
)
BEGIN = datetime(2026, 6, 15, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
MACHINES = {machine.kind: machine for machine in (ASSIGNMENT, CAMPAIGN, ISSUE_REQUEST)}
LEADERS = {"leader", "group_head"}
PEOPLE = st.integers(0, len(POSTS) - 1)
PLACES = st.integers(0, 7)
CHOICES = st.integers(0, 50)
VARIABLE = re.compile(r"“[^”]*”|\d[\d-]*|甲\d*")


@dataclass(frozen=True)
class World:
    """What every search begins with: a campaign in draft and people of every post."""

    campaign: Campaign
    people: tuple[Standing, ...]
    units: tuple[int, ...]


def a_world() -> World:
    """A sample's campaign, whose acts may carry the search's own clock."""
    wanted = [Wanted(f"第{n}项", units=(UNITS[n % 3],), due=date(2026, 6, 17 + 4 * n)) for n in range(4)]
    campaign = a_campaign(*wanted, is_sample=True)
    people = []
    for (role, unit), *more in POSTS:
        person = a_person(role, unit)
        for post in more:
            a_post(person, *post)
        people.append(standing(person))
    return World(campaign, tuple(people), tuple(a_unit(name).pk for name in UNITS))


def may_by_law(who: Standing, name: str, row: Assignment, review: Review | None) -> bool:
    """Whose word each move is, whatever the clock says."""
    of_lead = {role for role, unit in who.posts if unit == row.unit_id}
    roles = {role for role, _unit in who.posts}
    if name in ("sign", "submit"):
        return bool(of_lead & {"liaison", "unit_head"})
    if name in ("ask_return", "dispute", "ask_change"):
        return "unit_head" in of_lead
    if name in ("accept", "send_back"):
        return bool(roles & {"office", "supervisor"}) and not of_lead
    if name in ("ask_cancel", "archive"):
        return "office" in roles
    if name == "reopen":
        return bool(roles & LEADERS)
    assert review is not None, name
    if name == "withdraw":
        return review.asked_by_id == who.person_id
    wanted = {"office"} if review.level == "office" else LEADERS
    return bool(roles & wanted) and review.asked_by_id != who.person_id


class Search(RuleBasedStateMachine):
    """Random people, moves and days; `taken` and `refused` count what was tried, by machine and move."""

    world: World
    taken: Counter[str]
    refused: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self._frame = transaction.atomic()
        self._frame.__enter__()
        self.clock = BEGIN
        self.rounds: dict[tuple[int, int], str] = {}
        self.seen = Move.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def teardown(self) -> None:
        try:
            assert list(breaks()) == []
        finally:
            transaction.set_rollback(True)
            self._frame.__exit__(None, None, None)

    # what may happen

    @initialize(numbers=st.sets(st.integers(1, 4), max_size=4), leader=st.sampled_from((False, False, True)))
    def the_office_issues_some(self, numbers: set[int], leader: bool) -> None:
        self.the_rules_change(head=False, leader=leader)
        for number in sorted(numbers):
            self._issue(self._who(4), number)

    @rule(tries=st.lists(st.tuples(PEOPLE, PLACES, st.sampled_from(ASSIGNMENT.moves)), min_size=3, max_size=9))
    def anybody_tries_anything(self, tries: list[tuple[int, int, Step]]) -> None:
        for person, place, move in tries:
            self._try(self._who(person), self._row(place), move.name)

    @rule(deeds=st.lists(st.tuples(PLACES, CHOICES, CHOICES), min_size=3, max_size=9))
    def people_do_what_is_theirs(self, deeds: list[tuple[int, int, int]]) -> None:
        for place, first, second in deeds:
            self._do_theirs(place, first, second)

    @rule(place=PLACES, deeds=st.lists(st.tuples(CHOICES, CHOICES), min_size=3, max_size=9))
    def people_do_what_is_theirs_in_one_matter(self, place: int, deeds: list[tuple[int, int]]) -> None:
        for first, second in deeds:
            self._do_theirs(place, first, second)

    @rule(person=PEOPLE, place=PLACES, progress=st.integers(0, 100))
    def somebody_reports(self, person: int, place: int, progress: int) -> None:
        who, row = self._who(person), self._row(place)
        if row is None:
            return
        said = feedback.Report(progress, "本期做了一些")
        self._expect("assignment.report", may_report(who, row), lambda: feedback.report(row, said, by=who), moves=0)

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        self.clock += timedelta(days)

    @rule(tries=st.lists(st.tuples(st.sampled_from((4, 5, 8, 9, 10)), st.sampled_from(CAMPAIGN.moves)), max_size=4))
    def somebody_steers(self, tries: list[tuple[int, Step]]) -> None:
        for person, move in tries:
            self._steer(self._who(person), move.name)

    @rule(person=st.sampled_from((4, 5, 8)), number=st.integers(1, 4))
    def somebody_issues(self, person: int, number: int) -> None:
        self._issue(self._who(person), number)

    @rule(person=st.sampled_from((4, 5, 8, 9)), move=st.sampled_from(ISSUE_REQUEST.moves))
    def somebody_answers_a_request_to_issue(self, person: int, move: Step) -> None:
        name = move.name
        who, asked = self._who(person), IssueRequest.objects.select_related("campaign").order_by("-pk").first()
        if asked is None:
            return
        verdict = approve.may_answer(who, ISSUE_REQUEST.move(name), asked)
        out = Assignment.objects.count()
        acts: dict[str, Callable[[], object]] = {
            "approve": lambda: approve.approve(asked, approve.Approval(), by=who),
            "refuse": lambda: approve.refuse(asked, approve.Approval("先征求意见"), by=who),
            "withdraw": lambda: approve.withdraw(asked, by=who),
        }
        before = self._campaign().state
        entries = Entry.objects.count()
        if self._expect(f"issue_request.{name}", verdict, acts[name], moves=None):
            sent, started = Assignment.objects.count() > out, self._campaign().state != before
            self._took("campaign.start", started)
            assert sent <= (name == "approve")
            assert Entry.objects.count() == entries + 1 + sent + started
            assert (who.person_id == asked.asked_by_id) == (name == "withdraw")

    @rule(head=st.booleans(), leader=st.booleans())
    def the_rules_change(self, head: bool, leader: bool) -> None:
        if (campaign := self._campaign()).state not in ("suspended", "closed"):
            set_work(campaign, WorkRules(3, head_submits=head, leader_approves_issue=leader), by=self._who(4))

    # what must hold

    @invariant()
    def only_moves_of_the_tables_are_made_and_each_has_one_entry(self) -> None:
        for move in Move.objects.filter(pk__gt=self.seen).select_related("entry").order_by("pk"):
            machine = MACHINES[move.kind]
            known = machine.move(move.name)
            assert move.source in known.sources
            assert move.target in machine.targets(known)
            assert (move.entry.act, move.entry.subjects) == (f"{move.kind}.{move.name}", str(move.subject_id))
            self.seen = move.pk

    @invariant()
    def no_round_is_lost_and_nobody_accepts_their_own(self) -> None:
        kept = {(r.assignment_id, r.number): r for r in Round.objects.select_related("assignment")}
        assert set(self.rounds) <= set(kept)
        units = {who.person_id: who.units for who in self.world.people}
        for key, row in kept.items():
            said = f"{row.result}|{row.verdict}"
            assert said.startswith(self.rounds.get(key, ""))
            self.rounds[key] = said
            if row.verdict:
                assert row.decided_by_id != row.submitted_by_id
                assert row.assignment.unit_id not in units[row.decided_by_id]
                assert not Feedback.objects.filter(assignment=row.assignment, by=row.decided_by_id).exists()
        for row in Assignment.objects.all():
            numbers = sorted(number for pk, number in kept if pk == row.pk)
            assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def a_review_is_open_exactly_while_it_is_waited_for(self) -> None:
        waits = {review.assignment_id: review.kind for review in Review.objects.filter(verdict="")}
        for row in Assignment.objects.all():
            assert waits.get(row.pk) == (row.state.removesuffix("_review") if row.held else None)

    @invariant()
    def due_dates_move_by_grants_alone(self) -> None:
        for row in Assignment.objects.select_related("task", "campaign"):
            grants = Review.objects.filter(kind="change", verdict="granted", assignment_id__in=_line(row))
            last = grants.order_by("-pk").values_list("granted_due", flat=True).first()
            assert row.original_due == row.task.due
            assert row.due == (last or row.original_due)
            assert row.due_n == row.campaign.calendar.number(row.due)

    @invariant()
    def slips_have_no_gap_and_a_task_is_with_a_unit_once(self) -> None:
        rows = list(Assignment.objects.order_by("slip").values_list("slip", "task", "unit", "state"))
        assert [slip for slip, *_rest in rows] == list(range(1, len(rows) + 1))
        live = [(task, unit) for _slip, task, unit, state in rows if state != "cancelled"]
        assert len(live) == len(set(live))

    # how it is tried

    def _who(self, place: int) -> Standing:
        return replace(self.world.people[place], at=self.clock)

    def _campaign(self) -> Campaign:
        return Campaign.objects.get(pk=self.world.campaign.pk)

    def _row(self, place: int) -> Assignment | None:
        rows = list(Assignment.objects.select_related("campaign", "unit", "task").order_by("pk"))
        return rows[place % len(rows)] if rows else None

    def _issue(self, who: Standing, number: int) -> None:
        task = (campaign := self._campaign()).tasks.get(number=number)
        entries, state, out = Entry.objects.count(), campaign.state, task.assignments.exists()
        try:
            plan = issue(campaign, [task.pk], by=who)
        except Refused as refusal:
            self._note("assignment.issue", refusal)
            assert Entry.objects.count() == entries
            return
        assert "office" in who.roles
        assert state not in ("suspended", "closed")
        sent = bool(plan.ready) and plan.request_id is None
        self._took("campaign.start", sent and state in ("draft", "consulting"))
        assert Entry.objects.count() == entries + bool(plan.ready) + (sent and state in ("draft", "consulting"))
        assert not (out and plan.ready)

    def _do_theirs(self, place: int, first: int, second: int) -> None:
        row = self._row(place)
        if row is None:
            return
        granted = {
            move.name: able
            for move in ASSIGNMENT.moves_from(row.state)
            if (able := [n for n in range(len(POSTS)) if may(self._who(n), move, row)])
        }
        if granted:
            name = list(granted)[first % len(granted)]
            self._try(self._who(granted[name][second % len(granted[name])]), row, name)

    def _try(self, who: Standing, row: Assignment | None, name: str) -> None:
        if row is None:
            return
        review = next((one for one in row.reviews.all() if not one.verdict), None)
        verdict = may(who, ASSIGNMENT.move(name), row)
        source, held = row.state, row.held
        if not self._expect(f"assignment.{name}", verdict, lambda: self._act(who, row, name), moves=1):
            return
        stored = Assignment.objects.get(pk=row.pk)
        target = ASSIGNMENT.move(name).target
        assert may_by_law(who, name, row, review)
        assert self._campaign().state not in ("suspended", "closed")
        assert stored.state == (held if target == "held" else target)
        assert stored.held == (source if stored.state in ASSIGNMENT.holding else "")

    def _act(self, who: Standing, row: Assignment, name: str) -> object:
        kind = row.state.removesuffix("_review")
        taken = set(row.task.assignments.exclude(state="cancelled").values_list("unit_id", flat=True))
        free = next((unit for unit in self.world.units if unit not in taken), None)
        later = (row.due or self.clock.date()) + timedelta(9)
        acts: dict[str, Callable[[], object]] = {
            "sign": lambda: feedback.sign(row, by=who),
            "submit": lambda: feedback.submit(row, feedback.Submission("清单一份"), by=who),
            "accept": lambda: verify.accept(row, verify.Verification(), by=who),
            "send_back": lambda: verify.send_back(row, verify.Verification("缺签字"), by=who),
            "archive": lambda: archive(row, by=who),
            "reopen": lambda: reopen(row, Reopening("回头看发现反弹"), by=who),
            "ask_return": lambda: ask_return(row, Return("不属职责", free), by=who),
            "dispute": lambda: dispute(row, Request("职责有文件"), by=who),
            "ask_change": lambda: ask_change(row, Extension("汛期", later), by=who),
            "ask_cancel": lambda: ask_cancel(row, Request("另有安排"), by=who),
            "withdraw": lambda: withdraw(row, by=who),
            f"grant_{kind}": lambda: grant(row, Answer(), by=who),
            f"refuse_{kind}": lambda: refuse(row, Answer("理由不足"), by=who),
        }
        return acts.get(name, lambda: _enter(row, name, who))()

    def _steer(self, who: Standing, name: str) -> None:
        campaign, cause = self._campaign(), course.Cause("全力防汛")
        verdict = course.may_steer(who, CAMPAIGN.move(name), campaign)
        acts: dict[str, Callable[[], object]] = {
            "consult": lambda: course.consult(campaign, by=who),
            "start": lambda: course.start(campaign, by=who),
            "begin_closing": lambda: course.begin_closing(campaign, by=who),
            "close": lambda: close(campaign, Closing("并入常态工作"), findings=nothing, by=who),
            "suspend": lambda: course.suspend(campaign, cause, by=who),
            "resume": lambda: course.resume(campaign, by=who),
            "reopen": lambda: course.reopen(campaign, cause, by=who),
        }
        if name == "close" and verdict and open_work(campaign) and "group_head" not in who.roles:
            self._is_refused("campaign.close", acts["close"])
        elif self._expect(f"campaign.{name}", verdict, acts[name], moves=1):
            allowed = LEADERS if name in ("suspend", "resume", "reopen") else LEADERS | {"office"}
            assert who.roles & allowed

    def _expect(self, name: str, verdict: Verdict, act: Callable[[], object], *, moves: int | None) -> bool:
        """Whether the act was made: as the verdict said, with one entry and so many moves, or leaving no trace."""
        if not verdict:
            self._is_refused(name, act)
            return False
        entries, moved = Entry.objects.count(), Move.objects.count()
        act()
        if moves is not None:
            assert (Entry.objects.count(), Move.objects.count()) == (entries + 1, moved + moves)
        self._took(name, True)
        return True

    def _is_refused(self, name: str, act: Callable[[], object]) -> None:
        before = (Entry.objects.count(), list(Assignment.objects.order_by("pk").values()), self._campaign().state)
        try:
            act()
        except Refused as refusal:
            self._note(name, refusal)
        else:
            raise AssertionError(f"{name} was made though it was denied")
        after = (Entry.objects.count(), list(Assignment.objects.order_by("pk").values()), self._campaign().state)
        assert before == after

    def _took(self, name: str, happened: bool) -> None:
        self.taken[name] += happened

    def _note(self, name: str, refusal: Refused) -> None:
        assert str(refusal)
        self.refused[f"{name}: {VARIABLE.sub('…', str(refusal))}"] += 1


def _enter(row: Assignment, name: str, who: Standing) -> None:
    """Make that move alone, of which no act can come from this state."""
    with moving(row, name, who):
        pass


def _line(row: Assignment) -> list[int]:
    """The assignment and those it came from by returns."""
    ids = [row.pk]
    while (row := row.follows) is not None:
        ids.append(row.pk)
    return ids


def search(world: World, taken: Counter[str], refused: Counter[str]) -> type[Search]:
    """A search of that world, which counts what is taken and refused."""
    return type("Here", (Search,), {"world": world, "taken": taken, "refused": refused})


def table(counts: Counter[str]) -> str:
    """The counts, one a line, the rarest first."""
    return "\n".join(f"{n:6} {name}" for name, n in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])))


def every_move() -> set[str]:
    """The moves of all machines that are searched."""
    return {f"{machine.kind}.{move.name}" for machine in MACHINES.values() for move in machine.moves}
