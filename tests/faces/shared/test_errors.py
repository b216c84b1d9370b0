"""Error pages: plain words, a way on, and a reference that is also in the log."""

import logging
import re

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from luoshi.faces.shared import errors

REQUEST = RequestFactory().get("/nowhere/")
ANSWERS = [
    (400, lambda: errors.bad_request(REQUEST, SuspiciousOperation()), "这个请求看不懂", "cannot be understood"),
    (403, lambda: errors.forbidden(REQUEST, PermissionDenied()), "没有权限做这件事", "may not do this"),
    (403, lambda: errors.csrf(REQUEST, "no cookie"), "这一页放得太久了", "open for too long"),
    (404, lambda: errors.not_found(REQUEST, Http404()), "没有找到这一页", "not found"),
    (413, lambda: errors.bad_request(REQUEST, RequestDataTooBig()), "提交的内容太大", "too large"),
    (429, lambda: errors.too_many(REQUEST, 90), "请等2分钟后再试", "wait 2 minutes"),
    (500, lambda: errors.failed(REQUEST), "系统出了差错", "went wrong"),
]


@pytest.mark.parametrize(("status", "ask", "chinese", "english"), ANSWERS)
def test_every_error_says_what_happened_in_both_languages(status, ask, chinese, english):
    answer = ask()
    assert answer.status_code == status
    assert chinese in answer.content.decode()
    with translation.override("en"):
        assert english in ask().content.decode()


@pytest.mark.parametrize(("status", "ask"), [(row[0], row[1]) for row in ANSWERS])
def test_every_error_carries_a_reference_that_the_log_knows(status, ask, caplog):
    with caplog.at_level(logging.INFO, "luoshi.errors"):
        reference = re.search(r"\b[0-9A-F]{8}\b", ask().content.decode())
    assert reference is not None
    assert f"reference={reference[0]} status={status}" in caplog.text


def test_a_refusal_shows_its_own_reason_as_text():
    html = errors.forbidden(REQUEST, PermissionDenied("由<b>甲局</b>办理")).content.decode()
    assert "由&lt;b&gt;甲局&lt;/b&gt;办理" in html


def test_too_many_requests_says_when_to_come_back():
    assert errors.too_many(REQUEST, 90)["Retry-After"] == "90"


def test_an_error_page_is_never_kept():
    assert "no-store" in errors.not_found(REQUEST)["Cache-Control"]


def test_a_failure_page_asks_neither_database_nor_session():
    assert errors.failed(REQUEST).status_code == 500
