"""Which unit a name means."""

from time import process_time

import pytest

from luoshi.plan.check.units import UnitName, abbreviates, is_organ, is_set, match

COUNTY = tuple(
    UnitName(name, aliases)
    for name, aliases in (
        ("县发展和改革局", ()),
        ("县人力资源和社会保障局", ("县人社局",)),
        ("县行政审批服务管理局", ()),
        ("县委宣传部", ()),
        ("县委编办", ()),
        ("县委办公室", ()),
        ("县水利局", ()),
        ("县水务集团", ()),
        ("县残疾人联合会", ()),
        ("青石镇人民政府", ()),
        ("白桥镇人民政府", ()),
        ("县第一中学", ()),
        ("县第二中学", ()),
        ("经济开发区管理委员会", ()),
        ("县人民医院", ()),
    )
)


@pytest.mark.parametrize(
    ("name", "unit", "reason"),
    [
        ("县水利局", "县水利局", "同名"),
        ("县 水利局", "县水利局", "同名"),
        ("云岭县水利局", "县水利局", "多出“云岭”"),
        ("水利局", "县水利局", "省去“县”"),
        ("云岭县发改局", "县发展和改革局", "简称"),
        ("人社局", "县人力资源和社会保障局", "别名“县人社局”：省去“县”"),
        ("县行政审批管理局", "县行政审批服务管理局", "少“服务”二字"),
        ("宣传部", "县委宣传部", "省去“县委”"),
        ("县委办", "县委办公室", "写法相当"),
        ("县残联", "县残疾人联合会", "简称"),
        ("青石镇政府", "青石镇人民政府", "写法相当"),
        ("青石镇", "青石镇人民政府", "省去“政府”"),
        ("县发改委", "县发展和改革局", "“委”“局”不同"),
        ("县医院", "县人民医院", "少“人民”二字"),
        ("开发区管委会", "经济开发区管理委员会", "省去“经济”"),
        ("县行政审批服务管里局", "县行政审批服务管理局", "“里”“理”一字之差"),
    ],
)
def test_a_name_is_matched_with_a_reason(name: str, unit: str, reason: str) -> None:
    best = match(name, COUNTY)[0]
    assert (best.unit.name, best.reason) == (unit, reason)


@pytest.mark.parametrize("name", ["市水利局", "黄坡镇人民政府", "县第三中学", "县气象台", "县委组织部"])
def test_another_places_or_levels_unit_is_no_match(name: str) -> None:
    assert match(name, COUNTY) == ()


def test_matches_come_best_first() -> None:
    scores = [found.score for found in match("县水务局", COUNTY)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize(
    "name",
    ["各地各单位", "各乡镇（街道）", "机关各科室", "各成员单位", "全县各级党组织", "市、县两级", "县直各单位",
     "局属各单位", "下属事业单位", "有关部门", "各村(居)", "乡镇（街道）", "县直机关"],
)  # fmt: skip
def test_collective_names_are_sets(name: str) -> None:
    assert is_set(name)


@pytest.mark.parametrize(
    "name", ["县国家安全局", "县水利局", "县直机关工委", "青石镇", "县机关事务管理局", "领导小组办公室"]
)
def test_single_units_are_no_sets(name: str) -> None:
    assert not is_set(name)


def test_organs_of_the_campaign_are_known_by_their_name() -> None:
    assert all(map(is_organ, ("活动领导小组办公室", "县河岸整治工作专班", "综合组")))
    assert not any(map(is_organ, ("县委办公室", "县水利局")))


@pytest.mark.parametrize(
    ("brief", "full", "is_brief"),
    [
        ("县发改局", "县发展和改革局", True),
        ("发改局", "云岭县发展改革局", True),
        ("县委宣传部", "县委宣传部门", True),
        ("自然资源规划局", "自然资源和规划局", True),
        ("水利局", "县水利局", False),
        ("综合科", "综合执法科", False),
        ("青石镇卫健办", "白桥镇卫生健康办", False),
        ("县委办", "县委编办", False),
    ],
)
def test_a_brief_name_leaves_out_the_later_letters_of_words(brief: str, full: str, is_brief: bool) -> None:
    assert abbreviates(brief, full) is is_brief


def test_three_hundred_names_are_matched_against_three_hundred_units_without_delay() -> None:
    places, works = ("青石", "白桥", "黄坡", "柳河", "石门"), ("水利", "民政", "教育", "财政", "卫生", "环保")
    units = [
        UnitName(f"{p}{level}{w}{kind}")
        for p in places
        for w in works
        for level in "县镇"
        for kind in ("局", "管理局", "中心", "站", "办公室")
    ]
    begun = process_time()
    for unit in units:
        match(unit.name.replace("管理", ""), units)
    assert len(units) == 300
    assert process_time() - begun < 2
