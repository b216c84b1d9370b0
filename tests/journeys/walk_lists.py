"""The task list in all its views, screen by screen, and the pages of units, compared with the truth."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page

from journeys.rows import compare
from journeys.seen import Seen, go, press, same
from journeys.truth import LIGHTS, Row, Truth, by_due
from journeys.walk_home import frame
from journeys.wording import COLOURS, POSTS, amount, flat, period
from luoshi.orgs.models import Post, Unit

SCREEN = 25
UNIT_ROWS = 50
VIEWS: dict[str, Callable[[Row], bool]] = {
    "全部": lambda row: True,
    "红灯": lambda row: row.light == "bad",
    "黄灯": lambda row: row.light == "warn",
    "待签收": lambda row: row.state == "issued",
    "待验收": lambda row: row.state == "submitted",
    "未下发": lambda row: row.held is None,
    "办结": lambda row: row.light == "done",
}


def tasks(page: Page, truth: Truth, *, empty_too: bool = False) -> None:
    """Every view of the task list, each to its last screen; those that its count calls empty where that is wanted."""
    seen = go(page, "tasks", truth.campaign.pk)
    links = {re.sub(r"\d+$", "", link.words): link for link in seen.take("nav.views a")}
    same("views", list(links), list(VIEWS))
    for name, is_in in VIEWS.items():
        rows = [row for row in truth.rows if is_in(row)]
        same(f"count of {name}", links[name].words, f"{name}{len(rows)}")
        if not (rows or empty_too):
            continue
        if name != "全部":
            address = links[name].get("href")
            page.goto(page.url.partition("?")[0] + address, wait_until="domcontentloaded")
            seen = Seen(page)
            seen.take("nav.views a")
        _screens(page, seen, truth, rows, is_whole=name == "全部")


def by_limit(page: Page, truth: Truth) -> None:
    """The list in the order of the limits, to its last screen."""
    seen = go(page, "tasks", truth.campaign.pk, query="?sort=due")
    seen.take("nav.views a")
    _screens(page, seen, truth, by_due(truth.rows), is_whole=True, in_bands=False)


def _screens(page: Page, seen: Seen, truth: Truth, rows: list[Row], *, is_whole: bool, in_bands: bool = True) -> None:
    for first in range(0, max(len(rows), 1), SCREEN):
        if first:
            seen = press(page, ".pager a[rel=next]")
            seen.take("nav.views a")
        shown = rows[first : first + SCREEN]
        frame(seen, truth)
        _head(seen, truth, len(rows), is_whole)
        _filters(seen, truth)
        if rows:
            compare(seen.take("tbody[data-rows] tr:not(.band)"), shown, truth.campaign.pk, among=truth.rows)
            same("bands", seen.words("tr.band"), _bands(truth, rows, shown) if in_bands else [])
            _bulk(seen, len(rows), len(shown))
        _pager(seen, first, len(shown), len(rows))
        seen.close()


def _head(seen: Seen, truth: Truth, total: int, is_whole: bool) -> None:
    units = {row.held.unit_id for row in truth.rows if row.held}
    note = f"共{total}项" + (f"，牵头领导{len(truth.leaders())}人，牵头单位{len(units)}家" if is_whole else "")
    same("head of the list", seen.words(".head > p"), [note])
    ready, waiting = len(truth.unsent.ready), sum(row.held is None for row in truth.rows)
    idle = f"{waiting}项还没有下发" if waiting and not ready else ""
    same("button to issue", seen.words(".head a.go"), [f"下发{ready}项"] if ready else [])
    links = [words for words in seen.words(".head .acts > a") if "还没有" in words]
    same("what is not out", links, [idle] if idle and truth.units is None else [])


def _bands(truth: Truth, rows: list[Row], shown: list[Row]) -> list[str]:
    """The heads between rows of different stages; with how many rows of the view each stage has."""
    if not truth.stages:
        return []
    stages = {stage.pk: stage for stage in truth.stages}
    said, last = [], object()
    for row in shown:
        if row.task.stage_id != last:
            last = row.task.stage_id
            stage = stages.get(row.task.stage_id or 0)
            n = sum(each.task.stage_id == last for each in rows)
            words = f"{stage.title}{period(stage.start, stage.end)}{n}项" if stage else "不在阶段里的任务"
            said.append(flat(words))
    return said


def _filters(seen: Seen, truth: Truth) -> None:
    leaders, units = seen.words("select[name=leader] option"), seen.words("select[name=unit] option")
    same("leaders to choose from", leaders, [f"全部{len(truth.leaders())}人", *map(flat, truth.leaders())])
    ids = {row.held.unit_id for row in truth.rows if row.held}
    names = Unit.objects.filter(pk__in=ids).order_by("order", "pk").values_list("name", flat=True)
    same("units to choose from", units, [f"全部{len(ids)}家", *names])
    stages = seen.words("select[name=stage] option")
    same("stages to choose from", stages, ["全部", *(flat(stage.title) for stage in truth.stages)])
    dues = {option.words: option.get("value") for option in seen.take("select[name=due] option")}
    same(
        "limits to choose from",
        [word for word in dues if not word[0].isdigit()],
        ["全部", "今天以前", "今天", "本周", "本旬"],
    )
    monday = truth.today - timedelta(truth.today.weekday())
    same("this week", dues["本周"], f"{monday}..{monday + timedelta(6)}")
    for words, value in dues.items():
        if words[0].isdigit():
            start, end = value.split("..")
            same("a month to choose", words, period(date.fromisoformat(start), date.fromisoformat(end)))
            assert start.endswith("-01")
            assert (date.fromisoformat(end) + timedelta(1)).day == 1


def _bulk(seen: Seen, total: int, shown: int) -> None:
    same("chosen", seen.words(".bulk > span"), ["已选 0 项"])
    same("choose all", seen.words(".bulk > a"), [f"选中全部{total}项"] if total > shown else [])


def _pager(seen: Seen, first: int, n: int, total: int) -> None:
    seek = seen.words("#seek-hint")  # what the field for words looks through
    hints = [words for words in seen.words("main > p.hint") if words not in seek]
    same("other screens", hints, ["每屏100项"] if total > SCREEN else [])
    if total <= SCREEN:
        same("pager", seen.words(".pager"), [])
        return
    last = first + n
    ahead = f"下一屏，接第{last}项 →" if last < total else "已是末屏"
    back = "上一屏 ←" if first else "上一屏"
    same("pager", seen.line(".pager"), f"第{first + 1}至{last}项，共{total}项{back}{ahead}")


def units(page: Page, truth: Truth) -> None:
    """How much each unit has to do, by light."""
    seen = go(page, "units", truth.campaign.pk)
    frame(seen, truth)
    parts = {unit.pk: share(truth, unit) for unit in Unit.objects.order_by("order", "pk")}
    busy = {pk: (leads, joins) for pk, (leads, joins) in parts.items() if leads or joins}
    names = dict(Unit.objects.values_list("pk", "name"))
    same("number of units", seen.words(".head > p"), [f"{len(busy)}家单位"])
    shown = [[cell.words for cell in row.css("th") + row.css("td")] for row in seen.take("tbody[data-rows] tr")]
    same("units", shown, [_numbers(names[pk], *part) for pk, part in busy.items()])
    seen.close()


def share(truth: Truth, unit: Unit) -> tuple[list[Row], list[Row]]:
    """(rows that the unit leads, rows that it supports)."""
    out = [row for row in truth.rows if row.held]
    leads = [row for row in out if row.held and row.held.unit_id == unit.pk]
    return leads, [row for row in out if unit.name in row.joint]


def _numbers(name: str, leads: list[Row], joins: list[Row]) -> list[str]:
    lights = (sum(row.light == light for row in leads) for light in LIGHTS)
    return [name, *(str(n) if n else "" for n in (len(leads), *lights, len(joins)))]


def unit(page: Page, truth: Truth, unit: Unit) -> None:
    """One unit: what it leads and supports, its people, what it gave."""
    seen, (leads, joins) = go(page, "unit", truth.campaign.pk, unit.pk), share(truth, unit)
    frame(seen, truth, unit.name)
    same("name", seen.line(".head h1"), flat(unit.name))
    same("its numbers", seen.words(".head > p"), [f"牵头{len(leads)}项，配合{len(joins)}项"])
    lights = [f"{COLOURS[light]}{sum(row.light == light for row in leads)}" for light in LIGHTS]
    same("its lights", seen.words("ul.counts li"), lights)
    for part, rows in (("leads", leads), ("joins", joins)):
        same(f"all that it {part}", seen.line(f"#{part} header a"), f"全部{len(rows)}项")
        compare(seen.take(f"#{part} tbody tr"), by_due(rows)[:UNIT_ROWS], truth.campaign.pk, boxes=False)
    posts = sorted(
        Post.objects.filter(unit=unit, person__is_active=True).order_by("pk"),
        key=lambda post: ("unit_head", "liaison", post.role).index(post.role),
    )
    people = [flat(f"{post.person.name} {post.title or POSTS[post.role]} {post.person.phone}") for post in posts]
    same("its people", seen.words("#people li"), people)
    given = []
    for gauge in truth.gauges():
        amounts = [row.amount for row in gauge.counts if row.unit_id == unit.pk]
        given += [flat(f"{gauge.name} {amount(sum(amounts))}{gauge.target.unit}")] if amounts else []
    same("what it gave", seen.words("#given li"), given)
    seen.close()
