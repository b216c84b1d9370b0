"""What is remembered ends with the next act, the next day, and is not shared between those who see different things."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from build import TODAY, Wanted, a_campaign, a_person, a_standing, an_assignment
from luoshi.campaigns import feedback
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Campaign
from luoshi.campaigns.settle import LightRules, set_lights
from luoshi.orgs.access import INSTALLER
from luoshi.oversight.home import home, overview
from luoshi.oversight.items import Filters
from luoshi.oversight.memory import MOST, remembered
from luoshi.oversight.parties import shares
from luoshi.oversight.queries import tally
from luoshi.oversight.sheet import sheet

pytestmark = pytest.mark.django_db


def asked(campaign: object, what: object) -> list[int]:
    """The times that an answer was made when it is asked for twice."""
    made: list[int] = []
    for _time in range(2):
        remembered(campaign, what, lambda: made.append(1) or len(made))  # type: ignore[arg-type, func-returns-value]
    return made


def test_an_answer_is_made_once_until_somebody_acts_on_the_campaign() -> None:
    campaign = a_campaign()
    assert len(asked(campaign, "x")) == 1
    assert len(asked(campaign, "x")) == 0
    issue(campaign, by=INSTALLER)
    assert len(asked(campaign, "x")) == 1


def test_an_act_on_the_organization_ends_it_too() -> None:
    campaign = a_campaign()
    asked(campaign, "x")
    a_person("liaison", "县住建局")
    assert len(asked(campaign, "x")) == 1


def test_a_new_day_ends_it() -> None:
    campaign = a_campaign()
    asked(campaign, "x")
    campaign.frozen_today = TODAY + timedelta(1)
    assert len(asked(campaign, "x")) == 1


def test_a_request_that_began_before_the_lights_changed_does_not_speak_for_later_ones() -> None:
    campaign, who = a_campaign(Wanted("甲", start=TODAY, due=TODAY + timedelta(20)), issued=True), a_standing()
    read_before = Campaign.objects.get(pk=campaign.pk)
    set_lights(campaign, LightRules(30, 10, 30, 2), by=who)
    assert tally(read_before, who).light("warn") == 0
    assert tally(Campaign.objects.get(pk=campaign.pk), who).light("warn") == 1


def test_other_campaigns_and_questions_are_answered_apart() -> None:
    campaign, other = a_campaign(), a_campaign(title="另一个")
    asked(campaign, "x")
    assert len(asked(other, "x")) == 1
    assert len(asked(campaign, ("x", Filters(light="bad")))) == 1


def test_a_chain_that_vouches_for_nothing_is_asked_every_time() -> None:
    campaign = a_campaign()
    campaign.pk = 10**9
    assert len(asked(campaign, "x")) == 2


def test_counts_move_with_every_act() -> None:
    campaign, who, by = a_campaign(Wanted("甲"), Wanted("乙")), a_standing(), a_standing("liaison", "县住建局")
    assert tally(campaign, who).by_state == {"unissued": 2}
    issue(campaign, by=INSTALLER)
    assert tally(campaign, who).by_state == {"issued": 2}
    row = an_assignment(campaign)
    feedback.sign(row, by=by)
    assert tally(campaign, who).by_state == {"issued": 1, "in_progress": 1}
    feedback.report(row, feedback.Report(60, "过半"), by=by)
    assert sheet(campaign, who, row.task_id).items[0].progress == 60  # type: ignore[union-attr]
    assert home(campaign, who).changes[0].line.act == "assignment.report"


def test_who_sees_less_is_never_given_what_others_were() -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("县水利局",)), issued=True)
    office, liaison = a_standing(), a_standing("liaison", "县水利局")
    for ask in (overview, home):
        assert ask(campaign, office).tally.total == 2
        assert ask(campaign, liaison).tally.total == 1
    assert sheet(campaign, office, an_assignment(campaign, 1).task_id) is not None
    assert sheet(campaign, liaison, an_assignment(campaign, 1).task_id) is None
    assert [share.name for share in shares(campaign, liaison)] == ["县水利局"]


def test_the_oldest_answers_make_room_for_new_ones() -> None:
    campaign = a_campaign()
    for n in range(MOST + 10):
        asked(campaign, ("many", n))
    assert len(asked(campaign, ("many", 0))) == 1
    assert len(asked(campaign, ("many", MOST + 9))) == 0


def test_the_newest_answers_stay_and_the_oldest_goes() -> None:
    campaign = a_campaign()
    for number in range(MOST):
        asked(campaign, number)
    assert [len(asked(campaign, number)) for number in (0, MOST - 1)] == [0, 0]
    asked(campaign, MOST)
    assert [len(asked(campaign, number)) for number in (1, 0)] == [0, 1]


def test_a_remembered_answer_costs_one_query() -> None:
    campaign, who = a_campaign(issued=True), a_standing()
    home(campaign, who)
    with CaptureQueriesContext(connection) as asked_for:
        home(campaign, who)
    assert len(asked_for) == 1
