"""PDF files as lines: radicals, wrapped lines, running heads, tables."""

import io
from pathlib import Path

import pytest
from pdffile import HEIGHT, Words, a_page, a_pdf
from pypdf import PdfReader, PdfWriter

from luoshi.plan.formats import Extracted, Unreadable, extract, extract_bytes
from luoshi.plan.formats.pdf.radicals import fold

EXAMPLES = Path(__file__).parents[3] / "examples" / "samples"
SPECIMENS = Path(__file__).parent / "specimens"
FULL = "坚持以人民为中心把解决急难愁盼问题放在首位从小处着手从高"


def read(*pages: list[Words], **how: int) -> Extracted:
    return extract_bytes(a_pdf(*pages, **how), "方案.pdf")


def lines(*pages: list[Words], **how: int) -> list[str]:
    return read(*pages, **how).text.splitlines()


def test_radicals_are_folded_and_nothing_else() -> None:
    assert fold("⾼⻅⼾⻓⺠ﬁ（：％①㎡ｱ") == "高见户长民fi（：％①㎡ｱ"


def test_wrapped_lines_are_rejoined() -> None:
    assert lines(a_page(f"  {FULL}", "处着眼推动工作。", "  一、目标", f"  {FULL}", FULL + "前列", "。")) == [
        FULL + "处着眼推动工作。",
        "一、目标",
        FULL + FULL + "前列" + "。",
    ]


def test_a_paragraph_runs_on_over_the_page() -> None:
    assert lines(a_page(f"  {FULL}"), a_page("处着眼。", "  二、任务")) == [FULL + "处着眼。", "二、任务"]


def test_an_indented_line_begins_a_paragraph_even_after_a_full_one() -> None:
    full = FULL + "处。"
    assert lines(a_page(f"  {FULL}", full, f"  {FULL}", "完。")) == [FULL + full, FULL + "完。"]


def test_a_marker_begins_a_paragraph_where_nothing_is_indented() -> None:
    full = FULL[:-1] + "。"
    assert lines(a_page(full, "（二）" + FULL[3:], "完。")) == [full, "（二）" + FULL[3:] + "完。"]


def test_a_heading_in_larger_type_stands_alone() -> None:
    title = Words(150, HEIGHT - 60, "实施方案", 22)
    assert lines([title, *a_page("一、目标")]) == ["实施方案", "一、目标"]


def test_signature_lines_at_the_right_edge_stay_apart() -> None:
    signature = [Words(390, 200, "云岭县委办公室"), Words(390, 172, "2026年4月16日")]
    assert lines([*a_page(f"  {FULL}", "完。"), *signature]) == [FULL + "完。", "云岭县委办公室", "2026年4月16日"]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Words(72, 800, "云岭县文件"),
            *a_page(f"  {text}一", "  共四行。", f"  {text}三", f"  {text}四"),
            Words(280, 50, f"— {at} —"),
            Words(72, 30, f"共9页 {at}"),
        ]
        for at, text in enumerate("甲乙丙", start=1)
    ]
    assert lines(*pages)[::4] == ["甲一", "乙一", "丙一"]
    assert len(lines(*pages)) == 12


def test_a_short_page_between_head_and_foot_is_kept() -> None:
    pages = [[Words(72, 800, "云岭县文件"), *a_page(f"  {text}"), Words(280, 50, "云岭")] for text in "甲乙丙"]
    assert lines(*pages) == ["甲", "乙", "丙"]


def test_a_line_that_also_stands_inside_the_pages_is_content() -> None:
    pages = [a_page("  一是学习。", "  二是整改。", "  甲", "  一是学习。", "  丙", "  丁", "  戊") for _ in range(3)]
    assert lines(*pages).count("一是学习。") == 6


def test_cells_on_a_line_are_parted_by_tabs() -> None:
    row = [Words(72, 500, "1"), Words(120, 500, "疏浚管网"), Words(300, 500, "县住建局")]
    extracted = read([*a_page("任务清单"), *row])
    assert extracted.text.splitlines() == ["任务清单", "1\t疏浚管网\t县住建局"]
    assert extracted.notes == ("表格按行读出，跨行的格子可能串行",)


def test_pieces_of_a_line_are_joined_without_a_gap() -> None:
    assert lines([Words(72, 500, "云岭"), Words(104, 500, "2026"), Words(136, 500, "年")]) == ["云岭2026年"]


def test_text_shown_without_a_place_of_its_own_stands_behind_the_text_before_it() -> None:
    more = b"BT /F1 16 Tf 1 0 0 1 72 500 Tm <4E00> Tj /F1 16 Tf <4E8C> Tj 32 0 Td <4E09> Tj ET\n"
    assert extract_bytes(a_pdf(a_page("一二三四"), raw=more), "a.pdf").text.splitlines() == ["一二三四", "一二三"]


@pytest.mark.parametrize(
    ("rotation", "matrix"), [(90, "0 1 -1 0 100 72"), (180, "-1 0 0 -1 500 700"), (270, "0 -1 1 0 400 700")]
)
def test_a_page_on_its_side_is_read_upright(rotation: int, matrix: str) -> None:
    turned = f"BT /F1 16 Tf {matrix} Tm <4E00> Tj 40 0 Td <4E8C> Tj -40 -40 Td <4E09> Tj ET\n".encode()
    data = a_pdf([Words(0, 0, "一二三", 0)], rotation=rotation, raw=turned)
    assert extract_bytes(data, "a.pdf").text.splitlines()[:2] == ["一\t二", "三"]


def test_a_watermark_aslant_is_left_out() -> None:
    slant = b"BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm <8349> Tj ET\n"
    assert extract_bytes(a_pdf(a_page("一、目标草"), raw=slant), "a.pdf").text == "一、目标草\n"


def test_a_scan_is_refused() -> None:
    with pytest.raises(Unreadable, match="扫描件"):
        read([], [])


def test_a_pdf_without_pages_is_refused() -> None:
    with pytest.raises(Unreadable, match="扫描件|已损坏"):
        read()


def test_a_font_without_meaning_is_refused() -> None:
    with pytest.raises(Unreadable, match="乱码"):
        read(a_page("\ue001\ue002\ue003\ue004"))


def locked(password: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(a_pdf(a_page("一、目标")))))
    writer.encrypt(user_password=password, owner_password="主", algorithm="AES-256")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert extract_bytes(locked(""), "a.pdf").text == "一、目标\n"


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(Unreadable, match="密码"):
        extract_bytes(locked("不知道"), "a.pdf")


def test_a_printed_page_reads_like_the_page_it_was_printed_from() -> None:
    page = extract(EXAMPLES / "临溪市节水宣传方案.html").text
    printed = extract(SPECIMENS / "printed.pdf").text
    assert printed == page
