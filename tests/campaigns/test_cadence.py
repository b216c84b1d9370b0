"""What comes again by a plan's words, in which periods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.campaigns.cadence import CYCLES, cadence
from luoshi.kit.periods import DAY

SINCE, UNTIL = date(2026, 4, 21), date(2026, 12, 31)
WORDS = (
    "每月20日前",
    "每月8日、18日、28日",
    "每季度末",
    "每季度首月10日前",
    "每年6月30日前、12月",
    "每周五前",
    "每年3月、9月",
)


def said(recurrence: str, words: str, first: int = 3) -> list[str]:
    found = cadence(recurrence, words, 2026)
    return [f"{start:%m%d}-{due:%m%d}" for start, due in list(found.periods(SINCE, UNTIL))[:first]] if found else []


@pytest.mark.parametrize(
    ("recurrence", "words", "periods"),
    [
        ("monthly", "每月", ["0421-0430", "0501-0531", "0601-0630"]),
        ("monthly", "每月20日前", ["0501-0520", "0601-0620", "0701-0720"]),
        ("monthly", "自4月起每月5日前", ["0501-0505", "0601-0605", "0701-0705"]),
        ("monthly", "每月底", ["0421-0430", "0501-0531", "0601-0630"]),
        ("monthly", "每月中旬", ["0511-0520", "0611-0620", "0711-0720"]),
        ("monthly", "每月8日、18日、28日", ["0421-0428", "0501-0508", "0509-0518"]),
        ("quarterly", "每季度末", ["0421-0630", "0701-0930", "1001-1231"]),
        ("quarterly", "每季度首月10日前", ["0701-0710", "1001-1010"]),
        ("quarterly", "每季度初", ["0701-0710", "1001-1010"]),
        ("yearly", "每年", ["0421-1231"]),
        ("yearly", "每年底", ["0421-1231"]),
        ("yearly", "每年6月30日前、12月", ["0421-0630", "1201-1231"]),
        ("yearly", "每年3月、9月", ["0901-0930"]),
        ("weekly", "每周五前", ["0421-0424", "0427-0501", "0504-0508"]),
        ("weekly", "每周", ["0421-0424", "0427-0501", "0504-0508"]),
        ("weekly", "每星期日", ["0421-0426", "0427-0503", "0504-0510"]),
        ("", "5月20日、5月27日和6月3日", ["0501-0520", "0521-0527", "0528-0603"]),
        ("", "6月、7月、9月", ["0601-0630", "0701-0731", "0901-0930"]),
    ],
)
def test_words_name_periods(recurrence: str, words: str, periods: list[str]) -> None:
    assert said(recurrence, words) == periods


@pytest.mark.parametrize(
    ("recurrence", "words"), [("", "6月30日前"), ("", ""), ("ongoing", "长期坚持"), ("immediate", "立行立改")]
)
def test_what_is_done_once_or_always_has_no_periods(recurrence: str, words: str) -> None:
    assert cadence(recurrence, words, 2026) is None


@given(
    st.sampled_from(CYCLES), st.sampled_from(WORDS), st.dates(SINCE, UNTIL), st.integers(0, 800),
)  # fmt: skip
def test_periods_follow_one_another_within_their_bounds(recurrence: str, words: str, since: date, length: int) -> None:
    found = cadence(recurrence, words, 2026)
    assert found
    until = since + length * DAY
    periods = list(found.periods(since, until))
    assert all(since <= start <= due <= until for start, due in periods)
    assert all(one.end < other.start for one, other in zip(periods, periods[1:], strict=False))
