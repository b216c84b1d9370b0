from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import worker_handlers
from django.db import OperationalError, transaction
from django.utils import timezone
from django_q.models import OrmQ

from luoshi.platform.jobs import step as step_module
from luoshi.platform.jobs.enqueue import cancel, enqueue
from luoshi.platform.jobs.lease import LeaseLost, claim, hold
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.queries import find, latest, view
from luoshi.platform.jobs.run import BROKEN_OFF, INTERNAL, MOST_ATTEMPTS, run
from luoshi.platform.jobs.step import Failed, Outcome, Step
from luoshi.platform.jobs.sweep import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handlers(settings: Any) -> None:
    settings.JOB_HANDLERS = {"play": "worker_handlers.play"}


@pytest.fixture
def plays(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Step], Outcome]], None]:
    return lambda script: monkeypatch.setattr(worker_handlers, "scripts", [script])


def a_job(**payload: Any) -> Job:
    return enqueue("play", "k", payload, by=7)


def leave_behind(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_known_by_kind_and_key_while_it_is_open(plays: Any) -> None:
    job = a_job(n=1)
    assert a_job(n=2) == job
    assert OrmQ.objects.count() == 1
    plays(lambda step: None)
    run(job.pk)
    assert a_job() != job


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        enqueue("unheard of", "k", {})


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        a_job()
        raise RuntimeError
    assert not Job.objects.exists()
    assert not OrmQ.objects.exists()


def test_the_result_stands_in_the_view(plays: Any) -> None:
    def script(step: Step) -> Outcome:
        step.progress(3, 4, "正在写第三张表")
        return {"file": step.payload["n"]}

    plays(script)
    job = a_job(n=5)
    run(job.pk)
    seen = latest("play", "k")
    assert seen == find(job.pk)
    assert seen is not None
    assert (seen.state, seen.done, seen.total, seen.percent) == ("done", 3, 4, 75)
    assert (seen.note, seen.result, seen.error, seen.asked_by) == ("正在写第三张表", {"file": 5}, "", 7)


def test_nothing_is_seen_of_a_job_that_never_was() -> None:
    assert find(1) is None
    assert latest("play", "k") is None


def test_percent_and_time_left_are_told_once_they_can_be() -> None:
    job = a_job()
    assert (view(job).percent, view(job).eta_seconds) == (None, None)
    job.state, job.done, job.total = "running", 25, 100
    job.started_at = timezone.now() - timedelta(seconds=10)
    assert view(job).percent == 25
    assert view(job).eta_seconds in (30, 31)


def test_a_job_goes_on_slice_by_slice_with_its_checkpoint(plays: Any) -> None:
    def script(step: Step) -> Outcome:
        step.checkpoint["slices"] = step.checkpoint.get("slices", 0) + 1
        step.progress(step.checkpoint["slices"], 3)
        return step.again() if step.checkpoint["slices"] < 3 else {"slices": 3}

    plays(script)
    job = a_job()
    for expected in ("running", "running", "done"):
        run(job.pk)
        job.refresh_from_db()
        assert job.state == expected
    assert (job.result, job.attempts, job.owner) == ({"slices": 3}, 0, "")
    assert OrmQ.objects.count() == 3


def test_a_slice_is_spent_after_its_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(step_module, "monotonic", lambda: now)
    step = Step(a_job(), "w")
    assert not step.is_spent
    now += step_module.SLICE_SECONDS
    assert step.is_spent


def test_a_failure_meant_for_people_is_told_in_its_own_words(plays: Any) -> None:
    def script(step: Step) -> Outcome:
        raise Failed("第3行没有单位")

    plays(script)
    job = a_job()
    run(job.pk)
    seen = find(job.pk)
    assert seen is not None
    assert (seen.state, seen.error) == ("failed", "第3行没有单位")


def test_any_other_failure_is_logged_and_tells_people_nothing_of_the_inside(plays: Any, caplog: Any) -> None:
    def script(step: Step) -> Outcome:
        raise ValueError("secret")

    plays(script)
    job = a_job()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", INTERNAL)
    assert "secret" in caplog.text


def test_a_job_that_waits_is_cancelled_at_once() -> None:
    job = a_job()
    cancel(job.pk)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("cancelled", 0)
    assert a_job() != job


def test_a_job_that_runs_is_cancelled_when_its_handler_looks(plays: Any) -> None:
    def script(step: Step) -> Outcome:
        assert not step.cancelled
        cancel(job.pk)
        return {"undone": 1} if step.cancelled else {}

    plays(script)
    job = a_job()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("cancelled", {"undone": 1})


def test_a_job_whose_handler_did_not_look_is_done_all_the_same(plays: Any) -> None:
    plays(lambda step: cancel(job.pk))
    job = a_job()
    run(job.pk)
    cancel(job.pk)
    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == ("done", True)


def test_one_worker_holds_a_job_until_its_lease_ran_out() -> None:
    job = a_job()
    assert claim(job.pk, "first") is not None
    assert claim(job.pk, "second") is None
    leave_behind(job)
    assert claim(job.pk, "second") is not None
    with pytest.raises(LeaseLost):
        hold(job.pk, "first", {"done": 1})
    hold(job.pk, "second", {"done": 2})


def test_progress_renews_the_lease() -> None:
    job = a_job()
    claimed = claim(job.pk, "w")
    assert claimed is not None
    leave_behind(job)
    Step(claimed, "w").progress(1)
    assert sweep() == 0
    assert claim(job.pk, "other") is None


def test_a_worker_that_lost_its_lease_rolls_back_and_writes_no_end(plays: Any) -> None:
    def script(step: Step) -> Outcome:
        leave_behind(job)
        claim(job.pk, "another")
        with transaction.atomic():
            enqueue("play", "an effect", {})
            step.progress(1)
        return {"never": "written"}

    plays(script)
    job = a_job()
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.owner, job.result, job.done) == ("running", "another", None, 0)
    assert not Job.objects.filter(key="an effect").exists()


