"""The sample county tells of every kind of light, and goes without a trace but the journal's."""

from pathlib import Path

import pytest
from django.apps import apps

from luoshi.campaigns import queries
from luoshi.campaigns.remove import remove_sample
from luoshi.faces.console.welcome import live_sample
from luoshi.journal.verify import verify
from luoshi.opinions.states import OPINION
from luoshi.orgs.access import INSTALLER
from luoshi.oversight.gauges import gauges
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import page
from luoshi.problems.queries import Filters as ProblemFilters
from luoshi.problems.queries import by_state, drawn

PLAN = next((Path(__file__).parents[3] / "examples").glob("*.docx"))
ROOMS = ("campaigns", "opinions", "orgs", "problems")


def rows() -> dict[str, int]:
    """How many rows each table of the ledger rooms has."""
    return {m._meta.label: m._default_manager.count() for room in ROOMS for m in apps.get_app_config(room).get_models()}


@pytest.mark.django_db
def test_the_sample_shows_every_light_for_the_reason_its_story_gives() -> None:
    live_sample(PLAN)
    campaign = queries.campaign(INSTALLER, queries.campaigns(INSTALLER)[0].id)
    assert campaign is not None
    shown = page(campaign, INSTALLER, Filters(), size=100).items
    reasons = {item.title[:5]: item.reason.name for item in shown}
    assert {title: reason for title, reason in reasons.items() if reason not in ("on_time", "not_started")} == {
        "召开一次动": "done",
        "开展一轮集": "overdue",
        "制定一份具": "done",
        "走访一批企": "behind",
        "对标学习一": "soon",
        "政务服务方": "returned",
        "道路排水方": "overdue",
        "形成一批专": "behind",
        "形成一份总": "unissued",
    }
    assert len(shown) == 24
    assert sum(gauge.sources > 0 for gauge in gauges(campaign)) >= 12
    assert list(verify()) == []


@pytest.mark.django_db
def test_the_sample_has_an_opinion_in_every_state() -> None:
    live_sample(PLAN)
    states = set(apps.get_model("opinions", "Opinion")._default_manager.values_list("state", flat=True))
    assert states == {state.code for state in OPINION.states}


@pytest.mark.django_db
def test_removing_the_sample_leaves_what_was_there_before() -> None:
    live_sample(PLAN)
    campaign = queries.campaign(INSTALLER, queries.campaigns(INSTALLER)[0].id)
    assert campaign is not None
    remove_sample(campaign, by=INSTALLER)
    kept = {label: count for label, count in rows().items() if count}
    assert kept == {"orgs.Unit": 1, "orgs.Person": 1, "orgs.Post": 2}
    assert list(verify()) == []


@pytest.mark.django_db
def test_the_samples_problems_stand_on_every_part_of_the_way() -> None:
    live_sample(PLAN)
    campaign = queries.campaign(INSTALLER, queries.campaigns(INSTALLER)[0].id)
    assert campaign is not None
    assert list(by_state(campaign, INSTALLER, ProblemFilters())) == [
        "plan_review", "rectifying", "close_requested", "rechecked", "change_review", "relapsed", "unfounded",
    ]  # fmt: skip
    assert [row.finding for row in drawn(campaign, INSTALLER)]
