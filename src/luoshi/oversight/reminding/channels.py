"""The administrator's acts on messages: trying one that was given up anew, and sending one to try a channel."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing, may
from luoshi.oversight.reminding.contact import check
from luoshi.platform.outbox.post import NewMessage, post, post_again


@dataclass(frozen=True, slots=True)
class Trial:
    """A message that tries a channel; an empty `to` reaches a whole chat group."""

    channel: str
    to: str


def try_again(message_id: int, *, by: Standing) -> bool:
    """Try a message that was given up anew; False where it no longer is one."""
    demand(may(by, "manage"))
    with transaction.atomic():
        done = post_again(message_id)
        if done:
            record(SYSTEM, "message.retry", "message", [message_id], by=by.acting())
    return done


def try_channel(trial: Trial, *, by: Standing) -> None:
    """Send one message by the channel. Raises Unreachable."""
    demand(may(by, "manage"))
    to = trial.to.strip()
    if to or trial.channel == "mail":
        check(trial.channel, to)
    with transaction.atomic(), override("zh-hans"):
        entry = record(SYSTEM, "message.test", "message", [], by=by.acting(), data={"channel": trial.channel})
        words = _("这是一条测试消息，收到就说明这个渠道是通的。")
        post([NewMessage(f"test:{entry.pk}", "test", trial.channel, to, _("测试消息"), words)])
