"""A reading told to a clerk at the terminal: what the plan is, its stages and tasks, and what to ask about it."""

from collections.abc import Iterator

from luoshi.kit.spans import Span
from luoshi.plan.check.english import in_english
from luoshi.plan.model import Duty, Finding, Plan, Task, Time
from luoshi.plan.reading import Reading

ROLES = {
    "lead_person": "牵头领导",
    "person": "责任人",
    "lead_unit": "牵头单位",
    "unit": "责任单位",
    "support_unit": "配合单位",
}
_UNSTATED = "（原文未写）"
_NO_STAGE = "（不在阶段内）"


def summary(reading: Reading) -> str:
    """The reading in Chinese, lines ended by LF."""
    return "".join(f"{line}\n" for line in _lines(reading))


def place(text: str, span: Span) -> str:
    """Where a span begins, as line and column from 1."""
    line = text.count("\n", 0, span.start) + 1
    return f"{line}:{span.start - text.rfind(chr(10), 0, span.start)}"


def finding_line(finding: Finding, text: str, language: str = "zh") -> str:
    """A finding as LINE:COL CODE message, in Chinese or, for `en`, in English."""
    words = in_english(finding.code, finding.message) if language == "en" else finding.message
    return f"{place(text, finding.span)} {finding.code} {words}"


def _lines(reading: Reading) -> Iterator[str]:
    plan = reading.plan
    yield f"标题　　{plan.title or _UNSTATED}"
    yield f"发文机关　{plan.issuer or _UNSTATED}"
    yield f"文号　　{plan.document_number or _UNSTATED}"
    yield f"成文日期　{plan.issued or _UNSTATED}"
    yield f"起止时间　{_time(plan.window)}"
    if plan.recipients:
        yield f"主送　　{'，'.join(plan.recipients)}"
    yield from _counts(plan)
    yield from _stages(plan)
    if plan.findings:
        yield ""
        yield f"疑点 {len(plan.findings)} 条（行:列）"
        yield from (f"  {finding_line(finding, reading.text)}" for finding in plan.findings)
    if reading.notes:
        yield ""
        yield f"提示　　{'；'.join(reading.notes)}"


def _counts(plan: Plan) -> Iterator[str]:
    duties = sum(len(task.duties) for task in plan.tasks)
    targets = sum(len(task.targets) for task in plan.tasks)
    times = sum(task.time is not None for task in plan.tasks)
    read = f"{len(plan.stages)} 个阶段，{len(plan.tasks)} 项任务，{duties} 个责任，{times} 个时间，{targets} 个目标"
    yield f"读出　　{read}"


def _stages(plan: Plan) -> Iterator[str]:
    """The tasks under their stages in the plan's order; each heading once for each run of its tasks."""
    stages = {stage.title: _time(stage.time) for stage in plan.stages}
    current: str | None = ""
    for number, task in enumerate(plan.tasks, start=1):
        if task.stage != current:
            current = task.stage
            yield ""
            yield f"{current}　{stages.get(current, '')}".rstrip("　") if current else _NO_STAGE
        yield from _task(number, task)


def _task(number: int, task: Task) -> Iterator[str]:
    yield f"{number:>3}  {task.title}"
    facts = list(_duties(task.duties))
    if task.time is not None:
        facts.append(f"时间：{_time(task.time)}")
    if task.targets:
        facts.append(f"目标：{'，'.join(target.text for target in task.targets)}")
    if facts:
        yield f"     {'；'.join(facts)}"


def _duties(duties: tuple[Duty, ...]) -> Iterator[str]:
    for role, label in ROLES.items():
        names = [duty.name for duty in duties if duty.role == role]
        if names:
            yield f"{label}：{'、'.join(names)}"


def _time(time: Time | None) -> str:
    if time is None:
        return _UNSTATED
    understood = "至".join(day for day in (time.start or "", time.end or "") if day or time.end)
    return f"{time.text}（{understood}）" if understood.strip("至") else time.text
