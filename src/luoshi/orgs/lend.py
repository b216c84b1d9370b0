"""Lending a post: another person holds it too until a day, or until somebody ends it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Loan, Person, Post
from luoshi.orgs.roles import KEEPERS, LABELS

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewLoan:
    """A post to be lent to a person, up to and including a day."""

    post_id: int
    person_id: int
    until: date


class NotLendable(ValueError):
    """The post cannot be lent so; `field` of `NewLoan` is wrong, the message says why, in the reader's language."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


def may_lend(who: Standing, post: Post) -> Verdict:
    """Whether that person may lend the post: its holder or an administrator, and no post that keeps the system."""
    if post.role in KEEPERS:
        return denied(_("%(role)s由本人担任，不能请人代。") % {"role": _(LABELS[post.role])})
    if who.person_id == post.person_id or who.has("admin_system"):
        return GRANTED
    return denied(_("请人代职由本人或系统管理员办理。"))


def lend(new: NewLoan, *, by: Standing) -> Loan:
    """Lend the post; lent to the same person already, the day is replaced. Raises NotLendable."""
    with transaction.atomic():
        post = Post.objects.select_for_update().select_related("person").get(pk=new.post_id)
        demand(may_lend(by, post))
        borrower = Person.objects.filter(pk=new.person_id, is_active=True).first()
        if borrower is None:
            raise NotLendable("person_id", _("没有这个人，或者已停用。"))
        _demand_fit(post, borrower, new.until)
        loan, _is_new = Loan.objects.update_or_create(
            post=post, person=borrower, ended_at=None, defaults={"until": new.until}
        )
        data = {"post": post.pk, "unit": post.unit_id, "role": post.role, "to": borrower.pk, "until": new.until}
        record(SYSTEM, "post.lend", "person", [post.person_id], by=by.acting(), data=data)
    return loan


def _demand_fit(post: Post, borrower: Person, until: date) -> None:
    today = timezone.localdate()
    if borrower.pk == post.person_id:
        raise NotLendable("person_id", _("不能请自己代自己。"))
    if until < today:
        raise NotLendable("until", _("这个日子已经过去了。"))
    if until > today + LONGEST:
        raise NotLendable("until", _("最长一年，到期可以再办。"))


def may_end(who: Standing, loan: Loan) -> Verdict:
    """Whether that person may end the loan: whoever lent or borrowed it, or an administrator."""
    if who.person_id in (loan.post.person_id, loan.person_id) or who.has("admin_system"):
        return GRANTED
    return denied(_("结束代职由本人、代的人或系统管理员办理。"))


def end_loan(loan_id: int, *, by: Standing) -> None:
    """End the loan now; ended twice it is ended once."""
    with transaction.atomic():
        loan = Loan.objects.select_for_update().select_related("post").get(pk=loan_id)
        demand(may_end(by, loan))
        if loan.ended_at is None:
            Loan.objects.filter(pk=loan.pk).update(ended_at=timezone.now())
            data = {"post": loan.post_id, "to": loan.person_id}
            record(SYSTEM, "post.lend_end", "person", [loan.post.person_id], by=by.acting(), data=data)
