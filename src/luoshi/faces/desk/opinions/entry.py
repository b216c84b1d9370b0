"""Entering opinions that came on paper, by telephone or at a meeting: one at a time, or one a line of the minutes."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.opinions.queue import address
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.verdict import demand
from luoshi.opinions.access import may_gather
from luoshi.opinions.codes import new_token, spaced
from luoshi.opinions.intake.receive import CHANNELS, GIVERS, NewOpinion, enter
from luoshi.opinions.intake.retract import retract_batch
from luoshi.opinions.sheet import kind_of

ONE, LINES = "one", "lines"


class EntryForm(forms.Form):
    """What came in. By lines, every line is an opinion of its own, and nobody's name is kept."""

    use_required_attribute = False
    text = forms.CharField(
        label=later("意见原话"),
        max_length=60_000,
        help_text=later("一字不改照录。"),
        error_messages={"required": later("照录提出人的原话。")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    how = forms.ChoiceField(
        label=later("怎么记"),
        choices=((ONE, later("整段是一条意见")), (LINES, later("一行一条，从座谈会记录里整段贴进来"))),
        initial=ONE,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label=later("征集渠道"))
    giver = forms.ChoiceField(label=later("提出人类别"), required=False)
    day = forms.DateField(
        label=later("哪天收到的"),
        required=False,
        help_text=later("空着就是今天；时限从这天算起。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    place = forms.CharField(label=later("在什么地方"), required=False, max_length=120)
    name = forms.CharField(label=later("提出人姓名"), required=False, max_length=40)
    phone = forms.CharField(label=later("提出人电话"), required=False, max_length=40)
    is_restricted = forms.BooleanField(label=later("反映具体人或单位，只让督导组和组长看"), required=False)
    token = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(code, _(label)) for code, label in CHANNELS.items() if code != "web"]  # type: ignore[attr-defined]
        self.fields["giver"].choices = [(code, _(label)) for code, label in GIVERS.items()]  # type: ignore[attr-defined]

    def opinions(self) -> list[NewOpinion]:
        """What the form says, as one opinion or as many as it has lines."""
        said = self.cleaned_data
        moment = datetime.combine(said["day"], time()) if said["day"] else None
        one = NewOpinion(
            text=said["text"],
            channel=said["channel"],
            place=said["place"],
            giver=said["giver"],
            received_at=timezone.make_aware(moment) if moment else None,
            name=said["name"],
            phone=said["phone"],
            is_restricted=said["is_restricted"],
        )
        if said["how"] == ONE:
            return [one]
        lines = filter(None, map(str.strip, said["text"].splitlines()))
        return [replace(one, text=line, name="", phone="") for line in lines]


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The form; a POST enters what it holds and shows the codes for the givers, this once."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    demand(may_gather(me))
    crumbs = (Link(_("意见建议"), address(campaign_id, "todo")),)
    if request.method != "POST":
        values: dict[str, object] = {
            "form": EntryForm(initial={"token": new_token()}),
            "table_kind": kind_of(campaign_id),
        }
        return page(request, "desk/opinions/enter.html", values, title=_("登记意见"), campaign=campaign, crumbs=crumbs)
    form = EntryForm(request.POST)
    if form.is_valid():
        try:
            receipts = enter(campaign, form.opinions(), by=me, token=form.cleaned_data["token"])
        except Unanswered as unanswered:
            field = "day" if unanswered.field == "received_at" else unanswered.field
            form.add_error(field if field in form.fields else None, str(unanswered))
        else:
            told = [(receipt.opinion.number, spaced(receipt.code)) for receipt in receipts]
            done: dict[str, object] = {"receipts": told, "batch": receipts[0].opinion.batch}
            return page(
                request, "desk/opinions/entered.html", done, title=_("已登记"), campaign=campaign, crumbs=crumbs
            )
    return page(
        request,
        "desk/opinions/enter.html",
        {"form": form, "table_kind": kind_of(campaign_id)},
        title=_("登记意见"),
        campaign=campaign,
        crumbs=crumbs,
        status=422,
    )


@signed_in
@require_POST
def take_back(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Undo what this person has just entered, while nobody has dealt with any of it."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    demand(may_gather(me))
    count = retract_batch(campaign, request.POST.get("batch", ""), by=me)
    say(request, _("已撤销登记，%(n)s条，查询码作废。") % {"n": count} if count else _("这次登记已经撤销过了。"))
    return redirect("opinion_enter", campaign_id)
