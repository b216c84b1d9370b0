from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection

from luoshi.platform.search import queries
from luoshi.platform.search.entries import NewEntry, drop, drop_campaign, put, put_many
from luoshi.platform.search.models import SearchEntry
from luoshi.platform.search.queries import find

pytestmark = pytest.mark.django_db


def found(query: str, campaign_ids: Sequence[int] | None = None, **more: Any) -> list[str]:
    return [hit.key for hit in find(query, campaign_ids, **more)]


@pytest.fixture(autouse=True)
def entries(db: None) -> None:
    put_many(
        [
            NewEntry("task", "1", 1, "优化营商环境专项行动", "整改窗口排队时间较长的问题，由县政务局牵头", "2026-0031"),
            NewEntry("task", "2", 2, "开展作风建设", "群众意见集中，用WPS2019汇总"),
            NewEntry("problem", "1", 2, "整改台账不全"),
            NewEntry("unit", "9", None, "云泽县政务局"),
        ]
    )


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("整改", ["1", "1"]),
        ("环境", ["1"]),
        ("优化营商环境", ["1"]),
        ("营商优化", []),
        ("境", ["1"]),
        ("局", ["9", "1"]),
        ("县政务局 整改", ["1"]),
        ("wps", ["2"]),
        ("ＷＰＳ2019", ["2"]),
        ("2026-0031", ["1"]),
        ("0031", ["1"]),
        ("yhj", ["1"]),
        ("YHYS", ["1"]),
        ("zfjs", ["2"]),
        ("整改 yhys", ["1"]),
        ("整改，窗口！", ["1"]),
        ("不存在", []),
        ("", []),
        (" 　，。'\"*():&|!", []),
        ("' OR 1=1 --", []),
        ("a" * 5000, []),
        ("整改" * 5000, []),
    ],
)
def test_words_characters_and_initials_find_what_holds_them_all(query: str, keys: list[str]) -> None:
    assert found(query) == keys


@pytest.mark.parametrize("text", ["𠮷野", "二〇二六", "人人々", "café", "Ωmega", "①②", "ﬁ"])
def test_every_kind_of_letter_is_found_again(text: str) -> None:
    put("piece", "x", None, f"见{text}。")
    assert "x" in found(text)


def test_a_word_in_the_title_comes_first_then_initials_then_the_newest() -> None:
    put_many(NewEntry("paper", str(n), 3, "报告" if n else "关于整改的报告", "整改") for n in range(3))
    assert found("整改", [3]) == ["0", "2", "1"]
    put("paper", "8", 4, "其他", "zg")
    put("paper", "9", 4, "整改")
    put("paper", "10", 4, "其他", "zg")
    assert found("zg", [4]) == ["9", "10", "8"]


def test_a_repeated_pair_is_one_and_the_order_of_words_is_free() -> None:
    assert found("行动 优化") == found("优化 行动 优化") == ["1"]


def test_only_the_campaigns_and_kinds_asked_for_are_found() -> None:
    assert found("整改", [2]) == ["1"]
    assert [hit.kind for hit in find("整改", [2])] == ["problem"]
    assert found("整改", []) == []
    assert found("政务局", []) == ["9"], "what belongs to no campaign"
    assert [hit.kind for hit in find("整改", None, kinds=["task"])] == ["task"]


def test_the_rooms_have_the_last_word_on_what_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    put_many(NewEntry("opinion", str(n), 5, "整改") for n in range(9))
    asked: list[tuple[str, list[str]]] = []

    def visible(kind: str, keys: Sequence[str]) -> set[str]:
        asked.append((kind, list(keys)))
        return {key for key in keys if int(key) % 3 == 0}

    assert found("整改", [5], visible=visible, limit=2) == ["6", "3"]
    assert asked == [("opinion", ["8", "7"]), ("opinion", ["6", "5"]), ("opinion", ["4", "3"])]


def test_no_more_than_the_limit_is_found() -> None:
    put_many(NewEntry("opinion", str(n), 5, "整改") for n in range(30))
    assert len(find("整改", [5])) == 20
    assert len(find("整改", [5], limit=3)) == 3


def test_marks_tell_where_the_words_and_initials_stand_in_the_title() -> None:
    put("piece", "x", 6, "A县：整改（整改）落实")
    marked = {query: find(query, [6])[0].marks for query in ("整改", "落实 a", "ls", "zgls")}
    assert marked == {
        "整改": ((3, 5), (6, 8)),
        "落实 a": ((0, 1), (9, 11)),
        "ls": ((9, 11),),
        "zgls": ((6, 11),),
    }


def test_an_entry_put_again_takes_the_place_of_the_old() -> None:
    put("task", "1", 3, "新的题目")
    assert found("营商") == []
    assert found("题目", [3]) == ["1"]
    assert SearchEntry.objects.filter(kind="task", key="1").count() == 1


def test_of_equal_keys_in_one_batch_the_last_counts() -> None:
    put_many([NewEntry("task", "7", 3, "甲乙"), NewEntry("task", "7", 3, "丙丁")])
    assert (found("甲乙"), found("丙丁")) == ([], ["7"])


def test_what_is_dropped_is_no_longer_found() -> None:
    drop("problem", ["1", "never put"])
    assert [hit.kind for hit in find("整改", None)] == ["task"]
    drop_campaign(1)
    assert found("整改") == []
    assert found("政务局") == ["9"]
    put("piece", "new", 1, "无关")
    assert found("营商") == [], "a row number used again brings nothing back"


def test_a_long_title_is_cut_and_a_long_body_is_indexed_whole() -> None:
    put("paper", "x", 3, "长" * 400, "正文" * 20_000 + "结尾")
    assert found("结尾") == ["x"]
    assert len(find("结尾", None)[0].title) == 300


def test_the_full_text_table_agrees_with_the_entries() -> None:
    put("task", "1", 3, "新的题目")
    drop_campaign(2)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_terms(search_terms, rank) VALUES ('integrity-check', 1)")
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'search_searchentry'")
            assert len(cursor.fetchall()) == 3
        else:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_terms'")
            assert "gin" in cursor.fetchone()[0]
