"""Issuing over HTTP: the preview changes nothing, the act does what it said, names are settled on the way."""

import pytest
from django.urls import reverse

from build import Wanted, a_campaign, a_person, a_set, a_task, a_unit, signed_in
from look import look
from luoshi.campaigns.models import Assignment, Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return signed_in(client, a_person("office"))


def facts(page):
    return [fact.one("dd b").words for fact in page.css(".facts > div")]


def test_the_preview_says_who_gets_what_and_changes_nothing(office):
    a_set("各乡镇", ["甲镇", "乙镇"])
    tasks = (Wanted("甲", support=("县水利局",)), Wanted("乙", units=("各乡镇",)), Wanted("丙", units=("某单位",)))
    campaign = a_campaign(*tasks, unknown=("某单位",))
    page = look(office.get(reverse("issue", args=[campaign.pk])))
    assert facts(page) == ["2", "1", "0"]
    rows = [[cell.words for cell in row.css("td")] for row in page.css("#going tbody tr")]
    assert rows == [["1", "甲", "县住建局", "1件", "1家"], ["2", "乙", "甲镇等2家", "2件", ""]]
    assert [cell.words for cell in page.css("#staying tbody td")] == ["3", "丙", "某单位"]
    assert not Assignment.objects.exists()


def test_confirming_issues_and_says_how_many(office):
    campaign = a_campaign(Wanted("甲"), Wanted("乙"))
    answer = office.post(reverse("issue", args=[campaign.pk]), {"go": "1"}, follow=True)
    assert "已下发2项，分办2件。" in answer.content.decode()
    assert answer.request["QUERY_STRING"] == "state=issued"
    assert Assignment.objects.count() == 2
    again = look(office.get(reverse("issue", args=[campaign.pk])))
    assert facts(again) == ["0", "0", "2"]
    assert again.one(".empty h2").words == "没有可以下发的任务"


def test_only_chosen_tasks_are_previewed_and_go_out(office):
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), Wanted("丙"))
    url = reverse("issue", args=[campaign.pk])
    page = look(office.post(url, {"ids": [-a_task(campaign, 1).pk, -a_task(campaign, 3).pk]}))
    assert facts(page) == ["2", "0", "0"]
    sent = {field.get("name"): field.get("value") for field in page.css("#going form input")}
    office.post(url, sent)
    assert sorted(Assignment.objects.values_list("task__number", flat=True)) == [1, 3]


def test_a_name_is_settled_with_the_likeliest_unit_offered(office):
    a_unit("县住房和城乡建设局")
    a_unit("县水利局")
    campaign = a_campaign(Wanted("甲", units=("县住房城乡建设局",)), unknown=("县住房城乡建设局",))
    page = look(office.get(reverse("issue", args=[campaign.pk])))
    assert page.one("input[name=party]").get("value") == "县住房和城乡建设局"
    assert "县水利局" in [option.text for option in page.css("#parties option")]
    sent = {"name": "县住房城乡建设局", "party": "县水利局"}
    answer = office.post(reverse("settle", args=[campaign.pk]), sent, follow=True)
    assert "“县住房城乡建设局”已认定，涉及1处。" in answer.content.decode()
    assert Duty.objects.get().unit == a_unit("县水利局")


def test_a_task_with_an_open_name_waits_and_names_it_unless_the_office_sends_it_first(office):
    campaign = a_campaign(Wanted("甲", units=("县住建局", "各乡镇")), Wanted("乙"), unknown=("各乡镇",))
    url = reverse("issue", args=[campaign.pk])
    page = look(office.get(url))
    assert facts(page) == ["1", "1", "0", "0"]
    assert [cell.words for cell in page.css("#held tbody td")] == ["1", "甲", "各乡镇 去认定"]
    assert "下发1项" in look(office.get(reverse("tasks", args=[campaign.pk]))).one("a.btn.go").words
    page = look(office.post(url, {"partial": "1"}))
    assert len(page.css("#going tbody tr")) == 2
    office.post(url, {field.get("name"): field.get("value") for field in page.css("#going form input")})
    assert Assignment.objects.count() == 2


def test_units_of_a_name_settled_after_issuing_are_offered_and_sent_once(office):
    campaign = a_campaign(Wanted("甲", units=("县住建局", "各乡镇")), unknown=("各乡镇",))
    url = reverse("issue", args=[campaign.pk])
    office.post(url, {"go": "1", "partial": "1"})
    a_set("各乡镇", ["甲镇", "乙镇"])
    assert look(office.get(url)).one("#unsettled input[name=party]").get("value") == "各乡镇"
    settled = office.post(reverse("settle", args=[campaign.pk]), {"name": "各乡镇", "party": "各乡镇"}, follow=True)
    assert [cell.words for cell in look(settled).css("#lacking tbody td")] == ["1", "甲", "—", "甲镇、乙镇"]
    done = office.post(reverse("issue_missing", args=[campaign.pk]), follow=True)
    assert "已补发1项，共2家。" in done.content.decode()
    assert not look(done).css("#lacking")
    assert Assignment.objects.get().joints.count() == 2


@pytest.mark.parametrize(("party", "message"), [("天文台", "机构里没有“天文台”"), (" ", "先填单位")])
def test_what_is_no_unit_comes_back_at_its_field(office, party, message):
    campaign = a_campaign(Wanted("甲", units=("某单位",)), Wanted("乙", units=()), unknown=("某单位",))
    answer = office.post(reverse("settle", args=[campaign.pk]), {"name": "某单位", "party": party})
    assert answer.status_code == 422
    field = look(answer).one("#unsettled input[name=party]")
    assert field.get("value") == party.strip()
    assert message in look(answer).one(f"#{field.get('aria-describedby')}").words
    answer = office.post(reverse("task_give", args=[campaign.pk, a_task(campaign, 2).pk]), {"party": party})
    assert answer.status_code == 422
    assert message in look(answer).one("#staying .err").words


def test_a_task_that_names_nobody_is_given_its_lead(office):
    campaign = a_campaign(Wanted("甲", units=()))
    a_unit("县水利局")
    url = reverse("task_give", args=[campaign.pk, a_task(campaign).pk])
    answer = office.post(url, {"party": "县水利局"}, follow=True)
    assert "任务1由县水利局牵头。" in answer.content.decode()
    assert facts(look(answer)) == ["1", "0", "0"]
    assert office.post(url, {"party": "县水利局"}).status_code == 403


@pytest.mark.parametrize("role", ["liaison", "supervisor", "leader", "reader"])
def test_others_are_refused_with_the_reason(client, role):
    campaign = a_campaign(issued=True)
    signed_in(client, a_person(role, "县住建局"))
    pages = (("issue", []), ("issue_missing", []), ("settle", []), ("settings", []))
    for name, args in (*pages, ("task_give", [1]), ("task_leads", [1])):
        answer = client.post(reverse(name, args=[campaign.pk, *args]), {"go": "1"})
        assert answer.status_code == 403
        assert "领导小组办公室" in answer.content.decode()


def test_a_task_of_another_campaign_is_not_found(office):
    campaign, other = a_campaign(), a_campaign(title="另一个")
    for name in ("task_give", "task_leads"):
        assert office.post(reverse(name, args=[campaign.pk, a_task(other).pk]), {"party": "x"}).status_code == 404


def test_a_preview_of_many_tasks_costs_few_queries(office, django_assert_max_num_queries):
    campaign = a_campaign(*(Wanted(f"第{n}项", units=("县住建局", "县水利局")) for n in range(40)))
    url = reverse("issue", args=[campaign.pk])
    office.get(url)
    with django_assert_max_num_queries(20):
        office.get(url)
