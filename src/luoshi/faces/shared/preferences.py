"""How a person wants pages to look: theme, size, language, one-key shortcuts; kept in cookies, without an account."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luoshi.faces.shared.rules import public

YEAR = 365 * 24 * 3600
ALLOWED = {
    "theme": ("", "light", "dark"),
    "size": ("", "large"),
    "keys": ("", "off"),
    "language": tuple(code for code, _ in settings.LANGUAGES),
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the root element is marked with; an empty value follows the system or the default."""

    theme: str = ""
    size: str = ""
    keys: str = ""


def cookie_name(preference: str) -> str:
    """The cookie of a preference; the language's is Django's own."""
    return settings.LANGUAGE_COOKIE_NAME if preference == "language" else f"luoshi_{preference}"


def read(request: HttpRequest) -> Preferences:
    """The preferences a request carries; unknown values count as none."""
    return Preferences(*(_read_one(request, name) for name in ("theme", "size", "keys")))


def _read_one(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(cookie_name(name), "")
    return value if value in ALLOWED[name] else ""


@public
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Sets every preference that the form names and goes back to where the reader was."""
    response = HttpResponseRedirect(_way_back(request))
    for name, allowed in ALLOWED.items():
        value = request.POST.get(name)
        if value is not None and value in allowed:
            response.set_cookie(
                cookie_name(name), value, YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
    return response


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"
