"""What planners set for a campaign: when lights turn, how work goes, how often units report; and what takes it back."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.campaigns.adopt import may_undo
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.remove import may_remove, remove_sample
from luoshi.campaigns.rhythm.keep import rhythm_of, set_rhythm
from luoshi.campaigns.settle import LIGHTS, WORK, facts, set_lights, set_work
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.work.forms import LightsForm, RhythmForm, WorkForm, blame
from luoshi.faces.shared.rules import planners
from luoshi.faces.shared.seen import SeenForm, overtaken
from luoshi.faces.shared.toasts import say
from luoshi.kit.seen import Overtaken, mark

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


NAMED = 10
"""So many that stay when a sample is removed are named."""


class RulesForm(LightsForm, SeenForm):
    """The lights' rules, changed as they were seen."""


DONE = {
    "form": later("亮灯规则已改，所有清单即刻照新规则亮灯。"),
    "work_form": later("办理规则已改。"),
    "rhythm_form": later("报送周期已定，从今天起算。"),
}


@planners
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The settings; a POST changes when lights turn."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    if request.method != "POST":
        return _page(request, campaign)
    form = RulesForm(request.POST)
    return _kept(request, campaign, "form", form, lambda: set_lights(campaign, form.rules(), by=me))


@planners
@require_POST
def work(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Change how work goes: the days to hand back in, who submits, who lets tasks go out."""
    campaign, me, form = campaign_or_404(request, campaign_id), who(request), WorkForm(request.POST)
    return _kept(request, campaign, "work_form", form, lambda: set_work(campaign, form.rules(), by=me))


@planners
@require_POST
def rhythm(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Say how often the campaign's tasks are reported on."""
    campaign, me, form = campaign_or_404(request, campaign_id), who(request), RhythmForm(request.POST)
    return _kept(request, campaign, "rhythm_form", form, lambda: set_rhythm(campaign, form.rounds(), by=me))


def _kept(
    request: HttpRequest, campaign: "Campaign", name: str, form: Form, make: Callable[[], object]
) -> HttpResponse:
    """Make the act of a valid form, or show the form again in its place."""
    if form.is_valid():
        try:
            make()
        except Unanswered as unanswered:
            blame(form, unanswered)
        except Overtaken:
            assert isinstance(form, SeenForm), "only forms that know what their reader saw are overtaken"
            now = campaign_or_404(request, campaign.pk)
            overtaken(form, (_rules if name == "form" else _work)(now))
    if not form.is_valid():
        return _page(request, campaign, status=422, **{name: form})
    say(request, str(DONE[name]))
    return redirect("settings", campaign.pk)


@planners
@require_POST
def remove(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Remove a sample campaign with the organization that was made for it; say what stays, and why."""
    kept = remove_sample(campaign_or_404(request, campaign_id), by=who(request))
    told = _("；").join(_("%(name)s（%(why)s）") % {"name": one.name, "why": one.why} for one in kept[:NAMED])
    words = {"told": told, "n": len(kept)}
    say(request, _("样例已删去。保留%(n)s个：%(told)s。") % words if kept else _("样例已删去。"))
    return redirect("start")


def _page(request: HttpRequest, campaign: "Campaign", status: int = 200, **sent: Form) -> HttpResponse:
    me, kept = who(request), rhythm_of(campaign)
    rounds = {"every": kept.every, "day": kept.day or None, "basis": kept.basis} if kept else {}
    values: dict[str, object] = {
        "form": RulesForm(initial=_rules(campaign)),
        "work_form": WorkForm(initial=_work(campaign)),
        "rhythm_form": RhythmForm(initial=rounds),
        "undo": may_undo(me, campaign),
        "sample": may_remove(me, campaign) if campaign.is_sample else None,
        **sent,
    }
    return page(request, "desk/work/settings.html", values, title=_("设置"), campaign=campaign, status=status)


def _rules(campaign: "Campaign") -> dict[str, object]:
    """What the form of the rules says as they stand."""
    rules = facts(campaign, LIGHTS)
    return {**rules, "seen": mark(rules)}


def _work(campaign: "Campaign") -> dict[str, object]:
    """What the form of how work goes says as it stands."""
    rules = facts(campaign, WORK)
    return {**rules, "seen": mark(rules)}
