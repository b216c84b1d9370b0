"""The adopt page: everything that was read beside its words, names settled once, one act that can be taken back."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse

from build import Quota, Wanted, a_person, a_plan, a_proposal, a_set, a_unit, signed_in
from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Campaign, Duty, Proposal
from luoshi.faces.desk.plans import proposal
from luoshi.faces.desk.plans.words import span_words
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Unit, UnitSet
from luoshi.orgs.units import NewUnit, add_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return signed_in(client, a_person("office"))


def opened(*wanted, known=("县住建局", "县城管局"), **plan):
    """A proposal of these tasks in an organization of these units below a root."""
    root = a_unit("云岭县")
    for name in known:
        add_unit(NewUnit(name, root.pk, "县直"), by=INSTALLER)
    return a_proposal(*a_plan(*(wanted or (Wanted("排查老旧小区短板"),)), **plan))


def page(client, held, query=""):
    answer = client.get(reverse("proposal", args=[held.pk]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def settle(client, held, name, **fields):
    held.refresh_from_db()
    rev = next(item["rev"] for item in held.draft["units"] if item["key"] == name)
    return client.post(reverse("proposal_units", args=[held.pk]), {"name": name, "rev": rev, **fields}, follow=True)


def test_every_task_stands_in_the_text_and_at_right_with_links_both_ways(office):
    held = opened(Wanted("甲任务"), Wanted("乙任务"), Wanted("丙任务"))
    html = page(office, held)
    for number, task in enumerate(held.draft["tasks"], 1):
        key, start = task["key"], task["span"][0]
        assert re.search(rf'<mark class="tk" id="s{start}" data-k="{key}"><a class="n" href="#p-{key}"', html)
        assert re.search(rf'<li id="p-{key}".*?<a class="no" href="#s{start}"[^>]*>{number}</a>', html)


def test_the_line_above_counts_what_the_draft_holds(office):
    held = opened(Wanted("甲", targets=(Quota("不少于12场", 12, "场"),)), Wanted("乙", units=("县住建局", "县城管局")))
    found = office.get(reverse("proposal", args=[held.pk])).context["sum"]
    draft = held.draft
    assert (found.stages, found.tasks) == (len(draft["stages"]), 2)
    assert found.duties == sum(len(task["duties"]) for task in draft["tasks"]) == 3
    assert (found.times, found.targets) == (5, 1)
    assert 0 < found.share <= 100


def test_what_was_inferred_is_marked_with_its_rule(office):
    held = opened(Wanted("甲", due=None))
    assert held.draft["tasks"][0]["inferred"] == ["due:stage"]
    assert "推断：随阶段" in page(office, held)


def test_confirming_takes_the_mark_away(office):
    held = opened(Wanted("甲", due=None))
    office.post(reverse("proposal_act", args=[held.pk, "tasks", "t1", "confirm"]) + "?rev=0")
    held.refresh_from_db()
    assert held.draft["tasks"][0]["inferred"] == []
    assert "推断：随阶段" not in page(office, held)


def test_a_period_into_another_year_shows_the_year_at_both_ends():
    assert span_words("2026-12-01", "2027-01-31", 2026) == "2026年12月1日至2027年1月31日"
    assert span_words("2027-01-01", "2027-01-31", 2026) == "2027年1月1日至2027年1月31日"
    assert span_words("2026-11-01", "2026-12-31", 2026) == "11月1日至12月31日"


def test_the_year_that_goes_without_saying_is_that_of_the_start(office):
    held = opened(Wanted("甲", start=date(2026, 12, 1), due=date(2027, 1, 31)))
    held.draft["head"][0] |= {"start": "2026-11-01", "end": "2027-03-31"}
    held.save()
    assert "2027年1月31日" in page(office, held)


def test_a_finding_stands_at_what_it_is_about_until_it_is_kept(office):
    held = opened()
    assert "截止日在假期内" in page(office, held)
    office.post(reverse("proposal_item", args=[held.pk, "head", "head"]) + "?rev=0", {"checked": "1"})
    assert "截止日在假期内" not in page(office, held)


def test_a_limit_on_a_day_off_offers_the_working_days_around_it(office):

    held = opened(Wanted("甲", due=date(2026, 6, 20)))
    html = page(office, held)
    assert "6月20日 周六不上班" in html
    assert 'value="2026-06-18"' in html and 'value="2026-06-22"' in html
    office.post(reverse("proposal_item", args=[held.pk, "tasks", "t1"]) + "?rev=0", {"due": "2026-06-18"})
    held.refresh_from_db()
    assert held.draft["tasks"][0]["due"] == "2026-06-18"
    assert "不上班" not in page(office, held)


def test_an_unknown_unit_is_asked_once_with_suggestions_and_their_reasons(office):
    held = opened(Wanted("甲", units=("县政务局",)), Wanted("乙", units=("县政务局",)), known=("县政务服务局",))
    html = page(office, held)
    assert html.count("“县政务局”是哪一家") == 1
    assert "县政务服务局" in html and "少“服务”二字" in html
    assert "文中2处一并认定" in html


def test_settling_a_name_settles_all_its_mentions(office):
    held = opened(Wanted("甲", units=("县政务局",)), Wanted("乙", units=("县政务局",)), known=("县政务服务局",))
    unit = Unit.objects.get(name="县政务服务局")
    html = settle(office, held, "县政务局", choice=unit.pk).content.decode()
    assert html.count("原文“县政务局”") == 2
    assert "未在机构名录中" not in html


def test_another_unit_can_be_named_and_a_name_that_is_none_is_told(office):
    held = opened(Wanted("甲", units=("县政务局",)))
    answer = settle(office, held, "县政务局", choice="other", other="没有这个局")
    assert answer.status_code == 422 and "从名录里选一个单位" in answer.content.decode()
    settle(office, held, "县政务局", choice="other", other="县住建局")
    held.refresh_from_db()
    assert held.draft["units"][0]["unit"] == Unit.objects.get(name="县住建局").pk


def test_a_unit_is_added_in_one_click(office):
    held = opened(Wanted("甲", units=("供电公司",)))
    settle(office, held, "供电公司", choice="new")
    made = Unit.objects.get(name="供电公司")
    held.refresh_from_db()
    assert held.draft["units"][0]["unit"] == made.pk
    assert made.parent == Unit.objects.get(name="云岭县")


def test_all_strangers_become_units_at_once_but_sets_and_near_names_do_not(office):
    held = opened(Wanted("甲", units=("供电公司", "银行", "各乡镇", "县政务局")), known=("县政务服务局",))
    office.post(reverse("proposal_new_units", args=[held.pk]))
    assert set(Unit.objects.values_list("name", flat=True)) >= {"供电公司", "银行"}
    assert not Unit.objects.filter(name__in=("各乡镇", "县政务局")).exists()


def test_a_set_is_proposed_by_level_and_fixed_with_its_count(office):
    held = opened(Wanted("甲", units=("各乡镇",)))
    root = Unit.objects.get(name="云岭县")
    towns = [add_unit(NewUnit(name, root.pk, "乡镇"), by=INSTALLER) for name in ("青石镇", "北河乡", "南坪镇")]
    html = page(office, held)
    assert "就是这3家，文中1处一并认定" in html
    html = settle(office, held, "各乡镇", choice="set", members=[town.pk for town in towns[:2]]).content.decode()
    assert set(UnitSet.objects.get(name="各乡镇").members.all()) == set(towns[:2])
    assert '各乡镇 <span class="set">2家</span>' in html


def test_a_set_needs_a_member(office):
    held = opened(Wanted("甲", units=("各乡镇",)))
    answer = settle(office, held, "各乡镇", choice="set")
    assert answer.status_code == 422 and "至少选一家" in answer.content.decode()


def test_the_page_of_a_name_offers_every_unit_with_the_likely_ones_ticked(office):
    held = opened(Wanted("甲", units=("各部门",)))
    html = office.get(reverse("proposal_units", args=[held.pk]), {"name": "各部门"}).content.decode()
    for unit in Unit.objects.all():
        ticked = f'name="members" value="{unit.pk}" checked' in html
        assert ticked == (unit.parent_id is not None)


def test_only_open_items_are_left_by_the_filter(office):
    held = opened(Wanted("甲", units=("县政务局",)), Wanted("乙"))
    html = page(office, held, "?only=open")
    assert 'id="p-t1"' in html and 'id="p-t2"' not in html


def test_adopting_makes_the_campaign_that_the_page_showed_and_the_toast_takes_it_back(office):
    held = opened(Wanted("甲"), Wanted("乙", units=("县城管局",)))
    before = json.loads(held.plan)
    answer = office.post(reverse("proposal_adopt", args=[held.pk]))
    campaign = Campaign.objects.get()
    assert answer["Location"] == reverse("home", args=[campaign.pk])
    assert [task.title for task in campaign.tasks.all()] == ["甲", "乙"]
    held.refresh_from_db()
    assert json.loads(held.plan) == before
    office.post(reverse("undo_adopt", args=[campaign.pk]))
    held.refresh_from_db()
    assert held.state == "open" and not Campaign.objects.exists()


def test_a_second_click_on_adopt_leads_to_the_campaign(office):
    held = opened()
    office.post(reverse("proposal_adopt", args=[held.pk]))
    answer = office.post(reverse("proposal_adopt", args=[held.pk]))
    assert answer.status_code == 302 and Campaign.objects.count() == 1


def test_the_later_of_two_clicks_at_once_leads_to_the_campaign_of_the_first(office, monkeypatch):
    held = opened()

    def late(seen, *, by):
        adopt(Proposal.objects.get(pk=seen.pk), by=by)
        return adopt(seen, by=by)

    monkeypatch.setattr(proposal, "adopt", late)
    answer = office.post(reverse("proposal_adopt", args=[held.pk]))
    assert answer.url == reverse("home", args=[Campaign.objects.get().pk])


def test_names_that_are_open_are_counted_and_do_not_block_adoption(office):
    held = opened(Wanted("甲", units=("县政务局",)))
    assert "1个名称待认定" in page(office, held)
    office.post(reverse("proposal_adopt", args=[held.pk]))
    assert Duty.objects.get(name="县政务局").unit is None


def test_a_name_that_a_person_settled_is_known_from_the_adoption_on(office):
    held = opened(Wanted("甲", units=("县政务局",)), known=("县政务服务局",))
    unit = Unit.objects.get(name="县政务服务局")
    settle(office, held, "县政务局", choice=unit.pk)
    office.post(reverse("proposal_adopt", args=[held.pk]))
    unit.refresh_from_db()
    assert "县政务局" in unit.aliases.splitlines()


def test_adoption_cannot_be_undone_once_a_task_is_out(office):
    campaign = adopt(opened(), by=INSTALLER).campaign
    issue(campaign, by=INSTALLER)
    answer = office.post(reverse("undo_adopt", args=[campaign.pk]))
    assert answer.status_code == 403 and "任务已经下发" in answer.content.decode()
    assert Campaign.objects.filter(pk=campaign.pk).exists()


def test_an_adopted_proposal_is_read_only_and_says_why(office):
    held = opened()
    campaign = adopt(held, by=INSTALLER).campaign
    html = page(office, held)
    assert "方案已采纳" in html and reverse("home", args=[campaign.pk]) in html
    assert 'form="acts"' not in html and reverse("proposal_adopt", args=[held.pk]) not in html
    refused = office.post(reverse("proposal_item", args=[held.pk, "tasks", "t1"]) + "?rev=0", {"title": "改"})
    assert refused.status_code == 403


def test_a_proposal_put_aside_can_be_brought_back_from_its_page(office):
    held = opened()
    office.post(reverse("proposal_discard", args=[held.pk]))
    assert reverse("proposal_restore", args=[held.pk]) in page(office, held)


def test_a_plan_without_tasks_says_how_to_make_one(office):
    held = a_proposal(*a_plan())
    assert "没有读出任务" in page(office, held)


def test_a_unit_of_the_organization_is_recognized_although_it_came_after_the_file(office):
    held = opened(Wanted("甲", units=("供电公司",)))
    a_unit("供电公司")
    assert "未在机构名录中" not in page(office, held)
    office.post(reverse("proposal_adopt", args=[held.pk]))
    assert Duty.objects.get(name="供电公司").unit.name == "供电公司"


def test_a_set_that_the_organization_has_is_settled_from_the_start(office):
    a_set("各乡镇", ("青石镇", "北河乡"))
    held = opened(Wanted("甲", units=("各乡镇",)))
    assert '<span class="set">2家</span>' in page(office, held)


def test_a_proposal_that_revises_a_campaign_is_decided_change_by_change(office):
    held = opened()
    campaign = adopt(held, by=INSTALLER).campaign
    revision = a_proposal(*a_plan(Wanted("甲")))
    revision.revises = campaign
    revision.save()
    answer = office.get(reverse("proposal", args=[revision.pk]))
    assert answer["Location"] == reverse("revision", args=[revision.pk])


def test_a_long_plan_is_shown_in_few_queries(office, django_assert_max_num_queries):
    held = opened(*(Wanted(f"第{number}项") for number in range(120)))
    with django_assert_max_num_queries(12):
        page(office, held)


def test_another_role_cannot_adopt_or_settle(client):
    held = opened(Wanted("甲", units=("县政务局",)))
    signed_in(client, a_person("liaison", unit="县住建局"))
    for name in ("proposal_adopt", "proposal_units", "proposal_new_units", "proposal_undo", "proposal_add"):
        assert client.post(reverse(name, args=[held.pk]), {"name": "县政务局", "choice": "new"}).status_code == 403
    assert not Campaign.objects.exists() and not Unit.objects.filter(name="县政务局").exists()
