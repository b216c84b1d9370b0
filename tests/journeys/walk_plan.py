"""A plan from its file to the units: handing it in, adopting, issuing; and its text and doubts afterwards."""

from datetime import datetime, time
from pathlib import Path

from django.utils.timezone import get_current_timezone
from playwright.sync_api import Page, expect

from journeys.doubts import TITLES, found, how_many
from journeys.seen import Seen, go, press, same
from journeys.truth import PARTIES, Truth, Unsent, open_duties, receivers, unsettled
from journeys.walk_home import frame
from journeys.wording import WEIGHTS, flat
from luoshi.campaigns.issue import preview
from luoshi.campaigns.models import Assignment, Campaign, Duty, Proposal, Target, Task
from luoshi.orgs.models import Unit
from luoshi.plan.reading import Reading

BLANKS = " \n\t\u3000"
GIVEN = 2
"""So many tasks for which the plan names nobody are given to a unit."""


def hand_in(page: Page, document: Path) -> Proposal:
    """The proposal that the office makes of a file."""
    go(page, "proposals")
    page.set_input_files("input[type=file]", document)
    press(page, "button[data-reading]")
    proposal = Proposal.objects.latest("pk")
    assert page.url.endswith(f"/proposals/{proposal.pk}/")
    return proposal


def adopt_page(page: Page, proposal: Proposal, reading: Reading) -> None:
    """What the adopt page says was read, against reading the same file once more."""
    seen, plan = Seen(page), reading.plan
    duties, targets = (sum(len(getattr(task, name)) for task in plan.tasks) for name in ("duties", "targets"))
    times = sum(bool(item.time and item.time.text) for item in (*plan.stages, *plan.tasks))
    counts = {"阶段": len(plan.stages), "任务": len(plan.tasks), "责任": duties, "时间": times, "目标": targets}
    same("what was read", seen.words("#sum li"), [f"{n} {word}" for word, n in counts.items()])
    same("how much of it", seen.line("#sum > p"), _sum_line(seen, proposal, reading))
    same("text", _text(seen), (list(range(1, len(plan.tasks) + 1)), _without_blanks(reading.text)))
    shown = [(task.one(".no").words, task.one("h4").words) for task in seen.take("li.of-tasks")]
    same("tasks", shown, [(str(n), flat(task.title)) for n, task in enumerate(plan.tasks, 1)])
    same("stages", seen.words(".of-stages .name"), [flat(stage.title) for stage in plan.stages])


def _sum_line(seen: Seen, proposal: Proposal, reading: Reading) -> str:
    """Letters, how many of them belong to something, and what is left to settle."""
    draft, plan = proposal.draft, reading.plan
    items = [item for part in ("head", "stages", "tasks") for item in draft[part]]
    inferred = sum(len(item["inferred"]) for item in items)
    inferred += sum(len(duty["inferred"]) for task in draft["tasks"] for duty in task["duties"])
    open_names = [name for name in draft["units"] if not (name["unit"] or name["set"])]
    told = [f"{_letters(reading)}已归入某项"]
    told += [f"{inferred}处为推断"] if inferred else []
    told += [f"{len(open_names)}个名称待认定"] if open_names else []
    messages = [flat(finding.message) for finding in plan.findings]
    for tone, word in (("bad", "须定"), ("warn", "请核")):
        notes = [note.words.removeprefix(word) for note in seen.take(f".right .note.{tone}")]
        strange = [note for note in notes if "不上班" not in note and not any(note.startswith(m) for m in messages)]
        same("notes that the reading does not make", strange, [])
        told += [f"{len(notes)}条{word}"] if notes else []
    return "；".join(told)


def _letters(reading: Reading) -> str:
    plan, text = reading.plan, reading.text
    parts = (plan.outline, plan.stages, plan.tasks, plan.people, plan.references, plan.annexes)
    spans = [item.span for part in parts for item in part] + [span for _name, span in plan.head_spans]
    letters = {place for place, letter in enumerate(text) if letter not in BLANKS}
    covered = letters & {place for start, end in spans for place in range(start, end)}
    return f"读出{len(letters):,}字，{round(100 * len(covered) / len(letters))}%"


def _text(seen: Seen) -> tuple[list[int], str]:
    """(the numbers set into the plan's words on the page, the words themselves without blanks)."""
    (doc,) = seen.take("article.doc")
    anchors = doc.css(".n")
    numbers = sorted(int(anchor.words) for anchor in anchors)
    for anchor in anchors:
        anchor.text = ""
    return numbers, _without_blanks(doc.text_content())


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def name_units(page: Page, proposal: Proposal) -> None:
    """Make units of all names that are nowhere yet, then say who each collective name is."""
    before = set(Unit.objects.values_list("name", flat=True))
    named = [item["key"] for item in proposal.draft["units"]]
    button = page.get_by_role("button", name="都设为单位")
    if button.count():
        (n,) = [int(word) for word in [button.inner_text().split("没有的")[1].split("家")[0]]]
        button.click()
        expect(page.locator(".toast").last).to_contain_text(f"已新设{n}个单位")
        made = set(Unit.objects.values_list("name", flat=True)) - before
        same("units made", (len(made), made - set(named)), (n, set()))
    while (form := page.locator("form:has(> fieldset.match button[value=set])").first).count():
        name = form.locator("input[name=name]").get_attribute("value")
        members = form.locator("input[name=members]").count()
        mentions = Seen(page).take(".right dd")
        assert mentions
        n = _mentions(proposal, str(name))
        same("its button", form.locator("button[value=set]").inner_text(), f"就是这{members}家，文中{n}处一并认定")
        form.locator("button[value=set]").click()
        expect(page.locator(f'input[name=name][value="{name}"]')).to_have_count(0)


