"""After adoption: the plan's text with its marks, what it leaves open, and a revision decided change by change."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse

from build import Wanted, a_campaign, a_person, a_plan, a_proposal, a_task, a_unit, signed_in
from look import look
from luoshi.campaigns import queries
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Duty, PlanChange, Proposal, Task
from luoshi.campaigns.revise.propose import propose_changes
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import DayRule, UnitSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return signed_in(client, a_person("office"))


def text_of(client, campaign, query=""):
    answer = client.get(reverse("plan_text", args=[campaign.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_text_numbers_each_task_and_leads_to_it(office):
    campaign = a_campaign(Wanted("甲任务"), Wanted("乙任务"))
    html = text_of(office, campaign)
    for number in (1, 2):
        task = a_task(campaign, number)
        url = reverse("task", args=[campaign.pk, task.pk])
        assert f'id="s{task.span_start}"' in html
        assert re.search(rf'<a class="n" href="{url}" aria-label="任务{number}">{number}</a>', html)


def test_every_word_of_the_plan_is_there(office):
    campaign = a_campaign(Wanted("甲任务"))
    html = re.sub(r'<(a|span) class="n[^>]*>\d+</\1>', "", text_of(office, campaign))
    words = re.sub(r"<[^>]+>", "", re.search(r'<article class="doc".*?</article>', html, re.DOTALL)[0])
    assert re.sub(r"\s", "", words) == re.sub(r"\s", "", campaign.proposal.text)


def test_a_place_that_the_address_points_at_is_marked(office):
    campaign = a_campaign(Wanted("甲任务"))
    start = campaign.proposal.text.index("甲任务")
    html = text_of(office, campaign, f"?at={start}-{start + 3}")
    assert re.search(rf'<mark class="at" id="s{start}">.*?甲任务', html)


@pytest.mark.parametrize("at", ["", "x-y", "9-3", "99999-100000", "-5", "²-5", f"{'9' * 5000}-{'9' * 5001}"])
def test_a_place_that_is_none_marks_nothing(office, at):
    assert 'class="at"' not in text_of(office, a_campaign(Wanted("甲任务")), f"?at={at}")


def test_an_address_that_names_no_revision_shows_the_plan(office):
    campaign = a_campaign(Wanted("甲任务"))
    for said in ("²", "x", "9" * 5000):
        assert "甲任务" in text_of(office, campaign, f"?revision={said}")


def test_a_unit_reads_the_text_and_follows_only_its_own_tasks(client):
    campaign = a_campaign(Wanted("甲任务", units=("县住建局",)), Wanted("乙任务", units=("县水利局",)), issued=True)
    signed_in(client, a_person("liaison", unit="县住建局"))
    html = text_of(client, campaign)
    assert reverse("task", args=[campaign.pk, a_task(campaign, 1).pk]) in html
    assert reverse("task", args=[campaign.pk, a_task(campaign, 2).pk]) not in html
    assert '<span class="n">2</span>' in html


def test_a_unit_outside_the_campaign_finds_neither_text_nor_findings(client):
    campaign = a_campaign(Wanted("甲任务"), issued=True)
    signed_in(client, a_person("liaison", unit="县水利局"))
    assert client.get(reverse("plan_text", args=[campaign.pk])).status_code == 404
    assert client.get(reverse("findings", args=[campaign.pk])).status_code == 404


def test_doubts_are_for_those_who_read_across_units(client):
    campaign = a_campaign(Wanted("甲任务"), issued=True)
    url = reverse("findings", args=[campaign.pk])
    signed_in(client, a_person("liaison", unit="县住建局"))
    refused = client.get(url)
    assert refused.status_code == 403 and "疑点由领导小组办公室" in refused.content.decode()
    assert url not in text_of(client, campaign)
    signed_in(client, a_person("leader"))
    assert client.get(url).status_code == 200 and url in text_of(client, campaign)


@pytest.mark.parametrize("state", ["open", "discarded"])
def test_a_revision_is_read_by_others_than_planners_once_a_change_of_it_is_applied(client, state):
    campaign, held = revised(Wanted("甲任务", units=("县城管局",)), Wanted("乙任务"), Wanted("丙任务"))
    issue(campaign, [task.pk for task in campaign.tasks.all()], by=INSTALLER)
    Proposal.objects.filter(pk=held.pk).update(state=state)
    url = reverse("plan_text", args=[campaign.pk]) + f"?revision={held.pk}"
    for role, unit, status in (("liaison", "县住建局", 404), ("supervisor", "督导组", 404), ("office", "督导组", 200)):
        assert signed_in(client, a_person(role, unit=unit)).get(url).status_code == status, role
    PlanChange.objects.filter(proposal=held).update(state="applied")
    assert signed_in(client, a_person("liaison", unit="县住建局")).get(url).status_code == 200


def test_a_long_text_costs_few_queries(office, django_assert_max_num_queries):
    campaign = a_campaign(*(Wanted(f"第{number}项") for number in range(60)))
    with django_assert_max_num_queries(14):
        text_of(office, campaign)


def test_findings_stand_by_weight_with_the_way_to_their_words(office):
    campaign = a_campaign(Wanted("甲任务"))
    answer = office.get(reverse("findings", args=[campaign.pk]))
    [(weight, [finding])] = answer.context["groups"]
    assert (weight, finding.text) == ("请核", "截止日在假期内。")
    length = len(campaign.title)
    assert finding.source.url == f"{reverse('plan_text', args=[campaign.pk])}?at=0-{length}#s0"


def test_limits_are_held_to_the_calendar_in_force_and_not_to_what_was_read(office):
    campaign = a_campaign(Wanted("甲任务", due=date(2026, 6, 30)), Wanted("乙任务", due=date(2026, 6, 27)))
    DayRule.objects.create(day=date(2026, 6, 30), is_workday=False)
    DayRule.objects.create(day=date(2026, 6, 27), is_workday=True)
    groups = office.get(reverse("findings", args=[campaign.pk])).context["groups"]
    told = [finding.text for _weight, findings in groups for finding in findings]
    assert told == ["截止日在假期内。", "期限“6月30日前”是星期二，当天不上班。宜改到相邻的工作日。"]


def test_names_that_are_no_unit_are_settled_on_the_page(office):
    tasks = [Wanted(title, units=("县政务局",)) for title in ("甲任务", "乙任务")]
    campaign = a_campaign(*tasks, unknown=("县政务局",))
    unit = a_unit("县政务服务局")
    html = office.get(reverse("findings", args=[campaign.pk])).content.decode()
    assert "“县政务局”是哪一家" in html and "少“服务”二字" in html
    office.post(reverse("campaign_name", args=[campaign.pk]), {"name": "县政务局", "choice": unit.pk})
    assert set(Duty.objects.filter(name="县政务局").values_list("unit", flat=True)) == {unit.pk}
    assert office.get(reverse("findings", args=[campaign.pk])).context["names"] == []


def test_a_set_is_settled_from_its_ticked_members(office):
    campaign = a_campaign(Wanted("甲任务", units=("各乡镇",)), unknown=("各乡镇",))
    towns = [a_unit("青石镇"), a_unit("北河乡")]
    page = office.get(reverse("campaign_members", args=[campaign.pk]), {"name": "各乡镇"})
    assert page.status_code == 200
    fields = {"name": "各乡镇", "choice": "set", "members": [town.pk for town in towns]}
    office.post(reverse("campaign_name", args=[campaign.pk]), fields)
    assert Duty.objects.get(name="各乡镇").unit_set == UnitSet.objects.get(name="各乡镇")


def test_an_answer_that_names_no_unit_is_told(office):
    campaign = a_campaign(Wanted("甲任务", units=("县政务局",)), unknown=("县政务局",))
    fields = {"name": "县政务局", "choice": "other", "other": "没有"}
    answer = office.post(reverse("campaign_name", args=[campaign.pk]), fields)
    assert answer.status_code == 422 and "从名录里选一个单位" in answer.content.decode()


def test_who_may_not_settle_reads_why(client):
    campaign = a_campaign(Wanted("甲任务", units=("县政务局",)), unknown=("县政务局",))
    signed_in(client, a_person("supervisor"))
    html = client.get(reverse("findings", args=[campaign.pk])).content.decode()
    assert "由领导小组办公室办理" in html and "县政务局" in html and "campaign_name" not in html
    fields = {"name": "县政务局", "choice": "new"}
    assert client.post(reverse("campaign_name", args=[campaign.pk]), fields).status_code == 403


def test_findings_are_named_in_the_reader_s_language(office):
    campaign = a_campaign(Wanted("甲任务"))
    said = "“甲任务”没有写时间。请补写完成时限或起止时间。"
    found = {"code": "P201", "severity": "warning", "message": said, "span": [0, 1]}
    plan = {**json.loads(campaign.proposal.plan), "findings": [found]}
    Proposal.objects.filter(campaign=campaign).update(plan=json.dumps(plan))
    office.cookies["django_language"] = "en"
    html = office.get(reverse("findings", args=[campaign.pk])).content.decode()
    assert "任务没有时间" not in html and "“甲任务” has no time." in html
    assert "“甲任务” has no time." in office.get(reverse("home", args=[campaign.pk])).content.decode()


def test_a_plan_without_findings_says_so(office):
    campaign = a_campaign(Wanted("甲任务"))
    plan = {**json.loads(campaign.proposal.plan), "findings": []}
    Proposal.objects.filter(campaign=campaign).update(plan=json.dumps(plan))
    html = office.get(reverse("findings", args=[campaign.pk])).content.decode()
    assert "没有疑点" in html


THREE = tuple(Wanted(title) for title in ("甲任务", "乙任务", "丙任务"))


def revised(*wanted, first=THREE):
    """A campaign of three tasks and a revised plan file with its changes."""
    campaign = a_campaign(*first)
    for name in {unit for task in wanted for unit in task.units}:
        a_unit(name)
    held = a_proposal(*a_plan(*wanted))
    held.revises = campaign
    held.save()
    propose_changes(held, campaign)
    return campaign, held


def test_changes_wait_one_by_one_with_old_and_new_words(office):
    campaign, held = revised(Wanted("甲任务", units=("县城管局",)), Wanted("乙任务"), Wanted("丙任务"))
    answer = office.get(reverse("revision", args=[held.pk]))
    html = answer.content.decode()
    assert answer.context["total"] == 1 and answer.context["decided"] == 0
    assert "县住建局" in answer.context["old"].said and "县城管局" in answer.context["new"].said
    assert "照新方案改" in html and "保留原样" in html
    assert Duty.objects.get(task=a_task(campaign, 1)).name == "县住建局"


def test_applying_changes_the_campaign_and_goes_on_to_the_next(office):
    campaign, held = revised(
        Wanted("甲任务", units=("县城管局",)), Wanted("乙任务", units=("县水利局",)), Wanted("丙任务")
    )
    first, second = PlanChange.objects.filter(proposal=held)
    answer = office.post(reverse("revision_decide", args=[held.pk, first.number, "apply"]))
    assert answer["Location"].endswith(f"?at={second.number}")
    assert Duty.objects.get(task=a_task(campaign, 1)).name == "县城管局"
    assert Duty.objects.get(task=a_task(campaign, 2)).name == "县住建局"


def test_after_a_change_its_sentence_text_and_history_speak_of_the_revision(office):
    campaign, held = revised(Wanted("甲任务", due=date(2026, 7, 15)), Wanted("乙任务"), Wanted("丙任务"))
    task, url = a_task(campaign, 1), reverse("plan_text", args=[campaign.pk])
    change = PlanChange.objects.get(proposal=held)
    assert "6月30日前" in queries.task(campaign, task.pk).source.words
    office.post(reverse("revision_decide", args=[held.pk, change.number, "apply"]))
    source = queries.task(campaign, task.pk).source
    assert "7月15日前" in source.words and source.revision_id == held.pk
    assert (
        f"{url}?revision={held.pk}&amp;at={source.start}"
        in office.get(reverse("task", args=[campaign.pk, task.pk])).content.decode()
    )
    text = text_of(office, campaign)
    assert "照这份修订改了1处" in text and "7月15日前" in text and f"{url}?revision=0" in text
    assert "甲任务" in text and "丙任务" in text
    assert "以修订后的为准" in text_of(office, campaign, "?revision=0")
    history = office.get(reverse("history", args=[campaign.pk])).content.decode()
    assert "照修订后的方案改：“甲任务”的时间由“6月30日前”改为“7月15日前”" in history


def test_after_a_change_every_task_that_agrees_leads_to_its_words_in_the_revision(office):
    wanted = (Wanted("甲任务", due=date(2026, 7, 15)), Wanted("乙任务", due=date(2026, 7, 20)), Wanted("丙任务"))
    campaign, held = revised(*wanted)
    tasks, text = reverse("tasks", args=[campaign.pk]), reverse("plan_text", args=[campaign.pk])

    def sources():
        """The addresses to which the list and the tasks' own pages lead."""
        shown = [look(office.get(tasks))] + [look(office.get(f"{tasks}{task.pk}/")) for task in campaign.tasks.all()]
        places = [
            place.get("href") for place in (*shown[0].css("a.src"), *(page.one(".quote a") for page in shown[1:]))
        ]
        assert places[:3] == places[3:]
        return places[:3]

    assert all("revision=" not in place for place in sources())
    first, second = PlanChange.objects.filter(proposal=held)
    office.post(reverse("revision_decide", args=[held.pk, first.number, "apply"]))
    office.post(reverse("revision_decide", args=[held.pk, second.number, "decline"]))
    spans = {task.title: task.span for task in queries.plan_of(held).tasks}
    there = [f"{text}?revision={held.pk}&at={span.start}-{span.end}#s{span.start}" for span in spans.values()]
    agreed, declined, untouched = sources()
    assert (agreed, untouched) == (there[0], there[2])
    assert "revision=" not in declined
    for place in (agreed, untouched):
        assert office.get(place.partition("#")[0]).status_code == 200


