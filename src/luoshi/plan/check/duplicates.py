"""Rules about things said twice: the same task in two places, last year's heading on this year's plan."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

from luoshi.kit.spans import Span
from luoshi.plan.check.case import Case, Hit, short

SHINGLE = 8
LONG = 24
SAME = 0.75
COMMON = 5
TITLE = 8
YEAR = re.compile(r"(?<![\d—－~至到-])(?:19|20)\d\d(?=年)")
OF_LAST_YEAR = re.compile("年度|反馈|整改|考核|问题|巡视|巡察|督查|督察|审计|总结|回头看")
LABEL = re.compile(
    r"[（(〔\[]?\s*(?:工作)?(?:牵头|责任|配合|协办|主办|承办|落实|参与|参加)(?:单位|部门|领导|人|科室|处室)[：:].*",
    re.DOTALL,
)
APART_FROM_LETTERS = re.compile(r"[\W_]+")


def same_task(case: Case) -> Iterator[Hit]:
    """Tasks whose words, or whose long title, stand in an earlier task already."""
    tasks = case.working_tasks
    twins = _twins([_letters(LABEL.sub("", case.own_words(task))) for task in tasks])
    titles: dict[str, int] = {}
    for index, task in enumerate(tasks):
        title = _letters(task.title)
        earlier = twins.get(index, titles.get(title) if len(title) >= TITLE else None)
        titles.setdefault(title, index)
        if earlier is not None and not tasks[earlier].span.contains(task.span):
            seen = f"“{short(task.title)}”与前面的“{short(tasks[earlier].title)}”像是同一件事"
            yield Hit(case.title_span(task), seen, "请并成一项，或写清两项的不同")


def _twins(bodies: list[str]) -> dict[int, int]:
    """For each body, the first earlier one that holds most of the shorter one's words; stock phrases count nothing."""
    twins: dict[int, int] = {}
    shingles = [{body[at : at + SHINGLE] for at in range(len(body) - SHINGLE + 1)} for body in bodies]
    owners: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(shingles):
        shared = Counter(owner for shingle in own if len(owners[shingle]) < COMMON for owner in owners[shingle])
        for other in sorted(shared):
            least = min(len(own), len(shingles[other]))
            if least > LONG - SHINGLE and shared[other] >= SAME * least:
                twins.setdefault(index, other)
        for shingle in own:
            owners[shingle].append(index)
    return twins


def _letters(words: str) -> str:
    return APART_FROM_LETTERS.sub("", unicodedata.normalize("NFKC", words))


def stale_year(case: Case) -> Iterator[Hit]:
    """A title whose only year is the one before the plan's own time and issue."""
    years = set(YEAR.findall(case.plan.title or ""))
    stated = {case.plan.issued[:4]} if case.plan.issued else set()
    for time in (case.plan.window, *(task.time for task in case.plan.tasks)):
        stated |= {day[:4] for day in (time.start, time.end) if day and day[0] != "-"} if time else set()
    found = YEAR.search(case.text, case.heading.start, case.heading.end)
    last_year = str(int(min(stated)) - 1) if stated else ""
    if found and years == {last_year} and not OF_LAST_YEAR.search(case.plan.title or ""):
        seen = f"标题写{found[0]}年，正文的时间从{min(stated)}年开始"
        yield Hit(Span(*found.span()), seen, "请核对是否沿用了往年的标题")
