"""A campaign that closes while an opinion is on its way is closed without it, whichever came first."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.test import Client

from build import a_standing, a_unit
from luoshi.campaigns.models import Campaign
from luoshi.kit.verdict import Refused
from luoshi.opinions.codes import new_token
from luoshi.opinions.intake.receive import NewOpinion, enter, submit
from luoshi.opinions.intake.settle import IntakeSettings, intake_of, settle_intake
from luoshi.opinions.models import Opinion
from luoshi.opinions.tracking import judge, withdraw
from luoshi.opinions.triage.answer import answer
from luoshi.opinions.triage.decide import Decision, accept, undecide
from opinions.given import HOUSING, WORDS, a_receipt, accepted, open_campaign

pytestmark = pytest.mark.django_db


def closed(campaign: Campaign) -> None:
    """Close it behind the back of whoever has read it."""
    Campaign.objects.filter(pk=campaign.pk).update(**{"state": "closed"})


def answered() -> tuple[str, Opinion]:
    """A code and its opinion, answered."""
    receipt = a_receipt(open_campaign())
    accept(receipt.opinion, Decision(unit_id=a_unit(HOUSING).pk), by=a_standing())
    answer(receipt.opinion, "灯已修好。", by=a_standing())
    return receipt.code, receipt.opinion


def test_nothing_comes_in_once_the_campaign_is_closed_though_it_was_read_before() -> None:
    campaign, office = open_campaign(), a_standing()
    assert intake_of(campaign).campaign.state == campaign.state
    closed(campaign)
    for act in (
        lambda: submit(campaign, NewOpinion(WORDS), new_token()),
        lambda: enter(campaign, [NewOpinion(WORDS, "box")], by=office),
    ):
        with pytest.raises(Refused, match="已结束"):
            act()
    assert Opinion.objects.count() == 0


def test_nothing_comes_in_by_a_page_that_was_shut_since_it_was_read() -> None:
    campaign = open_campaign()
    again = Campaign.objects.get(pk=campaign.pk)
    settle_intake(again, IntakeSettings(is_public=False), by=a_standing())
    with pytest.raises(Refused, match="不在网上"):
        submit(campaign, NewOpinion(WORDS), new_token())


def test_in_a_closed_campaign_the_giver_judges_but_nothing_is_dealt_with_anew() -> None:
    code, opinion = answered()
    closed(opinion.campaign)
    with pytest.raises(Refused, match="不能退回重办"):
        judge(code, False, "四楼还是黑的。")
    opinion.refresh_from_db()
    assert (opinion.state, opinion.verdict) == ("answered", "")
    page = Client().post("/follow/unsolved/", {"code": code, "text": "四楼还是黑的。"})
    assert page.status_code == 422
    assert "不能退回重办" in page.content.decode() and "四楼还是黑的。" in page.content.decode()
    judge(code, True)


@pytest.mark.parametrize("act", ["judge", "withdraw", "undecide"])
def test_an_opinion_is_held_after_its_campaign(act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    code, _opinion = answered()
    mine, standing = a_receipt(open_campaign()), a_standing()
    decided = accepted(open_campaign())
    acts: dict[str, Callable[[], object]] = {
        "judge": lambda: judge(code, False, "四楼还是黑的。"),
        "withdraw": lambda: withdraw(mine.code),
        "undecide": lambda: undecide(decided, by=standing),
    }
    order: list[type[Model]] = []
    hold = QuerySet.select_for_update

    def noting(rows: QuerySet[Model], **how: Any) -> QuerySet[Model]:
        order.append(rows.model)
        return hold(rows, **how)

    monkeypatch.setattr(QuerySet, "select_for_update", noting)
    acts[act]()
    assert order[:2] == [Campaign, Opinion]
