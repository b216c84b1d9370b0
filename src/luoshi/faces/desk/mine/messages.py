"""The messages that did not arrive, for the administrator: why, trying them anew, and trying a channel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.mine.forms import TestForm, channel_word
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import administrators
from luoshi.faces.shared.toasts import say
from luoshi.oversight.reminding.channels import Trial, try_again, try_channel
from luoshi.oversight.reminding.contact import Unreachable
from luoshi.platform.outbox.post import channels
from luoshi.platform.outbox.queries import failed, outbox

SIZE = 50
KINDS = {"reminder": gettext_noop("待办提醒"), "urge": gettext_noop("催办提醒"), "test": gettext_noop("测试消息")}


@administrators
def show(request: HttpRequest) -> HttpResponse:
    """How the outbox stands, and what was given up, the newest first."""
    return _page(request, TestForm(channels()))


@administrators
@require_POST
def retry(request: HttpRequest, message_id: int) -> HttpResponse:
    """Try one message anew."""
    done = try_again(message_id, by=who(request))
    say(request, _("已放回待发，一分钟内再试。") if done else _("这条消息已经不在没发出去的里面。"))
    return redirect("messages")


@administrators
@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Send one message to try a channel."""
    form = TestForm(channels(), request.POST)
    if form.is_valid():
        try:
            try_channel(Trial(form.cleaned_data["channel"], form.cleaned_data["to"]), by=who(request))
        except Unreachable as error:
            form.add_error("to", str(error))
        else:
            say(request, _("测试消息已交给后台，一分钟内发出；没收到，看下面的原因。"))
            return redirect("messages")
    return _page(request, form)


def _page(request: HttpRequest, form: TestForm) -> HttpResponse:
    rows = failed(SIZE + 1, number(request.GET.get("before", "")))
    shown = [(row, _(KINDS.get(row.kind, row.kind)), channel_word(row.channel)) for row in rows[:SIZE]]
    values = {
        "outbox": outbox(),
        "rows": shown,
        "before": rows[SIZE - 1].id if len(rows) > SIZE else None,
        "form": form if channels() else None,
    }
    status = 422 if form.errors else 200
    return page(request, "desk/mine/messages.html", values, title=_("消息收发"), status=status)
