"""The answer to "may this person do this now?", with the reason that is shown where the button would be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an act is granted; the reason is empty when it is, and otherwise says why not, who can, and when."""

    granted: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.granted


GRANTED = Verdict(True)


def denied(reason: str) -> Verdict:
    """A refusal with its reason in the user's language."""
    return Verdict(False, reason)


class Refused(PermissionError):
    """An act that is not granted was tried; carries the reason for the person who tried."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.reason)
        self.verdict = verdict


def demand(verdict: Verdict) -> None:
    """Raises Refused unless the verdict grants."""
    if not verdict:
        raise Refused(verdict)
