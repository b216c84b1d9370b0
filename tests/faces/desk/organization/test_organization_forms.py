"""Every form of the organization over HTTP: what it does, what it refuses and where, how it is taken back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from build import a_campaign, a_person, a_post, a_unit, an_assignment, signed_in
from luoshi.campaigns.models import Inside
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.groups import GroupAs, MemberAs, put_group, seat
from luoshi.orgs.lend import NewLoan, lend
from luoshi.orgs.models import Group, Loan, Member, Person, Unit
from luoshi.orgs.units import NewUnit, add_unit, set_unit_active

pytestmark = pytest.mark.django_db
HOME = "/organization/"


@pytest.fixture
def keeper(client: Client) -> Client:
    return signed_in(client, a_person("admin_system", "县委办", "郑管"))


def unit_page(unit: Unit) -> str:
    return f"/organization/units/{unit.pk}/"


def said(unit: Unit, **fields: object) -> dict[str, object]:
    """The form of a unit as it stands, but for these fields."""
    now = {"name": unit.name, "parent": "", "level": unit.level, "aliases": "", "order": unit.order}
    return now | fields


def undo(client: Client, page: str) -> None:
    """Press the button that the page's toast offers."""
    seq = re.search(r'class="toast">.*?action="/organization/undo/(\d+)/"', page, re.DOTALL)
    assert seq is not None
    assert client.post(f"/organization/undo/{seq[1]}/").status_code == 302


def beside(page: str, field: str) -> str:
    """What stands as an error beside that field."""
    found = re.search(rf'<ul class="errorlist" id="id_{field}_error">(.*?)</ul>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def test_a_unit_is_changed_and_the_change_taken_back(keeper: Client) -> None:
    unit, above = a_unit("青溪镇"), a_unit("县政府")
    fields = said(unit, name="清溪镇", parent="县政府", level="乡镇", aliases="青溪，老青溪")
    page = keeper.post(unit_page(unit), fields, follow=True).content.decode()
    unit.refresh_from_db()
    assert (unit.name, unit.parent, unit.aliases) == ("清溪镇", above, "青溪\n老青溪")
    undo(keeper, page)
    unit.refresh_from_db()
    assert (unit.name, unit.parent, unit.aliases) == ("青溪镇", None, "")


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("name", "", "必填"),
        ("name", "长" * 121, "120"),
        ("name", "县政府", "已有同名单位"),
        ("parent", "没有的局", "没有“没有的局”这个单位"),
        ("parent", "青溪镇", "它自己或它的下级"),
        ("parent", "柳湾村", "它自己或它的下级"),
        ("level", "长" * 21, "20"),
        ("order", "-1", "0"),
        ("order", "第一", "整数"),
    ],
)
def test_a_unit_s_form_refuses_beside_the_field_and_changes_nothing(
    keeper: Client, field: str, value: str, why: str
) -> None:
    unit = a_unit("青溪镇")
    a_unit("县政府")
    add_unit(NewUnit("柳湾村", unit.pk), by=INSTALLER)
    answer = keeper.post(unit_page(unit), said(unit, **{field: value}))
    assert answer.status_code == 422
    assert why in beside(answer.content.decode(), field)
    unit.refresh_from_db()
    assert (unit.name, unit.parent, unit.level) == ("青溪镇", None, "")


def test_a_unit_out_of_use_leaves_the_list_and_is_found_below_it(keeper: Client) -> None:
    unit = a_unit("县农机站")
    keeper.post(f"/organization/units/{unit.pk}/active/", {"active": "0"})
    page = keeper.get(HOME).content.decode()
    tree, _, closed = page.partition('class="closed"')
    assert unit_page(unit) not in tree
    assert unit_page(unit) in closed
    keeper.post(f"/organization/units/{unit.pk}/active/", {"active": "1"})
    assert unit_page(unit) in keeper.get(HOME).content.decode().partition('id="groups"')[0]


def test_before_a_unit_is_closed_its_page_names_the_work_that_hangs_on_it(keeper: Client) -> None:
    campaign = a_campaign(issued=True)
    unit = a_unit("县住建局")
    page = keeper.get(unit_page(unit)).content.decode()
    assert "牵头1件，配合0件" in page
    assert f"/campaigns/{campaign.pk}/" in page
    assert "还有没办完的" not in keeper.get(unit_page(a_unit("县委办"))).content.decode()


def test_where_a_unit_cannot_be_closed_the_reason_stands_in_the_button_s_place(keeper: Client) -> None:
    unit = a_unit("青溪镇")
    add_unit(NewUnit("柳湾村", unit.pk), by=INSTALLER)
    page = keeper.get(unit_page(unit)).content.decode()
    assert "下面还有1个单位在用" in page
    assert 'value="0"' not in page.partition('id="use"')[2].partition("</section>")[0]
    assert keeper.post(f"/organization/units/{unit.pk}/active/", {"active": "0"}).status_code == 403


