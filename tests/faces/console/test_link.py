"""The administrator's link when everything else is lost."""

import pytest
from django.conf import settings

from luoshi.faces.console import main
from luoshi.journal.models import Entry
from luoshi.orgs import mfa
from luoshi.orgs.models import Factor
from luoshi.orgs.people import administrator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked", "is_left"), [([], True), (["--without-app"], False)])
def test_a_lost_authenticator_is_taken_away_only_when_asked_at_the_machine(
    capsys: pytest.CaptureFixture[str], asked: list[str], is_left: bool
) -> None:
    person = administrator()
    Factor.objects.create(person=person, sealed="x", set_at="2026-06-17T00:00:00Z")
    assert main(["link", *asked]) == 0
    assert "/signin/" in capsys.readouterr().out
    assert mfa.has_factor(person.pk) is is_left
    assert Entry.objects.filter(act="person.forget_factor").exists() is not is_left


def test_a_link_says_when_nothing_answers_it_and_how_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link"]) == 0
    told = capsys.readouterr()
    assert told.out.count("\n") == 1
    assert "没有在运行" in told.err and f"DATA={settings.DATA}" in told.err
