"""The wall chart's rows, joined in Python: one small picture a row, its grid drawn once and used by all."""

from collections.abc import Iterator
from datetime import date
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext as _

from luoshi.faces.desk.work.words import listed, period_text
from luoshi.faces.shared.cells import day_text, light_html
from luoshi.faces.shared.values import Light
from luoshi.oversight.home import StageCard
from luoshi.reports.wallchart import Bar, Chart, Tick

BAR_Y, BAR_HEIGHT = 20, 8
LABEL_Y, PERCENT_Y = 14, 28
PLACES = {
    "ext": 'y="0" height="100%"',
    "band-b": f'y="100%" height="{BAR_HEIGHT}" transform="translate(0 -{BAR_HEIGHT})"',
}
LAST_PLACE = {"lab": 0.8, "pc": 0.96}
UNITS = 'patternUnits="userSpaceOnUse"'
GRID = '<use href="#grid" width="100%" height="100%"/>'


def scale(chart: Chart) -> SafeString:
    """The head of the time column: months above, ten-day periods or days below."""
    months = "".join(_tick(tick, "m", 14, _month(tick.label)) for tick in chart.months)
    thirds = {"上": pgettext("旬", "上"), "中": pgettext("旬", "中"), "下": pgettext("旬", "下")}
    minor = "".join(_tick(tick, "s", 34, thirds.get(tick.label, tick.label)) for tick in chart.minor)
    return SafeString(f'<svg class="tl-head" aria-hidden="true">{months}{minor}</svg>')


def symbols(chart: Chart) -> SafeString:
    """What every row uses: the grid with the today line, and each stage's stretch."""
    lines = [f'<line class="g" x1="{_x(t.start)}" x2="{_x(t.start)}" y1="0" y2="100%"/>' for t in chart.minor]
    lines += [f'<line class="g m" x1="{_x(t.start)}" x2="{_x(t.start)}" y1="0" y2="100%"/>' for t in chart.months]
    if chart.today is not None:
        lines.append(f'<line class="now" x1="{_x(chart.today)}" x2="{_x(chart.today)}" y1="0" y2="100%"/>')
    stages = "".join(
        f'<symbol id="st{card.id}">{_rect("ext", *stretch)}</symbol>'
        for card in chart.stages
        if (stretch := _stretch(chart, card))
    )
    late = f'<pattern id="late" width="7" height="8" {UNITS}><rect width="4" height="8"/></pattern>'
    defs = f'<defs>{late}<symbol id="grid">{"".join(lines)}</symbol>{stages}</defs>'
    return SafeString(f'<svg class="defs" aria-hidden="true">{defs}</svg>')


def rows(chart: Chart, campaign_id: int) -> SafeString:
    """The body of the chart: a band before the first row of each stage, then its rows."""
    return SafeString("".join(_rows(chart, campaign_id)))


def _rows(chart: Chart, campaign_id: int) -> Iterator[str]:
    cards = {card.id: card for card in chart.stages}
    stage: int | None = -1
    task_url = reverse("task", args=[campaign_id, 0])[:-2]
    for bar in chart.bars:
        if bar.item.stage_id != stage:
            stage = bar.item.stage_id
            card = cards.get(stage) if stage else None
            yield _band(chart, card)
        yield _row(bar, task_url)


def _band(chart: Chart, card: StageCard | None) -> str:
    if card is None:
        title, days, picture = escape(_("不分阶段")), "", ""
    else:
        count = escape(ngettext("%(n)s项", "%(n)s项", card.total) % {"n": card.total})
        title = f"{escape(card.title)} <small>{count}</small>"
        days = _days(card.start, card.end)
        stretch = _stretch(chart, card)
        picture = _rect("band-b", *stretch) if stretch else ""
    now = " cur" if card and card.phase == "now" else ""
    label = (
        f'<text class="now-t" x="{_x(chart.today)}" dx="6" y="14">{escape(_("今天"))}</text>'
        if (now and chart.today is not None)
        else ""
    )
    return (
        f'<tr role="row" class="stage{now}"><th role="rowheader" class="pin" scope="rowgroup">{title}</th>'
        f'<td role="cell" class="who">{days}</td><td role="cell" class="time">'
        f'<svg class="tl" aria-hidden="true">{GRID}{picture}{label}</svg></td></tr>'
    )