def test_a_job_left_behind_is_delivered_again_once(plays: Any) -> None:
    job = a_job()
    claim(job.pk, "killed")
    assert sweep() == 0
    leave_behind(job)
    assert [sweep(), sweep()] == [1, 0]
    assert OrmQ.objects.count() == 2
    plays(lambda step: {"by": "another"})
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"


def test_a_lost_delivery_is_made_good() -> None:
    job = a_job()
    OrmQ.objects.all().delete()
    leave_behind(job)
    assert a_job() == job
    assert OrmQ.objects.count() == 1


def test_a_job_that_waits_its_turn_is_not_delivered_twice() -> None:
    job = a_job()
    leave_behind(job)
    assert sweep() == 0
    OrmQ.objects.update(lock=timezone.now() + timedelta(minutes=2))
    assert sweep() == 1, "every delivery is fetched, and nobody holds the job"


def test_every_run_looks_for_jobs_left_behind(plays: Any) -> None:
    plays(lambda step: None)
    lost = enqueue("play", "lost", {})
    claim(lost.pk, "killed")
    leave_behind(lost)
    run(a_job().pk)
    assert OrmQ.objects.count() == 3


def test_a_job_that_kills_every_worker_is_given_up() -> None:
    job = a_job()
    for _ in range(MOST_ATTEMPTS):
        assert claim(job.pk, "killed") is not None
        leave_behind(job)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", BROKEN_OFF)


def test_a_job_that_comes_forward_between_kills_is_never_given_up() -> None:
    job = a_job()
    for number in range(MOST_ATTEMPTS * 2):
        claimed = claim(job.pk, "killed")
        assert claimed is not None
        assert claimed.attempts == 1
        step = Step(claimed, "killed")
        step.checkpoint["next"] = number
        step.progress(number)
        leave_behind(job)


def test_while_the_database_is_away_the_job_stays_open(plays: Any) -> None:
    def script(step: Step) -> Outcome:
        raise OperationalError

    plays(script)
    job = a_job()
    with pytest.raises(OperationalError):
        run(job.pk)
    leave_behind(job)
    assert sweep() == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_progress_is_written_twice_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(step_module, "monotonic", lambda: now)
    job = claim(a_job().pk, "w")
    assert job is not None
    step = Step(job, "w")
    written = []
    for done, seconds, checkpoint in ((1, 0, {}), (2, 0.4, {}), (3, 0.2, {}), (4, 0, {}), (5, 0, {"next": 5})):
        now += seconds
        step.checkpoint.update(checkpoint)
        step.progress(done)
        written.append(Job.objects.get().done)
    assert written == [1, 1, 3, 3, 5]
