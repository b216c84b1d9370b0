"""The tables by which units and people come in and go out: their columns, and the acts behind each row."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop

from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing, may, standing
from luoshi.orgs.models import Person
from luoshi.orgs.people_sheet import PeopleGround
from luoshi.orgs.roles import LABELS
from luoshi.orgs.units_sheet import UnitsGround
from luoshi.platform.sheets.columns import Column, Sheet, Values


def _standing(person_id: int) -> Standing:
    return standing(Person.objects.get(pk=person_id))


def _may_units(person_id: int) -> Verdict:
    return may(_standing(person_id), "name_units")


def _may_people(person_id: int) -> Verdict:
    return may(_standing(person_id), "manage")


def _units(person_id: int, earlier: Iterable[Values]) -> UnitsGround:
    return UnitsGround(_standing(person_id), earlier)


def _people(person_id: int, earlier: Iterable[Values]) -> PeopleGround:
    return PeopleGround(_standing(person_id), earlier)


UNITS = Sheet(
    kind="units",
    title=gettext_noop("机构名录"),
    columns=(
        Column("name", "名称", also=("单位名称", "单位", "机构名称"), required=True, width=16),
        Column("aliases", "简称", "names", also=("别名",), most=300, width=14),
        Column("level", "层级", most=20, also=("类别",), width=6),
        Column("parent", "上级单位", also=("主管单位", "上级"), width=16),
        Column("order", "排序", "number", also=("序号",), width=5),
    ),
    open=_units,
    may=_may_units,
)
PEOPLE = Sheet(
    kind="people",
    title=gettext_noop("人员名单"),
    columns=(
        Column("name", "姓名", most=40, required=True, width=7),
        Column("phone", "电话", "phone", also=("手机", "联系电话", "手机号码"), most=40, width=10),
        Column("unit", "单位", also=("所在单位", "工作单位"), required=True, width=16),
        Column("title", "职务", also=("职务职级",), most=60, width=12),
        Column("role", "角色", choices=tuple(LABELS.values()), width=9),
    ),
    open=_people,
    may=_may_people,
)