def test_a_liaison_is_named_beside_the_unit(keeper: Client) -> None:
    a_person("liaison", "县水利局", "林若川")
    row = keeper.get(HOME, {"q": "水利"}).content.decode()
    assert re.search(r"县水利局</a>.*?<td>林若川</td>", row, re.DOTALL)


@pytest.mark.parametrize("q", ["水利", "水务", "直属"])
def test_units_are_found_by_name_other_name_and_level(keeper: Client, q: str) -> None:
    add_unit(NewUnit("县水利局", None, "直属", ("县水务局",)), by=INSTALLER)
    page = keeper.get(HOME, {"q": q}).content.decode()
    tree = page.partition('id="groups"')[0]
    assert "县水利局" in tree
    assert "县委办</a>" not in tree


def test_a_search_without_an_answer_says_so_and_leads_on(keeper: Client) -> None:
    for path, q in ((HOME, "查无此局"), ("/organization/people/", "查无此人")):
        page = keeper.get(path, {"q": q}).content.decode()
        assert "没有找到" in page
        assert f'href="{path}"' in page.partition("没有找到")[2]


def test_units_are_paged_without_leaving_one_out(keeper: Client) -> None:
    for n in range(205):
        a_unit(f"第{n:03}站")
    seen: set[str] = set()
    url = HOME
    for _screen in range(3):
        page = keeper.get(url).content.decode()
        seen |= set(re.findall(r"第\d{3}站(?=</a>)", page.partition('id="groups"')[0]))
        following = re.search(r'href="(\?from=\d+)#tree" data-key="ArrowRight"', page)
        url = f"/organization/{following[1]}" if following else HOME
    assert len(seen) == 205


def test_a_person_s_name_and_phone_are_changed_and_taken_back(keeper: Client) -> None:
    person = a_person("liaison", "县水利局", "林若川")
    path = f"/organization/people/{person.pk}/"
    page = keeper.post(path, {"name": "林若溪", "phone": "138"}, follow=True).content.decode()
    person.refresh_from_db()
    assert (person.name, person.phone) == ("林若溪", "138")
    undo(keeper, page)
    person.refresh_from_db()
    assert (person.name, person.phone) == ("林若川", "")


@pytest.mark.parametrize(
    ("address", "fields", "field"),
    [
        ("", {"name": "", "phone": ""}, "name"),
        ("", {"name": "长" * 41, "phone": ""}, "name"),
        ("", {"name": "甲", "phone": "1" * 41}, "phone"),
        ("posts/", {"unit": "", "role": "liaison"}, "unit"),
        ("posts/", {"unit": "没有的局", "role": "liaison"}, "unit"),
        ("posts/", {"unit": "县水利局", "role": "king"}, "role"),
        ("posts/", {"unit": "县水利局", "role": "liaison", "title": "长" * 61}, "title"),
        ("lend/", {"post": "", "to": "郑管", "until": "2030-01-01"}, "post"),
        ("lend/", {"post": "own", "to": "查无此人", "until": "2030-01-01"}, "to"),
        ("lend/", {"post": "own", "to": "郑管", "until": "2001-01-01"}, "until"),
        ("lend/", {"post": "own", "to": "郑管", "until": "2099-01-01"}, "until"),
        ("lend/", {"post": "own", "to": "郑管", "until": "明天"}, "until"),
        ("lend/", {"post": "own", "to": "林若川", "until": "today"}, "to"),
    ],
)
def test_a_person_s_forms_refuse_beside_the_field(
    keeper: Client, address: str, fields: dict[str, str], field: str
) -> None:
    person = a_person("liaison", "县水利局", "林若川")
    own, today = str(person.posts.get().pk), timezone.localdate().isoformat()
    sent = {name: {"own": own, "today": today}.get(value, value) for name, value in fields.items()}
    answer = keeper.post(f"/organization/people/{person.pk}/{address}", sent)
    assert answer.status_code == 422
    assert beside(answer.content.decode(), field)
    person.refresh_from_db()
    assert (person.name, person.posts.count(), Loan.objects.count()) == ("林若川", 1, 0)


def test_a_post_is_added_removed_and_given_back(keeper: Client) -> None:
    person = a_person("liaison", "县水利局", "林若川")
    keeper.post(f"/organization/people/{person.pk}/posts/", {"unit": "县委办", "role": "unit_head", "title": "主任"})
    post = person.posts.get(role="unit_head")
    page = keeper.post(f"/organization/posts/{post.pk}/remove/", follow=True).content.decode()
    assert person.posts.count() == 1
    undo(keeper, page)
    assert person.posts.get(role="unit_head").title == "主任"


