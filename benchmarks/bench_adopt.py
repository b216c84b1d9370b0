"""Prints what it costs to adopt a plan of 2,000 tasks, to edit its draft once, and to undo the adoption."""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.management import call_command

FOLDER = tempfile.TemporaryDirectory()
os.environ |= {"LUOSHI_DATA": FOLDER.name, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
django.setup()

from luoshi.campaigns.adopt import adopt, undo_adopt  # noqa: E402
from luoshi.campaigns.draft import draft_of  # noqa: E402
from luoshi.campaigns.edit import Change, change  # noqa: E402
from luoshi.campaigns.models import Proposal  # noqa: E402
from luoshi.campaigns.names import known_sets, known_units  # noqa: E402
from luoshi.kit.spans import Span  # noqa: E402
from luoshi.orgs.access import INSTALLER  # noqa: E402
from luoshi.orgs.models import Unit  # noqa: E402
from luoshi.plan.codec import to_json  # noqa: E402
from luoshi.plan.model import Duty, Node, Plan, Stage, Target, Task, Time  # noqa: E402
from luoshi.platform.files.models import StoredFile  # noqa: E402

TASKS, UNITS, STAGES = 2000, 300, 4


def main() -> None:
    call_command("migrate", verbosity=0)
    Unit.objects.bulk_create(Unit(name=f"试验县第{n}局", order=n) for n in range(UNITS))
    text, plan = a_plan()
    with timed(f"draft of {TASKS} tasks"):
        draft = draft_of(plan, 2026, known_units(), known_sets())
    file = StoredFile.objects.create(sha256="0" * 64, size=len(text), media_type="text/plain", name="方案.txt")
    body = json.dumps(to_json(plan), ensure_ascii=False)
    held = Proposal.objects.create(file=file, name="方案.txt", format="txt", text=text, plan=body, draft=draft)
    with timed("one edit"):
        held = change(held, Change("tasks", "t1000", 0, {"title": "改了名"}), by=INSTALLER)
    with timed("adopt"):
        made = adopt(held, by=INSTALLER)
    print(f"{made.stages} stages, {made.tasks} tasks, {made.duties} duties, {made.targets} targets")
    with timed("undo adoption"):
        undo_adopt(made.campaign, by=INSTALLER)


def a_plan() -> tuple[str, Plan]:
    """Tasks with a leader, two units of which one is unknown, a limit and a target, in four stages."""
    text, nodes, stages, tasks = "", [], [], []
    for number in range(TASKS):
        stage = number * STAGES // TASKS + 1
        if number * STAGES % TASKS == 0:
            at, text = Span(len(text), len(text) + 6), f"{text}第{stage}阶段。\n"
            nodes.append(Node(str(stage), 1, f"（{stage}）", f"第{stage}阶段", at))
            month = Time("某月", f"2026-0{stage + 3}-01", f"2026-0{stage + 3}-28", at)
            stages.append(Stage(f"第{stage}阶段", month, str(stage), at))
        unit = f"试验县第{number % UNITS}局"
        words = f"{number + 1}.排查第{number}批短板，不少于{number + 1}处，按月报送进度。（责任单位：{unit}）\n"
        at, text = Span(len(text), len(text) + len(words) - 1), text + words
        node = f"{stage}.{number + 1}"
        nodes.append(Node(node, 2, f"{number + 1}.", f"排查第{number}批短板", at))
        duties = (
            Duty("lead_person", f"县领导{number % 12}", at),
            Duty("unit", unit, at, ("lead",)),
            Duty("support_unit", f"外县第{number % 40}局", at),
        )
        target = Target(f"不少于{number + 1}处", "短板", ">=", number + 1, "处", None, at)
        tasks.append(Task(nodes[-1].title, node, f"第{stage}阶段", duties, None, (target,), at))
    return text, Plan(
        "规模试验方案",
        "试验县委办公室",
        None,
        "2026-04-01",
        None,
        tuple(nodes),
        tuple(stages),
        tuple(tasks),
        (),
        (),
        (),
        (),
        (),
        (),
    )


@contextmanager
def timed(what: str) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    print(f"{what}: {time.process_time() - cpu:.2f} s CPU, {time.perf_counter() - wall:.2f} s")


if __name__ == "__main__":
    main()
