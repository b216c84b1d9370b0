"""Word files as lines: paragraphs, tracked changes, fields, boxes, tables."""

import pytest
from wordfile import STRICT, W, a_cell, a_docx, a_row, a_table, a_zip, p, r

from luoshi.plan.formats import Extracted, Unreadable, extract_bytes

BREAK, TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"


def read(body: str, **parts: str) -> Extracted:
    return extract_bytes(a_docx(body, **parts), "方案.docx")  # type: ignore[arg-type]


def lines(body: str) -> list[str]:
    return read(body).text.splitlines()


def test_paragraphs_are_lines() -> None:
    assert read(p("一、目标") + p() + p("　　做到位。　")).text == "一、目标\n做到位。\n"


def test_runs_are_joined_without_a_gap() -> None:
    assert lines(p(runs=r("云岭") + r("县"))) == ["云岭县"]


def test_breaks_end_lines_and_tabs_stay() -> None:
    assert lines(p("甲", runs=BREAK + r("乙") + TAB + r("丙"))) == ["甲", "乙\t丙"]


def test_inserted_text_is_kept_and_deleted_text_dropped() -> None:
    deleted = "<w:del><w:r><w:delText>五</w:delText></w:r></w:del>"
    extracted = read(p("完成", runs=deleted + f"<w:ins>{r('六')}</w:ins>" + r("项")))
    assert extracted.text == "完成六项\n"
    assert extracted.notes == ("修订已按全部接受处理",)


def test_moved_text_stands_only_where_it_was_moved_to() -> None:
    body = p(runs=f"<w:moveFrom>{r('甲')}</w:moveFrom>") + p(runs=f"<w:moveTo>{r('甲')}</w:moveTo>") + p("乙")
    assert lines(body) == ["甲", "乙"]


def test_a_paragraph_whose_end_is_deleted_runs_on_in_the_next() -> None:
    end = "<w:rPr><w:del/></w:rPr>"
    assert lines(p("加强", properties=end) + p("领导") + p("严明纪律", properties=end)) == ["加强领导", "严明纪律"]


def test_a_deleted_row_is_dropped() -> None:
    kept, deleted = a_row(a_cell("1"), a_cell("甲")), a_row(a_cell("2"), a_cell("乙"), properties="<w:del/>")
    assert lines(a_table(kept, deleted)) == ["1\t甲"]


def test_hidden_text_is_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r>'
    assert lines(p(runs=hidden + shown)) == ["明"]


def test_a_field_shows_its_result_and_not_its_code() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("通知")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(p("见", runs=field + r("。"))) == ["见通知。"]


def test_a_number_circled_by_a_field_is_read() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> eq \\o\\ac(○</w:instrText></w:r>'
        '<w:r><w:instrText>,3)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(p(runs=field + r("政务服务"))) == ["③政务服务"]


def test_links_controls_and_ruby_are_read_through() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('yún')}</w:rt><w:rubyBase>{r('云')}</w:rubyBase></w:ruby></w:r>"
    link = f"<w:hyperlink>{r('岭')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtContent>{r('县')}</w:sdtContent></w:sdt>"
    assert lines(f"<w:sdt><w:sdtContent>{p(runs=ruby + link + control)}</w:sdtContent></w:sdt>") == ["云岭县"]


@pytest.mark.parametrize(
    ("font", "char", "read_as"),
    [("Wingdings", "F081", "①"), ("Wingdings", "F0FE", "☑"), ("Symbol", "F0B3", "≥"), ("宋体", "2605", "★")],
)
def test_symbols_are_read_by_their_font(font: str, char: str, read_as: str) -> None:
    symbol = f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'
    assert lines(p(runs=symbol + r("甲"))) == [f"{read_as}甲"]


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(p("框外", runs=drawing) + p("后文")) == ["框外", "框内", "后文"]


def test_an_old_text_box_is_read() -> None:
    box = f"<v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox>"
    assert lines(p(runs=f"<w:r><w:pict><v:shape>{box}</v:shape></w:pict></w:r>")) == ["框内"]