def test_the_home_counts_what_the_list_of_findings_shows(office):
    campaign = a_campaign(
        Wanted("甲任务", units=("县政务局",), due=date(2026, 6, 27)), Wanted("乙任务"), unknown=("县政务局",)
    )
    note = look(office.get(reverse("home", args=[campaign.pk]))).one("#doubts header p").words
    listed = look(office.get(reverse("findings", args=[campaign.pk])))
    assert note == listed.one(".head > p").words
    assert note == f"{len(listed.css('ul.findings > li'))}条，{len(listed.css('#names .match'))}个名称没认定"


def test_a_revision_that_the_campaign_follows_is_not_put_aside(office):
    _campaign, held = revised(Wanted("甲任务", units=("县城管局",)), Wanted("乙任务"), Wanted("丙任务"))
    aside = reverse("proposal_discard", args=[held.pk])
    assert aside in office.get(reverse("proposals")).content.decode()
    change = PlanChange.objects.get(proposal=held)
    office.post(reverse("revision_decide", args=[held.pk, change.number, "apply"]))
    html = office.get(reverse("proposals")).content.decode()
    assert "已照改1处" in html and aside not in html


def test_declining_leaves_the_campaign_as_it_is(office):
    campaign, held = revised(Wanted("甲任务", units=("县城管局",)), Wanted("乙任务"), Wanted("丙任务"))
    change = PlanChange.objects.get(proposal=held)
    office.post(reverse("revision_decide", args=[held.pk, change.number, "decline"]))
    change.refresh_from_db()
    assert change.state == "declined" and Duty.objects.get(task=a_task(campaign, 1)).name == "县住建局"
    html = office.get(reverse("revision", args=[held.pk])).content.decode()
    assert "都定完了" in html and "<b>1</b> 处，共 <b>1</b> 处" in html


