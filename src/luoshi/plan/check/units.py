"""Names of units: which known unit a name in a plan means, which names are sets, which are a campaign's own organs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

LEAST = 0.6
ALIAS = 0.98
SHARED = 0.6
LEVEL = re.compile(
    r"(?:中共)?(?P<place>.{0,8}?)"
    r"(?P<level>省|自治区|自治州|自治县|市(?!场|政(?![府协])|容|民|域|监(?![察委]))|县(?!域)|区(?!域|块|划|级)|旗(?!舰)|镇(?!域)|乡(?!村)|街道)(?=.{2,})"
)
FORMAL = (
    ("管理委员会", "管委会"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("办事处", "办"),
    ("人民政府", "政府"),
    ("部门", "部"),
)
SET = re.compile(
    r"各|(?<!安)全[省市县区镇乡局校院系体]|成员单位|(?:相关|有关)(?:单位|部门|科室|股室|处室|处|企业|责任)|[下所局]属"
    r"|[省市县区镇乡]直(?:属)?(?:单位|部门|机关)(?!工|党|事务)|[省市县区乡镇村](?:两|三|四)级"
    r"|机关(?:科室|处室|处\(|股室)|基层党组织|所出资企业|(?:牵头|责任|配合)单位$|全体|所有"
    r"|^(?:乡镇|乡镇\(街道\)|街道|社区|村|村居|村\(居\)|科室|股室|处室|支部|党支部|分局|企业|学校)$"
)
ORGAN = re.compile(
    r"领导小组|专班|指挥部|工作组|执行组|推进组|专项组|督导组|联席会议|活动办(?:公室)?$|^办公室$|(?:综合|宣传|材料|协调|保障)组$"
)
SEATS = ("政府", "办", "管委会", "党委", "党工委")
BODIES = "局委厅"
DIGITS = frozenset("一二三四五六七八九十百东西南北中上下左右甲乙丙丁0123456789")
NUMERALS = dict(zip(range(1, 11), "一二三四五六七八九十", strict=True))


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit of the organization as it may be called."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that a name may mean; `score` lies in (0, 1], 1 is the very name; `reason` says why, in Chinese."""

    unit: UnitName
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Form:
    """A name taken apart: without space and width, its place, its level, and what remains.

    `need` is how many of its letters a name must share to be worth a closer look.
    """

    plain: str
    place: str
    level: str
    core: str
    letters: frozenset[str]
    need: float


def match(name: str, units: Sequence[UnitName]) -> tuple[Match, ...]:
    """The units that the name may mean, best first, equals in the order given; empty where none is near."""
    asked = form(name)
    letters, need = asked.letters, asked.need
    found = []
    for unit in units:
        best = 0.0, ""
        for spelling in (unit.name, *unit.aliases):
            known = form(spelling)
            shared = len(letters & known.letters)
            if shared and (shared >= need or shared >= known.need):
                score, reason = _likeness(asked, known)
                if spelling != unit.name:
                    score, reason = min(score, ALIAS), f"别名“{spelling}”：{reason}"
                best = max(best, (score, reason))
        if best[0] >= LEAST:
            found.append(Match(unit, *best))
    return tuple(sorted(found, key=lambda one: -one.score))


def is_set(name: str) -> bool:
    """True for a collective name such as 各地各单位 or 机关各科室, whose members somebody must still list."""
    return bool(SET.search(form(name).plain))


def is_organ(name: str) -> bool:
    """True for a body that the campaign sets up for itself, such as its leading group's office."""
    return bool(ORGAN.search(name))


def abbreviates(brief: str, full: str) -> bool:
    """True if the first name is the second with the later characters of its words left out (发改局, 发展改革局)."""
    a, b = form(brief), form(full)
    short, long = _tight(a.core), _tight(b.core)
    if _apart(a, b) or a.plain == b.plain:
        return False
    if short == long:
        return len(a.core) < len(b.core)
    dropped = _dropped(short, long) if len(short) > 2 and _is_subsequence(short, long) else []
    return len(dropped) > 1 and short[0] == long[0] and short[-1] == long[-1]


