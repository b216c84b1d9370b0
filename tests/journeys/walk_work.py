"""Work on tasks by a unit and its verification; the pages of a task, of targets and of what happened, held to truth."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from playwright.sync_api import Page

from journeys.entries import lines
from journeys.seen import DIGIT, Seen, go, near, press, same
from journeys.truth import Gauge, Row, Truth, workdays
from journeys.walk_home import bar, frame
from journeys.walk_urging import urges
from journeys.wording import (
    INFERRED,
    RECURRENCES,
    ROLES,
    SIGNS,
    STATES,
    amount,
    clock,
    flat,
    said_day,
    weekday,
    when,
    with_weekday,
)
from luoshi.campaigns.models import Assignment, Duty, Review
from luoshi.journal.models import Entry
from luoshi.orgs.models import Post

LINES = 50
WORKING = {"unit_head": "负责人", "liaison": "联络员"}


def opened(page: Page, held: Assignment) -> None:
    """Open the task at that assignment; every act leads back to it."""
    go(page, "task", held.campaign_id, held.task_id, query=f"?a={held.pk}")


def sign(page: Page) -> None:
    """The unit signs for the assignment that is open."""
    same("toast", press(page, "#sign button").words(".toast span"), ["已签收，可以开始反馈。"])


def report(page: Page, progress: int, said: str, quantity: str) -> None:
    """The unit reports so much, of every target too."""
    page.fill("#id_progress", str(progress))
    page.fill("#id_said", said)
    for field in page.locator("input[name^=quantity_]").all():
        field.fill(quantity)
    same("toast", press(page, "form.report .acts > button").words(".toast span"), ["反馈已记下。"])


def submit(page: Page, result: str) -> None:
    """The unit hands in its result."""
    page.fill("#id_result", result)
    same("toast", press(page, "#submit .acts button").words(".toast span"), ["已提交，等待验收。"])


def decide(page: Page, verdict: str, reason: str) -> None:
    """A supervisor accepts the result or sends it back."""
    page.fill("#id_reason", reason)
    seen = press(page, f"#verify button[formaction$='/{verdict}/']")
    said = {"accept": "验收通过，已办结。", "send_back": "已退回，单位会看到您写的理由。"}[verdict]
    same("toast", seen.words(".toast span"), [said])


def ask_extension(page: Page, held: Assignment, until: date, reason: str) -> None:
    """The unit's head asks for more time."""
    assert held.due
    seen = go(page, "assignment_act", held.campaign_id, held.pk, "ask_change")
    same("limit in force", seen.words("dl.pairs dd")[2], with_weekday(held.due))
    page.fill("#id_due", until.isoformat())
    page.fill("#id_reason", reason)
    same("toast", press(page, "main form.form button.go").words(".toast span"), ["延期申请已提出，等分管领导答复。"])


def grant_extension(page: Page, held: Assignment, until: date, answer: str) -> None:
    """A leader grants more time, though not as much as was asked for."""
    opened(page, held)
    asked = Review.objects.get(assignment=held, verdict="")
    assert asked.asked_due
    assert held.due
    seen = Seen(page)
    today = held.campaign.today
    true = [
        f"{asked.asked_name} {when(asked.asked_at, today)}", said_day(held.due), said_day(asked.asked_due), asked.reason
    ]  # fmt: skip
    same("request", seen.words("#answer dl.pairs dd"), true)
    same("offered", seen.take("#answer input[name=due]")[0].get("value"), asked.asked_due.isoformat())
    page.fill("#answer input[name=due]", until.isoformat())
    page.fill("#answer textarea", answer)
    press(page, "#answer button.go")


def task(page: Page, truth: Truth, held: Assignment) -> None:
    """The page of a task, opened at one assignment."""
    seen = go(page, "task", truth.campaign.pk, held.task_id, query=f"?a={held.pk}")
    rows = [row for row in truth.rows if row.task.pk == held.task_id]
    (row,) = [row for row in rows if row.held and row.held.pk == held.pk]
    frame(seen, truth, f"任务{row.task.number}")
    stage = f" {row.task.stage.title}" if row.task.stage else ""
    same("where it stands", seen.line("p.where"), flat(f"任务{row.task.number}{stage} {row.task.clause}"))
    same("title", seen.line(".head h1"), flat(row.task.title))
    same("facts", seen.words("dl.facts > div"), _facts(row))
    _sentence(seen, row)
    same("parties", _pairs(seen, "#duties dl"), _parties(row))
    same("times", _pairs(seen, "#times dl"), _times(row))
    gauges = truth.gauges(row.task)
    same("targets", seen.words("#targets li"), [_short(gauge) for gauge in gauges])
    same("members", seen.words("#members header p"), [f"{len(rows)}家"] if len(rows) > 1 else [])
    _members(seen, rows)
    _rounds(seen, row)
    _forms(seen, row, gauges)
    _missing(seen, row)
    urges(seen, row)
    seen.take(".onlyprint")
    seen.close()


