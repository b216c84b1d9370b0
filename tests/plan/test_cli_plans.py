"""The plan commands beyond reading one file: reasons, folders, chosen rules and forms, two plans against each other."""

import json
from pathlib import Path

import pytest

from luoshi import cli

PLAN = """清河实施方案
一、重点任务
（一）清理支渠。6月底前清理支渠不少于30条。责任单位：县水务局
（二）巡查河道。每月巡查1次。责任单位：各镇
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def variant(plan: Path, old: str, new: str) -> Path:
    path = plan.with_name("另一份.txt")
    path.write_text(PLAN.replace(old, new), encoding="utf-8")
    return path


def wrong(plan: Path) -> Path:
    """A plan with a day that no calendar has."""
    return variant(plan, "6月底前", "6月31日前")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = cli.main(["plan", *map(str, arguments)])
    return code, capsys.readouterr().out


def test_every_fact_is_explained_by_its_place_its_page_and_its_words(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = run(capsys, "read", plan, "--explain", "--year", "2031")
    rows = [line.split("\t") for line in printed.splitlines()]
    assert code == 0
    assert ["3:9", "  time ..2031-06-30", "docs/reading/times.md", "6月底前", "(year)"] in rows
    assert ["3:29", "  unit 县水务局", "docs/reading/duties.md", "县水务局"] in rows
    assert all((Path(cli.__file__).parents[2] / row[2]).is_file() for row in rows)


def test_a_folder_reads_as_a_json_line_a_file_in_order(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (plan.parent / "下级").mkdir()
    (plan.parent / "下级" / "空.docx").write_bytes(b"")
    (plan.parent / "说明.png").write_bytes(b"x")
    code, printed = run(capsys, "read", plan.parent, "--jsonl")
    told = [json.loads(line) for line in printed.splitlines()]
    assert code == 0
    assert [each["file"] for each in told] == ["下级/空.docx", "方案.txt"]
    assert told[0]["error"] == "“空.docx”是空文件，请重新下载或换一份。"
    assert [task["title"] for task in told[1]["plan"]["tasks"]] == ["清理支渠", "巡查河道"]


def test_a_file_is_no_folder(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "read", plan, "--jsonl") == (2, "")


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--select", "P2"], {"P207"}),
        (["--select", "p2", "--ignore", "P207"], set()),
        (["--select", "P2,P1", "--ignore", "P1"], {"P207"}),
    ],
)
def test_rules_are_chosen_by_the_beginnings_of_their_codes(
    plan: Path, capsys: pytest.CaptureFixture[str], options: list[str], codes: set[str]
) -> None:
    code, printed = run(capsys, "check", wrong(plan), *options, "--format", "json")
    assert {finding["code"] for finding in json.loads(printed)} == codes
    assert code == int(bool(codes))


def test_findings_as_json_stand_at_their_line_and_column(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, plain = run(capsys, "check", wrong(plan))
    _, printed = run(capsys, "check", wrong(plan), "--format", "json")
    places = [f"{wrong(plan)}:{f['line']}:{f['column']} {f['code']} {f['message']}" for f in json.loads(printed)]
    assert places == plain.splitlines()


def test_findings_as_sarif_name_their_rule_file_and_region(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, printed = run(capsys, "check", wrong(plan), "--format", "sarif", "--select", "P207")
    run_ = json.loads(printed)["runs"][0]
    result = run_["results"][0]
    location = result["locations"][0]["physicalLocation"]
    assert result["ruleId"] in {rule["id"] for rule in run_["tool"]["driver"]["rules"]}
    assert location["artifactLocation"]["uri"] == wrong(plan).as_posix()
    assert location["region"]["startLine"] == 3
    assert location["region"]["startLine"] <= location["region"]["endLine"]


def test_a_new_draft_is_told_change_by_change(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = run(capsys, "diff", plan, variant(plan, "6月底前", "7月底前"))
    assert code == 1
    assert printed == "3:9 “清理支渠”的时间由“6月底前”改为“7月底前”\n"
    assert run(capsys, "diff", plan, plan) == (0, "")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("6月底前", "7月底前", "“清理支渠”的期限 --07-31 晚于上级的 --06-30"),
        ("30条", "20条", "“清理支渠”的“不少于20条”低于上级的“不少于30条”"),
        ("（二）巡查河道", "（二）组织宣讲", "上级任务“巡查河道”没有承接"),
    ],
)
def test_a_lower_plan_that_falls_short_is_told(
    plan: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    code, printed = run(capsys, "compare", plan, variant(plan, old, new))
    assert code == 1
    assert told in printed.splitlines()


def test_a_lower_plan_may_do_more(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = variant(plan, "30条", "40条")
    more.write_text(more.read_text(encoding="utf-8") + "（三）开展宣讲活动。责任单位：各村\n", encoding="utf-8")
    code, printed = run(capsys, "compare", plan, more)
    assert code == 0
    assert "本级自行增加“开展宣讲活动”" in printed.splitlines()
