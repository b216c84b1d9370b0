"""A piece of a plan's text, read alone: its time, its targets, the names it lists."""

import pytest

from luoshi.kit.spans import Span
from luoshi.plan.piece import names_of, targets_of, time_of

TEXT = "深入走访，6月底前每人走访不少于5户，完成率95%以上。（责任单位：县住建局、县城管局，各乡镇）"


def piece(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def test_a_limit_is_read_with_the_year_that_is_lent_to_it():
    time = time_of(TEXT, piece("6月底前每人"), 2026)
    assert time is not None and (time.text, time.end, time.inferred) == ("6月底前", "2026-06-30", ("year",))


@pytest.mark.parametrize("words", ["深入走访", "县住建局"])
def test_words_without_a_time_give_none(words):
    assert time_of(TEXT, piece(words), 2026) is None


def test_targets_keep_their_place_in_the_whole_text():
    [target] = targets_of(TEXT, piece("每人走访不少于5户"))
    assert (target.comparator, target.value, target.unit, target.per) == (">=", 5, "户", "每人")
    assert TEXT[target.span.start : target.span.end] == "不少于5户"


def test_names_are_taken_apart_at_stops_and_brackets():
    span = piece("县住建局、县城管局，各乡镇）")
    assert [name for name, _place in names_of(TEXT, span)] == ["县住建局", "县城管局", "各乡镇"]
    assert all(TEXT[place.start : place.end] == name for name, place in names_of(TEXT, span))
