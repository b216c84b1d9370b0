"""问题台账 and 整改台账 in the customary columns, the latter with its records, its refusals and its counts."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils import timezone

from luoshi.campaigns.models import Campaign
from luoshi.kit.tables import Cell, Column, Table, Workbook
from luoshi.orgs.access import Standing
from luoshi.platform.sheets.keys import HEAD, key_of
from luoshi.problems.models import Closeout, Problem, Progress
from luoshi.problems.queries import Filters, Row, narrowed, row_of, with_all
from luoshi.problems.register import CHOICES
from luoshi.problems.rules import rules_of
from luoshi.problems.sheet import kind_of
from luoshi.problems.states import PROBLEM
from luoshi.reports.ledgers import facts_of

SIZE = 500
UNMOVED = ("registered", "unfounded", "cancelled")
PROBLEM_COLUMNS = (
    Column("序号", 3, "center"),
    Column("问题编号", 5, "center"),
    Column("问题来源", 6),
    Column("问题类别", 6),
    Column("具体表现", 24),
    Column("涉及单位", 9),
    Column("原因分析", 16),
    Column("发现时间", 6, "center"),
    Column("牵头领导", 6),
    Column("责任单位", 9),
    Column("整改类型", 6),
    Column("是否转入整改台账", 6, "center"),
    Column("备注", 10),
    Column(HEAD, 12, hidden=True),
)
WORK_COLUMNS = (
    Column("序号", 3, "center"),
    Column("问题（编号）", 18),
    Column("整改目标", 12),
    Column("整改措施", 18),
    Column("责任领导", 6),
    Column("责任单位", 8),
    Column("责任人", 6),
    Column("整改时限", 6, "center"),
    Column("整改进展", 12),
    Column("完成情况", 5, "center"),
    Column("佐证材料", 10),
    Column("申请销号时间", 6, "center"),
    Column("核查单位及人员", 10),
    Column("核查意见", 12),
    Column("销号时间", 6, "center"),
    Column("回头看情况", 8),
    Column("备注", 10),
)
RECORD_COLUMNS = (
    Column("序号", 3, "center"),
    Column("问题编号", 5, "center"),
    Column("轮次", 3, "center"),
    Column("时间", 7, "center"),
    Column("填报人", 6),
    Column("完成（%）", 4, "center"),
    Column("整改进展", 30),
    Column("佐证材料", 16),
)
REFUSAL_COLUMNS = (
    Column("序号", 3, "center"),
    Column("问题编号", 5, "center"),
    Column("第几次申请", 5, "center"),
    Column("申请时间", 7, "center"),
    Column("申请人", 6),
    Column("驳回时间", 7, "center"),
    Column("驳回人", 8),
    Column("驳回理由", 30),
)
COUNT_COLUMNS = (
    Column("责任单位", 14),
    Column("问题总数", 6, "center"),
    Column("整改中", 6, "center"),
    Column("已申请", 6, "center"),
    Column("已销号", 6, "center"),
    Column("长期坚持", 6, "center"),
    Column("不属实、已撤销", 7, "center"),
    Column("销号率", 6, "center"),
    Column("反弹", 5, "center"),
)
GROUPS = (
    ("assigned", "plan_review", "rectifying", "return_review", "change_review", "relapsed", "registered"),
    ("close_requested", "verified", "publicised"),
    ("struck_off", "rechecked"),
    ("long_term",),
    ("unfounded", "cancelled"),
)
"""The states behind the columns of 统计汇总, in their order."""


def problem_ledger(campaign: Campaign, who: Standing) -> Workbook:
    """问题台账: one row a problem, each with the hidden cell by which it can come back."""
    title = f"{campaign.title}问题台账"
    rows = _problems(campaign, who)
    table = Table(title, PROBLEM_COLUMNS, rows, facts_of(campaign, who), sheet="问题台账", paper="A3")
    return Workbook(title, (table,))


def rectification_ledger(campaign: Campaign, who: Standing) -> Workbook:
    """整改台账 with 整改记录, 驳回记录 and 统计汇总; it says by which form problems were struck off."""
    title = f"{campaign.title}整改台账"
    facts = (*facts_of(campaign, who), ("销号方式", _form(campaign)))
    return Workbook(
        title,
        (
            Table(title, WORK_COLUMNS, _work(campaign, who), facts, sheet="整改台账", paper="A3"),
            Table(f"{title}整改记录", RECORD_COLUMNS, _records(campaign, who), facts, sheet="整改记录"),
            Table(f"{title}驳回记录", REFUSAL_COLUMNS, _refusals(campaign, who), facts, sheet="驳回记录"),
            Table(f"{title}统计汇总", COUNT_COLUMNS, _counts(campaign, who), facts, sheet="统计汇总"),
        ),
    )


def _form(campaign: Campaign) -> str:
    rule = rules_of(campaign)
    usual = "另一单位现场核查" + (f"，公示{rule.notice_days}个工作日" if rule.notice_days else "，不公示")
    return usual + ("；乙类由办公室按周销号" if rule.is_weak else "")


def _rows(campaign: Campaign, who: Standing) -> Iterator[Row]:
    """Every problem that this person sees, some hundreds at a time."""
    after = 0
    while True:
        rows = with_all(narrowed(campaign, who, Filters()).filter(number__gt=after)).order_by("number")[:SIZE]
        shown = list(rows)
        yield from (row_of(campaign, problem) for problem in shown)
        if len(shown) < SIZE:
            return
        after = shown[-1].number


def _problems(campaign: Campaign, who: Standing) -> Iterator[tuple[Cell, ...]]:
    kind, words = kind_of(campaign.pk), {name: dict(pairs) for name, pairs in CHOICES.items()}
    for number, row in enumerate(_rows(campaign, who), 1):
        problem = row.problem
        yield (
            number, problem.code, words["source"][problem.source], problem.area, problem.item,
            problem.concerns.name if problem.concerns else "", problem.cause, problem.found_on, problem.lead_person,
            _unit(problem), words["horizon"][problem.horizon], "否" if problem.state in UNMOVED else "是",
            _remark(problem, problem.remark), key_of(kind, problem.pk),
        )  # fmt: skip


def _work(campaign: Campaign, who: Standing) -> Iterator[tuple[Cell, ...]]:
    number = 0
    for row in _rows(campaign, who):
        problem = row.problem
        if problem.state in UNMOVED:
            continue
        number += 1
        applied = [one for one in problem.closeouts.all() if one.round == problem.round]
        last = applied[-1] if applied else None
        remedies = "\n".join(
            f"{place}.{remedy.text}{'（已做完）' if remedy.done_on else ''}"
            for place, remedy in enumerate(row.remedies, 1)
        )
        yield (
            number, f"{problem.item}（{problem.code}）", problem.goal, remedies, problem.lead_person, _unit(problem),
            problem.person, problem.due, problem.last_said, f"{problem.progress}%",
            _joined(remedy.evidence for remedy in row.remedies),
            timezone.localdate(last.applied_at) if last else None, _verifier(last), last.note if last else "",
            problem.struck_off_on, _looks(row), _remark(problem, row.light.word),
        )  # fmt: skip


def _records(campaign: Campaign, who: Standing) -> Iterator[tuple[Cell, ...]]:
    seen = narrowed(campaign, who, Filters())
    rows = Progress.objects.filter(problem__in=seen).select_related("problem").order_by("problem__number", "pk")
    for number, row in enumerate(rows.iterator(), 1):
        day = timezone.localdate(row.at)
        yield number, row.problem.code, row.round, day, row.by_name, row.percent, row.said, row.evidence


def _refusals(campaign: Campaign, who: Standing) -> Iterator[tuple[Cell, ...]]:
    """Checks that did not pass, and closes to which somebody objected."""
    seen = narrowed(campaign, who, Filters())
    rows = Closeout.objects.filter(problem__in=seen).exclude(verdict="").select_related("problem")
    number = 0
    for row in rows.order_by("problem__number", "number"):
        if row.verdict == "passed" and not row.objection:
            continue
        number += 1
        applied = timezone.localdate(row.applied_at)
        decided = timezone.localdate(row.verified_at) if row.verified_at and not row.objection else None
        why = f"公示异议：{row.objection}" if row.objection else row.note
        by = "公示" if row.objection else row.verified_name
        yield number, row.problem.code, row.number, applied, row.applied_name, decided, by, why


def _counts(campaign: Campaign, who: Standing) -> Iterator[tuple[Cell, ...]]:
    """One row a unit, and one for all."""
    units: dict[str, Counter[str]] = {}
    seen = narrowed(campaign, who, Filters()).order_by("unit__order", "unit_id", "number")
    for unit, state, turn in seen.values_list("unit__name", "state", "round"):
        counted = units.setdefault(unit or "未交办", Counter())
        counted[state] += 1
        counted["again"] += turn > 1
    whole = Counter[str]()
    for counted in units.values():
        whole.update(counted)
    for name, counted in (*units.items(), ("合计", whole)):
        parts = [sum(counted[state] for state in group) for group in GROUPS]
        base = sum(parts[:3])
        rate = f"{round(100 * parts[2] / base)}%" if base else "—"
        yield name, sum(parts), *parts, rate, counted["again"]


def _unit(problem: Problem) -> str:
    return problem.unit.name if problem.unit else ""


def _verifier(row: Closeout | None) -> str:
    if row is None or not row.verdict:
        return ""
    form = "（按周销号）" if row.form == "weekly" else ""
    return f"{row.verified_post or ''} {row.verified_name}{form}".strip()


def _looks(row: Row) -> str:
    found = (look for look in row.problem.looks.all() if look.finding)
    return _joined(f"{look.days}天：{dict(look.FINDINGS)[look.finding]}" for look in found)


def _remark(problem: Problem, words: str) -> str:
    turn = f"第{problem.round}轮" if problem.round > 1 else ""
    return _joined((PROBLEM.label(problem.state), turn, words if words != PROBLEM.label(problem.state) else ""))


def _joined(parts: Iterable[str]) -> str:
    return "；".join(filter(None, parts))
