"""The two sides of the adopt page and the line over them, drawn from one board."""

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString

from luoshi.campaigns.queries import latest_edit
from luoshi.faces.desk.plans.addresses import addresses
from luoshi.faces.desk.plans.board import Board
from luoshi.faces.desk.plans.items import Items
from luoshi.faces.desk.plans.marks import Line, lines
from luoshi.faces.desk.plans.settling import datalist
from luoshi.faces.desk.plans.summary import summary
from luoshi.faces.desk.plans.text import draft_marks, headings, owners


def panes(request: HttpRequest, shown: Board, *, only: bool) -> dict[str, object]:
    """What both sides and the line over them show; `only` leaves out items that wait for nobody."""
    drawn = items(request, shown)
    return {
        "text": SafeString("".join(line.html for line in text_lines(shown))),
        "whole": SafeString(drawn.head()),
        "sections": SafeString("".join(drawn.sections(only))),
        "units": SafeString(datalist(list(shown.units.values()))),
        "only": only,
        **line_above(shown),
    }


def line_above(shown: Board) -> dict[str, object]:
    """What the summary line shows."""
    return {
        "proposal": shown.proposal,
        "sum": summary(shown),
        "strangers": len(shown.strangers),
        "editable": shown.editable,
        "latest": latest_edit(shown.proposal) if shown.editable else None,
    }


def items(request: HttpRequest, shown: Board) -> Items:
    """The right-hand side, with this reader's form token."""
    return Items(shown, addresses(shown.proposal.pk), get_token(request))


def text_lines(shown: Board, span: tuple[int, int] | None = None) -> list[Line]:
    """The plan's text, or only the lines of a span, with the marks of the draft as it stands."""
    text, tasks = shown.proposal.text, shown.draft["tasks"]
    if span is None:
        return list(lines(text, draft_marks(shown, tasks), owners(tasks), headings(shown.plan, text)))
    stop = text.find("\n", span[1])
    part = (text.rfind("\n", 0, span[0]) + 1, stop if stop >= 0 else len(text))
    near = [task for task in tasks if task["span"][0] < part[1] and task["span"][1] > part[0]]
    return list(lines(text, draft_marks(shown, near), owners(near), headings(shown.plan, text), part))
