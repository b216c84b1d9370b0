"""One task: its sentence in the plan, where it stands, who has to do what, and the forms of whoever may act now."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.campaigns.access import may, may_plan, may_report
from luoshi.campaigns.draft import UNIT_ROLES
from luoshi.campaigns.link import may_link
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.plans.words import recurrence_words, role_words, rule_words
from luoshi.faces.desk.work.facts import facts
from luoshi.faces.desk.work.forms import ReportForm, SubmitForm, UnchangedForm, VerdictForm
from luoshi.faces.desk.work.home import target_row
from luoshi.faces.desk.work.log import rounds
from luoshi.faces.desk.work.rows import Rows
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.values import Guess
from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing
from luoshi.oversight.sheet import Sheet, sheet

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment, Campaign

Act = Literal["sign", "report", "submit", "verify"]


@dataclass(frozen=True, slots=True)
class Doing:
    """What one person can do with an assignment now: the acts granted, and (acts, reason) of the others."""

    granted: frozenset[Act]
    missing: tuple[tuple[str, str], ...]


@dataclass
class Sent:
    """A form that an act refused, to be shown again in its place."""

    report: ReportForm | None = None
    submit: SubmitForm | None = None
    verdict: VerdictForm | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """The names in one role as written, each with a note where it is settled to something of another name."""

    role: str
    names: list[tuple[Guess, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The paragraph of the plan in which a task's words stand; verbatim."""

    before: str
    words: str
    after: str


@signed_in
def show(request: HttpRequest, campaign_id: int, task_id: int) -> HttpResponse:
    """The task, opened at the assignment that `a` names, or at its only one."""
    chosen = number(request.GET.get("a", ""))
    return respond(request, campaign_or_404(request, campaign_id), task_id, chosen)


def respond(
    request: HttpRequest, campaign: "Campaign", task_id: int, chosen: int | None, sent: Sent | None = None
) -> HttpResponse:
    """The task's page; with a refused form in its place, and then with status 422."""
    me = who(request)
    shown = sheet(campaign, me, task_id, chosen)
    if shown is None:
        raise Http404
    row = shown.work.assignment if shown.work else None
    values: dict[str, object] = {
        "sheet": shown,
        "task": shown.task,
        "facts": facts(campaign, shown),
        "paragraph": _paragraph(shown),
        "plan_url": _plan_url(campaign, shown),
        "parties": _parties(shown),
        "targets": [target_row(campaign, target) for target in shown.gauges],
        "members": Rows(campaign).members(shown.items, shown.chosen) if len(shown.items) > 1 else "",
        "rounds": rounds(campaign, shown),
        "recurrence": recurrence_words(shown.task.recurrence),
        "inferred": [rule_words(mark) for mark in shown.task.inferred],
        "may_plan": bool(may_plan(me)),
        "unit_duties": sum(duty.role in UNIT_ROLES for duty in shown.task.duties),
        "can_go": any(duty.unit_id or duty.set_id for duty in shown.task.duties if duty.role in UNIT_ROLES),
        "page_url": request.build_absolute_uri(),
        **(_forms(me, shown, row, sent or Sent()) if row else {}),
    }
    crumbs = (Link(_("任务清单"), reverse("tasks", args=[campaign.pk])),)
    title = _("任务%(n)s") % {"n": shown.task.number}
    status = 422 if sent else 200
    return page(request, "desk/work/task.html", values, title=title, campaign=campaign, crumbs=crumbs, status=status)


def _forms(me: Standing, shown: Sheet, row: "Assignment", sent: Sent) -> dict[str, object]:
    doing = doing_now(me, row)
    last = shown.work.feedback[0] if shown.work and shown.work.feedback else None
    said = next((each.said for each in shown.work.feedback if not each.is_unchanged), "") if shown.work else ""
    known = {
        "progress": row.progress if last else None,
        "said": said,
        "difficulty": last.difficulty if last else "",
        "next_step": last.next_step if last else "",
    }
    granted = doing.granted
    seen = {"round": shown.work.rounds[-1].number if shown.work and shown.work.rounds else None}
    return {
        "doing": doing,
        "row": row,
        "has_reports": last is not None,
        "is_busy": bool(granted),
        "may_link": bool(may_link(me, row)),
        "may_sign": "sign" in granted,
        "report_form": sent.report or (ReportForm(shown.gauges, initial=known) if "report" in granted else None),
        "unchanged_form": UnchangedForm(auto_id=False),
        "submit_form": sent.submit or (SubmitForm() if "submit" in granted else None),
        "verdict_form": sent.verdict or (VerdictForm(initial=seen) if "verify" in granted else None),
    }


def doing_now(me: Standing, row: "Assignment") -> Doing:
    """The acts that this person may make on the assignment now, and why not the others."""
    verdicts: list[tuple[Act, str, Verdict]] = [
        ("sign", _("签收"), may(me, ASSIGNMENT.move("sign"), row)),
        ("report", _("反馈"), may_report(me, row)),
        ("submit", _("提交验收"), may(me, ASSIGNMENT.move("submit"), row)),
        ("verify", _("验收"), may(me, ASSIGNMENT.move("accept"), row)),
    ]
    behind = {"issued": (), "in_progress": ("sign",), "submitted": ("sign", "submit")}.get(row.state, ())
    reasons: dict[str, list[str]] = {}
    for act, label, verdict in verdicts:
        if not verdict and act not in behind and row.state != "done":
            reasons.setdefault(verdict.reason, []).append(label)
    missing = tuple((_("、").join(labels), reason) for reason, labels in reasons.items())
    return Doing(frozenset(act for act, _label, verdict in verdicts if verdict), missing)


def _paragraph(shown: Sheet) -> Paragraph | None:
    source = shown.task.source
    if source is None:
        return None
    return Paragraph(source.before.rpartition("\n")[2], source.words.strip(), source.after.partition("\n")[0])


def _plan_url(campaign: "Campaign", shown: Sheet) -> str:
    source = shown.task.source
    if source is None:
        return ""
    return f"{reverse('plan_text', args=[campaign.pk])}?at={source.start}-{source.end}#s{source.start}"


def _parties(shown: Sheet) -> list[Party]:
    """The parties by role in the order of the plan."""
    found: dict[str, Party] = {}
    for duty in shown.task.duties:
        party = found.setdefault(duty.role, Party(role_words(duty.role)))
        rules = "、".join(filter(None, map(rule_words, duty.inferred)))
        name = Guess(duty.name, rules, confirmed=not duty.inferred)
        party.names.append((name, _note(duty.role, duty.name, duty.unit, duty.set_id, duty.members)))
    return list(found.values())


def _note(role: str, name: str, unit: str, set_id: int | None, members: int) -> str:
    if set_id:
        return ngettext("%(n)s家", "%(n)s家", members) % {"n": members}
    if role in ("lead_person", "person"):
        return ""
    if not unit:
        return _("还没有认定是哪家单位")
    return _("即%(unit)s") % {"unit": unit} if unit != name else ""
