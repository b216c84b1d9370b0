"""One HTTP call to an address that an administrator named: bounded in time and size, and never into the inner network.

The address is resolved once, checked, and connected to as checked, so that a name that changes its mind between the
two gains nothing. Redirects are not followed and proxies are not asked.
"""

import socket
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from ipaddress import ip_address, ip_network
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from django.conf import settings

from luoshi.platform.outbox.deliver import Undeliverable

SECONDS = 10.0
MOST_BYTES = 64 * 1024
TRY_AGAIN = {408, 425, 429}
GIVEN_OUT = ip_network("2000::/3")
"""All of IPv6 that is given out to the public; the rest is a site's own, or carries IPv4 (mapped, NAT64, SIIT).

Source: https://www.iana.org/assignments/ipv6-address-space
"""
NOT_CALLED = [ip_network(name) for name in ("2002::/16", "2001::/32", "3fff::/20")]
"""Of those: 6to4 and Teredo, which carry IPv4 too, and what stands in documents."""
Place = tuple[str, int]


class Forbidden(Undeliverable):
    """The address is not one that may be called."""


def call(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Post JSON and return the answer, 64 KB of it at most.

    Raises Undeliverable where another try is of no use, and OSError (time-outs, HTTPError of 5xx) where it may be.
    """
    check(url)
    request = Request(url, body, {"Content-Type": "application/json; charset=utf-8", **headers})  # noqa: S310 (checked above)
    opener = build_opener(ProxyHandler({}), _Stay, _Http, _Https)
    began = monotonic()
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return _read(answer, began)
    except HTTPError as error:
        error.close()
        if error.code < 500 and error.code not in TRY_AGAIN:
            raise Undeliverable(f"HTTP {error.code}") from error
        raise


def check(url: str) -> None:
    """Raises Forbidden for an address that is wrong as it is written; where its name leads is seen at each call."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Forbidden("not an address") from error
    if parts.scheme not in (("https", "http") if settings.HOOKS_MAY_BE_INTERNAL else ("https",)):
        raise Forbidden("only https may be called")
    if not host or parts.username is not None:
        raise Forbidden("an address has a host and no name before it")
    with suppress(ValueError):
        if not settings.HOOKS_MAY_BE_INTERNAL and not _is_outside(host):
            raise Forbidden("the host is in an inner network")


def _read(answer: HTTPResponse, began: float) -> bytes:
    data = b""
    while (part := answer.read1(MOST_BYTES - len(data))) and len(data) < MOST_BYTES:
        data += part
        if monotonic() - began > 2 * SECONDS:
            raise TimeoutError("the answer did not end")
    return data


def connect(place: Place, timeout: float, source: Place | None = None) -> socket.socket:
    """A connection to the first address of a host that all of whose addresses may be called. Raises Forbidden."""
    found = socket.getaddrinfo(*place, type=socket.SOCK_STREAM)
    if not settings.HOOKS_MAY_BE_INTERNAL and not all(_is_outside(str(row[4][0])) for row in found):
        raise Forbidden("the host has an address in an inner network")
    family, kind, protocol, _name, address = found[0]
    connection = socket.socket(family, kind, protocol)
    try:
        connection.settimeout(timeout)
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _is_outside(address: str) -> bool:
    """True for a public address; an IPv6 address that carries one of IPv4 is never called."""
    ip = ip_address(address.partition("%")[0])
    is_given_out = ip.version == 4 or (ip in GIVEN_OUT and not any(ip in network for network in NOT_CALLED))
    return ip.is_global and not ip.is_multicast and is_given_out


class _CheckedHttp(HTTPConnection):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._create_connection = connect


class _CheckedHttps(HTTPSConnection):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._create_connection = connect


class _Http(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_CheckedHttp, req)


class _Https(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_CheckedHttps, req)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **options: Any) -> None:
        """Leave the redirect unanswered, so that it counts as the answer."""
