"""Ledgers as background work: written aside, kept by content, fetched by whoever asked."""

import hashlib
from io import BytesIO

from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Person
from luoshi.oversight.items import Filters, filters_of, words_of
from luoshi.platform.files.store import store
from luoshi.platform.jobs.enqueue import enqueue
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.step import Failed, Outcome, Step
from luoshi.press.xlsx import write_workbook
from luoshi.reports.ledgers import ledger

KIND = "ledger"


class _Stopped(Exception):
    """The person who asked wants it no more."""


def ask_for_ledger(campaign: Campaign, who: Standing, filters: Filters) -> Job:
    """The job that writes this person's ledger under these filters; the same question while it runs is one job."""
    words = words_of(filters)
    question = hashlib.sha256(repr(sorted(words.items())).encode()).hexdigest()
    payload = {"campaign": campaign.pk, "person": who.person_id, "filters": words}
    return enqueue(KIND, f"{campaign.pk}:{who.person_id}:{question}", payload, by=who.person_id)


def write_ledger(step: Step) -> Outcome:
    """Write the workbook and keep it; the result names the stored file by its digest."""
    campaign = Campaign.objects.filter(pk=step.payload["campaign"]).first()
    person = Person.objects.filter(pk=step.payload["person"], is_active=True).first()
    if campaign is None or person is None:
        raise Failed("活动或申请人已不在，不能导出。")
    book = ledger(campaign, standing(person), filters_of(step.payload["filters"]))
    target = BytesIO()

    def tell(done: int, total: int | None) -> None:
        step.progress(done, total)
        if step.cancelled:
            raise _Stopped

    try:
        write_workbook(book, target, tell)
    except _Stopped:
        return None
    stored = store(target.getvalue(), f"{book.name}.xlsx")
    return {"sha256": stored.sha256, "name": f"{book.name}.xlsx"}
