"""The safety of others' accounts: who has what to sign in with, and what a security administrator does about it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, who
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import guardians
from luoshi.faces.shared.shell import Pager
from luoshi.faces.shared.toasts import say
from luoshi.orgs import mfa, provider, queries
from luoshi.orgs.access import Standing
from luoshi.orgs.accounts import accounts, free
from luoshi.orgs.sessions import end_all_sessions

PAGE = 50


@guardians
def show(request: HttpRequest) -> HttpResponse:
    """The accounts, those whose owner answers `q` if it is given."""
    words = request.GET.get("q", "").strip()[:60].replace("\0", "")
    found = queries.people(words, number(request.GET.get("after", "")) or 0, PAGE)
    me = who(request)
    pager = Pager(
        first=found.passed + 1,
        last=found.passed + len(found.rows),
        total=found.total,
        back_url="" if found.before is None else _screen(words, found.before),
        next_url="" if found.after is None else _screen(words, found.after),
    )
    values: dict[str, object] = {
        "rows": [(row, mfa.may_forget(me, row.person_id)) for row in accounts([row.id for row in found.rows])],
        "words": words,
        "pager": pager,
        "provider": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
        "here": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return page(request, "desk/identity/security.html", values, title=_("账号安全"))


@guardians
@require_POST
def make(request: HttpRequest, person_id: int, act: str) -> HttpResponse:
    """Unlock an account, end its sessions, take its app away, tie it to the provider or untie it."""
    person = queries.person(person_id)
    if person is None or act not in ACTS:
        raise Http404
    say(request, ACTS[act](request, person_id, who(request)) % {"name": person.name})
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('security')}{query}#p{person_id}")


def _free(_request: HttpRequest, person_id: int, me: Standing) -> str:
    free(person_id, by=me)
    return _("%(name)s可以再登录了。")


def _end(_request: HttpRequest, person_id: int, me: Standing) -> str:
    end_all_sessions(person_id, by=me)
    return _("%(name)s在各处的登录都已退出。")


def _forget(_request: HttpRequest, person_id: int, me: Standing) -> str:
    mfa.forget(person_id, by=me)
    return _("%(name)s的验证器已停用，下次登录时重新设置。")


def _tie(request: HttpRequest, person_id: int, me: Standing) -> str:
    subject = request.POST.get("subject", "").strip()[:200]
    try:
        if subject:
            provider.tie(person_id, settings.OIDC_ISSUER, subject, by=me)
    except provider.Taken:
        return _("这个统一身份编号已经是别人的，%(name)s没有改。")
    return _("%(name)s可以用这个统一身份登录了。") if subject else _("先填统一身份编号，%(name)s没有改。")


def _untie(_request: HttpRequest, person_id: int, me: Standing) -> str:
    provider.untie(person_id, by=me)
    return _("%(name)s不能再用统一身份登录。")


ACTS: dict[str, Callable[[HttpRequest, int, Standing], str]] = {
    "free": _free,
    "end": _end,
    "forget": _forget,
    "tie": _tie,
    "untie": _untie,
}


def _screen(words: str, after: int) -> str:
    query = urlencode({name: value for name, value in (("q", words), ("after", after)) if value})
    return f"?{query}" if query else reverse("security")