@lru_cache(maxsize=8192)
def form(name: str) -> Form:
    """The name taken apart for comparison."""
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    found = LEVEL.match(plain)
    place, level = (found["place"], found["level"]) if found else ("", "")
    core = plain[found.end() :] if found else plain
    letters = frozenset(plain)
    return Form(plain, place, level, core, letters, SHARED * len(letters))


def _likeness(asked: Form, known: Form) -> tuple[float, str]:
    if asked.plain == known.plain:
        return 1.0, "同名"
    a, b = _tight(asked.plain), _tight(known.plain)
    if a == b:
        return 0.97, "写法相当"
    if _apart(asked, known):
        return 0.0, ""
    if _tight(asked.core) == _tight(known.core) and len(asked.core) > 1:
        return 0.95, _prefix_reason(asked, known)
    short, long = sorted((a, b), key=len)
    if len(short) > 1 and long.endswith(short):
        return 0.9, f"{'省去' if short == a else '多出'}“{long[: -len(short)]}”"
    if long.startswith(short) and long[len(short) :] in SEATS:
        return 0.92, f"{'省去' if short == a else '多出'}“{long[len(short) :]}”"
    return _core_likeness(_tight(asked.core), _tight(known.core))


def _core_likeness(a: str, b: str) -> tuple[float, str]:
    if not a or not b:
        return 0.0, ""
    if a[-1] != b[-1] and a[-1] in BODIES and b[-1] in BODIES:
        score, _ = _core_likeness(a, b[:-1] + a[-1])
        return (score - 0.12, f"“{a[-1]}”“{b[-1]}”不同") if score > 0.7 else (0.0, "")
    short, long = sorted((a, b), key=len)
    if long.endswith(short) and len(short) > 1 and short != long:
        return 0.8, f"{'少' if short == a else '多'}{_counted(long[: -len(short)])}"
    if len(short) > 1 and _is_subsequence(short, long):
        dropped = _dropped(short, long)
        if len(dropped) == 1 and len(short) > 2:
            return 0.6 + 0.3 * len(short) / len(long), f"{'少' if short == a else '多'}{_counted(dropped[0])}"
        if len(short) > 2 and short[0] == long[0] and short[-1] == long[-1]:
            return 0.88, "简称"
        if short[0] == long[0] and short[-1] in "联协" or len(short) > 3 and short[-1] == long[-1]:
            return 0.75, "简称"
    return _spelling_likeness(short, long)


def _spelling_likeness(short: str, long: str) -> tuple[float, str]:
    changed = [(x, y) for x, y in zip(short, long, strict=False) if x != y]
    if len(short) == len(long) > 3 and len(changed) == 1:
        return (0.0, "") if DIGITS.issuperset(changed[0]) else (0.8, f"“{changed[0][0]}”“{changed[0][1]}”一字之差")
    shared = sum((Counter(short) & Counter(long)).values())
    if len(short) > 3 and shared >= 0.8 * len(long) and short[-1] == long[-1]:
        return 0.65, "字面相近"
    return 0.0, ""


def _apart(a: Form, b: Form) -> bool:
    """True for units of two different places or levels."""
    places = bool(a.place and b.place) and not (a.place.endswith(b.place) or b.place.endswith(a.place))
    return places or bool(a.level and b.level and a.level != b.level)


def _prefix_reason(asked: Form, known: Form) -> str:
    mine, theirs = asked.place + asked.level, known.place + known.level
    if theirs.endswith(mine) and theirs != mine:
        return f"省去“{theirs[: len(theirs) - len(mine)]}”"
    return f"多出“{mine.removesuffix(theirs)}”" if mine else "写法相当"


@lru_cache(maxsize=8192)
def _tight(words: str) -> str:
    for formal, usual in FORMAL:
        words = words.replace(formal, usual)
    return words.replace("和", "").replace("与", "").replace("、", "")


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in short)


def _dropped(short: str, long: str) -> list[str]:
    """The runs of `long` that `short`, one of its subsequences, leaves out."""
    runs, run, place = [], "", 0
    for letter in long:
        if place < len(short) and letter == short[place]:
            place += 1
            if run:
                runs.append(run)
            run = ""
        else:
            run += letter
    return [*runs, run] if run else runs


def _counted(words: str) -> str:
    return f"“{words}”{NUMERALS.get(len(words), '几')}字"
