"""The keeper's acts on units and people, searching and signing out, each by its own address."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from build import Wanted, a_campaign, a_person, a_unit, signed_in
from luoshi.orgs.models import UnitSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> Client:
    return signed_in(client, a_person("admin_system", "县大数据局"))


def test_a_unit_that_answers_the_words_is_shown_and_no_other(keeper: Client) -> None:
    a_unit("县住建局"), a_unit("青石镇")
    page = keeper.get(reverse("organization"), {"q": "青石"}).content.decode()
    tree = page.partition('id="tree"')[2].partition("</table>")[0]
    assert "青石镇" in tree and "县住建局" not in tree


def test_a_set_stands_for_the_units_that_were_ticked(keeper: Client) -> None:
    towns = [a_unit("青石镇"), a_unit("白沙镇")]
    keeper.post(reverse("put_set"), {"name": "各镇", "members": [town.pk for town in towns]})
    assert set(UnitSet.objects.get(name="各镇").members.all()) == set(towns)


def test_a_search_finds_the_tasks_of_ones_own_unit_alone(client: Client) -> None:
    a_campaign(Wanted("排查老旧小区", ("县住建局",)), Wanted("排查水库小区", ("县水利局",)), issued=True)
    signed_in(client, a_person("liaison", "县住建局"))
    page = re.sub("</?mark>", "", client.get(reverse("search"), {"q": "小区"}).content.decode())
    assert "排查老旧小区" in page and "排查水库小区" not in page


def test_a_search_finds_people_by_name_and_by_initials_for_who_keeps_them(keeper: Client) -> None:
    held = a_person("liaison", "县住建局", "韩牧之")
    address = f"/organization/people/{held.pk}/"
    for words in ("牧之", "hmz", "HM"):
        assert address in keeper.get("/search/", {"q": words}).content.decode()
    assert address not in signed_in(Client(), held).get("/search/", {"q": "牧之"}).content.decode()


def test_a_link_made_by_the_keeper_signs_that_person_in(keeper: Client) -> None:
    person, guest = a_person("liaison", "县住建局"), Client()
    page = keeper.post(reverse("person_link", args=[person.pk])).content.decode()
    link = re.search(r"/signin/[^/\"<]+/", page)
    assert link is not None
    guest.post(link[0])
    assert guest.session["_auth_user_id"] == str(person.pk)


def test_somebody_kept_out_is_signed_in_no_more(keeper: Client) -> None:
    person = a_person("liaison", "县住建局")
    guest = signed_in(Client(), person)
    keeper.post(reverse("person_active", args=[person.pk]), {"active": "0"})
    assert guest.get("/").status_code == 302


def test_signing_out_ends_the_session(keeper: Client) -> None:
    assert keeper.post(reverse("sign_out")).status_code == 302
    assert keeper.get("/").headers["Location"].startswith("/signin/")
