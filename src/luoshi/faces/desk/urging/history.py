"""What an assignment was urged about so far, with the receipts: a part of the task's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from luoshi.faces.desk.mine.words import LABELS
from luoshi.faces.desk.urging.urge import channel_text
from luoshi.faces.shared.cells import moment_text
from luoshi.orgs.access import Standing
from luoshi.oversight.urging.queries import UrgeView, urges_of
from luoshi.oversight.urging.read import note_read

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment


@dataclass(frozen=True, slots=True)
class Urged:
    """One person urged once; `read` says when they opened the task, empty while they have not."""

    when: str
    person: str
    rung: str
    channel: str
    by: str
    text: str
    read: str


def urge_history(seen: Iterable[UrgeView], assignment: "Assignment", me: Standing) -> list[Urged]:
    """The urges about an assignment, the newest first; opening it is this person's receipt for those to them."""
    found = list(seen)
    if any(one.person_id == me.person_id and one.read_at is None for one in found):
        note_read(assignment, by=me)
        found = list(urges_of(assignment.pk))
    return [
        Urged(
            moment_text(one.at), one.person or _("没有人任这个职务"), _(LABELS[one.level]), channel_text(one.channel),
            one.by, one.text, moment_text(one.read_at) if one.read_at else "",
        )
        for one in found
    ]  # fmt: skip
