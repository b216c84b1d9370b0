"""Makes plans of the genre with known truth: layouts × numbering × party notations × date forms, by a seed.

`python tools/plans/generate.py FOLDER COUNT` writes plans as .txt, .md, .html and .docx, each with its truth as .json.
"""

import io
import json
import random
import sys
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path

from docx import Document

YEAR = 2031
UNITS = (
    "县水务局",
    "县教育局",
    "县住建局",
    "县市场监管局",
    "县委宣传部",
    "各乡镇",
    "县融媒体中心",
    "县自然资源和规划局",
)
DEEDS = (
    "清理河道垃圾",
    "整治农贸市场",
    "改造老旧小区",
    "开展安全排查",
    "组织技能培训",
    "完善应急预案",
    "规范停车秩序",
    "建设便民驿站",
)
DATES = (
    ("6月底前", None, "06-30", None),
    ("3月至5月", "03-01", "05-31", None),
    ("9月15日前", None, "09-15", None),
    (f"{YEAR}年11月底前", None, "11-30", None),
    ("4月上旬至6月中旬", "04-01", "06-20", None),
    ("第三季度", "07-01", "09-30", None),
    ("长期坚持", None, None, "ongoing"),
)
TARGETS = (
    ("建成示范点不少于{}个", ">=", "个"),
    ("完成整治{}处", "=", "处"),
    ("合格率达到{}%以上", ">=", "%"),
    ("召开推进会{}次", "=", "次"),
    ("每个乡镇至少配备{}名", ">=", "名"),
)
NUMBERINGS = (
    ("一、", "（一）"),
    ("一、", "1."),
    ("一、", "1、"),
    ("第一部分 ", "一、"),
    ("（一）", "1."),
    ("1.", "（1）"),
)
PARTIES = ("lines", "one line", "bracket", "verbs", "run on")
CHINESE = "一二三四五六七八九十"


@dataclass(frozen=True)
class Task:
    """What one item says: its title, parties by role, time and targets."""

    title: str
    lead: str | None
    units: tuple[str, ...]
    support: tuple[str, ...]
    date: tuple[str, str | None, str | None, str | None] | None
    targets: tuple[tuple[str, str, int, str], ...]


@dataclass(frozen=True)
class Variant:
    """A plan's content and the way in which it is written."""

    title: str
    tasks: tuple[Task, ...]
    layout: str
    numbering: tuple[str, str]
    parties: str

    def truth(self) -> list[dict[str, object]]:
        """Title, duties, time and targets of every task, as the reader's JSON has them."""
        return [_truth(task) for task in self.tasks]

    def blocks(self) -> list[str | list[list[str]]]:
        """Paragraphs, and a table as its rows."""
        top, inner = self.numbering
        opening = [self.title, f"为做好{YEAR}年有关工作，制定本方案。"]
        if self.layout == "table":
            return [*opening, _rows(self.tasks)]
        items = [line for at, task in enumerate(self.tasks) for line in self._item(_marker(inner, at), task)]
        return [*opening, f"{_marker(top, 0)}工作目标", "全县面貌明显改善。", f"{_marker(top, 1)}重点任务", *items]

    def _item(self, marker: str, task: Task) -> list[str]:
        said = "，".join(text for text, *_ in task.targets)
        head, body = f"{marker}{task.title}", f"{said}。" if said else "做到不留死角。"
        tail = _assigned(task, self.parties)
        if self.layout == "headings":
            return [head, body, *tail]
        if self.layout == "leads":
            return [f"{head}。{body}", *tail]
        return [f"{head}。{body}{''.join(tail)}"]


def variant(seed: int) -> Variant:
    """The plan of that seed, always the same."""
    chance = random.Random(seed)
    parties = chance.choice(PARTIES)
    layouts = ["headings", "leads", "table"] + (["paragraphs"] if parties in ("bracket", "verbs") else [])
    deeds = chance.sample(DEEDS, chance.randint(2, 6))
    tasks = tuple(_task(chance, deed, parties) for deed in deeds)
    return Variant(f"云岭县{YEAR}年环境提升行动方案", tasks, chance.choice(layouts), chance.choice(NUMBERINGS), parties)


def as_txt(plan: Variant) -> bytes:
    """The plan as plain text."""
    parts = (block if isinstance(block, str) else "\n".join("\t".join(row) for row in block) for block in plan.blocks())
    return "".join(f"{part}\n" for part in parts).encode()


