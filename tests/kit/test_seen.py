import pytest

from luoshi.kit.seen import Overtaken, expect, mark

FACTS = {"name": "青溪镇", "members": [1, 2], "parent": None}


def test_equal_facts_have_equal_marks_in_any_order() -> None:
    assert mark(FACTS) == mark(dict(reversed(FACTS.items())))
    assert mark(FACTS) != mark(FACTS | {"members": [1]})


def test_facts_pass_as_they_were_seen_or_when_nobody_saw_them() -> None:
    expect(mark(FACTS), FACTS)
    expect("", FACTS)
    with pytest.raises(Overtaken):
        expect(mark(FACTS), FACTS | {"parent": 3})
