"""Cells: what a value looks like, and that nothing a person typed becomes markup."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from luoshi.faces.shared import cells
from luoshi.faces.shared.values import Due, Gauge, Guess, Light, Person, Source, Span, Timeline, Unit

DAY = date(2026, 6, 24)
HOSTILE = "\"><img src=x onerror=1>'"


def test_a_light_says_its_word_after_its_shape():
    html = cells.light_html(Light("bad", "退回2次"))
    assert html.startswith('<span class="light bad"><svg')
    assert html.endswith("</svg>退回2次</span>")


def test_the_five_lights_differ_in_shape_and_not_in_colour_alone():
    assert len(set(cells.SHAPES.values())) == 5


def test_lights_are_counted_worst_first_and_empty_ones_left_out():
    html = cells.lights_html({"ok": 5, "bad": 2, "idle": 0})
    assert html.index("2 红") < html.index("5 绿")
    assert "灰" not in html


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (Due(DAY, 4), "余<b>4</b>个工作日"),
        (Due(DAY, 4, "soon"), "余<b>4</b>个工作日"),
        (Due(DAY, 0, "today"), "<b>今天</b>"),
        (Due(DAY, -3, "late"), "逾期<b>3</b>个工作日"),
        (Due(DAY, 0, "late"), "逾期"),
        (Due(DAY, None, "late"), "逾期"),
        (Due(DAY, None, "done"), "已办结"),
        (Due(DAY), ""),
    ],
)
def test_a_limit_says_what_is_left_of_it(due, said):
    assert cells.left_html(due) == said


def test_a_limit_has_date_weekday_and_rest_in_three_parts():
    assert cells.due_html(Due(DAY, 4, "soon")) == (
        '<time class="due warn" datetime="2026-06-24"><span class="d">6月24日</span> <span class="w">周三</span>'
        ' <span class="n">余<b>4</b>个工作日</span></time>'
    )


def test_an_extended_limit_keeps_the_first_date_in_sight():
    assert "原定 5月10日，延期1次" in cells.due_html(Due(DAY, 4, "open", date(2026, 5, 10), 1))


def test_the_year_is_written_only_when_asked_for():
    assert cells.day_text(date(2027, 1, 5)) == "1月5日"
    assert cells.day_text(date(2027, 1, 5), with_year=True) == "2027年1月5日"


def test_a_moment_is_told_in_local_time():
    assert cells.moment_text(datetime(2026, 6, 17, 1, 5, tzinfo=UTC)) == "2026年6月17日 9:05"


def test_a_gauge_shows_the_shortfall_only_when_it_is_behind():
    assert '<rect class="gap" x="59%" y="25%" width="19%"' in cells.gauge_svg(Gauge(59, 78, "behind"))
    assert 'class="gap"' not in cells.gauge_svg(Gauge(59, 78))
    assert 'class="gap"' not in cells.gauge_svg(Gauge(80, 78, "behind"))


def test_a_gauge_never_leaves_its_frame():
    html = cells.gauge_svg(Gauge(140, -5, "behind"))
    assert 'width="140%"' not in html
    assert 'x1="0%"' in html


def test_a_gauge_with_a_label_is_a_meter_and_without_one_decoration():
    assert 'role="meter"' in cells.gauge_svg(Gauge(10, label="学时"))
    assert 'aria-hidden="true"' in cells.gauge_svg(Gauge(10))


def test_nothing_to_measure_is_a_dash():
    assert cells.pct_html(None) == cells.DASH
    assert "64%" in cells.pct_html(Gauge(64))


def test_several_supporters_are_named_by_the_first_and_their_number():
    html = cells.unit_html(Unit("甲局", support=("乙局", "丙局")))
    assert "配合 乙局等2家" in html
    assert 'title="乙局、丙局"' in html


def test_a_frozen_set_shows_its_count():
    assert "配合 各单位" in cells.unit_html(Unit("甲局", support=("各单位",), support_count=64))
    assert '<span class="set">64家</span>' in cells.unit_html(Unit("各乡镇", 64))


def test_a_guess_is_dashed_until_it_is_confirmed():
    assert "推断：居首" in cells.guess_html(Guess("甲局", "居首"))
    assert cells.guess_html(Guess("甲局", "居首", confirmed=True)) == "甲局"


def test_a_value_without_a_place_in_the_plan_has_no_source():
    assert cells.source_html(None) == ""


def test_nothing_a_person_typed_becomes_markup():
    drawn = [
        cells.light_html(Light("ok", HOSTILE)),
        cells.unit_html(Unit(HOSTILE, support=(HOSTILE, HOSTILE))),
        cells.person_html(Person(HOSTILE, HOSTILE)),
        cells.source_html(Source(HOSTILE, HOSTILE)),
        cells.guess_html(Guess(HOSTILE, HOSTILE)),
        cells.gauge_svg(Gauge(1, label=HOSTILE)),
        cells.timeline_svg(Timeline((), (), 5, HOSTILE)),
    ]
    assert not [html for html in drawn if "<img" in html or '"">' in html]


def test_the_timeline_fills_the_part_behind_today():
    line = Timeline(((0, DAY),), (Span(0, 40, 50, current=True),), 20, "阶段")
    html = cells.timeline_svg(line)
    assert '<rect class="cur" x="0%" width="20.00%"' in html
    assert "今天" in html
    assert "今天" not in cells.timeline_svg(Timeline(line.months, line.spans, None, "阶段"))


def test_cells_speak_english_when_the_reader_does():
    with translation.override("en"):
        assert cells.day_text(DAY) == "24 Jun"
        assert cells.left_html(Due(DAY, 1)) == "<b>1</b> working day left"
        assert cells.left_html(Due(DAY, -2, "late")) == "<b>2</b> working days late"
    assert cells.day_text(DAY) == "6月24日"
