"""Targets, units, history and settings over HTTP."""

from datetime import date

import pytest
from django.urls import reverse

from build import Quota, Wanted, a_campaign, a_person, a_standing, a_task, a_unit, an_assignment, signed_in
from look import look
from luoshi.campaigns import feedback
from luoshi.campaigns.feedback import Quantity, Report
from luoshi.campaigns.models import Campaign, Count, Target
from luoshi.campaigns.rhythm.keep import Rounds, set_rhythm
from luoshi.faces.desk.work.telling import WORDS
from luoshi.journal.models import Entry

pytestmark = pytest.mark.django_db
PER_HEAD = Quota("每人不少于5户", 5, "户", per="每人")


@pytest.fixture
def office(client):
    return signed_in(client, a_person("office"))


@pytest.fixture
def campaign():
    """One task with a target of each head, counted twice."""
    campaign = a_campaign(Wanted("走访", targets=(PER_HEAD,), support=("县水利局",)), Wanted("另一项"), issued=True)
    by, row, target = a_standing("liaison", "县住建局", "韩牧之"), an_assignment(campaign), Target.objects.get()
    feedback.sign(row, by=by)
    for amount in (2, 4.5):
        feedback.report(row, Report(40, "走访", quantities=(Quantity(target.pk, amount),)), by=by)
    Count.objects.filter(amount=2).update(day=date(2026, 5, 20))
    return campaign


def get(client, name, campaign, *args, query=""):
    answer = client.get(reverse(name, args=[campaign.pk, *args]) + query)
    assert answer.status_code == 200
    return look(answer)


def test_a_unit_s_targets_show_its_own_counts_and_no_other_s(client, campaign):
    target = Target.objects.get()
    Count.objects.create(
        campaign=campaign, kind=target.counted, unit=a_unit("县水利局"), day=campaign.today, amount=40, source="test"
    )
    signed_in(client, a_person("liaison", "县住建局"))
    page = get(client, "targets", campaign, query=f"?target={target.pk}")
    assert page.one(".targets li .v").words == "6.5 / ≥5户"
    assert {line.css("td")[2].words for line in page.css("#behind tbody tr")} == {"县住建局"}
    assert "只计您单位" in page.words


def test_targets_lead_to_the_counts_behind_them(office, campaign):
    page = get(office, "targets", campaign)
    row = page.one(".targets li")
    assert row.one(".v").words == "6.5 / ≥5户"
    link = row.css(".under a")[-1]
    assert link.text == "2笔计数，最近6月17日"
    counted = get(office, "targets", campaign, query=link.get("href").partition("#")[0])
    rows = [[cell.words for cell in line.css("td")] for line in counted.css("#behind tbody tr")]
    assert rows == [
        ["6月17日 周三", "4.5", "县住建局", "韩牧之", "反馈"], ["5月20日 周三", "2", "县住建局", "韩牧之", "反馈"]
    ]  # fmt: skip
    assert counted.one("#behind header p").words == "合计6.5户"
    assert (
        counted.one("#behind tbody a")
        .get("href")
        .endswith(f"/tasks/{a_task(campaign).pk}/?a={an_assignment(campaign).pk}")
    )


def test_targets_can_be_seen_as_they_stood_on_a_day(office, campaign):
    page = get(office, "targets", campaign, query=f"?on=2026-05-31&target={Target.objects.get().pk}")
    assert page.one(".targets .v").words == "2 / ≥5户"
    assert len(page.css("#behind tbody tr")) == 1
    assert get(office, "targets", campaign, query="?on=nonsense").one("input[name=on]").get("value") == "2026-06-17"


def test_a_basis_is_changed_in_place(office, campaign):
    target = Target.objects.get()
    url = reverse("basis", args=[campaign.pk, target.pk])
    answer = office.post(url, {"basis": "33"}, follow=True)
    assert "已改为按33计。" in answer.content.decode()
    assert look(answer).one(".targets .v").words == "6.5 / ≥165户"
    for wrong in ("0", "-2", "三", "1" * 20, ""):
        answer = office.post(url, {"basis": wrong})
        assert answer.status_code == 422
        assert look(answer).one("input[name=basis]").get("value") == wrong
        assert "填1以上的整数" in look(answer).one(".err").words
    assert Target.objects.get().basis == 33


