"""Opinions by the table: looked at first, entered row by row, the same lines never twice, taken back untouched."""

import pytest

from build import a_person
from luoshi.journal.models import Entry
from luoshi.journal.verify import verify
from luoshi.kit.verdict import Refused
from luoshi.opinions.codes import kept
from luoshi.opinions.models import Opinion
from luoshi.opinions.sheet import kind_of, opinions
from luoshi.opinions.tracking import erase
from luoshi.opinions.triage.screen import Screening, screen
from luoshi.orgs.access import standing
from luoshi.orgs.models import Person
from luoshi.platform.jobs.models import OPEN, Job
from luoshi.platform.jobs.run import run
from luoshi.platform.sheets.confirm import confirm
from luoshi.platform.sheets.hand_in import HandedIn, hand_in
from luoshi.platform.sheets.models import Batch, Row
from luoshi.platform.sheets.take_back import take_back
from opinions.given import open_campaign

pytestmark = pytest.mark.django_db
TABLE = (
    "征集渠道\t时间\t提出人类别\t意见建议原文\n座谈会\t2026-06-10\t企业\t停车难。\n来信\t2026-06-11\t\t路灯不亮。\n"
    "传真\t2026-06-11\t\t坏行。\n座谈会\t2026-06-10\t\t停车难。\n来信\t2099-01-01\t\t将来的。\n"
)


def work() -> None:
    while job := Job.objects.filter(state__in=OPEN).first():
        run(job.pk)


def shown(campaign_id: int, clerk: Person) -> Batch:
    """What the table would do."""
    held = hand_in(HandedIn(kind_of(campaign_id), "粘贴.txt", TABLE.encode()), person_id=clerk.pk)
    work()
    return held


def verdicts(batch: Batch) -> list[str]:
    return list(Row.objects.filter(batch=batch).order_by("number").values_list("verdict", flat=True))


def test_good_rows_are_entered_and_bad_ones_named_and_nothing_comes_twice() -> None:
    campaign, clerk = open_campaign(), a_person()
    first = shown(campaign.pk, clerk)
    assert verdicts(first) == ["new", "new", "error", "error", "error"]
    assert not Opinion.objects.exists()
    confirm(first.pk, person_id=clerk.pk)
    work()
    rows = list(Opinion.objects.order_by("number").values_list("channel", "giver", "entered_by"))
    assert rows == [("session", "business", clerk.pk), ("letter", "", clerk.pk)]
    assert verdicts(shown(campaign.pk, clerk))[:2] == ["same", "same"]


def test_what_nobody_touched_is_taken_back_whole_and_the_journal_remembers() -> None:
    campaign, clerk = open_campaign(), a_person()
    batch = shown(campaign.pk, clerk)
    confirm(batch.pk, person_id=clerk.pk)
    work()
    take_back(batch.pk, person_id=clerk.pk)
    work()
    assert not Opinion.objects.exists()
    assert Entry.objects.filter(act="opinion.retract").count() == 2
    assert list(verify()) == []


def test_what_was_dealt_with_stays() -> None:
    campaign, clerk = open_campaign(), a_person()
    batch = shown(campaign.pk, clerk)
    confirm(batch.pk, person_id=clerk.pk)
    work()
    screen(Opinion.objects.select_related("campaign").earliest("number"), Screening(), by=standing(clerk))
    take_back(batch.pk, person_id=clerk.pk)
    work()
    assert Opinion.objects.count() == 2


def test_what_was_erased_is_gone_from_the_table_too_and_is_not_entered_again() -> None:
    campaign, clerk = open_campaign(), a_person()
    batch = shown(campaign.pk, clerk)
    confirm(batch.pk, person_id=clerk.pk)
    work()
    row = Opinion.objects.earliest("number")
    Opinion.objects.filter(pk=row.pk).update(code=kept("ACDE FGHJ KMNP"))
    erase("ACDE FGHJ KMNP")
    assert "停车难" not in repr(list(Row.objects.filter(subject_id=row.pk).values("cells", "before", "after")))
    assert verdicts(shown(campaign.pk, clerk))[0] == "error"


def test_the_table_of_a_campaign_is_for_those_who_enter_opinions() -> None:
    campaign = open_campaign()
    with pytest.raises(Refused):
        shown(campaign.pk, a_person("liaison", "县住建局"))
    for unknown in ("0", "x", "9" * 30):
        with pytest.raises(KeyError):
            opinions(unknown)
