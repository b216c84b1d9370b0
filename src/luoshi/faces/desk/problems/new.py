"""Registering: one problem, from opinions where an address brings them, or a unit's whole sheet of guided questions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.problems.fields import ProblemForm
from luoshi.faces.desk.problems.words import pairs_of
from luoshi.faces.desk.work.forms import blame
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.orgs.access import Standing
from luoshi.problems.guide import QUESTIONS, given_by
from luoshi.problems.queries import own_units, unit_choices, voices_of
from luoshi.problems.register import register, register_all


@signed_in
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The form of one problem; `opinion` in the address, once or more, puts opinions behind it."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    if request.method == "POST":
        form = ProblemForm(request.POST)
        if form.is_valid():
            try:
                made = register(campaign, form.problem(), by=me, token=form.cleaned_data["token"])
            except Unanswered as unanswered:
                blame(form, unanswered)
            else:
                say(request, _("已登记，编号%(code)s。") % {"code": made.code})
                return redirect("problem", campaign_id, made.number)
        ids = form.data.get("opinions", "").split(",")
    else:
        ids = request.GET.getlist("opinion")
        voices = voices_of(me, campaign, [pk for text in ids if (pk := number(text))])
        first = voices[0] if voices else None
        initial = {
            "item": first.tidied or first.wording.text if first else "",
            "source": "opinion" if first else "inspection" if me.has("supervisor") else "self_check",
            "concerns": first.unit_id if first else next(iter(own_units(me)), None),
            "found_on": campaign.today,
            "opinions": ",".join(str(one.pk) for one in voices),
            "horizon": "limit",
            "grade": "B",
        }
        form = ProblemForm(initial=initial)
    voices = voices_of(me, campaign, [pk for text in ids if (pk := number(text))])
    values: dict[str, object] = {"form": form, "voices": voices}
    crumbs = (Link(_("问题台账"), reverse("problems", args=[campaign.pk])),)
    status = 422 if request.method == "POST" else 200
    return page(
        request, "desk/problems/new.html", values, title=_("登记问题"), campaign=campaign, crumbs=crumbs, status=status
    )


@signed_in
def guide(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The unit's sheet of guided questions; every answered line becomes a registered problem."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    said = request.POST if request.method == "POST" else {}
    error = ""
    if request.method == "POST":
        unit = number(request.POST.get("unit", ""))
        found = given_by({name: str(value) for name, value in request.POST.items()}, unit)
        try:
            if not found:
                raise Unanswered("unit", _("一条也没有写。没有问题的，不用交这张表。"))
            rows = register_all(campaign, found, by=me)
        except Unanswered as unanswered:
            error = str(unanswered)
        else:
            n = len(rows)
            say(request, ngettext("已登记%(n)s个问题，等待交办。", "已登记%(n)s个问题，等待交办。", n) % {"n": n})
            return redirect("problems", campaign_id)
    values: dict[str, object] = {
        "questions": [
            (question.code, _(question.area), _(question.text), said.get(question.code, "")) for question in QUESTIONS
        ],
        "units": _units(me, str(said.get("unit", ""))),
        "horizons": pairs_of("horizon"),
        "error": error,
    }
    crumbs = (Link(_("问题台账"), reverse("problems", args=[campaign.pk])),)
    title = _("查摆问题")
    status = 422 if error else 200
    return page(
        request, "desk/problems/guide.html", values, title=title, campaign=campaign, crumbs=crumbs, status=status
    )


def _units(me: Standing, chosen: str) -> list[tuple[str, str, bool]]:
    """(id, name, chosen) of the units for which this person may fill in the sheet."""
    own = own_units(me)
    names = unit_choices() if me.has("office", "supervisor") else own.items()
    return [(str(pk), name, str(pk) == chosen) for pk, name in names]
