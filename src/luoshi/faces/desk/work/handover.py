"""Handing what a leaver has in hand to a successor of the same unit: chosen, previewed, done, and taken back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.inside.access import may_hand_over
from luoshi.campaigns.inside.hand_over import Handing, hand_over, in_hand, may_undo, undo_hand_over
from luoshi.campaigns.inside.queries import handover, handovers, members
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.forms import blame
from luoshi.faces.desk.work.rows import when
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.verdict import Verdict, demand
from luoshi.orgs.queries import unit

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign, Handover
    from luoshi.orgs.models import Unit


class HandingForm(forms.Form):
    """The fields of `Handing`."""

    use_required_attribute = False

    def __init__(self, unit_id: int, people: tuple[tuple[int, str], ...], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._unit_id = unit_id
        for name, label in (("leaver", _("谁交出")), ("successor", _("谁接手"))):
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=[("", _("请选")), *people],
                coerce=int,
                error_messages={"required": _("从本单位现有人员里选一个人。")},
            )

    def handing(self) -> Handing:
        """What the form says; for a valid form."""
        return Handing(self._unit_id, self.cleaned_data["leaver"], self.cleaned_data["successor"])


@dataclass(frozen=True, slots=True)
class Made:
    """One handing over that was done, and whether it can be taken back."""

    id: int
    words: str
    when: str
    is_undone: bool
    may: Verdict


@signed_in
def show(request: HttpRequest, campaign_id: int, unit_id: int) -> HttpResponse:
    """Choose who hands over to whom and see what would go; a POST does it."""
    campaign, held, me = campaign_or_404(request, campaign_id), _unit(unit_id), who(request)
    people, may = members(unit_id), may_hand_over(me, held)
    if request.method == "POST":
        demand(may)
        form = HandingForm(unit_id, people, request.POST)
        if form.is_valid():
            try:
                made = hand_over(form.handing(), by=me)
            except Unanswered as unanswered:
                blame(form, unanswered)
            else:
                undo_url = reverse("handover_undo", args=[campaign_id, unit_id, made.pk])
                words = _("已交接%(n)s件，期限不变。") % {"n": len(made.inside) + len(made.subtasks)}
                say(request, words, undo_url)
                return redirect("handover", campaign_id, unit_id)
        return _page(request, campaign, held, form, may, status=422)
    form = HandingForm(unit_id, people, request.GET if request.GET.get("leaver") else None)
    return _page(request, campaign, held, form, may)


@signed_in
@require_POST
def undo(request: HttpRequest, campaign_id: int, unit_id: int, handover_id: int) -> HttpResponse:
    """Take a handing over back: what the successor still has of it."""
    campaign_or_404(request, campaign_id)
    made = handover(handover_id)
    if made is None or made.unit_id != unit_id:
        raise Http404
    n = undo_hand_over(made, by=who(request))
    say(request, _("已撤回交接，%(n)s件退给原来的人。") % {"n": n})
    return redirect("handover", campaign_id, unit_id)


def _unit(unit_id: int) -> "Unit":
    found = unit(unit_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, campaign: "Campaign", held: "Unit", form: HandingForm, may: Verdict, status: int = 200
) -> HttpResponse:
    me, chosen = who(request), form.is_bound and form.is_valid()
    going = in_hand(held.pk, form.cleaned_data["leaver"]) if chosen and may else None
    values: dict[str, object] = {
        "unit": held,
        "form": form,
        "may": may,
        "going": going,
        "items": [row.assignment.task.title for row in going.inside] if going else [],
        "steps": [f"{step.title}（{step.assignment.task.title}）" for step in going.subtasks] if going else [],
        "made": [_made(campaign, one, may_undo(me, one)) for one in (handovers(held.pk, 5) if may else ())],
    }
    crumbs = (
        Link(_("单位"), reverse("units", args=[campaign.pk])),
        Link(held.name, reverse("unit", args=[campaign.pk, held.pk])),
    )
    return page(
        request, "desk/work/handover.html", values, title=_("交接"), campaign=campaign, crumbs=crumbs, status=status
    )


def _made(campaign: "Campaign", one: "Handover", may: Verdict) -> Made:
    n = len(one.inside) + len(one.subtasks)
    words = _("%(leaver)s交给%(successor)s，%(n)s件")
    words = words % {"leaver": one.leaver_name, "successor": one.successor_name, "n": n}
    return Made(one.pk, words, f"{when(one.at, campaign)}　{one.by_name}", one.undone_at is not None, may)
