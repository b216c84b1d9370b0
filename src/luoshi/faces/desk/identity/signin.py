"""Signing in by a link that works once, and signing out."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from luoshi.faces.shared.rules import public, signed_in
from luoshi.orgs.people import LinkSpent, use_link


@public
def explain(request: HttpRequest) -> HttpResponse:
    """How to get in: ask for a link."""
    return render(request, "desk/organization/signin.html", {"next": _next(request)})


@public
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button that spends the link, so that a preview of the address does not."""
    if request.method != "POST":
        return render(request, "desk/organization/signin_link.html", {"next": _next(request)})
    try:
        person = use_link(token)
    except LinkSpent:
        return render(request, "desk/organization/signin.html", {"spent": True}, status=410)
    login(request, person)
    return HttpResponseRedirect(_next(request))


@signed_in
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget what it kept."""
    logout(request)
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _next(request: HttpRequest) -> str:
    """Where to go on to: a path of this server, whatever the address says."""
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if target.startswith("/") and url_has_allowed_host_and_scheme(target, None) else "/"
