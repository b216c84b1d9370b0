"""How webhooks are said on their pages: states, errors, what they are told of."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.faces.desk.webhooks.forms import KINDS
from luoshi.faces.shared.values import Light, LightCode
from luoshi.journal.webhooks.queries import (
    GOING,
    PASSED,
    PAUSED,
    SENT,
    STOPPED,
    TRYING,
    WAITING,
    DeliveryView,
    WebhookView,
)

STATES: dict[str, tuple[LightCode, str]] = {
    GOING: ("ok", gettext_noop("推送中")),
    TRYING: ("warn", gettext_noop("没送到，在重试")),
    PAUSED: ("idle", gettext_noop("已暂停")),
    STOPPED: ("bad", gettext_noop("已停下")),
}
DELIVERIES = {SENT: gettext_noop("已送到"), PASSED: gettext_noop("已跳过"), WAITING: gettext_noop("待送")}


def state(row: WebhookView) -> Light:
    """How the webhook stands, as a light and a word."""
    code, word = STATES[row.state]
    return Light(code, _(word))


def about(acts: tuple[str, ...]) -> str:
    """What a webhook is told of."""
    return "、".join(str(KINDS.get(act, act)) for act in acts) or _("全部事项")


def place(chain: str, titles: dict[str, str]) -> str:
    """Which campaign a chain is, or that it is none's."""
    if chain == "system":
        return _("机构人员")
    return titles.get(chain, chain) if chain else _("全部活动和机构人员")


def delivery_state(row: DeliveryView) -> str:
    """How a delivery stands, in a word."""
    return _(DELIVERIES[row.state])


def why(error: str) -> str:
    """Why a call failed, for somebody who will look after the receiver; empty where none did."""
    kind, _colon, rest = error.partition(": ")
    if not error:
        return ""
    if kind == "Forbidden":
        return _("地址不能访问：不是 https，或在内网")
    if "HTTP" in rest:
        code = "".join(filter(str.isdigit, rest.partition("HTTP")[2]))[:3]
        return _("对方回答 %(code)s") % {"code": code}
    if kind == "TimeoutError" or "timed out" in rest:
        return _("对方没有在限时内回答")
    return _("连不上对方（%(kind)s）") % {"kind": kind}
