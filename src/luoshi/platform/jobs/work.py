"""The worker's loop: fetch one delivery at a time from the queue, run it, acknowledge it.

The queue's own cluster is not used. Its processes share pipes under a lock: kill -9 of one that waits there leaves the
lock behind, no job runs any more, and the cluster cannot even be stopped. This loop shares nothing but the database.
"""

import logging
import time
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.module_loading import import_string
from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.exceptions import TimeoutException
from django_q.scheduler import scheduler
from django_q.signing import BadSignature, SignedPackage
from django_q.timeout import TimeoutHandler

from luoshi.platform.jobs.schedule import mend_schedule
from luoshi.platform.jobs.sweep import sweep

SCHEDULE_SECONDS = 30.0
SWEEP_SECONDS = 5.0
AWAY_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Worker:
    """One worker. More of them, on this host or others, share the work through the database."""

    def __init__(self) -> None:
        self._broker = get_broker()
        self._stopping = False
        self._next_sweep = self._next_schedule = 0.0

    def stop(self, *signal: object) -> None:
        """Let the slice at hand end, and then the loop."""
        self._stopping = True

    def work(self) -> None:
        """Work until told to stop. While the database is away, wait for it."""
        while not self._stopping:
            try:
                self.turn()
            except (OperationalError, InterfaceError):
                logger.exception("The database is away")
                close_old_connections()
                time.sleep(AWAY_SECONDS)

    def turn(self) -> None:
        """Look after schedule and left-behind jobs when it is time, then run what the queue delivers, if anything."""
        now = time.monotonic()
        if now >= self._next_schedule:
            self._next_schedule = now + SCHEDULE_SECONDS
            mend_schedule()
            scheduler(self._broker)
        if now >= self._next_sweep:
            self._next_sweep = now + SWEEP_SECONDS
            sweep()
        for delivery, package in self._broker.dequeue() or ():
            _run(package)
            self._broker.acknowledge(delivery)


def _run(package: str) -> None:
    """Call what the package names, for a minute at most; only an absent database is worth a second delivery."""
    try:
        task: dict[str, Any] = SignedPackage.loads(package)
        with TimeoutHandler(Conf.TIMEOUT):
            import_string(task["func"])(*task["args"], **task["kwargs"])
    except BadSignature:
        logger.warning("A delivery was not signed with this installation's key and is dropped")
    except (OperationalError, InterfaceError):
        raise
    except TimeoutException:
        logger.warning("A delivery was broken off after %s s", Conf.TIMEOUT)
    except Exception:
        logger.exception("A delivery failed")
