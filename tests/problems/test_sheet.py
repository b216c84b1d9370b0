"""A ledger of problems comes in as registered problems, goes out and comes back, and is taken back whole."""

import pytest

from build import a_campaign, a_unit
from luoshi.campaigns.models import Campaign
from luoshi.orgs.access import Standing
from luoshi.platform.jobs.models import OPEN, Job
from luoshi.platform.jobs.run import run
from luoshi.platform.sheets.columns import sheet
from luoshi.platform.sheets.confirm import confirm
from luoshi.platform.sheets.hand_in import HandedIn, hand_in
from luoshi.platform.sheets.keys import HEAD
from luoshi.platform.sheets.queries import BatchView, bad_rows, batch, present
from luoshi.platform.sheets.take_back import take_back
from luoshi.problems.models import Problem
from luoshi.problems.register import Assigning, assign
from luoshi.problems.sheet import COLUMNS, kind_of
from problems.way import OTHER, UNIT, a_cast, again

pytestmark = pytest.mark.django_db
HEADS = "问题来源\t问题类别\t具体表现\t涉及单位\t发现时间\t整改类型\n"
TEXT = f"{HEADS}督导检查\t便民\t排队长\t{UNIT}\t2026-05-01\t立行立改\n\t\t材料多\t\t\t\n"


def work() -> None:
    while job := Job.objects.filter(state__in=OPEN).first():
        run(job.pk)


def brought(campaign: Campaign, who: Standing, text: str) -> BatchView:
    """The batch of a pasted table, confirmed."""
    held = hand_in(HandedIn(kind_of(campaign.pk), "粘贴.txt", text.encode()), person_id=who.person_id or 0)
    work()
    confirm(held.pk, person_id=who.person_id or 0)
    work()
    view = batch(held.pk, who.person_id)
    assert view is not None
    return view


def test_good_rows_come_in_once_as_registered_problems_and_bad_ones_say_why() -> None:
    cast, campaign = a_cast(), a_campaign()
    a_unit(UNIT)
    view = brought(campaign, cast.office, f"{TEXT}\t\t没人管\t无名局\t\t\n\t\t排队长\t{UNIT}\t\t\n")
    found = Problem.objects.values_list("number", "state", "source", "item", "concerns__name", "horizon")
    assert list(found) == [
        (1, "registered", "inspection", "排队长", UNIT, "at_once"),
        (2, "registered", "other", "材料多", None, "limit"),
    ]
    assert [row[-1] for row in bad_rows(view)] == [
        "涉及单位：没有“无名局”这个单位。",
        "具体表现：上面已有一行是这个问题。",
    ]
    brought(campaign, cast.office, TEXT)
    assert Problem.objects.count() == 2


def test_what_went_out_comes_back_to_its_own_problem_and_changes_it_until_it_is_assigned() -> None:
    cast, campaign = a_cast(), a_campaign()
    brought(campaign, cast.office, TEXT)
    kind = kind_of(campaign.pk)
    lines = [list(row) for row in present(sheet(kind), cast.office.person_id or 0)]
    lines[0][2] = "排队两小时"
    text = "\n".join("\t".join(line) for line in [[*(column.head for column in COLUMNS), HEAD], *lines])
    brought(campaign, cast.office, text)
    assert [row.item for row in Problem.objects.all()] == ["排队两小时", "材料多"]
    first = Problem.objects.select_related("campaign").get(number=1)
    assign(first, Assigning(a_unit(UNIT).pk), by=cast.office)
    view = brought(campaign, cast.office, text.replace("排队两小时", "排队一小时"))
    assert "已交办" in next(row[-1] for row in bad_rows(view))
    assert again(first).item == "排队两小时"


def test_a_unit_is_told_before_it_confirms_that_it_cannot_reword_what_others_registered() -> None:
    cast, campaign = a_cast(), a_campaign(issued=True)
    brought(campaign, cast.supervisor, TEXT)
    view = brought(campaign, cast.head, TEXT.replace("立行立改", "长期坚持").rpartition("\n\t\t材料")[0])
    assert "由登记人" in next(row[-1] for row in bad_rows(view))
    assert Problem.objects.get(number=1).horizon == "at_once"


def test_a_batch_is_taken_back_whole_and_numbers_stay() -> None:
    cast, campaign = a_cast(), a_campaign()
    view = brought(campaign, cast.office, TEXT)
    take_back(view.id, person_id=cast.office.person_id or 0)
    work()
    assert {row.state for row in Problem.objects.all()} == {"cancelled"}
    brought(campaign, cast.office, TEXT)
    assert list(Problem.objects.filter(state="registered").values_list("number", flat=True)) == [3, 4]


def test_a_unit_brings_in_what_shows_in_itself_alone() -> None:
    cast, campaign = a_cast(), a_campaign(issued=True)
    view = brought(campaign, cast.liaison, f"{HEADS}\t\t别家的\t{OTHER}\t\t\n\t\t自家的\t{UNIT}\t\t\n")
    assert view is not None
    assert [row.item for row in Problem.objects.all()] == ["自家的"]
    with pytest.raises(KeyError):
        sheet("problems:999999")
