"""The campaign's journal as its pages must tell it, from the entries and the rows that they are about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from journeys.truth import PARTIES, Truth
from journeys.wording import quoted
from luoshi.campaigns.models import Assignment, Duty, Feedback, Review, Round, Stage, Target, Task
from luoshi.journal.models import Entry
from luoshi.oversight.models import Urge


@dataclass(frozen=True)
class Line:
    """One line: when, and in what words."""

    at: datetime
    text: str

    @property
    def moment(self) -> str:
        return timezone.localtime(self.at).isoformat()


def lines(truth: Truth) -> list[Line]:
    """What the journal tells who looks, the newest first."""
    return list(_lines(truth))[::-1]


def _lines(truth: Truth) -> Iterator[Line]:
    campaign = truth.campaign
    reports = Feedback.objects.filter(assignment__campaign=campaign).order_by("pk")
    rounds = Round.objects.filter(assignment__campaign=campaign).order_by("submitted_at", "pk")
    decided = iter(rounds.exclude(decided_at=None).order_by("decided_at", "pk"))
    words: dict[str, Iterator[Any]] = {"assignment.report": iter(reports), "assignment.submit": iter(rounds)}
    words |= {"assignment.accept": decided, "assignment.send_back": decided}
    reviews = Review.objects.filter(assignment__campaign=campaign, kind="change")
    words |= {"assignment.ask_change": iter(reviews.order_by("asked_at"))}
    words |= {"assignment.grant_change": iter(reviews.filter(verdict="granted").order_by("decided_at"))}
    words |= {"assignment.urge": iter(Urge.objects.filter(assignment__campaign=campaign).order_by("at"))}
    seen = {row.held.pk for row in truth.rows if row.held}
    for entry in Entry.objects.filter(chain__name=f"campaign:{campaign.pk}").order_by("seq"):
        row = next(words[entry.act]) if entry.act in words else None
        only = entry.kind == "assignment" and entry.subjects.isdigit() and int(entry.subjects) in seen
        if truth.units is None or only:
            yield Line(entry.at, f"{entry.actor} {_said(entry, truth, row)}")


def _said(entry: Entry, truth: Truth, row: Any) -> str:
    if entry.act in _WHOLE:
        return _WHOLE[entry.act](entry, truth)
    if entry.act == "task.give":
        task = Task.objects.get(pk=int(entry.subjects))
        (given,) = Duty.objects.filter(task=task, role="lead_unit")
        return f"定 任务{task.number} {task.title} 由{given.name}牵头"
    held = Assignment.objects.select_related("task", "unit").get(pk=int(entry.subjects))
    about = f"任务{held.task.number} {held.task.title}（{held.unit.name}）"
    if isinstance(row, Feedback):
        return f"反馈 {about}，进度{row.progress}%{quoted(row.said)}"
    if row is None:
        return f"{'打开了被催办的' if entry.act == 'assignment.read' else '签收'} {about}"
    if entry.act in _ABOUT:
        return _ABOUT[entry.act](about, row)
    if entry.act == "assignment.submit":
        return f"提交验收 {about}{quoted(row.result)}"
    verb = "验收通过" if row.verdict == "accepted" else "退回"
    return f"{verb} {about}{quoted(row.reason)}"


def _adopted(entry: Entry, truth: Truth) -> str:
    stages, tasks, targets = (model.objects.filter(campaign=truth.campaign).count() for model in (Stage, Task, Target))
    return f"采纳方案：{stages}个阶段、{tasks}项任务、{targets}个目标"


def _settled(entry: Entry, truth: Truth) -> str:
    (name,) = entry.texts.filter(name="name").values_list("text", flat=True)
    n = Duty.objects.filter(task__campaign=truth.campaign, role__in=PARTIES, name=name).count()
    return f"认定单位名称“{name}”，涉及{n}处"


def _issued(entry: Entry, truth: Truth) -> str:
    made = Assignment.objects.filter(campaign=truth.campaign)
    return f"下发任务{made.values('task').distinct().count()}项，分办{made.count()}件"


_WHOLE = {
    "campaign.adopt": _adopted,
    "campaign.settle": _settled,
    "campaign.start": lambda entry, truth: "启动活动",
    "assignment.issue": _issued,
}
_ABOUT: dict[str, Callable[[str, Any], str]] = {
    "assignment.ask_change": lambda about, row: f"申请延期 {about}{quoted(row.reason)}",
    "assignment.grant_change": lambda about, row: f"同意 {about} 延期到{row.granted_due}{quoted(row.answer)}",
    "assignment.urge": lambda about, row: f"催办 {about}{quoted(row.text)}",
}
