"""What an administrator does about a webhook: pause, go on, pass over, change the secret, send again, end."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import who
from luoshi.faces.desk.webhooks.forms import WebhookForm, initial
from luoshi.faces.desk.webhooks.show import found, new_secret, shown
from luoshi.faces.shared.rules import administrators
from luoshi.faces.shared.toasts import say
from luoshi.orgs import webhooks as acts
from luoshi.orgs.access import Standing

if TYPE_CHECKING:
    from luoshi.journal.webhooks.models import Webhook


@administrators
@require_POST
def make(request: HttpRequest, webhook_id: int, act: str) -> HttpResponse:
    """Do that with the webhook; a new secret is shown on the page that answers."""
    row, held = found(webhook_id), acts.one(webhook_id)
    if held is None or act not in {*ACTS, "rotate", "remove"}:
        raise Http404
    me = who(request)
    if act == "rotate":
        acts.rotate(held, secret := new_secret(), by=me)
        return shown(request, found(webhook_id), WebhookForm(initial=initial(row.name, row.url, row.acts)), secret)
    if act == "remove":
        acts.remove(held, by=me)
        say(request, _("“%(name)s”已删去，不再推送。") % {"name": row.name})
        return redirect("webhooks")
    say(request, ACTS[act](held, me))
    return redirect("webhook", webhook_id)


@administrators
@require_POST
def again(request: HttpRequest, webhook_id: int, delivery_id: int) -> HttpResponse:
    """Send one delivery once more."""
    held = acts.one(webhook_id)
    if held is None or not acts.send_again(held, delivery_id, by=who(request)):
        raise Http404
    say(request, _("已放回待送，一分钟内再送，编号不变。"))
    return redirect("webhook", webhook_id)


def _pause(webhook: "Webhook", me: Standing) -> str:
    acts.pause(webhook, by=me)
    return _("已暂停，这期间的事等继续以后补送。")


def _go_on(webhook: "Webhook", me: Standing) -> str:
    acts.go_on(webhook, by=me)
    return _("一分钟内接着送。")


def _pass_over(webhook: "Webhook", me: Standing) -> str:
    return _("已跳过这一条，一分钟内接着送后面的。") if acts.pass_over(webhook, by=me) else _("没有停下，不用跳过。")


ACTS: dict[str, Callable[["Webhook", Standing], str]] = {"pause": _pause, "go_on": _go_on, "pass_over": _pass_over}
