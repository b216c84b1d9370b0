"""The rarer acts on an assignment, each with a page of its own: what it does, and its form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from luoshi.campaigns import archive, reopen
from luoshi.campaigns.access import may
from luoshi.campaigns.inside.access import may_arrange
from luoshi.campaigns.inside.divide import add_step
from luoshi.campaigns.inside.entrust import entrust
from luoshi.campaigns.inside.queries import members
from luoshi.campaigns.joint.access import may_consult
from luoshi.campaigns.joint.consult import consult
from luoshi.campaigns.review import answer, ask
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.desk.frame import page
from luoshi.faces.desk.organization.fields import names_html
from luoshi.faces.desk.work.asking import (
    EntrustForm,
    ExtensionForm,
    QuestionForm,
    ReasonForm,
    ReturnForm,
    StepForm,
)
from luoshi.faces.desk.work.words import state_word
from luoshi.faces.shared.cells import day_text
from luoshi.faces.shared.shell import Link
from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing
from luoshi.orgs.queries import units

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment, Campaign

Make = Callable[["Assignment", Any, Standing], object]
Ask = Callable[["Assignment", Any], forms.Form]


@dataclass(frozen=True, slots=True)
class Kind:
    """One act: its label, what is said before it and afterwards, its form, the act itself and who may make it."""

    label: object
    note: object
    done: object
    make: Make
    form: Ask | None = None
    may: Callable[[Standing, "Assignment"], Verdict] | None = None


@dataclass(frozen=True, slots=True)
class OnePage:
    """A page of one form: its heading, where it leads back to, what is said before the form, and why it is refused."""

    label: str
    back: str
    back_label: str = ""
    note: str = ""
    refused: str = ""


def verdict(name: str, me: Standing, row: "Assignment") -> Verdict:
    """Whether this person may make that act now."""
    asked = KINDS[name].may
    return asked(me, row) if asked else may(me, ASSIGNMENT.move(name), row)


def show(request: HttpRequest, campaign: "Campaign", row: "Assignment", name: str, me: Standing) -> HttpResponse:
    """The page of an act that has a form; with the reason in place of the form where it is not granted."""
    kind = KINDS.get(name)
    if kind is None or kind.form is None:
        return HttpResponseNotAllowed(["POST"])
    said = verdict(name, me, row)
    form = kind.form(row, None) if said else None
    return draw(request, campaign, row, name, form, refused=said.reason)


def draw(
    request: HttpRequest,
    campaign: "Campaign",
    row: "Assignment",
    name: str,
    form: forms.Form | None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of an act; `refused` says why it is not made, and what was typed then stands there to be copied."""
    kind = KINDS.get(name)
    label = str(kind.label) if kind else _(LABELS.get(name, "反馈"))
    back = reverse("task", args=[campaign.pk, row.task_id]) + f"?a={row.pk}"
    shown = OnePage(label, back, _("任务%(n)s") % {"n": row.task.number}, str(kind.note) if kind else "", refused)
    values: dict[str, object] = {
        "row": row,
        "state": state_word(row.state),
        "original_due": row.original_due if row.original_due != row.due else None,
        "names": _names(form),
    }
    return one_form(request, campaign, form, shown, values, status=status)


