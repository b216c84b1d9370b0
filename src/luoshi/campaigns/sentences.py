"""Where the words of a campaign's tasks stand in the revised plan that it follows, where it follows one."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from luoshi.campaigns.models import Campaign, Proposal
from luoshi.campaigns.reading import followed_revision
from luoshi.plan.codec import from_json


@dataclass(frozen=True, slots=True)
class Sentences:
    """The newest revised plan of which a change is followed, and the place of each task's words in it, by title.

    A task of which that plan says what the campaign does not follow has none there: its words are the earlier ones.
    """

    revision_id: int | None = None
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def sentences(held: Campaign) -> Sentences:
    """The sentences in force besides those of the adopted plan."""
    followed = followed_revision(held)
    if followed is None:
        return Sentences()
    revision_id, digest, apart = followed
    spans = {title: span for title, span in _spans(revision_id, digest).items() if title not in apart}
    return Sentences(revision_id, spans)


@lru_cache(maxsize=8)
def _spans(revision_id: int, _digest: str) -> Mapping[str, tuple[int, int]]:
    """The places of the tasks of a plan as its file was read, by titles that only one of them has."""
    written = Proposal.objects.values_list("plan", flat=True).get(pk=revision_id)
    tasks = from_json(json.loads(written)).tasks
    often = Counter(task.title for task in tasks)
    return {task.title: (task.span.start, task.span.end) for task in tasks if often[task.title] == 1}
