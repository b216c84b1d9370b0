"""Reports on a rectification, appended, and remedies marked as done."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import SAID_SHORT, Unanswered
from luoshi.campaigns.grounds import day_of
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.problems.access import may_report
from luoshi.problems.models import Problem, Progress, Remedy
from luoshi.problems.moving import locked, put
from luoshi.problems.register import said


@dataclass(frozen=True, slots=True)
class Report:
    """Percent done, what was done, and where the proof lies; `done` are ids of remedies that are done with this."""

    percent: int
    said: str
    evidence: str = ""
    done: tuple[int, ...] = ()


def report(problem: Problem, given: Report, *, by: Standing, token: UUID | None = None) -> Progress:
    """Append a report and mark its remedies, once for a token. Raises Unanswered for an empty or impossible one."""
    with transaction.atomic():
        row = locked([problem])[0]
        demand(may_report(by, row))
        known = Progress.objects.filter(problem=row, token=token).first() if token else None
        if known is not None:
            return known
        if not 0 <= given.percent <= 100:
            raise Unanswered("percent", _("进度填0到100的整数。"))
        words = said(given.said, _("写一句整改做成了什么。"), "said")
        done = _mark(row, given, by)
        made = Progress.objects.create(
            problem=row,
            round=row.round,
            by_id=by.person_id,
            by_name=by.name,
            at=by.at or timezone.now(),
            percent=given.percent,
            said=words,
            evidence=given.evidence.strip(),
            token=token,
        )
        put(row, progress=given.percent, last_said=" ".join(words.split())[:SAID_SHORT])
        data = {"progress": made.pk, "percent": given.percent, "done": done}
        texts = {"said": words, "evidence": given.evidence}
        record(row.chain, "problem.report", "problem", [row.pk], by=by.acting(), data=data, texts=texts)
    problem.progress, problem.last_said = row.progress, row.last_said
    return made


def _mark(row: Problem, given: Report, by: Standing) -> list[int]:
    rows = list(row.remedies.filter(pk__in=given.done))
    if len(rows) != len(set(given.done)):
        raise Unanswered("done", _("有的措施不属于这个问题。"))
    open_ids = [remedy.pk for remedy in rows if remedy.done_on is None]
    Remedy.objects.filter(pk__in=open_ids).update(
        done_on=day_of(by, row.campaign), done_name=by.name, evidence=given.evidence.strip()
    )
    return open_ids
