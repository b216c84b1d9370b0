"""The channels "wecom", "dingtalk", "feishu" and "generic": one call to the address that the settings name.

Source: the group robots' own documents: WeCom https://developer.work.weixin.qq.com/document/path/91770, DingTalk
https://open.dingtalk.com/document/robots/custom-robot-access, Feishu
https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings

from luoshi.platform.outbox.call import call
from luoshi.platform.outbox.deliver import Outgoing


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted: the whole address, the JSON body, and headers beside its type."""

    url: str
    body: dict[str, object]
    headers: dict[str, str] = field(default_factory=dict)


class NotTaken(RuntimeError):
    """The service answered that it did not take the message; it may later."""


def send(message: Outgoing) -> None:
    """Hand one message to the service. Raises NotTaken, and what `call` raises."""
    url, secret = (*settings.HOOKS[message.channel], "")[:2]
    request = SHAPES[message.channel](message, url, secret)
    answer = call(request.url, json.dumps(request.body, ensure_ascii=False).encode(), request.headers)
    if message.channel != "generic":
        _check(answer)


def _check(answer: bytes) -> None:
    """The robots answer 200 to everything; the code inside says whether they took it."""
    try:
        said = json.loads(answer)
        code = next(said[name] for name in ("errcode", "code", "StatusCode") if name in said)
    except (ValueError, TypeError, StopIteration) as error:
        raise NotTaken("an answer without a code") from error
    if code != 0:
        raise NotTaken(f"code {str(code)[:20]}")


def _wecom(message: Outgoing, url: str, secret: str) -> Request:
    text: dict[str, object] = {"content": f"{message.subject}\n{message.body}"}
    if message.to:
        text["mentioned_mobile_list"] = [message.to]
    return Request(url, {"msgtype": "text", "text": text})


def _dingtalk(message: Outgoing, url: str, secret: str) -> Request:
    at = f"@{message.to} " if message.to else ""
    body: dict[str, object] = {
        "msgtype": "text",
        "text": {"content": f"{at}{message.subject}\n{message.body}"},
        "at": {"atMobiles": [message.to] if message.to else []},
    }
    if secret:
        moment = str(int(time.time() * 1000))
        sign = base64.b64encode(_mac(secret.encode(), f"{moment}\n{secret}".encode())).decode()
        url = f"{url}{'&' if '?' in url else '?'}{urlencode({'timestamp': moment, 'sign': sign})}"
    return Request(url, body)


def _feishu(message: Outgoing, url: str, secret: str) -> Request:
    body: dict[str, object] = {"msg_type": "text", "content": {"text": f"{message.subject}\n{message.body}"}}
    if secret:
        moment = str(int(time.time()))
        body |= {"timestamp": moment, "sign": base64.b64encode(_mac(f"{moment}\n{secret}".encode(), b"")).decode()}
    return Request(url, body)


def _generic(message: Outgoing, url: str, secret: str) -> Request:
    """The signature is the HMAC-SHA256 of time, key and body text, joined by line feeds."""
    body: dict[str, object] = {name: getattr(message, name) for name in ("key", "kind", "to", "subject", "body")}
    headers = {"Idempotency-Key": hashlib.sha256(message.key.encode()).hexdigest()}
    if secret:
        moment = str(int(time.time()))
        sign = _mac(secret.encode(), f"{moment}\n{message.key}\n{message.body}".encode()).hex()
        headers |= {"X-Luoshi-Time": moment, "X-Luoshi-Signature": sign}
    return Request(url, body, headers)


SHAPES: dict[str, Callable[[Outgoing, str, str], Request]] = {
    "wecom": _wecom, "dingtalk": _dingtalk, "feishu": _feishu, "generic": _generic,
}  # fmt: skip


def _mac(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()
