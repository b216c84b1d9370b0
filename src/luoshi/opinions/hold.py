"""Holding a campaign while an opinion comes in or moves, so that it is not closed over one that was not counted."""

from luoshi.campaigns.models import Campaign


def hold(campaign_id: int) -> Campaign:
    """The campaign as it stands, held until the transaction ends; to be held before any opinion of it.

    Only its own row is held: what refers to it, in other rooms, is written meanwhile. Opinions of one campaign wait for
    each other all the same, for their numbers and for its chain.
    """
    return Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)
