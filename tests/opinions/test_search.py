"""A search through the machine of opinions: whatever clerks and givers try, only its moves happen, one entry each."""

from collections.abc import Callable

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from build import a_standing, a_unit
from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.models import Entry, Move
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.opinions import tracking
from luoshi.opinions.models import Answer, Identity, Opinion, Wording
from luoshi.opinions.states import OPINION
from luoshi.opinions.triage.answer import answer, reopen
from luoshi.opinions.triage.ask import ask_back, stop_waiting, supplement
from luoshi.opinions.triage.decide import Decision, accept, decline, transfer, undecide
from luoshi.opinions.triage.merge import merge, split
from luoshi.opinions.triage.screen import Screening, screen, tidy
from opinions.given import HOUSING, WORDS, a_receipt, open_campaign

WHO = ("office", "liaison", "stranger", "supervisor")
DESK = ("screen", "tidy", "accept", "transfer", "decline", "undecide", "ask_back", "supplement", "stop_waiting",
        "answer", "reopen", "merge", "split")  # fmt: skip
GIVER = ("supplement", "correct", "solved", "unsolved", "withdraw", "erase")


class Opinions(RuleBasedStateMachine):
    """Two opinions of one campaign, and everything that anybody may try on them."""

    @initialize()
    def begin(self) -> None:
        self.campaign = open_campaign()
        receipts = [a_receipt(self.campaign, f"{WORDS}{n}", phone="0000-5550100") for n in range(2)]
        self.ids, self.codes = [one.opinion.pk for one in receipts], [one.code for one in receipts]
        places = {"office": ("office", "办公室"), "liaison": ("liaison", HOUSING), "stranger": ("liaison", "县水利局")}
        places["supervisor"] = ("supervisor", "督导组")
        self.people = {name: a_standing(*place) for name, place in places.items()}
        self.unit = a_unit(HOUSING).pk

    def _desk(self, act: str, row: Opinion, other: Opinion, words: str) -> Callable[..., object]:
        decision = Decision(self.unit, words, words)
        return {
            "screen": lambda by: screen(row, Screening(words), by=by),
            "tidy": lambda by: tidy(row, Screening(words), by=by),
            "accept": lambda by: accept(row, decision, by=by),
            "transfer": lambda by: transfer(row, Decision(to=words), by=by),
            "decline": lambda by: decline(row, decision, by=by),
            "undecide": lambda by: undecide(row, by=by),
            "ask_back": lambda by: ask_back(row, words, by=by),
            "supplement": lambda by: supplement(row, words, by=by),
            "stop_waiting": lambda by: stop_waiting(row, by=by),
            "answer": lambda by: answer(row, words, by=by),
            "reopen": lambda by: reopen(row, words, by=by),
            "merge": lambda by: merge([row, other], by=by),
            "split": lambda by: split(row, by=by),
        }[act]

    @rule(act=st.sampled_from(DESK), who=st.sampled_from(WHO), n=st.integers(0, 1), words=st.sampled_from(("好", " ")))
    def at_the_desk(self, act: str, who: str, n: int, words: str) -> None:
        rows = [Opinion.objects.select_related("campaign", "unit").get(pk=pk) for pk in self.ids]
        before = Opinion.objects.get(pk=self.ids[n])
        try:
            with transaction.atomic():
                self._desk(act, rows[n], rows[1 - n], words)(self.people[who])
        except (Refused, Unanswered, AlreadyMoved):
            assert Opinion.objects.get(pk=self.ids[n]).state == before.state
        else:
            assert who != "stranger"
            assert who == "office" or act == "answer"

    @rule(act=st.sampled_from(GIVER), n=st.integers(0, 1), words=st.sampled_from(("好", " ")))
    def by_the_code(self, act: str, n: int, words: str) -> None:
        code = self.codes[n]
        acts: dict[str, Callable[[], None]] = {
            "supplement": lambda: tracking.supplement(code, words),
            "correct": lambda: tracking.correct(code, words),
            "solved": lambda: tracking.judge(code, True),
            "unsolved": lambda: tracking.judge(code, False, words),
            "withdraw": lambda: tracking.withdraw(code),
            "erase": lambda: tracking.erase(code),
        }
        granted = tracking.track(code).may
        try:
            with transaction.atomic():
                acts[act]()
        except (Unanswered, AlreadyMoved):
            assert words == " " or ({"solved": "judge", "unsolved": "judge"}.get(act, act) not in granted)

    @invariant()
    def every_state_is_the_end_of_a_way_through_the_machine(self) -> None:
        for n, pk in enumerate(getattr(self, "ids", ())):
            state, moves = OPINION.initial, Move.objects.filter(kind="opinion", subject_id=pk).order_by("pk")
            for move in moves.select_related("entry"):
                known = OPINION.move(move.name)
                assert move.source == state in known.sources
                assert move.target in OPINION.targets(known)
                state = move.target
            row = Opinion.objects.get(pk=pk)
            assert row.state == state
            words = Wording.objects.filter(opinion=pk).values_list("text", flat=True).first()
            assert words == (None if state == "erased" else f"{WORDS}{n}")
            assert state != "answered" or Answer.objects.filter(opinion=pk).exists()
            assert state not in ("withdrawn", "erased") or not Identity.objects.filter(opinion=pk).exists()

    @invariant()
    def no_entry_holds_a_word(self) -> None:
        if hasattr(self, "ids"):
            assert not Entry.objects.filter(data__contains="好").exists()


class TestOpinions(TestCase, Opinions.TestCase):  # type: ignore[name-defined, misc]
    """The search as a test."""

    settings = settings(max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
