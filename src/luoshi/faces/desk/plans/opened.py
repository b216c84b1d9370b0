"""The proposal that an address names."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse

from luoshi.campaigns import queries

if TYPE_CHECKING:
    from luoshi.campaigns.models import Proposal


def proposal_or_404(proposal_id: int) -> "Proposal":
    """The proposal of that id; views that call this are for planners only."""
    found = queries.proposal(proposal_id)
    if found is None:
        raise Http404
    return found


def shown_at(proposal: "Proposal") -> str:
    """The address on which a person decides about it: the changes if it revises a campaign's plan, else its items."""
    return reverse("revision" if proposal.revises_id else "proposal", args=[proposal.pk])
