"""A revised plan file against the adopted plan: its changes one by one, each applied or declined by a person."""

from collections import Counter
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luoshi.campaigns import queries
from luoshi.campaigns.revise.decide import apply_change, apply_changes, changes_something, decline_change, may_apply
from luoshi.campaigns.states import CHANGE
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.desk.plans.changes import kind_words, side, subject_words
from luoshi.faces.desk.plans.opened import proposal_or_404
from luoshi.faces.shared.rules import planners
from luoshi.faces.shared.toasts import say
from luoshi.faces.shared.values import Gauge
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused

if TYPE_CHECKING:
    from luoshi.campaigns.models import PlanChange, Proposal

ACTS = {"apply": apply_change, "decline": decline_change}


@planners
@require_GET
def show(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The changes, one of them in full: the one asked for by number, else the first to be decided."""
    held, rows = _opened(proposal_id)
    waiting = [row for row in rows if row.state == "proposed"]
    asked = request.GET.get("at", "")
    at = next((place for place, row in enumerate(rows) if str(row.number) == asked), None)
    if at is None and waiting:
        at = rows.index(waiting[0])
    values: dict[str, object] = {
        "proposal": held,
        "rows": [(row, kind_words(row.body["kind"]), _(CHANGE.label(row.state))) for row in rows],
        "decided": len(rows) - len(waiting),
        "total": len(rows),
        "gauge": Gauge(100 * (len(rows) - len(waiting)) / len(rows) if rows else 100, label=_("已定的变动")),
        **(_detail(request, held, rows, at) if at is not None else {}),
    }
    return _page(request, held, "desk/plans/revision.html", values)


@planners
@require_POST
def decide(request: HttpRequest, proposal_id: int, number: int, act: str) -> HttpResponse:
    """Apply or decline one change and go to the next one."""
    _held, rows = _opened(proposal_id)
    row = next((row for row in rows if row.number == number), None)
    if row is None or act not in ACTS:
        raise Http404
    try:
        ACTS[act](row, by=who(request))
    except Refused as no:
        say(request, no.verdict.reason)
    except AlreadyMoved:
        say(request, _("这一处刚被别人定过。"))
    later = [one for one in rows if one.state == "proposed" and one.number != number]
    following = next((one for one in later if one.number > number), next(iter(later), None))
    return redirect(_address(proposal_id, following.number if following else None))


@planners
def together(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """All waiting changes of one kind: a list to look through first, then applied in one go."""
    held, rows = _opened(proposal_id)
    kind = request.GET.get("kind", "")
    same = [row for row in rows if row.state == "proposed" and _kind(row) == kind]
    if not same:
        return redirect(_address(proposal_id))
    if request.method == "POST":
        refused = _apply_all(request, [row for row in same if str(row.number) in request.POST.getlist("numbers")])
        for reason in dict.fromkeys(refused):
            say(request, reason)
        return redirect(_address(proposal_id))
    texts = _texts(held)
    values: dict[str, object] = {
        "proposal": held,
        "kind": kind,
        "label": _label(same[0]),
        "rows": [(row, *_sides(held, row, texts)) for row in same],
    }
    return _page(request, held, "desk/plans/revision_together.html", values)


def _apply_all(request: HttpRequest, rows: list["PlanChange"]) -> list[str]:
    """Apply them one after the other; returns the reasons of those that were refused."""
    refused = apply_changes(rows, by=who(request))
    say(request, _("已照新方案改%(n)s处。") % {"n": len(rows) - len(refused)})
    return [f"{row.body['message']}：{refused[row.pk]}" for row in rows if row.pk in refused]


def _opened(proposal_id: int) -> tuple["Proposal", list["PlanChange"]]:
    held = proposal_or_404(proposal_id)
    if not held.revises_id:
        raise Http404
    return held, queries.changes(proposal_id)


def _detail(request: HttpRequest, held: "Proposal", rows: list["PlanChange"], at: int) -> dict[str, object]:
    row = rows[at]
    old, new = _sides(held, row, _texts(held))
    same = Counter(_kind(one) for one in rows if one.state == "proposed")[_kind(row)]
    return {
        "change": row,
        "kind": _label(row),
        "old": old,
        "new": new,
        "verdict": may_apply(who(request), row),
        "noted_only": not changes_something(row),
        "is_waiting": row.state == "proposed",
        "state": _(CHANGE.label(row.state)),
        "before": rows[at - 1].number if at else None,
        "after": rows[at + 1].number if at + 1 < len(rows) else None,
        "same": same,
        "same_kind": _kind(row),
    }


def _texts(held: "Proposal") -> tuple[str, str]:
    adopted = queries.adopted_text(held.revises_id or 0)
    return (adopted[0] if adopted else "", held.text)


def _sides(held: "Proposal", row: "PlanChange", texts: tuple[str, str]) -> tuple[object, object]:
    body, address = row.body, reverse("plan_text", args=[held.revises_id])
    return (
        side(body["subject"], body["old"], body["old_span"], texts[0], address),
        side(body["subject"], body["new"], body["new_span"], texts[1], f"{address}?revision={held.pk}"),
    )


def _kind(row: "PlanChange") -> str:
    return f"{row.body['subject']}-{row.body['kind']}"


def _label(row: "PlanChange") -> str:
    return f"{subject_words(row.body['subject'])} · {kind_words(row.body['kind'])}"


def _address(proposal_id: int, number: int | None = None) -> str:
    return f"{reverse('revision', args=[proposal_id])}{f'?at={number}' if number else ''}"


def _page(request: HttpRequest, held: "Proposal", template: str, values: dict[str, object]) -> HttpResponse:
    campaign = campaign_or_404(request, held.revises_id or 0)
    return page(request, template, values, title=_("方案修订"), campaign=campaign)
