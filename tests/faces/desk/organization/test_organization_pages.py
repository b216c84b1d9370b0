"""Signing in, the first page, people and units as their keepers meet them."""

import re
from datetime import date

import pytest
from django.test import Client

from build import a_campaign, a_person, signed_in
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


def test_a_person_just_added_stands_on_the_screen_that_comes_next(keeper: Client, crowd: list[Person]) -> None:
    fields = {"name": "新来的", "unit": Unit.objects.get(name="领导小组办公室").pk, "role": "reader"}
    assert "新来的" in keeper.post(PEOPLE, fields, follow=True).content.decode().partition('id="list"')[2]


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
