"""Ledgers as background work: written aside, kept by content, fetched by whoever asked, forgotten after a week."""

import hashlib
from contextlib import suppress
from datetime import timedelta
from io import BytesIO

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_noop

from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Person
from luoshi.oversight.items import Filters, filters_of, words_of
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.names import safe_name
from luoshi.platform.files.store import discard, store
from luoshi.platform.jobs.enqueue import enqueue
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.step import Failed, Outcome, Step
from luoshi.press.xlsx import write_workbook
from luoshi.reports.ledgers import ledger

KIND = "ledger"
KEPT = timedelta(days=7)
PATH_MARKS = str.maketrans("/\\", "__")


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
        raise Failed(gettext_noop("活动或申请人已不在，不能导出。"))
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
    name = safe_name(f"{book.name.translate(PATH_MARKS)}.xlsx")
    return {"sha256": store(target.getvalue(), name).sha256, "name": name}


def forget_ledgers() -> int:
    """Forget the ledgers that were finished a week ago or more, with their files; returns how many. Runs each day.

    A file stays as long as another ledger, or anything else, refers to it.
    """
    with transaction.atomic():
        old = Job.objects.filter(kind=KIND, finished_at__lt=timezone.now() - KEPT)
        files = set(old.values_list("result__sha256", flat=True))
        count, _each = old.delete()
        files -= set(Job.objects.filter(kind=KIND).values_list("result__sha256", flat=True))
        for stored in StoredFile.objects.filter(sha256__in=files - {None}):
            with suppress(ProtectedError):
                discard(stored)
    return count