def _pairs(seen: Seen, selector: str) -> list[str]:
    return [part.words for each in seen.take(selector) for part in each]


def _facts(row: Row) -> list[str]:
    held, today = row.held, row.today
    assert held
    lag = (row.expected or 0) - row.progress
    behind = f"落后序时{lag}点" if row.state == "in_progress" and row.expected is not None and lag > 0 else ""
    limit = f"{said_day(row.due, today.year)} {weekday(row.due)}{_left(row)}" if row.due else "没有期限"
    expects = row.expected and percent_shown(row) and row.state != "done"
    progress = f"{row.progress}%" + (f"今天应到{row.expected}%" if expects else "") if percent_shown(row) else "—"
    turn = _turn(row)
    return [
        f"亮灯{row.word}{behind}",
        flat(f"完成时限{limit}"),
        f"进度{progress}",
        f"状态{STATES[row.state]}{_round_note(row)}",
        flat(f"现在该谁{turn}"),
    ]


def percent_shown(row: Row) -> bool:
    """Whether there can be any progress yet."""
    return row.reason != "未启动"


def _left(row: Row) -> str:
    """What is left in working days, and how many days off lie in between."""
    due, held = row.due, row.held
    if due is None or held is None or row.state == "done":
        return ""
    if held.submitted_on and held.submitted_on <= due:
        return f"{said_day(held.submitted_on)}提交，没有逾期"
    left = workdays(row.today, due)
    if due < row.today:
        return f"逾期{-left}个工作日" if left else "逾期"
    off = (due - row.today).days - left
    return f"余{left}个工作日" + (f"，期间{off}天不上班" if off > 0 else "")


def _round_note(row: Row) -> str:
    held = row.held
    assert held
    if row.state == "submitted" and held.submitted_on:
        waited = workdays(held.submitted_on, row.today)
        return f"已等{waited}日" if waited > 0 else ""
    last = held.rounds.order_by("-number").first()
    if last is None or last.decided_at is None:
        return ""
    day = when(last.decided_at, row.today)
    return f"{day}验收通过" if last.verdict == "accepted" else f"第{last.number + 1}轮，上一轮{day}退回"


def _turn(row: Row) -> str:
    assert row.held
    if row.state == "submitted":
        return "领导小组办公室或督导组等待验收"
    if row.state == "done":
        return "没有了已办结"
    liaison = Post.objects.filter(unit=row.held.unit, role="liaison", person__is_active=True).order_by("pk").first()
    return f"{liaison.person.name}{row.unit} 联络员" if liaison else f"{row.unit}机构里还没有登记联络员"


def _sentence(seen: Seen, row: Row) -> None:
    """The words of the task in the plan, verbatim, with what stands around them in their paragraph."""
    task, text = row.task, row.campaign.proposal.text
    start, end = task.span_start or 0, task.span_end or 0
    (quote,) = seen.take("blockquote.quote")
    same("sentence", quote.one("mark").words, flat(text[start:end]))
    around = quote.css("p")[0].words
    assert around in flat(text.replace("\n", "")) or around in flat(text), "words that are not in the plan"
    same("its clause", quote.one("footer").words, flat(f"实施方案 {task.clause} 看上下文"))


def _parties(row: Row) -> list[str]:
    """Role by role the names as the plan has them, with what they were settled to; then who handles it."""
    words: list[str] = []
    assert row.held
    duties = list(Duty.objects.filter(task=row.task).order_by("order"))
    for role in dict.fromkeys(duty.role for duty in duties):
        words += [ROLES[role], flat("".join(_party(duty) for duty in duties if duty.role == role))]
    posts = Post.objects.filter(unit=row.held.unit, role__in=WORKING, person__is_active=True).order_by("-role", "pk")
    people = [f"{post.person.name} {WORKING[post.role]}" for post in posts]
    return words + (["经手人", "".join(people)] if people else [])


def _party(duty: Duty) -> str:
    rules = "、".join(INFERRED[mark] for mark in duty.inferred if mark in INFERRED)
    guess = (f" 推断：{rules}" if rules else " 推断") if duty.inferred else ""
    if duty.unit_set:
        return f"{duty.name}{guess} {duty.unit_set.members.count()}家"
    if duty.role in ("lead_person", "person") or (duty.unit and duty.unit.name == duty.name):
        return f"{duty.name}{guess}"
    return f"{duty.name}{guess} " + (f"即{duty.unit.name}" if duty.unit else "还没有认定是哪家单位")


