"""Rules about slips of form: words printed twice, stops doubled, blanks left open, annexes that are not there."""

import re
from collections.abc import Iterator

from luoshi.kit.numerals import read_integer
from luoshi.kit.spans import Span
from luoshi.plan.check.case import Case, Hit, short

REPEATED = re.compile(r"(?P<words>[一-龥]{4,24})[ \u3000]*(?P=words)")
DOUBLED = re.compile(r"([，。；：、])\1|[，、；：][，。；：、]|。[，；：、]")
BLANK = re.compile(
    r"(?:×|＊|(?<!\*)\*)(?:[省市县区镇乡村局委办部年月日]|单位|部门|街道)|[Xx]{2,}(?:[省市县区镇乡村局委办部年月日号]|单位|部门|街道)|_{3,}|＿{2,}"
)
NUMBER_BRACKET = re.compile(r"[一-龥]{2,10}(?P<year>[\[(（【［](?:19|20)\d\d[\])）】］])\d{1,4}号")
ANNEX = re.compile(r"(?P<name>附[件表](?P<number>\d{1,2}|[一二三四五六七八九十])?)(?![属随]|下载)")
ANNEX_CITED = re.compile(rf"(?:见|按照|参照|填写|填报|对照|[(（]){ANNEX.pattern}")


def repeated_words(case: Case) -> Iterator[Hit]:
    """A phrase printed twice in a row."""
    for found in case.find(REPEATED):
        if len(set(found["words"])) > 2:
            yield Hit(Span(*found.span()), f"“{short(found['words'])}”连写了两遍", "请删去一遍")


def doubled_stop(case: Case) -> Iterator[Hit]:
    """Two stops side by side."""
    for found in case.find(DOUBLED):
        yield Hit(Span(*found.span()), f"标点“{found[0]}”相连", "请留一个")


def open_blank(case: Case) -> Iterator[Hit]:
    """Blanks of a template that nobody filled in, those of forms in annexes excepted; told once a blank."""
    told: set[str] = set()
    for found in BLANK.finditer(case.text, case.body.start, case.main.end):
        if found[0] not in told:
            told.add(found[0])
            yield Hit(Span(*found.span()), f"“{found[0]}”像是还没填的空", "请填上实际的名称或日期")


def wrong_brackets_in_number(case: Case) -> Iterator[Hit]:
    """Document numbers whose year stands in other brackets than 〔〕. Source: GB/T 9704-2012, 7.2.5."""
    for found in case.find(NUMBER_BRACKET):
        yield Hit(Span(*found.span("year")), f"文号“{short(found[0])}”的年份没有用六角括号", "请改用〔〕")


def missing_annex(case: Case) -> Iterator[Hit]:
    """Annexes that the text sends the reader to and that the plan neither lists nor carries."""
    cited = list(case.find(ANNEX_CITED))
    citing = {found.start("name") for found in cited}
    there = [found for found in ANNEX.finditer(case.text) if found.start("name") not in citing]
    count = max(len(case.plan.annexes), len(there))
    for found in cited:
        wanted = read_integer(found["number"]) if found["number"] else None
        if not count or (wanted and wanted > count):
            span = Span(found.start("name"), found.end("name"))
            yield Hit(span, f"文中提到“{found['name']}”，方案里没有", "请补上附件，或删去这句")
