"""The wall chart for the wall shows every item of the list, grouped as its drawing says."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from build import Wanted, a_campaign, a_standing
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.oversight.items import Filters
from luoshi.press.pdf import write_wall
from luoshi.reports.wallprint import DRAWINGS, wall

pytestmark = pytest.mark.django_db


def a_busy_campaign() -> Campaign:
    wanted = [
        Wanted("排查隐患", start=date(2026, 6, 1), due=date(2026, 6, 30)),
        Wanted("整治窗口", units=("县财政局",), due=date(2026, 5, 30)),
        Wanted("建章立制"),
    ]
    return a_campaign(*wanted, issued=True)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_item_stands_on_every_drawing_once(drawing: str) -> None:
    campaign = a_busy_campaign()
    drawn = wall(campaign, a_standing(), Filters(), drawing)
    named = [lane.cells[0].partition(" ")[2] for lane in drawn.lanes if len(lane.cells) > 1]
    assert sorted(named) == sorted(row.task.title for row in Assignment.objects.select_related("task"))
    assert all(len(lane.cells) in (1, len(drawn.heads)) for lane in drawn.lanes)


def test_the_drawing_by_who_is_grouped_by_lead_unit() -> None:
    drawn = wall(a_busy_campaign(), a_standing(), Filters(), "who")
    heads = [lane.cells[0] for lane in drawn.lanes if len(lane.cells) == 1]
    assert "县财政局（牵头1项）" in heads
    assert len(heads) == Assignment.objects.values("unit").distinct().count()


def test_the_drawing_by_how_tells_the_words_of_the_plan() -> None:
    campaign = a_busy_campaign()
    told = [lane.cells[1] for lane in wall(campaign, a_standing(), Filters(), "how").lanes if len(lane.cells) == 2]
    assert any("排查隐患" in words for words in told)


def test_a_unit_prints_its_own_items_alone() -> None:
    campaign = a_busy_campaign()
    drawn = wall(campaign, a_standing("liaison", "县财政局"), Filters(), "progress")
    assert [lane.cells[0] for lane in drawn.lanes if len(lane.cells) > 1] == ["2. 整治窗口"]


def test_the_print_carries_the_cut_off_date_and_an_empty_list_prints_too() -> None:
    campaign = a_busy_campaign()
    made = write_wall(wall(campaign, a_standing(), Filters(light="done"), "progress"))
    said = "".join(PdfReader(BytesIO(made)).pages[0].extract_text().split())
    today = campaign.today
    assert f"数据截止：{today.year}年{today.month}月{today.day}日" in said
