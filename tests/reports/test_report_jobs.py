"""A ledger is written once a question, handed to whoever asked, and forgotten with its file after a week."""

import time
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from build import Wanted, a_campaign, a_plan, a_proposal, a_standing
from luoshi.campaigns.models import Campaign, Proposal, Task
from luoshi.orgs.access import Standing
from luoshi.oversight.items import Filters
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.queries import by_digest
from luoshi.platform.files.store import open_file
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.queries import JobView, find
from luoshi.platform.jobs.run import run
from luoshi.platform.jobs.step import SLICE_SECONDS, Step
from luoshi.press.xlsx import ROWS_PER_PROGRESS
from luoshi.reports.jobs import KEPT, ask_for, forget_ledgers

pytestmark = pytest.mark.django_db


def written(campaign: Campaign, who: Standing, filters: Filters | None = None) -> JobView:
    """The finished job of a ledger."""
    job = ask_for(campaign, who, filters or Filters())
    run(job.pk)
    seen = find(job.pk)
    assert seen is not None
    return seen


def age(job: JobView, by: timedelta = KEPT + timedelta(1)) -> None:
    Job.objects.filter(pk=job.id).update(finished_at=timezone.now() - by)


def a_long_campaign(tasks: int) -> Campaign:
    """A campaign of so many tasks that are not issued."""
    campaign = a_campaign()
    first = Task.objects.get(campaign=campaign)
    values = {name: getattr(first, name) for name in (field.attname for field in Task._meta.concrete_fields)}
    rows = [Task(**values | {"id": None, "number": number}) for number in range(2, tasks + 1)]
    Task.objects.bulk_create(rows)
    return campaign


def test_a_ledger_of_ten_thousand_rows_is_written_well_within_one_slice() -> None:
    campaign, before = a_long_campaign(10_000), time.process_time()
    seen = written(campaign, a_standing())
    assert (seen.state, seen.done) == ("done", 10_001), "10,000 tasks and one unit"
    assert time.process_time() - before < SLICE_SECONDS, "it takes some two seconds of work"


def test_a_ledger_that_is_given_up_stops_between_its_rows_and_keeps_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    def progress(step: Step, done: int, total: int | None = None, note: str = "") -> None:
        told.append(done)
        Job.objects.update(cancel_requested=True)

    campaign = a_long_campaign(1_200)
    files = StoredFile.objects.count()
    monkeypatch.setattr(Step, "progress", progress)
    assert written(campaign, a_standing()).state == "cancelled"
    assert told == [ROWS_PER_PROGRESS]
    assert StoredFile.objects.count() == files


def test_the_same_question_is_one_job_and_another_filter_another() -> None:
    campaign, who = a_campaign(), a_standing()
    first = ask_for(campaign, who, Filters())
    assert ask_for(campaign, who, Filters()).pk == first.pk
    assert ask_for(campaign, who, Filters(light="bad")).pk != first.pk
    assert ask_for(campaign, a_standing(), Filters()).pk != first.pk


def test_the_workbook_holds_what_the_filters_leave() -> None:
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("县水利局",)), issued=True)
    seen = written(campaign, a_standing("liaison", "县水利局"))
    assert seen.state == "done"
    stored = by_digest(seen.result["sha256"]) if seen.result else None
    assert stored is not None
    with open_file(stored) as file:
        book = openpyxl.load_workbook(BytesIO(file.read()))
    titles = [row[1] for row in book["任务清单"].iter_rows(min_row=4, values_only=True)]
    assert titles == ["乙"]


def test_a_campaign_with_a_slash_in_its_title_gives_a_file_a_name_that_can_be_saved() -> None:
    seen = written(a_campaign(title="“6/17”行动"), a_standing())
    assert seen.result is not None
    assert seen.result["name"] == "“6_17”行动任务清单.xlsx"


def test_a_week_later_job_and_file_are_gone() -> None:
    seen, fresh = written(a_campaign(), a_standing()), written(a_campaign(title="另一个"), a_standing())
    age(seen)
    age(fresh, KEPT - timedelta(1))
    assert forget_ledgers() == 1
    assert find(seen.id) is None
    assert find(fresh.id) is not None
    assert StoredFile.objects.filter(sha256=seen.result["sha256"] if seen.result else "").count() == 0
    assert StoredFile.objects.filter(sha256=fresh.result["sha256"] if fresh.result else "").count() == 1


def test_a_file_that_something_else_refers_to_stays() -> None:
    who = a_standing()
    first, second = written(a_campaign(), who), written(a_campaign(title="另一个"), who)
    plan = a_proposal(*a_plan(Wanted("甲")))
    Job.objects.filter(pk=second.id).update(result=first.result)
    third = written(a_campaign(title="第三个"), who)
    Proposal.objects.filter(pk=plan.pk).update(file=by_digest(third.result["sha256"] if third.result else ""))
    age(first)
    age(third)
    assert forget_ledgers() == 2
    assert by_digest(first.result["sha256"] if first.result else "") is not None
    assert by_digest(third.result["sha256"] if third.result else "") is not None


def test_a_failed_ledger_is_forgotten_too_and_an_open_one_is_not() -> None:
    campaign, who = a_campaign(), a_standing()
    failed = ask_for(campaign, who, Filters())
    Campaign.objects.filter(pk=campaign.pk).update(title="x")
    Job.objects.filter(pk=failed.pk).update(payload={**failed.payload, "campaign": 0})
    run(failed.pk)
    waiting = ask_for(campaign, who, Filters(light="bad"))
    Job.objects.filter(pk=failed.pk).update(finished_at=timezone.now() - KEPT - timedelta(1))
    assert forget_ledgers() == 1
    assert list(Job.objects.values_list("pk", flat=True)) == [waiting.pk]
