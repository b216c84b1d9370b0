"""What waits for whom on a day: each open assignment counts once, for what is most pressing about it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from luoshi.campaigns.models import Assignment, Campaign
from luoshi.orgs.models import Post

KINDS = ("overdue", "returned", "to_sign", "report", "soon")
"""From the most pressing on: past its limit; sent back; not signed for; a recurring task of which nothing was said in
its period, near the end of it; near its limit."""
COLUMNS = ("unit_id", "state", "due", "returns", "occurrence", "last_at")


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
    rows = Assignment.objects.filter(campaign=campaign, state__in=("issued", "in_progress"))
    for unit_id, state, due, returns, occurrence, last_at in rows.values_list(*COLUMNS):
        is_near = due is not None and due <= soon
        if due is not None and due < today:
            found.append((unit_id, "overdue"))
        elif returns and state == "in_progress":
            found.append((unit_id, "returned"))
        elif state == "issued":
            found.append((unit_id, "to_sign"))
        elif is_near:
            found.append((unit_id, "report" if occurrence and last_at is None else "soon"))
    return found


def _readers(unit_ids: dict[int, Counter[str]]) -> list[tuple[int, int]]:
    """(person id, unit id), once a pair."""
    posts = Post.objects.filter(role__in=("liaison", "unit_head"), unit__in=list(unit_ids), person__is_active=True)
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for person_id, unit_id, role in posts.order_by("pk").values_list("person_id", "unit_id", "role"):
        found[unit_id][role].append(person_id)
    return [(pk, unit_id) for unit_id, roles in found.items() for pk in roles["liaison"] or roles["unit_head"]]
