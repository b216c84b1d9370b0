"""Keys and remembered devices are given and ended by acts that the journal tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from build import a_person, a_standing
from luoshi.journal.models import Entry
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.keys import NewKey, end_key, give_key
from luoshi.orgs.models import Device
from luoshi.orgs.people import set_active
from luoshi.orgs.sessions import end_all_sessions
from luoshi.platform.keys.keep import check

pytestmark = pytest.mark.django_db


def test_a_key_is_given_and_ended_by_one_entry_each() -> None:
    person = a_person("liaison")
    token = give_key(NewKey(person.pk, "报表", ("read",), 30), by=INSTALLER)
    row = check(token)
    assert row is not None
    line = history(SYSTEM, 1)[0]
    assert (line.act, line.subjects, line.data["key"]) == ("person.key", (person.pk,), row.pk)
    assert token not in str(line)
    assert end_key(row.pk, by=INSTALLER)
    assert (check(token), history(SYSTEM, 1)[0].act) == (None, "person.key_end")
    entries = Entry.objects.count()
    assert not end_key(row.pk, by=INSTALLER)
    assert Entry.objects.count() == entries


def test_the_keys_of_somebody_kept_out_stay_ended_when_they_are_let_in_again() -> None:
    person = a_person("liaison")
    token = give_key(NewKey(person.pk, "报表", ("read",), 30), by=INSTALLER)
    row = check(token)
    assert row is not None
    set_active(person.pk, False, by=INSTALLER)
    assert (check(token), history(SYSTEM, 1)[0].data["keys"]) == (None, [row.pk])
    set_active(person.pk, True, by=INSTALLER)
    assert check(token) is None


def test_a_key_given_to_somebody_who_is_kept_out_ends_before_they_are_let_in() -> None:
    person = a_person("liaison")
    set_active(person.pk, False, by=INSTALLER)
    token = give_key(NewKey(person.pk, "报表", ("read",), 30), by=INSTALLER)
    set_active(person.pk, True, by=INSTALLER)
    assert check(token) is None


def test_whoever_does_not_keep_the_organization_gives_and_ends_no_key() -> None:
    person, office = a_person("liaison"), a_standing("office")
    with pytest.raises(Refused):
        give_key(NewKey(person.pk, "报表", ("read",), 30), by=office)
    with pytest.raises(Refused):
        end_key(1, by=office)


def test_forgetting_the_devices_is_told_where_no_session_is_open() -> None:
    person = a_person("liaison")
    Device.objects.create(person=person, digest="0" * 64, until=timezone.now() + timedelta(days=1))
    end_all_sessions(person.pk, by=standing(person))
    line = history(SYSTEM, 1)[0]
    assert (line.act, line.data) == ("person.end_sessions", {"ended": 0, "devices": 1})
    assert not Device.objects.exists()
