"""A campaign read once for one page, with what every page asks of it: its heads, its stages, its calendar."""

from typing import Any

from django.db.models import CharField, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Concat

from luoshi.campaigns.access import campaigns_visible_to
from luoshi.campaigns.models import Campaign, PlanChange, Stage
from luoshi.journal.models import Chain
from luoshi.journal.queries import heads
from luoshi.journal.record import SYSTEM
from luoshi.orgs.access import Standing
from luoshi.orgs.holidays import calendar_by, local_exceptions
from luoshi.platform.gather import Gathered, made, whole

HEADS, STAGES, REVISION, APART = "heads_read", "stages_read", "revision_read", "apart_read"
_CHAINS = Chain.objects.filter(
    Q(name=SYSTEM) | Q(name=Concat(Value("campaign:"), OuterRef("pk"), output_field=CharField()))
)
_APPLIED = PlanChange.objects.filter(campaign=OuterRef("pk"), state="applied").order_by("-proposal_id")
_NEWEST = PlanChange.objects.filter(campaign=OuterRef("campaign"), state="applied").order_by("-proposal_id")
_APART = (
    PlanChange.objects.filter(campaign=OuterRef("pk"), proposal_id=Subquery(_NEWEST.values("proposal_id")[:1]))
    .exclude(state="applied")
    .order_by("pk")
)
_ROWS: Any = Campaign.objects.annotate(
    **{HEADS: Gathered(_CHAINS, "name", "head_hash"), STAGES: whole(Stage.objects.filter(campaign=OuterRef("pk")))},
    **{
        REVISION: Gathered(_APPLIED[:1], "proposal_id", "proposal__file__sha256"),
        APART: Gathered(_APART, KT("body__key")),
    },
    exceptions=local_exceptions(),
)
"""Kept as a query, for building its expressions takes longer than asking it."""


def reading(who: Standing, campaign_id: int) -> Campaign | None:
    """The campaign for one page, if this person may open it. Not to act on: what it has read stays as it was."""
    found: Campaign | None = _ROWS.filter(pk=campaign_id, pk__in=campaigns_visible_to(who).values("pk")).first()
    if found is not None:
        found.calendar = calendar_by(found.__dict__["exceptions"])
    return found


def readings(who: Standing) -> tuple[Campaign, ...]:
    """The campaigns in which this person may have something to do, the newest first; each read as by `reading`."""
    found = _ROWS.filter(pk__in=campaigns_visible_to(who).values("pk")).exclude(state__in=("suspended", "closed"))
    rows: tuple[Campaign, ...] = tuple(found.order_by("-pk"))
    for row in rows:
        row.calendar = calendar_by(row.__dict__["exceptions"])
    return rows


def heads_of(held: Campaign) -> dict[str, str]:
    """The heads of the campaign's chain and of the system's: as `reading` found them, else as they are now."""
    found = held.__dict__.get(HEADS)
    return heads(held.chain, SYSTEM) if found is None else dict(found)


def stages(held: Campaign) -> tuple[Stage, ...]:
    """The campaign's stages in order: as `reading` found them, else as they are now."""
    found = held.__dict__.get(STAGES)
    return tuple(Stage.objects.filter(campaign=held)) if found is None else made(Stage, found)


def followed_revision(held: Campaign) -> tuple[int, str, frozenset[str]] | None:
    """The newest revised plan of which a change is followed: its id, its file's SHA-256, the keys not followed."""
    if REVISION not in held.__dict__:
        held = _ROWS.get(pk=held.pk)
    found = held.__dict__[REVISION]
    if not found:
        return None
    return found[0][0], found[0][1], frozenset(key for (key,) in held.__dict__[APART])
