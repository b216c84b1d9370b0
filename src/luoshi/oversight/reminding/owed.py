"""What waits for whom on a day: each open assignment counts once, for what is most pressing about it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from luoshi.campaigns.models import Assignment, Campaign
from luoshi.campaigns.rhythm.owed import owing
from luoshi.orgs.models import Post

REVIEWED = ("change_review", "cancel_review")
"""States in which the unit waits for an answer, and reports all the same."""
KINDS = ("overdue", "returned", "to_sign", "report", "soon")
"""From the most pressing on: past its limit; sent back; not signed for; a regular report owed; near its limit."""
COLUMNS = ("pk", "unit_id", "state", "due", "returns")


@dataclass(frozen=True, slots=True)
class Digest:
    """How many things of each kind wait for a person."""

    person_id: int
    counts: Counter[str]

    @property
    def total(self) -> int:
        return self.counts.total()


def owed() -> list[Digest]:
    """What waits today for the liaisons of each unit, or its heads where it has none, in all campaigns under way.

    Samples remind nobody. People for whom nothing waits are left out.
    """
    by_unit: dict[int, Counter[str]] = defaultdict(Counter)
    for campaign in Campaign.objects.filter(state__in=("running", "closing"), is_sample=False):
        for unit_id, kind in _of_campaign(campaign):
            by_unit[unit_id][kind] += 1
    by_person: dict[int, Counter[str]] = defaultdict(Counter)
    for person_id, unit_id in _readers(by_unit):
        by_person[person_id] += by_unit[unit_id]
    return [Digest(person_id, counts) for person_id, counts in sorted(by_person.items())]


def _of_campaign(campaign: Campaign) -> list[tuple[int, str]]:
    """(unit id, kind) of each assignment that waits for its unit."""
    today = campaign.today
    soon = today + timedelta(days=campaign.soon_days)
    found = []
    reports = set(owing(campaign).values_list("pk", flat=True))
    rows = Assignment.objects.filter(Q(state__in=("issued", "in_progress")) | Q(pk__in=reports), campaign=campaign)
    for pk, unit_id, state, due, returns in rows.values_list(*COLUMNS):
        if state in REVIEWED:
            found.append((unit_id, "report"))
        elif due is not None and due < today:
            found.append((unit_id, "overdue"))
        elif returns and state == "in_progress":
            found.append((unit_id, "returned"))
        elif state == "issued":
            found.append((unit_id, "to_sign"))
        elif pk in reports:
            found.append((unit_id, "report"))
        elif due is not None and due <= soon:
            found.append((unit_id, "soon"))
    return found


def _readers(unit_ids: dict[int, Counter[str]]) -> list[tuple[int, int]]:
    """(person id, unit id), once a pair."""
    posts = Post.objects.filter(role__in=("liaison", "unit_head"), unit__in=list(unit_ids), person__is_active=True)
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for person_id, unit_id, role in posts.order_by("pk").values_list("person_id", "unit_id", "role"):
        found[unit_id][role].append(person_id)
    return [(pk, unit_id) for unit_id, roles in found.items() for pk in roles["liaison"] or roles["unit_head"]]
