"""One's own page: a block for what each role is to do, the acts that need no other page, and the count in the frame."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from build import Quota, Wanted, a_campaign, a_person, a_standing, an_assignment, signed_in
from luoshi.campaigns.feedback import Report, Submission, report, sign, submit
from luoshi.campaigns.issue import issue
from luoshi.campaigns.joint.consult import Question, consult
from luoshi.campaigns.models import Assignment, Campaign, Feedback
from luoshi.campaigns.review.ask import Extension, ask_change
from luoshi.orgs.access import INSTALLER, Standing, standing
from luoshi.orgs.models import Person
from luoshi.orgs.people import open_link

pytestmark = pytest.mark.django_db
UNIT, JOINT = "县住建局", "县水利局"


@pytest.fixture
def liaison() -> Person:
    return a_person("liaison", UNIT, "林知夏")


@pytest.fixture
def campaign(liaison: Person) -> Campaign:
    goal = Quota("不少于2场", 2, "场")
    return a_campaign(
        Wanted("排查短板", due=date(2026, 6, 16)),
        Wanted("建立清单", targets=(goal,)),
        Wanted("公开进度", support=(JOINT,)),
        issued=True,
    )


def shown(client: Client, person: Person, query: str = "") -> str:
    return signed_in(client, person).get(f"/me/{query}").content.decode()


def act(client: Client, campaign: Campaign, number: int, name: str, **data: Any) -> Any:
    row = an_assignment(campaign, number)
    address = reverse("my_report", args=[campaign.pk, row.pk]) if name == "report" else (
        reverse("my_act", args=[campaign.pk, row.pk, name])
    )  # fmt: skip
    return client.post(address, data, follow=True)


def at_work(campaign: Campaign, number: int, who: Person | Standing) -> Assignment:
    row = an_assignment(campaign, number)
    sign(row, by=standing(who) if isinstance(who, Person) else who)
    return row


def test_a_liaison_signs_from_the_page_and_it_says_so(client: Client, campaign: Campaign, liaison: Person) -> None:
    text = shown(client, liaison)
    assert "待签收" in text
    assert "逾期" in text
    assert "等您办3项" in text
    answer = act(client, campaign, 2, "sign")
    assert answer.redirect_chain == [("/me/", 302)]
    assert "已签收" in answer.content.decode()
    assert an_assignment(campaign, 2).state == "in_progress"


def test_a_second_click_on_signing_says_that_it_is_done(client: Client, campaign: Campaign, liaison: Person) -> None:
    signed_in(client, liaison)
    act(client, campaign, 2, "sign")
    assert "已经办过了" in act(client, campaign, 2, "sign").content.decode()


def test_no_change_is_one_click_where_something_was_said_before(
    client: Client, campaign: Campaign, liaison: Person
) -> None:
    row = at_work(campaign, 1, liaison)
    assert "沿用上期" not in shown(client, liaison)
    report(row, Report(40, "查了一半", difficulty="缺人"), by=standing(liaison))
    assert "沿用上期" in shown(client, liaison)
    assert "已记下" in act(client, campaign, 1, "unchanged").content.decode()
    assert Feedback.objects.order_by("-pk")[0].is_unchanged


def test_a_short_report_takes_a_sentence_and_quantities_and_keeps_the_rest(
    client: Client, campaign: Campaign, liaison: Person
) -> None:
    row = at_work(campaign, 2, liaison)
    report(row, Report(10, "起步", difficulty="缺人", next_step="找人"), by=standing(liaison))
    target = row.task.targets.get()
    signed_in(client, liaison)
    answer = act(client, campaign, 2, "report", progress="60", said="开了一场", **{f"quantity_{target.pk}": "1"})
    assert answer.redirect_chain == [("/me/", 302)]
    last = Feedback.objects.order_by("-pk")[0]
    assert (last.progress, last.said, last.difficulty, last.next_step) == (60, "开了一场", "缺人", "找人")
    assert campaign.counts.get().amount == 1


def test_a_report_without_words_is_shown_again_with_what_to_do(
    client: Client, campaign: Campaign, liaison: Person
) -> None:
    at_work(campaign, 2, liaison)
    signed_in(client, liaison)
    answer = act(client, campaign, 2, "report", progress="160", said="")
    assert answer.status_code == 422
    assert "写一句本期做成了什么" in answer.content.decode()
    assert 'value="160"' in answer.content.decode()


def test_who_cannot_report_reads_why(client: Client, campaign: Campaign, liaison: Person) -> None:
    signed_in(client, liaison)
    row = an_assignment(campaign, 2)
    text = client.get(reverse("my_report", args=[campaign.pk, row.pk])).content.decode()
    assert "先签收，再反馈" in text
    assert "提交反馈" not in text


def test_another_units_assignment_is_not_there(client: Client, campaign: Campaign) -> None:
    signed_in(client, a_person("liaison", "县气象局"))
    assert act(client, campaign, 2, "sign").status_code == 404


def test_a_unit_head_sees_what_the_unit_asked_for(client: Client, campaign: Campaign) -> None:
    head = a_person("unit_head", UNIT)
    ask_change(at_work(campaign, 2, head), Extension("汛期施工停了", date(2026, 7, 20)), by=standing(head))
    text = shown(client, head)
    assert "本单位提出的，等答复" in text
    assert "汛期施工停了" in text


def test_a_leader_sees_red_lights_and_what_waits_for_an_answer(client: Client, campaign: Campaign) -> None:
    head = a_person("unit_head", UNIT)
    ask_change(at_work(campaign, 2, head), Extension("汛期施工停了", date(2026, 7, 20)), by=standing(head))
    text = shown(client, a_person("leader", "县政府"))
    assert "红灯" in text
    assert "申请延期" in text
    assert "6月30日 → 7月20日" in text
    assert f"/campaigns/{campaign.pk}/plan/?at=" in text and "等您答复" in text


def test_a_leader_is_led_to_the_list_that_waits_for_approval(client: Client) -> None:
    a_campaign(Wanted("甲"))
    Campaign.objects.update(leader_approves_issue=True)
    campaign = Campaign.objects.get()
    issue(campaign, by=a_standing("office"))
    text = shown(client, a_person("leader", "县政府"))
    assert "提请下发任务" in text
    assert reverse("course", args=[campaign.pk]) in text


def test_a_supervisor_checks_and_urges(client: Client, campaign: Campaign, liaison: Person) -> None:
    submit(at_work(campaign, 2, liaison), Submission("都办好了"), by=standing(liaison))
    text = shown(client, a_person("supervisor", "督导组"))
    assert "待验收" in text
    assert "还没有催过" in text
    assert f"{reverse('urge', args=[campaign.pk])}?reason=1" in text


def test_a_joint_unit_is_asked_for_its_opinion(client: Client, campaign: Campaign) -> None:
    consult(an_assignment(campaign, 3), Question("是否同意公开口径", date(2026, 6, 20)), by=a_standing("office"))
    text = shown(client, a_person("liaison", JOINT))
    assert "征求会办意见" in text
    assert "是否同意公开口径" in text


def test_an_office_sees_its_campaigns_with_what_is_left_to_do(client: Client) -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("县某局",)), unknown=("县某局",))
    text = shown(client, a_person("office"))
    assert "2项没有下发" in text
    assert "1个单位名称没有认定" in text
    assert reverse("issue", args=[campaign.pk]) in text


def test_a_block_alone_shows_its_kind_and_nothing_else(client: Client, campaign: Campaign, liaison: Person) -> None:
    text = shown(client, liaison, "?only=to_sign")
    assert "建立清单" in text
    assert "排查短板" not in text
    assert "这一类现在没有" in shown(client, liaison, "?only=returned")


def test_who_has_nothing_to_do_reads_so(client: Client) -> None:
    text = shown(client, a_person("liaison", "县气象局"))
    assert "现在没有要您办的事" in text
    assert "没有等您办的" in text


def test_the_pages_where_people_arrive_say_how_much_waits(client: Client, campaign: Campaign, liaison: Person) -> None:
    signed_in(client, liaison)
    for address in ("/", "/me/", reverse("home", args=[campaign.pk])):
        assert '<a href="/me/">我的事 <b>3</b></a>' in client.get(address).content.decode()


def test_signing_in_lands_here_where_something_waits_and_nowhere_else(campaign: Campaign, liaison: Person) -> None:
    idle = a_person("reader", "县委办")
    for person, landing in ((liaison, "/me/"), (idle, "/")):
        link = reverse("sign_in_link", args=[open_link(person.pk, by=INSTALLER)])
        assert Client().post(link).headers["Location"] == landing
    link = reverse("sign_in_link", args=[open_link(liaison.pk, by=INSTALLER)])
    assert Client().post(link, {"next": "/search/"}).headers["Location"] == "/search/"
