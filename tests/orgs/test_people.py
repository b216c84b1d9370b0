"""What has run out is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from build import a_person
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.accounts import forget_expired
from luoshi.orgs.models import Session, SignInLink
from luoshi.orgs.people import open_link, use_link

pytestmark = pytest.mark.django_db


def test_only_what_has_run_out_is_forgotten() -> None:
    now, person = timezone.now(), a_person("liaison")
    for key, hours in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
    open_link(person.pk, by=INSTALLER)
    SignInLink.objects.update(good_until=now - timedelta(minutes=1))
    token = open_link(a_person("office").pk, by=INSTALLER)
    forget_expired()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert SignInLink.objects.count() == 1
    assert use_link(token).posts.get().role == "office"
