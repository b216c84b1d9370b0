"""Reads who is to do an item: from labels, and from brackets that assign by verb. See docs/reading/duties.md."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from luoshi.kit.spans import Span
from luoshi.plan.grammar.labels import Label
from luoshi.plan.grammar.names import is_person
from luoshi.plan.grammar.texts import BLANKS, CLOSING, OPENING, is_unit, strip
from luoshi.plan.model import Duty, Role

BY_OFFICE = r"(?:结合实际|(?:按照?|根据|依)(?:各自)?(?:职责|职能)(?:分工)?|分工|共同|分别|具体|组织|抓好)?"
ASSIGNING = re.compile(
    r"(?:(?P<lead_unit>(?:共同)?牵头(?!单位|部门|处室|科室|领导|人|抓)(?:负责|组织实施|组织|实施|落实|推进)?)"
    rf"|(?P<support_unit>{BY_OFFICE}(?:配合|协助|参与|参加|协同|协办)(?!单位|部门|处室|科室)(?:落实|实施)?)"
    rf"|(?P<unit>{BY_OFFICE}(?:负责|落实|实施|承办|组织实施)(?:落实)?))(?=[，,；;、。.\s]|\Z)"
)
HINT = re.compile(r"牵头|负责|配合|落实|参与|协助|承办|协办|参加|分工")
WHEN = re.compile(r"前|完成|推进|坚持|实施|启动|[年月日旬]|季度|立即|立行|每|长期|持续")
TOGETHER = re.compile(r"[，,]?(?:会同|会商|联合)")
TAIL = re.compile(
    r"(?:按照?(?:各自)?(?:职责|职能)(?:分工)?(?:负责|落实|配合)?|分工负责|具体负责|负责落实|组织实施|负责|落实)\Z"
)
ROLE_NOTE = re.compile(r"[（(](牵头|主办|配合|协办|负责)(?:单位|部门)?[）)]\Z")
AND_OTHERS = re.compile(r"(?<![平对])等(?:(?:相关|有关)?(?:部门|单位|处室|科室))?\Z")
ASIDE = re.compile(r"[（(][^（）()]*(?:下同|列第一|第一位|排名)[^（）()]*[）)]?\Z")
OFFICE = re.compile(r"[（(][^（）()]{2,30}[）)]?\Z")
NOTED: dict[str, Role] = {
    "牵头": "lead_unit",
    "主办": "lead_unit",
    "配合": "support_unit",
    "协办": "support_unit",
    "负责": "unit",
}
LEVEL = re.compile(r"各?(?:省|设区市|市|州|县|区|乡|镇)")
LOWER_LEVEL = re.compile(r"(?:市|州|县|区|乡|镇)(?:[（(][^（）()]{1,8}[）)])?(?:两级)?(?:人民政府|政府|党委)")
JOINT = re.compile(r"以及|[和及与]")
LONGEST_NAME = 44
ALONE = frozenset({"政府", "人大", "政协", "管委会", "党委", "党组"})


def labelled_duties(text: str, labels: Iterable[Label]) -> list[Duty]:
    """The parties that the labels of one item name, in order."""
    found: list[Duty] = []
    for label in labels:
        if label.kind == "duty" and label.role:
            found += parties(text, label.value, label.role)
    return found


def parties(text: str, value: Span, role: Role) -> list[Duty]:
    """The parties in a label's value; verbs of assignment inside it outweigh the label's role."""
    if role in ("unit", "lead_unit") and re.search(
        r"牵头(?!单位|部门)|配合(?!单位|部门)", text[value.start : value.end]
    ):
        assigned = by_verb(text, value)
        if assigned:
            return assigned
    return list(_named(text, split_names(text, value, persons=role.endswith("person")), role))


def bracketed_duties(text: str, pairs: Iterable[tuple[int, int]], end: int) -> list[Duty]:
    """The parties of brackets that close a sentence or the item and assign by a verb or by a bare list of units.

    `pairs` are the offsets of opening and closing brackets in text that belongs to one item and ends at `end`.
    """
    found: list[Duty] = []
    for opened, closed in pairs:
        if _closes(text, opened, closed, end):
            inside = Span(opened + 1, closed)
            found += by_verb(text, inside) or _bare_list(text, inside, opened)
    return found


def by_verb(text: str, inside: Span) -> list[Duty]:
    """The parties of "X牵头，Y配合，Z负责"; empty if the words do not end in such a verb."""
    if not HINT.search(text, inside.start, inside.end):
        return []
    found: list[Duty] = []
    at = inside.start
    last = at
    for verb in ASSIGNING.finditer(text, inside.start, inside.end):
        role: Role = next(r for r in ("lead_unit", "support_unit", "unit") if verb[r])
        found += _assigned(text, Span(at, verb.start()), role)
        at = last = verb.end()
    rest = text[last : inside.end].strip(BLANKS + "，,；;。.、\n")
    if not found or (rest and not WHEN.search(rest) and not is_unit(rest.split("、")[-1])):
        return []
    return found


def _assigned(text: str, names: Span, role: Role) -> list[Duty]:
    together = TOGETHER.search(text, names.start, names.end)
    if together and together.start() > names.start:
        lead = _named(text, split_names(text, Span(names.start, together.start())), "lead_unit")
        others: Role = "support_unit" if role == "lead_unit" else role
        rest = _named(text, split_names(text, Span(together.end(), names.end)), others)
        return [*lead, *rest]
    return list(_named(text, split_names(text, names), role))


def _bare_list(text: str, inside: Span, at: int) -> list[Duty]:
    if text[at - 1 : at] not in "。；;.，" and inside.end - inside.start < 4:
        return []
    names = split_names(text, inside)
    parts = [text[name.start : name.end] for name in names]
    if not parts or not all(is_unit(part) and len(part) >= 3 for part in parts):
        return []
    before = text[at - 1 : at]
    if before not in "。；;." and len(parts) < 2:
        return []
    return list(_named(text, names, "unit"))


def _closes(text: str, at: int, close: int, end: int) -> bool:
    """True if the bracket stands behind a full stop or closes its sentence or paragraph."""
    if text[at - 1 : at] in "。；;.":
        return True
    after = close + 1
    while after < end and text[after] in BLANKS:
        after += 1
    return after >= end or text[after] in "\n。；;"


def split_names(text: str, value: Span, *, persons: bool = False) -> list[Span]:
    """The names in a list, split at its separators but never inside a name."""
    pieces: list[Span] = []
    start = at = value.start
    depth = 0
    while at <= value.end:
        c = text[at] if at < value.end else "\n"
        if c in OPENING:
            depth += 1
        elif c in CLOSING:
            depth = max(depth - 1, 0)
        elif at == value.end or (
            depth == 0 and (c in "、，,；;\n\t/|。" or (c in BLANKS and _parts(text, start, at, persons)))
        ):
            pieces.append(strip(text, start, at, "：:.。"))
            start = at + 1
        at += 1
    pieces = _rejoin(text, [piece for piece in pieces if piece.start < piece.end])
    names = [name for piece in pieces for name in _unjoin(text, piece, persons)]
    return [name for name in names if name.start < name.end]


def _rejoin(text: str, pieces: list[Span]) -> list[Span]:
    """各市、县人民政府 is one name: a level without its noun leans on the next."""
    joined: list[Span] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before and LEVEL.fullmatch(text, *before) and LOWER_LEVEL.match(text, *piece):
            joined[-1] = Span(before.start, piece.end)
        else:
            joined.append(piece)
    return joined


def _parts(text: str, start: int, at: int, persons: bool) -> bool:
    """True if a blank at that place parts two names rather than pads one."""
    left = text[start:at].strip()
    return len(left) >= (2 if persons else 3)


def _unjoin(text: str, piece: Span, persons: bool) -> Iterator[Span]:
    """Parts A和B where either side is a whole name."""
    start = piece.start
    for joint in JOINT.finditer(text, piece.start + 1, max(piece.end - 1, piece.start + 1)):
        left, right = text[start : joint.start()], text[joint.end() : piece.end]
        if persons:
            whole = is_person(left.strip()) and is_person(right.strip()[:3].strip("、和及"))
        else:
            whole = is_unit(left) and is_unit(right) and right not in ALONE and _level(left)
        if whole:
            yield strip(text, start, joint.start())
            start = joint.end()
    yield strip(text, start, piece.end)


def _level(left: str) -> bool:
    """False for 市发展和改革委 and the like, where the left side only looks like a body (党群和…)."""
    return len(left) >= 3 or left in ("各办", "各科", "各处", "各局", "各镇", "各县", "各区", "各村", "县直", "市直")


def _named(text: str, names: Iterable[Span], role: Role) -> Iterator[Duty]:
    for name in names:
        words = text[name.start : name.end]
        own = role
        words = ASIDE.sub("", words)
        note = ROLE_NOTE.search(words)
        if note:
            own, words = NOTED[note[1]], words[: note.start()]
        office = OFFICE.search(words) if role.endswith("person") else None
        if office and is_person(words[: office.start()]):
            words = words[: office.start()]
        for lead in ("由", "请"):
            words = words.removeprefix(lead)
        words = TAIL.sub("", words).strip()
        words = AND_OTHERS.sub("", words)
        if 1 < len(words) <= LONGEST_NAME and not re.search(r"[\n：:。]", words):
            start = text.find(words, name.start, name.end)
            yield Duty(own, words, Span(start, start + len(words)))


def settle(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """One entry per party and role; the first of several units without a lead is marked as the inferred lead."""
    kept: dict[tuple[Role, str], Duty] = {}
    for duty in duties:
        kept.setdefault((duty.role, duty.name), duty)
    found = list(kept.values())
    units = [i for i, duty in enumerate(found) if duty.role == "unit"]
    if len(units) > 1 and not any(duty.role == "lead_unit" for duty in found):
        found[units[0]] = replace(found[units[0]], inferred=("lead",))
    return tuple(found)
