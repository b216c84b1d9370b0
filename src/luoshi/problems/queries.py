"""Problems as people read them: the ledger under its filters, one problem with all of its story, looks back, counts.

Lights are derived here in one place: an order of predicates, the first that holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.utils.translation import gettext_noop

from luoshi.campaigns.close import Finding
from luoshi.campaigns.models import Campaign
from luoshi.opinions.access import visible_to as opinions_visible_to
from luoshi.opinions.models import Opinion
from luoshi.opinions.states import GONE
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Unit
from luoshi.problems.access import ADOPTED, visible_to
from luoshi.problems.models import (
    Closeout,
    Evidence,
    LookBack,
    Problem,
    ProblemOpinion,
    Progress,
    Regulation,
    Remedy,
    Request,
)
from luoshi.problems.rules import keep_rules
from luoshi.problems.states import ASIDE, FINISHED, PROBLEM, STRUCK_OFF

AT_WORK = ("assigned", "plan_review", "rectifying", "return_review", "change_review", "relapsed")
"""The states in which the unit or its plan is behind if the limit passes."""
YOUNG = ("registered", "assigned", "return_review", "plan_review")
"""The states in which nothing was done yet, in the first round."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the ledger is narrowed to; an empty field does not narrow."""

    view: str = ""
    state: str = ""
    unit: str = ""
    source: str = ""
    horizon: str = ""
    grade: str = ""
    area: str = ""
    tag: str = ""
    leader: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A usual way to look at the ledger; `label` is a message id."""

    code: str
    label: str


VIEWS = (
    View("", gettext_noop("全部")),
    View("to_check", gettext_noop("待核查")),
    View("soon", gettext_noop("临近期限")),
    View("overdue", gettext_noop("逾期")),
    View("notice_over", gettext_noop("公示期满")),
    View("look_back", gettext_noop("待回头看")),
    View("relapsed", gettext_noop("反弹")),
)


@dataclass(frozen=True, slots=True)
class Light:
    """A problem's light (bad, warn, ok, idle, done) and why; the word is a message id."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger. `left` counts working days, negative once past; None without a limit that runs."""

    problem: Problem
    light: Light
    left: int | None
    opinions: int
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A screen of the ledger; `after` is the number to go on from, None on the last one."""

    rows: tuple[Row, ...]
    after: int | None


def filters_of(words: Mapping[str, str]) -> Filters:
    """The filters that these words name; what makes no sense is passed over."""
    known = {field.name for field in fields(Filters)}
    return Filters(**{name: value.strip() for name, value in words.items() if name in known})


def words_of(filters: Filters) -> dict[str, str]:
    """The filters as the words of an address."""
    return {field.name: value for field in fields(Filters) if (value := getattr(filters, field.name))}


def narrowed(campaign: Campaign, who: Standing, filters: Filters) -> QuerySet[Problem]:
    """The one predicate behind lists, counts and exports."""
    rows = visible_to(who).filter(campaign=campaign)
    wanted = {name: getattr(filters, name) for name in ("state", "source", "horizon", "grade", "area")}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if filters.unit:
        rows = rows.filter(unit__name=filters.unit)
    if filters.leader:
        rows = rows.filter(lead_person=filters.leader)
    if filters.tag:
        rows = rows.filter(tags__contains=filters.tag)
    if filters.q:
        number = Q(number=int(filters.q)) if filters.q.isascii() and filters.q.isdigit() and len(filters.q) < 9 else Q()
        rows = rows.filter(Q(item__icontains=filters.q) | number if number else Q(item__icontains=filters.q))
    predicates = views(campaign)
    return rows.filter(predicates[filters.view]) if filters.view in predicates else rows


def views(campaign: Campaign) -> dict[str, Q]:
    """The predicate of each view, at the campaign's today."""
    today, soon = campaign.today, campaign.today + timedelta(days=campaign.soon_days)
    waits = LookBack.objects.filter(problem=OuterRef("pk"), round=OuterRef("round"), is_drawn=True, finding="")
    return {
        "to_check": Q(state="close_requested"),
        "soon": Q(state__in=AT_WORK, due__gte=today, due__lte=soon),
        "overdue": Q(state__in=AT_WORK, due__lt=today),
        "notice_over": Q(state="publicised", notice_until__lt=today),
        "look_back": Q(Exists(waits), state__in=STRUCK_OFF),
        "relapsed": Q(round__gt=1) & ~Q(state__in=FINISHED),
    }


