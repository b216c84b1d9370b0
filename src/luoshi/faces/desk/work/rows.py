"""The rows of a task list, joined in Python: one row an item, under a band for each stage."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from luoshi.faces.desk.work.words import (
    due_of,
    in_period,
    last_said,
    light_of,
    period_text,
    progress_of,
    state_word,
)
from luoshi.faces.shared.cells import DASH, day_text, due_html, light_html, pct_html, source_html, unit_html
from luoshi.faces.shared.values import Source, Unit
from luoshi.oversight.home import StageCard
from luoshi.oversight.parts import Key, Part
from luoshi.oversight.queries import Item

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

COLUMNS = 9
VOID = " void"
"""Says of a cell that it holds a dash alone; a phone leaves it out."""


class Rows:
    """Draws items of one campaign, under the bands of its stages where these are given by id.

    `boxes` are what a bulk form chooses by, all `ticked` where every item is chosen. `parts` says of tasks that several
    units have how far they are. Equal cells are drawn once.
    """

    def __init__(
        self,
        campaign: "Campaign",
        *,
        bands: dict[int | None, StageCard] | None = None,
        boxes: bool = True,
        ticked: bool = False,
        parts: Mapping[Key, Part] | None = None,
    ) -> None:
        self._campaign, self._bands, self._boxes, self._parts = campaign, bands, boxes, parts or {}
        self._tick = " checked" if ticked else ""
        self._label = gettext("选中任务%(n)s，%(unit)s")
        self._tasks = reverse("tasks", args=[campaign.pk])
        self._plan = reverse("plan_text", args=[campaign.pk])
        self._light, self._due, self._pct = cache(light_html), cache(due_html), cache(pct_html)
        self._word = cache(lambda state: escape(state_word(state)))

    def body(self, items: Iterable[Item]) -> SafeString:
        """The rows of a table's body."""
        parts: list[str] = []
        band: object = self
        for item in items:
            if self._bands is not None and item.stage_id != band:
                band = item.stage_id
                parts.append(self._band(item.stage_id))
            parts.append(self._row(item))
        return SafeString("".join(parts))

    def members(self, items: Iterable[Item], chosen: Item | None) -> SafeString:
        """The rows of a table of one task's units, the chosen one marked."""
        return SafeString("".join(self._member(item, item is chosen) for item in items))

    def url(self, item: Item) -> str:
        """The task's page, opened at the item's assignment."""
        return f"{self._tasks}{item.task_id}/{f'?a={item.assignment_id}' if item.assignment_id else ''}"

    def source(self, item: Item) -> Source | None:
        """The clause, leading to the sentence in the plan."""
        if not item.clause or item.span is None:
            return None
        return Source(item.clause, plan_place(self._plan, item.span, item.revision_id))

    def _band(self, stage_id: int | None) -> str:
        card = (self._bands or {}).get(stage_id)
        if card is None:
            head = escape(gettext("不在阶段里的任务"))
        else:
            count = ngettext("%(n)s项", "%(n)s项", card.total) % {"n": card.total}
            more = "".join(f"<span>{escape(text)}</span>" for text in (period_text(card.start, card.end), count))
            head = f"{escape(card.title)}{more}"
        return f'<tr class="band"><th scope="rowgroup" colspan="{COLUMNS}"><div>{head}</div></th></tr>'

    def _row(self, item: Item) -> str:
        due, last = due_of(item, self._campaign), self._last(item)
        return (
            f'<tr role="row"><td role="cell" class="pin"><span class="k">{self._box(item)}'
            f'<span class="no">{item.number}</span></span></td><td role="cell">{self._light(light_of(item))}</td>'
            f'<td role="cell" class="tt"><a class="title" href="{self.url(item)}">'
            f"{escape(in_period(item.title, item))}</a> {source_html(self.source(item))}</td>"
            f'<td role="cell" class="who{"" if item.lead_people else VOID}">{escape(item.lead_people) or DASH}</td>'
            f'<td role="cell">{unit_html(Unit(item.unit, support=item.joint)) if item.unit else DASH}</td>'
            f'<td role="cell">{self._due(due) if due else DASH}</td>'
            f'<td role="cell">{self._pct(progress_of(item, self._campaign))}</td>'
            f'<td role="cell" class="nb">{self._state(item)}{self._part(item)}</td>'
            f'<td role="cell" class="up{VOID if last is DASH else ""}">{last}</td></tr>'
        )

    def _box(self, item: Item) -> str:
        if not self._boxes:
            return ""
        label = self._label % {"n": item.number, "unit": item.unit}
        return f'<input type="checkbox" name="ids" value="{item.key}" aria-label="{escape(label)}"{self._tick}>'

    def _member(self, item: Item, chosen: bool) -> str:
        due = due_of(item, self._campaign)
        current = ' aria-current="true"' if chosen else ""
        name = escape(in_period(item.unit, item))
        return (
            f'<tr role="row"{" class=on" if chosen else ""}><td role="cell">{self._light(light_of(item))}</td>'
            f'<td role="cell"><a class="title" href="{self.url(item)}"{current}>{name}</a></td>'
            f'<td role="cell" class="wide">{self._due(due) if due else DASH}</td>'
            f'<td role="cell">{self._pct(progress_of(item, self._campaign))}</td>'
            f'<td role="cell" class="nb">{self._state(item)}</td>'
            f'<td role="cell" class="wide up">{self._last(item)}</td></tr>'
        )

    def _state(self, item: Item) -> str:
        word = self._word(item.state)
        if item.state == "submitted" and item.submitted_on:
            waited = self._campaign.calendar.between(item.submitted_on, self._campaign.today)
            more = ngettext("已等%(n)s日", "已等%(n)s日", waited) % {"n": waited} if waited > 0 else ""
            return f'<b>{word}</b><span class="below">{escape(more)}</span>'
        if item.returns and item.state == "in_progress":
            return f'{word}<span class="below">{escape(gettext("第%(n)s轮") % {"n": item.returns + 1})}</span>'
        return word

    def _part(self, item: Item) -> str:
        """How far all units of the item's task are."""
        part = self._parts.get((item.task_id, item.occurrence))
        if part is None or not item.assignment_id:
            return ""
        return f'<span class="below">{escape(part_words(part))}</span>'

    def _last(self, item: Item) -> str:
        if item.last_at is None:
            return DASH
        return f"{escape(when(item.last_at, self._campaign))} {escape(last_said(item.last_said))}"


def part_words(part: Part) -> str:
    """How many units of a task have finished out of all, and how many have handed in and wait."""
    done = gettext("各家已办结%(n)s/%(of)s") % {"n": part.done, "of": part.total}
    return done + (gettext("，待验收%(n)s") % {"n": part.submitted} if part.submitted else "")


def plan_place(address: str, span: tuple[int, int], revision_id: int | None) -> str:
    """The address of a place in the text of the adopted plan, or of a revised one."""
    start, end = span
    revised = f"revision={revision_id}&" if revision_id else ""
    return f"{address}?{revised}at={start}-{end}#s{start}"


def when(moment: datetime, campaign: "Campaign") -> str:
    """The day of a moment as lists say it: 今天, 6月16日."""
    day = timezone.localtime(moment).date()
    return gettext("今天") if day == campaign.today else day_text(day, with_year=day.year != campaign.today.year)
