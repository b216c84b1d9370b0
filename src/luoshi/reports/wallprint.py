"""The wall chart for the wall, in three drawings: 进度图 by progress, 施工图 by how, 责任图 by who."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from luoshi.campaigns.index import texts_of
from luoshi.campaigns.models import Campaign, Task
from luoshi.kit.walls import Lane, Mark, Wall
from luoshi.orgs.access import Standing
from luoshi.oversight.home import StageCard
from luoshi.oversight.items import Filters
from luoshi.reports.wallchart import Axis, Bar, Chart, Tick, chart

PROGRESS, HOW, WHO = "progress", "how", "who"
DRAWINGS = {PROGRESS: "进度图", HOW: "施工图", WHO: "责任图"}
HEADS = {
    PROGRESS: (("任务", "牵头单位、领导"), (5, 2.4), 14),
    HOW: (("任务", "怎么做"), (4, 7), 9),
    WHO: (("任务", "配合单位", "牵头领导"), (5, 3.4, 1.6), 9),
}
LEGEND = (
    ("bad", "红灯"), ("warn", "黄灯"), ("ok", "绿灯"), ("idle", "灰灯"), ("done", "办结"),
    ("plan", "计划"), ("fill", "完成"), ("gap", "到今天的差额（按工作日）"),
    ("short", "红灯的差额"), ("over", "逾期未了"), ("today", "今天"),
)  # fmt: skip
MOST = 2000
"""Lanes on one chart; what lies beyond is narrowed by filters."""
PORTION = 500
WORDS = 160


def wall(campaign: Campaign, who: Standing, filters: Filters, drawing: str) -> Wall:
    """The chart of all items under these filters, up to 2,000, as that drawing. Raises KeyError for an unknown one."""
    heads, widths, axis_width = HEADS[drawing]
    pages = list(_pages(campaign, who, filters))
    first = pages[0]
    bars = [bar for page in pages for bar in page.bars]
    today = campaign.today
    facts = [
        ("填报单位", campaign.issuer),
        ("数据截止", f"{today.year}年{today.month}月{today.day}日"),
        ("共", f"{first.tally.total}项"),
    ]
    if len(bars) < first.tally.total:
        facts.append(("本图", f"前{len(bars)}项，其余请按单位或阶段分开印"))
    return Wall(
        title=f"{campaign.title}挂图作战{DRAWINGS[drawing]}",
        heads=heads,
        widths=widths,
        axis_width=axis_width,
        upper=tuple(_tick(tick, f"{int(tick.label[5:])}月") for tick in first.months),
        lower=tuple(_tick(tick, tick.label) for tick in first.minor),
        lanes=tuple(_lanes(campaign, first, bars, drawing)),
        facts=tuple(facts),
        today=first.today,
        legend=LEGEND,
    )


def _pages(campaign: Campaign, who: Standing, filters: Filters) -> Iterator[Chart]:
    after, seen = "", 0
    while True:
        page = chart(campaign, who, filters, after=after, size=PORTION)
        yield page
        seen, after = seen + len(page.bars), page.after
        if not after or seen >= MOST:
            return


def _lanes(campaign: Campaign, first: Chart, bars: list[Bar], drawing: str) -> Iterator[Lane]:
    stretches = {card.id: marks for card in first.stages if (marks := _stretch(first.axis, card))}
    if drawing == WHO:
        for unit, group in groupby(sorted(bars, key=lambda bar: bar.item.unit), key=lambda bar: bar.item.unit):
            held = list(group)
            yield Lane((f"{unit or '没有定下单位'}（牵头{len(held)}项）",))
            for bar in held:
                yield _lane(bar, ("、".join(bar.item.joint), bar.item.lead_people), stretches)
        return
    how = _how(campaign, bars) if drawing == HOW else {}
    titles = {card.id: f"{card.title}（{card.total}项）" for card in first.stages}
    for stage, group in groupby(bars, key=lambda bar: bar.item.stage_id):
        yield Lane((titles.get(stage or 0, "不分阶段"),), marks=stretches.get(stage or 0, ()))
        for bar in group:
            told = how.get(bar.item.task_id, "") if how else f"{bar.item.unit}\n{bar.item.lead_people}".strip()
            yield _lane(bar, (told,), stretches)


def _lane(bar: Bar, cells: tuple[str, ...], stretches: dict[int, tuple[Mark, ...]]) -> Lane:
    item, marks = bar.item, list(stretches.get(bar.item.stage_id or 0, ()))
    if item.start or item.due:
        kind = {"done": "done", "idle": "idle"}.get(item.reason.light, "plan")
        marks.append(Mark(kind, bar.start, bar.end))
        if item.reason.light != "done":
            marks.append(Mark("fill", bar.start, bar.done))
            marks.append(Mark("short" if item.reason.light == "bad" else "gap", bar.done, bar.short))
            marks.append(Mark("over", bar.end, bar.late))
        percent = f"{item.progress}%" if item.assignment_id else ""
        if note := "　".join(filter(None, (bar.node, percent))):
            marks.append(Mark("text", max(0.0, bar.start), bar.end, note))
    drawn = tuple(mark for mark in marks if mark.end > mark.start and mark.end > 0 and mark.start < 1)
    return Lane((f"{item.number}. {item.title}", *cells), item.reason.light, item.reason.label, drawn)


def _how(campaign: Campaign, bars: Iterable[Bar]) -> dict[int, str]:
    """The words of the plan on each task, cut to what a lane holds."""
    texts, ids = texts_of(campaign), {bar.item.task_id for bar in bars}
    rows = Task.objects.filter(campaign=campaign).values_list("pk", "revision_id", "span_start", "span_end")
    words = {pk: " ".join(texts.get(held, "")[start:end].split()) for pk, held, start, end in rows if end and pk in ids}
    return {pk: text if len(text) <= WORDS else f"{text[:WORDS]}……" for pk, text in words.items()}


def _stretch(axis: Axis, card: StageCard) -> tuple[Mark, ...]:
    if card.start is None or card.end is None:
        return ()
    return (Mark("stage", axis.at(card.start), axis.until(card.end)),)


def _tick(tick: Tick, text: str) -> Mark:
    return Mark("tick", tick.start, tick.end, text)
