import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import worker_handlers
from django.db import OperationalError
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.tasks import async_task

from luoshi.platform.jobs import work as work_module
from luoshi.platform.jobs.enqueue import enqueue
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.schedule import keep_schedule, mend_schedule
from luoshi.platform.jobs.step import Outcome, Step
from luoshi.platform.jobs.work import Worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def handlers(settings: Any) -> None:
    settings.JOB_HANDLERS = {"play": "worker_handlers.play"}
    settings.SCHEDULE = {}


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Step], Outcome]], None]:
    return lambda script: monkeypatch.setattr(worker_handlers, "scripts", [script])


def test_what_the_queue_delivers_is_run_and_acknowledged(plays: Any) -> None:
    plays(lambda step: {"n": step.payload["n"]})
    job = enqueue("play", "k", {"n": 3})
    Worker().turn()
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"n": 3})
    assert not OrmQ.objects.exists()


def test_a_job_that_asks_for_more_slices_gets_them(plays: Any) -> None:
    outcomes = iter(["again", "again", None])
    plays(lambda step: step.again() if next(outcomes) else None)
    job = enqueue("play", "k", {})
    worker = Worker()
    for state in ("running", "running", "done"):
        worker.turn()
        job.refresh_from_db()
        assert job.state == state


def test_a_job_left_behind_is_taken_up_by_the_next_worker(plays: Any) -> None:
    plays(lambda step: None)
    job = enqueue("play", "k", {})
    OrmQ.objects.all().delete()
    Job.objects.filter(pk=job.pk).update(state="running", owner="dead", lease_until=timezone.now() - timedelta(1))
    Worker().turn()
    job.refresh_from_db()
    assert job.state == "done"


def test_a_delivery_that_fails_is_told_and_does_not_come_back(caplog: pytest.LogCaptureFixture) -> None:
    async_task("luoshi.platform.jobs.nowhere", save=False)
    Worker().turn()
    assert "A delivery failed" in caplog.text
    assert not OrmQ.objects.exists()


def test_a_delivery_that_is_not_signed_here_is_dropped_unread(caplog: pytest.LogCaptureFixture) -> None:
    async_task("os.getcwd", save=False)
    OrmQ.objects.update(payload="forged:1:2")
    Worker().turn()
    assert "not signed" in caplog.text
    assert not OrmQ.objects.exists()


def test_a_delivery_that_takes_too_long_is_broken_off(
    plays: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(work_module.Conf, "TIMEOUT", 1)
    plays(lambda step: signal.pause())
    enqueue("play", "k", {})
    Worker().turn()
    assert "broken off" in caplog.text
    assert Job.objects.get().state == "running", "its lease runs out, and then it is tried again"


def test_a_worker_waits_for_an_absent_database(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, waited = Worker(), []

    def away() -> None:
        if waited:
            worker.stop()
        else:
            raise OperationalError("gone")

    monkeypatch.setattr(worker, "turn", away)
    monkeypatch.setattr("time.sleep", waited.append)
    worker.work()
    assert waited == [1.0]


def test_what_is_scheduled_is_run(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []
    monkeypatch.setattr(worker_handlers, "tick", lambda: runs.append(1), raising=False)
    settings.SCHEDULE = {"ticks": ("worker_handlers.tick", 1)}
    keep_schedule()
    worker = Worker()
    worker.turn()
    worker.turn()
    assert runs == [1]


def test_a_name_is_scheduled_once_though_two_rows_bear_it(settings: Any) -> None:
    settings.SCHEDULE = {"ticks": ("worker_handlers.tick", 10)}
    keep_schedule()
    kept = Schedule.objects.get()
    Schedule.objects.create(name="ticks", func="worker_handlers.tick")
    keep_schedule()
    assert Schedule.objects.get() == kept, "the id comes from the name, so no second row of it can be made at once"


def test_what_is_scheduled_runs_on_after_a_clock_that_ran_a_day_ahead(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    monkeypatch.setattr(worker_handlers, "tick", lambda: runs.append(1), raising=False)
    settings.SCHEDULE = {"ticks": ("worker_handlers.tick", 10)}
    keep_schedule()
    Schedule.objects.update(next_run=timezone.now() + timedelta(days=1))
    worker = Worker()
    worker.turn()
    worker.turn()
    assert runs == [1]
    Schedule.objects.update(next_run=timezone.now() + timedelta(minutes=9))
    mend_schedule()
    Worker().turn()
    assert runs == [1], "what is due within its period is left alone"
