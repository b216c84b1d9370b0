"""The rectification plan: proposed by the unit, approved or sent back above it, once four things are clear."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.transition import transition
from luoshi.kit.verdict import demand, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.problems.clear import GOAL, LEADER, LIMIT, REMEDIES, missing
from luoshi.problems.models import Problem, Remedy
from luoshi.problems.moving import moving, put
from luoshi.problems.register import Why, said
from luoshi.problems.states import PROBLEM

FIELDS = {GOAL: "goal", LIMIT: "due", REMEDIES: "remedies", LEADER: "lead_person"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A new remedy, done by the problem's own unit where None."""

    text: str
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class RectificationPlan:
    """The goal, its limit (None only for what lasts), the remedies, who answers for them."""

    goal: str
    remedies: tuple[Measure, ...]
    lead_person: str = ""
    person: str = ""
    due: date | None = None
    cause: str = ""


def measures_of(text: str) -> tuple[Measure, ...]:
    """The remedies of a text, one a line; a line's last part behind an upright stroke names the unit that does it.

    Raises Unanswered for a unit that is none.
    """
    lines = [line.replace("｜", "|").rpartition("|") for line in text.splitlines() if line.strip()]
    names = {name.strip() for said, stroke, name in lines if stroke}
    known = dict(Unit.objects.filter(name__in=names, is_active=True).values_list("name", "pk"))
    if strangers := sorted(names - set(known)):
        raise Unanswered("remedies", _("没有“%(name)s”这个单位，请照机构里的名称写。") % {"name": strangers[0]})
    return tuple(
        Measure(said.strip(), known[name.strip()]) if stroke else Measure(name.strip()) for said, stroke, name in lines
    )


def propose_plan(problem: Problem, given: RectificationPlan, *, by: Standing) -> None:
    """Hand the plan in. Raises Unanswered, naming what is not clear yet."""
    with moving(problem, "propose_plan", by) as row:
        lead, due = given.lead_person.strip() or row.lead_person, given.due or row.due
        put(row, goal=given.goal.strip(), lead_person=lead, person=given.person.strip(), due=due)
        put(row, cause=given.cause.strip() or row.cause, original_due=row.original_due or due)
        _replace(row, given)
        unclear = missing(row, row.remedies.count())
        if unclear:
            raise Unanswered(FIELDS.get(unclear[0], "goal"), unclear_words(unclear))
        data = {"remedies": list(row.remedies.values_list("pk", flat=True)), "due": due}
        transition(PROBLEM, row, "propose_plan", by=by.acting(), data=data, texts={"goal": row.goal})


def approve_plan(problem: Problem, *, by: Standing) -> None:
    """Let the work begin. Raises Refused, naming what is not clear yet."""
    with moving(problem, "approve_plan", by) as row:
        unclear = missing(row, row.remedies.count())
        if unclear:
            demand(denied(unclear_words(unclear)))
        transition(PROBLEM, row, "approve_plan", by=by.acting())


def send_plan_back(problem: Problem, given: Why, *, by: Standing) -> None:
    """Have the plan made better. Raises Unanswered without a reason."""
    with moving(problem, "send_plan_back", by) as row:
        reason = said(given.reason, _("写明方案哪里要改。"))
        transition(PROBLEM, row, "send_plan_back", by=by.acting(), texts={"reason": reason})


def keep_on(problem: Problem, given: Why, *, by: Standing) -> None:
    """Take it off the limit, as work that lasts; it can still be struck off later. Raises Unanswered."""
    with moving(problem, "keep_on", by) as row:
        reason = said(given.reason, _("写明为什么要长期坚持、怎样坚持。"))
        transition(PROBLEM, row, "keep_on", by=by.acting(), texts={"reason": reason})
        put(row, horizon="lasting")


def unclear_words(labels: tuple[str, ...]) -> str:
    """What is missing of 四明确, in words."""
    return _("还没有明确：%(what)s。四项都明确了才能开始整改。") % {"what": "、".join(_(label) for label in labels)}


def _replace(row: Problem, given: RectificationPlan) -> None:
    """The plan's remedies in place of those that are not done; what is done stays."""
    old = row.remedies.filter(done_on=None)
    alone = [remedy.pk for remedy in old if remedy.problems.count() == 1]
    row.remedies.remove(*old)
    Remedy.objects.filter(pk__in=alone).delete()
    units = {measure.unit_id for measure in given.remedies if measure.unit_id is not None}
    if Unit.objects.filter(pk__in=units, is_active=True).count() != len(units):
        raise Unanswered("remedies", _("有的措施写了不在机构里的单位，请另选。"))
    wanted = [measure for measure in given.remedies if measure.text.strip()]
    new = [
        Remedy.objects.create(campaign=row.campaign, text=measure.text.strip(), unit_id=measure.unit_id)
        for measure in wanted
    ]
    row.remedies.add(*new)
