"""What the adopted plan leaves open: findings by weight with the way to the words, and names that are no unit yet."""

from bisect import bisect_right
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luoshi.campaigns import plan_texts, queries
from luoshi.campaigns.access import may_doubt, may_plan
from luoshi.campaigns.doubts import in_force
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.settle import Party, settle
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.plans.doubts import TONES, counted_words, finding_words, weight_word
from luoshi.faces.desk.plans.naming import answer
from luoshi.faces.desk.plans.settling import Settling, datalist, members_of
from luoshi.faces.shared.rules import planners, signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.faces.shared.values import Finding, Source, Tone
from luoshi.kit.verdict import demand
from luoshi.orgs.queries import sets, units
from luoshi.plan.check.rules import RULES
from luoshi.plan.check.units import is_set

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

TITLES = {rule.code: rule.title for rule in RULES}
ORDER: tuple[Tone, ...] = ("bad", "warn", "")


@signed_in
@require_GET
def show(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """The findings of the plan as adopted, the heaviest first, and the names to be settled."""
    campaign = campaign_or_404(request, campaign_id)
    demand(may_doubt(who(request)))
    return _page(request, campaign)


@planners
@require_POST
def name(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Say who a name of the plan is, everywhere in the campaign."""
    campaign = campaign_or_404(request, campaign_id)
    said, by = request.POST.get("name", ""), who(request)
    try:
        values = answer(request.POST, said, by)
        party = Party(said, values["unit"], values["set"])
    except Unanswered as missing:
        return _page(request, campaign, wrong=str(missing))
    count = settle(campaign, party, by=by)
    say(request, _("“%(name)s”已认定，%(n)s处一并生效。") % {"name": said, "n": count})
    return redirect("findings", campaign.pk)


@planners
@require_GET
def members(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Every unit, to say which one a name is, or to tick whom it stands for."""
    campaign = campaign_or_404(request, campaign_id)
    said, rows = request.GET.get("name", ""), units()
    known = {row.name: row.members for row in sets()}
    chosen = [unit.id for unit in rows if unit.name in known[said]] if said in known else members_of(said, rows)
    settling = Settling(reverse("campaign_name", args=[campaign.pk]), get_token(request), rows)
    values: dict[str, object] = {
        "name": said,
        "unit": SafeString(settling.unit(said, -1, dict(queries.unsettled(campaign.pk)).get(said, 0))),
        "group": SafeString(settling.ticks(said, chosen, 0)),
        "units": SafeString(datalist(rows)),
        "is_set": is_set(said),
        "back": reverse("findings", args=[campaign.pk]),
    }
    crumbs = (Link(_("方案里的疑点"), reverse("findings", args=[campaign.pk])),)
    title = _("认定“%(name)s”") % {"name": said}
    return page(request, "desk/plans/naming.html", values, title=title, campaign=campaign, crumbs=crumbs)


def _page(request: HttpRequest, campaign: "Campaign", wrong: str = "") -> HttpResponse:
    names, allowed = queries.unsettled(campaign.pk), may_plan(who(request))
    groups = _found(campaign)
    values: dict[str, object] = {
        "groups": groups,
        "count": counted_words(sum(len(rows) for _word, rows in groups), len(names)),
        "names": names,
        "forms": SafeString(_forms(request, campaign.pk, names)) if allowed and names else "",
        "reason": allowed.reason,
        "wrong": wrong,
    }
    status = 422 if wrong else 200
    title = _("方案里的疑点")
    return page(request, "desk/plans/findings.html", values, title=title, campaign=campaign, status=status)


def _found(campaign: "Campaign") -> list[tuple[str, list[Finding]]]:
    """(weight, findings) of the plan that the campaign follows, each with the address of its words."""
    revision_id = plan_texts.current_revision(campaign.pk)
    held = plan_texts.plan_text(campaign.pk, revision_id)
    if held is None:
        return []
    tasks = sorted((row.start, row.end, row.number) for row in held.placed if row.kind == "task")
    starts = [start for start, _end, _number in tasks]
    address = f"{reverse('plan_text', args=[campaign.pk])}?{f'revision={revision_id}&' if revision_id else ''}"
    by_tone: dict[Tone, list[Finding]] = {tone: [] for tone in ORDER}
    for one in in_force(held.proposal.plan, held.proposal.text, campaign.calendar):
        before = reversed(tasks[: bisect_right(starts, one.span.start)])
        number = next((number for _start, end, number in before if end > one.span.start), 0)
        clause = _("任务%(number)s") % {"number": number} if number else _("原文")
        url = f"{address}at={one.span.start}-{one.span.end}#s{one.span.start}"
        tone = TONES[one.severity]
        about = _(TITLES[one.code]) if one.code in TITLES else ""
        words = finding_words(one.code, one.message)
        by_tone[tone].append(Finding(tone, weight_word(tone), about, words, Source(clause, url)))
    return [(weight_word(tone), rows) for tone, rows in by_tone.items() if rows]


def _forms(request: HttpRequest, campaign_id: int, names: list[tuple[str, int]]) -> str:
    rows = units()
    settling = Settling(reverse("campaign_name", args=[campaign_id]), get_token(request), rows)
    more = reverse("campaign_members", args=[campaign_id])
    return datalist(rows) + "".join(
        settling.group(each, place, count, f"{more}?name={quote(each)}")
        if is_set(each)
        else settling.unit(each, place, count)
        for place, (each, count) in enumerate(names)
    )
