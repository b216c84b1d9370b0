"""Changing, closing and removing what the organization is made of, and taking that back."""

from contextlib import nullcontext
from typing import Any

import pytest
from django.utils import timezone

from build import TODAY, a_campaign, a_person, a_post, a_set, a_standing, a_unit, an_assignment
from luoshi.campaigns.models import Count, Inside
from luoshi.journal.queries import Line, history
from luoshi.journal.record import SYSTEM
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.groups import GroupAs, MemberAs, put_group, remove_group, seat, unseat
from luoshi.orgs.models import Group, Post, Unit
from luoshi.orgs.people import set_active
from luoshi.orgs.posts import (
    HeldAlready,
    PersonChange,
    PostChange,
    change_person,
    change_post,
    remove_person,
    remove_post,
)
from luoshi.orgs.queries import contact_leaders, groups, held_posts, units
from luoshi.orgs.undo import Passed, undo
from luoshi.orgs.units import (
    Circle,
    Kept,
    NameTaken,
    NewUnit,
    UnitChange,
    add_unit,
    change_unit,
    remove_unit,
    set_unit_active,
)

pytestmark = pytest.mark.django_db


def below(name: str, parent: Unit) -> Unit:
    return add_unit(NewUnit(name, parent.pk), by=INSTALLER)


def change(unit: Unit, **fields: object) -> UnitChange:
    was = {
        "unit_id": unit.pk,
        "name": unit.name,
        "parent_id": unit.parent_id,
        "level": unit.level,
        "aliases": tuple(unit.aliases.splitlines()),
        "order": unit.order,
    }
    return UnitChange(**{**was, **fields})  # type: ignore[arg-type]


def last() -> Line:
    return history(SYSTEM, 1)[0]


def test_a_moved_unit_takes_its_subtree_along() -> None:
    town, bureau = a_unit("青溪镇"), a_unit("县住建局")
    village = below("柳湾村", town)
    group = below("一组", village)
    change_unit(change(town, parent_id=bureau.pk), by=INSTALLER)
    group.refresh_from_db()
    assert group.path == f"{bureau.pk}/{town.pk}/{village.pk}/{group.pk}/"
    undo(last().seq, by=INSTALLER)
    group.refresh_from_db()
    assert group.path == f"{town.pk}/{village.pk}/{group.pk}/"
    assert [row.depth for row in units() if row.name in ("青溪镇", "柳湾村", "一组")] == [0, 1, 2]


def test_a_path_that_begins_with_the_same_digits_is_no_subtree() -> None:
    first = a_unit("甲局")
    others = [a_unit(f"乙{n}局") for n in range(12)]
    paths = {other.pk: other.path for other in others}
    change_unit(change(first, parent_id=others[0].pk), by=INSTALLER)
    assert dict(Unit.objects.filter(pk__in=paths).values_list("pk", "path")) == paths


def test_a_unit_cannot_stand_below_itself() -> None:
    town = a_unit("青溪镇")
    village = below("柳湾村", town)
    for parent in (town, village):
        with pytest.raises(Circle):
            change_unit(change(town, parent_id=parent.pk), by=INSTALLER)


def test_a_change_is_one_entry_that_names_fields_and_keeps_words_apart() -> None:
    unit = a_unit("县住建局")
    change_unit(change(unit, name="县住房和城乡建设局", aliases=("县住建局",), order=7), by=INSTALLER)
    entry = last()
    assert (entry.act, entry.subjects, entry.data["fields"]) == (
        "unit.change",
        (unit.pk,),
        ["name", "aliases", "order"],
    )
    assert entry.texts["name_before"] == "县住建局"
    assert "住建局" not in str(entry.data)


def test_nothing_changed_is_nothing_written() -> None:
    unit = a_unit("县住建局")
    before = last().seq
    assert change_unit(change(unit), by=INSTALLER) is None
    assert last().seq == before


def test_a_name_that_another_unit_bears_is_refused() -> None:
    a_unit("甲局")
    with pytest.raises(NameTaken):
        change_unit(change(a_unit("乙局"), name="甲局"), by=INSTALLER)


def test_an_undo_after_another_change_is_refused_and_changes_nothing() -> None:
    unit = a_unit("甲局")
    change_unit(change(unit, name="乙局"), by=INSTALLER)
    first = last().seq
    unit.refresh_from_db()
    change_unit(change(unit, name="丙局"), by=INSTALLER)
    with pytest.raises(Passed):
        undo(first, by=INSTALLER)
    assert Unit.objects.get(pk=unit.pk).name == "丙局"