def test_a_post_that_the_person_may_not_hold_is_refused_beside_the_role(keeper: Client, settings: Any) -> None:
    settings.SEPARATE_ADMINS = True
    person = a_person("auditor", "县审计局")
    fields = {"unit": "县委办", "role": "admin_system", "title": ""}
    answer = keeper.post(f"/organization/people/{person.pk}/posts/", fields)
    assert answer.status_code == 422
    assert "三员分立" in beside(answer.content.decode(), "role")
    assert person.posts.count() == 1


def test_before_a_post_is_removed_the_page_names_what_is_in_hand(keeper: Client) -> None:
    person, campaign = a_person("liaison", "县住建局"), a_campaign(issued=True)
    path = f"/organization/people/{person.pk}/"
    assert "请先交接" not in keeper.get(path).content.decode()
    Inside.objects.create(
        assignment=an_assignment(campaign), person=person, person_name=person.name, by_name="", since=timezone.now()
    )
    assert "手上还有1件没办完，请先交接" in keeper.get(path).content.decode()


def test_the_last_administrator_sees_why_the_post_stays(keeper: Client) -> None:
    person = Person.objects.get(name="郑管")
    assert "最后一个系统管理员" in keeper.get(f"/organization/people/{person.pk}/").content.decode()
    assert keeper.post(f"/organization/posts/{person.posts.get().pk}/remove/").status_code == 403


def test_an_undo_that_comes_too_late_says_so(keeper: Client) -> None:
    unit = a_unit("青溪镇")
    page = keeper.post(unit_page(unit), said(unit, level="乡镇"), follow=True).content.decode()
    keeper.post(unit_page(unit), said(unit, level="街道"))
    undo(keeper, page)
    assert "之后又改过" in keeper.get(HOME).content.decode()
    unit.refresh_from_db()
    assert unit.level == "街道"


@pytest.mark.parametrize("role", ["office"])
def test_the_office_does_not_take_back_what_only_the_administrator_may(client: Client, role: str) -> None:
    admin = Client()
    signed_in(admin, a_person("admin_system", "县委办"))
    person = a_person("liaison", "县水利局")
    page = admin.post(f"/organization/posts/{person.posts.get().pk}/remove/", follow=True).content.decode()
    action = re.search(r'class="toast">.*?action="([^"]+)"', page, re.DOTALL)
    assert action is not None
    assert signed_in(client, a_person(role)).post(action[1]).status_code == 403
    assert not person.posts.exists()


def test_the_administrator_lends_in_the_holder_s_place(keeper: Client) -> None:
    person, until = a_person("liaison", "县水利局", "林若川"), timezone.localdate().isoformat()
    fields = {"post": person.posts.get().pk, "to": "郑管", "until": until}
    page = keeper.post(f"/organization/people/{person.pk}/lend/", fields, follow=True).content.decode()
    assert "郑管代" in page
    back = keeper.post(f"/posts/loans/{Loan.objects.get().pk}/end/", {"back": "person"})
    assert back.headers["Location"] == f"/organization/people/{person.pk}/"


def test_one_lends_one_s_own_post_and_ends_it(client: Client) -> None:
    holder, other = a_person("unit_head", "县住建局", "韩牧之"), a_person("liaison", "县水利局", "林若川")
    signed_in(client, holder)
    until = timezone.localdate() + timedelta(days=5)
    fields = {"post": holder.posts.get().pk, "to": "林若川 县水利局 联络员", "until": until.isoformat()}
    page = client.post("/posts/", fields, follow=True).content.decode()
    assert "林若川代" in page
    assert standing(other).in_unit(a_unit("县住建局").pk, "unit_head")
    mine = signed_in(Client(), other).get("/posts/").content.decode()
    assert "代韩牧之：县住建局" in mine
    client.post(f"/posts/loans/{Loan.objects.get().pk}/end/")
    assert standing(other).roles == {"liaison"}


def test_two_of_one_name_are_told_apart_by_the_list(client: Client) -> None:
    holder = a_person("unit_head", "县住建局")
    for unit in ("县水利局", "县气象局"):
        a_person("liaison", unit, "林若川")
    signed_in(client, holder)
    fields = {"post": holder.posts.get().pk, "until": timezone.localdate().isoformat()}
    refused = client.post("/posts/", fields | {"to": "林若川"})
    assert refused.status_code == 422
    assert "有几个“林若川”" in beside(refused.content.decode(), "to")
    assert client.post("/posts/", fields | {"to": "林若川 县气象局 联络员"}).status_code == 302


def test_nobody_lends_or_ends_what_concerns_others(client: Client) -> None:
    holder, other = a_person("unit_head", "县住建局"), a_person("liaison", "县水利局")
    loan = lend(NewLoan(holder.posts.get().pk, other.pk, timezone.localdate()), by=standing(holder))
    signed_in(client, a_person("office"))
    fields = {"post": holder.posts.get().pk, "to": "谁", "until": timezone.localdate().isoformat()}
    assert client.post("/posts/", fields).status_code == 422
    assert client.post(f"/posts/loans/{loan.pk}/end/").status_code == 403
    assert client.post("/posts/loans/999999/end/").status_code == 404
    assert standing(other).has("unit_head")