def test_only_planners_change_a_basis(client, campaign):
    signed_in(client, a_person("supervisor", "督导组"))
    page = get(client, "targets", campaign)
    assert not page.css("form.basis")
    assert "按“每人”计，一共1" in page.one(".targets").words
    url = reverse("basis", args=[campaign.pk, Target.objects.get().pk])
    assert client.post(url, {"basis": "3"}).status_code == 403


def test_a_target_of_another_campaign_is_not_found(office, campaign):
    other = a_campaign(title="另一个", issued=True)
    url = reverse("basis", args=[other.pk, Target.objects.get().pk])
    assert office.post(url, {"basis": "3"}).status_code == 404


def test_many_counts_are_shown_page_by_page(office, campaign):
    target, unit = Target.objects.get(), a_unit("县住建局")
    Count.objects.bulk_create(
        Count(campaign=campaign, kind=target.counted, unit=unit, day=date(2026, 6, 1), amount=1, source="x")
        for _n in range(150)
    )
    first = get(office, "targets", campaign, query=f"?target={target.pk}")
    assert len(first.css("#behind tbody tr")) == 100
    second = get(office, "targets", campaign, query=first.css("#behind a.btn")[0].get("href").partition("#")[0])
    assert len(second.css("#behind tbody tr")) == 52
    assert not second.css("#behind a.btn")


def test_each_number_of_a_unit_is_the_list_behind_it(office, campaign):
    rows = get(office, "units", campaign).css("tbody tr")
    assert [row.one("th").words for row in rows] == ["县住建局", "县水利局"]
    for link in (link for row in rows for link in row.css("td a")):
        listed = look(office.get(link.get("href"))).css("tbody tr:not(.band)")
        assert len(listed) == int(link.text)


def test_a_unit_s_page_holds_its_items_people_and_contributions(office, campaign):
    unit = a_unit("县住建局")
    page = get(office, "unit", campaign, unit.pk)
    assert len(page.css("#leads tbody tr")) == 2
    assert "没有配合的任务" in page.one("#joins").words
    assert page.one("#people").words == "经手人 韩牧之 联络员"
    assert page.one("#given li").words == "走访每人不少于5户 6.5户"
    assert sum(int(b.text) for b in page.css(".counts b")) == 2
    joint = get(office, "unit", campaign, a_unit("县水利局").pk)
    assert len(joint.css("#joins tbody tr")) == 1
    a_unit("县信访局")
    assert office.get(reverse("unit", args=[campaign.pk, a_unit("县信访局").pk])).status_code == 404


def test_history_tells_every_act_in_words_and_goes_on(office, campaign):
    by, row = a_standing("liaison", "县住建局"), an_assignment(campaign)
    for n in range(60):
        feedback.report(row, Report(40, f"第{n}次"), by=by)
    first = get(office, "history", campaign)
    assert len(first.css(".log li")) == 50
    assert first.one(".log a").get("href").endswith(f"/tasks/{a_task(campaign).pk}/?a={row.pk}")
    older = get(office, "history", campaign, query=first.one(".pager a[rel=next]").get("href"))
    told = [line.one("p").words for line in older.css(".log li")]
    assert told[-3:] == [
        "安装 下发任务2项，分办2件",
        "安装 启动活动",
        "安装 采纳方案：3个阶段、2项任务、1个目标",
    ]
    assert not older.css(".pager a[rel=next]")
    assert len(told) + 50 == Entry.objects.filter(chain__name=campaign.chain).count()


def test_words_in_history_are_shown_as_they_were_written(office, campaign):
    feedback.report(an_assignment(campaign), Report(40, "核<b>对</b>100%"), by=a_standing("liaison", "县住建局"))
    line = get(office, "history", campaign).css(".log li")[0]
    assert "核<b>对</b>100%" in line.words
    assert not line.css("b")


