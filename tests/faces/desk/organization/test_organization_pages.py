"""Signing in, the first page, people and units as their keepers meet them."""

import re
from datetime import date

import pytest
from django.test import Client

from build import a_campaign, a_person, signed_in
from look import Element as Page
from look import look
from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Person, Unit
from luoshi.orgs.people import open_link

pytestmark = pytest.mark.django_db
PEOPLE = "/organization/people/"


@pytest.fixture
def keeper(client: Client) -> Client:
    return signed_in(client, a_person("admin_system"))


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ("/campaigns/1/?a=1", "/campaigns/1/?a=1"),
        ("", "/"),
        ("abc", "/"),
        ("sign_out", "/"),
        ("//elsewhere.cn/", "/"),
        ("https://elsewhere.cn/", "/"),
        ("/\\elsewhere.cn/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_a_link_leads_on_within_this_server_alone(client: Client, asked: str, then: str) -> None:
    token = open_link(a_person().pk, by=INSTALLER)
    answer = client.post(f"/signin/{token}/", {"next": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, then)


def test_a_link_is_spent_by_its_button_and_not_by_being_looked_at(client: Client) -> None:
    token = open_link(a_person().pk, by=INSTALLER)
    assert client.get(f"/signin/{token}/").status_code == 200
    assert client.post(f"/signin/{token}/").status_code == 302
    assert client.post(f"/signin/{token}/").status_code == 410


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (None, None, "—"),
        (None, date(2026, 9, 20), "9月20日止"),
        (date(2026, 4, 21), None, "4月21日起"),
        (date(2026, 4, 21), date(2026, 9, 20), "4月21日至9月20日"),
    ],
)
def test_the_first_page_says_what_is_known_of_a_campaigns_days(
    client: Client, start: date | None, end: date | None, said: str
) -> None:
    campaign = a_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(start=start, end=end)
    page = signed_in(client, a_person()).get("/").content.decode()
    assert f'<td class="nb">{said}</td><td class="num">1</td>' in page


@pytest.fixture
def crowd(keeper: Client) -> list[Person]:
    return Person.objects.bulk_create(Person(name=f"乙{n}", key=f"k{n}") for n in range(150))


def test_the_link_of_somebody_on_a_further_screen_is_shown_there(keeper: Client, crowd: list[Person]) -> None:
    last = crowd[-1]
    first_screen = keeper.get(PEOPLE).content.decode()
    after = re.search(r'href="\?after=(\d+)"', first_screen)
    assert after is not None
    screen = keeper.get(f"{PEOPLE}?after={after[1]}").content.decode()
    action = re.search(rf'action="([^"#]*{last.pk}/link/[^"#]*)', screen)
    assert action is not None
    shown = keeper.post(action[1]).content.decode()
    assert f'id="link-{last.pk}"' in shown


@pytest.fixture
def added(keeper: Client, crowd: list[Person]) -> Page:
    """What follows the adding of somebody behind the first full screen."""
    unit = Unit.objects.get(name="领导小组办公室")
    return look(keeper.post(PEOPLE, {"name": "新来的", "unit": unit.pk, "role": "reader"}, follow=True))


def test_a_person_just_added_stands_marked_among_the_others_of_the_screen(added: Page) -> None:
    rows = added.css("#list tbody tr")
    assert len(rows) == (len(Person.objects.all()) - 1) % 100 + 1 > 1
    marked = added.css("#list tr.on")
    assert [(row.one("a.title").words, row.one(".tag").words) for row in marked] == [("新来的", "新加")]
    assert rows[-1] is marked[0]


def test_the_link_of_a_person_just_added_is_offered_above_the_list(keeper: Client, added: Page) -> None:
    form = added.one(".link-once form")
    assert "给新来的开登录链接" in form.words
    shown = look(keeper.post(form.get("action")))
    assert "发给新来的的登录链接" in shown.one(".link-once").words
    assert "新来的" in shown.one("#list tr.on").words


