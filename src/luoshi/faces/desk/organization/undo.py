"""Taking back what was just changed in the organization."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import who
from luoshi.faces.shared.rules import organizers
from luoshi.faces.shared.toasts import say
from luoshi.orgs.undo import Passed, undo


def undo_url(seq: int) -> str:
    """The address that takes back the act of that place in the system's chain."""
    return reverse("organization_undo", args=[seq])


@organizers
@require_POST
def take_back(request: HttpRequest, seq: int) -> HttpResponse:
    """Take the act back, or say that it was changed since; leads to the page from which it was asked."""
    try:
        undo(seq, by=who(request))
    except Passed:
        say(request, _("没有撤销：之后又改过，请直接改回来。"))
    else:
        say(request, _("已撤销。"))
    came_from = request.headers.get("Referer", "")
    here = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(came_from if here else reverse("organization"))