def test_every_act_on_a_campaign_has_words(campaign):
    recorded = set(Entry.objects.filter(chain__name=campaign.chain).values_list("act", flat=True))
    assert recorded <= set(WORDS)


def test_a_liaison_s_history_is_about_the_unit_s_own_work(client, campaign):
    signed_in(client, a_person("liaison", "县水利局"))
    told = get(client, "history", campaign).one("main").words
    assert "韩牧之 签收" in told
    assert "采纳方案" not in told


def test_light_rules_are_changed_and_told(office, campaign):
    url = reverse("settings", args=[campaign.pk])
    sent = {"soon_days": 3, "behind_yellow": 5, "behind_red": 15, "returns_red": 1}
    answer = office.post(url, sent, follow=True)
    assert "亮灯规则已改" in answer.content.decode()
    assert "期限在3个自然日以内，或落后5至15点" in look(answer).one(".legend").words
    assert Campaign.objects.get().behind_red == 15


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"behind_yellow": 40}, "behind_red"),
        ({"soon_days": 91}, "soon_days"),
        ({"returns_red": 0}, "returns_red"),
        ({"returns_red": "多"}, "returns_red"),
    ],
)
def test_rules_out_of_bounds_come_back_at_their_field(office, campaign, sent, field):
    whole = {"soon_days": 7, "behind_yellow": 10, "behind_red": 30, "returns_red": 2} | sent
    answer = office.post(reverse("settings", args=[campaign.pk]), whole)
    assert answer.status_code == 422
    assert look(answer).one(".errs a").get("href") == f"#id_{field}"
    assert Campaign.objects.get().behind_red == 30


def test_undoing_adoption_is_offered_until_tasks_are_out(office, campaign):
    assert "任务已经下发，不能撤销采纳" in get(office, "settings", campaign).one("#undo").words
    fresh = a_campaign(title="另一个")
    page = get(office, "settings", fresh)
    assert page.one("#undo form").get("action") == reverse("undo_adopt", args=[fresh.pk])
    assert page.one("#revise a").get("href") == f"{reverse('proposals')}?revises={fresh.pk}"
    assert not page.css("#sample")


def test_a_sample_is_removed_whole_and_nothing_else(office, campaign):
    sample = a_campaign(title="样例活动", is_sample=True)
    office.post(get(office, "settings", sample).one("#sample form").get("action"))
    assert list(Campaign.objects.values_list("pk", flat=True)) == [campaign.pk]
    assert office.post(reverse("remove_sample", args=[campaign.pk])).status_code == 403
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("name", ["targets", "units", "unit", "history", "settings"])
def test_each_page_costs_few_queries(office, campaign, django_assert_max_num_queries, name):
    url = reverse(name, args=[campaign.pk, *([a_unit("县住建局").pk] if name == "unit" else [])])
    office.get(url)
    with django_assert_max_num_queries(12):
        office.get(url)


def test_a_unit_s_page_says_how_many_reports_the_period_asks_and_has(client):
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), Wanted("丙", units=("县水利局",)), issued=True)
    unit = an_assignment(campaign).unit_id
    by, office = a_standing("liaison", "县住建局"), signed_in(client, a_person("office"))
    for number in (1, 2):
        feedback.sign(an_assignment(campaign, number), by=by)
    assert not get(office, "unit", campaign, unit).css("#reports")
    set_rhythm(campaign, Rounds("weekly", 5, "方案第五条"), by=a_standing())
    assert "应报 2 项，已报 0 项" in get(office, "unit", campaign, unit).one("#reports").words
    feedback.report(an_assignment(campaign), Report(10, "在办"), by=by)
    assert "应报 2 项，已报 1 项" in get(office, "unit", campaign, unit).one("#reports").words
    assert not get(office, "unit", campaign, an_assignment(campaign, 3).unit_id).css("#reports")