def _mentions(proposal: Proposal, name: str) -> int:
    duties = [duty for task in proposal.draft["tasks"] for duty in task["duties"]]
    return sum(duty["name"] == name and duty["role"] in PARTIES for duty in duties)


def adopt(page: Page, reading: Reading) -> Campaign:
    """The campaign that the office makes of the proposal, which holds what was read and nothing else."""
    seen = press(page, "form[action$='/adopt/'] button")
    campaign = Campaign.objects.latest("pk")
    assert page.url.endswith(f"/campaigns/{campaign.pk}/")
    n = len(reading.plan.tasks)
    same("toast", seen.words(".toast span"), [f"已采纳为活动，共{n}项任务。下发之前可以撤销。"])
    tasks = list(Task.objects.filter(campaign=campaign).order_by("number"))
    true = [(task.title, *task.span, task.time.text if task.time else "") for task in reading.plan.tasks]
    same("tasks", [(task.title, task.span_start, task.span_end, task.time_text) for task in tasks], true)
    for task, read in zip(tasks, reading.plan.tasks, strict=True):
        duties = Duty.objects.filter(task=task).order_by("order").values_list("role", "name")
        same(f"duties of task {task.number}", list(duties), [(duty.role, duty.name) for duty in read.duties])
        goals = Target.objects.filter(task=task).order_by("number").values_list("text", "comparator", "value", "unit")
        true_goals = [(goal.text, goal.comparator, goal.value, goal.unit) for goal in read.targets]
        same(f"targets of task {task.number}", list(goals), true_goals)
    return campaign


def issue(page: Page, truth: Truth) -> None:
    """Look at the preview, settle what holds tasks back, look again, and send out all that can go."""
    campaign = truth.campaign
    seen = go(page, "issue", campaign.pk)
    _preview(seen, truth)
    while page.locator("#unsettled form").count():
        _settle(page, truth)
    for _n in range(min(GIVEN, page.locator("#staying form").count())):
        _give(page, truth)
    page.reload(wait_until="domcontentloaded")
    _preview(Seen(page), truth := Truth(campaign.pk))
    true = {task.pk: receivers(task) for task in truth.unsent.ready}
    seen = press(page, "#going form.confirm button")
    made = sum(len(leads) for leads, _joint in true.values())
    same("toast", seen.words(".toast span"), [f"已下发{len(true)}项，分办{made}件。"])
    out = Assignment.objects.filter(campaign=campaign)
    out.update(issued_at=datetime.combine(truth.today, time(9), get_current_timezone()))  # not the wall clock's day
    same(
        "assignments",
        sorted(out.values_list("task", "unit")),
        sorted((t, u) for t, (ls, _j) in true.items() for u in ls),
    )
    joint = sorted(out.filter(joints__isnull=False).values_list("task", "unit", "joints__unit"))
    same("joint units", joint, sorted((t, u, j) for t, (ls, js) in true.items() for u in ls for j in js))


def _settle(page: Page, truth: Truth) -> None:
    """Say that the first open name is the unit offered, or the newest where none is near."""
    field = page.locator("#unsettled input[name=party]").first
    name, n = next(iter(unsettled(Truth(truth.campaign.pk)).items()))
    if not Unit.objects.filter(name=field.input_value()).exists():
        field.fill(Unit.objects.order_by("-pk")[0].name)
    seen = press(page, "#unsettled li:first-child button")
    same("toast", seen.words(".toast span"), [f"“{name}”已认定，涉及{n}处。"])


def _give(page: Page, truth: Truth) -> None:
    """Give the first task that has nobody to the newest unit."""
    name = Unit.objects.order_by("-pk")[0].name
    form = page.locator("#staying tr:has(form)").first
    number = form.locator("td").first.inner_text()
    form.locator("input[name=party]").fill(name)
    with page.expect_navigation(wait_until="domcontentloaded"):
        form.locator("button").click()
    same("toast", Seen(page).words(".toast span"), [f"任务{number}由{name}牵头。"])


