"""The clocks of an opinion in working days, derived from the day it came in or came back."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from luoshi.kit.workdays import Workdays
from luoshi.opinions.models import Intake, Opinion
from luoshi.opinions.states import DECIDED


@dataclass(frozen=True, slots=True)
class Clock:
    """What is to be done by when: `kind` is screen or answer, `left` the working days left, negative once past."""

    kind: str
    due: date
    left: int

    @property
    def is_late(self) -> bool:
        return self.left < 0


def clock(opinion: Opinion, intake: Intake, workdays: Workdays, today: date) -> Clock | None:
    """The clock that runs for the opinion; None when nobody but the giver is waited for."""
    kind = {"received": "screen", "screened": "answer"} | dict.fromkeys(DECIDED, "answer")
    if opinion.state not in kind:
        return None
    which = kind[opinion.state]
    due = due_day(opinion.since, intake.screen_days if which == "screen" else intake.answer_days, workdays)
    left = workdays.between(today, due)
    return Clock(which, due, min(left, -1) if due < today else left)


def due_day(since: date, days: int, workdays: Workdays) -> date:
    """The last day of a limit of so many working days."""
    return workdays.after(since, days)


def late(intake: Intake, workdays: Workdays, today: date) -> Q:
    """The opinions whose clock has run out, for the database to choose."""

    def before(days: int) -> date:
        return workdays.after(today - timedelta(days=1), 1 - days)

    return Q(state="received", since__lt=before(intake.screen_days)) | Q(
        state__in=("screened", *DECIDED), since__lt=before(intake.answer_days)
    )
