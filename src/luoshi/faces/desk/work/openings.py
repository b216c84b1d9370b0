"""What a campaign's home holds besides its work: the next step before issuing, the plan's doubts, the leading group."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.faces.desk.plans.doubts import TONES, counted_words, finding_words, weight_word
from luoshi.faces.desk.work.address import Address
from luoshi.faces.shared.values import Finding, Source
from luoshi.kit.verdict import Verdict
from luoshi.oversight.home import Home
from luoshi.oversight.items import Filters
from luoshi.plan.check.rules import RULES
from luoshi.plan.model import Finding as PlanFinding

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

TARGETS, DOUBTS, MEMBERS = 7, 6, 12
WEIGHTS = {"error": 0, "warning": 1, "info": 2}
TITLES = {rule.code: rule.title for rule in RULES}


@dataclass(frozen=True, slots=True)
class Doubts:
    """The heaviest doubts of the plan, and how many there are in all, as the page that lists them says it."""

    shown: tuple[Finding, ...]
    count: str


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the leading group with the items that they lead."""

    name: str
    role: str
    post: str
    url: str
    total: int
    lights: dict[str, int]


@dataclass(frozen=True, slots=True)
class Next:
    """What has to be done next, or why this person cannot."""

    title: str
    text: str
    label: str
    url: str
    reason: str


def doubts(campaign: "Campaign", shown: Home) -> Doubts:
    """Unsettled names first, then the reading's findings from the heaviest on."""
    found: list[Finding] = []
    if shown.doubts.unsettled:
        names, mentions = len(shown.doubts.unsettled), sum(n for _name, n in shown.doubts.unsettled)
        text = ngettext(
            "“%(name)s”等%(n)s个名称还不是机构里的单位，涉及%(m)s处责任，认定后才能下发。",
            "“%(name)s”等%(n)s个名称还不是机构里的单位，涉及%(m)s处责任，认定后才能下发。",
            names,
        ) % {"name": shown.doubts.unsettled[0][0], "n": names, "m": mentions}
        url = reverse("issue", args=[campaign.pk])
        found.append(Finding("bad", weight_word("bad"), _("单位未认定"), text, Source(_("去认定"), url)))
    ordered = sorted(shown.doubts.findings, key=lambda finding: WEIGHTS[finding.severity])
    found += [_doubt(campaign, finding, shown.doubts.revision_id) for finding in ordered[: DOUBTS - len(found)]]
    return Doubts(tuple(found), counted_words(len(shown.doubts.findings), len(shown.doubts.unsettled)))


def _doubt(campaign: "Campaign", finding: PlanFinding, revision_id: int | None) -> Finding:
    start, end = finding.span
    revised = f"revision={revision_id}&" if revision_id else ""
    url = f"{reverse('plan_text', args=[campaign.pk])}?{revised}at={start}-{end}#s{start}"
    tone = TONES[finding.severity]
    title = _(TITLES[finding.code]) if finding.code in TITLES else ""
    words = finding_words(finding.code, finding.message)
    return Finding(tone, weight_word(tone), title, words, Source(_("看原文"), url))


def leading_group(campaign: "Campaign", shown: Home) -> tuple[Member, ...]:
    """The people whom the plan names, and the leaders of tasks whom its roster leaves out, with what each leads."""
    named = {person["name"] for person in campaign.people}
    people = [(person["name"], person["role"], person["post"]) for person in campaign.people]
    people += [(name, _("牵头领导"), "") for name in shown.leaders if name not in named]
    busy = [person for person in people if person[0] in shown.leaders or person[1] not in ("成员", "")]
    tasks = reverse("tasks", args=[campaign.pk])
    return tuple(
        Member(
            name, role, post, tasks + Address(Filters(leader=name)).url(),
            sum(shown.leaders.get(name, {}).values()), shown.leaders.get(name, {}),
        )
        for name, role, post in busy[:MEMBERS]
    )  # fmt: skip


def next_step(campaign: "Campaign", shown: Home, may: Verdict) -> Next | None:
    """Issuing, as long as tasks are not out."""
    ready, held, without = shown.doubts.ready, shown.doubts.held, shown.doubts.without_unit
    if not (ready or held or without):
        return None
    parts = [ngettext("%(n)s项可以下发。", "%(n)s项可以下发。", ready) % {"n": ready}] if ready else []
    if held:
        parts.append(ngettext("%(n)s项等认定名称。", "%(n)s项等认定名称。", held) % {"n": held})
    if without:
        parts.append(ngettext("%(n)s项还没有单位。", "%(n)s项还没有单位。", without) % {"n": without})
    url = reverse("issue", args=[campaign.pk]) if may else ""
    title = _("下一步：下发任务") if ready else _("下一步：给任务定单位")
    label = _("下发任务，先预览") if ready else _("看是哪些")
    return Next(title, "　".join(parts), label, url, may.reason)
