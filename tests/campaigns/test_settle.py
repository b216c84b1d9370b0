"""Light rules and bases of targets are set within bounds, by planners, with what they were."""

import json

import pytest

from build import Quota, Wanted, a_campaign, a_set, a_standing, a_unit
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign, Duty, Target, Task
from luoshi.campaigns.names import known
from luoshi.campaigns.queries import unsettled
from luoshi.campaigns.settle import (
    LightRules,
    Party,
    WorkRules,
    each_leads,
    give,
    set_basis,
    set_lights,
    set_work,
    settle,
)
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.units import add_alias
from luoshi.oversight.gauges import gauges

pytestmark = pytest.mark.django_db


def test_a_basis_multiplies_the_goal_and_keeps_what_it_was() -> None:
    campaign = a_campaign(Wanted("走访", targets=(Quota("每人不少于5户", 5, "户", per="每人"),)))
    target = Target.objects.get()
    set_basis(target, 33, by=a_standing())
    assert gauges(campaign)[0].goal == 165
    entry = Entry.objects.latest("pk")
    assert (entry.act, json.loads(entry.data)) == ("target.basis", {"from": 1, "to": 33})


@pytest.mark.parametrize("basis", [0, -3])
def test_a_basis_is_at_least_one(basis: int) -> None:
    a_campaign(Wanted("走访", targets=(Quota("每人不少于5户", 5, "户", per="每人"),)))
    with pytest.raises(Unanswered) as raised:
        set_basis(Target.objects.get(), basis, by=a_standing())
    assert raised.value.field == "basis"


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (LightRules(7, 30, 10, 2), "behind_red"),
        (LightRules(7, 0, 30, 2), "behind_red"),
        (LightRules(7, 10, 101, 2), "behind_red"),
        (LightRules(-1, 10, 30, 2), "soon_days"),
        (LightRules(91, 10, 30, 2), "soon_days"),
        (LightRules(7, 10, 30, 0), "returns_red"),
        (LightRules(7, 10, 30, 100), "returns_red"),
    ],
)
def test_rules_out_of_order_are_refused_at_their_field(rules: LightRules, field: str) -> None:
    campaign = a_campaign()
    with pytest.raises(Unanswered) as raised:
        set_lights(campaign, rules, by=a_standing())
    assert raised.value.field == field
    assert Campaign.objects.get().behind_red == 30


def test_rules_are_kept_for_the_campaign_alone() -> None:
    campaign, other = a_campaign(), a_campaign(title="另一个")
    set_lights(campaign, LightRules(3, 5, 15, 1), by=a_standing())
    campaign.refresh_from_db()
    other.refresh_from_db()
    assert (campaign.soon_days, campaign.behind_yellow, campaign.behind_red, campaign.returns_red) == (3, 5, 15, 1)
    assert other.soon_days == 7


def test_only_planners_set() -> None:
    campaign = a_campaign()
    with pytest.raises(Refused):
        set_lights(campaign, LightRules(3, 5, 15, 1), by=a_standing("supervisor", "督导组"))
    with pytest.raises(Refused):
        settle(campaign, Party("甲", a_unit("乙").pk), by=a_standing("liaison", "乙"))


@pytest.mark.parametrize("state", ["suspended", "closed"])
def test_nothing_is_settled_in_a_campaign_that_rests(state: str) -> None:
    wanted = Wanted("走访", units=("各有关部门",), targets=(Quota("每人不少于5户", 5, "户", per="每人"),))
    campaign, office = a_campaign(wanted, unknown=("各有关部门",)), a_standing()
    target, party, task = Target.objects.get(), Party("各有关部门", a_unit("县住建局").pk), Task.objects.get()
    Campaign.objects.filter(pk=campaign.pk).update(state=state)
    acts = (
        lambda: settle(campaign, party, by=office),
        lambda: give(task, party, by=office),
        lambda: each_leads(task, True, by=office),
        lambda: set_basis(target, 33, by=office),
        lambda: set_lights(campaign, LightRules(3, 5, 15, 1), by=office),
        lambda: set_work(campaign, WorkRules(5, True, True), by=office),
    )
    entries = Entry.objects.count()
    for act in acts:
        with pytest.raises(Refused, match="活动已"):
            act()
    assert Entry.objects.count() == entries


def test_a_name_is_one_unit_or_one_set() -> None:
    campaign = a_campaign(Wanted("甲", units=("各有关部门",)), unknown=("各有关部门",))
    with pytest.raises(Unanswered):
        settle(campaign, Party("各有关部门"), by=INSTALLER)
    with pytest.raises(Unanswered):
        settle(campaign, Party("各有关部门", a_unit().pk, a_set("各乡镇", ["甲镇"]).pk), by=INSTALLER)
    assert unsettled(campaign.pk) == [("各有关部门", 1)]
    settle(campaign, Party("各有关部门", set_id=a_set("各乡镇", ["甲镇"]).pk), by=INSTALLER)
    assert unsettled(campaign.pk) == []
    assert Duty.objects.get().unit_set is not None


def test_names_are_found_by_unit_alias_and_set_and_the_likeliest_is_offered() -> None:
    bureau, towns = a_unit("县住房和城乡建设局"), a_set("各乡镇", ["甲镇"])
    add_alias(bureau.pk, "县住建局", by=INSTALLER)
    organization = known()
    named = organization.parties
    assert named["县住房和城乡建设局"] == named["县住建局"] == (bureau.pk, None)
    assert named["各乡镇"] == (None, towns.pk)
    assert organization.likeliest(["住建局", "天文台"]) == {"住建局": "县住房和城乡建设局", "天文台": ""}
