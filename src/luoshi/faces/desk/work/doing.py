"""What somebody can do with an assignment now: the usual moves, each other move with its way, or why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may, may_report, may_settle
from luoshi.campaigns.joint.access import may_consult
from luoshi.campaigns.review.access import kind_of
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.kit.machine import Move
from luoshi.kit.verdict import Verdict
from luoshi.orgs.access import Standing

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment

USUAL = ("sign", "submit", "accept")
"""The moves that stand on the task's page as forms; with accepting goes sending back."""
AT_ONCE = ("archive", "withdraw")
"""The moves that ask for nothing."""
BEHIND = {"in_progress": ("sign",), "submitted": ("sign", "submit"), "done": USUAL, "archived": USUAL}
"""The usual moves that lie behind an assignment, of which nobody asks why they are not there."""


@dataclass(frozen=True, slots=True)
class Way:
    """A move that can be made: its label and address; `at_once` where it takes no more than a click."""

    label: str
    url: str
    at_once: bool


@dataclass(frozen=True, slots=True)
class Doing:
    """The usual acts granted, the ways to the others, and (acts, reason) of what is not granted."""

    granted: frozenset[str]
    ways: tuple[Way, ...]
    missing: tuple[tuple[str, str], ...]


def doing_now(me: Standing, row: "Assignment", *, remains: bool = False) -> Doing:
    """What this person may do with the assignment now; `remains` where its acceptance left points to be settled."""
    granted: list[str] = []
    ways: list[Way] = []
    reasons: dict[str, list[str]] = {}
    for name, label, verdict in _verdicts(me, row, remains):
        if not verdict:
            if name not in BEHIND.get(row.state, ()):
                reasons.setdefault(verdict.reason, []).append(label)
        elif name in (*USUAL, "report", "answer", "settle_remaining"):
            granted.append(name)
        else:
            url = reverse("assignment_act", args=[row.campaign_id, row.pk, name])
            ways.append(Way(label, url, name in AT_ONCE))
    missing = tuple((_("、").join(labels), reason) for reason, labels in reasons.items())
    return Doing(frozenset(granted), tuple(ways), missing)


def _verdicts(me: Standing, row: "Assignment", remains: bool) -> Iterator[tuple[str, str, Verdict]]:
    """(act, label, verdict) of every act, the usual ones first."""
    yield "sign", _("签收"), may(me, ASSIGNMENT.move("sign"), row)
    if row.state not in ("done", "archived"):
        yield "report", _("反馈"), may_report(me, row)
    yield "submit", _("提交验收"), may(me, ASSIGNMENT.move("submit"), row)
    yield "accept", _("验收"), may(me, ASSIGNMENT.move("accept"), row)
    if remains:
        yield "settle_remaining", _("遗留问题销号"), may_settle(me, row)
    answer = ASSIGNMENT.move(f"grant_{kind_of(row)}")
    if row.state in ASSIGNMENT.holding:
        yield "answer", _("答复申请"), may(me, answer, row)
        yield "withdraw", _("撤回申请"), may(me, ASSIGNMENT.move("withdraw"), row)
    for move in ASSIGNMENT.moves:
        if _is_other(move):
            yield move.name, _(move.label), may(me, move, row)
    if row.state not in ASSIGNMENT.holding:
        yield "answer", _("答复申请、撤回申请"), may(me, answer, row)
    yield "consult", _("征求配合单位意见"), may_consult(me, row)


def _is_other(move: Move) -> bool:
    is_answer = move.name.startswith(("grant_", "refuse_"))
    return not is_answer and move.name not in (*USUAL, "send_back", "withdraw")
