"""Error pages: what happened, what to do, and a reference that finds the log line."""

import logging
import secrets

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from luoshi.faces.shared import preferences

log = logging.getLogger("luoshi.errors")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when the request was refused for its size."""
    too_big = isinstance(exception, (RequestDataTooBig, TooManyFilesSent))
    return answer(request, 413 if too_big else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the refusal's own reason when it carries one."""
    return answer(request, 403, str(exception or ""))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose safety mark is missing or has run out; the technical reason goes to the log only."""
    log.info("csrf path=%r reason=%s", request.path, reason)
    return answer(request, 403, template="csrf.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; the same page whether a thing does not exist or is not for this reader."""
    return answer(request, 404)


def too_many(request: HttpRequest, wait_seconds: int) -> HttpResponse:
    """429 with the time after which it is worth trying again."""
    response = answer(request, 429, wait_minutes=-(-wait_seconds // 60))
    response["Retry-After"] = str(wait_seconds)
    return response


def failed(request: HttpRequest) -> HttpResponse:
    """500; reads neither the database nor the session, for those may be what failed."""
    return answer(request, 500)


def answer(
    request: HttpRequest, status: int, reason: str = "", wait_minutes: int = 0, template: str = ""
) -> HttpResponse:
    """The error page of a status, with a fresh reference that is also written to the log."""
    reference = secrets.token_hex(4).upper()
    level = logging.ERROR if status >= 500 else logging.INFO
    log.log(level, "reference=%s status=%s path=%r", reference, status, request.path)
    values = {
        "prefs": preferences.read(request),
        "reference": reference,
        "reason": reason,
        "wait_minutes": wait_minutes,
        "status": status,
        "back": request.path if request.method == "GET" else "",
    }
    response = HttpResponse(render_to_string(template or f"{status}.html", values), status=status)
    add_never_cache_headers(response)
    return response
