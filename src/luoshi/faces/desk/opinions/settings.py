"""How a campaign takes opinions: its public page with link and QR code, its limits, its answers kept ready."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.opinions.queue import address
from luoshi.faces.shared.qr import qr_svg
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.verdict import demand
from luoshi.opinions import queries
from luoshi.opinions.access import may_open
from luoshi.opinions.intake.settle import IntakeSettings, intake_of, put_phrase, settle_intake

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

SHORT = {"class": "short", "inputmode": "numeric"}


class IntakeForm(forms.Form):
    """The fields of `IntakeSettings`."""

    use_required_attribute = False
    is_public = forms.BooleanField(label=later("打开公开页面，谁都可以在网上提"), required=False)
    screen_days = forms.IntegerField(label=later("几个工作日内初核"), widget=forms.NumberInput(attrs=SHORT))
    answer_days = forms.IntegerField(label=later("几个工作日内答复"), widget=forms.NumberInput(attrs=SHORT))
    contact = forms.CharField(
        label=later("联系电话"), required=False, max_length=120, help_text=later("印在公开页面的页脚。")
    )


class PhraseForm(forms.Form):
    """An answer to be kept ready."""

    use_required_attribute = False
    name = forms.CharField(label=later("名称"), max_length=40)
    text = forms.CharField(label=later("答复内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The settings; a POST changes them."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    demand(may_open(me))
    intake = intake_of(campaign)
    held = {name: getattr(intake, name) for name in IntakeForm.base_fields}
    form = IntakeForm(request.POST if request.method == "POST" else None, initial=held)
    if form.is_bound and form.is_valid():
        try:
            settle_intake(campaign, IntakeSettings(**form.cleaned_data), by=me)
        except Unanswered as unanswered:
            form.add_error(unanswered.field, str(unanswered))
        else:
            say(request, _("征集设置已改。"))
            return redirect("opinion_settings", campaign_id)
    return _page(request, campaign, form, PhraseForm(), 422 if form.is_bound else 200)


@signed_in
@require_POST
def phrase(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Keep an answer ready."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    demand(may_open(me))
    form = PhraseForm(request.POST)
    if not form.is_valid():
        held = {name: getattr(intake_of(campaign), name) for name in IntakeForm.base_fields}
        return _page(request, campaign, IntakeForm(initial=held), form, 422)
    put_phrase(campaign, form.cleaned_data["name"], form.cleaned_data["text"], by=me)
    say(request, _("答复已备好，答复时可以套用。"))
    return redirect("opinion_settings", campaign_id)


def _page(
    request: HttpRequest, campaign: "Campaign", form: IntakeForm, phrase_form: PhraseForm, status: int
) -> HttpResponse:
    door = f"{settings.ADDRESS}{reverse('say', args=[intake_of(campaign).door])}"
    values: dict[str, object] = {
        "form": form,
        "phrase_form": phrase_form,
        "phrases": queries.phrases(campaign),
        "door": door,
        "picture": qr_svg(door),
        "is_public": intake_of(campaign).is_public,
        "paper_url": reverse("say_paper", args=[intake_of(campaign).door]),
    }
    crumbs = (Link(_("意见建议"), address(campaign.pk, "todo")),)
    return page(
        request,
        "desk/opinions/settings.html",
        values,
        title=_("征集设置"),
        campaign=campaign,
        crumbs=crumbs,
        status=status,
    )
