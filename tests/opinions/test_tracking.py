"""What a giver does with the code: see, add, correct, judge once, withdraw, have it erased."""

import pytest

from build import a_standing, a_unit
from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.models import Entry
from luoshi.journal.verify import verify
from luoshi.kit.machine import AlreadyMoved
from luoshi.opinions import tracking
from luoshi.opinions.models import Answer, Gram, Identity, Opinion, Remark, Wording
from luoshi.opinions.tracking import NoSuchCode, correct, erase, judge, supplement, track, withdraw
from luoshi.opinions.triage.answer import answer
from luoshi.opinions.triage.ask import ask_back
from luoshi.opinions.triage.decide import Decision, accept
from opinions.given import HOUSING, WORDS, a_receipt, open_campaign, whole

pytestmark = pytest.mark.django_db


def answered() -> tuple[str, Opinion]:
    """A code and its opinion, accepted by 县住建局 and answered."""
    receipt = a_receipt(open_campaign(), name="甲某", phone="0000-5550100")
    accept(receipt.opinion, Decision(unit_id=a_unit(HOUSING).pk), by=a_standing())
    answer(receipt.opinion, "灯已修好。", by=a_standing())
    return receipt.code, receipt.opinion


def test_a_code_shows_where_the_opinion_stands_and_by_when() -> None:
    receipt = a_receipt(open_campaign())
    seen = track(receipt.code.lower())
    assert (seen.text, seen.state, seen.number) == (WORDS, "received", 1)
    assert seen.by_when is not None
    assert seen.may == {"correct", "withdraw", "erase"}
    with pytest.raises(NoSuchCode):
        track("AAAA AAAA AAAA")


def test_the_answer_is_read_and_judged_once() -> None:
    code, opinion = answered()
    seen = track(code)
    assert ([one.text for one in seen.answers], seen.unit) == (["灯已修好。"], HOUSING)
    judge(code, True)
    assert track(code).verdict == "solved"
    with pytest.raises(AlreadyMoved):
        judge(code, False, "又坏了")
    assert Entry.objects.filter(act="opinion.judge").count() == 1


def test_what_is_not_solved_is_dealt_with_anew() -> None:
    code, opinion = answered()
    with pytest.raises(Unanswered):
        judge(code, False, " ")
    assert track(code).verdict == ""
    judge(code, False, "四楼还是黑的。")
    opinion.refresh_from_db()
    assert (opinion.state, opinion.verdict, opinion.unit_id) == ("screened", "open", None)
    assert track(code).said[-1].text == "四楼还是黑的。"


def test_a_giver_answers_what_was_asked_back() -> None:
    receipt = a_receipt(open_campaign())
    ask_back(receipt.opinion, "是哪一栋？", by=a_standing())
    assert "supplement" in track(receipt.code).may
    supplement(receipt.code, "3栋。")
    assert track(receipt.code).state == "received"
    with pytest.raises(AlreadyMoved):
        supplement(receipt.code, "还有4栋。")


def test_a_correction_stands_beside_the_first_words() -> None:
    receipt = a_receipt(open_campaign())
    correct(receipt.code, "是4栋，不是3栋。")
    seen = track(receipt.code)
    assert (seen.text, seen.said[0].kind) == (WORDS, "correction")
    assert Entry.objects.filter(act="opinion.correct").count() == 1


def test_withdrawing_ends_it_and_forgets_the_giver() -> None:
    receipt = a_receipt(open_campaign(), phone="0000-5550100")
    withdraw(receipt.code)
    assert track(receipt.code).state == "withdrawn"
    assert not Identity.objects.exists()
    with pytest.raises(AlreadyMoved):
        withdraw(receipt.code)
    with pytest.raises(AlreadyMoved):
        correct(receipt.code, "还是要办。")


def test_erasing_leaves_a_tombstone_with_the_seal_of_the_words_and_the_chain_whole() -> None:
    code, opinion = answered()
    sealed = opinion.digest
    erase(code)
    for table in (Wording, Identity, Remark, Answer, Gram):
        assert not table.objects.exists(), table
    stone = Opinion.objects.get(pk=opinion.pk)
    assert (stone.state, stone.digest, stone.tidied, stone.alike) == ("erased", sealed, "", "")
    assert sealed in Entry.objects.filter(act="opinion.erase").get().data
    assert track(code).text == ""
    assert not list(verify())
    assert whole(a_standing(), stone).original == ""


def test_what_a_giver_does_is_recorded_of_nobody() -> None:
    code, _opinion = answered()
    judge(code, True)
    entry = Entry.objects.get(act="opinion.judge")
    assert (entry.actor_id, entry.actor, entry.post) == (None, "提出人", "")


def test_every_move_of_the_givers_is_one_that_the_code_opens() -> None:
    acts = {"supplement", "correct", "judge", "withdraw", "erase"}
    assert all(callable(getattr(tracking, act)) for act in acts)
    assert track(answered()[0]).may == {"judge", "erase"}
