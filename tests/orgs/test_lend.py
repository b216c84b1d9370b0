"""A post lent for a time: who may, what it allows, how it ends, and what the journal says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from build import a_person, a_unit
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.lend import LONGEST, NewLoan, NotLendable, end_loan, lend
from luoshi.orgs.models import Loan, Person, Post
from luoshi.orgs.people import set_active
from luoshi.orgs.posts import PostChange, change_post
from luoshi.orgs.queries import borrowed, held_posts

pytestmark = pytest.mark.django_db
SOON = timedelta(days=3)


@pytest.fixture
def pair() -> tuple[Person, Person]:
    return a_person("unit_head", "县住建局", "韩牧之"), a_person("liaison", "县水利局", "林若川")


def lent(holder: Person, borrower: Person, days: timedelta = SOON) -> Loan:
    new = NewLoan(holder.posts.get().pk, borrower.pk, timezone.localdate() + days)
    return lend(new, by=standing(holder))


def test_a_lent_post_counts_beside_one_s_own_and_the_journal_says_so(pair: tuple[Person, Person]) -> None:
    holder, borrower = pair
    lent(holder, borrower)
    seen = standing(borrower)
    assert seen.roles == {"unit_head", "liaison"}
    assert seen.label == "县水利局 联络员"
    assert seen.acting().post == "县水利局 联络员，代韩牧之（县住建局 单位负责人）"
    assert standing(holder).roles == {"unit_head"}
    assert history(SYSTEM, 1)[0].act == "post.lend"


def test_a_loan_holds_through_its_last_day_and_not_after(
    pair: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder, borrower = pair
    lent(holder, borrower)
    today = timezone.localdate()
    for days, held in ((3, True), (4, False)):
        monkeypatch.setattr("luoshi.orgs.access.timezone.localdate", lambda days=days: today + timedelta(days=days))
        assert ("unit_head" in standing(borrower).roles) is held


@pytest.mark.parametrize("who", ["holder", "borrower", "administrator"])
def test_a_loan_is_ended_in_one_act_by_those_it_concerns(pair: tuple[Person, Person], who: str) -> None:
    holder, borrower = pair
    loan = lent(holder, borrower)
    by = {"holder": standing(holder), "borrower": standing(borrower), "administrator": INSTALLER}[who]
    end_loan(loan.pk, by=by)
    assert standing(borrower).roles == {"liaison"}
    before = history(SYSTEM, 1)[0].seq
    end_loan(loan.pk, by=by)
    assert history(SYSTEM, 1)[0].seq == before
    assert lent(holder, borrower).pk != loan.pk


def test_lending_again_to_the_same_person_moves_the_day(pair: tuple[Person, Person]) -> None:
    holder, borrower = pair
    lent(holder, borrower)
    lent(holder, borrower, timedelta(days=9))
    (row,) = borrowed(borrower.pk)
    assert (row.until - timezone.localdate()).days == 9
    assert held_posts(holder.pk, standing(holder))[0].lent == (row,)


def test_only_the_holder_and_the_administrator_lend(pair: tuple[Person, Person]) -> None:
    holder, borrower = pair
    lent(holder, borrower)
    third = a_person("liaison")
    new = NewLoan(holder.posts.get().pk, third.pk, timezone.localdate())
    for by in (standing(borrower), standing(third)):
        with pytest.raises(Refused):
            lend(new, by=by)
    assert lend(new, by=INSTALLER).person == third


@pytest.mark.parametrize("role", ["admin_system", "admin_security", "auditor"])
def test_the_posts_that_keep_the_system_are_lent_to_nobody(role: str) -> None:
    holder, borrower = a_person(role), a_person("liaison")
    with pytest.raises(Refused, match="不能请人代"):
        lent(holder, borrower)


@pytest.mark.parametrize(("role", "unit"), [("admin_security", "县住建局"), ("unit_head", "县林业局")])
def test_a_loan_ends_where_the_post_becomes_another_role_s_or_unit_s(
    pair: tuple[Person, Person], role: str, unit: str
) -> None:
    holder, borrower = pair
    loan, post = lent(holder, borrower), holder.posts.get()
    change_post(PostChange(post.pk, post.unit_id, post.role, "主任"), by=INSTALLER)
    assert standing(borrower).roles == {"unit_head", "liaison"}
    change_post(PostChange(post.pk, a_unit(unit).pk, role, "主任"), by=INSTALLER)
    assert standing(borrower).roles == {"liaison"}
    assert history(SYSTEM, 1)[0].data["loans"] == [loan.pk]


def test_a_post_that_keeps_the_system_counts_for_no_borrower(pair: tuple[Person, Person]) -> None:
    lent(*pair)
    Post.objects.filter(person=pair[0]).update(role="auditor")
    assert standing(pair[1]).roles == {"liaison"}


@pytest.mark.parametrize(
    ("days", "why"), [(-1, "已经过去"), (LONGEST.days + 1, "最长一年")], ids=["past", "beyond a year"]
)
def test_a_day_out_of_bounds_is_refused(pair: tuple[Person, Person], days: int, why: str) -> None:
    with pytest.raises(NotLendable, match=why):
        lent(*pair, timedelta(days=days))


def test_nobody_stands_in_for_themselves_or_after_being_kept_out(pair: tuple[Person, Person]) -> None:
    holder, borrower = pair
    with pytest.raises(NotLendable, match="自己"):
        lent(holder, holder)
    set_active(borrower.pk, False, by=INSTALLER)
    with pytest.raises(NotLendable, match="停用"):
        lent(holder, borrower)


@pytest.mark.parametrize("whose", [0, 1])
def test_a_loan_is_void_while_either_is_kept_out(pair: tuple[Person, Person], whose: int) -> None:
    holder, borrower = pair
    lent(holder, borrower)
    set_active(pair[whose].pk, False, by=INSTALLER)
    assert "unit_head" not in standing(Person.objects.get(pk=borrower.pk)).roles


def test_a_standing_is_read_in_one_query(
    pair: tuple[Person, Person], django_assert_num_queries: Callable[[int], object]
) -> None:
    lent(*pair)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        standing(pair[1])
