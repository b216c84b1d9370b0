"""Removing the sample: its campaign, its organization and its people, in one act. The journal stays.

Who or what other work names stays too, and the act tells why.
"""

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.models import Assignment, Campaign, Handover, Inside, Proposal, Subtask, Task
from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person, Unit, UnitSet
from luoshi.orgs.referred import referred
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.queries import in_use
from luoshi.platform.files.store import discard
from luoshi.platform.jobs.models import Job
from luoshi.platform.search.entries import drop_campaign


@dataclass(frozen=True, slots=True)
class Kept:
    """A person or unit of the sample that stays, and why."""

    name: str
    why: str


def may_remove(who: Standing, campaign: Campaign) -> Verdict:
    """Whether this campaign is a sample that this person may remove."""
    if not campaign.is_sample:
        return denied(_("只有样例可以整个删去。"))
    return may_plan(who)


def remove_sample(campaign: Campaign, *, by: Standing) -> tuple[Kept, ...]:
    """Remove the sample campaign, and the units, sets and people that were made for it and nothing else uses.

    Returns the people and units that stay.
    """
    demand(may_remove(by, campaign))
    campaign_id = campaign.pk
    with transaction.atomic():
        used = in_use()
        drop_campaign(campaign_id)
        Assignment.objects.filter(campaign=campaign).delete()
        Task.objects.filter(campaign=campaign).delete()
        Proposal.objects.filter(Q(campaign=campaign) | Q(revises=campaign) | Q(is_sample=True)).delete()
        made = _remove_jobs(campaign_id)
        campaign.delete()
        _remove_files(made | (used - in_use()))
        UnitSet.objects.filter(is_sample=True, duties=None).delete()
        _remove_handovers()
        people, units = _remove_people(by), _remove_units()
        data = {"people": list(people), "units": list(units)}
        record(SYSTEM, "sample.remove", "campaign", [campaign_id], by=by.acting(), data=data)
    return (*people.values(), *units.values())


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


def _remove_handovers() -> None:
    """Forget what the sample's people handed over of nothing but the sample."""
    for row in Handover.objects.filter(Q(leaver__is_sample=True) | Q(successor__is_sample=True)):
        doing, steps = Inside.objects.filter(pk__in=row.inside), Subtask.objects.filter(pk__in=row.subtasks)
        if not doing.exists() and not steps.exists():
            row.delete()


def _remove_people(by: Standing) -> dict[int, Kept]:
    """Remove the sample's people; returns by id those who stay."""
    people = Person.objects.filter(is_sample=True)
    named = referred(people)
    people.exclude(pk__in={*named, by.person_id or 0}).delete()
    return {
        pk: Kept(name, _("您自己") if pk == by.person_id else _("别的活动里有他办的事"))
        for pk, name in people.order_by("pk").values_list("pk", "name")
    }


def _remove_units() -> dict[int, Kept]:
    """Remove the sample's units, leaves first; returns by id those that stay, what is used before what is above it."""
    kept: dict[int, Kept] = {}
    leaves = Unit.objects.filter(is_sample=True, children=None).order_by("pk")
    while idle := list(leaves.exclude(pk__in=kept)):
        named = referred(leaves)
        for unit in idle:
            if why := _used(unit, named):
                kept[unit.pk] = Kept(unit.name, why)
            else:
                unit.delete()
    above = Unit.objects.filter(is_sample=True).exclude(pk__in=kept).order_by("pk")
    return kept | {unit.pk: Kept(unit.name, _("下面还有保留的单位")) for unit in above}


def _used(unit: Unit, named: set[int]) -> str:
    """By what the unit is used; empty if by nothing."""
    if unit.posts.exists():
        return _("还有人在这里任职")
    if unit.sets.exists() or unit.contacts.exists():
        return _("在别的单位组或联系点里")
    return _("别的活动里用到它") if unit.pk in named else ""
