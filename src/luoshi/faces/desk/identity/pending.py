"""Somebody on the way in: who they are and what they proved, kept in the session until nothing is left to prove."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from luoshi.faces.shared.presence import address_of, device_of
from luoshi.faces.shared.rules import public
from luoshi.orgs import devices, queries
from luoshi.orgs.access import standing
from luoshi.orgs.accounts import next_step, note_sign_in
from luoshi.orgs.policy import policy
from luoshi.oversight.mine.mine import waiting

if TYPE_CHECKING:
    from luoshi.orgs.models import Person

KEY = "on_the_way_in"
LIFE = 10 * 60
"""Seconds between the first proof and the last."""
COOKIE = "luoshi_device"
STEPS = {"code": "sign_in_code", "password": "sign_in_password", "app": "sign_in_app"}
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Pending:
    """What is proved of somebody so far, where they want to go, and whether this browser shall be remembered."""

    person_id: int
    proved: tuple[str, ...]
    then: str
    remember: bool
    until: float


Step = Callable[Concatenate[HttpRequest, "Person", Pending, P], HttpResponse]


def begin(request: HttpRequest, person: "Person", proved: str, *, then: str, remember: bool = False) -> HttpResponse:
    """Let somebody go on who has proved the first thing; nothing stays of whoever used this browser before."""
    request.session.flush()
    return _go_on(request, person, Pending(person.pk, (proved,), then, remember, time.time() + LIFE))


def prove(request: HttpRequest, person: "Person", pending: Pending, *proved: str) -> HttpResponse:
    """Let somebody go on who has proved more."""
    return _go_on(request, person, replace(pending, proved=(*pending.proved, *proved)))


def keep(request: HttpRequest, pending: Pending) -> None:
    """Keep what is proved under a new session key, so that nobody shares it who knew the old one."""
    request.session[KEY] = asdict(pending)
    request.session.cycle_key()


def step(view: Step[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page for whoever is on the way in; all others are sent to the beginning."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        kept = request.session.get(KEY)
        pending = Pending(**(kept | {"proved": tuple(kept["proved"])})) if kept else None
        person = queries.person(pending.person_id) if pending and pending.until > time.time() else None
        if pending is None or person is None or not person.is_active:
            return redirect("sign_in")
        return view(request, person, pending, *args, **kwargs)

    return public(wrapped)


def is_next(person: "Person", pending: Pending, name: str) -> bool:
    """Whether that step is the one to be made now: none is skipped by its address."""
    return next_step(person, pending.proved) == name


def wanted(request: HttpRequest) -> str:
    """Where to go on to: a path of this server, whatever the address says."""
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if target.startswith("/") and url_has_allowed_host_and_scheme(target, None) else "/"


def _go_on(request: HttpRequest, person: "Person", pending: Pending) -> HttpResponse:
    name = next_step(person, pending.proved)
    if name:
        keep(request, pending)
        return redirect(STEPS[name])
    request.session.pop(KEY, None)
    login(request, person)
    request.session.cycle_key()  # also where the same person signs in once more
    request.session.begin(device_of(request), address_of(request))  # type: ignore[attr-defined]
    if policy().has_passwords:
        note_sign_in(person, pending.proved)
    lands = pending.then == "/" and waiting(standing(person))
    response = redirect("mine" if lands else pending.then)
    if pending.remember:
        mark, age = devices.remember(person, device_of(request)), int(devices.LIFE.total_seconds())
        response.set_cookie(COOKIE, mark, age, secure=request.is_secure(), httponly=True, samesite="Lax")
    return response