@pytest.mark.parametrize("seq", [0, 1, 10**9])
def test_what_is_no_undoable_act_is_refused(seq: int) -> None:
    a_unit("甲局")
    with pytest.raises(Passed):
        undo(seq, by=INSTALLER)


def test_a_unit_out_of_use_has_no_people_at_work_until_it_is_opened_again() -> None:
    a_person("admin_system", "县委办")
    person, unit = a_person("liaison", "甲局"), a_unit("甲局")
    set_unit_active(unit.pk, False, by=INSTALLER)
    assert standing(person).posts == frozenset()
    undo(last().seq, by=INSTALLER)
    assert standing(person).in_unit(unit.pk, "liaison")


def test_a_unit_with_units_in_use_below_it_stays_in_use() -> None:
    a_person("admin_system", "县委办")
    town = a_unit("青溪镇")
    below("柳湾村", town)
    with pytest.raises(Refused, match="1个单位在用"):
        set_unit_active(town.pk, False, by=INSTALLER)


def test_the_unit_of_the_last_administrator_stays_in_use() -> None:
    a_person("admin_system", "县委办")
    with pytest.raises(Refused, match="没有人能进来管理"):
        set_unit_active(a_unit("县委办").pk, False, by=INSTALLER)


def test_a_unit_is_not_opened_below_one_that_is_closed() -> None:
    a_person("admin_system", "县委办")
    town = a_unit("青溪镇")
    village = below("柳湾村", town)
    set_unit_active(village.pk, False, by=INSTALLER)
    set_unit_active(town.pk, False, by=INSTALLER)
    with pytest.raises(Refused, match="请先启用它"):
        set_unit_active(village.pk, True, by=INSTALLER)


def test_only_a_unit_on_which_nothing_hangs_is_removed() -> None:
    a_set("各局", ["甲局"])
    a_person("liaison", "乙局")
    below("丁村", a_unit("丙镇"))
    a_campaign()
    for name in ("甲局", "乙局", "丙镇", "县住建局"):
        with pytest.raises(Kept):
            remove_unit(a_unit(name).pk, by=INSTALLER)
    remove_unit(a_unit("戊局").pk, by=INSTALLER)
    assert not Unit.objects.filter(name="戊局").exists()


def test_a_person_s_details_change_and_change_back() -> None:
    person = a_person("liaison", "甲局", "韩牧之")
    change_person(PersonChange(person.pk, "韩牧云", "138"), by=INSTALLER)
    person.refresh_from_db()
    assert (person.name, person.phone) == ("韩牧云", "138")
    assert "138" not in str(last().data)
    undo(last().seq, by=INSTALLER)
    person.refresh_from_db()
    assert (person.name, person.phone) == ("韩牧之", "")


def test_a_removed_post_is_given_back_as_it_was() -> None:
    person = a_person("liaison", "甲局", title="科长")
    remove_post(person.posts.get().pk, by=INSTALLER)
    assert standing(person).posts == frozenset()
    undo(last().seq, by=INSTALLER)
    assert (person.posts.get().role, person.posts.get().title) == ("liaison", "科长")


def test_a_post_moves_but_not_onto_another_of_the_same_person() -> None:
    person = a_person("liaison", "甲局")
    a_post(person, "liaison", "乙局")
    first = person.posts.get(unit__name="甲局")
    with pytest.raises(HeldAlready):
        change_post(PostChange(first.pk, a_unit("乙局").pk, "liaison", ""), by=INSTALLER)
    change_post(PostChange(first.pk, a_unit("丙局").pk, "unit_head", "局长"), by=INSTALLER)
    assert standing(person).in_unit(a_unit("丙局").pk, "unit_head")
    undo(last().seq, by=INSTALLER)
    assert standing(person).in_unit(a_unit("甲局").pk, "liaison")


def test_the_last_administrator_stays_one() -> None:
    person = a_person("admin_system")
    post = person.posts.get()
    by = standing(person)
    assert not held_posts(person.pk, by)[0].may_remove
    with pytest.raises(Refused, match="最后一个"):
        remove_post(post.pk, by=by)
    with pytest.raises(Refused, match="最后一个"):
        change_post(PostChange(post.pk, post.unit_id, "reader", ""), by=by)
    closed = a_unit("县档案局")
    set_unit_active(closed.pk, False, by=by)
    with pytest.raises(Refused, match="最后一个"):
        change_post(PostChange(post.pk, closed.pk, "admin_system", ""), by=by)
    with pytest.raises(Refused, match="最后一个"):
        set_active(person.pk, False, by=by)
    a_person("admin_system")
    remove_post(post.pk, by=by)
    assert not Post.objects.filter(pk=post.pk).exists()


