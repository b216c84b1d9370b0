"""Outputs as background work: written aside, kept by content, fetched by whoever asked, forgotten after a week."""

import hashlib
from contextlib import suppress
from datetime import timedelta

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
from luoshi.reports.outputs import OUTPUTS, USUAL, Wanted

KIND = "ledger"
KEPT = timedelta(days=7)
PATH_MARKS = str.maketrans("/\\", "__")


class _Stopped(Exception):
    """The person who asked wants it no more."""


def ask_for(campaign: Campaign, who: Standing, filters: Filters, wanted: Wanted = USUAL) -> Job:
    """The job that writes that output for this person; the same question while it runs is one job.

    Raises KeyError for an output, or a form of it, that there is not.
    """
    if wanted.form not in OUTPUTS[wanted.output].forms:
        raise KeyError(wanted.form)
    words = words_of(filters)
    question = hashlib.sha256(repr((wanted, sorted(words.items()))).encode()).hexdigest()
    payload = {
        "campaign": campaign.pk, "person": who.person_id, "filters": words, "output": wanted.output,
        "form": wanted.form,
    }  # fmt: skip
    return enqueue(KIND, f"{campaign.pk}:{who.person_id}:{question}", payload, by=who.person_id)


def write_output(step: Step) -> Outcome:
    """Write the file and keep it; the result names the stored file by its digest."""
    campaign = Campaign.objects.filter(pk=step.payload["campaign"]).first()
    person = Person.objects.filter(pk=step.payload["person"], is_active=True).first()
    if campaign is None or person is None:
        raise Failed(gettext_noop("活动或申请人已不在，不能导出。"))
    output, form = OUTPUTS[step.payload["output"]], step.payload["form"]

    def tell(done: int, total: int | None) -> None:
        step.progress(done, total)
        if step.cancelled:
            raise _Stopped

    try:
        made = output.make(campaign, standing(person), filters_of(step.payload["filters"]), form, tell)
    except _Stopped:
        return None
    name = safe_name(f"{campaign.title}{output.label}".translate(PATH_MARKS) + f".{form}")
    return {"sha256": store(made, name).sha256, "name": name}


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
