"""`luoshi worker`: background work alone, on this host or on others that share the database."""

import signal
from argparse import ArgumentParser, Namespace

from luoshi.platform.jobs.schedule import keep_schedule
from luoshi.platform.jobs.work import Worker


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(args: Namespace) -> int:
    """Keep the schedule, and work until told to stop."""
    keep_schedule()
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.work()
    return 0
