"""`luoshi worker`: background work alone, on this host or on others that share the database."""

from argparse import ArgumentParser, Namespace

from django.db import connections
from django_q.cluster import Cluster

from luoshi.platform.jobs.schedule import keep_schedule
from luoshi.platform.jobs.sweep import sweep


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(args: Namespace) -> int:
    """Keep the schedule, take up what was left behind, and work until told to stop."""
    keep_schedule()
    sweep()
    connections.close_all()
    cluster = Cluster()
    cluster.start()
    cluster.sentinel.join()
    return int(cluster.sentinel.exitcode != 0)
