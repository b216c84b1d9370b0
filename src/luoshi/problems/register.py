"""Registering problems, from opinions or from what a unit found, and the office's first decisions on them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import day_of, of_office
from luoshi.campaigns.models import Campaign
from luoshi.journal.record import record
from luoshi.journal.transition import transition
from luoshi.kit.verdict import demand, denied
from luoshi.opinions.access import visible_to as opinions_visible_to
from luoshi.opinions.states import GONE
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.problems.access import may_adopt, may_change, may_register
from luoshi.problems.models import Problem, ProblemOpinion
from luoshi.problems.moving import hold, locked, moving, put
from luoshi.problems.states import ASIDE, PROBLEM, STRUCK_OFF

CHOICES: dict[str, list[tuple[str, str]]] = {
    "source": Problem.SOURCES,
    "horizon": Problem.HORIZONS,
    "grade": Problem.GRADES,
}
"""(code, label) of what a problem may say of itself; labels are message ids."""


@dataclass(frozen=True, slots=True)
class NewProblem:
    """What is known of a problem when it is registered. `tags` are separated by 、, `opinions` are ids."""

    item: str
    source: str = "other"
    area: str = ""
    cause: str = ""
    concerns_id: int | None = None
    found_on: date | None = None
    horizon: str = "limit"
    grade: str = "B"
    tags: str = ""
    lead_person: str = ""
    remark: str = ""
    opinions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assigning:
    """Who rectifies, under which leader, and until when a plan or the end is expected; None leaves the day open."""

    unit_id: int | None
    lead_person: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is done, mandatory."""

    reason: str


def register(campaign: Campaign, given: NewProblem, *, by: Standing, token: UUID | None = None) -> Problem:
    """Register a problem under the campaign's next number, once for a token. Raises Unanswered for empty fields."""
    return register_all(campaign, [given], by=by, token=token)[0]


def register_all(
    campaign: Campaign, given: list[NewProblem], *, by: Standing, token: UUID | None = None
) -> list[Problem]:
    """Register all or none, in their order, with one entry. A token goes with one problem alone."""
    with transaction.atomic():
        held = hold(campaign)
        for new in given:
            demand(may_register(by, held, new.concerns_id))
            _check(new)
        known = Problem.objects.filter(campaign=held, token=token).first() if token else None
        if known is not None:
            return [known]
        last = Problem.objects.filter(campaign=held).aggregate(last=Max("number"))["last"] or 0
        rows = [_row(held, new, last + place, by, token) for place, new in enumerate(given, 1)]
        for new, row in zip(given, rows, strict=True):
            link_opinions(row, new.opinions, by)
        data = {"numbers": [row.number for row in rows], "opinions": [list(new.opinions) for new in given]}
        ids = [row.pk for row in rows]
        record(held.chain, "problem.register", "problem", ids, by=by.acting(), data=data)
    return rows


def change(problem: Problem, given: NewProblem, *, by: Standing) -> None:
    """Correct what was registered, while it is not at work; later erased words alone. Raises Unanswered."""
    with transaction.atomic():
        row = locked([problem])[0]
        demand(may_change(by, row) and may_register(by, row.campaign, given.concerns_id))
        _check(given)
        columns = _columns(given) | {"found_on": given.found_on or row.found_on}
        changed = [name for name, value in columns.items() if getattr(row, name) != value]
        if row.state != "registered" and changed != ["item"]:
            raise Unanswered("item", _("已交办的问题只能补写具体表现，其他各项照原来的填。"))
        put(row, **columns)
        record(row.chain, "problem.change", "problem", [row.pk], by=by.acting(), data={"fields": changed})


def link_opinions(row: Problem, ids: tuple[int, ...], by: Standing) -> None:
    """Put these opinions, and those gathered with them that this person sees, behind the problem.

    Raises Unanswered for one that this person does not see, or that is gone.
    """
    seen = opinions_visible_to(by).filter(pk__in=ids, campaign_id=row.campaign_id).exclude(state__in=GONE)
    if seen.count() != len(set(ids)):
        raise Unanswered("opinions", _("有的意见已不在了，或不由您办理，请重新选。"))
    groups = seen.exclude(group=None).values("group")
    gathered = opinions_visible_to(by).filter(Q(pk__in=ids) | Q(group__in=groups), campaign_id=row.campaign_id)
    links = (
        ProblemOpinion(problem=row, opinion_id=pk)
        for pk in gathered.exclude(state__in=GONE).order_by("pk").values_list("pk", flat=True)
    )
    ProblemOpinion.objects.bulk_create(links, ignore_conflicts=True)


