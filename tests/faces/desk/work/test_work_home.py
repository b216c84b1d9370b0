"""The home page over HTTP: numbers lead to their lists, the next step is there before issuing, words are plain."""

from datetime import date

import pytest
from django.urls import reverse

from build import Quota, Wanted, a_campaign, a_person, a_standing, a_task, an_assignment, signed_in
from look import look
from luoshi.campaigns import feedback, verify
from luoshi.campaigns.models import Campaign
from luoshi.campaigns.settle import LightRules, set_lights
from luoshi.campaigns.verify import Verification

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return signed_in(client, a_person("office"))


def home(client, campaign):
    answer = client.get(reverse("home", args=[campaign.pk]))
    assert answer.status_code == 200
    return look(answer)


def a_busy_campaign():
    """A campaign with every light, a return, and something owed to the office."""
    campaign = a_campaign(
        Wanted("逾期的", due=date(2026, 6, 1), leaders=("周启明",)),
        Wanted("办结的", due=date(2026, 6, 1), leaders=("周启明",)),
        Wanted("提交的", due=date(2026, 6, 18)),
        Wanted("以后的", start=date(2026, 7, 1), due=date(2026, 9, 1), stage=2),
        Wanted("没单位的", units=()),
        issued=True,
    )
    by, office = a_standing("liaison", "县住建局", "韩牧之"), a_standing()
    for number in (1, 2, 3):
        feedback.sign(an_assignment(campaign, number), by=by)
    feedback.report(an_assignment(campaign, 1), feedback.Report(30, "核对七处"), by=by)
    for number in (2, 3):
        feedback.submit(an_assignment(campaign, number), feedback.Submission("清单一份"), by=by)
    verify.accept(an_assignment(campaign, 2), Verification(), by=office)
    return campaign


def test_each_light_counts_the_list_that_it_leads_to(office):
    campaign = a_busy_campaign()
    seen = {}
    for link in home(office, campaign).css(".counts a"):
        rows = look(office.get(link.get("href"))).css("tbody tr:not(.band)")
        assert len(rows) == int(link.one("b").text)
        seen[link.one(".light").words] = len(rows)
    assert seen == {"红": 1, "黄": 1, "绿": 0, "灰": 2, "办结": 1}


def test_each_stage_and_each_leader_counts_the_list_that_they_lead_to(office):
    page = home(office, a_busy_campaign())
    for stage in page.css(".stages li"):
        rows = look(office.get(stage.one("h3 a").get("href"))).css("tbody tr:not(.band)")
        assert stage.css("p")[1].text.startswith(f"{len(rows)}项")
    for link in page.css("#group a"):
        if link.get("href").endswith(("launch", "#")):
            continue
        rows = look(office.get(link.get("href"))).css("tbody tr:not(.band)")
        assert link.text == f"{len(rows)}项"
    named = [row.one("td").words for row in page.css("#group tr")]
    assert named == ["陈维舟 县委书记", "周启明 常务副县长"]


def test_who_owes_what_names_the_unit_the_person_and_the_last_word(office):
    page = home(office, a_busy_campaign())
    rows = [[cell.words for cell in row.css("td")] for row in page.css("#owe tbody tr")]
    assert rows[0][:2] == ["逾期", "6月1日 周一 逾期12个工作日"]
    assert rows[0][2:4] == ["核对七处1 逾期的", "县住建局韩牧之"]
    assert rows[1][0] == "临期"
    assert rows[1][3] == "领导小组办公室"
    more = page.one("#owe header a")
    assert more.text == "全部2项"
    assert len(look(office.get(more.get("href"))).css("tbody tr:not(.band)")) == 2


def test_the_time_line_marks_today_and_the_stage_under_way(office):
    page = home(office, a_campaign(issued=True))
    assert page.one("svg.timeline").get("aria-label") == "阶段时间线，今天是2026-06-17"
    assert page.one(".stages li[aria-current=step] h3").words == "二调研查摆阶段"
    assert page.one(".mast .today").words == "6月17日 周三 调研查摆阶段第28个工作日，共36个"


def test_before_issuing_the_next_step_is_clear_and_only_the_office_can_take_it(client):
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=()), Wanted("丙", units=("某单位",)), unknown=("某单位",))
    office = signed_in(client, a_person("office"))
    note = home(office, campaign).one(".next")
    assert "1项可以下发。 2项还没有单位。" in note.words
    assert note.one("a.btn").get("href") == reverse("issue", args=[campaign.pk])
    assert "单位未认定" in home(office, campaign).one("#doubts").words
    reader = home(signed_in(client, a_person("leader", "县政府办公室")), campaign)
    assert not reader.one(".next").css("a.btn")
    assert "领导小组办公室" in reader.one(".next").words


def test_changes_are_told_in_plain_words(office):
    campaign = a_busy_campaign()
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=None)
    told = " ".join(line.words for line in home(office, campaign).css("#changes li"))
    assert "验收通过" in told
    assert "提交验收 任务3 提交的（县住建局）“清单一份”" in told
    assert "韩牧之 反馈 任务1 逾期的（县住建局），进度30%“核对七处”" in told
    assert "assignment." not in told


def test_targets_show_how_far_and_how_far_they_should_be(office):
    campaign = a_campaign(Wanted("座谈", targets=(Quota("不少于12场", 12, "场"),)), issued=True)
    by, row = a_standing("liaison", "县住建局"), an_assignment(campaign)
    feedback.sign(row, by=by)
    quantity = feedback.Quantity(a_task(campaign).targets.get().pk, 3)
    feedback.report(row, feedback.Report(25, "开三场", quantities=(quantity,)), by=by)
    target = home(office, campaign).one("#targets li")
    assert target.one(".v").words == "3 / 12场"
    gauge = target.one("svg.gauge")
    assert (gauge.get("role"), gauge.get("aria-valuenow")) == ("meter", "25")
    assert gauge.css("line.now")


def test_a_liaison_s_home_holds_the_unit_s_own_work(client):
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("县水利局",)), issued=True)
    page = home(signed_in(client, a_person("liaison", "县水利局")), campaign)
    assert sum(int(b.text) for b in page.css(".counts b")) == 1
    assert not page.css("#doubts")
    assert not page.css(".next")


def test_the_legend_says_the_campaign_s_own_thresholds(office):
    campaign = a_campaign(issued=True)
    set_lights(campaign, LightRules(3, 5, 15, 1), by=a_standing())
    legend = home(office, campaign).one(".legend").words
    assert "退回1次以上，或落后序时15点以上" in legend
    assert "期限在3个自然日以内，或落后5至15点" in legend


def test_an_almost_empty_campaign_still_says_what_things_are(office):
    page = home(office, a_campaign(Wanted("甲", units=(), due=None), stages=False, today=date(2036, 6, 17)))
    empty = [each.one("h2").words for each in page.css(".empty")]
    assert empty == ["没有人欠着什么", "没有可计量的目标", "一周内没有变化"]


def test_home_costs_few_queries(office, django_assert_max_num_queries):
    campaign = a_busy_campaign()
    home(office, campaign)
    with django_assert_max_num_queries(12):
        home(office, campaign)


def test_nobody_comes_in_without_signing_in(client):
    campaign = a_campaign(issued=True)
    for name in ("home", "tasks", "targets", "units", "history", "settings", "issue"):
        answer = client.get(reverse(name, args=[campaign.pk]))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/signin/")
