"""A recurring task's periods are told apart wherever they are listed."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from build import Wanted, a_campaign, a_person, a_standing, signed_in
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Assignment, Campaign, Task
from luoshi.campaigns.recur import make_due
from luoshi.oversight.items import Filters
from luoshi.reports.ledgers import task_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    """One task that recurs each month, out for two of them, and one that is done once."""
    made = a_campaign(Wanted("报送情况"), Wanted("排查小区"))
    Task.objects.filter(number=1).update(recurrence="monthly", time_text="每月20日前", due=date(2026, 9, 30))
    issue(made, by=a_standing())
    make_due(made, date(2026, 7, 1))
    return made


def test_the_list_shows_which_period_an_item_is_for(campaign: Campaign, client: Client) -> None:
    page = signed_in(client, a_person("office")).get(reverse("tasks", args=[campaign.pk])).content.decode()
    assert "报送情况（第1期）" in page
    assert "报送情况（第2期）" in page
    assert "排查小区（第" not in page


def test_before_issue_the_limit_is_that_of_the_period_for_which_it_will_go_out(client: Client) -> None:
    campaign = a_campaign(Wanted("报送情况", due=date(2026, 9, 30)))
    Task.objects.update(recurrence="monthly", time_text="每月20日前")
    office, url = signed_in(client, a_person("office")), reverse("tasks", args=[campaign.pk])
    assert "6月20日" in office.get(url).content.decode()
    issue(campaign, by=a_standing())
    assert Assignment.objects.get().due == date(2026, 6, 20)
    assert "6月20日" in office.get(url).content.decode()


def test_a_task_s_page_shows_the_period_of_each_of_its_assignments(campaign: Campaign, client: Client) -> None:
    task = Task.objects.get(campaign=campaign, number=1)
    page = signed_in(client, a_person("office")).get(reverse("task", args=[campaign.pk, task.pk])).content.decode()
    assert "县住建局（第1期）" in page
    assert "县住建局（第2期）" in page


def test_the_ledger_says_the_period_in_its_remark(campaign: Campaign) -> None:
    remarks = [str(row[12]) for row in task_rows(campaign, a_standing(), Filters())]
    assert [remark.split("；")[0] for remark in remarks] == ["第1期", "第2期", "待签收"]
