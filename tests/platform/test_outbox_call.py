"""Robots are called in their own shapes, within time, and never in the inner network unless that is allowed."""

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from luoshi.platform.outbox import call as calling
from luoshi.platform.outbox.call import MOST_BYTES, Forbidden, call
from luoshi.platform.outbox.deliver import Outgoing, Undeliverable
from luoshi.platform.outbox.hooks import NotTaken, send

MESSAGE = Outgoing("reminder:7:2026-06-17", "reminder", "wecom", "13800000000", "待办提醒", "有3项待办，请登录。")


class Service(ThreadingHTTPServer):
    """A robot's server: keeps what it is sent, and answers with `status` and `answer`, or not until it is let."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[str, dict[str, str], Any]] = []
        self.status, self.answer, self.location = 200, b'{"errcode":0}', ""
        self.may_answer = Event()
        self.may_answer.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/robot?key=1"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, dict(self.headers), body))
        self.server.may_answer.wait()
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()
        self.wfile.write(self.server.answer)

    do_GET = do_POST

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    settings.HOOKS_MAY_BE_INTERNAL = True
    with Service() as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.may_answer.set()
        server.shutdown()


def hand(settings: Any, service: Service, channel: str, secret: str = "") -> tuple[str, dict[str, str], Any]:
    settings.HOOKS = {channel: [service.url, secret] if secret else [service.url]}
    send(Outgoing(MESSAGE.key, MESSAGE.kind, channel, MESSAGE.to, MESSAGE.subject, MESSAGE.body))
    return service.got[-1]


def test_wecom_is_told_whom_to_call_on(settings: Any, service: Service) -> None:
    _path, _headers, body = hand(settings, service, "wecom")
    text = {"content": "待办提醒\n有3项待办，请登录。", "mentioned_mobile_list": ["13800000000"]}
    assert body == {"msgtype": "text", "text": text}


def test_dingtalk_is_signed_in_its_address(settings: Any, service: Service) -> None:
    path, _headers, body = hand(settings, service, "dingtalk", "SEC1")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    right = hmac.new(b"SEC1", f"{asked['timestamp']}\nSEC1".encode(), hashlib.sha256).digest()
    assert (asked["key"], asked["sign"]) == ("1", base64.b64encode(right).decode())
    assert body["at"] == {"atMobiles": ["13800000000"]}
    assert body["text"]["content"].startswith("@13800000000 ")


def test_feishu_is_signed_in_its_body(settings: Any, service: Service) -> None:
    service.answer = b'{"code":0,"msg":"success"}'
    _path, _headers, body = hand(settings, service, "feishu", "SEC1")
    right = hmac.new(f"{body['timestamp']}\nSEC1".encode(), b"", hashlib.sha256).digest()
    assert body["sign"] == base64.b64encode(right).decode()
    assert body["content"] == {"text": "待办提醒\n有3项待办，请登录。"}


def test_a_generic_hook_gets_the_key_by_which_it_can_tell_a_second_copy(settings: Any, service: Service) -> None:
    service.answer = b""
    _path, first, body = hand(settings, service, "generic", "SEC1")
    _path, second, _body = hand(settings, service, "generic", "SEC1")
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    right = hmac.new(b"SEC1", f"{first['X-Luoshi-Time']}\n{MESSAGE.key}\n{MESSAGE.body}".encode(), hashlib.sha256)
    assert first["X-Luoshi-Signature"] == right.hexdigest()
    assert body["key"] == MESSAGE.key


@pytest.mark.parametrize("answer", [b'{"errcode":45009}', b'{"code":19001}', b"<html>", b"[]", b"{}", b"7"])
def test_an_answer_that_does_not_say_it_was_taken_is_a_failure(settings: Any, service: Service, answer: bytes) -> None:
    service.answer = answer
    with pytest.raises(NotTaken):
        hand(settings, service, "wecom")


@pytest.mark.parametrize(
    ("status", "error"), [(500, HTTPError), (503, HTTPError), (429, HTTPError), (404, Undeliverable)]
)
def test_only_a_status_that_may_pass_is_worth_another_try(
    service: Service, status: int, error: type[Exception]
) -> None:
    service.status = status
    with pytest.raises(error) as raised:
        call(service.url, b"{}", {})
    assert isinstance(raised.value, error)


def test_a_service_that_takes_the_message_and_does_not_answer_times_out(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "SECONDS", 0.1)
    service.may_answer.clear()
    with pytest.raises(TimeoutError):
        call(service.url, b"{}", {})
    assert len(service.got) == 1


def test_a_long_answer_is_read_to_a_bound(service: Service) -> None:
    service.answer = b"x" * (MOST_BYTES * 3)
    assert len(call(service.url, b"{}", {})) <= MOST_BYTES


def test_a_redirect_is_not_followed(service: Service) -> None:
    service.status, service.location = 302, service.url
    with pytest.raises(Undeliverable):
        call(service.url, b"{}", {})
    assert len(service.got) == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 (refused, not bound)
        "::1",
        "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1", "255.255.255.255",
        "fec0::1", "64:ff9b:1::a00:1", "::10.0.0.1", "::ffff:0:10.0.0.1", "5f00::1", "2001::1", "3fff::1",
    ],
)  # fmt: skip
def test_no_address_of_the_inner_network_is_called(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    resolved = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
    resolved.append((family, socket.SOCK_STREAM, 6, "", (address, 443)))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *place, **how: resolved)
    with pytest.raises(Forbidden):
        call("https://hooks.example.org/robot", b"{}", {})


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2400:3200::1"])
def test_an_address_given_out_to_the_public_is_called(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    called: list[str] = []

    def note(self: socket.socket, place: tuple[str, int]) -> None:
        called.append(place[0])
        raise ConnectionRefusedError

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    resolved = [(family, socket.SOCK_STREAM, 6, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *place, **how: resolved)
    monkeypatch.setattr(socket.socket, "connect", note)
    with pytest.raises(OSError, match="refused|urlopen"):
        call("https://hooks.example.org/robot", b"{}", {})
    assert called == [address]


@pytest.mark.parametrize("url", ["http://93.184.215.14/", "file:///etc/hostname", "ftp://93.184.215.14/"])
def test_nothing_but_https_is_called(url: str) -> None:
    with pytest.raises(Forbidden):
        call(url, b"{}", {})


def test_what_was_checked_is_what_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1"])
    called: list[str] = []

    def resolve(*place: object, **how: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 443))]

    def note(self: socket.socket, address: tuple[str, int]) -> None:
        called.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", note)
    with pytest.raises(OSError, match="refused|urlopen"):
        call("https://hooks.example.org/robot", b"{}", {})
    assert called == ["93.184.215.14"]
