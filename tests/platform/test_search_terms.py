import re

from hypothesis import given
from hypothesis import strategies as st

from luoshi.platform.search.terms import Term, clause, initials, spelled, terms, words

PLAIN = re.compile(r"(?:[0-9a-z]|[^\x00-\x7f\s])+")


def test_a_run_gives_its_pairs_and_its_last_character() -> None:
    assert terms("", "", "整改落实") == "整改 改落 落实 实"
    assert terms("", "", "第3季度 A-1") == "第 3 季度 度 a 1"


def test_a_title_gives_the_pairs_of_its_initials() -> None:
    assert initials("优化营商环境（2026）") == "yhyshj"
    assert initials("重庆银行") == "cqyh", "as pronounced in the word"
    assert terms("整改", "zg").split() == ["整改", "改", "πzg"]


def test_a_query_is_taken_apart_like_the_text() -> None:
    assert words("整改，ＹＨ 第3季度 整改") == ("整改", "yh", "第", "3", "季度")
    assert clause("整改台") == ((Term("整改"), Term("改台")),)
    assert clause("局") == ((Term("局", is_prefix=True),),)
    assert clause("yhj") == ((Term("yhj", is_prefix=True),), (Term("πyh"), Term("πhj")))
    assert clause("0031") == ((Term("0031", is_prefix=True),),)


@given(st.text(max_size=80))
def test_terms_hold_no_space_and_no_mark_that_a_query_could_break_on(text: str) -> None:
    found = terms(text, initials(text), text).split(" ")
    assert len(found) == len(set(found))
    assert found == [""] or all(PLAIN.fullmatch(term) and term.encode() for term in found)


@given(st.text(alphabet="整改落实a1 ，", min_size=1, max_size=12), st.data())
def test_every_part_of_a_text_is_found_by_its_terms(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    held = terms("", "", text).split()
    for word in words(part):
        if word.isascii() and part != text:
            continue
        first, *_ = clause(word)
        assert all(any(t == term.text or (term.is_prefix and t.startswith(term.text)) for t in held) for term in first)


@given(st.text(alphabet="整改〇々a1，𠮷", max_size=12))
def test_no_more_letters_are_spelled_than_characters_stand(title: str) -> None:
    assert len(initials(title)) <= len(spelled(title))
