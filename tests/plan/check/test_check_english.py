"""Every sentence that a rule can say has an English one, in which the plan's own words alone are Chinese."""

import ast
import re
from pathlib import Path

import pytest

from luoshi.plan.check import check, english
from luoshi.plan.check.english import FORMS, HOLE, WORDS, in_english
from luoshi.plan.check.rules import RULES
from luoshi.plan.read import read_text
from plan.check.test_check_pages import Specimen, specimens

HAN = re.compile("[一-龥]")
FOLDER = Path(english.__file__).parent


def test_every_rule_speaks_english() -> None:
    assert set(FORMS) == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", FORMS)
def test_both_sentences_of_a_form_have_the_same_holes_and_each_its_own_reading(code: str) -> None:
    for chinese, translated in FORMS[code]:
        assert set(HOLE.findall(chinese)) == set(HOLE.findall(translated))
        assert not HAN.search(translated)
        words = {hole: next(iter(WORDS.get(hole, {"9甲": "9甲"}).items())) for hole in HOLE.findall(chinese)}
        said = chinese.format(**{hole: word for hole, (word, _english) in words.items()})
        assert in_english(code, said) == translated.format(**{hole: word for hole, (_chinese, word) in words.items()})


@pytest.mark.parametrize("specimen", specimens(), ids=str)
def test_what_the_pages_show_is_told_in_english(specimen: Specimen) -> None:
    for finding in check(read_text(specimen.text), specimen.text, specimen.units):
        assert not HAN.search(re.sub("“[^”]*”", "", in_english(finding.code, finding.message))), finding.message


def test_every_way_out_that_a_rule_names_is_in_a_form() -> None:
    known = "".join(chinese for forms in FORMS.values() for chinese, _english in forms)
    hits = [
        node
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Hit"
    ]
    ways = [hit.args[2].value for hit in hits if isinstance(hit.args[2], ast.Constant)]
    assert len(ways) > 30
    assert [way for way in ways if f"{way}。" not in known] == []


def test_the_words_of_the_plan_stay_and_those_of_the_rule_do_not() -> None:
    assert in_english("P302", "此处前的括号没有收尾。请补上另一半。") == (
        "The bracket before this place is not closed. Add its other half."
    )
    assert in_english("P105", "名册里没有“住建”。请核对是否为“县住建局”（简称）、“县城建局”（字面相近）。") == (
        "“住建” is not among the units. Check whether it is “县住建局”, “县城建局”."
    )


def test_a_sentence_of_no_form_stays_as_it_is() -> None:
    assert in_english("P999", "别的话。") == in_english("P101", "别的话。") == "别的话。"
