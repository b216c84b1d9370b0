"""One's own account: name and password, authenticator app and recovery codes, the sessions that are open."""

from typing import TYPE_CHECKING, cast

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.identity.app import AppPage
from luoshi.faces.desk.identity.forms import ChangeForm, CodeForm
from luoshi.faces.desk.identity.signin import locked_words, take_code, take_password
from luoshi.faces.shared.presence import address_of, place_of
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.orgs import mfa, passwords
from luoshi.orgs.passwords import Credentials
from luoshi.orgs.policy import needs_factor, policy
from luoshi.orgs.sessions import end_all_sessions, end_session, sessions_of
from luoshi.orgs.tries import Locked, Wrong

if TYPE_CHECKING:
    from luoshi.orgs.models import Person


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """How one signs in, and where one is signed in."""
    me = _me(request)
    values: dict[str, object] = {
        "person": me,
        "has_passwords": policy().has_passwords,
        "has_password": me.has_usable_password(),
        "has_factor": mfa.has_factor(me.pk),
        "needs_factor": needs_factor(who(request).roles),
        "codes_left": mfa.codes_left(me.pk),
        "sessions": [(row, place_of(row.address)) for row in sessions_of(me.pk, request.session.session_key)],
    }
    return page(request, "desk/identity/account.html", values, title=_("我的账号"))


@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Change name and password, proving the old one."""
    me = _me(request)
    if not policy().has_passwords or not me.has_usable_password():
        return redirect("account")
    form = ChangeForm(request.POST or None, initial={"name": me.key})
    if request.method == "POST" and form.is_valid() and _is_mine(request, me, form) and take_password(me, form):
        update_session_auth_hash(request, me)
        say(request, _("密码已改。别处的登录已经退出。"))
        return redirect("account")
    return _sub(request, "desk/identity/change.html", {"form": form}, _("改密码"), 422 if form.errors else 200)


@signed_in
def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app where there is none."""
    me = _me(request)
    if not policy().has_passwords or mfa.has_factor(me.pk):
        return redirect("account")
    made = AppPage(request, me)
    if request.method == "POST" and made.take():
        return _sub(request, "desk/identity/my_codes.html", {"codes": made.codes}, _("恢复码"))
    return _sub(request, "desk/identity/my_app.html", made.values(), _("验证器"), made.status)


@signed_in
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, for whoever shows a code."""
    me = _me(request)
    if not mfa.has_factor(me.pk):
        return redirect("account")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (status := take_code(me, form)) == 200:
            return _sub(request, "desk/identity/my_codes.html", {"codes": mfa.renew_codes(me)}, _("恢复码"))
    return _sub(request, "desk/identity/renew.html", {"form": form}, _("换一套恢复码"), status)


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's sessions."""
    if end_session(_me(request).pk, request.POST.get("mark", ""), by=who(request)):
        say(request, _("那里的登录已经退出。"))
    return redirect(f"{reverse('account')}#sessions")


@signed_in
@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """End all of one's sessions, this one too."""
    end_all_sessions(_me(request).pk, by=who(request))
    request.session.flush()
    response = redirect("sign_in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _me(request: HttpRequest) -> "Person":
    return cast("Person", request.user)


def _is_mine(request: HttpRequest, me: "Person", form: ChangeForm) -> bool:
    try:
        return passwords.prove(Credentials(me.key, form.cleaned_data["current"], address_of(request))).pk == me.pk
    except Wrong:
        form.add_error("current", _("现在的密码不对。"))
    except Locked:
        form.add_error("current", locked_words())
    return False


def _sub(request: HttpRequest, template: str, values: dict[str, object], title: str, status: int = 200) -> HttpResponse:
    crumbs = (Link(_("我的账号"), reverse("account")),)
    return page(request, template, values, title=title, crumbs=crumbs, status=status)