def _times(row: Row) -> list[str]:
    task = row.task
    marks = "".join(f" 推断：{INFERRED.get(mark, '')}" for mark in task.inferred)
    words = ["原文", f"“{flat(task.time_text)}”"] if task.time_text else []
    words += ["启动", with_weekday(task.start)] if task.start else []
    words += ["完成", (with_weekday(task.due) if task.due else "方案没有写") + marks]
    held = row.held
    assert held
    if held.original_due and held.original_due != held.due:
        assert held.due
        words += ["下发时", with_weekday(held.original_due), "现定期限", with_weekday(held.due)]
    for each in Review.objects.filter(assignment=held, kind="change", verdict="granted").order_by("pk"):
        assert each.old_due
        assert each.granted_due
        assert each.decided_at
        by = f"{each.decided_name} {when(each.decided_at, row.today)}"
        words += ["准延", flat(f"{said_day(each.old_due)}延到{said_day(each.granted_due)}{by}")]
    return words + (["频次", RECURRENCES[task.recurrence]] if task.recurrence else [])


def _short(gauge: Gauge) -> str:
    return flat(f"{gauge.name}{amount(gauge.amount)} / {amount(gauge.goal)}{gauge.target.unit}")


def _members(seen: Seen, rows: list[Row]) -> None:
    if len(rows) > 1:
        shown = [[cell.words for cell in each.css("td")][:2] for each in seen.take("#members tbody tr")]
        same("units of the task", shown, [[row.word, row.unit + row.period] for row in rows])


def _rounds(seen: Seen, row: Row) -> None:
    """What happened, the newest round and line first."""
    held = row.held
    assert held
    rounds = list(held.rounds.order_by("number"))
    is_open = row.state in ("issued", "in_progress", "change_review")
    same("number of rounds", seen.line("#rounds header p"), f"{len(rounds) + is_open}轮")
    heads = [words.split("轮")[0] + "轮" for words in seen.words("ol.rounds h3")]
    same("rounds", heads, [f"第{n}轮" for n in range(len(rounds) + is_open, 0, -1)])
    told = [(held.issued_at, f"下发给{row.unit}")]
    told += [(each.at, f"{each.by_name} 反馈 {each.progress}%：“{each.said}”") for each in held.feedback.all()]
    for each in rounds:
        told.append((each.submitted_at, f"{each.submitted_name} 提交验收：“{each.result}”"))
        if each.decided_at:
            verdict = "验收通过" if each.verdict == "accepted" else "退回"
            told.append((each.decided_at, f"{each.decided_name} {verdict}：“{each.reason}”"))
    told += _moves(held)
    shown = seen.words("ol.rounds ol.log li")
    true = [flat(f"{when(at, row.today)} {clock(at)}{text}") for at, text in sorted(told, reverse=True)]
    same("what happened", shown, true)


def _moves(held: Assignment) -> list[tuple[datetime, str]]:
    """Who signed, who asked for more time and who granted it."""
    signed = Entry.objects.filter(act="assignment.sign", subjects=str(held.pk))
    told = [(each.at, f"{each.actor} 签收") for each in signed]
    for each in Review.objects.filter(assignment=held, kind="change"):
        assert each.asked_due
        told.append((each.asked_at, f"{each.asked_name} 申请延到{said_day(each.asked_due)}：“{each.reason}”"))
        if each.verdict == "granted" and each.decided_at and each.granted_due:
            answer = f"：“{each.answer}”" if each.answer else ""
            told.append((each.decided_at, f"{each.decided_name} 同意延到{said_day(each.granted_due)}{answer}"))
    return told


def _forms(seen: Seen, row: Row, gauges: list[Gauge]) -> None:
    """Numbers in the forms of who may act: the round, the progress so far, what was counted so far."""
    assert row.held
    if seen.has("#verify"):
        same("round", seen.line("#verify header p"), f"第{row.held.rounds.count()}轮")
    if seen.has("#report"):
        (progress,) = seen.take("#id_progress")
        same("progress so far", progress.get("value"), str(row.progress))
        hints = [words for words in seen.words("#report .hint") if "已计" in words]
        true = [f"{gauge.name}。已计{amount(gauge.amount)}{gauge.target.unit}，没有就空着。" for gauge in gauges]
        same("counted so far", hints, list(map(flat, true)))
        last = row.held.feedback.order_by("-pk").first()
        (said,) = seen.take("#id_said")
        same("what was said last", said.words, flat(last.said) if last else "")


