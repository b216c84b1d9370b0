"""Markdown as a reader sees it."""

import pytest

from luoshi.plan.formats import extract_bytes


def lines(source: str) -> list[str]:
    return extract_bytes(source.encode(), "方案.md").text.splitlines()


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("# 实施方案", "实施方案"),
        ("## 一、目标 ##", "一、目标"),
        ("#标签不是标题", "#标签不是标题"),
        ("> 注意：**及时**报送", "注意：及时报送"),
        ("1. 召开会议", "1. 召开会议"),
        ("  - 县住建局", "- 县住建局"),
        ("* 县住建局", "- 县住建局"),
        ("- [x] 已办结", "- 已办结"),
        ("（责任单位：*县水利局*、__县住建局__）", "（责任单位：县水利局、县住建局）"),
        ("~~旧~~新 `代码`", "旧新 代码"),
        ("见[《通知》](https://example.org/a)。", "见《通知》。"),
        ("![图](a.png)说明", "说明"),
        (r"3\*4\_5\#", "3*4_5#"),
        ("snake_case_name", "snake_case_name"),
        ("**甲*乙*丙**", "甲乙丙"),
        ("***甲***", "甲"),
        ("甲<br>乙", "甲"),
        ("甲<b>乙</b>", "甲乙"),
        ("正文<!-- 批注 -->后", "正文后"),
        ("`a", "`a"),
        ("2 * 3", "2 * 3"),
    ],
)
def test_marks_are_undone(source: str, line: str) -> None:
    assert lines(source)[0] == line


def test_table_rows_are_parted_by_tabs() -> None:
    source = "| 序号 | 任务 | 时限 |\n|---|:-:|---|\n| 1 | 办<br>成 | 5月 |\n\n甲 | 乙\n--|--\n丙 | 丁\n"
    assert lines(source) == ["序号\t任务\t时限", "1\t办 成\t5月", "甲\t乙", "丙\t丁"]


def test_a_bar_outside_a_table_stays() -> None:
    assert lines("甲|乙") == ["甲|乙"]


def test_rules_fences_and_front_matter_are_no_content() -> None:
    extracted = extract_bytes("---\ntitle: x\n---\n标题\n===\n---\n```\n正文\n```\n".encode(), "方案.md")
    assert (extracted.text, extracted.notes) == ("标题\n正文\n", ("文件头部的属性未读入",))


def test_an_unclosed_comment_is_text() -> None:
    assert lines("甲<!-- 乙\n丙") == ["甲<!-- 乙", "丙"]
