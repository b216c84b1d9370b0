"""Erasing an opinion at its giver's wish, with its words where problems took them over.

What the office found in words of its own stays: it is the office's, and other givers may stand behind it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from luoshi.journal.record import record
from luoshi.opinions.tracking import Erased, erase, found, giver
from luoshi.opinions.wording import pairs
from luoshi.platform.sheets.models import Row
from luoshi.problems.models import Problem
from luoshi.problems.moving import hold, put
from luoshi.problems.sheet import kind_of

SHARE = 0.5
LEAST = 4
"""A text of so few pairs counts as taken over only if all of them are there."""


def erase_opinion(code: str, *, at: datetime | None = None) -> Erased:
    """Erase the opinion of that code and its words in the problems behind which it stands. Raises NoSuchCode."""
    with transaction.atomic():
        campaign = hold(found(code).campaign)
        gone = erase(code, at=at)
        rows = list(Problem.objects.filter(voices__opinion=gone.opinion).order_by("pk"))
        taken = [row for row in rows if is_taken(row.item, gone)]
        for row in taken:
            put(row, item=row.erased_item)
        _clear_tables(rows, gone)
        if taken:
            ids = [row.pk for row in taken]
            record(campaign.chain, "problem.erase", "problem", ids, by=giver(at), data={"opinion": gone.opinion.pk})
    return gone


def is_taken(item: str, gone: Erased) -> bool:
    """Whether the item is made of those words, or quotes them.

    Of its pairs of neighbouring characters half are theirs, or half the pairs of one of their texts are in it.
    """
    own, said = set(pairs(item, None)), [set(pairs(words, None)) for words in gone.words]
    theirs = set().union(*said)
    if own and len(own & theirs) >= SHARE * len(own):
        return True
    return any(len(own & text) >= max(SHARE * len(text), min(len(text), LEAST)) for text in said if text)


def _clear_tables(rows: Sequence[Problem], gone: Erased) -> None:
    """Clear the words from the lines of tables by which the problems came in or were changed, also long ago."""
    instead = {row.pk: row.erased_item for row in rows}
    kinds = {kind_of(row.campaign_id) for row in rows}
    for line in Row.objects.filter(batch__kind__in=kinds, subject_id__in=instead):
        for values in (line.cells, line.before, line.after):
            if is_taken(values.get("item", ""), gone):
                values["item"] = instead[line.subject_id or 0]
        line.save(update_fields=["cells", "before", "after"])
