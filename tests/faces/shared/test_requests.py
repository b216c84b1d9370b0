"""What holds for every request: bounded bodies, headers that no failure takes away, a log without keys."""

import logging

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from build import a_person, signed_in
from luoshi.faces.shared.bounds import BoundsMiddleware
from luoshi.faces.shared.logs import Formatter
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.people import open_link

LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize(
    ("length", "status"),
    [("", 200), ("0", 200), (str(LARGEST), 200), (str(LARGEST + 1), 413), ("9" * 5000, 413), ("x", 200), ("²", 200)],
)
def test_a_body_longer_than_any_form_is_refused_unread(length: str, status: int) -> None:
    request = RequestFactory().post("/anywhere/")
    request.META["CONTENT_LENGTH"] = length
    assert BoundsMiddleware(lambda _request: HttpResponse())(request).status_code == status


@pytest.mark.django_db
def test_a_stranger_cannot_fill_the_disk_through_a_page_that_is_closed_to_them() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/signin/x/")
    fields = {
        "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        "file": SimpleUploadedFile("a.txt", b"x" * (LARGEST + 1)),
    }
    assert client.post("/proposals/", fields).status_code == 413


@pytest.mark.django_db
def test_pages_of_whoever_is_signed_in_are_not_kept_and_strangers_pages_may_be(client: Client) -> None:
    assert "Cache-Control" not in client.get("/signin/").headers
    assert signed_in(client, a_person()).get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_page_that_says_that_the_database_is_away_has_its_headers(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_store: SessionStore) -> None:
        raise OperationalError("away")

    signed_in(client, a_person()).raise_request_exception = False
    monkeypatch.setattr(SessionStore, "load", away)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_no_line_of_the_log_holds_a_token_that_still_signs_in(caplog: pytest.LogCaptureFixture) -> None:
    token = open_link(a_person().pk, by=INSTALLER)
    with caplog.at_level(logging.INFO):
        Client(enforce_csrf_checks=True).post(f"/signin/{token}/")
    lines = [Formatter("{message}", style="{").format(record) for record in caplog.records]
    assert any("/signin/…/" in line for line in lines)
    assert not any(token in line for line in lines)


def test_the_log_is_written_by_the_formatter_that_leaves_tokens_out() -> None:
    assert {type(handler.formatter) for handler in logging.getLogger().handlers} >= {Formatter}


@pytest.mark.django_db
def test_an_address_cannot_begin_a_line_of_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "luoshi.errors"):
        client.get("/nowhere%0aERROR%20forged/")
    assert all("\n" not in record.getMessage() for record in caplog.records if record.name == "luoshi.errors")
    assert "forged" in caplog.text
