"""One task: its sentence in the plan, where it stands, who has to do what, and the forms of whoever may act now."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.blockers.block import may_block
from luoshi.campaigns.draft import UNIT_ROLES
from luoshi.campaigns.grounds import open_review
from luoshi.campaigns.link import may_link
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.plans.words import recurrence_words, role_words, rule_words
from luoshi.faces.desk.urging.history import urge_history
from luoshi.faces.desk.work import side
from luoshi.faces.desk.work.asking import AnswerForm, SettleForm
from luoshi.faces.desk.work.doing import doing_now
from luoshi.faces.desk.work.facts import facts
from luoshi.faces.desk.work.forms import ReportForm, SubmitForm, UnchangedForm, VerdictForm
from luoshi.faces.desk.work.home import target_row
from luoshi.faces.desk.work.log import rounds
from luoshi.faces.desk.work.rows import Rows, plan_place
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.values import Guess
from luoshi.orgs.access import Standing
from luoshi.oversight.sheet import Sheet, sheet

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment, Campaign


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that an act refused, to be shown again in its place."""

    act: str
    form: forms.Form | None

    def of(self, *acts: str) -> forms.Form | None:
        """The form, if it was sent for one of these acts."""
        return self.form if self.act in acts else None


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
        "urges": urge_history(shown.urges, row, me) if row else [],
        "waits": side.waits_for(row, task_id),
        "may_block": may_block(me, campaign),
        "unit_duties": sum(duty.role in UNIT_ROLES for duty in shown.task.duties),
        "can_go": any(duty.unit_id or duty.set_id for duty in shown.task.duties if duty.role in UNIT_ROLES),
        "page_url": request.build_absolute_uri(),
        **(_forms(me, shown, row, sent or Sent("", None)) if row else {}),
    }
    crumbs = (Link(_("任务清单"), reverse("tasks", args=[campaign.pk])),)
    title = _("任务%(n)s") % {"n": shown.task.number}
    status = 422 if sent else 200
    return page(request, "desk/work/task.html", values, title=title, campaign=campaign, crumbs=crumbs, status=status)


def _forms(me: Standing, shown: Sheet, row: "Assignment", sent: Sent) -> dict[str, object]:
    work = shown.work
    asked, left = open_review(row), side.left_of(work.rounds if work else ())
    doing = doing_now(me, row, remains=left is not None)
    granted = doing.granted
    seen = {"round": work.rounds[-1].number if work and work.rounds else None}
    reports = sent.of("report") or (_report_form(shown, row) if "report" in granted else None)
    verdict = sent.of("accept", "send_back") or (VerdictForm(initial=seen) if "accept" in granted else None)
    return {
        "doing": doing,
        "row": row,
        "has_reports": bool(work and work.feedback),
        "is_busy": bool(granted),
        "may_link": bool(may_link(me, row)),
        "may_sign": "sign" in granted,
        "report_form": reports,
        "unchanged_form": UnchangedForm(auto_id=False),
        "submit_form": sent.of("submit") or (SubmitForm() if "submit" in granted else None),
        "verdict_form": verdict,
        "asked": side.asked(row.campaign, asked) if asked else None,
        "answer_form": sent.of("grant", "refuse") or (AnswerForm(asked) if "answer" in granted else None),
        "left": left,
        "settle_form": sent.of("settle_remaining") or (SettleForm() if "settle_remaining" in granted else None),
        **side.beside(me, row),
    }


def _report_form(shown: Sheet, row: "Assignment") -> ReportForm:
    last = shown.work.feedback[0] if shown.work and shown.work.feedback else None
    said = next((each.said for each in shown.work.feedback if not each.is_unchanged), "") if shown.work else ""
    known = {
        "progress": row.progress if last else None,
        "said": said,
        "difficulty": last.difficulty if last else "",
        "next_step": last.next_step if last else "",
    }
    return ReportForm(shown.gauges, initial=known)


def _paragraph(shown: Sheet) -> Paragraph | None:
    source = shown.task.source
    if source is None:
        return None
    return Paragraph(source.before.rpartition("\n")[2], source.words.strip(), source.after.partition("\n")[0])


def _plan_url(campaign: "Campaign", shown: Sheet) -> str:
    source = shown.task.source
    if source is None:
        return ""
    return plan_place(reverse("plan_text", args=[campaign.pk]), (source.start, source.end), source.revision_id)


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