@pytest.mark.parametrize("apart", [True, False])
def test_a_post_changed_keeps_the_keepers_apart_where_that_is_asked_for(settings: Any, apart: bool) -> None:
    settings.SEPARATE_ADMINS = apart
    a_person("admin_system", "县委办")
    person = a_person("auditor", "县审计局")
    a_post(person, "reader", "县审计局")
    post = person.posts.get(role="reader")
    change = PostChange(post.pk, post.unit_id, "admin_system", "")
    with pytest.raises(Refused, match="三员分立") if apart else nullcontext():
        change_post(change, by=INSTALLER)
    assert standing(person).has("admin_system") is not apart


def test_somebody_with_a_post_or_who_was_here_is_not_removed() -> None:
    person = a_person("liaison")
    with pytest.raises(Kept):
        remove_person(person.pk, by=INSTALLER)
    remove_post(person.posts.get().pk, by=INSTALLER)
    remove_person(person.pk, by=INSTALLER)
    assert not Post.objects.filter(person=person.pk).exists()


def test_somebody_whom_a_later_room_names_is_not_removed() -> None:
    person, campaign = a_person("liaison"), a_campaign(issued=True)
    remove_post(person.posts.get().pk, by=INSTALLER)
    Inside.objects.create(
        assignment=an_assignment(campaign), person=person, person_name=person.name, by_name="", since=timezone.now()
    )
    with pytest.raises(Kept):
        remove_person(person.pk, by=INSTALLER)
    assert Inside.objects.get().person == person


def test_a_unit_whose_amounts_are_counted_is_not_removed() -> None:
    unit, campaign = a_unit("戊局"), a_campaign()
    Count.objects.create(campaign=campaign, unit=unit, kind="quantity", day=TODAY, amount=1)
    with pytest.raises(Kept):
        remove_unit(unit.pk, by=INSTALLER)


def test_a_group_lists_heads_before_deputies_before_members() -> None:
    group = put_group(GroupAs("leading", "大讨论领导小组"), by=INSTALLER)
    for name, place in (("丙", "member"), ("乙", "deputy"), ("甲", "head")):
        seat(MemberAs(group.pk, place, name), by=INSTALLER)
    put_group(GroupAs("general", "综合组"), by=INSTALLER)
    assert [row.name for row in groups()] == ["大讨论领导小组", "综合组"]
    assert [member.name for member in groups()[0].members] == ["甲", "乙", "丙"]


def test_contact_points_are_seen_from_both_ends_and_come_back_with_their_leader() -> None:
    group = put_group(GroupAs("leading", "领导小组"), by=INSTALLER)
    town = a_unit("青溪镇")
    leader = seat(MemberAs(group.pk, "deputy", "周启明", "常务副县长", (town.pk,)), by=INSTALLER)
    assert contact_leaders(town.pk) == ["周启明 常务副县长"]
    unseat(leader.pk, by=INSTALLER)
    assert contact_leaders(town.pk) == []
    undo(last().seq, by=INSTALLER)
    assert groups()[0].members[0].contacts == ("青溪镇",)


def test_names_of_groups_and_members_are_not_given_twice() -> None:
    group = put_group(GroupAs("leading", "领导小组"), by=INSTALLER)
    seat(MemberAs(group.pk, "head", "陈维舟"), by=INSTALLER)
    with pytest.raises(NameTaken):
        put_group(GroupAs("other", "领导小组"), by=INSTALLER)
    with pytest.raises(NameTaken):
        seat(MemberAs(group.pk, "member", "陈维舟"), by=INSTALLER)


def test_a_group_is_removed_when_nobody_sits_in_it() -> None:
    group = put_group(GroupAs("other", "专班"), by=INSTALLER)
    member = seat(MemberAs(group.pk, "head", "陈维舟"), by=INSTALLER)
    with pytest.raises(Kept):
        remove_group(group.pk, by=INSTALLER)
    unseat(member.pk, by=INSTALLER)
    remove_group(group.pk, by=INSTALLER)
    assert not Group.objects.exists()


def test_whoever_does_not_keep_the_organization_changes_nothing_in_it() -> None:
    by, unit, person = a_standing("liaison"), a_unit("甲局"), a_person("liaison", "甲局")
    acts = (
        lambda: change_unit(change(unit, name="乙局"), by=by),
        lambda: set_unit_active(unit.pk, False, by=by),
        lambda: remove_unit(unit.pk, by=by),
        lambda: change_person(PersonChange(person.pk, "他", ""), by=by),
        lambda: remove_post(person.posts.get().pk, by=by),
        lambda: put_group(GroupAs("other", "专班"), by=by),
    )
    before = last().seq
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert last().seq == before
