"""Reads the plan's own organization: who is 组长, 副组长, 成员 … See docs/reading/people.md."""

import re
from collections.abc import Iterator
from itertools import pairwise

from luoshi.kit.spans import Span
from luoshi.plan.grammar.names import is_person, unpad
from luoshi.plan.model import Person

B = r"\s*"
ROLE = (
    rf"(?:第{B}[一二]{B}|常{B}务{B}|执{B}行{B})?副?{B}(?:组{B}长|总?{B}指{B}挥{B}长?|召{B}集{B}人|秘{B}书{B}长|主{B}任|政{B}委)"
    rf"|成{B}员|组{B}员|顾{B}问|办公室(?:副)?主任"
)
BODY = "领导小组|指挥部|工作专班|专班|工作组"
LABEL = re.compile(rf"(?P<role>(?:{BODY}|办公室)?(?:{ROLE})){B}[:：]")
SERVES = re.compile(
    r"(?:同志)?(?:兼任|担任|任|兼)(?:(?:[^\W\d_]|[“”]){0,16}?(?:领导小组|指挥部|专班|工作组))?"
    r"(?P<role>(?:第一|常务|执行)?副?(?:组长|总?指挥长?|召集人)|(?:领导小组)?办公室(?:常务)?副?主任|成员)(?=[，,。；;、\s]|$)",
    re.M,
)
HELD_BY = re.compile(
    r"(?P<role>(?:第一|常务|执行)?副?(?:组长|总?指挥长?|召集人)|办公室(?:常务)?副?主任)(?:一职)?由(?P<who>[^，。；\n]{2,60}?)(?:同志)?(?:兼任|担任|兼)"
)
OPENS_OFFICE = re.compile(
    "[县市区镇乡省州党局副办纪人政组宣总村支院校科团]|公安|教育|财政|民政|水[务利]|农业|交通|住建|发改|工[信会]|卫[健生]|应急|司法"
    "|审计|统计|林业|自然|生态|市场|城[市管]|文[化旅]|商务|综合|财务|主任|书记"
)
OFFICE_END = "长记任员席理官授师人令监裁干事室科办局股处"
OFFICE = re.compile(
    "(?:局|部|县|市|区|镇|乡|科|处|所|站|院|校|队|会|组|厂|秘书|园|馆|社|村|行|厅|司|股)长|主任|书记|主席|委员|经理|干事|专员|校监|政委"
)
STOP = re.compile(
    r"\n\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．](?!\d)|[^\W\d_]{2,10}[:：])"
    r"|(?<=\s)[一二三四五六七八九十]{1,2}、|联系人|联系电话|领导小组下设|下设办公室|办公室设在|成员单位[:：]|\n\s*\n\s*(?=[^\n]{40})|[。]|\n(?=[^\n]{60})"
)
WORD = re.compile(r"[^\s、，,；;（）()]+")
SERVING = re.compile(r"(?:同志)?(?:兼任|担任|兼)?\Z")
OFFICE_BEHIND = re.compile(r"(?P<name>[^（(]{2,6})[（(](?P<office>[^（）()]{2,30})[）)]\Z")
LONGEST_OFFICE = 60
LIST_MARKS = "、，,；;"
REACH = 3000


def find_people(text: str, start: int, end: int) -> list[Person]:
    """The people that the plan appoints, one entry a role, in order."""
    found = [*_rosters(text, start, end), *_sentences(text, start, end)]
    kept = {(person.name, person.role): person for person in reversed(found)}
    return sorted(kept.values(), key=lambda person: person.span)


def _rosters(text: str, start: int, end: int) -> Iterator[Person]:
    labels = list(LABEL.finditer(text, start, end))
    for i, label in enumerate(labels):
        following = labels[i + 1].start() if i + 1 < len(labels) else end
        limit = min(following, label.end() + REACH)
        stop = STOP.search(text, label.end(), limit)
        role = re.sub(rf"\A(?:{BODY})", "", unpad(label["role"]))
        yield from _entries(text, label.end(), stop.start() if stop else limit, role)


def _entries(text: str, start: int, end: int, role: str) -> Iterator[Person]:
    """Names with the office that follows each, parted by blanks, line breaks, commas or brackets."""
    words = [(m[0], start + m.start()) for m in WORD.finditer(text[start:end])]
    index = 0
    while index < len(words):
        word, at = words[index]
        padded = _padded(words, index)
        if padded is None:
            yield from list(_behind_office(word, at, role)) or _run_on(word, at, role)
            index += 1
            continue
        name, stop, index = padded
        listed = index < len(words) and any(c in LIST_MARKS for c in text[stop : words[index][1]])
        office, index = (None, index) if listed else _office(text, words, index)
        post = text[office.start : office.end].strip("（()） ") if office else None
        yield Person(name, role, post or None, Span(at, stop))


