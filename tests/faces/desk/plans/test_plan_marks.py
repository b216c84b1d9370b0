"""The plan's text with marks: every word is there once, marks nest, and each item has one anchor."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.faces.desk.plans.marks import Mark, lines, opening, within

NUMBER = re.compile(r"<(a|span) class=\"n[^>]*>\d+</\1>")
TEXT = (
    "关于大讨论的方案\n（一）动员阶段\n1.召开动员会。5月底前完成，不少于3场。（责任单位：甲局、乙局）\n\n　2.<总结>。\n"
)


def shown(text, marks=(), owners=(), headings=None, part=None):
    return list(lines(text, marks, owners, headings or {}, part))


def words_of(line):
    return unescape(re.sub(r"<[^>]+>", "", NUMBER.sub("", line.html)))


class Balance(HTMLParser):
    """Says whether every tag is closed in the order in which it was opened."""

    def __init__(self):
        super().__init__()
        self.open, self.ok, self.ids = [], True, []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        self.ok = self.ok and bool(self.open) and self.open.pop() == tag


marks = st.lists(
    st.builds(
        lambda start, length, kind, number: Mark(start, min(len(TEXT), start + length), kind, "t1", number, "#p-t1"),
        st.integers(0, len(TEXT) - 1),
        st.integers(0, 40),
        st.sampled_from(["st", "tk", "ta", "ti", "du", "at"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(marks)
def test_marks_that_cross_leave_the_text_as_it_was_and_every_tag_closed(given_marks):
    found = shown(TEXT, given_marks)
    assert [words_of(line) for line in found] == [words.strip() for words in TEXT.split("\n") if words.strip()]
    for line in found:
        balance = Balance()
        balance.feed(line.html)
        assert balance.ok and not balance.open


@given(marks)
def test_no_anchor_is_given_twice(given_marks):
    balance = Balance()
    for line in shown(TEXT, given_marks):
        balance.feed(line.html)
    assert len(balance.ids) == len(set(balance.ids))


def test_a_line_knows_where_it_stands_in_the_text():
    for line in shown(TEXT):
        assert TEXT[line.start : line.end] == words_of(line)
        assert f'data-o="{line.start}"' in line.html


def test_a_part_of_the_text_is_drawn_as_in_the_whole():
    found = [
        Mark(TEXT.index("1."), TEXT.index("。5"), "tk", "t1", 1, "#p-t1"),
        Mark(TEXT.index("甲局"), TEXT.index("、乙"), "du"),
    ]
    whole = {line.start: line.html for line in shown(TEXT, found)}
    part = shown(TEXT, found, part=(TEXT.index("1."), TEXT.index("\n\n")))
    assert [line.html for line in part] == [whole[TEXT.index("1.")]]


def test_a_task_has_its_number_in_the_margin_where_it_opens_a_line_and_inside_the_line_elsewhere():
    first, second = TEXT.index("1."), TEXT.index("5月底")
    tasks = [Mark(first, second, "tk", "t1", 1, "#p-t1"), Mark(second, second + 5, "tk", "t2", 2, "#p-t2")]
    html = "".join(line.html for line in shown(TEXT, tasks))
    assert '<a class="n" href="#p-t1" aria-label="任务1">1</a>' in html
    assert '<a class="n in" href="#p-t2" aria-label="任务2">2</a>' in html


def test_a_task_that_leads_nowhere_keeps_its_number_without_a_link():
    html = shown(TEXT, [Mark(TEXT.index("1."), TEXT.index("。5"), "tk", "t1", 1)])[2].html
    assert '<span class="n">1</span>' in html and "<a " not in html


def test_a_line_belongs_to_the_innermost_task_around_it():
    start = TEXT.index("1.")
    found = shown(TEXT, (), [(TEXT.index("（一）"), len(TEXT), "t1"), (start, TEXT.index("\n\n"), "t2")])
    assert [re.search('data-t="(t.)"', line.html) and re.search('data-t="(t.)"', line.html)[1] for line in found] == [
        None, "t1", "t2", "t1",
    ]  # fmt: skip


def test_headings_are_elements_of_their_own():
    found = shown(TEXT, headings={0: "title", TEXT.index("（一）"): "h4"})
    assert found[0].html.startswith("<p ") and 'class="title"' in found[0].html
    assert found[1].html.startswith("<h4 ") and found[1].html.endswith("</h4>")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("召开动员会", "1.召开动员会。"),
        ("另起的名称", "1.召开动员会。"),
        ("", "1.召开动员会。"),
    ],
)
def test_a_task_opens_with_its_marker_and_title_or_its_first_clause(title, words):
    span = (TEXT.index("1."), TEXT.index("\n\n"))
    start, end = opening(TEXT, span, title)
    assert TEXT[start:end] == words


def test_words_that_are_not_in_the_span_have_an_empty_place():
    assert within(TEXT, (8, 12), "甲局") == (8, 8)
    assert within(TEXT, (0, len(TEXT)), "甲局")[0] == TEXT.index("甲局")
