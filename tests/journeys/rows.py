"""Rows of task lists: what each cell must say, and what it says on a page."""

from typing import Any

from journeys.seen import near, same
from journeys.truth import Row, workdays
from journeys.wording import STATES, flat, said_day, weekday, when


def due_words(row: Row) -> str:
    """A limit with its weekday and what is left of it; empty without one."""
    if row.due is None:
        return ""
    return flat(f"{said_day(row.due, row.today.year)} {weekday(row.due)} {left_words(row)}")


def left_words(row: Row) -> str:
    """What is left of the limit: 余4个工作日, 今天, 逾期3个工作日 or 已办结."""
    due = row.due
    if due is None or nobody_counts(row):
        return ""
    if row.state == "done":
        return "已办结"
    if due < row.today:
        late = workdays(due, row.today)
        return f"逾期{late}个工作日" if late else "逾期"
    return "今天" if due == row.today else f"余{workdays(row.today, due)}个工作日"


def nobody_counts(row: Row) -> bool:
    """Whether the limit is past, and no day beyond it counts: a result handed in on time waits, or nobody has it."""
    if row.due is None or row.due >= row.today or row.state == "done":
        return False
    return row.held is None or bool(row.held.submitted_on and row.held.submitted_on <= row.due)


def tone(row: Row) -> str:
    """The colour of a limit."""
    if row.due is None or row.state == "done" or nobody_counts(row):
        return ""
    if row.due < row.today:
        return "bad"
    return "warn" if (row.due - row.today).days <= row.campaign.soon_days else ""


def percent(row: Row) -> str:
    """The progress, a dash before there can be any."""
    if row.held is None or row.reason == "未启动":
        return "—"
    return "100%" if row.state == "done" else f"{row.progress}%"


def cells(row: Row, campaign_id: int, part: str = "") -> tuple[str, ...]:
    """What the cells of a row say, and where its title leads; `part` follows its state."""
    task, held = row.task, row.held
    joint = f"配合 {row.joint[0]}" if row.joint else ""
    joint += f"等{len(row.joint)}家" if len(row.joint) > 1 else ""
    last = f"{when(held.last_at, row.today)} {held.last_said}" if held and held.last_at else "—"
    return (
        str(task.number),
        row.word,
        flat(f"{task.title}{row.period} {task.clause if task.span_start is not None else ''}"),
        flat(task.lead_people) or "—",
        flat(row.unit + joint) or "—",
        due_words(row) or "—",
        percent(row),
        _state(row) + part,
        flat(last),
        f"/campaigns/{campaign_id}/tasks/{task.pk}/" + (f"?a={held.pk}" if held else ""),
        str(held.pk if held else -task.pk),
    )


def _state(row: Row) -> str:
    held, word = row.held, STATES[row.state]
    if held and held.submitted_on and row.state == "submitted":
        waited = workdays(held.submitted_on, row.today)
        return f"{word}已等{waited}日" if waited > 0 else word
    return f"{word}第{held.returns + 1}轮" if held and held.returns and row.state == "in_progress" else word


def _part(row: Row, among: list[Row]) -> str:
    """How many units have finished what several have to do, and how many wait for a verdict."""
    states = [each.state for each in among if each.held and (each.task, each.period) == (row.task, row.period)]
    if row.held is None or len(states) < 2:
        return ""
    waiting = f"，待验收{states.count('submitted')}" if "submitted" in states else ""
    return f"各家已办结{states.count('done')}/{len(states)}{waiting}"


def compare(
    elements: list[Any], rows: list[Row], campaign_id: int, *, boxes: bool = True, among: list[Row] | None = None
) -> None:
    """Fail unless these table rows show those rows, in that order; with how far all units are, `among` all rows."""
    true = [cells(row, campaign_id, _part(row, among or []))[: None if boxes else -1] for row in rows]
    same("rows", [_shown(each) for each in elements], true)
    for each, row in zip(elements, rows, strict=True):
        _compare_more(each, row)


def _shown(element: Any) -> tuple[str, ...]:
    found = [cell.words for cell in element.css("td")]
    link = element.one("a.title").get("href")
    return (*found, link, *(box.get("value") for box in element.css("input")))


def _compare_more(element: Any, row: Row) -> None:
    """What is not in words: the machine's date, the colour of the limit, whom the title of a unit names, the bar."""
    what = f"row of task {row.task.number}"
    for time in element.css("time"):
        classes = time.get("class").split()[1:]
        same(what, (time.get("datetime"), *classes), (str(row.due), *filter(None, [tone(row)])))
    same(what, [each.get("title") for each in element.css("span.with")], ["、".join(row.joint)] if row.joint else [])
    same(what, element.css(".light")[0].get("class"), f"light {row.light}")
    for each in element.css("input"):
        same(what, each.get("aria-label"), f"选中任务{row.task.number}，{row.unit}")
    for bar in element.css("svg.gauge"):
        tick = [float(line.get("x1").rstrip("%")) for line in bar.css("line.now")]
        near(what, tick, [row.expected] if row.expected and row.state != "done" else [])
