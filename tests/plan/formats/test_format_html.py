"""Web pages as lines, without their furniture."""

import pytest

from luoshi.plan.formats import extract_bytes


def lines(body: str) -> list[str]:
    page = f"<!DOCTYPE html><html><head><title>标题</title></head><body>{body}</body></html>"
    return extract_bytes(page.encode(), "方案.html").text.splitlines()


def test_blocks_are_lines_and_inline_marks_are_not() -> None:
    assert lines("<h1>方案</h1><p>一、<b>目</b>标\n 与 任务<br>二行</p><div>三<span>行</span></div>尾") == [
        "方案",
        "一、目标 与 任务",
        "二行",
        "三行",
        "尾",
    ]


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>var a='不读'</script>",
        "<style>p{}</style>",
        "<nav>不读</nav>",
        "<header><h1>不读</h1></header>",
        "<footer>不读</footer>",
        "<p hidden>不读</p>",
        "<p style='display: none'>不读</p>",
        "<!-- 不读 -->",
        "<div class='site-footer'>不读</div>",
        "<div id='breadcrumb'>不读</div>",
        "<div class='left'><a href=a>首页</a> <a href=b>政务公开</a></div>",
        "<select><option>不读</option></select>",
    ],
)
def test_furniture_is_left_out(furniture: str) -> None:
    assert lines(f"{furniture}<p>一、目标：做到件件有回音</p>{furniture}") == ["一、目标：做到件件有回音"]


def test_content_in_a_form_or_under_a_telling_name_stays() -> None:
    page = "<form><div class='nav-wrap header'><h1>方案</h1><p>一、目标</p></div></form>"
    assert lines(page) == ["方案", "一、目标"]


def test_annexes_that_are_links_stay() -> None:
    page = "<div>附件：<a href=a>1.任务清单</a> <a href=b>2.台账样式</a></div>"
    assert lines(page) == ["附件：1.任务清单 2.台账样式"]


def test_an_article_that_holds_most_of_the_text_is_the_page() -> None:
    article = "<article><header><h1>方案</h1></header><p>一、目标：做到件件有回音</p></article>"
    assert lines(f"<p>来源：某网</p>{article}<p>打印</p>") == ["方案", "一、目标：做到件件有回音"]


def test_several_articles_are_all_read() -> None:
    assert lines("<article>甲</article><article>乙</article>") == ["甲", "乙"]


def test_ordered_lists_show_their_numbers() -> None:
    page = "<ol start=3><li>甲<li value=7>乙<ol type=a><li>丙</ol><li>丁</ol><ul><li>戊</ul>"
    assert lines(page) == ["3. 甲", "7. 乙", "a. 丙", "8. 丁", "戊"]


def test_an_item_that_brings_its_own_number_gets_no_second_one() -> None:
    assert lines("<ol><li>1.甲<li>（二）乙<li>③丙</ol>") == ["1.甲", "（二）乙", "③丙"]


def test_tables_are_lines_of_cells() -> None:
    page = (
        "<table><tr><th>序号<th>责任<br>单位<th>时限</tr><tr><td rowspan=2>1<td colspan=2>县住建局</tr>"
        "<tr><td>县水利局<td>5月</tr></table>"
    )
    assert lines(page) == ["序号\t责任单位\t时限", "1\t县住建局", "1\t县水利局\t5月"]


def test_a_table_that_lays_out_the_page_keeps_its_lines() -> None:
    page = "<table><tr><td><p>左</p><td><p>一、目标</p><table><tr><td>1<td>甲</table><p>二、任务</p></table>"
    assert lines(page) == ["左", "一、目标", "1\t甲", "二、任务"]


def test_preformatted_lines_stay_lines() -> None:
    assert lines("<pre>一、目标\n二、任务</pre>") == ["一、目标", "二、任务"]


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8"])
def test_the_declared_charset_is_honoured_and_checked(charset: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><p>一、目标'
    assert extract_bytes(page.encode("gb18030"), "a.html").text == "一、目标\n"


def test_a_page_with_an_xml_head_is_read() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>一、目标</p></body></html>'
    assert extract_bytes(page.encode("gb18030"), "a.html").text == "一、目标\n"


def test_pictures_are_told() -> None:
    assert extract_bytes("<html><p>甲<img src=a></p></html>".encode(), "a.html").notes == ("图片 1 幅未读入",)
