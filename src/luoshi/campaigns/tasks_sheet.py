"""Rows of a table of tasks against the campaign: known by hidden cell or title, changed through the acts."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext_noop

from luoshi.campaigns.access import may_report, visible_to
from luoshi.campaigns.amend import Amendment, amend, may_amend, may_redate
from luoshi.campaigns.feedback import Report, Unanswered, report
from luoshi.campaigns.models import Assignment, Campaign, Task
from luoshi.campaigns.tasks_lines import CELLS, OF_TASK, TaskLine, is_mark, lines_of, mark_of, went_out
from luoshi.kit.verdict import Refused, Verdict, demand
from luoshi.orgs.access import Standing
from luoshi.platform.sheets.columns import Taken, Values
from luoshi.platform.sheets.words import Reason, Unfit, reason

FIXED = ("title", "unit")
GONE = gettext_noop("这一项已经不在清单里，或者导出以后才下发、已撤销；请重新导出。")
UNKNOWN = gettext_noop("清单里没有这一项，或者不止一项；任务出自方案，要增加请上传修订稿，要修改请用导出的表。")
TWICE = gettext_noop("上面已有一行是这一项。")
MARKED = gettext_noop("隐藏的“版本”栏被改过，请恢复原样。")
SINCE = gettext_noop("导出以后有人改成了“%(now)s”，没有动它。请重新导出再改。")
FROM_PLAN = gettext_noop("这一栏出自方案或下发，不能从表里改。")
IN_FIRST = gettext_noop("这项任务有几行，请在第一行改。")
UNISSUED = gettext_noop("还没有下发，不能反馈。")
UNREAD = gettext_noop("写成“60％ 已完成排查”的样子：百分数在前，做成了什么在后。")
UNSAID = gettext_noop("写一句本期做成了什么。")
ORDER = gettext_noop("完成时限不能早于启动时间。")
UNDONE = "撤销从表格导入的反馈。"
_PERCENT = re.compile(r"(?P<percent>\d{1,3}) ?%(?P<said>.*)|(?P<share>0?\.\d{1,2}|0)", re.DOTALL)


class TasksGround:
    """The items that this person sees, with what the good rows above would leave of the tasks' own names."""

    def __init__(self, campaign: Campaign, who: Standing, earlier: Iterable[Values]) -> None:
        self._campaign, self._who = campaign, who
        self._lines = {subject: line for subject, line in lines_of(campaign).items() if not line.is_cancelled}
        if not who.is_wide:
            seen = set(visible_to(who).filter(campaign=campaign).values_list("pk", flat=True))
            self._lines = {subject: line for subject, line in self._lines.items() if line.assignment_id in seen}
        self._titled: dict[str, list[TaskLine]] = defaultdict(list)
        for line in self._lines.values():
            self._titled[line.cells["title"]].append(line)
        self._seen: set[int] = set()
        self._left: dict[int, Values] = {}
        for values in earlier:
            self._note(self._lines.get(int(values["item"])), values)

    def take(self, values: Values, key: int | None) -> Taken:
        """The row as a change of the item that its hidden cell, or else its title and unit mean."""
        line = self._lines.get(key) if key is not None else self._meant(values)
        mark = values.get("mark", "")
        if line is None:
            return Taken(reasons={"title": reason(UNKNOWN if key is None else GONE)})
        if line.subject in self._seen:
            return Taken(reasons={"title": reason(TWICE)})
        if mark and not is_mark(mark):
            return Taken(reasons={"mark": reason(MARKED)})
        after = line.values
        reasons: dict[str, Reason] = {}
        for name in (name for name in CELLS if values.get(name) or (key and name in values)):
            try:
                after |= self._change(line, name, values[name], mark)
            except Unfit as unfit:
                reasons[name] = unfit.reason
            except Refused as refused:
                reasons[name] = reason(refused.verdict.reason)
        is_redated = any(after[name] != line.cells[name] for name in ("start", "due"))
        if not reasons and is_redated and after["start"] > after["due"] > "":
            reasons["due"] = reason(ORDER)
        if not reasons:
            self._note(line, after)
        return Taken(line.subject, line.values, after, reasons)

    def _note(self, line: TaskLine | None, after: Values) -> None:
        if line is not None:
            self._seen.add(line.subject)
            if line.is_first:
                self._left[line.task_id] = after

    def _meant(self, values: Values) -> TaskLine | None:
        found = self._titled.get(values["title"], [])
        if unit := values.get("unit", ""):
            found = [line for line in found if line.cells["unit"] == unit]
        return found[0] if len(found) == 1 else None

    def _change(self, line: TaskLine, name: str, written: str, mark: str) -> dict[str, str]:
        """What the cell would change, nothing if it is as it stands or as it went out. Raises Unfit and Refused."""
        now = line.shown[name]
        if written == now or (mark and went_out(mark, name, written)):
            return {}
        if name == "people" and not written and not line.cells[name]:
            return {}
        if name in FIXED:
            raise Unfit(FROM_PLAN)
        if mark and not went_out(mark, name, now):
            raise Unfit(SINCE, now=now or "—")
        if name == "progress":
            return self._reported(line, written)
        if name in OF_TASK and not line.is_first:
            if written != self._left.get(line.task_id, {}).get(name):
                raise Unfit(IN_FIRST)
            return {}
        demand(may_amend(self._who, self._campaign))
        if name not in OF_TASK:
            demand(self._redated(line))
        return {name: written}

    def _redated(self, line: TaskLine) -> Verdict:
        return may_redate(Task.objects.select_related("campaign").get(pk=line.task_id))

    def _reported(self, line: TaskLine, written: str) -> dict[str, str]:
        if line.assignment_id is None:
            raise Unfit(UNISSUED)
        demand(may_report(self._who, self._assignment(line)))
        percent, said = _percent_and_said(written, line.cells["progress"])
        if not said:
            raise Unfit(UNSAID)
        canonical = f"{percent}% {said}"
        return {} if canonical == line.cells["progress"] else {"progress": canonical}

    def _assignment(self, line: TaskLine) -> Assignment:
        rows = Assignment.objects.select_related("campaign", "unit", "task")
        return rows.get(pk=line.assignment_id or 0)

    def put(self, taken: Taken) -> int:
        """Amend the task and append a report, as far as the row changes them. Raises Unfit."""
        line = self._lines.get(taken.subject or 0)
        if line is None:
            raise Unfit(GONE)
        after, changed = taken.after, {name for name in taken.after if taken.after[name] != taken.before.get(name)}
        try:
            if changed - {"progress"}:
                task = Task.objects.select_related("campaign").get(pk=line.task_id)
                start = _day(after["start"]) if "start" in changed else task.start
                due = _day(after["due"]) if "due" in changed else task.due
                amend(task, Amendment(_split(after["leaders"]), _split(after["people"]), start, due), by=self._who)
            if "progress" in changed:
                percent, said = _percent_and_said(after["progress"], "")
                report(self._assignment(line), Report(percent, said or UNDONE), by=self._who)
        except Unanswered as unanswered:
            raise Unfit(str(unanswered)) from unanswered
        return line.subject

    def now(self, subject: int) -> Values | None:
        """The item's values; None if it is gone."""
        line = self._lines.get(subject)
        found = lines_of(self._campaign, [line.task_id]).get(subject) if line else None
        return found.values if found else None

    def take_back(self, subject: int, before: Values) -> None:
        """Let the item stand as it did; a report is not unsaid, one that says what was said before follows it."""
        self.put(Taken(subject, self.now(subject) or {}, before))

    def rows(self) -> Iterator[tuple[int, Values]]:
        """Every item that this person sees, in the order of the plan."""
        for subject, line in self._lines.items():
            yield subject, {**line.cells, "mark": mark_of(line.cells)}


def _percent_and_said(written: str, now: str) -> tuple[int, str]:
    """(percent, words) of a cell; without a percentage, that of `now`. Raises Unfit for what can be neither."""
    found = _PERCENT.fullmatch(unicodedata.normalize("NFKC", written[:6]) + written[6:])
    if found is None:
        if not written or written[0].isdigit() or "%" not in now:
            raise Unfit(UNREAD)
        return int(now.partition("%")[0]), written
    percent = int(found["percent"]) if found["percent"] else round(float(found["share"]) * 100)
    if percent > 100:
        raise Unfit(UNREAD)
    return percent, (found["said"] or "").strip()


def _split(names: str) -> tuple[str, ...]:
    return tuple(filter(None, names.split("、")))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
