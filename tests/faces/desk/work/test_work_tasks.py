"""The task list over HTTP: each count is its list, filters stay in the address, screens go forth and back, acts by the
dozen ask before they do."""

import re
from datetime import date

import pytest
from django.urls import reverse

from build import Wanted, a_campaign, a_person, a_set, a_standing, a_task, an_assignment, signed_in
from look import look
from luoshi.campaigns import feedback, verify
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Assignment
from luoshi.orgs.access import INSTALLER
from luoshi.platform.jobs.models import Job

pytestmark = pytest.mark.django_db
MANY = tuple(Wanted(f"第{n}项", due=date(2026, 6, 1 + n % 28), stage=n % 3, leaders=("王明",)) for n in range(1, 61))


@pytest.fixture
def office(client):
    return signed_in(client, a_person("office"))


def tasks(client, campaign, query=""):
    answer = client.get(reverse("tasks", args=[campaign.pk]) + query)
    assert answer.status_code == 200
    return look(answer)


def titles(page):
    return [link.text for link in page.css("tbody a.title")]


def test_every_view_has_as_many_rows_as_it_says(office):
    campaign = a_campaign(*MANY, Wanted("无期限", due=None), today=date(2026, 6, 17))
    issue(campaign, [a_task(campaign, n).pk for n in range(1, 50)], by=INSTALLER)
    row = an_assignment(campaign, 3)
    by = a_standing("liaison", "县住建局")
    feedback.sign(row, by=by)
    feedback.submit(row, feedback.Submission("清单一份"), by=by)
    page = tasks(office, campaign)
    views = page.css(".views a")
    assert [view.text for view in views] == ["全部", "红灯", "黄灯", "待签收", "待验收", "未下发", "办结"]
    for view in views:
        listed = tasks(office, campaign, f"{view.get('href')}&size=100".replace("?&", "?"))
        assert len(listed.css("tbody tr:not(.band)")) == int(view.findtext("span"))
        assert listed.css(".views a[aria-current]")[0].text == view.text


def test_navigation_counts_are_lists_too(office):
    campaign = a_campaign(*MANY, issued=True)
    links = [link for link in tasks(office, campaign).css("nav.index a") if link.find("span") is not None]
    assert len(links) == 4
    for link in links:
        answer = office.get(f"{link.get('href')}{'&' if '?' in link.get('href') else '?'}size=100")
        rows = look(answer).css("tbody tr:not(.band)")
        assert len(rows) == int(link.findtext("span"))


def test_filters_narrow_together_and_stay_in_the_address(office):
    campaign = a_campaign(
        Wanted("甲", leaders=("王明",), due=date(2026, 6, 20)),
        Wanted("乙", leaders=("王明",), due=date(2026, 7, 20), stage=2),
        Wanted("丙", leaders=("李清",), due=date(2026, 6, 20)),
        issued=True,
    )
    page = tasks(office, campaign, "?leader=王明&due=2026-06-11..2026-06-20")
    assert titles(page) == ["甲"]
    chosen = {s.get("name"): o.get("value") for s in page.css(".filters select") for o in s.css("option[selected]")}
    assert chosen["leader"] == "王明"
    assert chosen["due"] == "2026-06-11..2026-06-20"
    assert page.css(".filters .set-on select")[0].get("name") == "leader"
    assert titles(tasks(office, campaign, "?leader=李清&light=done")) == []
    assert "没有符合条件的任务" in tasks(office, campaign, "?leader=李清&light=done").text_content()


@pytest.mark.parametrize(
    "query", ["?stage=x&unit=99999999999999999999", "?due=abc..def&size=7&sort=x&group=y", "?at=x"]
)
def test_an_address_that_makes_no_sense_shows_the_whole_list(office, query):
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), issued=True)
    assert titles(tasks(office, campaign, query)) == ["甲", "乙"]


def test_a_key_that_no_screen_gave_leads_to_the_first_screen(office):
    campaign = a_campaign(issued=True)
    url = reverse("tasks", args=[campaign.pk])
    answer = office.get(f"{url}?after=zzz&light=bad")
    assert (answer.status_code, answer["Location"]) == (302, f"{url}?light=bad")


@pytest.mark.parametrize("query", ["", "?sort=due", "?group=none"])
def test_screens_go_forth_and_back_and_say_where_they_stand(office, query):
    campaign = a_campaign(*MANY, issued=True)
    forth, page = [], tasks(office, campaign, query)
    seen = [page.css(".pager span")[0].text]
    forth += titles(page)
    while following := page.css(".pager a[rel=next]"):
        page = tasks(office, campaign, following[0].get("href"))
        seen.append(page.css(".pager span")[0].text)
        forth += titles(page)
    assert seen == ["第1至25项，共60项", "第26至50项，共60项", "第51至60项，共60项"]
    assert len(set(forth)) == 60
    back = tasks(office, campaign, page.css(".pager a[rel=prev]")[0].get("href"))
    assert titles(back) == forth[25:50]
    assert back.css(".pager span")[0].text == "第26至50项，共60项"


