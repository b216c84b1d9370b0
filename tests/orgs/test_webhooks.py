"""Webhooks are told each entry in the order of its chain, under one number, and nothing is lost on the way."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from http.client import BadStatusLine
from urllib.error import URLError

import pytest
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from luoshi.journal.models import Entry
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM, start_sample
from luoshi.journal.webhooks import deliver as worker
from luoshi.journal.webhooks.deliver import MOST_ATTEMPTS, deliver, wait
from luoshi.journal.webhooks.follow import waiting
from luoshi.journal.webhooks.models import Delivery, Webhook
from luoshi.journal.webhooks.queries import deliveries, webhook, webhooks
from luoshi.journal.webhooks.sign import MOST_BEFORE
from luoshi.kit.verdict import Refused
from luoshi.orgs import webhooks as acts
from luoshi.orgs.access import INSTALLER
from orgs.receiver import CHAIN, ELSEWHERE, NEXT, OTHER, SECRET, THIRD, Receiver, a_webhook, an_entry

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The worker ends here, as by kill -9."""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    made = Receiver()
    monkeypatch.setattr(worker, "call", made.call)
    return made


def fail() -> None:
    raise URLError("no answer")


def die() -> None:
    raise Killed


def let_time_pass() -> None:
    Webhook.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def until_it_stops(receiver: Receiver) -> None:
    receiver.then = fail
    for _n in range(MOST_ATTEMPTS):
        let_time_pass()
        deliver()


def test_what_happens_from_the_subscription_on_is_told_in_the_order_of_its_chain(receiver: Receiver) -> None:
    an_entry()
    a_webhook()
    for chain in (CHAIN, OTHER, CHAIN, OTHER):
        an_entry(chain)
    assert (deliver(), deliver()) == (4, 0)
    seqs = {chain: [seq for told, seq in receiver.told() if told == chain] for chain in (CHAIN, OTHER)}
    assert seqs == {CHAIN: [2, 3], OTHER: [1, 2]}


def test_a_call_says_ids_and_no_name_and_no_word_of_anybodys(receiver: Receiver) -> None:
    a_webhook(chain=CHAIN)
    entry = an_entry()
    deliver()
    body, headers, raw = receiver.got[0]
    assert body == {
        "id": headers["X-Luoshi-Delivery"],
        "chain": CHAIN,
        "seq": 1,
        "at": entry.at.isoformat(),
        "act": "assignment.sign",
        "kind": "assignment",
        "subjects": [3, 4],
        "from": "issued",
        "to": "open",
    }
    assert INSTALLER.name not in raw.decode()


def test_only_the_acts_and_the_chain_that_were_asked_for_are_told(receiver: Receiver) -> None:
    a_webhook("assignment.", "problem.strike_off", chain=CHAIN)
    for act in ("assignment.sign", "campaign.lights", "problem.strike_off", "problem.assign"):
        an_entry(act=act)
    an_entry(OTHER)
    assert deliver() == 2
    assert [body["act"] for body, _headers, _raw in receiver.got] == ["assignment.sign", "problem.strike_off"]
    assert deliver() == 0


def test_what_a_sample_invents_is_told_only_where_its_chain_was_asked_for(receiver: Receiver) -> None:
    start_sample(CHAIN)
    a_webhook()
    start_sample(OTHER)
    for chain in (CHAIN, OTHER, "campaign:9"):
        an_entry(chain)
    assert deliver() == 1
    assert receiver.told() == [("campaign:9", 1)]
    a_webhook(chain=CHAIN)
    an_entry()
    deliver()
    assert receiver.told()[1:] == [(SYSTEM, 2), (CHAIN, 2)]


def test_a_worker_that_is_killed_before_its_note_sends_once_more_under_the_same_number(receiver: Receiver) -> None:
    a_webhook(chain=CHAIN)
    an_entry()
    an_entry()
    receiver.then = die
    with pytest.raises(Killed):
        deliver()
    receiver.then = lambda: None
    assert deliver() == 0, "the lease still holds others off"
    let_time_pass()
    assert deliver() == 2
    assert receiver.told() == [(CHAIN, 1), (CHAIN, 1), (CHAIN, 2)]
    numbers = [headers["X-Luoshi-Delivery"] for _body, headers, _raw in receiver.got]
    assert (numbers[0] == numbers[1], numbers[1] == numbers[2]) == (True, False)


def test_two_workers_do_not_tell_one_webhook_at_once(receiver: Receiver) -> None:
    a_webhook(chain=CHAIN)
    an_entry()
    meanwhile: list[int] = []
    receiver.then = lambda: meanwhile.append(deliver())
    assert (deliver(), meanwhile) == (1, [0])
    assert len(receiver.got) == 1