def _preview(seen: Seen, truth: Truth) -> None:
    """What would go out to whom, and what not; nothing is out yet."""
    frame(seen, truth)
    tasks = truth.unsent
    ready = [(task, *receivers(task)) for task in tasks.ready]
    made = sum(len(leads) for _task, leads, _joint in ready)
    facts = [f"可以下发{len(ready)}分办{made}件"]
    facts += [f"等认定名称{len(tasks.held)}看是哪些"] if tasks.held else []
    facts += [f"还没有单位{len(tasks.without)}" + ("看是哪些" if tasks.without else ""), "已经下发0不会重复下发"]
    same("facts", seen.words(".facts > div"), facts)
    asked = preview(truth.campaign)
    counted = (len(asked.ready), asked.assignments, len(asked.held), len(asked.without_unit))
    same("preview", counted, (len(ready), made, len(tasks.held), len(tasks.without)))
    names = dict(Unit.objects.values_list("pk", "name"))
    rows = []
    for task, leads, joint in ready:
        who = names[leads[0]] + (f"等{len(leads)}家" if len(leads) > 1 else "")
        rows.append([str(task.number), flat(task.title), who, f"{len(leads)}件", f"{len(joint)}家" if joint else ""])
    shown = [[cell.words for cell in row.css("td")] for row in seen.take("#going tbody tr")]
    same("going", shown, rows)
    if rows:
        same(
            "heads",
            (seen.line("#going header p"), seen.line("#going form.confirm button")),
            (f"{len(rows)}项", f"下发这{len(rows)}项"),
        )
    shown = [[cell.words for cell in row.css("td")][:2] for row in seen.take("#staying tbody tr")]
    same("staying", shown, [[str(task.number), flat(task.title)] for task in tasks.without])
    _held(seen, truth, tasks)
    _unsettled(seen, truth)
    seen.take("#parties option")
    seen.close()


def _held(seen: Seen, truth: Truth, tasks: Unsent) -> None:
    """What open names hold back, with these names; and how many of it could go all the same."""
    names = {task.pk: dict.fromkeys(duty.name for duty in open_duties(truth, task)) for task in tasks.held}
    true = [[str(task.number), flat(task.title), f"{'、'.join(names[task.pk])} 去认定"] for task in tasks.held]
    shown = [[cell.words for cell in row.css("td")] for row in seen.take("#held tbody tr")]
    same("held back", shown, true)
    n = len(tasks.partial)
    same("could go", seen.words("#held form.confirm button"), [f"其中{n}项先发已认定的单位，先预览"] if n else [])


def _unsettled(seen: Seen, truth: Truth) -> None:
    true = [f"“{name}”是哪家单位，文中{n}处" for name, n in unsettled(truth).items()]
    same("names to settle", seen.words("#unsettled label"), true)


def plan_text(page: Page, truth: Truth, reading: Reading) -> None:
    """The plan's own words, and beside them its tasks."""
    seen = go(page, "plan_text", truth.campaign.pk)
    frame(seen, truth)
    same("text", _text(seen), ([task.number for task in truth.tasks], _without_blanks(reading.text)))
    same("tasks", seen.words("ol.numbered li"), [flat(f"{task.number} {task.title}") for task in truth.tasks])
    same("name of the file", seen.words(".head > p"), [flat(truth.campaign.proposal.name)])
    seen.close()


def findings(page: Page, truth: Truth, reading: Reading) -> None:
    """The doubts of the plan by weight, each with the task that it is about."""
    seen = go(page, "findings", truth.campaign.pk)
    frame(seen, truth)
    told, names = found(reading), unsettled(truth)
    same("how many", seen.words(".head > p"), [how_many(told, names)])
    groups = [(word, [each for each in told if WEIGHTS[each.severity] == word]) for word in WEIGHTS.values()]
    groups = [(word, rows) for word, rows in groups if rows]
    heads = [f"{word}{len(rows)}条" for word, rows in groups]
    _questions(seen, names)
    heads = ["还没认定的名称没认定的名称不能下发", *heads] if names else heads
    same("groups", seen.words("section.sec > header"), heads)
    true = []
    for word, rows in groups:
        for finding in rows:
            around = [task for task in truth.tasks if _holds(task, finding.span.start)]
            about = f"任务{max(around, key=_place).number}" if around else "原文"
            true.append(flat(f"{word}{TITLES[finding.code]} {finding.message} {about}"))
    same("doubts", seen.words(".findings li"), true)
    seen.close()


def _questions(seen: Seen, names: dict[str, int]) -> None:
    """Who the names are that are no unit yet: each form speaks of all its mentions, and of the members it counts."""
    forms = seen.take("#names form")
    same("names asked about", [form.one("input[name=name]").get("value") for form in forms], list(names))
    units = dict(Unit.objects.values_list("pk", "name"))
    for form, n in zip(forms, names.values(), strict=True):
        members = [units[int(each.get("value"))] for each in form.css("input[name=members]")]
        asked = f"就是这{len(members)}家，文中{n}处一并认定" if members else f"就是它，文中{n}处一并认定"
        buttons = [button.words for button in form.css("button")]
        assert not buttons or buttons[0] == asked, buttons
        if members:
            same("members", set(form.css("p")[0].words.partition("等")[0].split("、")) - set(members), set())


def _holds(task: Task, place: int) -> bool:
    return task.span_start is not None and task.span_end is not None and task.span_start <= place < task.span_end


def _place(task: Task) -> tuple[int, int, int]:
    return task.span_start or 0, task.span_end or 0, task.number