def test_a_screen_can_hold_a_hundred_rows(office):
    campaign = a_campaign(*MANY, issued=True)
    link = tasks(office, campaign, "?light=bad,warn,ok,idle").one("p.hint a")
    assert link.text == "每屏100项"
    page = tasks(office, campaign, link.get("href"))
    assert len(page.css("tbody tr:not(.band)")) == 60
    assert page.one("p.hint a").get("href") == "?light=bad%2Cwarn%2Cok%2Cidle"


def test_rows_stand_under_their_stages_with_the_stages_count(office):
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), Wanted("丙", stage=2), Wanted("丁", stage=None), issued=True)
    bands = [band.text_content() for band in tasks(office, campaign).css("tr.band")]
    assert bands == ["调研查摆阶段5月11日至6月30日2项", "整改提升阶段7月1日至9月20日1项", "不在阶段里的任务"]
    assert tasks(office, campaign, "?group=none").css("tr.band") == []
    assert tasks(office, campaign, "?sort=due").css("tr.band") == []


def test_a_row_tells_light_source_parties_limit_progress_state_and_what_was_said(office):
    campaign = a_campaign(
        Wanted("排查短板", units=("县住建局", "县城管局", "县水利局"), leaders=("王明",), due=date(2026, 6, 12)),
        issued=True,
    )
    by, row = a_standing("liaison", "县住建局"), an_assignment(campaign)
    feedback.sign(row, by=by)
    feedback.report(row, feedback.Report(40, "核对<七>处"), by=by)
    line = tasks(office, campaign).css("tbody tr:not(.band)")[0]
    cells = [" ".join(cell.text_content().split()) for cell in line]
    assert cells[1] == "逾期"
    assert cells[2] == "排查短板 （三）1"
    assert cells[3:6] == ["王明", "县住建局配合 县城管局等2家", "6月12日 周五 逾期3个工作日"]
    assert cells[6].startswith("40%")
    assert cells[7] == "办理中"
    assert "核对<七>处" in cells[8]
    assert re.search(r"/plan/\?at=\d+-\d+#s\d+$", line.css("a.src")[0].get("href"))


def test_a_liaison_sees_the_unit_s_own_tasks_and_no_acts_of_the_office(client):
    campaign = a_campaign(
        Wanted("甲"), Wanted("乙", units=("县水利局",)), Wanted("丙", support=("县水利局",)), issued=True
    )
    page = tasks(signed_in(client, a_person("liaison", "县水利局")), campaign)
    assert titles(page) == ["乙", "丙"]
    assert [button.text.strip() for button in page.css(".bulk button[formaction]")] == ["导出所选"]
    assert len(page.css("select[name=leader] option")) == 1


def test_who_has_no_task_in_a_campaign_does_not_find_it(client):
    campaign = a_campaign(issued=True)
    signed_in(client, a_person("liaison", "县水利局"))
    for name in ("home", "tasks", "targets", "units", "history"):
        assert client.get(reverse(name, args=[campaign.pk])).status_code == 404


def test_reminders_name_what_each_unit_owes(office):
    campaign = a_campaign(
        Wanted("甲", due=date(2026, 6, 12)), Wanted("乙", units=("县水利局",), due=date(2026, 6, 20)), issued=True
    )
    rows = list(Assignment.objects.order_by("pk"))
    answer = office.post(reverse("urging", args=[campaign.pk]), {"ids": [row.pk for row in rows]})
    text = look(answer).css("textarea")[0].text.strip()
    assert text.splitlines()[:5] == [
        "【大讨论活动实施方案】请以下单位抓紧办理：",
        "县住建局：",
        "1. 任务1“甲”，6月12日到期（已逾期3个工作日），还没有签收。",
        "县水利局：",
        "1. 任务2“乙”，6月20日到期（余1个工作日），还没有签收。",
    ]
    plain = office.post(reverse("urging", args=[campaign.pk]), {"ids": [rows[0].pk]}, headers={"Accept": "text/plain"})
    assert plain["Content-Type"].startswith("text/plain")
    assert "县水利局" not in plain.content.decode()


@pytest.mark.parametrize("name", ["urging", "export"])
def test_acts_on_nothing_say_so(office, name):
    campaign = a_campaign(issued=True)
    answer = office.post(reverse(name, args=[campaign.pk]), follow=True)
    assert "先在清单里选中任务" in answer.content.decode()
    assert not Job.objects.exists()


def test_chosen_rows_and_whole_lists_are_exported_apart(office):
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), Wanted("丙"))
    url, key = reverse("export", args=[campaign.pk]), str(-a_task(campaign, 2).pk)
    answer = office.post(url, {"ids": [key]})
    assert answer["Location"] == reverse("job", args=[Job.objects.latest("pk").pk])
    office.post(url, {"all": "1", "state": "unissued"})
    payloads = [job.payload["filters"] for job in Job.objects.order_by("pk")]
    assert payloads == [{"picked": key}, {"state": "unissued"}]