def test_what_fails_is_tried_again_later_each_time_and_holds_back_what_comes_after(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    an_entry()
    receiver.then = fail
    assert (deliver(), deliver()) == (0, 0)
    shown = webhook(made.pk)
    assert shown is not None
    assert (shown.state, shown.attempts, "no answer" in shown.error) == ("trying", 1, True)
    assert [wait(n).total_seconds() / 60 for n in range(1, MOST_ATTEMPTS)] == [1, 4, 16, 64, 256, 1024]
    receiver.then = lambda: None
    let_time_pass()
    assert deliver() == 2
    assert receiver.told() == [(CHAIN, 1), (CHAIN, 1), (CHAIN, 2)]


def test_what_fails_for_good_stops_its_webhook_and_no_other(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    until_it_stops(receiver)
    shown = webhook(made.pk)
    assert shown is not None
    assert (shown.state, shown.attempts) == ("stopped", MOST_ATTEMPTS)
    let_time_pass()
    tried = len(receiver.got)
    a_webhook(chain=OTHER)
    an_entry(OTHER)
    receiver.then = lambda: None
    assert deliver() == 1
    assert receiver.told()[tried:] == [(OTHER, 1)]


def test_what_a_receiver_answers_is_kept_as_text_that_every_database_takes(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()

    def answer_nonsense() -> None:
        raise BadStatusLine("HTTP/1.1 5\0")

    receiver.then = answer_nonsense
    deliver()
    assert deliveries(made.pk)[0].error == "BadStatusLine: HTTP/1.1 5"


def test_a_webhook_that_cannot_be_told_keeps_no_other_from_it(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = a_webhook(chain=CHAIN)
    a_webhook(chain=OTHER)
    for chain in (CHAIN, OTHER):
        an_entry(chain)

    def waiting_but(row: Webhook) -> Delivery | None:
        if row == broken:
            raise DatabaseError
        return waiting(row)

    monkeypatch.setattr(worker, "waiting", waiting_but)
    assert (deliver(), deliver()) == (1, 0)
    assert receiver.told() == [(OTHER, 1)]
    broken.refresh_from_db()
    assert broken.next_at > timezone.now(), "it is put off"


def test_a_stopped_webhook_goes_on_where_it_stopped(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    an_entry()
    until_it_stops(receiver)
    receiver.then = lambda: None
    acts.go_on(made, by=INSTALLER)
    tried = len(receiver.got)
    assert deliver() == 2
    assert receiver.told()[tried:] == [(CHAIN, 1), (CHAIN, 2)]


def test_a_stopped_webhook_can_pass_over_what_its_receiver_never_takes(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    an_entry()
    assert not acts.pass_over(made, by=INSTALLER), "nothing failed yet"
    until_it_stops(receiver)
    receiver.then = lambda: None
    tried = len(receiver.got)
    assert acts.pass_over(made, by=INSTALLER)
    assert deliver() == 1
    assert receiver.told()[tried:] == [(CHAIN, 2)]
    assert [row.state for row in deliveries(made.pk)] == ["sent", "passed"]


def test_a_paused_webhook_is_told_afterwards_what_happened_meanwhile(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    acts.pause(made, by=INSTALLER)
    an_entry()
    assert deliver() == 0
    acts.go_on(made, by=INSTALLER)
    assert deliver() == 1


def test_a_delivery_is_sent_again_when_asked_and_its_failure_stops_nothing(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    deliver()
    row = deliveries(made.pk)[0]
    assert acts.send_again(made, row.id, by=INSTALLER)
    assert deliver() == 1
    numbers = {headers["X-Luoshi-Delivery"] for _body, headers, _raw in receiver.got}
    assert (len(receiver.got), numbers) == (2, {row.number})
    receiver.then = fail
    acts.send_again(made, row.id, by=INSTALLER)
    deliver()
    shown = webhook(made.pk)
    assert shown is not None
    assert (shown.state, deliveries(made.pk)[0].state) == ("going", "sent")
    assert not acts.send_again(made, row.id + 1, by=INSTALLER)


@pytest.mark.parametrize("halt", ["paused_at", "stopped_at"])
def test_nothing_is_sent_again_by_a_webhook_that_does_not_go_and_asking_does_not_start_it(
    receiver: Receiver, halt: str
) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    deliver()
    an_entry()
    receiver.then = fail
    deliver()
    Webhook.objects.update(**{halt: timezone.now()})
    for row in deliveries(made.pk):
        with pytest.raises(Refused, match="继续"):
            acts.send_again(made, row.id, by=INSTALLER)
    let_time_pass()
    assert (deliver(), len(receiver.got)) == (0, 2)
    assert not Delivery.objects.filter(again_at__isnull=False).exists()


def test_what_is_asked_for_again_waits_for_no_failure_of_another(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    deliver()
    an_entry()
    receiver.then = fail
    deliver()
    receiver.then = lambda: None
    assert acts.send_again(made, deliveries(made.pk)[1].id, by=INSTALLER)
    assert deliver() == 2
    assert receiver.told() == [(CHAIN, 1), (CHAIN, 2), (CHAIN, 1), (CHAIN, 2)]


def test_asking_again_while_a_call_is_on_makes_no_second_one(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()

    def ask_meanwhile() -> None:
        receiver.then = lambda: None
        acts.send_again(made, deliveries(made.pk)[0].id, by=INSTALLER)
        assert deliver() == 0

    receiver.then = ask_meanwhile
    assert deliver() == 1
    assert receiver.told() == [(CHAIN, 1)]


def test_a_first_call_that_is_on_counts_as_no_failure(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    seen: list[str] = []
    receiver.then = lambda: seen.extend(row.state for row in webhooks())
    deliver()
    receiver.then = fail
    an_entry()
    deliver()
    receiver.then = lambda: None
    acts.go_on(made, by=INSTALLER)
    seen.extend(row.state for row in webhooks())
    assert seen == ["going", "going"]


def test_a_call_is_signed_and_for_a_day_with_the_secret_before_too(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    an_entry()
    deliver()
    acts.rotate(made, NEXT, by=INSTALLER)
    an_entry()
    deliver()
    Webhook.objects.update(before_until=F("made_at"))
    an_entry()
    deliver()
    assert [signed_by(headers, raw) for _body, headers, raw in receiver.got] == [[SECRET], [NEXT, SECRET], [NEXT]]


def test_a_secret_signs_for_a_day_though_it_is_changed_twice_and_from_a_page_read_before(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    stale = acts.one(made.pk)
    assert stale is not None
    acts.rotate(made, NEXT, by=INSTALLER)
    acts.rotate(stale, THIRD, by=INSTALLER)
    an_entry()
    deliver()
    Webhook.objects.update(before_until=F("made_at"))
    acts.rotate(made, SECRET, by=INSTALLER)
    an_entry()
    deliver()
    signed = [signed_by(headers, raw) for _body, headers, raw in receiver.got]
    assert signed == [[THIRD, NEXT, SECRET], [SECRET, THIRD]], "what ended a day ago does not come back"


def test_a_secret_that_is_changed_without_end_leaves_the_header_short(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    for _n in range(MOST_BEFORE + 2):
        acts.rotate(made, NEXT, by=INSTALLER)
    an_entry()
    deliver()
    _body, headers, raw = receiver.got[0]
    assert signed_by(headers, raw) == [NEXT] * (MOST_BEFORE + 1)


def signed_by(headers: Mapping[str, str], body: bytes) -> list[str]:
    """The secrets that a call is signed by, in order."""
    said = f"{headers['X-Luoshi-Time']}\n{headers['X-Luoshi-Delivery']}\n".encode() + body
    right = {hmac.new(key.encode(), said, hashlib.sha256).hexdigest(): key for key in (SECRET, NEXT, THIRD)}
    return [right[each] for each in headers["X-Luoshi-Signature"].split(" ")]


def test_a_change_holds_from_the_next_delivery_on_though_more_wait(receiver: Receiver) -> None:
    made = a_webhook(chain=CHAIN)
    for act in ("assignment.sign", "task.add", "assignment.sign"):
        an_entry(act=act)

    def change_meanwhile() -> None:
        receiver.then = lambda: None
        acts.change(made, acts.WebhookChange(url=ELSEWHERE, acts=("assignment.",)), by=INSTALLER)
        acts.rotate(made, NEXT, by=INSTALLER)

    receiver.then = change_meanwhile
    assert deliver() == 2
    assert receiver.told() == [(CHAIN, 1), (CHAIN, 3)]
    assert receiver.urls[1] == ELSEWHERE
    assert [signed_by(headers, raw) for _body, headers, raw in receiver.got] == [[SECRET], [NEXT, SECRET]]


def test_telling_of_entries_writes_none(receiver: Receiver) -> None:
    made = a_webhook()
    an_entry()
    written = Entry.objects.count()
    deliver()
    until_it_stops(receiver)
    assert Entry.objects.count() == written
    acts.pause(made, by=INSTALLER)
    assert history(SYSTEM, 1)[0].act == "webhook.pause"


def test_a_webhook_that_is_removed_leaves_nothing_but_its_entries(receiver: Receiver) -> None:
    made = a_webhook()
    an_entry()
    deliver()
    acts.change(made, acts.WebhookChange(url="https://other.example.org/"), by=INSTALLER)
    acts.remove(made, by=INSTALLER)
    assert (Webhook.objects.count(), Delivery.objects.count()) == (0, 0)
    assert [line.act for line in history(SYSTEM)] == ["webhook.remove", "webhook.change", "webhook.add"]