def test_a_change_is_decided_once(office):
    campaign, held = revised(Wanted("甲任务", units=("县城管局",)), Wanted("乙任务"), Wanted("丙任务"))
    change = PlanChange.objects.get(proposal=held)
    for _twice in range(2):
        answer = office.post(reverse("revision_decide", args=[held.pk, change.number, "decline"]), follow=True)
    assert answer.status_code == 200 and "刚被别人定过" in answer.content.decode()


def test_a_change_that_cannot_be_applied_says_why_where_the_button_would_be(office):
    campaign, held = revised(Wanted("甲任务"), Wanted("乙任务"))
    issue(campaign, by=INSTALLER)
    answer = office.get(reverse("revision", args=[held.pk]))
    assert not answer.context["verdict"].granted
    html = answer.content.decode()
    assert answer.context["verdict"].reason in html and "照新方案改 <kbd>" not in html
    number = answer.context["change"].number
    office.post(reverse("revision_decide", args=[held.pk, number, "apply"]))
    assert Task.objects.get(pk=a_task(campaign, 3).pk).cancelled_at is None


def test_changes_of_one_kind_are_applied_together_only_after_the_list_was_seen(office):
    campaign, held = revised(
        Wanted("甲任务", units=("县城管局",)), Wanted("乙任务", units=("县水利局",)), Wanted("丙任务")
    )
    url = reverse("revision_together", args=[held.pk]) + "?kind=duty-changed"
    html = office.get(url).content.decode()
    assert html.count('name="numbers"') == 2 and "县城管局" in html and "县水利局" in html
    assert not PlanChange.objects.exclude(state="proposed").exists()
    first = PlanChange.objects.filter(proposal=held).first()
    office.post(url, {"numbers": [first.number]})
    assert list(PlanChange.objects.filter(proposal=held).values_list("state", flat=True)) == ["applied", "proposed"]


def test_a_revision_that_changes_nothing_says_so(office):
    _campaign, held = revised(Wanted("甲任务"), Wanted("乙任务"), Wanted("丙任务"))
    assert "与采纳时的方案没有不同" in office.get(reverse("revision", args=[held.pk])).content.decode()


def test_a_revision_of_many_changes_costs_few_queries(office, django_assert_max_num_queries):
    first = tuple(Wanted(f"第{number}项") for number in range(40))
    _campaign, held = revised(*(Wanted(f"第{number}项", units=("县城管局",)) for number in range(40)), first=first)
    with django_assert_max_num_queries(20):
        office.get(reverse("revision", args=[held.pk]))


def test_another_role_neither_sees_nor_decides_a_revision(client):
    campaign, held = revised(Wanted("甲任务", units=("县城管局",)), Wanted("乙任务"), Wanted("丙任务"))
    signed_in(client, a_person("liaison", unit="县住建局"))
    number = PlanChange.objects.get(proposal=held).number
    assert client.get(reverse("revision", args=[held.pk])).status_code == 403
    assert client.post(reverse("revision_decide", args=[held.pk, number, "apply"])).status_code == 403
    assert client.get(reverse("revision_together", args=[held.pk])).status_code == 403