def day_words(day: date) -> str:
    """A day as a reason says it: 2026年6月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _missing(seen: Seen, row: Row) -> None:
    """The days by which it is too late to ask for more time, or to hand the task back."""
    held, notes = row.held, [words for words in seen.words("details.other .note") if DIGIT.search(words)]
    assert held
    too_late = []
    if row.state in ("issued", "in_progress"):
        issued, days = timezone.localdate(held.issued_at), row.campaign.return_days
        last = next(day for n in range(99) if workdays(issued, day := issued + timedelta(n)) == days)
        too_late += [f"下发后{days}个工作日内可以退件，已在{day_words(last)}截止；"] if row.today > last else []
        too_late += [f"期限{day_words(row.due)}已过，不能再申请延期；"] if row.due and row.due < row.today else []
    told = [next((words for words in too_late if words in note), note) for note in notes]
    same("what it is too late for", told, too_late)


def targets(page: Page, truth: Truth) -> None:
    """All targets with the counts so far, and the rows behind each that has any."""
    seen, gauges = go(page, "targets", truth.campaign.pk), truth.gauges()
    frame(seen, truth)
    met = sum(gauge.is_met for gauge in gauges)
    same("how many are met", seen.words(".head > p"), [f"{len(gauges)}个，已达到{met}个"])
    (day,) = seen.take("input[name=on]")
    same("counted up to", day.get("value"), truth.today.isoformat())
    elements = seen.take("ul.targets > li")
    shown = [[part.words for part in each.css("p")[:2]] for each in elements]
    same("targets", shown, [_wide(gauge) for gauge in gauges])
    meters = [float(each.one(".gauge").get("aria-valuenow")) for each in elements]
    near("bars", meters, [bar(gauge) for gauge in gauges])
    bases = [box.get("value") for each in elements for box in each.css("input[name=basis]")]
    per = [gauge.target for gauge in gauges if gauge.target.per and gauge.target.unit != "%"]
    same("of how many they speak", bases, [str(target.basis) for target in per])
    seen.close()
    for gauge in [gauge for gauge in gauges if gauge.counts][:2]:
        _behind(page, truth, gauge)


def _wide(gauge: Gauge) -> list[str]:
    target, task = gauge.target, gauge.target.task
    standing = f"已到{round(gauge.share)}%" + (f"，应到{gauge.due_share}%" if gauge.due_share else "")
    if gauge.is_ceiling:
        standing = "没有超过" if gauge.is_met else "已超过"
    elif gauge.is_met:
        standing = "已达到"
    last = f"{len(gauge.counts)}笔计数，最近{said_day(gauge.counts[-1].day)}" if gauge.counts else "还没有计数"
    first = f"{gauge.name}{amount(gauge.amount)} / {SIGNS[target.comparator]}{amount(gauge.goal)}{target.unit}"
    return [flat(first), flat(f"任务{task.number} {task.title}{standing}{last}")]


def _behind(page: Page, truth: Truth, gauge: Gauge) -> None:
    """The dated quantities behind one target."""
    seen = go(page, "targets", truth.campaign.pk, query=f"?target={gauge.target.pk}")
    total = f"合计{amount(gauge.amount)}{gauge.target.unit}"
    same("counted", seen.line("#behind header"), flat(f"“{gauge.name}”的计数{total}"))
    shown = [[cell.words for cell in row.css("td")] for row in seen.take("#behind tbody tr")]
    true = [
        [with_weekday(row.day), amount(row.amount), row.unit.name if row.unit else "", str(row.person or ""), "反馈"]
        for row in reversed(gauge.counts)
    ]
    same("rows behind it", shown, true)


def history(page: Page, truth: Truth) -> None:
    """Every act, to the oldest."""
    told = lines(truth)
    seen = go(page, "history", truth.campaign.pk)
    for first in range(0, len(told), LINES):
        if first:
            seen = press(page, ".pager a[rel=next]")
        frame(seen, truth)
        shown = told[first : first + LINES]
        same("lines", seen.words("ol.log li"), [flat(clock(line.at) + line.text) for line in shown])
        days = [key for key, _lines in groupby(shown, key=lambda line: _day(line.at, truth))]
        same("days", seen.words("section.day header"), days)
        seen.close()
    assert not seen.has(".pager a[rel=next]")


def _day(moment, truth: Truth) -> str:
    said = when(moment, truth.today)
    return said if said == "今天" else f"{said} {weekday(moment.astimezone().date())}"