def test_units_just_added_stand_marked_and_are_offered_a_liaison(keeper: Client) -> None:
    Unit.objects.bulk_create(Unit(name=f"乙局{n}", order=n, path=f"{9000 + n}/") for n in range(150))
    shown = look(keeper.post("/organization/units/", {"names": "甲局\n丙局"}, follow=True))
    assert [row.one("a.title").words for row in shown.css("#tree tr.on")] == ["甲局", "丙局"]
    assert len(shown.css("#tree tbody tr")) > 2
    ways = shown.css(".link-once a.btn")
    assert [way.get("aria-label") for way in ways] == ["给甲局加联络员", "给丙局加联络员"]
    form = look(keeper.get(ways[1].get("href").partition("#")[0]))
    assert form.one("#new input[name=unit]").get("value") == "丙局"


def test_who_may_not_add_people_is_told_so_beside_the_unit_just_added(client: Client) -> None:
    office = signed_in(client, a_person("office"))
    shown = look(office.post("/organization/units/", {"names": "甲局"}, follow=True)).one(".link-once")
    assert not shown.css("a.btn")
    assert "加人由系统管理员办理" in shown.words


@pytest.mark.parametrize(
    ("address", "reason", "asked"),
    [
        ("/organization/", "机构由领导小组办公室和系统管理员维护。", ["周一（领导小组办公室", "吴二（信息中心"]),
        ("/organization/groups/", "机构由领导小组办公室和系统管理员维护。", ["周一（领导小组办公室"]),
        (PEOPLE, "人员和登录由系统管理员维护。", ["吴二（信息中心"]),
    ],
)
def test_a_closed_door_of_the_organization_says_why_and_whom_to_ask(
    client: Client, address: str, reason: str, asked: list[str]
) -> None:
    a_person("office", "领导小组办公室", "周一")
    a_person("admin_system", "信息中心", "吴二")
    answer = signed_in(client, a_person("liaison", "县住建局")).get(address)
    said = look(answer).one("main").words
    assert answer.status_code == 403
    assert reason in said
    assert all(name in said for name in asked)
    assert "方案的采纳" not in said


@pytest.mark.parametrize("after", ["²", "9" * 30, "9" * 5000, "-1", "x"])
def test_a_screen_that_makes_no_sense_is_the_first(keeper: Client, after: str) -> None:
    assert keeper.get(PEOPLE, {"after": after}).status_code == 200


def test_a_name_longer_than_a_units_may_be_is_refused_and_nothing_is_added(keeper: Client) -> None:
    before = Unit.objects.count()
    assert keeper.post("/organization/units/", {"names": "甲局\n" + "长" * 121}).status_code == 422
    assert Unit.objects.count() == before


def test_several_names_add_several_units_once(keeper: Client) -> None:
    assert keeper.post("/organization/units/", {"names": "甲局\n\n 甲局 \n乙局"}).status_code == 302
    assert set(Unit.objects.values_list("name", flat=True)) >= {"甲局", "乙局"}


@pytest.mark.parametrize("role", ["office", "liaison", "supervisor", "reader", "auditor"])
def test_people_are_kept_by_the_administrator_alone(client: Client, role: str) -> None:
    other = a_person()
    signed_in(client, a_person(role))
    answers = [client.get(PEOPLE), client.post(f"{PEOPLE}{other.pk}/link/"), client.post(f"{PEOPLE}{other.pk}/active/")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    other.refresh_from_db()
    assert other.is_active
    assert not other.links.exists()


def test_roles_are_named_in_the_reader_s_language_and_titles_as_written(client: Client) -> None:
    a_person("liaison", "县住建局", "韩牧之")
    a_person("liaison", "县水利局", "林若川", title="水政科科长")
    signed_in(client, a_person("admin_system"))
    client.cookies["django_language"] = "en"
    html = client.get(PEOPLE).content.decode()
    assert (
        "县住建局 Liaison" in html and "县水利局 水政科科长" in html and "领导小组办公室 System administrator" in html
    )
    assert "系统管理员" not in html
