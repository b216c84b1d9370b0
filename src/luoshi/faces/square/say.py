"""Giving an opinion: what to say, check it, and the receipt. Nothing is kept between the screens but in the form."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.shared import errors
from luoshi.faces.shared.presence import address_of
from luoshi.faces.shared.qr import qr_svg
from luoshi.faces.shared.rules import public
from luoshi.faces.square.forms import WRITTEN, SendForm, WriteForm, new_opinion
from luoshi.kit.verdict import Verdict
from luoshi.opinions import queries
from luoshi.opinions.clocks import due_day
from luoshi.opinions.codes import new_token, spaced
from luoshi.opinions.intake import limit, work
from luoshi.opinions.intake.receive import Receipt, may_submit, submit
from luoshi.opinions.published import FEW, by_channel, by_theme

if TYPE_CHECKING:
    from luoshi.opinions.models import Intake


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The campaigns that take opinions from the public."""
    found = [intake for intake in queries.open_intakes() if may_submit(intake)]
    links = [(intake.campaign.title, reverse("say", args=[intake.door])) for intake in found]
    return render(request, "square/index.html", {"links": links})


@public
def show(request: HttpRequest, door: str) -> HttpResponse:
    """The first screen; a POST leads on to the second, back to the first, or sends."""
    intake = _intake_or_404(door)
    verdict = may_submit(intake)
    if not verdict:
        return _shut(request, intake, verdict)
    if request.method != "POST":
        return _write(request, intake, WriteForm(initial={"token": new_token()}))
    write, send = WriteForm(request.POST), SendForm(request.POST)
    step = request.POST.get("step", "")
    if step == "edit" or not write.is_valid():
        return _write(request, intake, write, 200 if step == "edit" else 422)
    if step != "send":
        return _check(request, intake, write, SendForm())
    if not send.is_valid():
        return _check(request, intake, write, send, 422)
    if not _may_send_now(request):
        return errors.too_many(request, limit.wait_seconds())
    try:
        receipt = submit(intake.campaign, new_opinion(write, send), write.cleaned_data["token"])
    except Unanswered as unanswered:
        write.add_error(unanswered.field if unanswered.field in write.fields else None, str(unanswered))
        return _write(request, intake, write, 422)
    return _receipt(request, intake, receipt)


@public
@require_safe
def paper(request: HttpRequest, door: str) -> HttpResponse:
    """The form to be printed, for whoever writes by hand."""
    intake = _intake_or_404(door)
    here = f"{settings.ADDRESS}{reverse('say', args=[door])}"
    return render(request, "square/paper.html", {**_values(intake), "picture": qr_svg(here), "here": here})


@public
@require_safe
def counts(request: HttpRequest, door: str) -> HttpResponse:
    """How many opinions came and how far they are, while the campaign shows its page to the public."""
    intake = _intake_or_404(door)
    if not intake.is_public:
        return _shut(request, intake, may_submit(intake))
    channels = [(_(queries.CHANNELS[row.name]), row.counts) for row in by_channel(intake.campaign)]
    themes = [(row.name, row.counts) for row in by_theme(intake.campaign)]
    tables = [(_("渠道"), _("各渠道意见办理情况"), channels), (_("主题"), _("各主题意见办理情况"), themes)]
    values = {**_values(intake), "tables": [table for table in tables if table[2]], "few": FEW}
    return render(request, "square/counts.html", values)


def _may_send_now(request: HttpRequest) -> bool:
    """Count the sending; whoever's browser worked for it may send more often."""
    if work.spend(request.POST.get("work", "")):
        return limit.take("say worked", address_of(request), limit.WORKED)
    return limit.take("say", address_of(request), limit.SUBMISSIONS)


def _intake_or_404(door: str) -> "Intake":
    found = queries.intake_at(door)
    if found is None:
        raise Http404
    return found


def _values(intake: "Intake") -> dict[str, object]:
    return {"title": intake.campaign.title, "door": intake.door, "contact": intake.contact, "intake": intake}


def _shut(request: HttpRequest, intake: "Intake", verdict: Verdict) -> HttpResponse:
    values = {**_values(intake), "reason": verdict.reason}
    return render(request, "square/shut.html", values, status=410)


def _write(request: HttpRequest, intake: "Intake", form: WriteForm, status: int = 200) -> HttpResponse:
    if status == 200 and form.is_bound:
        form = WriteForm(initial={name: form.data.get(name, "") for name in WRITTEN})
    return render(request, "square/write.html", {**_values(intake), "form": form}, status=status)


def _check(request: HttpRequest, intake: "Intake", write: WriteForm, send: SendForm, status: int = 200) -> HttpResponse:
    said = write.cleaned_data
    kept = [(name, said[name]) for name in WRITTEN]
    values = {
        **_values(intake),
        "said": said,
        "kept": kept,
        "form": send,
        "challenge": work.challenge(),
        "bits": work.BITS,
    }
    return render(request, "square/check.html", values, status=status)


def _receipt(request: HttpRequest, intake: "Intake", receipt: Receipt) -> HttpResponse:
    follow = f"{settings.ADDRESS}{reverse('follow')}#{receipt.code}"
    campaign = intake.campaign

    def by(days: int) -> date:
        return due_day(receipt.opinion.since, days, campaign.calendar)

    values = {
        **_values(intake),
        "number": receipt.opinion.number,
        "received": receipt.opinion.received_at,
        "code": spaced(receipt.code),
        "letters": " ".join(receipt.code),
        "picture": qr_svg(follow),
        "screened_by": by(intake.screen_days),
        "answered_by": by(intake.answer_days),
    }
    return render(request, "square/receipt.html", values)
