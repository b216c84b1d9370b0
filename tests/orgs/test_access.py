"""Who somebody is follows from their posts, and only administrators change the organization."""

import pytest

from build import a_person, a_post, a_set, a_standing, a_unit
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, may, standing
from luoshi.orgs.models import SignInLink
from luoshi.orgs.people import LinkSpent, administrator, open_link, set_active, use_link
from luoshi.orgs.queries import liaisons, people, posts_of, sets, unit_names, units
from luoshi.orgs.roles import LABELS, ROLES, WIDE
from luoshi.orgs.units import NameTaken, NewSet, NewUnit, add_alias, add_unit, members_of, put_set

pytestmark = pytest.mark.django_db


def test_a_standing_holds_roles_units_and_the_label_of_the_first_post() -> None:
    person = a_person("liaison", "县住建局", title="科员")
    a_post(person, "reader", "县水利局")
    who = standing(person)
    assert who.roles == {"liaison", "reader"}
    assert who.units == {a_unit("县住建局").pk, a_unit("县水利局").pk}
    assert who.label == "县住建局 科员"
    assert who.in_unit(a_unit("县住建局").pk, "liaison", "unit_head")
    assert not who.in_unit(a_unit("县水利局").pk, "liaison")


def test_the_same_post_twice_is_one() -> None:
    person = a_person("liaison", "县住建局")
    entries = Entry.objects.count()
    a_post(person, "liaison", "县住建局")
    assert person.posts.count() == 1
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_wide_roles_see_across_units_and_others_do_not(role: str) -> None:
    assert a_standing(role, "县住建局").is_wide == (role in WIDE)
    assert LABELS[role]


def test_who_is_switched_off_has_no_standing_and_no_way_in() -> None:
    person = a_person("office")
    token = open_link(person.pk, by=INSTALLER)
    set_active(person.pk, False, by=INSTALLER)
    person.refresh_from_db()
    assert standing(person).posts == frozenset()
    with pytest.raises(LinkSpent):
        use_link(token)


def test_a_link_works_once_and_a_new_one_ends_the_old() -> None:
    person = a_person("office")
    old, new = open_link(person.pk, by=INSTALLER), open_link(person.pk, by=INSTALLER)
    with pytest.raises(LinkSpent):
        use_link(old)
    assert use_link(new) == person
    with pytest.raises(LinkSpent):
        use_link(new)
    assert new not in SignInLink.objects.get().digest


def test_a_link_opened_before_somebody_was_kept_out_stays_dead_when_they_come_back() -> None:
    person = a_person("liaison", "县住建局")
    token = open_link(person.pk, by=INSTALLER)
    set_active(person.pk, False, by=INSTALLER)
    set_active(person.pk, True, by=INSTALLER)
    with pytest.raises(LinkSpent):
        use_link(token)


def test_the_first_administrator_is_made_once_with_an_office() -> None:
    first = administrator()
    assert administrator() == first
    assert standing(first).has("admin_system") and standing(first).has("office")


@pytest.mark.parametrize(("role", "manages", "names"), [("admin_system", 1, 1), ("office", 0, 1), ("liaison", 0, 0)])
def test_who_may_change_the_organization(role: str, manages: int, names: int) -> None:
    who = a_standing(role, "县住建局")
    assert bool(may(who, "manage")) == bool(manages)
    assert bool(may(who, "name_units")) == bool(names)
    assert manages or may(who, "manage").reason


def test_units_stand_below_their_parents_and_names_are_taken_once() -> None:
    root = add_unit(NewUnit("云岭县"), by=INSTALLER)
    bureau = add_unit(NewUnit(" 县住建局 ", root.pk, "县直", ("住建局",)), by=INSTALLER)
    assert bureau.name == "县住建局"
    assert bureau.path == f"{root.pk}/{bureau.pk}/"
    assert [(row.name, row.depth, row.aliases) for row in units()] == [
        ("云岭县", 0, ()), ("县住建局", 1, ("住建局",))
    ]  # fmt: skip
    with pytest.raises(NameTaken):
        add_unit(NewUnit("县住建局"), by=INSTALLER)
    with pytest.raises(Refused):
        add_unit(NewUnit("县水利局"), by=a_standing("liaison", "县住建局"))


def test_an_alias_is_learnt_once() -> None:
    unit = a_unit("县住建局")
    for alias in ("住建局", "住建局", "县住建局"):
        add_alias(unit.pk, alias, by=INSTALLER)
    unit.refresh_from_db()
    assert unit.aliases == "住建局"


def test_a_set_is_changed_under_its_name() -> None:
    made = a_set("各乡镇", ["甲镇", "乙镇"])
    again = put_set(NewSet("各乡镇", (a_unit("丙镇").pk,)), by=INSTALLER)
    assert again == made
    assert [unit.name for unit in members_of(made)] == ["丙镇"]
    assert [(row.name, row.members) for row in sets()] == [("各乡镇", ("丙镇",))]


def test_inactive_units_are_no_members() -> None:
    made = a_set("各乡镇", ["甲镇", "乙镇"])
    gone = a_unit("甲镇")
    gone.is_active = False
    gone.save()
    assert [unit.name for unit in members_of(made)] == ["乙镇"]
    assert gone.pk not in [row.id for row in units()]


def test_people_are_listed_with_their_posts_page_by_page() -> None:
    first, second = a_person("liaison", "县住建局", "韩牧之"), a_person("unit_head", "县住建局", "郑一川")
    assert [row.name for row in people(limit=1).rows] == [first.name]
    assert [row.posts for row in people(after=first.pk).rows] == [("县住建局 单位负责人",)]
    assert [post.name for post in posts_of(a_unit("县住建局").pk)] == [second.name, first.name]
    assert liaisons([a_unit("县住建局").pk]) == {a_unit("县住建局").pk: ("韩牧之",)}
    assert unit_names([a_unit("县住建局").pk]) == {a_unit("县住建局").pk: "县住建局"}
