"""Whole plans from their files to the exported ledger in a real browser: no page and no cell shows what is not so."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from build import a_person
from journeys import walk_chart, walk_export, walk_home, walk_lists, walk_plan, walk_work
from journeys.seen import sign_in
from journeys.truth import Truth, telling_day
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.people import NewPerson, add_person
from luoshi.orgs.units import NewUnit, add_unit
from luoshi.plan.reading import Reading, read_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
PLANS = ROOT.parent / "shared" / "plans" / "docs"
SAMPLES = [*(ROOT / "examples").glob("*.docx"), *(ROOT / "examples" / "samples").glob("*.[dht]*")]
NO_PLANS = pytest.mark.skip(reason="the five plans are not beside the project")
DAY = date(2026, 6, 17)
"""What counts as today where a plan names no day at all."""


def documents() -> list[object]:
    """The five plans, if they are there, and the project's own samples of each layout."""
    found = {number: next(PLANS.glob(f"{number:03}_*"), None) for number in range(5)}
    five = [pytest.param(path, id=f"{number:03}", marks=() if path else NO_PLANS) for number, path in found.items()]
    return five + [pytest.param(path, id=f"sample{number}") for number, path in enumerate(sorted(SAMPLES))]


def an_organization() -> None:
    """A county with the campaign's own bodies and one bureau; all other units come from the plan."""
    root = add_unit(NewUnit("云岭县"), by=INSTALLER)
    for name in ("活动领导小组办公室", "活动督导组", "县政务服务局"):
        add_unit(NewUnit(name, root.pk), by=INSTALLER)


def first_day(campaign: Campaign) -> None:
    """Let the campaign stand at the middle of its limits, a day that tells little before anything is out."""
    dues = sorted(campaign.tasks.exclude(due=None).values_list("due", flat=True))
    stand_at(campaign, dues[len(dues) // 2] if dues else DAY)


def stand_at(campaign: Campaign, day: date) -> None:
    """Let that day count as today."""
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=day)


@pytest.fixture(scope="module")
def desks(browser: Browser, live_server) -> Iterator[tuple[Page, ...]]:
    """Three people's browsers, each with cookies of its own."""
    window = {"base_url": live_server.url, "viewport": {"width": 1440, "height": 900}}
    contexts = [browser.new_context(**window) for _n in range(3)]
    yield tuple(context.new_page() for context in contexts)
    for context in contexts:
        context.close()


@pytest.mark.parametrize("document", documents())
def test_every_number_from_a_plans_file_to_its_ledger_is_so(desks: tuple[Page, ...], document: Path) -> None:
    office, unit, checker = desks
    reading = read_file(document)
    an_organization()
    clerk = a_person("office", "活动领导小组办公室", "林书禾")
    supervisor = a_person("supervisor", "活动督导组", "何望川")
    sign_in(office, clerk)
    campaign = adopted(office, document, reading)
    walk_home.home(office, Truth(campaign.pk), reading)
    walk_plan.findings(office, Truth(campaign.pk), reading)
    walk_plan.issue(office, Truth(campaign.pk))
    stand_at(campaign, telling_day(Truth(campaign.pk), date.min))
    what_stays(office, Truth(campaign.pk), reading)
    what_moves(office, Truth(campaign.pk), reading)
    out = work_of_one(campaign)
    liaison = add_person(NewPerson("韩牧之", out[0].unit_id, "liaison", phone="0990-5550123"), by=INSTALLER)
    sign_in(unit, liaison)
    sign_in(checker, supervisor)
    work(unit, checker, out)
    stand_at(campaign, telling_day(Truth(campaign.pk), Truth(campaign.pk).today))
    what_moves(office, Truth(campaign.pk), reading, empty_too=True)
    one_unit(office, unit, Truth(campaign.pk), out, reading)
    walk_export.export(office, Truth(campaign.pk), reading, clerk)
    own = Truth(campaign.pk, frozenset({liaison.posts.get().unit_id}))
    walk_export.export(unit, own, reading, liaison)


def adopted(office: Page, document: Path, reading: Reading) -> Campaign:
    """The campaign made of the file by hand, at its day."""
    proposal = walk_plan.hand_in(office, document)
    walk_plan.adopt_page(office, proposal, reading)
    walk_plan.name_units(office, proposal)
    campaign = walk_plan.adopt(office, reading)
    first_day(campaign)
    walk_home.start(office, campaign)
    return campaign


def what_stays(page: Page, truth: Truth, reading: Reading) -> None:
    """The pages that show the plan itself."""
    walk_plan.findings(page, truth, reading)
    walk_plan.plan_text(page, truth, reading)


def what_moves(page: Page, truth: Truth, reading: Reading, *, empty_too: bool = False) -> None:
    """The pages whose numbers move with the work."""
    walk_home.home(page, truth, reading)
    walk_lists.tasks(page, truth, empty_too=empty_too)
    walk_chart.chart(page, truth)
    walk_work.targets(page, truth)
    walk_lists.units(page, truth)
    walk_work.history(page, truth)


def work_of_one(campaign: Campaign) -> list[Assignment]:
    """What the busiest unit has to do; first what has something to count."""
    out = list(Assignment.objects.filter(campaign=campaign).select_related("task", "unit").order_by("pk"))
    ((busiest, _n),) = Counter(held.unit_id for held in out).most_common(1)
    mine = [held for held in out if held.unit_id == busiest]
    return sorted(mine, key=lambda held: not held.task.targets.exists())


def work(unit: Page, checker: Page, out: list[Assignment]) -> None:
    """One assignment goes back once and is closed, a second one waits for its verdict, a third one has begun."""
    for place, (held, progress) in enumerate(zip(out, (60, 100, 20), strict=False)):
        walk_work.opened(unit, held)
        walk_work.sign(unit)
        walk_work.report(unit, progress, "摸清底数，建了清单", "3.5")
        if place < 2:
            walk_work.submit(unit, "清单一份，附在卷里")
    walk_work.opened(checker, out[0])
    walk_work.decide(checker, "send_back", "缺签字页")
    walk_work.opened(unit, out[0])
    walk_work.report(unit, 95, "补齐签字页", "2")
    walk_work.submit(unit, "清单一份，签字页齐全")
    walk_work.opened(checker, out[0])
    walk_work.decide(checker, "accept", "核对无误")


def one_unit(office: Page, unit: Page, truth: Truth, out: list[Assignment], reading: Reading) -> None:
    """The unit's page and its tasks as the office sees them, and what the unit itself sees."""
    walk_lists.unit(office, truth, out[0].unit)
    walk_lists.by_limit(office, truth)
    own = Truth(truth.campaign.pk, frozenset({out[0].unit_id}))
    walk_home.home(unit, own, reading)
    walk_lists.tasks(unit, own)
    for held, page, seen in zip(out, (unit, office, unit), (own, truth, own), strict=False):
        walk_work.task(page, seen, held)
