"""A receiver of webhooks, and what it is told of."""

import json
from collections.abc import Callable, Mapping

from luoshi.journal.models import Entry
from luoshi.journal.record import record
from luoshi.journal.webhooks.models import Webhook
from luoshi.orgs import webhooks as acts
from luoshi.orgs.access import INSTALLER

SECRET, NEXT, THIRD = "s" * 40, "n" * 40, "t" * 40
ELSEWHERE = "https://other.example.org/"
CHAIN, OTHER = "campaign:7", "campaign:8"


class Receiver:
    """What is called: keeps what it is sent, and then does as `then` says."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, object], Mapping[str, str], bytes]] = []
        self.urls: list[str] = []
        self.then: Callable[[], None] = lambda: None

    def call(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        self.got.append((json.loads(body), headers, body))
        self.urls.append(url)
        self.then()
        return b""

    def told(self) -> list[tuple[object, object]]:
        return [(body["chain"], body["seq"]) for body, _headers, _raw in self.got]


def an_entry(chain: str = CHAIN, act: str = "assignment.sign") -> Entry:
    texts = {"said": "甲说的话"}
    return record(chain, act, "assignment", [3, 4], by=INSTALLER.acting(), texts=texts, source="issued", target="open")


def a_webhook(*beginnings: str, chain: str = "") -> Webhook:
    new = acts.NewWebhook("数据平台", "https://hooks.example.org/in", SECRET, beginnings, chain)
    return acts.subscribe(new, by=INSTALLER)
