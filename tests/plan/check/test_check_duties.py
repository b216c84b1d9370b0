"""Questions about who does what."""

from dataclasses import replace

from luoshi.kit.spans import Span
from luoshi.plan.model import Duty, Person
from plan.check.draft import Draft

WATER, BUILDING, TOWNS = ("lead_unit", "云岭县水利局"), ("unit", "云岭县住建局"), ("support_unit", "各乡镇")


def a_draft() -> Draft:
    """Three assigned tasks under one heading."""
    draft = Draft().item("1", "一、", "工作任务")
    for at, title in enumerate(("排查险工险段", "清理岸线垃圾", "补种护岸林木"), start=1):
        draft.task(f"1.{at}", f"（{'一二三'[at - 1]}）", title, duties=(WATER, TOWNS))
    return draft


def test_a_task_nobody_is_named_for_is_found_among_assigned_ones() -> None:
    assert a_draft().task("1.4", "（四）", "设立警示标牌").found("P101") == ["设立警示标牌"]


def test_a_branch_without_party_is_told_once() -> None:
    draft = a_draft().item("1.4", "（四）", "开展巡查")
    draft.task("1.4.1", "1.", "汛前巡查").task("1.4.2", "2.", "汛后巡查")
    assert draft.found("P101") == ["开展巡查"]


def test_a_party_named_for_the_item_around_covers_those_inside() -> None:
    draft = a_draft().task("1.4", "（四）", "开展巡查", duties=(WATER,))
    assert draft.task("1.4.1", "1.", "汛前巡查").found("P101") == []


def test_a_sentence_that_says_who_must_act_is_enough() -> None:
    assert a_draft().task("1.4", "（四）", "设立标牌", body="由青石镇负责制作。").found("P101") == []
    assert a_draft().task("1.4", "（四）", "设立标牌", body="各河长要亲自到场。").found("P101") == []


def test_words_that_merely_look_like_a_bidding_are_not_one() -> None:
    assert a_draft().task("1.4", "（四）", "设立标牌", body="做好各项要素保障。").found("P101") == ["设立标牌"]


def test_demands_on_everybody_need_no_party() -> None:
    for heading in ("工作要求", "保障措施"):
        draft = a_draft().item("2", "二、", heading)
        draft.task("2.1", "（一）", "加强组织领导", time=("6月底前", None, "2031-06-30"))
        assert draft.found("P101") == []


def test_a_plan_that_assigns_nothing_is_told_once_at_its_title() -> None:
    draft = Draft().item("1", "一、", "工作任务")
    for at, title in enumerate(("排查险段", "清理垃圾", "补种林木"), start=1):
        draft.task(f"1.{at}", f"{at}.", title)
    assert [f.code for f in draft.findings() if f.code.startswith("P10")] == ["P102"]


def test_units_side_by_side_without_a_lead_are_told_once_with_their_number() -> None:
    draft = Draft().item("1", "一、", "工作任务")
    draft.task("1.1", "1.", "排查险段", duties=(("unit", "水利局"), ("unit", "住建局")))
    draft.task("1.2", "2.", "清理垃圾", duties=(("unit", "住建局"), ("unit", "城管局")))
    (finding,) = (f for f in draft.findings() if f.code == "P103")
    assert draft.text[finding.span.start : finding.span.end] == "水利局"
    assert "等2处" in finding.message


def test_a_lead_person_or_lead_unit_settles_who_leads() -> None:
    led = (("lead_person", "程远山"), ("unit", "水利局"), ("unit", "住建局"))
    assert Draft().task("1", "一、", "排查险段", duties=led).found("P103") == []  # type: ignore[arg-type]


def test_units_of_two_sentences_are_two_assignments() -> None:
    draft = Draft().task("1", "一、", "排查险段", duties=(("unit", "水利局"),))
    again = draft.write("对查出的险段逐处登记造册。责任单位：水利局")
    draft.tasks[0] = replace(
        draft.tasks[0], duties=(*draft.tasks[0].duties, Duty("unit", "水利局", Span(again.end - 3, again.end)))
    )
    assert draft.found("P107") == draft.found("P103") == []


