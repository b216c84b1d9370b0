"""The dated quantities behind targets, row by row."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from luoshi.campaigns.models import Campaign, Count, Feedback, Target
from luoshi.orgs.access import Standing

FEEDBACK = "feedback:"


@dataclass(frozen=True, slots=True)
class CountRow:
    """So much on a day; `assignment_id` is the assignment in whose report it was said, if it was said in one."""

    id: int
    day: date
    amount: float
    unit: str
    person: str
    assignment_id: int | None


def target(campaign: Campaign, target_id: int) -> Target | None:
    """One target of the campaign."""
    return Target.objects.filter(campaign=campaign, pk=target_id).select_related("task").first()


def own_units(who: Standing | None) -> frozenset[int] | None:
    """The units whose counts alone this person sees; None for all."""
    return None if who is None or who.is_wide else who.units


def counts(
    held: Target, until: date, *, who: Standing | None = None, before: int | None = None, limit: int = 100
) -> list[CountRow]:
    """The rows that a target counts up to and including a day, the newest first, before a row's id (exclusive).

    With `who`, those that this person may see.
    """
    rows = Count.objects.filter(campaign_id=held.campaign_id, kind=held.counted, day__lte=until)
    if (units := own_units(who)) is not None:
        rows = rows.filter(unit__in=units)
    if before is not None:
        last = Count.objects.filter(pk=before).values_list("day", flat=True).first() or until
        rows = rows.filter(Q(day__lt=last) | Q(day=last, pk__lt=before))
    found = list(rows.select_related("unit", "person").order_by("-day", "-pk")[:limit])
    said = {int(row.source.removeprefix(FEEDBACK)) for row in found if row.source.startswith(FEEDBACK)}
    reports = dict(Feedback.objects.filter(pk__in=said).values_list("pk", "assignment_id"))
    return [
        CountRow(
            row.pk,
            row.day,
            row.amount,
            row.unit.name if row.unit else "",
            row.person.name if row.person else "",
            reports.get(int(row.source.removeprefix(FEEDBACK))) if row.source.startswith(FEEDBACK) else None,
        )
        for row in found
    ]