def counts(campaign: Campaign, who: Standing) -> dict[str, int]:
    """How many problems each view holds, in one query."""
    rows = visible_to(who).filter(campaign=campaign)
    each = {code: Count("pk", filter=predicate, distinct=True) for code, predicate in views(campaign).items()}
    return {"": 0, **rows.aggregate(all=Count("pk", distinct=True), **each)}


def by_state(campaign: Campaign, who: Standing, filters: Filters) -> dict[str, int]:
    """How many problems stand in each state under these filters, in the machine's order."""
    rows = narrowed(campaign, who, filters).order_by().values_list("state").annotate(n=Count("pk", distinct=True))
    found: dict[str, int] = dict(rows)
    return {code: found[code] for code, _label in PROBLEM.choices if code in found}


def page(campaign: Campaign, who: Standing, filters: Filters, after: int = 0, size: int = 25) -> Page:
    """So many problems whose number lies behind `after`."""
    rows = narrowed(campaign, who, filters).filter(number__gt=after).order_by("number")
    shown = list(with_all(rows)[: size + 1])
    return Page(
        tuple(row_of(campaign, problem) for problem in shown[:size]), shown[size - 1].number if shown[size:] else None
    )


def with_all(rows: QuerySet[Problem]) -> QuerySet[Problem]:
    """The problems with what a line of a ledger says of them."""
    looks = LookBack.objects.filter(is_drawn=True)
    return (
        rows.select_related("unit", "concerns", "closeout", "campaign")
        .annotate(voiced=Count("voices", distinct=True))
        .prefetch_related(
            Prefetch("remedies", Remedy.objects.select_related("unit")), "closeouts", Prefetch("looks", looks)
        )
    )


def row_of(campaign: Campaign, problem: Problem) -> Row:
    """The line of one problem that was read by `with_all`."""
    runs = problem.due is not None and problem.state not in (*FINISHED, "verified", "publicised")
    left = campaign.calendar.between(campaign.today, problem.due) if runs and problem.due else None
    voiced: int = getattr(problem, "voiced", 0)
    return Row(problem, light_of(campaign, problem), left, voiced, tuple(problem.remedies.all()))


def light_of(campaign: Campaign, problem: Problem) -> Light:
    """The problem's light at the campaign's today."""
    today, state = campaign.today, problem.state
    if state in STRUCK_OFF:
        return Light("done", gettext_noop("销号"))
    if state in ASIDE:
        return Light("idle", PROBLEM.label(state))
    if state in AT_WORK and problem.due and problem.due < today:
        return Light("bad", gettext_noop("逾期"))
    if state in AT_WORK and problem.returns >= campaign.returns_red:
        return Light("bad", gettext_noop("多次退回"))
    if state == "relapsed":
        return Light("bad", PROBLEM.label(state))
    if state in AT_WORK and problem.due and problem.due <= today + timedelta(days=campaign.soon_days):
        return Light("warn", gettext_noop("临期"))
    if state in ("close_requested", "verified"):
        return Light("warn", PROBLEM.label(state))
    if state == "registered":
        return Light("idle", gettext_noop("未交办"))
    if problem.due is None and state != "long_term":
        return Light("idle", gettext_noop("无期限"))
    return Light("ok", gettext_noop("正常"))


@dataclass(frozen=True, slots=True)
class Story:
    """One problem with all that hangs on it; `regulations` counts the rules that prevent it."""

    problem: Problem
    row: Row
    voices: tuple[ProblemOpinion, ...]
    regulations: int


def problem_for(who: Standing, campaign: Campaign, number: int) -> Problem | None:
    """The problem of that number with what its moves and its page stand on, if this person may see it."""
    led = Problem.objects.filter(campaign=campaign, adopted_by=who.person_id).order_by().values("adopted_by")
    counted = {
        "voiced": Count("voices", distinct=True),
        "ruled": Count("regulations", distinct=True),
        ADOPTED: Subquery(led.annotate(n=Count("pk")).values("n")),
    }
    rows = visible_to(who).filter(campaign=campaign, number=number)
    found = rows.select_related("unit", "concerns", "closeout", "campaign__problem_rules").annotate(**counted).first()
    if found is None:
        return None
    keep_rules(campaign, getattr(found.campaign, "problem_rules", None))
    found.campaign = campaign
    is_young = found.round == 1 and found.state in YOUNG
    worked = (Closeout.objects.all(), Progress.objects.all(), Evidence.objects.select_related("file"))
    closeouts, reports, evidence = (rows.none() if is_young else rows for rows in worked)
    looks = (
        LookBack.objects.filter(is_drawn=True) if found.state in (*STRUCK_OFF, "relapsed") else LookBack.objects.none()
    )
    prefetch_related_objects(
        [found],
        Prefetch("remedies", Remedy.objects.select_related("unit")),
        Prefetch("requests", Request.objects.select_related("unit")),
        Prefetch("closeouts", closeouts),
        Prefetch("reports", reports),
        Prefetch("evidence", evidence),
        Prefetch("looks", looks),
    )
    return found


