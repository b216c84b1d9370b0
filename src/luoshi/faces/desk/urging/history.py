"""What an assignment was urged about so far, with the receipts: a part of the task's page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoshi.faces.desk.mine.words import LABELS
from luoshi.faces.desk.urging.urge import channel_text
from luoshi.faces.shared.cells import moment_text
from luoshi.oversight.urging.queries import urges_of


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


def urge_history(assignment_id: int) -> list[Urged]:
    """The urges about an assignment, the newest first."""
    return [
        Urged(
            moment_text(one.at), one.person or _("没有人任这个职务"), _(LABELS[one.level]), channel_text(one.channel),
            one.by, one.text, moment_text(one.read_at) if one.read_at else "",
        )
        for one in urges_of(assignment_id)
    ]  # fmt: skip
