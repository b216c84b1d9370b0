"""The frame around every page of a campaign, its home, and the list of campaigns, compared with the truth."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from journeys.doubts import TITLES, found, how_many
from journeys.entries import lines
from journeys.rows import due_words
from journeys.seen import Seen, go, near, same
from journeys.truth import LIGHTS, REASONS, Gauge, Row, Truth, unsettled, workdays
from journeys.wording import (
    COLOURS,
    COURSE,
    WEIGHTS,
    amount,
    flat,
    listed,
    ordinal,
    period,
    said_day,
    weekday,
    when,
    with_weekday,
)
from luoshi.campaigns.models import Campaign, Stage
from luoshi.orgs.models import Post
from luoshi.plan.reading import Reading

HOME = re.compile(r"/campaigns/\d+/$")


def frame(seen: Seen, truth: Truth, here: str | None = None) -> None:
    """What stands around every page: the way to it, the lists with their counts, when it was read, the legend."""
    crumbs = seen.words(".crumbs li")
    same("the campaign in the crumbs", crumbs[1], flat(truth.campaign.title))
    same("the page", (crumbs[-1], seen.line(".index-m summary")), (flat(here or crumbs[-1]), f"目录：{crumbs[-1]}"))
    counts = {flat(link.words): link for link in seen.take("nav.index a")}
    stages = [_short(stage) + str(_total(truth, stage)) for stage in truth.stages]
    same(
        "counts in the index",
        [words for words in counts if words[-1:].isdigit()],
        [f"全部任务{len(truth.rows)}", *stages],
    )
    around(seen, truth)
    narrow = seen.words(".index-m nav a")
    same("the index of a narrow page", len(narrow), len(counts))
    if seen.has(".legend"):
        rules = truth.campaign
        bad = f"逾期、退回{rules.returns_red}次以上，或落后序时{rules.behind_red}点以上"
        warn = f"期限在{rules.soon_days}个自然日以内，或落后{rules.behind_yellow}至{rules.behind_red}点"
        same("legend", seen.words("p.legend")[0], f"红 {bad}黄 {warn}绿 正常灰 未下发、未启动或无期限办结")


def around(seen: Seen, truth: Truth) -> None:
    """What stands around pages of no campaign too: on a home how much waits for who looks; when the page was read."""
    waits = waiting(truth) if HOME.search(seen.url) else 0
    same("what waits for who looks", seen.words("a[href=/me/]")[0], "我的事" + (f" {waits}" if waits else ""))
    as_of = datetime.fromisoformat(seen.take("footer time")[0].get("datetime"))
    assert timedelta(0) <= timezone.now() - as_of < timedelta(minutes=2), as_of


def waiting(truth: Truth) -> int:
    """How many things wait for who looks: verdicts for the office, for a unit what it has to sign, mend or hand in."""
    rows = [row for row in truth.rows if row.held]
    if truth.units is None:
        own = set(Post.objects.filter(role="office").values_list("unit__name", flat=True))
        return sum(row.state == "submitted" and row.unit not in own for row in rows)
    led = [row for row in rows if row.held and row.held.unit_id in truth.units]
    return sum(row.state == "issued" or (row.state == "in_progress" and _presses(row)) for row in led)


def _presses(row: Row) -> bool:
    assert row.held
    return bool((row.due and row.due < row.today) or row.held.returns or row.progress == 100)


def _short(stage: Stage) -> str:
    return flat(stage.title if len(stage.title) <= 10 else f"{stage.title[:10]}…")


def _total(truth: Truth, stage: Stage) -> int:
    return truth.lights(stage).total()


def start(page: Page, campaign: Campaign) -> None:
    """The list of campaigns."""
    seen = go(page, "start")
    (row,) = seen.take("tbody tr")
    cells = [cell.words for cell in row.css("td")]
    days = f"{said_day(campaign.start)}至{said_day(campaign.end)}" if campaign.start and campaign.end else None
    title = flat(campaign.title + campaign.issuer)
    same("the campaign in the list", (cells[0], cells[1]), (title, campaign.document_number or "—"))
    same("its number of tasks", cells[3], str(campaign.tasks.filter(cancelled_at=None).count()))
    same("its days", cells[2] if days else None, days)


def home(page: Page, truth: Truth, reading: Reading) -> None:
    """The home of a campaign."""
    seen = go(page, "home", truth.campaign.pk)
    frame(seen, truth)
    _masthead(seen, truth)
    _next_step(seen, truth)
    _timeline(seen, truth)
    same("stages", seen.words("ol.stages > li"), [_stage(truth, stage) for stage in truth.stages])
    same("lights", seen.words("ul.counts > li"), [_count(truth, light) for light in LIGHTS])
    _day_to_look_at(seen, truth)
    _owed(seen, truth)
    _targets(seen, truth)
    _changes(seen, truth)
    if truth.units is None:
        _doubts(seen, truth, reading)
    _group(seen, truth)
    seen.close()


def _masthead(seen: Seen, truth: Truth) -> None:
    campaign, stage = truth.campaign, now(truth)
    issuer = f"{campaign.issuer}印发 " if campaign.issuer else ""
    number = f"{campaign.document_number} " if campaign.document_number else ""
    same("title", seen.line(".mast h1"), flat(campaign.title))
    same("issuer", seen.words(".mast p")[0], flat(f"{issuer}{number}实施方案原文 {COURSE[campaign.state]}"))
    today = with_weekday(truth.today)
    if stage and stage.start and stage.end:
        day_before = stage.start - timedelta(1)
        gone, whole = workdays(day_before, truth.today), workdays(day_before, stage.end)
        today += f" {stage.title}第{gone}个工作日，共{whole}个" if whole else ""
    same("today", seen.line(".mast .today"), flat(today))


def phase(stage: Stage, today: date) -> str:
    """Where a stage stands in time."""
    if not (stage.start or stage.end):
        return "时间未定"
    if stage.end and stage.end < today:
        return "已结束"
    return "未到" if stage.start and stage.start > today else "进行中"


def now(truth: Truth) -> Stage | None:
    """The stage that is under way."""
    return next((stage for stage in truth.stages if phase(stage, truth.today) == "进行中"), None)


def _next_step(seen: Seen, truth: Truth) -> None:
    tasks = truth.unsent
    counts = {"可以下发": tasks.ready, "等认定名称": tasks.held, "还没有单位": tasks.without}
    parts = [f"{len(each)}项{words}。" for words, each in counts.items() if each]
    head = "下一步：下发任务" if tasks.ready else "下一步：给任务定单位"
    link = "下发任务，先预览" if tasks.ready else "看是哪些"
    same("next step", seen.words(".note.next"), [" ".join([head, *parts, link])] if parts else [])


def _timeline(seen: Seen, truth: Truth) -> None:
    dated = [(stage.start, stage.end) for stage in truth.stages if stage.start and stage.end]
    pictures = seen.take("svg.timeline")
    assert len(pictures) == bool(dated)
    if not dated:
        return
    first, last = min(start for start, _end in dated), max(end for _start, end in dated)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    months = [f"{day.month}月" for day in days if day == first or day.day == 1]
    today = ["今天"] if truth.today in days else []
    same("words on the time line", [text.words for text in pictures[0].css("text")], [*months, *today])
    same("label of the time line", pictures[0].get("aria-label"), f"阶段时间线，今天是{truth.today.isoformat()}")
    bars = pictures[0].css("rect.bar")
    share = 100 / len(days)
    near("bars begin", _percents(bars, "x"), [days.index(start) * share for start, _end in dated])
    near("bars are long", _percents(bars, "width"), [((end - start).days + 1) * share for start, end in dated])


def _percents(elements: list[Any], name: str) -> list[float]:
    return [float(each.get(name).rstrip("%")) for each in elements]


def _stage(truth: Truth, stage: Stage) -> str:
    lights, state = truth.lights(stage), phase(stage, truth.today)
    left = lights.total() - lights["done"]
    state += f"，{left}项未了" if state == "已结束" and left else ""
    said = f"原文“{stage.time_text}”" if stage.time_text else ""
    words = f"{ordinal(stage.number)}{stage.title}{period(stage.start, stage.end)}{said}"
    return flat(f"{words}{lights.total()}项 {state}{listed(lights)}")


def _count(truth: Truth, light: str) -> str:
    why = {reason: sum(row.reason == reason for row in truth.rows) for reason in REASONS if REASONS[reason] == light}
    words = " ".join(f"{reason}{n}" for reason, n in why.items() if n)
    return flat(f"{COLOURS[light]}{sum(why.values())}{words}")


def _day_to_look_at(seen: Seen, truth: Truth) -> None:
    """The form that asks of which day to tell: today is offered, and no day after it."""
    (day,) = seen.take("form.filters input[name=day]")
    today = truth.today.isoformat()
    same("day to look at", (day.get("value"), day.get("max")), (today, today))


def _owed(seen: Seen, truth: Truth) -> None:
    gravity = list(REASONS)
    owing = [row for row in truth.rows if row.light in ("bad", "warn")]
    owing.sort(key=lambda row: (gravity.index(row.reason), row.due or date.min, row.order))
    same("how much is owed", seen.line("#owe header a"), f"全部{len(owing)}项")
    shown = [tuple(cell.words for cell in row.css("td")) for row in seen.take("#owe tbody tr")]
    same("who owes what", shown, [_owes(row, truth) for row in owing[:6]])


def _owes(row: Row, truth: Truth) -> tuple[str, ...]:
    held, what = row.held, "还没有反馈"
    assert held
    people = Post.objects.filter(role="liaison", unit=held.unit_id, person__is_active=True).order_by("pk")
    who = row.unit + "、".join(people.values_list("person__name", flat=True))
    if row.state == "issued":
        what = "还没有签收"
    elif row.state == "submitted" and held.submitted_on:
        what, who = f"等验收，已等{workdays(held.submitted_on, truth.today)}日", "领导小组办公室"
    elif held.last_said:
        what = held.last_said
    last = when(held.last_at, truth.today) if held.last_at else ""
    return row.word, due_words(row), flat(f"{what}{row.task.number} {row.task.title}{row.period}"), who, last


def _targets(seen: Seen, truth: Truth) -> None:
    gauges = truth.gauges()
    known = {target_words(gauge): gauge for gauge in gauges}
    shown = [flat(each.words) for each in seen.take("#targets li")]
    same("targets that do not exist", [words for words in shown if words not in known], [])
    same("how many targets", len(shown), min(7, len(gauges)))
    rest = [gauge.lag for words, gauge in known.items() if words not in shown]
    assert not rest or min(known[words].lag for words in shown) >= max(rest), "a target lags more than those shown"
    meters = [float(each.get("aria-valuenow")) for each in seen.take("#targets .gauge")]
    near("bars of targets", meters, [bar(known[words]) for words in shown])


def target_words(gauge: Gauge) -> str:
    """A target in a short list."""
    clause = gauge.target.task.clause
    return flat(f"{gauge.name} {clause}{amount(gauge.amount)} / {amount(gauge.goal)}{gauge.target.unit}")


def bar(gauge: Gauge) -> float:
    """Where a target's bar ends, in percent."""
    return 100.0 if gauge.is_met and not gauge.is_ceiling else min(100.0, max(0.0, gauge.share))


