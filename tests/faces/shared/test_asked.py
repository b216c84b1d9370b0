"""Numbers in addresses and forms are read in one way, whatever stands there."""

import pytest

from luoshi.faces.shared.asked import number


@pytest.mark.parametrize(("text", "read"), [("0", 0), ("7", 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_number(text, read):
    assert number(text) == read


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1.0", "²", "١", "五", "1_0", "9" * 19, "9" * 5000])
def test_anything_else_is_none(text):
    assert number(text) is None
