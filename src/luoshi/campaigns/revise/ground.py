"""What the campaign has that differences would change, read for all of them at once, and what follows for each."""

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext as _

from luoshi.campaigns.models import Assignment, Duty, PlanChange, Proposal, Stage, Target, Task
from luoshi.campaigns.revise.apply import parties, targets
from luoshi.campaigns.revise.rows import mark_in, stage_of
from luoshi.kit.verdict import GRANTED, Verdict, denied


class Ground:
    """The rows under the differences of one revised plan."""

    def __init__(self, changes: Sequence[PlanChange]) -> None:
        first = changes[0]
        self._campaign, self._proposal = first.campaign_id, first.proposal_id
        revisions = Proposal.objects.filter(revises_id=self._campaign).exclude(state="discarded")
        self._newest = revisions.order_by("-pk").values_list("pk", flat=True).first()
        pks = {int(mark_in(change.body)[1:]) for change in changes if mark_in(change.body).startswith("t")}
        self._tasks = Task.objects.filter(campaign_id=self._campaign, cancelled_at=None).in_bulk(list(pks))
        self._issued = set(Assignment.objects.filter(task_id__in=pks).values_list("task_id", flat=True))
        self._stages = {stage.pk: stage for stage in Stage.objects.filter(campaign_id=self._campaign)}
        self._duties = [(row.task_id, parties.said(row)) for row in Duty.objects.filter(task_id__in=pks)]
        self._targets = [(row.task_id, targets.said(row)) for row in Target.objects.filter(task_id__in=pks)]

    def verdict(self, change: PlanChange) -> Verdict:
        """Whether the difference can be applied now."""
        body = change.body
        if change.state != "proposed":
            return denied(_("这一处已经定过了。"))
        if change.proposal_id != self._newest:
            return denied(_("后来又交了修订稿，请在新的一份里定。"))
        if body["old_node"] and not self._is_there(change):
            return denied(_("采纳时已把这一项改过或删去，请到任务页手工核对。"))
        if (body["subject"], body["kind"]) == ("task", "removed") and int(mark_in(change.body)[1:]) in self._issued:
            return denied(_("任务已经下发，不能随方案删去；保留原样，并请牵头单位办结。"))
        missing = next((title for title in self._destinations(change) if title in self._coming), None)
        if missing:
            return denied(_("先定新增的阶段“%(title)s”，再定这一处。") % {"title": missing})
        return GRANTED

    def _is_there(self, change: PlanChange) -> bool:
        mark, body = mark_in(change.body), change.body
        pk = int(mark[1:])
        if mark.startswith("s"):
            return pk in self._stages
        rows = {"duty": self._duties, "target": self._targets}.get(body["subject"])
        if rows is not None and body["kind"] == "changed" and (pk, body["old"]) not in rows:
            return False
        return pk in self._tasks or body["of"] == ["stage"]

    def _destinations(self, change: PlanChange) -> list[str]:
        """The stages into which the difference puts tasks."""
        subject, kind, new = change.body["subject"], change.body["kind"], change.body["new"]
        if subject == "task" and kind in ("added", "moved"):
            return [] if "stage" in change.body["of"] else [new["stage"] or ""]
        if kind != "removed" or (stage := stage_of(change)) is None:
            return []
        titles = Task.objects.filter(stage=stage, cancelled_at=None).values_list("title", flat=True)
        return [self._wanted.get(title, "") for title in titles]

    @cached_property
    def _wanted(self) -> dict[str, str]:
        """The titles of the revised plan's tasks with those of their stages."""
        draft = Proposal.objects.only("draft").get(pk=self._proposal).draft
        stages = {stage["key"]: stage["title"] for stage in draft["stages"]}
        return {task["title"]: stages.get(task["stage"] or "", "") for task in draft["tasks"]}

    @cached_property
    def _coming(self) -> set[str]:
        """The titles of new stages that nobody has decided on yet."""
        added = PlanChange.objects.filter(proposal_id=self._proposal, state="proposed", body__kind="added")
        return {change.body["key"] for change in added if "stage" in change.body["of"]}
