"""Acts on webhooks: who is told what the journal records, with which secret, and going on after a failure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.journal.record import SYSTEM, record
from luoshi.journal.webhooks.follow import held_up, settle, start
from luoshi.journal.webhooks.models import Delivery, Webhook
from luoshi.journal.webhooks.sign import put_secret
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.orgs.access import Standing, may
from luoshi.platform.outbox.call import Forbidden, check

ACT = re.compile(r"[a-z_]{1,40}(\.[a-z_]{0,40})?")
SECRET = re.compile(r"[!-~]{32,200}")
MOST_ACTS = 50
MOST = 50


class Unfit(ValueError):
    """What was said of a webhook cannot be so; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """An address to be told of the acts that begin so (of all when there are none), on one chain or on all ("")."""

    name: str
    url: str
    secret: str
    acts: tuple[str, ...] = ()
    chain: str = ""


@dataclass(frozen=True, slots=True)
class WebhookChange:
    """What a webhook is called, where it is and what it is told of; None leaves that as it is."""

    name: str | None = None
    url: str | None = None
    acts: tuple[str, ...] | None = None


def subscribe(new: NewWebhook, *, by: Standing) -> Webhook:
    """Tell that address of what happens from now on, once for a chain, however often it is asked. Raises Unfit."""
    demand(may(by, "manage"))
    name, url, acts, secret = _name(new.name), _url(new.url), _acts(new.acts), _secret(new.secret)
    with transaction.atomic():
        if Webhook.objects.count() >= MOST:
            raise Unfit("url", _("订阅已满%(n)s个，请先删去不用的。") % {"n": MOST})
        row = Webhook(name=name, url=url, acts=acts, chain=new.chain, next_at=timezone.now())
        row.save()
        put_secret(row, secret)
        row.save(update_fields=["sealed"])
        _tell("add", row, by, {"chain": row.chain})
        _alone(row)
        start(row)
    return row


def one(webhook_id: int) -> Webhook | None:
    """The webhook of that id; None if there is none."""
    return Webhook.objects.filter(pk=webhook_id).first()


def change(webhook: Webhook, new: WebhookChange, *, by: Standing) -> None:
    """Let the webhook be so from now on. Raises Unfit."""
    demand(may(by, "manage"))
    said = {
        "name": webhook.name if new.name is None else _name(new.name),
        "url": webhook.url if new.url is None else _url(new.url),
        "acts": webhook.acts if new.acts is None else _acts(new.acts),
    }
    fields = [field for field, value in said.items() if value != getattr(webhook, field)]
    if fields:
        with transaction.atomic():
            for field in fields:
                setattr(webhook, field, said[field])
            webhook.save(update_fields=fields)
            _tell("change", webhook, by, {"fields": fields})
            if "url" in fields:
                _alone(webhook)


def rotate(webhook: Webhook, secret: str, *, by: Standing) -> None:
    """Let this secret sign from now on, and those in force beside it for a day. Raises Unfit."""
    demand(may(by, "manage"))
    new = _secret(secret)
    with transaction.atomic():
        held = Webhook.objects.select_for_update().get(pk=webhook.pk)
        put_secret(held, new)
        held.save(update_fields=["sealed", "sealed_before", "before_until"])
        _tell("rotate", held, by)


def pause(webhook: Webhook, *, by: Standing) -> None:
    """Tell it nothing until it goes on; what happens meanwhile is told then."""
    demand(may(by, "manage"))
    with transaction.atomic():
        if Webhook.objects.filter(pk=webhook.pk, paused_at=None).update(paused_at=timezone.now()):
            _tell("pause", webhook, by)


def go_on(webhook: Webhook, *, by: Standing) -> None:
    """Take up a webhook that is paused or stopped, or try at once what failed, where it is."""
    demand(may(by, "manage"))
    with transaction.atomic():
        _try_at_once(webhook)
        _start_again(webhook)
        _tell("go_on", webhook, by)


