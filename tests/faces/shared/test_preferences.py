"""Theme, size, language and shortcuts: set by a form without scripts, kept in cookies, never trusted."""

import pytest
from django.test import Client, RequestFactory

from luoshi.faces.shared import preferences


def test_a_choice_is_kept_and_the_reader_goes_back_to_the_page():
    answer = Client().post("/preferences/", {"theme": "dark", "next": "/tasks/?light=bad"})
    assert answer.status_code == 302
    assert answer["Location"] == "/tasks/?light=bad"
    assert answer.cookies["luoshi_theme"].value == "dark"
    assert answer.cookies["luoshi_theme"]["httponly"]


def test_the_language_is_kept_where_django_looks_for_it():
    assert Client().post("/preferences/", {"language": "en"}).cookies["django_language"].value == "en"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_another_site(target):
    assert Client().post("/preferences/", {"size": "large", "next": target})["Location"] == "/"


def test_an_unknown_value_changes_nothing():
    assert not Client().post("/preferences/", {"theme": "pink", "language": "xx"}).cookies


def test_a_forged_cookie_counts_as_no_preference():
    request = RequestFactory().get("/")
    request.COOKIES = {"luoshi_theme": '"><script>', "luoshi_size": "large"}
    assert preferences.read(request) == preferences.Preferences(size="large")


def test_preferences_change_by_post_only():
    assert Client().get("/preferences/").status_code == 405