def test_what_is_left_out_is_said() -> None:
    runs = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    extracted = read(p("甲", runs=runs + picture + picture))
    assert (extracted.text, extracted.notes) == ("甲\n", ("图片 2 处未读入", "脚注 1 处未读入", "批注 1 处未读入"))


def test_headers_footers_and_footnotes_are_no_content() -> None:
    parts = {f"word/{name}.xml": f'<w:x xmlns:w="{W}">{p("不读")}</w:x>'.encode() for name in ("header1", "footnotes")}
    assert extract_bytes(a_docx(p("甲"), more=parts), "a.docx").text == "甲\n"


def test_a_table_of_contents_is_no_content() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
    extracted = read(body + p("一、目标 1", properties='<w:pStyle w:val="11"/>') + p("正文"), styles=styles)
    assert (extracted.text, extracted.notes) == ("正文\n", ("目录未读入",))


def test_a_table_is_a_line_a_row() -> None:
    table = a_table(a_row(a_cell("序号"), a_cell("责任", "单位")), a_row(a_cell("1"), a_cell("县住建局", "县城管局")))
    assert lines(table) == ["序号\t责任单位", "1\t县住建局 县城管局"]


def test_cells_merged_sideways_stand_once_and_keep_the_columns() -> None:
    wide = a_cell("甲", properties='<w:gridSpan w:val="2"/>')
    assert lines(a_table(a_row(wide, a_cell("乙")))) == ["甲\t\t乙"]


def test_cells_merged_in_the_old_way_stand_once() -> None:
    first, second = (a_cell("甲", properties=f'<w:hMerge w:val="{kind}"/>') for kind in ("restart", "continue"))
    assert lines(a_table(a_row(first, second, a_cell("乙")))) == ["甲\t\t乙"]


def test_cells_merged_downwards_are_filled_down() -> None:
    first = a_cell("县住建局", properties='<w:vMerge w:val="restart"/>')
    more = a_cell("", properties="<w:vMerge/>")
    table = a_table(a_row(a_cell("1"), first), a_row(a_cell("2"), more), a_row(a_cell("3"), more))
    assert lines(table) == ["1\t县住建局", "2\t县住建局", "3\t县住建局"]


def test_columns_before_a_row_are_kept() -> None:
    assert lines(a_table(a_row(a_cell("甲"), properties='<w:gridBefore w:val="2"/>'))) == ["\t\t甲"]


def test_a_frame_of_one_cell_is_layout() -> None:
    assert lines(a_table(a_row(a_cell("一、目标", "二、任务")))) == ["一、目标", "二、任务"]


def test_a_table_inside_a_cell_keeps_its_rows() -> None:
    inner = a_table(a_row(a_cell("1"), a_cell("甲")), a_row(a_cell("2"), a_cell("乙")))
    assert lines(a_table(a_row(a_cell("任务"), a_cell(inner, "注")))) == ["任务", "1\t甲", "2\t乙", "注"]


def test_strict_documents_are_read() -> None:
    strict = f'<w:document xmlns:w="{STRICT}"><w:body>{p("甲")}</w:body></w:document>'
    assert extract_bytes(a_docx("", more={"word/document.xml": strict.encode()}), "a.docx").text == "甲\n"


def test_the_body_is_found_by_the_package_and_not_by_its_name() -> None:
    assert extract_bytes(a_docx(p("甲"), main="word/document2.xml"), "a.docx").text == "甲\n"


def test_nothing_outside_the_file_is_read() -> None:
    bait = (
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>甲&x;乙</w:t></w:r></w:p></w:body></w:document>'
    )
    assert extract_bytes(a_docx("", more={"word/document.xml": bait.encode()}), "a.docx").text == "甲\n"


@pytest.mark.parametrize("broken", ["<w:document", "<w:x xmlns:w='u'/>", ""])
def test_a_broken_body_is_refused(broken: str) -> None:
    with pytest.raises(Unreadable, match="已损坏"):
        extract_bytes(a_docx("", more={"word/document.xml": broken.encode()}), "a.docx")


def test_a_package_without_a_body_is_refused() -> None:
    with pytest.raises(Unreadable, match="已损坏"):
        extract_bytes(a_zip({"[Content_Types].xml": b"<Types/>"}), "a.docx")
