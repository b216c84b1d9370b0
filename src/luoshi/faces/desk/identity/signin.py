"""Signing in: by a password or a link that works once; the steps that follow; and signing out."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.queries import campaigns
from luoshi.faces.desk.identity.app import AppPage
from luoshi.faces.desk.identity.forms import CodeForm, PasswordForm, SignInForm
from luoshi.faces.desk.identity.pending import Pending, begin, is_next, keep, prove, step, wanted
from luoshi.faces.shared.presence import address_of
from luoshi.faces.shared.rules import public, signed_in
from luoshi.orgs import mfa, passwords
from luoshi.orgs.access import standing
from luoshi.orgs.accounts import FACTOR, LINK, PASSWORD
from luoshi.orgs.passwords import Credentials, Unfit, choose
from luoshi.orgs.people import LinkSpent, use_link
from luoshi.orgs.policy import policy
from luoshi.orgs.tries import Locked, Wrong

if TYPE_CHECKING:
    from luoshi.orgs.models import Person


@public
def show(request: HttpRequest) -> HttpResponse:
    """The way in that the policy asks for: name and password, or how to get a link."""
    if request.method != "POST" or not policy().has_passwords:
        return _door(request, SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _door(request, form, 422)
    given = form.cleaned_data
    try:
        person = passwords.prove(Credentials(given["name"], given["password"], address_of(request)))
    except Wrong:
        form.add_error("password", _("登录名或密码不对。忘了密码，请管理员重新开一个链接。"))
        return _door(request, form, 422)
    except Locked:
        form.add_error("password", locked_words())
        return _door(request, form, 429)
    return begin(request, person, PASSWORD, then=wanted(request), remember=given["remember"])


@public
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button that spends the link, so that a preview of the address does not."""
    if request.method != "POST":
        return render(request, "desk/identity/link.html", {"next": wanted(request)})
    try:
        person = use_link(token)
    except LinkSpent:
        return _door(request, SignInForm(), 410, spent=True)
    return begin(request, person, LINK, then=wanted(request), remember=request.POST.get("remember") == "on")


@step
def code(request: HttpRequest, person: "Person", pending: Pending) -> HttpResponse:
    """The code of the authenticator app, or a recovery code."""
    if not is_next(person, pending, "code"):
        return prove(request, person, pending)
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (status := take_code(person, form)) == 200:
            return prove(request, person, pending, FACTOR)
    return render(request, "desk/identity/code.html", {"form": form, "person": person}, status=status)


@step
def password(request: HttpRequest, person: "Person", pending: Pending) -> HttpResponse:
    """Choose a sign-in name and a password."""
    if not is_next(person, pending, "password"):
        return prove(request, person, pending)
    form = PasswordForm(request.POST or None, initial={"name": first_name(person)})
    if request.method == "POST" and take_password(person, form):
        return prove(request, person, pending, PASSWORD)
    values = {"form": form, "is_new": LINK in pending.proved}
    return render(request, "desk/identity/password.html", values, status=422 if form.errors else 200)


@step
def app(request: HttpRequest, person: "Person", pending: Pending) -> HttpResponse:
    """Set up an authenticator app, and see the recovery codes once."""
    if not is_next(person, pending, "app"):
        return prove(request, person, pending)
    page = AppPage(request, person)
    if request.method != "POST" or not page.take():
        return render(request, "desk/identity/app.html", page.values(), status=page.status)
    keep(request, Pending(pending.person_id, (*pending.proved, FACTOR), pending.then, pending.remember, pending.until))
    return render(request, "desk/identity/codes.html", {"codes": page.codes})


@step
def go(request: HttpRequest, person: "Person", pending: Pending) -> HttpResponse:
    """On to whatever comes next."""
    return prove(request, person, pending)


@signed_in
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget what it kept."""
    logout(request)
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def take_code(person: "Person", form: CodeForm) -> int:
    """200 when the form's code is taken; otherwise the status of the page that says at its field why not."""
    try:
        mfa.check(person, form.cleaned_data["code"])
    except Wrong:
        form.add_error("code", _("验证码不对，或者已经用过。等应用换了新码再填。"))
        return 422
    except Locked:
        form.add_error("code", locked_words())
        return 429
    return 200


def take_password(person: "Person", form: PasswordForm) -> bool:
    """Whether the form's choice is taken; otherwise the form says at its field why not."""
    if not form.is_valid():
        return False
    try:
        choose(person, form.choice([row.title for row in campaigns(standing(person))]))
    except Unfit as unfit:
        form.blame(unfit)
    return form.is_valid()


def first_name(person: "Person") -> str:
    """The sign-in name that is offered: the phone until somebody chose another."""
    return person.phone if not person.has_usable_password() and person.phone else person.key


def locked_words() -> str:
    """What is said to whoever tried too often."""
    return _("试错太多，已暂停15分钟。请过15分钟再试，或请管理员解除。")


def _door(request: HttpRequest, form: SignInForm, status: int = 200, spent: bool = False) -> HttpResponse:
    values = {
        "form": form if policy().has_passwords else None,
        "next": wanted(request),
        "spent": spent,
        "provider": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
    }
    return render(request, "desk/identity/signin.html", values, status=status)
