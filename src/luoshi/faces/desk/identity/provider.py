"""Signing in at the identity provider, for people whom the organization knows already."""

from dataclasses import asdict
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from luoshi.faces.desk.identity.openid import Journey, Untrusted, address, claims, set_out
from luoshi.faces.desk.identity.pending import begin, wanted
from luoshi.faces.shared.rules import public
from luoshi.orgs.accounts import PROVIDER
from luoshi.orgs.provider import Unconfirmed, person_of
from luoshi.orgs.tries import Wrong

KEY = "provider"


@public
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    journey = set_out()
    try:
        url = address(journey, _back(request))
    except Untrusted:
        return _sorry(request, "away", 502)
    request.session[KEY] = asdict(journey) | {"then": wanted(request)}
    return HttpResponseRedirect(url)


@public
def back(request: HttpRequest) -> HttpResponse:
    """Let in whom the provider names, if the organization knows them; each way there leads back once."""
    kept = request.session.pop(KEY, None)
    if kept is None:
        return _sorry(request, "untrusted", 400)
    then = kept.pop("then")
    try:
        person = person_of(claims(Journey(**kept), request.GET.dict(), _back(request)))
    except Untrusted:
        return _sorry(request, "untrusted", 400)
    except Unconfirmed:
        return _sorry(request, "unconfirmed", 403)
    except Wrong:
        return _sorry(request, "unknown", 403)
    return begin(request, person, PROVIDER, then=then)


def _back(request: HttpRequest) -> str:
    return urljoin(request.build_absolute_uri("/"), reverse("provider_back"))


def _sorry(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "desk/identity/provider.html", {"why": why, "provider": settings.OIDC_NAME}, status=status)