def as_md(plan: Variant) -> bytes:
    """The plan as Markdown, its title a heading, its table with pipes."""
    title, *blocks = plan.blocks()
    parts = [f"# {title}"]
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
        else:
            head, *rows = (f"| {' | '.join(row)} |" for row in block)
            parts.append("\n".join([head, "|" + "---|" * len(block[0]), *rows]))
    return "\n\n".join(parts).encode()


def as_html(plan: Variant) -> bytes:
    """The plan as a web page."""
    parts = []
    for block in plan.blocks():
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
        else:
            rows = ("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block)
            parts.append(f"<table>{''.join(rows)}</table>")
    return f"<!DOCTYPE html><html><body>{''.join(parts)}</body></html>".encode()


def as_docx(plan: Variant) -> bytes:
    """The plan as a Word document."""
    document = Document()
    for block in plan.blocks():
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


WRITERS = {"txt": as_txt, "md": as_md, "html": as_html, "docx": as_docx}


def _task(chance: random.Random, deed: str, parties: str) -> Task:
    names = chance.sample(UNITS, 4)
    lead = names[0] if chance.random() < 0.7 or parties in ("verbs", "bracket") else None
    units = tuple(names[1 : chance.randint(2, 3)]) if lead is None or chance.random() < 0.5 else ()
    support = tuple(names[3:]) if lead and chance.random() < 0.6 else ()
    date = chance.choice(DATES) if chance.random() < 0.7 else None
    chosen = chance.sample(TARGETS, chance.randint(0, 2))
    counts = [(words, comparator, chance.randint(2, 90), unit) for words, comparator, unit in chosen]
    targets = tuple((words.format(count), comparator, count, unit) for words, comparator, count, unit in counts)
    return Task(deed, lead, units, support, date, targets)


def _assigned(task: Task, parties: str) -> list[str]:
    """Who and when, in the plan's notation."""
    named = [("牵头单位", (task.lead,) if task.lead else ()), ("责任单位", task.units), ("配合单位", task.support)]
    labels = [f"{label}：{'、'.join(names)}" for label, names in named if names]
    limit = [f"完成时限：{task.date[0]}"] if task.date else []
    if parties == "lines":
        return [*labels, *limit]
    if parties == "one line":
        return ["；".join([*labels, *limit])]
    if parties == "run on":
        return [" ".join([*labels, *limit])]
    if parties == "bracket":
        return [f"（{'；'.join([*labels, *limit])}）"]
    by_verb = [f"{task.lead}牵头"]
    by_verb += [f"{'、'.join(task.support)}配合"] if task.support else []
    by_verb += [f"{'、'.join(task.units)}负责"] if task.units else []
    return [f"（{'，'.join([*by_verb, *([task.date[0]] if task.date else [])])}）"]


def _rows(tasks: tuple[Task, ...]) -> list[list[str]]:
    rows = [["序号", "工作任务", "工作目标", "牵头单位", "责任单位", "配合单位", "完成时限"]]
    for number, task in enumerate(tasks, start=1):
        said = "，".join(text for text, *_ in task.targets) or "面貌改善"
        parties = [task.lead or "", "、".join(task.units), "、".join(task.support)]
        rows.append([str(number), task.title, said, *parties, task.date[0] if task.date else ""])
    return rows


def _marker(form: str, at: int) -> str:
    return form.replace("一", CHINESE[at]).replace("1", str(at + 1))


def _truth(task: Task) -> dict[str, object]:
    named = (("lead_unit", (task.lead,) if task.lead else ()), ("unit", task.units), ("support_unit", task.support))
    time = None
    if task.date:
        _, start, end, recurrence = task.date
        time = [start and f"{YEAR}-{start}", end and f"{YEAR}-{end}", recurrence]
    return {
        "title": task.title,
        "duties": sorted([role, name] for role, names in named for name in names),
        "time": time,
        "targets": [[comparator, count, unit] for _, comparator, count, unit in task.targets],
    }


def main(folder: Path, count: int) -> int:
    """Write the plans of the first seeds."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(count):
        plan = variant(seed)
        for suffix, write in WRITERS.items():
            (folder / f"{seed:04}.{suffix}").write_bytes(write(plan))
        told = {"written": {k: v for k, v in asdict(plan).items() if k != "tasks"}, "tasks": plan.truth()}
        (folder / f"{seed:04}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
