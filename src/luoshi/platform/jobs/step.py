"""What a handler sees of its job during one slice."""

from collections.abc import Mapping
from copy import deepcopy
from enum import Enum
from time import monotonic
from typing import Any, Final

from django.db import transaction

from luoshi.platform.jobs.lease import hold
from luoshi.platform.jobs.models import Job

SLICE_SECONDS = 20
QUIET_SECONDS = 0.5


class Again(Enum):
    """What a handler returns to be called again in a new slice."""

    AGAIN = "again"


Outcome = Mapping[str, Any] | Again | None


class Failed(Exception):
    """The work cannot be done; the message, an id of the catalogue, is meant for the person who asked for it."""


class Step:
    """One slice of a job.

    `checkpoint` is the handler's own: change it and call `progress` inside the effect's transaction, and effect and
    checkpoint stand or fall together, so that work taken up again after a kill has no effect twice.
    """

    def __init__(self, job: Job, owner: str) -> None:
        self.payload: Final[dict[str, Any]] = job.payload
        self.checkpoint: dict[str, Any] = job.checkpoint
        self.saw_cancel = False
        self._job_id, self._owner = job.pk, owner
        self._told: dict[str, Any] = {"done": job.done, "total": job.total, "note": job.note}
        self._saved = deepcopy(job.checkpoint)
        self._began = monotonic()
        self._wrote = -QUIET_SECONDS

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        """Tell how far the work is and renew the lease.

        Written at once inside a transaction and when the checkpoint has changed, else at most twice a second.
        Raises LeaseLost when another worker has taken the job up: let it pass.
        """
        self._told = {"done": done, "total": total, "note": note[:200]}
        changed = self.checkpoint != self._saved
        quiet = monotonic() - self._wrote < QUIET_SECONDS
        if changed or not quiet or transaction.get_connection().in_atomic_block:
            came_forward = {"attempts": 0} if changed else {}
            hold(self._job_id, self._owner, self.standing() | came_forward)
            self._saved, self._wrote = deepcopy(self.checkpoint), monotonic()

    @property
    def cancelled(self) -> bool:
        """True once somebody has asked to stop: clean up and return. Costs a small query: ask once a portion."""
        self.saw_cancel = Job.objects.filter(pk=self._job_id, cancel_requested=True).exists()
        return self.saw_cancel

    @property
    def is_spent(self) -> bool:
        """True when the slice has used its time: finish the portion and `return step.again()`."""
        return monotonic() - self._began >= SLICE_SECONDS

    def again(self) -> Again:
        """What to return for a further slice; the checkpoint is kept."""
        return Again.AGAIN

    def standing(self) -> dict[str, Any]:
        """What was told last, and the checkpoint, as columns of the job."""
        return {**self._told, "checkpoint": self.checkpoint}
