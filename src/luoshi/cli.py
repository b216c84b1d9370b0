"""The command `luoshi`: plan commands, which start without Django, and the way to the server commands, which need it.

Usage errors and unreadable files end with exit code 2 and one sentence on standard error.
"""

import csv
import importlib
import io
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from luoshi.plan.codec import to_json
from luoshi.plan.formats import Unreadable, load
from luoshi.plan.formats.text import decode
from luoshi.plan.reading import Reading, read_file
from luoshi.plan.summary import finding_line, summary

CONSOLE = "luoshi.faces.console"
SERVER_COMMANDS = {
    "run": "启动网页和后台 Start web server and worker",
    "link": "管理员的一次性链接 A one-time administrator link",
    "campaigns": "读入并采纳方案 Read and adopt a plan",
    "sample": "删除示例 Remove the sample",
    "journal": "验证日志链 Verify the journal",
    "doctor": "检查本机和数据 Check machine and data",
    "migrate": "更新数据库结构 Bring the database up to date",
    "worker": "只启动后台 Start the worker alone",
    "web": "只启动网页 Start the web server alone",
    "welcome": "读方案、给链接 Read the plan, print the link",
}
FOUND_NOTHING, FOUND_SOMETHING, UNREADABLE = 0, 1, 2
_UNIT_HEADS = ("单位", "单位名称", "名称", "机构名称", "name", "unit")
_SHORT_HEADS = ("简称", "别名", "short", "alias")

File = Annotated[Path, typer.Argument(metavar="FILE", help="方案 .txt .md .html .docx .pdf The plan document")]

app = typer.Typer(
    name="luoshi",
    help="落实：把实施方案变成可运行、可核查的活动 From an implementation plan to a campaign that can be verified",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
plan_commands = typer.Typer(help="读方案、查方案 Read and check plan documents", no_args_is_help=True)
app.add_typer(plan_commands, name="plan")


@plan_commands.command()
def read(
    file: File,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON Print the plan as JSON")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="只输出正文 Print the extracted text alone")] = False,
    year: Annotated[int | None, typer.Option(help="方案未写年份时用 The year where the plan states none")] = None,
) -> None:
    """读出阶段、任务、责任、时间、目标 Print what the plan says."""
    if as_json and as_text:
        raise typer.BadParameter("--json 和 --text 只能选一个 Choose one of --json and --text")
    reading = _reading(file, year, None)
    if as_text:
        sys.stdout.write(reading.text)
    elif as_json:
        json.dump(to_json(reading.plan), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(summary(reading))


@plan_commands.command()
def check(
    file: File,
    units: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="本地机构名录 The organization's units, one a row")
    ] = None,
) -> None:
    """查疑点，有则以 1 退出 Print what to ask, exit 1 if anything."""
    reading = _reading(file, None, None if units is None else _units(units))
    for finding in reading.plan.findings:
        sys.stdout.write(f"{file}:{finding_line(finding, reading.text)}\n")
    raise typer.Exit(FOUND_SOMETHING if reading.plan.findings else FOUND_NOTHING)


def serve(context: typer.Context) -> None:
    """Hand a server command to the console, which loads Django."""
    console = importlib.import_module(CONSOLE)
    raise typer.Exit(console.main([context.info_name, *context.args]))


for _name, _help in SERVER_COMMANDS.items():
    app.command(
        _name,
        help=_help,
        add_help_option=False,
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )(serve)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    app()


def _reading(file: Path, year: int | None, units: tuple[str, ...] | None) -> Reading:
    try:
        return read_file(file, year, units)
    except Unreadable as unreadable:
        raise _refused(unreadable) from unreadable


def _units(file: Path) -> tuple[str, ...]:
    """The names in a list of units: the named columns, or the first where no row names them."""
    try:
        rows = [row for row in csv.reader(io.StringIO(decode(load(file), file.name))) if any(row)]
    except Unreadable as unreadable:
        raise _refused(unreadable) from unreadable
    except csv.Error as error:
        raise _refused(Unreadable(f"“{file.name}”不是 CSV 表格，请另存为 CSV（UTF-8）后再用。")) from error
    heads = [head.strip().lower() for head in rows[0]] if rows else []
    columns = [at for at, head in enumerate(heads) if head in (*_UNIT_HEADS, *_SHORT_HEADS)]
    named = rows[1:] if columns else rows
    cells = (row[at].strip() for row in named for at in columns or (0,) if at < len(row))
    return tuple(cell for cell in cells if cell)


def _refused(error: Unreadable) -> typer.Exit:
    sys.stderr.write(f"{error}\n")
    return typer.Exit(UNREADABLE)