def one_form(
    request: HttpRequest,
    campaign: "Campaign",
    form: forms.Form | None,
    shown: OnePage,
    values: dict[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page with nothing but one form; where it was refused, what was typed stands there to be copied."""
    fields = form.visible_fields() if form is not None and shown.refused else ()
    kept = [(field.label, field.value()) for field in fields if field.value()]
    crumbs = (
        Link(_("任务清单"), reverse("tasks", args=[campaign.pk])),
        *((Link(shown.back_label, shown.back),) if shown.back_label else ()),
    )
    told = {**(values or {}), "shown": shown, "form": form, "kept": kept}
    return page(
        request, "desk/work/move.html", told, title=shown.label, campaign=campaign, crumbs=crumbs, status=status
    )


def _names(form: forms.Form | None) -> str:
    """The names that a field for a unit offers."""
    return names_html(form.offered) if isinstance(form, ReturnForm) else ""


def _extension(row: "Assignment", data: Any) -> forms.Form:
    form = ExtensionForm(data)
    if row.due is not None:
        form.fields["due"].label = _("延到哪一天（现定%(day)s）") % {"day": day_text(row.due)}
    return form


def _joint(row: "Assignment") -> Sequence[tuple[int, str]]:
    return [(joint.unit_id, joint.unit.name) for joint in row.joints.select_related("unit").order_by("pk")]


def _now(row: "Assignment") -> int | None:
    doer = row.doers.filter(until=None).first()
    return doer.person_id if doer else None


KINDS: dict[str, Kind] = {
    "ask_return": Kind(
        later("申请退件"),
        later("不属于本单位职责的，说明理由并提出应由哪家承办，由领导小组办公室答复。"),
        later("退件申请已提出，等领导小组办公室答复。"),
        lambda row, form, me: ask.ask_return(row, form.wanted(), by=me),
        lambda _row, data: ReturnForm(units(), data),
    ),
    "dispute": Kind(
        later("提请领导裁定"),
        later("对驳回退件仍有异议的，可以提请领导裁定一次；裁定以后照办。"),
        later("已提请领导裁定。"),
        lambda row, form, me: ask.dispute(row, form.request(), by=me),
        lambda _row, data: ReasonForm(data),
    ),
    "ask_change": Kind(
        later("申请延期"),
        later("由单位负责人提出，分管领导或组长答复；原定期限和每一次准延都留着。"),
        later("延期申请已提出，等分管领导答复。"),
        lambda row, form, me: ask.ask_change(row, form.wanted(), by=me),
        _extension,
    ),
    "ask_cancel": Kind(
        later("提请撤销"),
        later("由领导小组办公室提出，分管领导或组长决定。"),
        later("已提请撤销，等分管领导决定。"),
        lambda row, form, me: ask.ask_cancel(row, form.request(), by=me),
        lambda _row, data: ReasonForm(data),
    ),
    "reopen": Kind(
        later("重新办理"),
        later("回头看或群众反映发现问题的，写明发现了什么；单位照此再办，以前的各轮都留着。"),
        later("已要求重新办理。"),
        lambda row, form, me: reopen.reopen(row, form.reopening(), by=me),
        lambda _row, data: ReasonForm(data),
    ),
    "archive": Kind(later("归档"), "", later("已归档。"), lambda row, _form, me: archive.archive(row, by=me)),
    "withdraw": Kind(
        later("撤回申请"), "", later("申请已撤回，任务照原样办理。"), lambda row, _form, me: answer.withdraw(row, by=me)
    ),
    "entrust": Kind(
        later("定经办人"),
        later("在本单位里指定谁来办；期限不变。"),
        later("经办人已定。"),
        lambda row, form, me: entrust(row, form.entrusting(), by=me),
        lambda row, data: EntrustForm(members(row.unit_id), data, _now(row)),
        lambda me, row: may_arrange(me, row),
    ),
    "add_step": Kind(
        later("加一项子任务"),
        later("子任务只在本单位内部看得到，全部办完才能提交验收。"),
        later("子任务已加上。"),
        lambda row, form, me: add_step(row, form.step(), by=me),
        lambda row, data: StepForm(members(row.unit_id), data),
        lambda me, row: may_arrange(me, row),
    ),
    "consult": Kind(
        later("征求配合单位意见"),
        later("配合单位会在这项任务的页面上看到并答复。"),
        later("已向配合单位征求意见。"),
        lambda row, form, me: consult(row, form.asked(), by=me),
        lambda row, data: QuestionForm(_joint(row), data),
        lambda me, row: may_consult(me, row),
    ),
}
"""The acts with a way of their own, by the name in their address."""
LABELS = {move.name: move.label for move in ASSIGNMENT.moves}
