"""The command `luoshi`: what it prints, how it ends, and what it does not load."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from luoshi import cli
from luoshi.faces import console
from luoshi.plan.codec import from_json
from luoshi.plan.formats import extract

PLAN = """关于开展读书活动的实施方案

一、活动安排

（一）动员会议。6月31日前召开一次动员会。（责任单位：县图书局）

（二）集中学习。组织学习不少于12次。（责任单位：县文化局）
"""
HEAVY = ("django", "pypdf", "lxml", "docx", "pdfplumber", "rich", "typer", "zipfile")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "读书.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


@dataclass(frozen=True)
class Result:
    code: int
    stdout: str
    stderr: str


Luoshi = Callable[..., Result]


@pytest.fixture
def luoshi(capsys: pytest.CaptureFixture[str]) -> Luoshi:
    def run(*arguments: object) -> Result:
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


def test_read_tells_a_clerk_what_the_plan_says(luoshi: Luoshi, plan: Path) -> None:
    result = luoshi("plan", "read", plan)
    assert result.code == 0
    assert "标题　　关于开展读书活动的实施方案" in result.stdout
    assert "责任单位：县文化局" in result.stdout
    assert "集中学习" in result.stdout


def test_read_prints_the_plan_as_json(luoshi: Luoshi, plan: Path) -> None:
    result = luoshi("plan", "read", plan, "--json")
    assert result.code == 0
    assert from_json(json.loads(result.stdout)).title == "关于开展读书活动的实施方案"


def test_read_prints_the_text_exactly(luoshi: Luoshi, plan: Path) -> None:
    assert luoshi("plan", "read", plan, "--text").stdout == PLAN == extract(plan).text


def test_a_year_dates_what_the_plan_does_not(luoshi: Luoshi, plan: Path) -> None:
    plan.write_text(PLAN.replace("6月31日", "6月30日"), encoding="utf-8")
    assert "2024-06-30" in luoshi("plan", "read", plan, "--year", "2024").stdout
    assert "2024" not in luoshi("plan", "read", plan).stdout


def test_check_prints_findings_with_their_places_and_ends_with_one(luoshi: Luoshi, plan: Path) -> None:
    result = luoshi("plan", "check", plan)
    places = [line.removeprefix(f"{plan}:").split(" ")[:2] for line in result.stdout.splitlines()]
    assert result.code == 1
    assert ["5:9", "P207"] in places


def test_check_tells_its_findings_in_english_where_asked(luoshi: Luoshi, plan: Path) -> None:
    result = luoshi("plan", "check", plan, "--lang", "en")
    assert result.code == 1
    assert "Check month and day." in result.stdout and "请" not in result.stdout


def test_check_knows_the_units_of_a_register(luoshi: Luoshi, plan: Path, tmp_path: Path) -> None:
    register = tmp_path / "名录.csv"
    register.write_text("序号,单位名称,简称\n1,县图书馆,县图\n2,县文化局,\n", encoding="gb18030")
    assert "县图书局" in luoshi("plan", "check", plan, "--units", register).stdout
    register.write_text("县图书局\n县文化局\n", encoding="utf-8")
    assert "P105" not in luoshi("plan", "check", plan, "--units", register).stdout


def test_check_ends_with_zero_when_it_finds_nothing(luoshi: Luoshi, plan: Path) -> None:
    plan.write_text("关于开展读书活动的通知\n", encoding="utf-8")
    result = luoshi("plan", "check", plan)
    assert (result.code, result.stdout) == (0, "")


@pytest.mark.parametrize("command", [["read"], ["read", "--json"], ["read", "--text"], ["check"]])
def test_an_unreadable_file_ends_with_two_and_one_sentence(luoshi: Luoshi, command: list[str], tmp_path: Path) -> None:
    empty = tmp_path / "空.docx"
    empty.write_bytes(b"")
    result = luoshi("plan", *command, empty)
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == "“空.docx”是空文件，请重新下载或换一份。\n"


def test_an_unreadable_register_ends_with_two(luoshi: Luoshi, plan: Path, tmp_path: Path) -> None:
    result = luoshi("plan", "check", plan, "--units", tmp_path / "无.csv")
    assert (result.code, result.stderr) == (2, "找不到“无.csv”，请核对文件名和所在目录。\n")


def test_json_and_text_together_are_refused(luoshi: Luoshi, plan: Path) -> None:
    assert luoshi("plan", "read", plan, "--json", "--text").code == 2


def test_a_server_command_is_handed_over_whole(luoshi: Luoshi, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[list[str]] = []
    deaf = SimpleNamespace(main=lambda argv: heard.append(argv) or 7)
    monkeypatch.setattr(cli.importlib, "import_module", lambda name: deaf if name == cli.CONSOLE else None)
    assert luoshi("campaigns", "adopt", "--help", "方案.docx").code == 7
    assert heard == [["campaigns", "adopt", "--help", "方案.docx"]]


def test_the_server_commands_are_those_of_the_console() -> None:
    assert {name: command.help for name, command in console.COMMANDS.items()} == cli.SERVER_COMMANDS


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_lists_every_command(luoshi: Luoshi, arguments: list[str]) -> None:
    result = luoshi(*arguments)
    listed = {line.split()[0] for line in result.stdout.splitlines() if line.startswith("    ")}
    assert result.code == 0
    assert {"plan", *(name for name, told in cli.SERVER_COMMANDS.items() if told)} <= listed


def loaded_after(code: str, *arguments: str) -> set[str]:
    report = f"import sys; {code}; print('\\n' + ' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", report, *arguments], capture_output=True, text=True, check=True)
    return {module.partition(".")[0] for module in run.stdout.splitlines()[-1].split()}


def test_the_command_starts_without_django_or_parsers() -> None:
    assert loaded_after("import luoshi.cli").isdisjoint(HEAVY)


def test_reading_a_text_loads_no_other_parser(plan: Path) -> None:
    code = "from pathlib import Path; from luoshi.plan.reading import read_file; read_file(Path(sys.argv[1]))"
    assert loaded_after(code, str(plan)).isdisjoint(HEAVY)


def test_the_command_prints_utf8_wherever_it_runs(plan: Path) -> None:
    environment = {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    command = [sys.executable, "-m", "luoshi", "plan", "read", str(plan), "--text"]
    assert subprocess.run(command, capture_output=True, check=True, env=environment).stdout.decode() == PLAN
