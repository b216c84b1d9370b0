"""Two people at one form: who saves later is told beside the field, overwrites nothing unseen, and may insist."""

import re

import pytest
from django.test import Client

from build import a_campaign, a_person, a_set, a_unit, signed_in
from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.groups import GroupAs, MemberAs, put_group, seat
from luoshi.orgs.models import Person, UnitSet

pytestmark = pytest.mark.django_db
OVERTAKEN = "刚才有人"


@pytest.fixture
def keeper(client: Client) -> Client:
    return signed_in(client, a_person("admin_system", "县委办", "郑管"))


def seen(page: str, section: str = "") -> str:
    """The mark that the form carries, the one in that section where the page has several."""
    found = re.findall(r'name="seen" value="(\w+)"', page.partition(f'id="{section}"')[2] if section else page)
    return str(found[0])


def insist(client: Client, url: str, first: dict[str, object], second: dict[str, object], section: str = "") -> str:
    """Two saves of one form that both were drawn before; the second is refused, and saved when it is sent again.

    Returns the page that refused.
    """
    drawn = seen(client.get(url).content.decode(), section)
    assert client.post(url, first | {"seen": drawn}).status_code == 302
    answer = client.post(url, second | {"seen": drawn})
    page = answer.content.decode()
    assert (answer.status_code, OVERTAKEN in page) == (422, True)
    assert client.post(url, second | {"seen": seen(page, section)}).status_code == 302
    return page


def test_a_unit_is_not_overwritten_unseen(keeper: Client) -> None:
    unit = a_unit("青溪镇")
    now: dict[str, object] = {"name": "青溪镇", "parent": "", "level": "", "aliases": "", "order": 5}
    page = insist(keeper, f"/organization/units/{unit.pk}/", now | {"aliases": "青溪"}, now | {"level": "乡镇"})
    assert "刚才有人改成了“青溪”" in page
    unit.refresh_from_db()
    assert (unit.level, unit.aliases) == ("乡镇", "")


def test_a_person_is_not_overwritten_unseen(keeper: Client) -> None:
    person = a_person("liaison", "县住建局", "罗星禾")
    url = f"/organization/people/{person.pk}/"
    page = insist(keeper, url, {"name": "罗星禾", "phone": "13900000001"}, {"name": "罗新禾", "phone": ""}, "details")
    assert "刚才有人改成了“13900000001”" in page
    assert Person.objects.get(pk=person.pk).name == "罗新禾"


def test_a_set_is_not_overwritten_unseen(keeper: Client) -> None:
    one, other = a_unit("青溪镇"), a_unit("白石镇")
    a_set("各乡镇", ["青溪镇"])
    url = "/organization/sets/"
    assert keeper.post(url, {"name": "各乡镇", "members": [other.pk], "seen": "0" * 16}).status_code == 422
    made = UnitSet.objects.get()
    page = keeper.get(f"/organization/?set={made.pk}").content.decode()
    assert keeper.post(url, {"name": "各乡镇", "members": [one.pk, other.pk], "seen": seen(page)}).status_code == 302
    answer = keeper.post(url, {"name": "各乡镇", "members": [other.pk], "seen": seen(page)})
    assert "刚才有人改成了“青溪镇、白石镇”" in answer.content.decode()
    assert set(made.members.all()) == {one, other}


def test_a_new_set_does_not_replace_one_of_its_name(keeper: Client) -> None:
    a_set("各乡镇", ["青溪镇"])
    drawn = seen(keeper.get("/organization/").content.decode())
    fields = {"name": "各乡镇", "members": [a_unit("白石镇").pk], "seen": drawn}
    assert keeper.post("/organization/sets/", fields).status_code == 422
    assert [unit.name for unit in UnitSet.objects.get().members.all()] == ["青溪镇"]


def test_a_group_is_not_overwritten_unseen(keeper: Client) -> None:
    group = put_group(GroupAs("publicity", "宣传组"), by=INSTALLER)
    now: dict[str, object] = {"kind": "publicity", "name": "宣传组", "duty": ""}
    url = f"/organization/groups/?group={group.pk}"
    drawn = seen(keeper.get(url).content.decode())
    assert keeper.post(url, now | {"duty": "做宣传", "seen": drawn}).status_code == 302
    page = keeper.post(url, now | {"name": "宣传报道组", "seen": drawn}).content.decode()
    assert "刚才有人改成了“做宣传”" in page
    group.refresh_from_db()
    assert (group.name, group.duty) == ("宣传组", "做宣传")


def test_a_member_is_not_overwritten_unseen(keeper: Client) -> None:
    group = put_group(GroupAs("leading", "领导小组"), by=INSTALLER)
    member = seat(MemberAs(group.pk, "head", "陈维舟"), by=INSTALLER)
    url = f"/organization/groups/{group.pk}/?member={member.pk}"
    drawn = seen(keeper.get(url).content.decode())
    assert keeper.post(url, {"name": "陈维舟", "seat": "deputy", "seen": drawn}).status_code == 302
    answer = keeper.post(url, {"name": "陈维舟", "seat": "head", "title": "县长", "seen": drawn})
    assert (answer.status_code, OVERTAKEN in answer.content.decode()) == (422, True)
    member.refresh_from_db()
    assert (member.seat, member.title) == ("deputy", "")


def test_the_rules_of_a_campaign_are_not_overwritten_unseen(keeper: Client) -> None:
    url = f"/campaigns/{a_campaign().pk}/settings/"
    now: dict[str, object] = {"soon_days": 3, "behind_yellow": 10, "behind_red": 20, "returns_red": 3}
    page = insist(keeper, url, now | {"soon_days": 9}, now | {"behind_red": 31}, "lights")
    assert "刚才有人改成了“9”" in page
    assert Campaign.objects.values_list("soon_days", "behind_red").get() == (3, 31)
