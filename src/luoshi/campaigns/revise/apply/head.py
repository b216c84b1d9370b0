"""The campaign's head and the roster of its leading group."""

from datetime import date

from luoshi.campaigns.index import index_title
from luoshi.campaigns.models import PlanChange
from luoshi.campaigns.revise.apply.days import window

COLUMNS = {"title": 200, "issuer": 120, "document_number": 60}


def field(change: PlanChange) -> None:
    """A head field; a title that the new plan lacks stays, for a campaign has a name."""
    campaign, key, new = change.campaign, change.body["key"], change.body["new"]
    if key == "window":
        window(campaign, new)
        return
    if key == "issued":
        campaign.issued = date.fromisoformat(new) if new and not new.startswith("--") else None
    elif new or key != "title":
        setattr(campaign, key, (new or "")[: COLUMNS[key]])
    campaign.save(update_fields=[key])
    if key in ("title", "issuer"):
        index_title(campaign)


def person(change: PlanChange) -> None:
    """One line of the roster, in the place of the old one."""
    campaign = change.campaign
    old, new = (_line(change.body[side]) for side in ("old", "new"))
    at = campaign.people.index(old) if old in campaign.people else len(campaign.people)
    campaign.people[at : at + 1] = [new] if new else []
    campaign.save(update_fields=["people"])


def _line(said: dict[str, str | None] | None) -> dict[str, str] | None:
    return {name: said[name] or "" for name in ("name", "role", "post")} if said else None