def evidence_for(who: Standing, campaign: Campaign, number: int, evidence_id: int) -> Evidence | None:
    """One file kept with the problem of that number, if this person may see the problem."""
    seen = visible_to(who).filter(campaign=campaign, number=number)
    return Evidence.objects.select_related("file").filter(problem__in=seen, pk=evidence_id).first()


def problem_of(campaign: Campaign, number: int) -> Problem | None:
    """The problem of that number, whoever asks."""
    rows = Problem.objects.select_related("campaign", "unit", "closeout").filter(campaign=campaign, number=number)
    return rows.prefetch_related("remedies").first()


def story(campaign: Campaign, problem: Problem, who: Standing) -> Story:
    """The problem's story, with the opinions that this person may read; the problem was read by `problem_for`."""
    row, voices = row_of(campaign, problem), ProblemOpinion.objects.none()
    if row.opinions:
        voices = problem.voices.filter(opinion__in=opinions_visible_to(who)).select_related("opinion__wording")
    ruled: int = getattr(problem, "ruled", 0)
    return Story(problem, row, tuple(voices.order_by("opinion__number")), ruled)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the ledger's filters offer: what its problems hold."""

    units: tuple[str, ...]
    areas: tuple[str, ...]
    leaders: tuple[str, ...]


def choices(campaign: Campaign, who: Standing) -> Choices:
    """The units, areas and leaders of the problems that this person sees, in one query."""
    rows = visible_to(who).filter(campaign=campaign).order_by().values_list("unit__name", "area", "lead_person")
    columns = list(zip(*rows.distinct(), strict=True)) or [(), (), ()]
    units, areas, leaders = (tuple(sorted({value for value in column if value})) for column in columns)
    return Choices(units, areas, leaders)


def drawn(campaign: Campaign, who: Standing) -> tuple[LookBack, ...]:
    """The looks that were drawn of problems that this person sees, those that wait for a finding first."""
    looks = LookBack.objects.filter(problem__in=visible_to(who).filter(campaign=campaign), is_drawn=True)
    waits = looks.select_related("problem__unit").order_by("finding", "-drawn_on", "problem__number", "pk")
    return tuple(waits)


def regulations(campaign: Campaign) -> tuple[Regulation, ...]:
    """The list of 立改废, what is not done yet first."""
    rows = Regulation.objects.filter(campaign=campaign).select_related("unit").prefetch_related("problems")
    return tuple(sorted(rows, key=lambda row: (row.done_on is not None, row.due or date.max, row.pk)))


def to_strike_weekly(campaign: Campaign, who: Standing) -> tuple[Problem, ...]:
    """The class-B problems whose close-out was applied for."""
    rows = visible_to(who).filter(campaign=campaign, state="close_requested", grade="B")
    return tuple(with_all(rows).prefetch_related("reports").order_by("number"))


def unit_choices() -> list[tuple[int, str]]:
    """(id, name) of every active unit."""
    return list(Unit.objects.filter(is_active=True).order_by("order", "pk").values_list("pk", "name"))


def open_problems(campaign: Campaign) -> tuple[Finding, ...]:
    """What stands open in this room when the campaign is to be closed."""
    n = Problem.objects.filter(campaign=campaign).exclude(state__in=FINISHED).count()
    return (Finding("problems", gettext_noop("未销号的问题"), n),) if n else ()


def last_checked(problem: Problem) -> Closeout | None:
    """The latest application that was decided on."""
    decided = [one for one in problem.closeouts.all() if one.verdict]
    return decided[-1] if decided else None


def voices_of(who: Standing, campaign: Campaign, ids: list[int]) -> list[Opinion]:
    """Of these opinions, those that this person may read, by number."""
    if not ids:
        return []
    rows = opinions_visible_to(who).filter(campaign=campaign, pk__in=ids).exclude(state__in=GONE)
    return list(rows.select_related("wording").order_by("number"))


def own_units(who: Standing) -> dict[int, str]:
    """The names of the units for which this person fills in, by id."""
    own = [unit for role, unit in who.posts if role in ("liaison", "unit_head")]
    return dict(Unit.objects.filter(pk__in=own).order_by("order", "pk").values_list("pk", "name"))
