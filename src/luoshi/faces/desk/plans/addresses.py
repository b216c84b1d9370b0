"""Addresses of one proposal's items, made once a page and filled in by the hundred."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where one proposal is shown and changed."""

    page: str
    item: str
    units: str

    def of(self, part: str, key: str, act: str = "", rev: int | None = None) -> str:
        """An item's page, or one of its acts on the item as it stands at `rev`."""
        base = self.item.replace("PART", part).replace("KEY", key)
        return f"{base}{act}{'/' if act else ''}{f'?rev={rev}' if rev is not None else ''}"

    def settle(self, name: str) -> str:
        """The page on which a name is settled."""
        return f"{self.units}?name={quote(name)}"


def addresses(proposal_id: int) -> Addresses:
    """The addresses of that proposal."""
    return Addresses(
        reverse("proposal", args=[proposal_id]),
        reverse("proposal_item", args=[proposal_id, "PART", "KEY"]),
        reverse("proposal_units", args=[proposal_id]),
    )


def anchor(key: str) -> str:
    """The fragment of an item on the adopt page."""
    return f"p-{key}"