def pass_over(webhook: Webhook, *, by: Standing) -> bool:
    """Leave out the delivery at which the webhook stopped, and go on behind it; False where it is not stopped."""
    demand(may(by, "manage"))
    with transaction.atomic():
        held = Webhook.objects.select_for_update().get(pk=webhook.pk)
        first = held_up(held)
        if held.stopped_at is None or first is None:
            return False
        settle(first, passed_at=timezone.now())
        _start_again(held)
        _tell("pass_over", held, by, {"of": first.entry.chain.name, "seq": first.entry.seq})
    return True


def may_send_again(by: Standing, is_going: bool) -> Verdict:
    """Whether what was told, or failed, may be sent at once: not to a webhook that is paused or stopped."""
    if not is_going:
        return denied(_("推送停着，先点“继续”再送。"))
    return may(by, "manage")


def send_again(webhook: Webhook, delivery_id: int, *, by: Standing) -> bool:
    """Send a delivery at once, under its number; False where there is none of that id.

    What failed before all others is tried again at once too, since one lease puts off both.
    """
    demand(may(by, "manage"))
    with transaction.atomic():
        held = Webhook.objects.select_for_update().get(pk=webhook.pk)
        delivery = held.deliveries.filter(pk=delivery_id).select_related("entry__chain").first()
        if delivery is None:
            return False
        demand(may_send_again(by, held.paused_at is None and held.stopped_at is None))
        if delivery.sent_at or delivery.passed_at:
            Delivery.objects.filter(pk=delivery.pk).update(again_at=timezone.now())
        _try_at_once(held)
        _tell("send_again", held, by, {"of": delivery.entry.chain.name, "seq": delivery.entry.seq})
    return True


def remove(webhook: Webhook, *, by: Standing) -> None:
    """End the webhook, and forget what was sent to it."""
    demand(may(by, "manage"))
    with transaction.atomic():
        _tell("remove", webhook, by)
        webhook.delete()


def _start_again(webhook: Webhook) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(paused_at=None, stopped_at=None, next_at=timezone.now())


def _try_at_once(webhook: Webhook) -> None:
    """Put what failed off no longer, and count its attempts anew. A lease without a failure stays: a call is on."""
    if (first := held_up(webhook)) is not None and first.error:
        Delivery.objects.filter(pk=first.pk).update(attempts=0, error="")
        Webhook.objects.filter(pk=webhook.pk).update(next_at=timezone.now())


def _tell(act: str, webhook: Webhook, by: Standing, data: Mapping[str, object] | None = None) -> None:
    """Write the act down, with the host alone: an address may hold a secret."""
    told = {"host": urlsplit(webhook.url).hostname, "acts": webhook.acts, **(data or {})}
    record(SYSTEM, f"webhook.{act}", "webhook", [webhook.pk], by=by.acting(), data=told)


def _alone(webhook: Webhook) -> None:
    """Raises Unfit where the address is told of that chain already: it would be told everything twice.

    Comes after the entry, whose chain is locked till the end, so that of two askers at once the second finds the first.
    """
    same = Webhook.objects.filter(url=webhook.url, chain=webhook.chain).exclude(pk=webhook.pk).first()
    if same is not None:
        message = _("“%(name)s”已经在往这个地址推送，请到它那里改；密钥没记下，就在那里换一个。")
        raise Unfit("url", message % {"name": same.name})


def _name(said: str) -> str:
    name = " ".join(said.split())
    if not name or len(name) > 60 or "\0" in name:
        raise Unfit("name", _("写上名称，60个字以内。"))
    return name


def _url(said: str) -> str:
    url = said.strip()
    try:
        if len(url) > 500 or not re.fullmatch(r"[!-~]+", url):
            raise Forbidden(url)
        check(url)
    except Forbidden as error:
        message = _("写外网的 https:// 地址，500个字符以内，不带用户名，中文域名写成 xn--。")
        raise Unfit("url", message) from error
    return url


def _secret(said: str) -> str:
    if not SECRET.fullmatch(said):
        raise Unfit("secret", _("密钥要32到200个字母、数字或符号，没有空格。"))
    return said


def _acts(said: Sequence[str]) -> list[str]:
    acts = sorted({act.strip() for act in said if act.strip()})
    if len(acts) > MOST_ACTS or not all(map(ACT.fullmatch, acts)):
        raise Unfit("acts", _("办理事项写英文代号，如 assignment. 或 problem.strike_off，至多50个。"))
    return acts