def test_a_unit_that_leads_and_helps_in_one_task_is_found_at_its_second_place() -> None:
    draft = Draft().task("1", "一、", "排查险段", duties=(("lead_unit", "水利局"), ("support_unit", "水利局")))
    (finding,) = (f for f in draft.findings() if f.code == "P107")
    assert finding.span.start == draft.text.rindex("水利局")


def test_helpers_without_anybody_to_help_are_found() -> None:
    assert Draft().task("1", "一、", "排查险段", duties=(TOWNS,)).found("P108") == ["各乡镇"]
    assert Draft().task("1", "一、", "排查险段", duties=(WATER, TOWNS)).found("P108") == []


def test_unnamed_units_alone_are_found_once() -> None:
    draft = Draft().item("1", "一、", "工作任务")
    for at in (1, 2):
        draft.task(f"1.{at}", f"{at}.", f"第{at}件事", duties=(("unit", "各有关部门"),))
    assert draft.found("P109") == ["各有关部门"]
    assert Draft().task("1", "一、", "排查", duties=(BUILDING, ("unit", "有关部门"))).found("P109") == []


def test_a_short_and_a_long_name_are_one_unit_written_two_ways() -> None:
    draft = Draft().task("1", "一、", "排查险段", duties=(("unit", "县发展和改革局"),))
    assert draft.task("2", "二、", "清理垃圾", duties=(("unit", "县发改局"),)).found("P104") == ["县发改局"]


def test_two_units_of_one_list_are_two_units_however_alike() -> None:
    draft = Draft().task("1", "一、", "排查险段", duties=(("unit", "县发展和改革局"), ("unit", "县发改局")))
    assert draft.found("P104") == []


def test_a_level_left_out_is_not_another_name() -> None:
    draft = Draft().task("1", "一、", "排查险段", duties=(("unit", "县水利局"),))
    assert draft.task("2", "二、", "清理垃圾", duties=(("unit", "水利局"),)).found("P104") == []


def test_a_unit_the_organization_lacks_is_found_with_what_it_may_mean() -> None:
    draft = Draft().task("1", "一、", "排查险段", duties=(("unit", "县水务管理局"), ("support_unit", "各乡镇")))
    (finding,) = (f for f in draft.findings(("云岭县水利局", "云岭县水务局")) if f.code == "P105")
    assert "云岭县水务局" in finding.message


def test_known_units_their_short_names_sets_and_the_groups_own_office_are_not_questioned() -> None:
    names = ("云岭县水利局", "县发改局", "各乡镇", "活动领导小组办公室")
    draft = Draft().task("1", "一、", "排查险段", duties=tuple(("unit", name) for name in names))
    assert draft.found("P105", ("云岭县水利局", "云岭县发展和改革局")) == []


def test_units_are_not_questioned_without_an_organization() -> None:
    assert Draft().task("1", "一、", "排查险段", duties=(("unit", "无此局"),)).found("P105") == []


def test_a_leader_missing_from_the_roster_is_found_once() -> None:
    draft = Draft().task("1", "一、", "排查", duties=(("lead_person", "程远山"),))
    draft.task("2", "二、", "清理", duties=(("lead_person", "何 川"),)).task(
        "3", "三、", "补种", duties=(("lead_person", "程远山"),)
    )
    nowhere = draft.write("名单")
    draft.people = [Person(name, "成员", None, nowhere) for name in ("何川", "林小满")]
    assert draft.found("P106") == ["程远山"]


def test_posts_are_no_names_and_a_plan_without_roster_is_not_asked_for_one() -> None:
    draft = Draft().task("1", "一、", "排查", duties=(("lead_person", "分管领导"), ("lead_person", "程远山")))
    assert draft.found("P106") == []
    draft.people = [Person(name, "成员", None, draft.write(name)) for name in ("何川", "程远山")]
    assert draft.found("P106") == []
