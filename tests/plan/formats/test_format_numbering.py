"""Automatic numbers of Word files, written out as they stand on paper."""

import pytest
from wordfile import a_cell, a_docx, a_level, a_list, a_row, a_table, item, numbered, p

from luoshi.plan.formats import extract_bytes

OUTLINE = (
    a_level(0, "chineseCounting", "%1、"),
    a_level(1, "chineseCountingThousand", "（%2）"),
    a_level(2, "decimal", "%3."),
    a_level(3, "decimalEnclosedCircle", "%4"),
)


def lines(body: str, lists: str = "", styles: str = "") -> list[str]:
    return extract_bytes(a_docx(body, lists=lists, styles=styles), "方案.docx").text.splitlines()


def test_levels_count_under_their_parents() -> None:
    body = (
        item("甲") + item("乙", level=1) + item("丙", level=1) + item("丁", level=2) + item("戊") + item("己", level=1)
    )
    assert lines(body, a_list(*OUTLINE)) == ["一、甲", "（一）乙", "（二）丙", "1.丁", "二、戊", "（一）己"]


def test_a_level_that_never_restarts_runs_on() -> None:
    levels = (OUTLINE[0], a_level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>'))
    body = item("甲") + item("子", level=1) + item("乙") + item("丑", level=1)
    assert lines(body, a_list(*levels)) == ["一、甲", "1.子", "二、乙", "2.丑"]


def test_a_level_restarts_only_after_the_level_it_names() -> None:
    levels = (*OUTLINE[:2], a_level(2, "decimal", "%3.", more='<w:lvlRestart w:val="1"/>'))
    body = (
        item("甲")
        + item("乙", level=1)
        + item("子", level=2)
        + item("丙", level=1)
        + item("丑", level=2)
        + item("丁")
        + item("寅", level=2)
    )
    assert lines(body, a_list(*levels))[2::2] == ["1.子", "2.丑", "1.寅"]


def test_lists_of_one_definition_share_their_counter() -> None:
    lists = a_list(*OUTLINE, number=1) + a_list(number=2, abstract=1, defined=False)
    assert lines(item("甲", 1) + item("乙", 2) + item("丙", 1), lists) == ["一、甲", "二、乙", "三、丙"]


def test_a_start_override_begins_again_once() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = a_list(*OUTLINE, number=1) + a_list(number=2, abstract=1, overrides=override, defined=False)
    body = item("甲", 1) + item("乙", 1) + item("丙", 2) + item("丁", 2)
    assert lines(body, lists) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_an_override_may_replace_a_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{a_level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    assert lines(item("甲"), a_list(*OUTLINE, overrides=override)) == ["C)甲"]


def test_a_number_may_show_the_levels_above_it() -> None:
    levels = (OUTLINE[0], a_level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
    assert lines(item("甲") + item("乙", level=1), a_list(*levels)) == ["一、甲", "1.1 乙"]


def test_a_list_starts_where_it_says() -> None:
    assert lines(item("甲") + item("乙"), a_list(a_level(0, "decimal", "%1、", start=5))) == ["5、甲", "6、乙"]


def test_an_empty_numbered_paragraph_counts_but_shows_no_line() -> None:
    assert lines(item("甲") + item("") + item("乙"), a_list(*OUTLINE)) == ["一、甲", "三、乙"]


@pytest.mark.parametrize(
    ("suffix", "pattern", "line"),
    [("tab", "%1、", "1、甲"), ("tab", "第%1条", "第1条 甲"), ("space", "%1.", "1. 甲"), ("nothing", "%1", "1甲")],
)
def test_a_blank_stands_behind_a_number_where_word_shows_one(suffix: str, pattern: str, line: str) -> None:
    level = a_level(0, "decimal", pattern, more=f'<w:suff w:val="{suffix}"/>')
    assert lines(item("甲"), a_list(level)) == [line]


def test_a_bullet_of_a_symbol_font_becomes_a_plain_one() -> None:
    assert lines(item("甲"), a_list(a_level(0, "bullet", "\uf06c"))) == ["• 甲"]


def test_a_style_numbers_its_paragraphs() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="A"><w:pPr>{numbered(1)}</w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = p("甲", properties='<w:pStyle w:val="A"/>') + p("乙", properties='<w:pStyle w:val="B"/>')
    assert lines(body, a_list(*OUTLINE), styles) == ["一、甲", "二、乙"]


def test_a_level_may_belong_to_a_style() -> None:
    levels = (OUTLINE[0], a_level(1, "decimal", "%2.", more='<w:pStyle w:val="B"/>'))
    styles = f'<w:style w:type="paragraph" w:styleId="B"><w:pPr>{numbered(1)}</w:pPr></w:style>'
    assert lines(item("甲") + p("乙", properties='<w:pStyle w:val="B"/>'), a_list(*levels), styles) == [
        "一、甲",
        "1.乙",
    ]


def test_the_default_style_numbers_paragraphs_that_name_none() -> None:
    styles = f'<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:pPr>{numbered(1)}</w:pPr></w:style>'
    assert lines(p("甲"), a_list(*OUTLINE), styles) == ["一、甲"]


def test_a_paragraph_may_leave_the_list_of_its_style() -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="A"><w:pPr>{numbered(1)}</w:pPr></w:style>'
    body = p("甲", properties=f'<w:pStyle w:val="A"/>{numbered(0)}')
    assert lines(body, a_list(*OUTLINE), styles) == ["甲"]


def test_styles_that_inherit_in_a_circle_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{other}"/></w:style>'
        for name, other in (("A", "B"), ("B", "A"))
    )
    assert lines(p("甲", properties='<w:pStyle w:val="A"/>'), styles=styles) == ["甲"]


def test_a_list_may_be_defined_by_a_list_style() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>' + a_list(*OUTLINE, number=1)
    )
    styles = f'<w:style w:type="numbering" w:styleId="L"><w:pPr>{numbered(1)}</w:pPr></w:style>'
    assert lines(item("甲", 7) + item("乙", 1), lists, styles) == ["一、甲", "二、乙"]


def test_a_number_that_names_no_list_is_none() -> None:
    assert lines(item("甲", 9), a_list(*OUTLINE)) == ["甲"]


def test_a_series_behind_an_alternative_is_found() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
    )
    assert lines(item("甲"), a_list(level)) == ["001.甲"]


def test_numbers_run_through_tables() -> None:
    body = item("甲") + a_table(a_row(a_cell(item("乙")), a_cell("丙"))) + item("丁")
    assert lines(body, a_list(*OUTLINE)) == ["一、甲", "二、乙\t丙", "三、丁"]


def test_a_number_typed_in_before_a_tracked_change_of_its_list_is_the_new_one() -> None:
    change = f'<w:pPrChange w:id="1"><w:pPr>{numbered(1, 1)}</w:pPr></w:pPrChange>'
    body = p("甲", properties=numbered(1, 0) + change)
    assert lines(body, a_list(*OUTLINE)) == ["一、甲"]
