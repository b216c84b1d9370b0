"""Findings in English: each form of a rule's Chinese sentence beside its English one.

A plan keeps its findings as sentences; what a sentence quotes is read out of it again by the form, so that plans that
were read long ago are told in English too.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

HOLE = re.compile(r"\{(\w+)\}")
REASON = re.compile("(?<=”)（[^）]*）")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Sunday")
WEEKDAYS = dict(zip("一二三四五六日天", DAYS, strict=True))
WORDS: Mapping[str, Mapping[str, str]] = {
    "weekday": WEEKDAYS,
    "written": WEEKDAYS,
    "near": {"此处": "this place"},
    "mark": {"括号": "bracket", "书名号": "title mark", "引号": "quotation mark"},
}
"""What stands for the words of the rules themselves, by hole; the words of the plan stay as they are."""

FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "P101": ((
        "“{title}”没有写责任单位。请补写由谁牵头、由谁配合。",
        "No unit is named for “{title}”. Add who leads and who supports.",
    ),),
    "P102": ((
        "全篇{n}项任务都没有写责任单位。请在方案里逐项写明，或在采用时指定。",
        "None of the {n} tasks names a unit. Name them in the plan, or when adopting it.",
    ),),
    "P103": (
        (
            "“{title}”并列多个责任单位，没有写谁牵头。采用时各以排在最前的单位为牵头，可逐项改定。",
            "“{title}” lists several units and does not say who leads. On adoption the first one leads; change any.",
        ),
        (
            "“{title}”等{n}处并列多个责任单位，没有写谁牵头。采用时各以排在最前的单位为牵头，可逐项改定。",
            "“{title}” and others, {n} in all, list several units and do not say who leads. "
            "On adoption the first one leads; change any.",
        ),
    ),
    "P104": ((
        "“{name}”与“{full}”像是同一个单位的两种写法。请统一成一个名称。",
        "“{name}” and “{full}” seem to be one unit written in two ways. Use one name.",
    ),),
    "P105": (
        (
            "名册里没有“{name}”。请核对名称，或先把它加入名册。",
            "“{name}” is not among the units. Check the name, or add the unit first.",
        ),
        ("名册里没有“{name}”。请核对是否为{units}。", "“{name}” is not among the units. Check whether it is {units}."),
    ),
    "P106": ((
        "牵头领导“{name}”不在方案的组织机构名单里。请核对姓名，或把他补入名单。",
        "The leader “{name}” is not in the plan's own list of people. Check the name, or add the person to the list.",
    ),),
    "P107": ((
        "“{title}”里“{name}”列了两次。请只留一处，写清是牵头还是配合。",
        "“{title}” lists “{name}” twice. Keep one, and say whether it leads or supports.",
    ),),
    "P108": ((
        "“{title}”只写了配合单位“{name}”。请补写牵头单位或责任单位。",
        "“{title}” names only “{name}”, which supports. Add a unit that leads or is responsible.",
    ),),
    "P109": ((
        "“{title}”的责任单位只写“{name}”。请写出是哪些单位，否则无法分办和统计。",
        "“{title}” names only “{name}”. Say which units these are; without them nothing can be assigned or counted.",
    ),),
    "P201": ((
        "“{title}”没有写时间。请补写完成时限或起止时间。",
        "“{title}” has no time. Add a limit, or a first and a last day.",
    ),),
    "P202": ((
        "全篇{n}项任务都没有写时间。请写明活动时间或各项的完成时限，或在采用时指定。",
        "None of the {n} tasks has a time. State the plan's time or each task's limit, or set them when adopting it.",
    ),),
    "P203": ((
        "“{title}”的时间“{time}”超出活动时间“{window}”。请改正其中一个，或写明为何在外。",
        "The time of “{title}”, “{time}”, leaves the plan's time “{window}”. Correct one of them, or say why.",
    ),),
    "P204": ((
        "{stage}的“{time}”与{other}的“{earlier}”重叠。请错开两段时间，或写明交叉进行。",
        "“{time}” of “{stage}” overlaps “{earlier}” of “{other}”. Part the two, or say that they run side by side.",
    ),),
    "P205": ((
        "{stage}止于{end}，{other}始于{start}，中间有空档。请核对起止日期，使前后阶段相接。",
        "“{stage}” ends on {end}, “{other}” begins on {start}; days between belong to neither. Check both dates.",
    ),),
    "P206": ((
        "“{title}”的时间“{time}”不在{stage}的“{frame}”之内。请改正时间，或把任务移到相应阶段。",
        "The time of “{title}”, “{time}”, is not within “{frame}” of “{stage}”. Correct it, or move the task.",
    ),),
    "P207": (
        ("“{day}”这一天不存在。请核对月份和日期。", "There is no day “{day}”. Check month and day."),
        (
            "“{day}”不成日期。请核对是否缺字、多字或连写。",
            "“{day}” is no date. Check for characters that are missing, too many or run together.",
        ),
    ),
    "P208": ((
        "{year}年{month}月{day}日是星期{weekday}，文中写的是星期{written}。请核对日期或星期。",
        "{year}-{month}-{day} is a {weekday}; the plan says {written}. Check the date or the weekday.",
    ),),
    "P209": (
        (
            "期限“{time}”是星期{weekday}。如不是调休上班日，宜改到相邻的工作日。",
            "The limit “{time}” is a {weekday}. Unless it is a day made up for, move it to a working day beside it.",
        ),
        (
            "期限“{time}”是星期{weekday}，共{n}项。如不是调休上班日，宜改到相邻的工作日。",
            "The limit “{time}” of {n} tasks is a {weekday}. "
            "Unless it is a day made up for, move it to a working day beside it.",
        ),
        (
            "期限“{time}”是星期{weekday}，当天不上班。宜改到相邻的工作日。",
            "The limit “{time}” is a {weekday} on which nobody works. Move it to a working day beside it.",
        ),
        (
            "期限“{time}”是星期{weekday}，当天不上班，共{n}项。宜改到相邻的工作日。",
            "The limit “{time}” of {n} tasks is a {weekday} on which nobody works. "
            "Move it to a working day beside it.",
        ),
    ),
    "P210": ((
        "阶段“{title}”没有写时间。其余阶段写了，请补写起止时间。",
        "The stage “{title}” has no time, unlike the others. Add its first and last day.",
    ),),
    "P211": ((
        "“{title}”的期限“{time}”早于成文日期{issued}。请核对年份，或删去已过的期限。",
        "The limit of “{title}”, “{time}”, lies before the plan's date {issued}. Check the year, or remove the limit.",
    ),),
    "P212": (
        (
            "“{title}”的期限“{time}”距成文只有{n}个工作日。请放宽期限，或提前印发。",
            "The limit of “{title}”, “{time}”, leaves {n} working days after the plan's date. "
            "Extend it, or issue the plan earlier.",
        ),
        (
            "“{title}”等{many}项的期限“{time}”距成文只有{n}个工作日。请放宽期限，或提前印发。",
            "The limit of “{title}” and others, {many} in all, “{time}”, leaves {n} working days "
            "after the plan's date. Extend it, or issue the plan earlier.",
        ),
    ),
    "P213": ((
        "“{time}”的止期早于起期。请核对年份和月份。",
        "“{time}” ends before it begins. Check year and month.",
    ),),
    "P301": (
        (
            "编号“{marker}”出现了两次。请改正本项及以后的编号。",
            "The number “{marker}” occurs twice. Correct this one and those behind it.",
        ),
        (
            "编号“{marker}”排在第{n}项之后。请按先后改正编号。",
            "The number “{marker}” stands behind number {n}. Correct the numbers in their order.",
        ),
        (
            "编号从第{n}项跳到“{marker}”。请补上缺的一项，或改正编号。",
            "The numbers leap from {n} to “{marker}”. Add what is missing, or correct them.",
        ),
        (
            "这一列从“{marker}”开始编号。请补上前面的项，或改正编号。",
            "This list begins with “{marker}”. Add what stands before it, or correct the numbers.",
        ),
    ),
    "P302": (
        ("{near}前的{mark}没有收尾。请补上另一半。", "The {mark} before {near} is not closed. Add its other half."),
        (
            "{near}后的{mark}没有开头。请补上另一半，或删去它。",
            "The {mark} behind {near} was not opened. Add its other half, or remove it.",
        ),
    ),
    "P303": ((
        "文中提到“{name}”，方案里没有。请补上附件，或删去这句。",
        "The text speaks of “{name}”, which is not there. Add the annex, or remove the sentence.",
    ),),
    "P304": (("“{words}”连写了两遍。请删去一遍。", "“{words}” is written twice in a row. Remove one."),),
    "P305": (("标点“{stops}”相连。请留一个。", "The stops “{stops}” stand side by side. Keep one."),),
    "P306": ((
        "“{blank}”像是还没填的空。请填上实际的名称或日期。",
        "“{blank}” seems to be a blank that nobody filled in. Put the name or the date there.",
    ),),
    "P307": ((
        "文号“{number}”的年份没有用六角括号。请改用〔〕。",
        "The year in the document number “{number}” is not in hexagonal brackets. Use 〔〕.",
    ),),
    "P401": ((
        "“{title}”与前面的“{other}”像是同一件事。请并成一项，或写清两项的不同。",
        "“{title}” seems to be the same as “{other}” before it. Make them one, or say how they differ.",
    ),),
    "P402": ((
        "写的是“{words}”，后面列了{n}项。请核对数目，或补上缺的一项。",
        "The plan says “{words}” and then lists {n}. Check the number, or add what is missing.",
    ),),
    "P403": ((
        "“{words}”里列了{n}个。请核对是不是{count}。",
        "“{words}” lists {n}. Check whether “{count}” is right.",
    ),),
    "P404": (
        (
            "指标“{target}”（{subject}）没有写什么时候完成。请补写完成时限。",
            "The target “{target}” (“{subject}”) does not say by when. Add a limit.",
        ),
        (
            "指标“{target}”（{subject}）等{n}个没有写什么时候完成。请补写完成时限。",
            "The target “{target}” (“{subject}”) and others, {n} in all, do not say by when. Add a limit.",
        ),
    ),
    "P405": ((
        "{subject}前面写“{earlier}”，这里写“{target}”。请统一成一个数。",
        "“{subject}” is “{earlier}” before and “{target}” here. Use one number.",
    ),),
    "P406": ((
        "标题写{year}年，正文的时间从{start}年开始。请核对是否沿用了往年的标题。",
        "The title says {year}, the times in the text begin in {start}. Check whether the title is last year's.",
    ),),
}  # fmt: skip
"""By rule: (Chinese sentence, English sentence), with a hole for each value."""


def in_english(code: str, message: str) -> str:
    """A finding's sentence in English; as it stands where the rule of that code has no such form."""
    for form, english in _patterns(code):
        if found := form.fullmatch(message):
            return english.format(**{hole: _word(hole, words) for hole, words in found.groupdict().items()})
    return message


def _word(hole: str, words: str) -> str:
    return REASON.sub("", words).replace("、", ", ") if hole == "units" else WORDS.get(hole, {}).get(words, words)


@lru_cache
def _patterns(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(chinese), english) for chinese, english in FORMS.get(code, ()))


def _pattern(form: str) -> re.Pattern[str]:
    pieces = HOLE.split(form)
    parts = [f"(?P<{piece}>{_hole(piece)})" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)]
    return re.compile("".join(parts), re.DOTALL)


def _hole(name: str) -> str:
    """What may stand in the hole: the rules' own words where it has some, or what the plan says, in quotes."""
    own = "|".join(WORDS.get(name, ()))
    return f"{own}|“.+?”" if name == "near" else own or ".+?"
