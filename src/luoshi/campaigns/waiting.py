"""What an assignment waits for before its result can be handed in: its unit's open steps, tasks that block its own."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from luoshi.campaigns.models import Assignment, Blocker
from luoshi.campaigns.states import FINISHED
from luoshi.kit.verdict import GRANTED, Verdict, denied

NAMED = 3
AHEAD = "ahead_read"
"""Where a page's assignment keeps the (number, title) of the open tasks that its own waits for."""


def may_hand_in(assignment: Assignment) -> Verdict:
    """Whether nothing stands open before the result; the reason names what does."""
    return steps_done(assignment) and unblocked(assignment)


def steps_done(assignment: Assignment) -> Verdict:
    """Whether all steps inside the unit are done."""
    titles = [step.title for step in assignment.subtasks.all() if step.done_at is None]
    if not titles:
        return GRANTED
    named = _named([f"“{title}”" for title in titles])
    return denied(
        _("还有%(count)s项子任务没有完成：%(named)s。先办完，再提交。") % {"count": len(titles), "named": named}
    )


def unblocked(assignment: Assignment) -> Verdict:
    """Whether every task that this one waits for is done by all its units."""
    found = [
        _("第%(number)s项“%(title)s”") % {"number": number, "title": title} for number, title in _ahead(assignment)
    ]
    if not found:
        return GRANTED
    return denied(_("要等前置任务办结才能提交：%(named)s。") % {"named": _named(found)})


def _ahead(assignment: Assignment) -> Sequence[tuple[int, str]]:
    known: Sequence[tuple[int, str]] | None = assignment.__dict__.get(AHEAD)
    if known is not None:
        return known
    rows = standing_open().filter(task_id=assignment.task_id).order_by("waits_for__number")
    return list(rows.values_list("waits_for__number", "waits_for__title"))


def standing_open() -> QuerySet[Blocker]:
    """The blockers that still block: their task is neither cancelled nor issued and finished by all its units."""
    live = Assignment.objects.filter(task=OuterRef("waits_for")).exclude(state="cancelled")
    rows = Blocker.objects.filter(waits_for__cancelled_at=None)
    return rows.filter(Q(~Exists(live)) | Q(Exists(live.exclude(state__in=FINISHED))))


def _named(names: Sequence[str]) -> str:
    shown = "、".join(names[:NAMED])
    return _("%(named)s等") % {"named": shown} if len(names) > NAMED else shown
