"""The worker's side: claim a job, run one slice of its handler, write how it ended."""

import logging
from contextlib import suppress
from uuid import uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from luoshi.platform.jobs.deliver import deliver
from luoshi.platform.jobs.lease import LeaseLost, claim, close, let_go
from luoshi.platform.jobs.models import CANCELLED, DONE, FAILED, Job
from luoshi.platform.jobs.step import Again, Failed, Outcome, Step
from luoshi.platform.jobs.sweep import sweep

MOST_ATTEMPTS = 5
BROKEN_OFF = gettext_noop("后台处理多次中断，已停止重试。")
INTERNAL = gettext_noop("程序出错。")

logger = logging.getLogger(__name__)


def run(job_id: int) -> None:
    """Run one slice of the job unless it is closed or held by another worker, then look for jobs left behind.

    While the database is away the error passes: the lease runs out, and the job is taken up again.
    """
    owner = uuid4().hex
    job = claim(job_id, owner)
    if job:
        with suppress(LeaseLost):
            _slice(job, owner)
    sweep()


def _slice(job: Job, owner: str) -> None:
    if job.attempts > MOST_ATTEMPTS:
        close(job.pk, owner, FAILED, {"error": BROKEN_OFF})
        return
    step = Step(job, owner)
    try:
        outcome = import_string(settings.JOB_HANDLERS[job.kind])(step)
    except (LeaseLost, OperationalError, InterfaceError):
        raise
    except Failed as failure:
        close(job.pk, owner, FAILED, {"error": str(failure)})
    except Exception:
        logger.exception("Job %s failed (%s)", job.pk, job.kind)
        close(job.pk, owner, FAILED, {"error": INTERNAL})
    else:
        _end(job, owner, step, outcome)


def _end(job: Job, owner: str, step: Step, outcome: Outcome) -> None:
    if outcome is Again.AGAIN:
        with transaction.atomic():
            let_go(job.pk, owner, step.standing())
            deliver(job.pk)
    else:
        state = CANCELLED if step.saw_cancel else DONE
        close(job.pk, owner, state, {"result": outcome, **step.standing()})
