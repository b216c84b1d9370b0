"""The command `luoshi`: plan commands, which start without Django, and the way to the server commands, which need it.

Usage errors and unreadable files end with exit code 2, the latter with one sentence on standard error. The parser is
argparse's, because it starts faster than others: see docs/decisions/030-argparse.md.
"""

import argparse
import csv
import importlib
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from luoshi.plan.check.listing import as_rows, as_sarif, chosen_codes
from luoshi.plan.codec import to_json
from luoshi.plan.compare import compare as compare_plans
from luoshi.plan.compare.cascade import cascade
from luoshi.plan.explain import explained
from luoshi.plan.formats import Unreadable, load
from luoshi.plan.formats.text import decode
from luoshi.plan.many import files, lines
from luoshi.plan.reading import read_file
from luoshi.plan.summary import finding_line, place, summary

CONSOLE = "luoshi.faces.console"
# The console's commands with their help; one without help is its own and not listed.
SERVER_COMMANDS = {
    "run": "启动网页和后台 Start web server and worker",
    "link": "管理员的一次性链接 A one-time administrator link",
    "campaigns": "读入并采纳方案 Read and adopt a plan",
    "sample": "删除样例 Remove the sample",
    "journal": "验证日志链 Verify the journal",
    "doctor": "检查本机和数据 Check machine and data",
    "key": "程序用的密钥 Keys for programs",
    "backup": "备份数据库和文件 Back up database and files",
    "restore": "从备份恢复 Restore a backup",
    "migrate": "更新数据库结构 Bring the database up to date",
    "worker": "只启动后台 Start the worker alone",
    "web": "只启动网页 Start the web server alone",
    "welcome": "",
}
FOUND_NOTHING, FOUND_SOMETHING, UNREADABLE = 0, 1, 2
_FORMATS = ".txt .md .html .docx .pdf .xlsx .zip .eml"
_UNIT_HEADS = ("单位", "单位名称", "名称", "机构名称", "name", "unit")
_SHORT_HEADS = ("简称", "别名", "short", "alias")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns its exit code. Usage errors raise SystemExit with 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    arguments = list(sys.argv[1:] if argv is None else argv) or ["--help"]
    if arguments[0] in SERVER_COMMANDS:
        return serve(arguments)
    chosen = parser().parse_args(arguments)
    try:
        return ACTS[chosen.act](chosen)
    except Unreadable as unreadable:
        sys.stderr.write(f"{unreadable}\n")
        return UNREADABLE


def serve(argv: list[str]) -> int:
    """Hand a server command to the console, which loads Django; returns its exit code."""
    return int(importlib.import_module(CONSOLE).main(argv))


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; of the server commands it knows the names alone."""
    whole = argparse.ArgumentParser(
        "luoshi", description="落实：把实施方案变成可运行、可核查的活动 From plan to campaign"
    )
    commands = whole.add_subparsers(metavar="COMMAND", required=True)
    plan = commands.add_parser("plan", help="读方案、查方案 Read and check plan documents")
    acts = plan.add_subparsers(metavar="COMMAND", dest="act", required=True)
    reads = acts.add_parser("read", help="读出阶段、任务、责任、时间、目标 Print what the plan says")
    checks = acts.add_parser("check", help="查疑点，有则以 1 退出 Print what to ask, exit 1 if anything")
    for each in (reads, checks):
        each.add_argument("file", type=Path, metavar="FILE", help=f"方案 {_FORMATS} The plan document")
    form = reads.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON Print the plan as JSON")
    form.add_argument("--text", action="store_true", help="只输出正文 Print the extracted text alone")
    form.add_argument(
        "--explain", action="store_true", help="每条依据哪条规则、哪几个字 The rule and words of each fact"
    )
    form.add_argument("--jsonl", action="store_true", help="读整个目录，一份一行 A folder, a JSON line a file")
    reads.add_argument("--year", type=int, help="方案未写年份时用 The year where the plan states none")
    checks.add_argument("--units", type=Path, metavar="FILE.csv", help="本地机构名录 The organization's units")
    checks.add_argument("--select", type=_codes, default=(), metavar="P1,P201", help="只查这些 Only these rules")
    checks.add_argument("--ignore", type=_codes, default=(), metavar="P305", help="不查这些 All but these rules")
    checks.add_argument(
        "--format", choices=("text", "json", "sarif"), default="text", help="输出格式 How to print them"
    )
    checks.add_argument("--lang", choices=("zh", "en"), default="zh", help="疑点用哪种语言 The language of findings")
    _comparisons(acts)
    for name, help_ in SERVER_COMMANDS.items():
        if help_:
            commands.add_parser(name, help=help_, add_help=False)
    return whole


def _comparisons(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands that hold two plans against each other."""
    diffs = acts.add_parser("diff", help="新稿改了什么，有则以 1 退出 What a new draft changes, exit 1 if anything")
    compares = acts.add_parser("compare", help="下级方案怎样承接上级 How a lower plan answers the one above")
    for each, names in ((diffs, ("OLD", "NEW")), (compares, ("UPPER", "LOWER"))):
        for name in names:
            each.add_argument(name.lower(), type=Path, metavar=name, help=f"方案 {_FORMATS} A plan document")