def _changes(seen: Seen, truth: Truth) -> None:
    since = truth.today - timedelta(6)
    same("since when", seen.line("#changes header p"), f"{said_day(since)}以来")
    told = [line for line in lines(truth)[:8] if timezone.localtime(line.at).date() >= since]
    shown = [(each.css("time")[0], each) for each in seen.take("#changes li")]
    same("moments of changes", [time.get("datetime") for time, _each in shown], [line.moment for line in told])
    same("changes", [each.words for _time, each in shown], [flat(_day(line.at, truth) + line.text) for line in told])


def _day(moment: datetime, truth: Truth) -> str:
    day = timezone.localtime(moment).date()
    return when(moment, truth.today) + ("" if day == truth.today else f" {weekday(day)}")


def _doubts(seen: Seen, truth: Truth, reading: Reading) -> None:
    told, findings, names = [], found(reading), unsettled(truth)
    if names:
        (first, *_rest), n = names, sum(names.values())
        words = f"“{first}”等{len(names)}个名称还不是机构里的单位，涉及{n}处责任，认定后才能下发。"
        told.append(f"须定单位未认定 {words} 去认定")
    heavy = sorted(findings, key=lambda finding: list(WEIGHTS).index(finding.severity))
    told += [flat(f"{WEIGHTS[each.severity]}{TITLES[each.code]} {each.message} 看原文") for each in heavy]
    same("number of doubts", seen.line("#doubts header p"), how_many(findings, names))
    same("doubts", seen.words("#doubts li"), told[:6])


def _group(seen: Seen, truth: Truth) -> None:
    """The leading group with what each leads: names of the plan's roster, then leaders of tasks that it leaves out."""
    roster = [(each["name"], each["role"], each["post"]) for each in truth.campaign.people]
    named = {name for name, _role, _post in roster}
    leaders = truth.leaders()
    roster += [(name, "牵头领导", "") for name in leaders if name not in named]
    busy = [each for each in roster if each[0] in leaders or each[1] not in ("成员", "")]
    shown = [each.words for each in seen.take("#group tr")]
    assert len(shown) == min(12, len(busy))
    rows = {flat(_member(truth, *each)) for each in busy}
    same("members of the group", [words for words in shown if words not in rows], [])


def _member(truth: Truth, name: str, role: str, post: str) -> str:
    led = [row for row in truth.rows if name in truth.leaders(row.task)]
    colours = [(light, sum(row.light == light for row in led)) for light in ("bad", "warn")]
    lights = "".join(str(n) for _light, n in colours if n)
    return f"{role}{name} {post}" + (f"{len(led)}项 {lights}" if led else "")
