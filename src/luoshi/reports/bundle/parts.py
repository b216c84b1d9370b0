"""Which rows make a campaign, in the order in which each finds those that it names already there, and how a row goes.

A row is written by field. What it names outside the campaign goes by a name of its own: units and sets by theirs,
people by number into a list of names and units, files by digest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model, Q, QuerySet

from luoshi.campaigns.models import (
    Assignment,
    Blocker,
    Campaign,
    Consultation,
    Count,
    Duty,
    Feedback,
    Inside,
    IssueRequest,
    Joint,
    JointOpinion,
    Proposal,
    Review,
    Rhythm,
    Round,
    Stage,
    Subtask,
    Target,
    Task,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One table; `of` chooses its rows by the campaign's id."""

    model: type[Model]
    of: Callable[[int], Q]

    @property
    def name(self) -> str:
        return self.model.__name__.lower()

    def rows(self, campaign_id: int) -> "QuerySet[Any, Any]":
        """Its rows, the older first."""
        return self.model._default_manager.filter(self.of(campaign_id)).order_by("pk").distinct()


def _by(path: str) -> Callable[[int], Q]:
    return lambda campaign_id: Q(**{path: campaign_id})


def _plans(campaign_id: int) -> Q:
    used = Task.objects.filter(campaign=campaign_id).exclude(revision=None).values("revision")
    return Q(campaign=campaign_id) | Q(pk__in=used)


PARTS = (
    Part(Campaign, _by("pk")),
    Part(Proposal, _plans),
    Part(Stage, _by("campaign")),
    Part(Task, _by("campaign")),
    Part(Duty, _by("task__campaign")),
    Part(Target, _by("campaign")),
    Part(Rhythm, _by("campaign")),
    Part(Blocker, _by("task__campaign")),
    Part(IssueRequest, _by("campaign")),
    Part(Assignment, _by("campaign")),
    Part(Joint, _by("assignment__campaign")),
    Part(Feedback, _by("assignment__campaign")),
    Part(Round, _by("assignment__campaign")),
    Part(Count, _by("campaign")),
    Part(Review, _by("assignment__campaign")),
    Part(Consultation, _by("assignment__campaign")),
    Part(JointOpinion, _by("consultation__assignment__campaign")),
    Part(Inside, _by("assignment__campaign")),
    Part(Subtask, _by("assignment__campaign")),
)
INSIDE = {part.model: part.name for part in PARTS}


def links(model: type[Model]) -> Iterator["ForeignKey[Any, Any]"]:
    """The fields by which a row names another."""
    return (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey))
