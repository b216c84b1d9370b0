"""Rules about the names of units and persons."""

import re
from collections.abc import Iterator

from luoshi.plan.check.case import Case, Hit
from luoshi.plan.check.units import Match, UnitName, abbreviates, is_organ, is_set, match
from luoshi.plan.model import Duty

KNOWN = 0.85
TIE = 0.02
PERSONAL = ("lead_person", "person")
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁"
    "单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧车侯宓蓬全郗班仰秋仲伊宫宁仇栾甘"
    "厉祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰雍桑桂濮牛寿通"
    "边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖"
    "融冷辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权盖益桓公肖闫付代岳覃仝佟兰"
)
POST = re.compile("长|任|书记|主席|经理|人员|同志|领导|负责|班子|干部|委员|成员|专员|员$")


def two_spellings(case: Case) -> Iterator[Hit]:
    """A unit's short name beside its long one, told at the first short one."""
    first: dict[str, Duty] = {}
    together: set[frozenset[str]] = set()
    for task in case.plan.tasks:
        names = {duty.name for duty in _units(task.duties)}
        together.update(frozenset((one, other)) for one in names for other in names if one < other)
        for duty in _units(task.duties):
            first.setdefault(duty.name, duty)
    for name, duty in first.items():
        full = next((n for n in first if abbreviates(name, n) and frozenset((name, n)) not in together), None)
        if full:
            yield Hit(duty.span, f"“{duty.name}”与“{full}”像是同一个单位的两种写法", "请统一成一个名称")


def unknown_unit(case: Case) -> Iterator[Hit]:
    """Units that the organization does not have under that name, with the nearest that it has."""
    if case.units is None:
        return
    known = [UnitName(name) for name in case.units]
    told: set[str] = set()
    for task in case.plan.tasks:
        for duty in _units(task.duties):
            if duty.name in told or is_organ(duty.name):
                continue
            told.add(duty.name)
            matches = match(duty.name, known)
            if not _certain(matches):
                yield Hit(duty.span, f"名册里没有“{duty.name}”", _suggestion(matches))


def _certain(matches: tuple[Match, ...]) -> bool:
    if not matches or matches[0].score < KNOWN:
        return False
    return len(matches) == 1 or matches[0].score - matches[1].score > TIE or matches[0].score == 1.0


def _suggestion(matches: tuple[Match, ...]) -> str:
    if not matches:
        return "请核对名称，或先把它加入名册"
    near = "、".join(f"“{found.unit.name}”（{found.reason}）" for found in matches[:2])
    return f"请核对是否为{near}"


def _units(duties: tuple[Duty, ...]) -> list[Duty]:
    return [duty for duty in duties if duty.role not in PERSONAL and not is_set(duty.name)]


def leader_not_in_roster(case: Case) -> Iterator[Hit]:
    """Leaders of tasks whom the plan's own organization does not list; told once a person."""
    roster = {"".join(person.name.split()) for person in case.plan.people}
    told: set[str] = set()
    for task in case.plan.tasks if len(roster) > 1 else ():
        for duty in task.duties:
            name = "".join(duty.name.split())
            if duty.role == "lead_person" and _is_personal(name) and name not in roster | told:
                told.add(name)
                yield Hit(duty.span, f"牵头领导“{name}”不在方案的组织机构名单里", "请核对姓名，或把他补入名单")


def _is_personal(name: str) -> bool:
    return 2 <= len(name) <= 4 and name[0] in SURNAMES and not POST.search(name)
