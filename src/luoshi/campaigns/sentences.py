"""Where the words of a campaign's tasks stand in the revised plan that it follows, where it follows one."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from luoshi.campaigns.models import PlanChange
from luoshi.plan.codec import from_json


@dataclass(frozen=True, slots=True)
class Sentences:
    """The newest revised plan of which a change is followed, and the place of each task's words in it, by title.

    A task of which that plan says what the campaign does not follow has none there: its words are the earlier ones.
    """

    revision_id: int | None = None
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def sentences(campaign_id: int) -> Sentences:
    """The sentences in force besides those of the adopted plan."""
    applied = PlanChange.objects.filter(campaign_id=campaign_id, state="applied").order_by("-proposal_id")
    newest = applied.values_list("proposal_id", "proposal__plan").first()
    if newest is None:
        return Sentences()
    revision_id, written = newest
    others = PlanChange.objects.filter(proposal_id=revision_id).exclude(state="applied")
    not_followed = set(others.values_list("body__key", flat=True))
    spans = {title: span for title, span in _spans(written).items() if title not in not_followed}
    return Sentences(revision_id, spans)


@lru_cache(maxsize=8)
def _spans(written: str) -> Mapping[str, tuple[int, int]]:
    """The places of the tasks of a plan as it was read, by titles that only one of them has."""
    tasks = from_json(json.loads(written)).tasks
    often = Counter(task.title for task in tasks)
    return {task.title: (task.span.start, task.span.end) for task in tasks if often[task.title] == 1}
