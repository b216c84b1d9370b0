"""How opinions come in: numbered, word for word, once a form; and nothing of who sent them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from build import a_campaign, a_standing
from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.models import Entry, EntryText
from luoshi.kit.verdict import Refused
from luoshi.opinions.codes import ALPHABET, LENGTH, code_of, kept, new_token, spaced
from luoshi.opinions.intake import limit
from luoshi.opinions.intake.receive import NewOpinion, enter, submit
from luoshi.opinions.intake.retract import retract_batch
from luoshi.opinions.intake.settle import IntakeSettings, intake_of, put_phrase, settle_intake
from luoshi.opinions.models import Bucket, Identity, Opinion, Phrase, Wording
from luoshi.opinions.triage.screen import Screening, screen
from opinions.given import WORDS, a_receipt, an_opinion, entered, open_campaign

pytestmark = pytest.mark.django_db


def test_an_opinion_keeps_its_words_and_gets_the_next_number() -> None:
    campaign = open_campaign()
    first, second = an_opinion(campaign), an_opinion(campaign, "公交末班车太早。", place="南坪街道")
    assert (first.number, second.number) == (1, 2)
    assert Wording.objects.get(opinion=first).text == WORDS
    assert Wording.objects.get(opinion=second).place == "南坪街道"
    assert (first.state, first.channel, first.entered_name) == ("received", "web", "")


def test_the_database_refuses_to_change_what_a_giver_said() -> None:
    opinion = an_opinion(open_campaign())
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Wording.objects.filter(opinion=opinion).update(text="改过的话")
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE opinions_wording SET place = 'x' WHERE opinion_id = %s", [opinion.pk])
    assert Wording.objects.get(opinion=opinion).text == WORDS


def test_the_form_of_one_token_makes_one_opinion_with_one_code() -> None:
    campaign, token = open_campaign(), new_token()
    first, again = (submit(campaign, NewOpinion(WORDS), token) for _time in range(2))
    assert (first.opinion.pk, first.code) == (again.opinion.pk, again.code)
    assert Opinion.objects.count() == 1
    assert Entry.objects.filter(act="opinion.receive").count() == 1


def test_a_code_is_long_without_look_alikes_and_only_its_digest_is_kept() -> None:
    receipt = a_receipt(open_campaign())
    assert len(receipt.code) == LENGTH >= 12
    assert all(len(set(alike) & set(ALPHABET)) <= 1 for alike in ("0O", "1IL", "2Z", "5S", "8B"))
    assert kept("ABCS 5ZZZ") == kept("A8C5 5222")
    assert receipt.opinion.code == kept(receipt.code) != receipt.code
    assert kept(f" {spaced(receipt.code).lower()} ") == kept(receipt.code.replace("7", "７")) == receipt.opinion.code
    assert len({code_of(new_token()) for _one in range(500)}) == 500


def test_the_journal_tells_of_an_opinion_without_a_word_of_it() -> None:
    opinion = an_opinion(open_campaign(), name="甲某", phone="0000-5550100")
    entry = Entry.objects.get(act="opinion.receive")
    told = f"{entry.data}{entry.actor}{entry.post}"
    assert entry.subjects == str(opinion.pk)
    assert opinion.digest in entry.data
    assert not any(word in told for word in ("老棉纺厂", "甲某", "5550100"))
    assert not EntryText.objects.filter(entry=entry).exists()


def test_who_gave_it_stands_apart_and_is_not_kept_for_the_anonymous() -> None:
    campaign = open_campaign()
    named, nameless = an_opinion(campaign, name="甲某", phone="0000-5550100"), an_opinion(campaign, "路灯不亮。")
    assert Identity.objects.get(opinion=named).phone == "0000-5550100"
    assert not Identity.objects.filter(opinion=nameless).exists()


def test_a_shut_page_takes_nothing() -> None:
    campaign = a_campaign()
    assert not intake_of(campaign).is_public
    with pytest.raises(Refused):
        submit(campaign, NewOpinion(WORDS), new_token())
    with pytest.raises(Refused):
        settle_intake(campaign, IntakeSettings(is_public=True), by=a_standing("liaison", "县住建局"))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (NewOpinion("  。 "), "text"),
        (NewOpinion("长" * 3001), "text"),
        (NewOpinion(WORDS, channel="fax"), "channel"),
        (NewOpinion(WORDS, giver="king"), "giver"),
        (NewOpinion(WORDS, phone="1" * 41), "phone"),
        (NewOpinion(WORDS, received_at=datetime.now(UTC) + timedelta(days=1)), "received_at"),
    ],
)
def test_what_is_missing_or_too_much_is_named(given: NewOpinion, field: str) -> None:
    with pytest.raises(Unanswered) as error:
        submit(open_campaign(), given, new_token())
    assert error.value.field == field
    assert not Opinion.objects.exists()


def test_a_clerk_enters_a_batch_with_one_entry_and_is_not_its_giver() -> None:
    clerk = a_standing()
    rows = entered(open_campaign(), ["停车难。", "公交末班车太早。"], by=clerk)
    assert [(row.number, row.entered_by_id, row.channel) for row in rows] == [
        (1, clerk.person_id, "session"), (2, clerk.person_id, "session"),
    ]  # fmt: skip
    assert Entry.objects.get(act="opinion.receive").subjects == ",".join(str(row.pk) for row in rows)
    assert not Identity.objects.exists()


def test_a_batch_with_an_empty_line_enters_nothing() -> None:
    with pytest.raises(Unanswered):
        entered(open_campaign(), ["停车难。", " "])
    assert not Opinion.objects.exists()


def test_the_same_form_enters_the_same_words_once_and_other_words_anew() -> None:
    campaign, clerk, token = open_campaign(), a_standing(), new_token()
    both = [NewOpinion("停车难。", "session"), NewOpinion("停车难。", "session")]
    first, again = (enter(campaign, both, by=clerk, token=token) for _time in range(2))
    assert [(one.opinion.pk, one.code) for one in first] == [(one.opinion.pk, one.code) for one in again]
    assert len({one.code for one in first}) == Opinion.objects.count() == 2
    enter(campaign, [NewOpinion("路灯不亮。", "session")], by=clerk, token=token)
    enter(campaign, [NewOpinion("路灯不亮。", "session")], by=clerk)
    assert Opinion.objects.count() == 4


def test_an_entry_is_undone_whole_by_who_made_it_while_nobody_has_dealt_with_it() -> None:
    campaign, clerk = open_campaign(), a_standing()
    one, two = (receipt.opinion for receipt in enter(campaign, [NewOpinion(WORDS, "box")] * 2, by=clerk))
    assert retract_batch(campaign, one.batch, by=a_standing("supervisor", "督导组")) == 0
    assert retract_batch(campaign, one.batch, by=clerk) == 2
    assert Entry.objects.get(act="opinion.retract").subjects == f"{one.pk},{two.pk}"
    one, two = (receipt.opinion for receipt in enter(campaign, [NewOpinion(WORDS, "box")] * 2, by=clerk))
    screen(two, Screening(), by=clerk)
    with pytest.raises(Refused):
        retract_batch(campaign, one.batch, by=clerk)
    assert Opinion.objects.count() == 2


def test_units_do_not_enter_opinions() -> None:
    with pytest.raises(Refused):
        enter(open_campaign(), [NewOpinion(WORDS)], by=a_standing("liaison", "县住建局"))


def test_limits_are_whole_working_days_within_reason() -> None:
    campaign, office = a_campaign(), a_standing()
    for wrong, field in ((IntakeSettings(True, 0), "screen_days"), (IntakeSettings(True, 10, 5), "answer_days")):
        with pytest.raises(Unanswered) as error:
            settle_intake(campaign, wrong, by=office)
        assert error.value.field == field
    assert settle_intake(campaign, IntakeSettings(True, 3, 10), by=office).answer_days == 10


def test_an_answer_is_kept_ready_under_its_name_once() -> None:
    campaign, office = a_campaign(), a_standing()
    put_phrase(campaign, "已安排", "已安排办理。", by=office)
    put_phrase(campaign, "已安排", "已经安排人办理。", by=office)
    assert [row.text for row in Phrase.objects.all()] == ["已经安排人办理。"]
    with pytest.raises(Unanswered):
        put_phrase(campaign, "空", " ", by=office)


def test_one_place_sends_so_many_an_hour_and_leaves_no_trace_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoshi.opinions.intake.limit.time.time", lambda: 7200.0)
    assert [limit.take("say", "192.0.2.7", 2) for _time in range(3)] == [True, True, False]
    assert limit.take("say", "192.0.2.8", 2)
    assert "192.0.2" not in "".join(Bucket.objects.values_list("place", flat=True))
    assert limit.wait_seconds() == 3600
    monkeypatch.setattr("luoshi.opinions.intake.limit.time.time", lambda: 10800.0)
    assert limit.take("say", "192.0.2.7", 2)
    assert Bucket.objects.count() == 1
    monkeypatch.setattr("luoshi.opinions.intake.limit.time.time", lambda: 14400.0)
    assert (limit.forget(), Bucket.objects.count()) == (1, 0)
