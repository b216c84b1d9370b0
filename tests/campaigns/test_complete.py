"""A name settled late reaches nobody by itself: its task is held back, or is completed afterwards, once."""

import pytest

from build import Wanted, a_campaign, a_set, a_standing, a_task, a_unit
from luoshi.campaigns.complete import Missing, complete, missing
from luoshi.campaigns.doubts import doubts
from luoshi.campaigns.issue import issue, preview
from luoshi.campaigns.models import Assignment, Campaign, Joint
from luoshi.campaigns.settle import Party, settle
from luoshi.journal.models import Entry

pytestmark = pytest.mark.django_db
TOWNS = "各乡镇"


def a_campaign_with_towns(**more: object) -> Campaign:
    return a_campaign(Wanted("甲", units=("县住建局", TOWNS)), Wanted("乙"), unknown=(TOWNS,), **more)  # type: ignore[arg-type]


def settle_towns(campaign: Campaign) -> None:
    settle(campaign, Party(TOWNS, set_id=a_set(TOWNS, ["甲镇", "乙镇"]).pk), by=a_standing())


def test_a_task_with_an_open_name_is_held_back() -> None:
    campaign = a_campaign_with_towns()
    said = issue(campaign, by=a_standing())
    assert (len(said.ready), said.held) == (1, (a_task(campaign).pk,))
    assert Assignment.objects.get().task == a_task(campaign, 2)
    settle_towns(campaign)
    assert preview(campaign).held == ()
    issue(campaign, by=a_standing())
    assert set(Joint.objects.values_list("unit__name", flat=True)) == {"甲镇", "乙镇"}


def test_the_home_counts_the_tasks_that_the_preview_counts() -> None:
    campaign = a_campaign_with_towns()
    said, shown = preview(campaign), doubts(campaign, is_out=False)
    assert (shown.ready, shown.held, shown.without_unit) == (len(said.ready), len(said.held), len(said.without_unit))
    assert (shown.ready, shown.held, shown.without_unit) == (1, 1, 0)


def test_the_office_may_send_to_the_settled_units_first_and_complete_later() -> None:
    campaign = a_campaign_with_towns()
    issue(campaign, by=a_standing(), is_partial=True)
    assert not missing(campaign)
    settle_towns(campaign)
    towns = (a_unit("甲镇").pk, a_unit("乙镇").pk)
    assert missing(campaign) == (Missing(a_task(campaign).pk, (), towns),)
    entries = Entry.objects.count()
    assert complete(campaign, by=a_standing()) == (Missing(a_task(campaign).pk, (), towns),)
    assert Entry.objects.filter(act="assignment.complete").count() == 1
    assert Assignment.objects.get(task=a_task(campaign)).joints.count() == 2
    assert not missing(campaign)
    assert complete(campaign, by=a_standing()) == ()
    assert Entry.objects.filter(act="assignment.complete").count() == 1
    assert entries < Entry.objects.count()


def test_units_that_each_lead_get_assignments_of_their_own() -> None:
    a_set("各社区", ["甲社区"])
    campaign = a_campaign(Wanted("甲", units=("各社区", TOWNS), support=("县司法局",)), unknown=(TOWNS,))
    issue(campaign, by=a_standing(), is_partial=True)
    settle_towns(campaign)
    complete(campaign, by=a_standing())
    rows = Assignment.objects.order_by("pk")
    assert [row.unit.name for row in rows] == ["甲社区", "甲镇", "乙镇"]
    assert [list(row.joints.values_list("unit__name", flat=True)) for row in rows] == [["县司法局"]] * 3
    assert list(rows.values_list("state", flat=True)) == ["issued"] * 3
    assert [row.slip for row in rows] == [1, 2, 3]


def test_nobody_leads_in_the_place_of_an_open_name() -> None:
    campaign = a_campaign(Wanted("甲", units=(TOWNS, "县水利局")), unknown=(TOWNS,))
    assert preview(campaign, is_partial=True).held == (a_task(campaign).pk,)
    assert issue(campaign, by=a_standing(), is_partial=True).ready == ()
