"""How opinions are said on the desk's pages: where one stands, and how long there is."""

from django.utils.translation import gettext as _

from luoshi.faces.shared.values import Due, Light, LightCode
from luoshi.opinions.clocks import Clock
from luoshi.opinions.queries import Row

SOON = 2
"""So many working days before the limit its light turns."""
DONE = ("answered", "withdrawn", "erased")


def clock_due(clock: Clock | None) -> Due | None:
    """The limit of the clock that runs."""
    if clock is None:
        return None
    state = "late" if clock.is_late else "today" if clock.left == 0 else "soon" if clock.left <= SOON else "open"
    return Due(clock.due, clock.left, state)  # type: ignore[arg-type]


def state_light(row: Row) -> Light:
    """The state in a word, in the light of its clock."""
    code: LightCode = "ok"
    if row.state in DONE:
        code = "done"
    elif row.clock is None:
        code = "idle"
    elif row.clock.left <= SOON:
        code = "bad" if row.clock.is_late else "warn"
    return Light(code, _(row.state_label))