def gather(problem: Problem, ids: tuple[int, ...], *, by: Standing) -> None:
    """Put more opinions behind a problem that is not over."""
    with transaction.atomic():
        row = locked([problem])[0]
        demand(of_office(by))
        if row.state in (*ASIDE, *STRUCK_OFF):
            demand(denied(_("问题已了结，请另行登记。")))
        link_opinions(row, ids, by)
        record(row.chain, "problem.gather", "problem", [row.pk], by=by.acting(), data={"opinions": list(ids)})


def assign(problem: Problem, given: Assigning, *, by: Standing) -> None:
    """Give the problem to the unit that has to rectify it. Raises Unanswered without one."""
    with moving(problem, "assign", by) as row:
        if given.unit_id is None or not Unit.objects.filter(pk=given.unit_id, is_active=True).exists():
            raise Unanswered("unit", _("选一个责任单位。"))
        if given.due is not None and given.due < day_of(by, row.campaign):
            raise Unanswered("due", _("整改时限不能早于今天。"))
        lead = given.lead_person.strip() or row.lead_person
        put(row, unit_id=given.unit_id, lead_person=lead, due=given.due, original_due=row.original_due or given.due)
        transition(PROBLEM, row, "assign", by=by.acting(), data={"unit": given.unit_id, "due": given.due})


def dismiss(problem: Problem, given: Why, *, by: Standing) -> None:
    """Find that it is no problem. Raises Unanswered without a reason."""
    _aside(problem, "dismiss", given, by, _("写明核实的经过和依据。"))


def cancel(problem: Problem, given: Why, *, by: Standing) -> None:
    """Give the problem up; its number stays. Raises Unanswered without a reason."""
    _aside(problem, "cancel", given, by, _("写明为什么撤销。"))


def reopen(problem: Problem, given: Why, *, by: Standing) -> None:
    """Register it again under its number; its first limit is kept. Raises Unanswered without a reason."""
    cleared = {"unit_id": None, "progress": 0, "due": None}
    _aside(problem, "reopen", given, by, _("写明为什么重新登记。"), **cleared)


def adopt(problem: Problem, *, by: Standing) -> None:
    """Make it one of the leader's own (领衔)."""
    with transaction.atomic():
        row = locked([problem])[0]
        demand(may_adopt(by, row))
        put(row, adopted_by_id=by.person_id, adopted_name=by.name)
        record(row.chain, "problem.adopt", "problem", [row.pk], by=by.acting())


def _aside(problem: Problem, move: str, given: Why, by: Standing, hint: str, **columns: object) -> None:
    with moving(problem, move, by) as row:
        reason = said(given.reason, hint)
        transition(PROBLEM, row, move, by=by.acting(), texts={"reason": reason})
        if columns:
            put(row, **columns)


def said(words: str, hint: str, name: str = "reason") -> str:
    """The words without spaces around them. Raises Unanswered when nothing is said."""
    if not words.strip():
        raise Unanswered(name, hint)
    return words.strip()


def _check(new: NewProblem) -> None:
    said(new.item, _("写明问题的具体表现。"), "item")
    for name, known in CHOICES.items():
        if getattr(new, name) not in dict(known):
            raise Unanswered(name, _("从列出的几项里选一项。"))
    if new.concerns_id is not None and not Unit.objects.filter(pk=new.concerns_id).exists():
        raise Unanswered("concerns", _("没有这个单位，请另选。"))


def _columns(new: NewProblem) -> dict[str, object]:
    tags = "、".join(filter(None, (tag.strip() for tag in new.tags.replace("，", "、").split("、"))))
    return {
        "item": new.item.strip(),
        "source": new.source,
        "area": new.area.strip(),
        "cause": new.cause.strip(),
        "concerns_id": new.concerns_id,
        "horizon": new.horizon,
        "grade": new.grade,
        "tags": tags,
        "lead_person": new.lead_person.strip(),
        "remark": new.remark.strip(),
    }


def _row(campaign: Campaign, new: NewProblem, number: int, by: Standing, token: UUID | None) -> Problem:
    row = Problem(
        campaign=campaign,
        number=number,
        found_on=new.found_on or day_of(by, campaign),
        registered_at=by.at or timezone.now(),
        registered_by_id=by.person_id,
        registered_name=by.name,
        token=token,
    )
    for name, value in _columns(new).items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row
