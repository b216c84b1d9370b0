"""A campaign read once for one page, with what every page asks of it: its heads, its stages, its calendar."""

from django.db.models import OuterRef

from luoshi.campaigns.access import campaigns_visible_to
from luoshi.campaigns.models import Campaign, Stage
from luoshi.journal.models import Chain
from luoshi.journal.queries import heads
from luoshi.journal.record import SYSTEM
from luoshi.orgs.access import Standing
from luoshi.orgs.holidays import calendar_by, local_exceptions
from luoshi.platform.gather import Gathered, made, whole

HEADS, STAGES = "heads_read", "stages_read"


def reading(who: Standing, campaign_id: int) -> Campaign | None:
    """The campaign for one page, if this person may open it. Not to act on: what it has read stays as it was."""
    chains = Chain.objects.filter(name__in=(f"campaign:{campaign_id}", SYSTEM))
    rows = campaigns_visible_to(who).annotate(
        **{HEADS: Gathered(chains, "name", "head_hash"), STAGES: whole(Stage.objects.filter(campaign=OuterRef("pk")))},
        exceptions=local_exceptions(),
    )
    found = rows.filter(pk=campaign_id).first()
    if found is not None:
        found.calendar = calendar_by(found.exceptions)
    return found


def heads_of(held: Campaign) -> dict[str, str]:
    """The heads of the campaign's chain and of the system's: as `reading` found them, else as they are now."""
    found = held.__dict__.get(HEADS)
    return heads(held.chain, SYSTEM) if found is None else dict(found)


def stages(held: Campaign) -> tuple[Stage, ...]:
    """The campaign's stages in order: as `reading` found them, else as they are now."""
    found = held.__dict__.get(STAGES)
    return tuple(Stage.objects.filter(campaign=held)) if found is None else made(Stage, found)
