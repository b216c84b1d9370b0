"""Cells written by the hundred: plain values to escaped HTML, without a template in between."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext

from luoshi.faces.shared.shell import Choice
from luoshi.faces.shared.values import Due, Gauge, Guess, Light, LightCode, Person, Source, Timeline, Unit

SHAPES: dict[LightCode, str] = {
    "bad": '<path d="M.5.5h11v11H.5z"/>',
    "warn": '<path d="M6 .6 12 11.4H0z"/>',
    "ok": '<circle cx="6" cy="6" r="5.5"/>',
    "idle": '<path fill-rule="evenodd" d="M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zm0 1.6a3.9 3.9 0 1 0 0 7.8'
    ' 3.9 3.9 0 0 0 0-7.8z"/>',
    "done": '<path d="M4.5 10.6.4 6.5l1.5-1.5 2.6 2.6L10.1 2l1.5 1.5z"/>',
}
DASH = SafeString('<span class="soft">—</span>')


def light_html(light: Light) -> SafeString:
    """Shape, word and colour of a state, in that order."""
    return SafeString(
        f'<span class="light {light.code}"><svg viewBox="0 0 12 12" aria-hidden="true">{SHAPES[light.code]}</svg>'
        f"{escape(light.word)}</span>"
    )


def colour_word(code: LightCode) -> str:
    """The word of a light where counts and legends name the colour (红, 黄, 绿, 灰, 办结)."""
    return {
        "bad": pgettext("灯", "红"),
        "warn": pgettext("灯", "黄"),
        "ok": pgettext("灯", "绿"),
        "idle": pgettext("灯", "灰"),
        "done": gettext("办结"),
    }[code]


def lights_html(counts: Mapping[str, int]) -> SafeString:
    """How many stand at each light, worst first; colours without an item are left out."""
    shown = (code for code in SHAPES if counts.get(code))
    return SafeString(" ".join(light_html(Light(code, f"{counts[code]} {colour_word(code)}")) for code in shown))


def day_text(day: date, with_year: bool = False) -> str:
    """A date as people write it (6月24日), with the year only where it could be mistaken."""
    return _day_text(day, with_year, get_language() or "")


def moment_text(moment: datetime) -> str:
    """A local date with year and clock time (2026年6月17日 9:00)."""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{day_text(local.date(), with_year=True)} {local.hour}:{local.minute:02}"


def weekday_text(day: date) -> str:
    """The short weekday (周三)."""
    return _weekdays(get_language() or "")[day.weekday()]


@lru_cache(maxsize=4096)
def _day_text(day: date, with_year: bool, language: str) -> str:
    parts = {"year": day.year, "month": _months(language)[day.month - 1], "day": day.day}
    return (gettext("%(year)s年%(month)s%(day)s日") if with_year else gettext("%(month)s%(day)s日")) % parts


@lru_cache(maxsize=8)
def _months(language: str) -> tuple[str, ...]:
    first = (gettext("1月"), gettext("2月"), gettext("3月"), gettext("4月"), gettext("5月"), gettext("6月"))
    return (*first, gettext("7月"), gettext("8月"), gettext("9月"), gettext("10月"), gettext("11月"), gettext("12月"))


@lru_cache(maxsize=8)
def _weekdays(language: str) -> tuple[str, ...]:
    work = (gettext("周一"), gettext("周二"), gettext("周三"), gettext("周四"), gettext("周五"))
    return (*work, gettext("周六"), gettext("周日"))


def left_html(due: Due) -> SafeString:
    """What is left of a limit: 余4个工作日, 今天, 逾期3个工作日, 已办结; empty when nobody counts."""
    if due.state == "done":
        return SafeString(escape(gettext("已办结")))
    if due.state == "today":
        return SafeString(f"<b>{escape(gettext('今天'))}</b>")
    if due.state == "late":
        late = -due.left if due.left and due.left < 0 else 0
        text = ngettext("逾期%(n)s个工作日", "逾期%(n)s个工作日", late) if late else gettext("逾期")
        return _counted(text, late)
    if due.left is None:
        return SafeString("")
    return _counted(ngettext("余%(n)s个工作日", "余%(n)s个工作日", due.left), due.left)


def _counted(text: str, number: int) -> SafeString:
    return SafeString(escape(text) % {"n": f"<b>{number}</b>"}) if "%(n)s" in text else SafeString(escape(text))


def due_html(due: Due) -> SafeString:
    """Date, weekday and working days left in three aligned fragments; an extension names the first date beneath."""
    tone = {"soon": " warn", "today": " warn", "late": " bad"}.get(due.state, "")
    return SafeString(
        f'<time class="due{tone}" datetime="{due.day.isoformat()}"><span class="d">'
        f'{escape(day_text(due.day, due.with_year))}</span> <span class="w">{escape(weekday_text(due.day))}</span>'
        f' <span class="n">{left_html(due)}</span></time>{_original_html(due)}'
    )


def _original_html(due: Due) -> str:
    if due.original is None:
        return ""
    text = ngettext("原定 %(day)s，延期%(n)s次", "原定 %(day)s，延期%(n)s次", due.extensions)
    said = text % {"day": day_text(due.original, due.with_year), "n": due.extensions}
    return f'<span class="was">{escape(said)}</span>'


def gauge_svg(gauge: Gauge) -> SafeString:
    """A bar: done in ink, the shortfall to `expected` in the light's colour, a tick where today should stand.

    With a label it is a meter to screen readers, without one it is decoration beside a written number.
    """
    done, expected = _clamp(gauge.done), None if gauge.expected is None else _clamp(gauge.expected)
    bars = [_bar("all", 0, 100), _bar("", 0, done)]
    if gauge.tone in ("behind", "far") and expected is not None and expected > done:
        bars.append(_bar("gap", done, expected - done))
    if expected is not None and gauge.tone != "full":
        tick = f'x1="{expected:g}%" x2="{expected:g}%" y1="0" y2="100%"'
        bars.append(f'<line class="halo" {tick}/><line class="now" {tick}/>')
    meter = f'role="meter" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{done:g}"'
    name = f'{meter} aria-label="{escape(gauge.label)}"' if gauge.label else 'aria-hidden="true"'
    return SafeString(f'<svg class="gauge {gauge.tone}" {name}>{"".join(bars)}</svg>')


def _clamp(percent: float) -> float:
    return round(min(100.0, max(0.0, percent)), 2)


def _bar(kind: str, start: float, width: float) -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<rect{named} x="{start:g}%" y="25%" width="{width:g}%" height="50%"/>'


def pct_html(gauge: Gauge | None) -> SafeString:
    """The percentage and its bar for a table cell; a dash when there is nothing to measure yet."""
    if gauge is None:
        return DASH
    return SafeString(f'<span class="pct"><b>{gauge.done:.0f}%</b>{gauge_svg(gauge)}</span>')


def unit_html(unit: Unit) -> SafeString:
    """The lead unit in ink, its supporters smaller beneath, several as 等2家, a frozen set with its count."""
    lead = f'<span class="unit">{escape(unit.lead)}</span>{_set_html(unit.lead_count)}'
    if not unit.support:
        return SafeString(lead)
    several = len(unit.support) > 1
    text = gettext("配合 %(unit)s等%(n)s家") if several else gettext("配合 %(unit)s")
    names = escape("、".join(unit.support))
    support = escape(text % {"unit": unit.support[0], "n": len(unit.support)})
    return SafeString(f'{lead}<span class="with" title="{names}">{support}{_set_html(unit.support_count)}</span>')


def _set_html(count: int | None) -> str:
    if count is None:
        return ""
    return f' <span class="set">{escape(ngettext("%(n)s家", "%(n)s家", count) % {"n": count})}</span>'


def person_html(person: Person) -> SafeString:
    """A name in ink with the post or unit after it in grey."""
    post = f" <small>{escape(person.post)}</small>" if person.post else ""
    return SafeString(f'<span class="who">{escape(person.name)}{post}</span>')


def source_html(source: Source | None) -> SafeString:
    """The clause number as a link to its sentence; nothing when a value has no place in the plan."""
    if source is None:
        return SafeString("")
    title = escape(gettext("看方案原句"))
    return SafeString(f'<a class="src" href="{escape(source.url)}" title="{title}">{escape(source.clause)}</a>')


def options_html(choices: Iterable[Choice]) -> SafeString:
    """The options of a select, of which there may be hundreds."""
    parts = []
    for choice in choices:
        chosen = " selected" if choice.chosen else ""
        parts.append(f'<option value="{escape(choice.value)}"{chosen}>{escape(choice.label)}</option>')
    return SafeString("".join(parts))


def guess_html(guess: Guess) -> SafeString:
    """An inferred value, dashed and tagged with its rule until a person confirms it."""
    if guess.confirmed:
        return SafeString(escape(guess.text))
    rule = gettext("推断：%(rule)s") % {"rule": guess.rule} if guess.rule else gettext("推断")
    return SafeString(f'<span class="guess">{escape(guess.text)}</span> <span class="tag-guess">{escape(rule)}</span>')


def timeline_svg(timeline: Timeline) -> SafeString:
    """The campaign's stages under the names of the months, with a line where today stands."""
    parts = [
        f'<line class="month" x1="{at:g}%" x2="{at:g}%" y1="0" y2="1.5em"/>'
        f'<text x="{at:g}%" dx=".4em" y="1em">{escape(_months(get_language() or "")[day.month - 1])}</text>'
        for at, day in timeline.months
    ]
    parts.append('<line class="axis" x1="0" x2="100%" y1="1.6em" y2="1.6em"/>')
    for span in timeline.spans:
        kind, done = ("cur" if span.current else "past"), span.width * _clamp(span.done) / 100
        bars = (("bar", span.width), (kind, done))
        parts += [f'<rect class="{k}" x="{span.start:g}%" width="{w:.2f}%" y="1.65em" height=".9em"/>' for k, w in bars]
        end = span.start + span.width
        parts.append(f'<line class="break" x1="{end:g}%" x2="{end:g}%" y1="1.65em" y2="2.55em"/>')
    if timeline.today is not None:
        at = f"{timeline.today:g}%"
        parts.append(f'<line class="now" x1="{at}" x2="{at}" y1="0" y2="3.3em"/>')
        parts.append(f'<text class="now" x="{at}" dx=".4em" y="3.6em">{escape(gettext("今天"))}</text>')
    return SafeString(f'<svg class="timeline" role="img" aria-label="{escape(timeline.label)}">{"".join(parts)}</svg>')