def _codes(written: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in written.split(",") if code.strip())


def read(chosen: argparse.Namespace) -> int:
    """Print what the plan says, for a clerk unless asked for another form. Raises Unreadable."""
    if chosen.jsonl:
        return _read_all(chosen.file, chosen.year)
    reading = read_file(chosen.file, year=chosen.year)
    if chosen.text:
        sys.stdout.write(reading.text)
    elif chosen.json:
        sys.stdout.write(f"{json.dumps(to_json(reading.plan), ensure_ascii=False, indent=2)}\n")
    else:
        sys.stdout.write(explained(reading.plan, reading.text) if chosen.explain else summary(reading))
    return 0


def _read_all(folder: Path, year: int | None) -> int:
    """Print a line for each plan in the folder, and how far it has come on standard error. Raises Unreadable."""
    if not folder.is_dir():
        raise Unreadable(f"“{folder.name}”不是目录，请指明放方案的目录，或去掉 --jsonl。")
    total = len(files(folder))
    for done, line in enumerate(lines(folder, year), start=1):
        sys.stdout.write(f"{line}\n")
        sys.stderr.write(f"\r{done}/{total}")
    sys.stderr.write("\n")
    return 0


def check(chosen: argparse.Namespace) -> int:
    """Print the findings as FILE:LINE:COL CODE message, one a line, or as asked. Raises Unreadable."""
    reading = read_file(chosen.file, units=None if chosen.units is None else _units(chosen.units))
    codes = chosen_codes(chosen.select, chosen.ignore)
    findings = [finding for finding in reading.plan.findings if finding.code in codes]
    if chosen.format == "json":
        _print(as_rows(findings, reading.text, chosen.lang))
    elif chosen.format == "sarif":
        _print(as_sarif(findings, reading.text, chosen.file.as_posix(), chosen.lang))
    else:
        for finding in findings:
            sys.stdout.write(f"{chosen.file}:{finding_line(finding, reading.text, chosen.lang)}\n")
    return FOUND_SOMETHING if findings else FOUND_NOTHING


def diff(chosen: argparse.Namespace) -> int:
    """Print what the new draft changes, a change a line with its place there. Raises Unreadable."""
    old, new = read_file(chosen.old), read_file(chosen.new)
    changes = compare_plans(old.plan, new.plan)
    for change in changes:
        at = f"{place(new.text, change.new_span)} " if change.new_span else ""
        sys.stdout.write(f"{at}{change.message}\n")
    return FOUND_SOMETHING if changes else FOUND_NOTHING


def compare(chosen: argparse.Namespace) -> int:
    """Print how the lower plan answers the upper one; 1 if it leaves out, delays or lowers anything.

    Raises Unreadable.
    """
    replies = list(cascade(read_file(chosen.upper).plan, read_file(chosen.lower).plan))
    for reply in replies:
        sys.stdout.write(f"{reply.message}\n")
    short = any(reply.answer in ("left_out", "later", "lowered") for reply in replies)
    return FOUND_SOMETHING if short else FOUND_NOTHING


def _print(value: object) -> None:
    sys.stdout.write(f"{json.dumps(value, ensure_ascii=False, indent=2)}\n")


ACTS = {"read": read, "check": check, "diff": diff, "compare": compare}


def _units(file: Path) -> tuple[str, ...]:
    """The names in a list of units: the named columns, or the first where no row names them."""
    try:
        rows = [row for row in csv.reader(io.StringIO(decode(load(file), file.name))) if any(row)]
    except csv.Error as error:
        raise Unreadable(f"“{file.name}”不是 CSV 表格，请另存为 CSV（UTF-8）后再用。") from error
    heads = [head.strip().lower() for head in rows[0]] if rows else []
    columns = [at for at, head in enumerate(heads) if head in (*_UNIT_HEADS, *_SHORT_HEADS)]
    named = rows[1:] if columns else rows
    cells = (row[at].strip() for row in named for at in columns or (0,) if at < len(row))
    return tuple(cell for cell in cells if cell)
