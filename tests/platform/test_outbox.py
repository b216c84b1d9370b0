"""A message is posted once for its key, tried within a policy, and ends as sent or failed; a crash repeats it once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from luoshi.platform.outbox import deliver as delivery
from luoshi.platform.outbox.deliver import LEASE, MOST_ATTEMPTS, WAITS, Outgoing, Undeliverable, deliver, forget_old
from luoshi.platform.outbox.models import Message
from luoshi.platform.outbox.post import NewMessage, post
from luoshi.platform.outbox.queries import failed, outbox

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 17, 1, tzinfo=UTC)
taken: list[str] = []
plan: list[Exception | None] = []


class Killed(BaseException):
    """What ends a worker without a word, as kill -9 does."""


def channel(message: Outgoing) -> None:
    """A service that takes every message, and then answers as planned."""
    taken.append(message.key)
    if plan and (answer := plan.pop(0)):
        raise answer


def closed(message: Outgoing) -> None:
    """A service that takes nothing, for good."""
    raise Undeliverable("no such mailbox")


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def go(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture(autouse=True)
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Clock:
    settings.OUTBOX_CHANNELS = {"fake": f"{__name__}.channel", "closed": f"{__name__}.closed"}
    taken.clear()
    plan.clear()
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock)
    # the name under which the settings find this module's channels, however the module was loaded
    monkeypatch.setattr(delivery, "import_string", lambda path: globals()[path.rpartition(".")[2]])
    return clock


def a_message(key: str = "k", channel: str = "fake", after: datetime | None = None) -> NewMessage:
    return NewMessage(key, "reminder", channel, "a@example.org", "待办提醒", "有3项待办，请登录。", after)


def test_a_message_is_posted_once_for_its_key_and_sent_once() -> None:
    assert post([a_message(), a_message(), a_message("other")]) == 2
    assert post([a_message()]) == 0
    assert deliver() == 2
    assert deliver() == 0
    assert post([a_message()]) == 0
    assert taken == ["k", "other"]


def test_a_message_stands_and_falls_with_the_act_that_posts_it() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post([a_message()])
        raise ZeroDivisionError
    assert deliver() == 0


def test_an_error_is_kept_as_text_that_every_database_takes() -> None:
    plan.append(RuntimeError("5\0" + "0" * 300))
    post([a_message()])
    assert deliver() == 0
    assert Message.objects.get().error == "RuntimeError: 5" + "0" * 185


def test_a_channel_that_is_not_set_up_takes_no_message() -> None:
    with pytest.raises(KeyError):
        post([a_message(channel="pigeon")])


def test_a_message_for_later_waits_for_its_time(clock: Clock) -> None:
    post([a_message(after=START + timedelta(hours=3))])
    assert deliver() == 0
    clock.go(hours=3)
    assert deliver() == 1


def test_failures_are_tried_again_ever_more_rarely_and_end_as_failed(clock: Clock) -> None:
    post([a_message()])
    plan.extend(OSError("HTTP 500") for _ in range(MOST_ATTEMPTS))
    for minutes in WAITS:
        assert deliver() == 0
        clock.go(minutes=minutes, seconds=-1)
        before = len(taken)
        assert deliver() == 0
        assert len(taken) == before, "not before its time"
        clock.go(seconds=1)
    deliver()
    assert len(taken) == MOST_ATTEMPTS
    assert [(row.attempts, row.error) for row in failed()] == [(MOST_ATTEMPTS, "OSError: HTTP 500")]
    clock.go(days=1)
    assert deliver() == 0


def test_a_failure_that_passes_ends_as_sent(clock: Clock) -> None:
    post([a_message()])
    plan.append(TimeoutError("slow"))
    deliver()
    clock.go(minutes=WAITS[0])
    assert deliver() == 1
    assert (outbox().waiting, outbox().failed) == (0, 0)


def test_what_can_never_be_delivered_is_not_tried_twice() -> None:
    post([a_message(channel="closed")])
    deliver()
    assert failed()[0].error == "Undeliverable: no such mailbox"


def test_a_channel_taken_out_of_the_settings_fails_its_messages(settings: Any) -> None:
    post([a_message()])
    settings.OUTBOX_CHANNELS = {}
    deliver()
    assert failed()[0].error == "Undeliverable: the channel is no longer set up"


def test_a_message_out_of_time_is_not_sent(clock: Clock) -> None:
    post([a_message()])
    clock.go(hours=25)
    assert deliver() == 0
    assert (taken, len(failed())) == ([], 1)


def test_a_crash_between_sending_and_noting_repeats_the_message_once(clock: Clock) -> None:
    post([a_message()])
    plan.append(Killed())  # type: ignore[arg-type]
    with pytest.raises(Killed):
        deliver()
    assert deliver() == 0, "the lease still holds others off"
    clock.now += LEASE
    assert deliver() == 1
    clock.go(days=1)
    deliver()
    assert taken == ["k", "k"]


def test_a_message_that_kills_its_worker_each_time_is_given_up(clock: Clock) -> None:
    post([a_message()])
    plan.extend(Killed() for _ in range(20))  # type: ignore[misc]
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Killed):
            deliver()
        clock.now += LEASE
    assert deliver() == 0
    assert (len(taken), len(failed())) == (MOST_ATTEMPTS, 1)


def test_two_workers_do_not_take_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    post([a_message()])
    inner: list[int] = []
    meanwhile: Callable[[Outgoing], None] = lambda message: inner.append(deliver())  # noqa: E731
    monkeypatch.setattr(delivery, "import_string", lambda path: meanwhile)
    assert deliver() == 1
    assert inner == [0]


def test_a_message_that_ended_long_ago_is_forgotten(clock: Clock) -> None:
    post([a_message(), a_message("later", after=START + timedelta(days=170))])
    deliver()
    clock.go(days=181)
    forget_old()
    assert [message.key for message in Message.objects.all()] == ["later"]


def test_a_mail_says_in_its_id_which_message_it_is(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTBOX_CHANNELS = {"mail": "luoshi.platform.outbox.mail.send"}
    monkeypatch.undo()
    settings.OUTBOX_CHANNELS = {"mail": "luoshi.platform.outbox.mail.send"}
    post([a_message(channel="mail")])
    assert deliver() == 1
    first = mail.outbox[0]
    assert (first.subject, first.to, first.body) == ("待办提醒", ["a@example.org"], "有3项待办，请登录。")
    assert first.extra_headers["Message-ID"].endswith("@localhost>")
