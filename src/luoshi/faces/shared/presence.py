"""Notes that a session is in use, so that it ends when nobody uses it; where a request comes from, and with what."""

import ipaddress
import re
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

BROWSERS = (
    ("Edg", "Edge"),
    ("MicroMessenger", "微信"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


class PresenceMiddleware:
    """Keeps the session of a person alive while they use it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and not request.session.modified:
            with suppress(OperationalError):  # nobody loses a page because the note of its reading had to wait
                request.session.touch()  # type: ignore[attr-defined]
        return response


def address_of(request: HttpRequest) -> str:
    """The address that a request comes from: behind a proxy that we trust, the one that the proxy names last."""
    said = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    last = said.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(last))
    except ValueError:
        return ""


def place_of(address: str) -> str:
    """What an address tells of a place, in the reader's words."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return _("地址不明")
    return _("本机") if known.is_loopback else _("单位内网") if known.is_private else _("互联网")


def device_of(request: HttpRequest) -> str:
    """Browser and system as the browser names itself, shortened."""
    said = request.headers.get("User-Agent", "")
    found = [next((name for word, name in known if re.search(word, said)), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found))
