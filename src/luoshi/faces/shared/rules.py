"""Access rules of addresses: a view without one is refused, so that a new address is closed until somebody opens it."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.kit.verdict import GRANTED, Refused, Verdict
from luoshi.orgs.access import Standing, may_open, standing
from luoshi.orgs.accounts import may_secure

Rule = Callable[[Standing], Verdict]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
PUBLIC = "public"


def public(view: View) -> View:
    """Open to everybody, signed in or not."""
    view.access_rule = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open to whoever is signed in; what they may see is decided by the room's access."""
    view.access_rule = lambda who: GRANTED  # type: ignore[attr-defined]
    return view


def planners(view: View) -> View:
    """Open to those who may propose, adopt and issue."""
    view.access_rule = may_plan  # type: ignore[attr-defined]
    return view


def administrators(view: View) -> View:
    """Open to those who keep the organization."""
    view.access_rule = lambda who: may_open(who, "manage")  # type: ignore[attr-defined]
    return view


def organizers(view: View) -> View:
    """Open to those who name units, sets and groups."""
    view.access_rule = lambda who: may_open(who, "name_units")  # type: ignore[attr-defined]
    return view


def guardians(view: View) -> View:
    """Open to those who keep accounts safe."""
    view.access_rule = may_secure  # type: ignore[attr-defined]
    return view


class AccessMiddleware:
    """Puts `request.standing` on every request and asks the view's rule before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.standing = SimpleLazyObject(lambda: standing(request.user))  # type: ignore[attr-defined, arg-type]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Refuses with the rule's reason, or sends to the sign-in page."""
        rule = getattr(view, "access_rule", None)
        if rule is PUBLIC:
            return None
        if rule is None:
            raise PermissionDenied(_("这个页面还没有开放。"))
        if not request.user.is_authenticated and "HX-Request" in request.headers:
            return HttpResponse(status=401)  # the page keeps what was typed and asks to sign in beside it
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        verdict: Verdict = rule(request.standing)  # type: ignore[attr-defined]
        if not verdict:
            raise PermissionDenied(verdict.reason)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Turns a refused act into a 403 with the act's own reason."""
        if isinstance(exception, Refused):
            raise PermissionDenied(exception.verdict.reason) from exception
