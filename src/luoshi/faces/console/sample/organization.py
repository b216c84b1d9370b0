"""The fictional county 云岭县: its units, what its plan's collective names mean, and its people."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from luoshi.orgs.access import INSTALLER, Standing, standing
from luoshi.orgs.people import NewPerson, add_person, administrator
from luoshi.orgs.units import NewSet, NewUnit, add_unit, put_set

COUNTY = "云岭县"
TODAY = date(2026, 6, 17)
OFFICE, SUPERVISORS = "领导小组办公室", "督导组"
BUREAUS = (
    "县委办公室", "县政府办公室", "县委组织部", "县委宣传部", "县委改革办", "县委党校", "县信访局", "县发展改革局",
    "县工信局", "县公安局", "县司法局", "县人社局", "县自然资源局", "县住建局", "县城管局", "县交通运输局", "县水利局",
    "县商务局", "县市场监管局", "县统计局", "县政务服务局", "县政务公开办", "县机关事务中心", "县融媒体中心",
    "供电公司",
)  # fmt: skip
ALIASES = {"县发展改革局": ("县发改局",)}
TOWNS = (
    "南坪街道", "北苑街道", "城关镇", "青石镇", "松口镇", "白沙镇", "龙泉镇", "大桥镇", "石门镇", "清溪镇", "桃源镇",
    "柳林乡", "双河乡", "云峰乡", "竹园乡", "梅岭乡",
)  # fmt: skip
LIAISONS = {
    "县委办公室": "许知远", "县政府办公室": "谢知秋", "县委组织部": "宋清和", "县委宣传部": "叶晚舟",
    "县委改革办": "顾南乔", "县信访局": "秦望舒", "县发展改革局": "江予安", "县司法局": "白景行", "县人社局": "程以南",
    "县住建局": "郑一川", "县城管局": "孟时雨", "县交通运输局": "陈在野", "县水利局": "邵北辰",
    "县政务服务局": "韩牧之", OFFICE: "方以宁",
}  # fmt: skip


HEADS = {"县住建局": "严少岩", "县水利局": "贺一鸣", "县交通运输局": "温如言", "县委宣传部": "苏见微"}


@dataclass(frozen=True, slots=True)
class County:
    """Ids of the units by name, and who acts; the liaisons and the heads by their unit's name."""

    ids: dict[str, int]
    office: Standing
    supervisor: Standing
    leader: Standing
    liaisons: dict[str, Standing]
    heads: dict[str, Standing]


def at(who: Standing, moment: datetime) -> Standing:
    """The same person at another time of the story."""
    return replace(who, at=moment)


def moment(month: int, day: int, hour: int = 9) -> datetime:
    """A moment of the story."""
    return datetime(TODAY.year, month, day, hour, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


def found() -> County:
    """Make the county, apart from the administrator's own unit: its units and sets, and the people of the story."""
    administrator()
    ids = _units()
    return _people(ids)


def _units() -> dict[str, int]:
    ids = {COUNTY: add_unit(NewUnit(COUNTY, level="县", is_sample=True), by=INSTALLER).pk}
    for level, names in (("县直", (OFFICE, SUPERVISORS, *BUREAUS)), ("乡镇街道", TOWNS)):
        for name in names:
            new = NewUnit(name, ids[COUNTY], level, ALIASES.get(name, ()), is_sample=True)
            ids[name] = add_unit(new, by=INSTALLER).pk
    towns = tuple(ids[name] for name in TOWNS)
    put_set(NewSet("各乡镇街道", towns, is_sample=True), by=INSTALLER)
    put_set(NewSet("各单位", (*(ids[name] for name in BUREAUS), *towns), is_sample=True), by=INSTALLER)
    return ids


def _people(ids: dict[str, int]) -> County:
    def make(name: str, unit: str, role: str, title: str) -> Standing:
        return standing(add_person(NewPerson(name, ids[unit], role, title, "", is_sample=True), by=INSTALLER))

    leader = make("周启明", COUNTY, "leader", "常务副县长")
    make("林若川", COUNTY, "leader", "副县长")
    make("陈维舟", COUNTY, "group_head", "县委书记")
    return County(
        ids=ids,
        office=make("罗星禾", OFFICE, "office", "综合组"),
        supervisor=make("陶行简", SUPERVISORS, "supervisor", "督导组"),
        leader=leader,
        liaisons={unit: make(name, unit, "liaison", "联络员") for unit, name in LIAISONS.items()},
        heads={unit: make(name, unit, "unit_head", "主要负责人") for unit, name in HEADS.items()},
    )
