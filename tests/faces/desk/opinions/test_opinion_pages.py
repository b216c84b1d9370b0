"""Opinions at the desk: sorted one by one with the next at once, entered from paper, set up; and who sees what."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from build import a_person, a_standing, a_unit, signed_in
from luoshi.campaigns.models import Campaign
from luoshi.opinions import tracking
from luoshi.opinions.models import Opinion, Wording
from luoshi.opinions.queries import phrases
from luoshi.opinions.triage.screen import Screening, screen
from opinions.given import HOUSING, WORDS, a_receipt, accepted, an_opinion, entered, open_campaign

pytestmark = pytest.mark.django_db


def office(client: Client) -> Client:
    return signed_in(client, a_person())


def at(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.pk}/opinions/"


def act(client: Client, opinion: Opinion, name: str, **data: object) -> object:
    answer = client.post(f"/campaigns/{opinion.campaign_id}/opinions/{opinion.pk}/{name}/", data)
    opinion.refresh_from_db()
    return answer


def test_the_queue_shows_one_with_the_list_beside_the_like_and_a_proposal(client: Client) -> None:
    campaign = open_campaign()
    an_opinion(campaign, "排查老旧小区短板的人没来我们小区。", name="甲某", phone="0000-5550100")
    an_opinion(campaign, "排查老旧小区短板的人没来过我们小区。")
    page = office(client).get(at(campaign)).content.decode()
    assert "排查老旧小区短板的人没来我们小区。" in page
    assert "近似意见" in page and "县住建局" in page and "排查老旧小区短板" in page
    assert "甲某" not in page and "5550100" not in page


def test_a_page_with_everything_on_it_asks_at_most_twelve_times(client: Client) -> None:
    campaign = open_campaign()
    rows = [an_opinion(campaign, f"排查老旧小区短板第{n}件。") for n in range(40)]
    desk = office(client)
    for address in (at(campaign), f"{at(campaign)}?o={rows[39].pk}", f"{at(campaign)}?after=30"):
        desk.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        assert len(asked) <= 12, "\n".join(query["sql"][:400] for query in asked)


def test_a_decision_leads_to_the_next_and_can_be_taken_back(client: Client) -> None:
    one, two = entered(campaign := open_campaign(), ["甲事。", "乙事。"])
    desk = office(client)
    answer = act(desk, one, "accept", unit=HOUSING, tidied="甲事", theme="民生")
    assert f"o={two.pk}" in answer.headers["Location"]  # type: ignore[attr-defined]
    assert (one.state, one.tidied, one.theme) == ("accepted", "甲事", "民生")
    page = desk.get(at(campaign)).content.decode()
    assert f"/{one.pk}/undecide/" in page
    act(desk, one, "undecide")
    assert one.state == "screened"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("accept", {"unit": ""}, "选办理单位"),
        ("accept", {"unit": "县没有局"}, "从列表里选"),
        ("transfer", {}, "写明转给谁"),
        ("decline", {"reason": "", "tidied": "楼梯灯坏"}, "写明不采纳的理由"),
        ("ask_back", {"question": " "}, "写明要提出人补充什么"),
        ("merge", {}, "至少两条"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_what_was_typed_stays(
    client: Client, name: str, data: dict[str, str], words: str
) -> None:
    opinion = an_opinion(open_campaign())
    answer = act(office(client), opinion, name, **data)
    assert answer.status_code == 422 and words in answer.content.decode()  # type: ignore[attr-defined]
    assert data.get("tidied", "") in answer.content.decode()  # type: ignore[attr-defined]
    assert opinion.state == "received"


def test_from_the_queue_to_the_givers_page_and_back(client: Client) -> None:
    campaign = open_campaign()
    receipt = a_receipt(campaign)
    opinion, desk = receipt.opinion, office(client)
    act(desk, opinion, "tidy", tidied="楼梯灯坏了", theme="老旧小区")
    assert (opinion.state, opinion.tidied) == ("screened", "楼梯灯坏了")
    act(desk, opinion, "ask_back", question="几栋？")
    act(desk, opinion, "supplement", text="3栋。")
    act(desk, opinion, "ask_back", question="几楼？")
    act(desk, opinion, "stop_waiting")
    act(desk, opinion, "transfer", to="市物业中心")
    desk.post(f"{at(campaign)}phrases/", {"name": "已转", "text": "已转市物业中心办理。"})
    act(desk, opinion, "answer", text="", phrase="已转")
    assert tracking.track(receipt.code).answers[0].text == "已转市物业中心办理。"
    act(desk, opinion, "reopen", reason="物业退回")
    act(desk, opinion, "decline", reason="重复")
    assert opinion.state == "declined"
    assert Wording.objects.get(opinion=opinion).text == WORDS


def test_like_ones_are_gathered_and_parted_on_the_page(client: Client) -> None:
    one, two = entered(open_campaign(), ["停车难。", "停车太难。"])
    desk = office(client)
    act(desk, one, "merge", others=[two.pk])
    two.refresh_from_db()
    assert one.group_id == two.group_id is not None
    assert "并在一起办理" in desk.get(f"{at(one.campaign)}?o={one.pk}").content.decode()
    act(desk, one, "split")
    assert one.group_id is None


def test_looking_at_the_giver_shows_who_it_is_this_once(client: Client) -> None:
    opinion = an_opinion(open_campaign(), name="甲某", phone="0000-5550100")
    desk = office(client)
    page = act(desk, opinion, "look").content.decode()  # type: ignore[attr-defined]
    assert "0000-5550100" in page
    assert "0000-5550100" not in desk.get(f"{at(opinion.campaign)}?o={opinion.pk}").content.decode()


def test_a_unit_opens_its_own_opinions_by_no_other_number(client: Client) -> None:
    campaign = open_campaign()
    own, other = accepted(campaign, "甲事。"), an_opinion(campaign, "乙事。", phone="0000-5550100")
    unit = signed_in(client, a_person("liaison", HOUSING))
    page = unit.get(f"{at(campaign)}?view=&o={own.pk}").content.decode()
    assert "甲事。" in page and "乙事。" not in page
    assert unit.get(f"{at(campaign)}?o={other.pk}").status_code == 404
    for name in ("accept", "look", "answer", "merge"):
        assert act(unit, other, name).status_code == 404  # type: ignore[attr-defined]
    assert act(unit, own, "undecide").status_code == 403  # type: ignore[attr-defined]
    assert act(unit, own, "look").status_code == 403  # type: ignore[attr-defined]
    assert act(unit, own, "answer", text="办好了。").status_code == 302  # type: ignore[attr-defined]


def test_a_unit_without_a_task_is_led_to_nothing_that_it_may_not_open(client: Client) -> None:
    campaign = open_campaign()
    own = accepted(campaign, "甲事。", "县气象局")
    unit = signed_in(client, a_person("liaison", "县气象局"))
    assert unit.get(f"/campaigns/{campaign.pk}/").status_code == 404
    page = unit.get(f"{at(campaign)}?view=&o={own.pk}").content.decode()
    links = {html.unescape(link) for link in re.findall(r'<a[^>]* href="(/[^"#]*)', page)}
    assert at(campaign) in links
    assert {link: unit.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert "导出汇总表" not in page and campaign.title in page


def test_what_accuses_somebody_is_on_no_page_of_the_office(client: Client) -> None:
    campaign = open_campaign()
    opinion = an_opinion(campaign, "某科长吃拿卡要。")
    screen(opinion, Screening(is_restricted=True, accused_id=a_unit(HOUSING).pk), by=a_standing())
    desk = office(client)
    assert "吃拿卡要" not in desk.get(f"{at(campaign)}?view=").content.decode()
    assert desk.get(f"{at(campaign)}?o={opinion.pk}").status_code == 404
    supervisor = signed_in(Client(), a_person("supervisor", "督导组"))
    assert "吃拿卡要" in supervisor.get(f"{at(campaign)}?view=restricted").content.decode()


def test_minutes_are_entered_a_line_an_opinion_and_their_codes_shown_once(client: Client) -> None:
    campaign = open_campaign()
    desk = office(client)
    assert desk.get(f"{at(campaign)}enter/").status_code == 200
    sent = {
        "text": "停车难。\n\n路灯不亮。",
        "how": "lines",
        "channel": "session",
        "giver": "citizen",
        "day": "2026-06-10",
    }
    page = desk.post(f"{at(campaign)}enter/", sent).content.decode()
    codes = [code.strip() for code in re.findall(r'class="codes">([^<]+)<', page)]
    assert [tracking.track(code).text for code in codes] == ["停车难。", "路灯不亮。"]
    assert desk.post(f"{at(campaign)}enter/", {**sent, "text": " "}).status_code == 422
    assert desk.post(f"{at(campaign)}enter/", {**sent, "day": "2099-01-01"}).status_code == 422


def test_an_entry_sent_twice_is_one_and_is_undone_on_the_page(client: Client) -> None:
    campaign = open_campaign()
    desk = office(client)
    token = re.search(r'name="token" value="([^"]+)"', desk.get(f"{at(campaign)}enter/").content.decode())
    assert token is not None
    sent = {"text": "停车难。\n路灯不亮。", "how": "lines", "channel": "session", "token": token[1]}
    first, again = (desk.post(f"{at(campaign)}enter/", sent).content.decode() for _time in range(2))
    codes, batch = re.findall(r'class="codes">([^<]+)<', first), re.search(r'name="batch" value="([^"]+)"', first)
    assert codes == re.findall(r'class="codes">([^<]+)<', again) and Opinion.objects.count() == len(codes) == 2
    assert batch is not None
    undone = [desk.post(f"{at(campaign)}enter/undo/", {"batch": batch[1]}, follow=True) for _time in range(2)]
    assert ["已撤销登记，2条" in page.content.decode() for page in undone] == [True, False]
    assert not Opinion.objects.exists()


def test_the_page_is_opened_with_link_and_code_and_limits_are_checked(client: Client) -> None:
    campaign = open_campaign()
    desk = office(client)
    page = desk.get(f"{at(campaign)}settings/").content.decode()
    assert "<svg" in page and f"/say/{campaign.intake.door}/" in page
    assert desk.post(f"{at(campaign)}settings/", {"screen_days": "9", "answer_days": "3"}).status_code == 422
    assert desk.post(f"{at(campaign)}settings/", {"screen_days": "3", "answer_days": "9"}).status_code == 302
    assert desk.post(f"{at(campaign)}phrases/", {"name": "", "text": "好"}).status_code == 422
    assert phrases(campaign) == []


def test_an_empty_queue_says_what_to_do(client: Client) -> None:
    page = office(client).get(at(open_campaign())).content.decode()
    assert "这里没有意见" in page and "登记意见" in page


def test_an_opinion_and_those_with_it_lead_to_a_problem(client: Client) -> None:
    campaign = open_campaign()
    one, two = entered(campaign, ["停车难。", "停车太难。"])
    desk = office(client)
    act(desk, one, "merge", others=[two.pk])
    page = desk.get(f"{at(campaign)}?o={one.pk}").content.decode()
    found = re.search(r'href="([^"]+/problems/new/[^"]+)"', page)
    assert found is not None and desk.get(found[1].replace("&amp;", "&")).status_code == 200
    assert f"opinion={one.pk}&amp;opinion={two.pk}" in found[1]
