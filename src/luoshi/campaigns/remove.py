"""Removing the sample: its campaign, its organization and its people, in one act. The journal stays."""

from contextlib import suppress

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.models import Assignment, Campaign, Proposal, Task
from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person, Unit, UnitSet
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.store import discard
from luoshi.platform.jobs.models import Job
from luoshi.platform.search.entries import drop_campaign


def may_remove(who: Standing, campaign: Campaign) -> Verdict:
    """Whether this campaign is a sample that this person may remove."""
    if not campaign.is_sample:
        return denied(_("只有样例可以整个删去。"))
    return may_plan(who)


def remove_sample(campaign: Campaign, *, by: Standing) -> None:
    """Remove the sample campaign, and the units, sets and people that were made for it and nothing else uses."""
    demand(may_remove(by, campaign))
    campaign_id = campaign.pk
    with transaction.atomic():
        drop_campaign(campaign_id)
        Assignment.objects.filter(campaign=campaign).delete()
        Task.objects.filter(campaign=campaign).delete()
        proposals = Proposal.objects.filter(Q(campaign=campaign) | Q(revises=campaign) | Q(is_sample=True))
        files = set(proposals.values_list("file__sha256", flat=True)) | _remove_jobs(campaign_id)
        proposals.delete()
        campaign.delete()
        _remove_files(files)
        UnitSet.objects.filter(is_sample=True, duties=None).delete()
        Person.objects.filter(is_sample=True).exclude(pk=by.person_id or 0).delete()
        _remove_units()
        record(SYSTEM, "sample.remove", "campaign", [campaign_id], by=by.acting())


def _remove_jobs(campaign_id: int) -> set[str]:
    """Forget the background work on the campaign; returns the digests of the files that it made."""
    jobs = Job.objects.filter(payload__campaign=campaign_id)
    made = {job.result["sha256"] for job in jobs if job.result}
    jobs.delete()
    return made


def _remove_files(digests: set[str]) -> None:
    """Forget the files that nothing else uses."""
    for stored in StoredFile.objects.filter(sha256__in=digests):
        with suppress(ProtectedError):
            discard(stored)


def _remove_units() -> None:
    """Leaves first, so that no parent goes before its children."""
    while True:
        used = Q(duties__isnull=False) | Q(assignments__isnull=False) | Q(joint_in__isnull=False)
        used |= Q(sets__isnull=False) | Q(posts__isnull=False) | Q(proposed_in__isnull=False)
        idle = Unit.objects.filter(is_sample=True, children=None).exclude(used)
        if not idle.delete()[0]:
            return