def _padded(words: list[tuple[str, int]], index: int) -> tuple[str, int, int] | None:
    """The name that begins with this word, where it ends, and the index behind it; None if none does."""
    word, at = words[index]
    if is_person(word):
        return word, at + len(word), index + 1
    spread = words[index : index + 3]
    if [len(each) for each, _ in spread] == [1, 1, 1] and is_person("".join(each for each, _ in spread)):
        return "".join(each for each, _ in spread), spread[2][1] + 1, index + 3
    if len(word) == 1 and index + 1 < len(words) and is_person(word + words[index + 1][0]):
        given, place = words[index + 1]
        return word + given, place + len(given), index + 2
    return None


def _behind_office(word: str, at: int, role: str) -> Iterator[Person]:
    """A name that its office precedes without a blank: 局长林青山担任."""
    words = SERVING.sub("", word).removeprefix("由")
    name = _name_at_end(words)
    if name and name != words:
        place = at + word.index(words) + len(words) - len(name)
        yield Person(name, role, words[: -len(name)], Span(place, place + len(name)))


def _run_on(word: str, at: int, role: str) -> Iterator[Person]:
    """Names and offices without a blank between them: 张三县委书记李四副县长."""
    start = 0
    while start < len(word):
        names = [word[start : start + n] for n in (3, 2) if is_person(word[start : start + n])]
        opened = (name for name in names if OPENS_OFFICE.match(word, start + len(name)))
        name = next(opened, next(iter(names), None))
        behind = OFFICE.finditer(word, start + len(name)) if name else ()
        stop = next((m.end() for m in behind if m.end() == len(word) or _begins_name(word, m.end())), None)
        if name is None or stop is None:
            return
        yield Person(name, role, word[start + len(name) : stop], Span(at + start, at + start + len(name)))
        start = stop


def _begins_name(word: str, at: int) -> bool:
    return is_person(word[at : at + 2]) or is_person(word[at : at + 3])


def _office(text: str, words: list[tuple[str, int]], index: int) -> tuple[Span | None, int]:
    """The words up to the next name or line, and the index of what follows them."""
    first = index
    while index < len(words) and _padded(words, index) is None:
        index += 1
    if index == first:
        return None, index
    last, at = next(
        (w for w, behind in pairwise(words[first:index]) if "\n" in text[w[1] : behind[1]]), words[index - 1]
    )
    return Span(words[first][1], min(at + len(last), words[first][1] + LONGEST_OFFICE)), index


def _sentences(text: str, start: int, end: int) -> Iterator[Person]:
    for match in SERVES.finditer(text, start, end):
        floor = max(start, match.start() - 160, _sentence_start(text, match.start()))
        yield from _appointed(text, floor, match.start(), match["role"].removeprefix("领导小组"))
    for match in HELD_BY.finditer(text, start, end):
        yield from _appointed(text, match.start("who"), match.end("who"), match["role"])


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(c, max(at - 160, 0), at) for c in "，,。；;：:\n由") + 1


def _appointed(text: str, start: int, end: int, role: str) -> Iterator[Person]:
    """The people named before 任组长: 张三、李四同志, 副县长王五, 县委常委、副县长王五."""
    found: list[Person] = []
    stop = end
    while stop > start:
        cut = max((text.rfind(c, start, stop) for c in "、和"), default=-1)
        piece_start = cut + 1 if cut >= start else start
        piece = SERVING.sub("", text[piece_start:stop].strip())
        behind = OFFICE_BEHIND.match(piece)
        name = behind["name"] if behind and is_person(behind["name"]) else _name_at_end(piece)
        if name:
            at = text.rfind(name, piece_start, stop)
            office = behind["office"] if behind else piece[: -len(name)].strip()
            found.append(Person(unpad(name), role, office or None, Span(at, at + len(name))))
        elif found and found[-1].post and piece:
            last = found[-1]
            found[-1] = Person(last.name, last.role, f"{piece}、{last.post}", last.span)
        else:
            break
        stop = cut
    yield from reversed(found)


def _name_at_end(piece: str) -> str | None:
    """The person's name that ends the words, alone or behind an office."""
    if is_person(piece):
        return piece
    for length in (3, 2, 4):
        name, office = piece[-length:], piece[:-length]
        if len(name) == length and is_person(name) and office[-1:] and office[-1] in OFFICE_END:
            return name
    return None
