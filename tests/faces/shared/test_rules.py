"""An address without a rule is closed; a page that lost its session asks beside the text, not instead of it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from luoshi.faces.shared.rules import AccessMiddleware, public, signed_in


def asked(view, **headers):
    """What the middleware answers in a view's place to somebody not signed in."""
    request = RequestFactory().get("/page/", headers=headers)
    request.user = AnonymousUser()
    return AccessMiddleware(lambda _: HttpResponse()).process_view(request, view, (), {})


def test_an_address_without_a_rule_is_refused():
    with pytest.raises(PermissionDenied):
        asked(lambda request: HttpResponse())


def test_a_public_page_asks_nothing():
    assert asked(public(lambda request: HttpResponse())) is None


def test_a_stranger_is_sent_to_sign_in_and_back():
    assert asked(signed_in(lambda request: HttpResponse())).url == "/signin/?next=/page/"


def test_a_part_of_a_page_says_401_so_that_the_page_keeps_what_was_typed():
    assert asked(signed_in(lambda request: HttpResponse()), hx_request="true").status_code == 401