def test_all_rows_under_the_filters_can_be_chosen_at_once(office):
    campaign = a_campaign(*MANY)
    page = tasks(office, campaign, "?leader=王明")
    link = page.xpath("//a[contains(text(), '选中全部60项')]")[0]
    whole = tasks(office, campaign, link.get("href"))
    assert whole.css("form[method=post] input[name=leader]")[-1].get("value") == "王明"
    assert "已选全部 60 项" in " ".join(whole.css(".bulk")[0].text_content().split())
    sent = {i.get("name"): i.get("value") for i in whole.css("form[data-urged] input[type=hidden]")}
    sent.pop("csrfmiddlewaretoken", None)
    preview = office.post(reverse("issue", args=[campaign.pk]), sent)
    assert "下发这60项" in preview.content.decode()


def test_the_list_costs_the_same_queries_however_long_it_is(office, django_assert_max_num_queries):
    short, long = a_campaign(Wanted("甲"), issued=True), a_campaign(*MANY, title="长", issued=True)
    for campaign in (short, long):
        url = reverse("tasks", args=[campaign.pk]) + "?size=100"
        office.get(url)
        with django_assert_max_num_queries(10):
            office.get(url)


def test_an_empty_campaign_says_what_to_do(client):
    campaign = a_campaign(issued=True)
    Assignment.objects.all().delete()
    a_task(campaign).delete()
    page = tasks(signed_in(client, a_person("office")), campaign)
    assert page.css(".empty a")[0].get("href") == reverse("plan_text", args=[campaign.pk])


def test_the_page_speaks_english(office):
    campaign = a_campaign(Wanted("甲", due=date(2026, 6, 12)), issued=True)
    office.cookies["django_language"] = "en"
    page = tasks(office, campaign)
    assert page.css("h1")[0].text == "Task list"
    assert page.css("tbody .due .n")[0].text_content() == "3 working days late"


def test_a_task_that_is_not_out_is_never_said_to_be_overdue(client):
    campaign = a_campaign(Wanted("甲", due=date(2026, 5, 20)))
    signed_in(client, a_person("office"))
    (due,) = tasks(client, campaign).css("tbody td time.due")
    assert due.words == "5月20日 周三"


def found(client, campaign, words):
    """(number, unit) of the rows under these words."""
    shown = look(client.get(reverse("tasks", args=[campaign.pk]), {"words": words, "group": "none"}))
    return [(row.one(".no").words, row.one(".unit").words) for row in shown.css("tbody tr")]


def test_the_list_is_searched_by_title_leader_and_leading_or_supporting_unit(client):
    a_set("各乡镇", ["甲镇", "乙镇"])
    campaign = a_campaign(
        Wanted("排查短板", units=("县住建局",), support=("县水利局",), leaders=("王明",)),
        Wanted("绘图", units=("县城管局",), support=("各乡镇",)),
        Wanted("修路", units=("县住建局",)),
        issued=True,
    )
    office = signed_in(client, a_person("office"))

    def numbers(words):
        return [number for number, _unit in found(office, campaign, words)]

    assert numbers("水利局") == ["1"]
    assert numbers("甲镇") == ["2"]
    assert numbers("住建局") == ["1", "3"]
    assert numbers("王明") == ["1"]
    assert numbers("绘图") == ["2"]
    assert numbers("住建局 修路") == ["3"]
    assert numbers("信访") == []


def test_the_box_says_by_what_it_finds_with_an_example(client):
    campaign = a_campaign(Wanted("排查短板"), issued=True)
    office = signed_in(client, a_person("office"))
    shown = look(office.get(reverse("tasks", args=[campaign.pk]), {"words": "水利局"}))
    box = shown.one("#seek-words")
    assert (box.get("value"), box.get("placeholder")) == ("水利局", "如：县水利局")
    hint = shown.one(f"#{box.get('aria-describedby')}").words
    assert "配合（协同）单位" in hint and "如“县水利局”" in hint


def test_a_task_of_a_set_says_how_many_of_its_units_have_finished(client, django_assert_max_num_queries):
    a_set("各乡镇", ["甲镇", "乙镇", "丙镇"])
    campaign = a_campaign(Wanted("排查", units=("各乡镇",)), Wanted("绘图"), issued=True)
    rows = {row.unit.name: row for row in Assignment.objects.select_related("unit", "task", "campaign")}
    for name in ("甲镇", "乙镇"):
        by = a_standing("liaison", name)
        feedback.sign(rows[name], by=by)
        feedback.submit(rows[name], feedback.Submission("清单一份"), by=by)
    verify.accept(rows["甲镇"], verify.Verification(), by=a_standing())
    office = signed_in(client, a_person("office"))
    with django_assert_max_num_queries(12):
        shown = look(office.get(reverse("tasks", args=[campaign.pk])))
    states = [row.css("td.nb")[0].words for row in shown.css("tbody tr[role=row]")]
    assert all("各家已办结1/3，待验收1" in state for state in states[:3])
    assert "各家" not in states[3]
    own = look(signed_in(client, a_person("liaison", "丙镇")).get(reverse("tasks", args=[campaign.pk])))
    assert "各家" not in own.one("main").words
