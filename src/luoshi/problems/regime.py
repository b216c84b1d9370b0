"""Regime work: rules on the list of 立改废, tied to the problems that they prevent, and done when issued."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.problems.access import may_keep
from luoshi.problems.models import Problem, Regulation
from luoshi.problems.moving import hold
from luoshi.problems.register import said


@dataclass(frozen=True, slots=True)
class NewRegulation:
    """A rule to establish, revise or abolish; `problems` are the numbers of those that it prevents."""

    kind: str
    title: str
    unit_id: int | None
    due: date | None = None
    problems: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """The day on which the rule was issued or abolished, and its document number."""

    done_on: date | None
    document_number: str = ""


def put_regulation(campaign: Campaign, given: NewRegulation, *, by: Standing) -> Regulation:
    """Put a rule on the list; the one of that kind and title is changed. Raises Unanswered."""
    with transaction.atomic():
        held = hold(campaign)
        demand(may_keep(by, held))
        title = said(given.title, _("写明制度的名称。"), "title")
        if given.kind not in dict(Regulation.KINDS):
            raise Unanswered("kind", _("选立、改或废。"))
        if given.unit_id is None or not Unit.objects.filter(pk=given.unit_id, is_active=True).exists():
            raise Unanswered("unit", _("选一个责任单位。"))
        problems = list(Problem.objects.filter(campaign=held, number__in=given.problems))
        if len(problems) != len(set(given.problems)) or not problems:
            raise Unanswered("problems", _("写明防止哪些问题，填问题编号，用顿号隔开。"))
        wanted = {"unit_id": given.unit_id, "due": given.due}
        row, _new = Regulation.objects.update_or_create(campaign=held, kind=given.kind, title=title, defaults=wanted)
        row.problems.set(problems)
        data = {"kind": given.kind, "problems": [problem.pk for problem in problems], "due": given.due}
        record(held.chain, "regulation.put", "regulation", [row.pk], by=by.acting(), data=data, texts={"title": title})
    return row


def finish_regulation(campaign: Campaign, regulation_id: int, given: Issued, *, by: Standing) -> None:
    """Say that the rule was issued or abolished. Raises Unanswered without a day."""
    with transaction.atomic():
        held = hold(campaign)
        demand(may_keep(by, held))
        if given.done_on is None:
            raise Unanswered("done_on", _("填印发或废止的日期。"))
        row = Regulation.objects.select_for_update().get(campaign=held, pk=regulation_id)
        row.done_on, row.document_number = given.done_on, given.document_number.strip()
        row.save(update_fields=["done_on", "document_number"])
        record(held.chain, "regulation.finish", "regulation", [row.pk], by=by.acting(), data={"day": given.done_on})
