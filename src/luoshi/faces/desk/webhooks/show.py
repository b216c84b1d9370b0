"""The webhooks, and one of them with what was sent to it of late."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from luoshi.campaigns.queries import campaigns
from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.webhooks import words
from luoshi.faces.desk.webhooks.forms import NewWebhookForm, WebhookForm, initial
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import administrators
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.journal.webhooks import queries
from luoshi.orgs import webhooks as acts

SIZE = 30


def new_secret() -> str:
    """A secret of 256 bits, shown once."""
    return secrets.token_urlsafe(32)


@administrators
def all_of_them(request: HttpRequest) -> HttpResponse:
    """All webhooks, and a form that adds one; its secret is shown on the page that answers."""
    titles, me, secret = _titles(request), who(request), ""
    form = NewWebhookForm(list(titles.items()), *([request.POST] if request.method == "POST" else []))
    if form.is_valid():
        try:
            acts.subscribe(form.new(made := new_secret()), by=me)
        except acts.Unfit as unfit:
            blame(form, unfit)
        else:
            secret, form = made, NewWebhookForm(list(titles.items()))
    rows = [
        (row, words.state(row), words.place(row.chain, titles), words.about(row.acts)) for row in queries.webhooks()
    ]
    values: dict[str, object] = {"rows": rows, "form": form, "secret": secret}
    answer = page(request, "desk/webhooks/all.html", values, title=_("事件推送"), status=422 if form.errors else 200)
    add_never_cache_headers(answer)
    return answer


@administrators
def one(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One webhook; a POST changes what it is called, where it is, and what it is told of."""
    row, held = found(webhook_id), acts.one(webhook_id)
    if held is None or request.method != "POST":
        return shown(request, row, WebhookForm(initial=initial(row.name, row.url, row.acts)))
    form = WebhookForm(request.POST)
    if form.is_valid():
        try:
            acts.change(held, form.said(), by=who(request))
        except acts.Unfit as unfit:
            blame(form, unfit)
        else:
            say(request, _("推送已改，从下一条起照新的来。"))
            return redirect("webhook", webhook_id)
    return shown(request, row, form)


def found(webhook_id: int) -> queries.WebhookView:
    """The webhook. Raises Http404 where there is none."""
    row = queries.webhook(webhook_id)
    if row is None:
        raise Http404
    return row


def shown(request: HttpRequest, row: queries.WebhookView, form: WebhookForm, secret: str = "") -> HttpResponse:
    """The page of one webhook, with a new secret where one was just made."""
    titles = _titles(request)
    listed = queries.deliveries(row.id, SIZE + 1, number(request.GET.get("before", "")))
    values: dict[str, object] = {
        "row": row,
        "state": words.state(row),
        "place": words.place(row.chain, titles),
        "why": words.why(row.error),
        "may_send_again": acts.may_send_again(who(request), row.state in (queries.GOING, queries.TRYING)),
        "deliveries": [
            (each, words.place(each.chain, titles), words.delivery_state(each), words.why(each.error))
            for each in listed[:SIZE]
        ],
        "before": listed[SIZE - 1].id if len(listed) > SIZE else None,
        "form": form,
        "secret": secret,
    }
    crumbs = (Link(_("事件推送"), reverse("webhooks")),)
    status = 422 if form.errors else 200
    answer = page(request, "desk/webhooks/one.html", values, title=row.name, crumbs=crumbs, status=status)
    add_never_cache_headers(answer)
    return answer


def blame(form: WebhookForm, unfit: acts.Unfit) -> None:
    """Say what does not fit beside its field."""
    field = {"acts": "more"}.get(unfit.field, unfit.field)
    form.add_error(field if field in form.fields else None, str(unfit))


def _titles(request: HttpRequest) -> dict[str, str]:
    return {f"campaign:{row.id}": row.title for row in campaigns(who(request))}
