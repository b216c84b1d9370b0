"""The gallery shows every component, drawn and not as source."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from luoshi.faces.shared import gallery
from luoshi.faces.shared.preferences import Preferences


def drawn(**values: object) -> str:
    """The gallery page without a request behind it."""
    shown = {**gallery.VALUES, "form": gallery.Report(), "prefs": Preferences(), **values}
    return render_to_string("shared/gallery.html", shown)


def test_no_component_goes_out_as_source():
    html = drawn()
    assert "<c-" not in html
    assert "{%" not in html
    assert "{{" not in html


def test_a_component_takes_nothing_from_the_page_it_did_not_declare():
    assert "Act(" not in drawn()


def test_the_frame_has_landmarks_a_skip_link_and_one_title():
    html = drawn()
    assert html.count("<main") == html.count("<h1") == 1
    assert '<a class="skip" href="#main">跳到正文</a>' in html
    assert '<li aria-current="page">构件一览</li>' in html
    assert "<title>构件一览 · 落实</title>" in html


def test_theme_and_size_mark_the_root_element():
    assert '<html lang="zh-CN" data-theme="dark" data-size="large"' in drawn(prefs=Preferences("dark", "large"))


def test_the_frame_speaks_english_when_the_reader_does():
    with translation.override("en"):
        html = drawn()
    assert '<html lang="en"' in html
    assert "Skip to content" in html


def test_a_refused_form_says_where_and_keeps_what_was_typed():
    html = drawn(form=gallery.Report({"progress": "640", "done": "八项已补"}))
    assert '<a href="#id_progress">' in html
    assert 'value="640"' in html
    assert 'aria-invalid="true"' in html
    assert "八项已补" in html


@pytest.mark.parametrize("page", gallery.ERRORS)
def test_every_error_page_can_be_looked_at(page):
    assert "7F3A91C2" in gallery.show(RequestFactory().get("/"), page).content.decode()
