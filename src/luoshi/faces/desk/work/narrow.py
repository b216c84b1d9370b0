"""What a task list can be narrowed to: saved views with their counts, and the row of filters."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.desk.work.address import GAP, Address
from luoshi.faces.desk.work.words import LIGHT_CODES, OWING, UNISSUED, period_text, state_word
from luoshi.faces.shared.cells import colour_word, day_text
from luoshi.faces.shared.shell import Choice, Filter, Link, Seek
from luoshi.oversight.home import StageCard
from luoshi.oversight.items import Filters
from luoshi.oversight.parties import Choices
from luoshi.oversight.queries import Tally

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

MONTHS = 12


def views(campaign: "Campaign", whole: Tally, asked: Address) -> tuple[Link, ...]:
    """The customary questions with their counts; one is current when the list is narrowed to just that."""
    wanted = (
        (_("全部"), Filters(), whole.total),
        (_("红灯"), Filters(light="bad"), whole.light("bad")),
        (_("黄灯"), Filters(light="warn"), whole.light("warn")),
        (_("待签收"), Filters(state="issued"), whole.by_state["issued"]),
        (_("待验收"), Filters(state="submitted"), whole.by_state["submitted"]),
        (_("未下发"), Filters(state=UNISSUED), whole.by_state[UNISSUED]),
        (_("办结"), Filters(light="done"), whole.light("done")),
    )
    return tuple(
        Link(label, Address(filters).url(), count, current=asked.filters == filters) for label, filters, count in wanted
    )


def filters_row(
    campaign: "Campaign", cards: Sequence[StageCard], people: Choices, asked: Address
) -> tuple[Filter, ...]:
    """The selects above the list; each first choice does not narrow."""
    now = asked.filters
    anything = Choice("", _("全部"))
    return (
        Filter("stage", _("阶段"), (anything, *_choices(((str(c.id), c.title) for c in cards), str(now.stage)))),
        Filter("light", _("灯"), (anything, *_choices(_lights(), now.light))),
        Filter(
            "leader",
            _("牵头领导"),
            (
                Choice("", _("全部%(n)s人") % {"n": len(people.leaders)}),
                *_choices(((name, name) for name in people.leaders), now.leader),
            ),
        ),
        Filter(
            "unit",
            _("单位"),
            (
                Choice("", _("全部%(n)s家") % {"n": len(people.units)}),
                *_choices(((str(pk), name) for pk, name in people.units), str(now.unit)),
            ),
        ),
        Filter("state", _("状态"), (anything, *_choices(_states(), now.state))),
        Filter("due", _("期限"), (anything, *_dues(campaign, cards, now))),
        Filter(
            "group",
            _("分组"),
            (
                Choice("", _("按阶段"), asked.group == "stage"),
                Choice("none", _("不分组"), asked.group == "none"),
            ),
        ),
    )


def seek(asked: Address) -> Seek:
    """The box of words above the list."""
    return Seek(
        "words",
        _("找任务"),
        asked.filters.words,
        _("如：县水利局"),
        _("任务名称、牵头领导、牵头单位和配合（协同）单位里的字，如“县水利局”；几个词用空格隔开。"),
    )


def _choices(pairs: Iterator[tuple[str, str]], now: str) -> Iterator[Choice]:
    return (Choice(value, label, value == now) for value, label in pairs)


def _lights() -> Iterator[tuple[str, str]]:
    yield OWING, _("红、黄")
    yield from ((code, colour_word(code)) for code in LIGHT_CODES)


def _states() -> Iterator[tuple[str, str]]:
    yield UNISSUED, state_word(UNISSUED)
    yield from ((code, _(label)) for code, label in ASSIGNMENT.choices)


def _dues(campaign: "Campaign", cards: Sequence[StageCard], now: Filters) -> Iterator[Choice]:
    """Periods that people ask for; a period of the address's own is offered as the one chosen."""
    chosen = (now.due_from, now.due_to)
    periods = list(_periods(campaign, cards))
    if chosen not in [(start, end) for start, end, _label in periods] and chosen != (None, None):
        periods.insert(0, (*chosen, period_text(*chosen)))
    for start, end, label in periods:
        yield Choice(f"{start or ''}{GAP}{end or ''}", label, (start, end) == chosen)


def _periods(campaign: "Campaign", cards: Sequence[StageCard]) -> Iterator[tuple[date | None, date | None, str]]:
    today = campaign.today
    monday = today - timedelta(today.weekday())
    first = today.replace(day=(1, 11, 21)[min(2, (today.day - 1) // 10)])
    last = _month_end(today) if first.day == 21 else first + timedelta(9)
    yield None, today - timedelta(1), _("今天以前")
    yield today, today, _("今天")
    yield monday, monday + timedelta(6), _("本周")
    yield first, last, _("本旬")
    days = [day for card in cards for day in (card.start, card.end) if day]
    month = min(days, default=today).replace(day=1)
    for _n in range(MONTHS):
        end = _month_end(month)
        yield month, end, _("%(start)s至%(end)s") % {"start": day_text(month), "end": day_text(end)}
        month = end + timedelta(1)
        if month > max(days, default=today):
            return


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(32)).replace(day=1) - timedelta(1)