def test_a_group_is_made_seated_with_contact_points_and_unseated(keeper: Client) -> None:
    town = a_unit("青溪镇")
    keeper.post("/organization/groups/", {"kind": "leading", "name": "大讨论领导小组", "duty": "统筹"})
    group = Group.objects.get()
    path = f"/organization/groups/{group.pk}/"
    keeper.post(path, {"name": "陈维舟", "title": "县委书记", "seat": "head", "contacts": [town.pk]})
    for page in ("/organization/groups/", path, HOME, unit_page(town)):
        assert "陈维舟" in keeper.get(page).content.decode()
    member = Member.objects.get()
    keeper.post(
        f"/organization/groups/{group.pk}/?member={member.pk}", {"name": "陈维舟", "title": "县长", "seat": "deputy"}
    )
    member.refresh_from_db()
    assert (member.title, member.seat, member.contacts.count()) == ("县长", "deputy", 0)
    page = keeper.post(f"/organization/groups/{group.pk}/members/{member.pk}/remove/", follow=True).content.decode()
    assert not Member.objects.exists()
    undo(keeper, page)
    assert Member.objects.get().title == "县长"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "leading", "name": ""}, "name"),
        ({"kind": "leading", "name": "长" * 121}, "name"),
        ({"kind": "leading", "name": "宣传组"}, "name"),
        ({"kind": "club", "name": "甲组"}, "kind"),
        ({"kind": "other", "name": "甲组", "duty": "长" * 301}, "duty"),
    ],
)
def test_a_group_s_form_refuses_beside_the_field(keeper: Client, fields: dict[str, str], field: str) -> None:
    put_group(GroupAs("publicity", "宣传组"), by=INSTALLER)
    answer = keeper.post("/organization/groups/", fields)
    assert answer.status_code == 422
    assert beside(answer.content.decode(), field)
    assert Group.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "", "seat": "head"}, "name"),
        ({"name": "长" * 41, "seat": "head"}, "name"),
        ({"name": "陈维舟", "seat": "member"}, "name"),
        ({"name": "周启明", "seat": "chief"}, "seat"),
        ({"name": "周启明", "seat": "head", "contacts": ["999999"]}, "contacts"),
    ],
)
def test_a_member_s_form_refuses_beside_the_field(keeper: Client, fields: dict[str, object], field: str) -> None:
    group = put_group(GroupAs("leading", "领导小组"), by=INSTALLER)
    seat(MemberAs(group.pk, "head", "陈维舟"), by=INSTALLER)
    answer = keeper.post(f"/organization/groups/{group.pk}/", fields)
    assert answer.status_code == 422
    assert beside(answer.content.decode(), field)
    assert Member.objects.count() == 1


def test_a_group_with_members_stays_and_one_without_goes(keeper: Client) -> None:
    group = put_group(GroupAs("other", "专班"), by=INSTALLER)
    member = seat(MemberAs(group.pk, "head", "陈维舟"), by=INSTALLER)
    assert "组里还有人" in keeper.post(f"/organization/groups/{group.pk}/remove/", follow=True).content.decode()
    keeper.post(f"/organization/groups/{group.pk}/members/{member.pk}/remove/")
    keeper.post(f"/organization/groups/{group.pk}/remove/")
    assert not Group.objects.exists()


@pytest.mark.parametrize("path", ["units/999999/", "people/999999/", "groups/999999/"])
def test_what_does_not_exist_is_404(keeper: Client, path: str) -> None:
    assert keeper.get(HOME + path).status_code == 404
    assert keeper.post(HOME + path, {}).status_code == 404


def test_pages_of_the_organization_ask_the_database_little(
    keeper: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    group = put_group(GroupAs("leading", "领导小组"), by=INSTALLER)
    for n in range(12):
        person = a_person("liaison", f"第{n}局", f"甲{n}")
        a_post(person, "unit_head", f"第{n}局")
        seat(MemberAs(group.pk, "member", f"甲{n}", "", (a_unit(f"第{n}局").pk,)), by=INSTALLER)
    set_unit_active(a_unit("第11局").pk, False, by=INSTALLER)
    unit = a_unit("第3局")
    pages = (
        HOME,
        "/organization/people/",
        unit_page(unit),
        f"/organization/people/{Person.objects.get(name='甲3').pk}/",
        "/organization/groups/",
        f"/organization/groups/{group.pk}/",
        "/posts/",
        "/tables/units/",
    )
    for path in pages:
        with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
            assert keeper.get(path).status_code == 200
