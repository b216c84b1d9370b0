"""三员: where an installation keeps its administrators apart, nobody is two of them."""

from itertools import permutations

import pytest
from pytest_django.fixtures import Settings

from build import a_person, a_post
from luoshi.kit.verdict import Refused
from luoshi.orgs.people import administrator
from luoshi.orgs.policy import SEPARATE

pytestmark = pytest.mark.django_db
UNIT = "县大数据局"


@pytest.mark.parametrize(("held", "more"), permutations(sorted(SEPARATE), 2))
def test_nobody_is_two_of_the_three_administrators_where_they_are_kept_apart(
    settings: Settings, held: str, more: str
) -> None:
    person = a_person(held, UNIT)
    settings.SEPARATE_ADMINS = True
    for unit in (UNIT, "县档案局"):
        with pytest.raises(Refused, match="三员分立"):
            a_post(person, more, unit)
    assert {post.role for post in person.posts.all()} == {held}
    settings.SEPARATE_ADMINS = False
    a_post(person, more, UNIT)
    assert {post.role for post in person.posts.all()} == {held, more}


def test_an_administrator_kept_apart_may_hold_the_same_role_elsewhere_and_other_roles(settings: Settings) -> None:
    settings.SEPARATE_ADMINS = True
    person = a_person("auditor", UNIT)
    a_post(person, "auditor", "县档案局")
    a_post(person, "liaison", UNIT)
    assert person.posts.count() == 3


def test_the_first_administrator_can_be_made_where_they_are_kept_apart(settings: Settings) -> None:
    settings.SEPARATE_ADMINS = True
    assert not administrator().has_usable_password()