def _row(bar: Bar, task_url: str) -> str:
    item = bar.item
    url = f"{task_url}{item.task_id}/" + (f"?a={item.assignment_id}" if item.assignment_id else "")
    light = light_html(Light(item.reason.light, _(item.reason.label)))  # type: ignore[arg-type]
    return (
        f'<tr role="row"><th role="rowheader" class="pin" scope="row"><span class="rh">{light}'
        f'<span class="no">{item.number}</span>'
        f'<a href="{url}">{escape(item.title)}</a></span></th>'
        f'<td role="cell" class="who"><span class="unit">{escape(item.unit)}</span>'
        f'<small>{escape(item.lead_people)}</small></td><td role="cell" class="time">{_picture(bar)}</td></tr>'
    )


def _picture(bar: Bar) -> str:
    item = bar.item
    kind = "done" if item.reason.light == "done" else "idle" if item.reason.light == "idle" else ""
    parts = [GRID]
    if item.stage_id:
        parts.insert(0, f'<use href="#st{item.stage_id}" width="100%" height="100%"/>')
    if item.due is None and item.start is None:
        return f'<svg class="tl">{"".join(parts)}</svg>'
    parts.append(_rect(f"plan {kind}", bar.start, bar.end))
    if bar.done > bar.start:
        parts.append(_rect(f"fill {kind}", bar.start, bar.done))
    if bar.short > bar.done:
        tone = "gap bad" if item.reason.light == "bad" else "gap"
        parts.append(_rect(tone, bar.done, bar.short))
    if bar.late > bar.end:
        parts.append(_rect("over", bar.end, bar.late))
    if bar.node:
        parts.append(_text("lab", bar.start, LABEL_Y, bar.node))
    if item.assignment_id and item.reason.light != "done" and (item.progress or item.reason.light != "idle"):
        parts.append(_percent(max(bar.end, bar.late), item.progress))
    label = escape(listed([period_text(item.start, item.due), _("进度%(n)s%%") % {"n": item.progress}]))
    return f'<svg class="tl" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _stretch(chart: Chart, card: StageCard) -> tuple[float, float] | None:
    if card.start is None or card.end is None:
        return None
    return chart.axis.at(card.start), chart.axis.until(card.end)


def _rect(kind: str, start: float, end: float) -> str:
    start, end = max(0.0, min(1.0, start)), max(0.0, min(1.0, end))
    if end <= start:
        return ""
    place = PLACES.get(kind, f'y="{BAR_Y}" height="{BAR_HEIGHT}"')
    return f'<rect class="{kind}" x="{_x(start)}" width="{_x(end - start)}" {place}/>'


def _text(kind: str, at: float, y: int, text: str) -> str:
    if not 0 <= at <= 1:
        return ""
    side = f'class="{kind} end" dx="-4"' if at > LAST_PLACE[kind] else f'class="{kind}" dx="4"'
    return f'<text {side} x="{_x(at)}" y="{y}">{escape(text)}</text>'


def _percent(at: float, progress: int) -> str:
    """How far it is, behind the bar; above its end where the axis has no room behind it."""
    return _text("pc", at, LABEL_Y if at > LAST_PLACE["pc"] else PERCENT_Y, f"{progress}%")


def _tick(tick: Tick, kind: str, y: int, text: str) -> str:
    start, end = max(0.0, tick.start), min(1.0, tick.end)
    if end <= start:
        return ""
    line = f'<line class="g {kind}" x1="{_x(start)}" x2="{_x(start)}" y1="{y - 16}" y2="{y + 6}"/>'
    return f'{line}<text class="{kind}" x="{_x((start + end) / 2)}" y="{y}">{escape(text)}</text>'


def _month(label: str) -> str:
    return gettext(f"{int(label.partition('-')[2])}月")


def _days(start: date | None, end: date | None) -> str:
    if start is None or end is None:
        return ""
    return escape(_("%(start)s至%(end)s") % {"start": day_text(start), "end": day_text(end)})


def _x(share: float) -> str:
    return f"{share * 100:.2f}%"
