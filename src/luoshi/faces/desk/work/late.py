"""What is said to who comes too late with an act: who moved the assignment, how and when, and where it stands now."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.desk.work.rows import when
from luoshi.faces.desk.work.side import left_of
from luoshi.faces.desk.work.words import state_word
from luoshi.journal.queries import history_of

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment, Round

JUST = timedelta(hours=1)
REVIEWS = frozenset(move.target for move in ASSIGNMENT.moves if move.name.startswith("ask_"))
OPEN = frozenset(("issued", "in_progress", "submitted", "change_review", "cancel_review"))
SOURCES = {move.name: frozenset(move.sources) for move in ASSIGNMENT.moves} | {
    "report": OPEN,
    "unchanged": OPEN,
    "grant": REVIEWS,
    "refuse": REVIEWS,
}
"""The states from which an act starts, by the name in its address; an act that is not here starts from any."""

LABELS = {f"{ASSIGNMENT.kind}.{move.name}": move.label for move in ASSIGNMENT.moves}


def overtaken(row: "Assignment", act: str) -> str:
    """Who moved the assignment out of the act's way, how and when; empty where that is not why it is refused."""
    return last_move(row) if act in SOURCES and row.state not in SOURCES[act] else ""


def too_late(row: "Assignment", act: str) -> str:
    """What came before an act that found its work done: who settled what had remained, else the last move."""
    settled = _settled(row) if act == "settle_remaining" else None
    if settled is None or settled.settled_at is None:
        return last_move(row)
    at = timezone.localtime(settled.settled_at)
    return _("%(who)s已确认遗留问题办完（%(day)s %(clock)s），不用再办。") % {
        "who": settled.settled_name,
        "day": when(settled.settled_at, row.campaign),
        "clock": f"{at.hour}:{at.minute:02}",
    }


def _settled(row: "Assignment") -> "Round | None":
    """The last round whose points are settled; None while those of any are not."""
    rounds = list(row.rounds.order_by("number"))
    return None if left_of(rounds) else next((one for one in reversed(rounds) if one.settled_at), None)


def last_move(row: "Assignment") -> str:
    """Who moved the assignment last, how and when, and where it stands; empty if nobody has moved it yet."""
    last = next(iter(history_of(ASSIGNMENT.kind, row.pk, 1)), None)
    if last is None or last.act not in LABELS:
        return ""
    at = timezone.localtime(last.at)
    words = (
        _("刚由%(who)s%(move)s（%(day)s %(clock)s），现在是“%(state)s”。")
        if timezone.now() - last.at < JUST
        else _("已由%(who)s%(move)s（%(day)s %(clock)s），现在是“%(state)s”。")
    )
    return words % {
        "who": last.actor,
        "move": _(LABELS[last.act]),
        "day": when(last.at, row.campaign),
        "clock": f"{at.hour}:{at.minute:02}",
        "state": state_word(row.state),
    }
