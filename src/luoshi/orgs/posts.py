"""Acts on somebody's details and posts: changing and removing them."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from luoshi.journal.models import Entry
from luoshi.journal.record import SYSTEM, record
from luoshi.kit.seen import expect
from luoshi.kit.verdict import GRANTED, Verdict, demand
from luoshi.orgs.access import Standing, an_administrator_remains, hold_administrators, may
from luoshi.orgs.models import Loan, Person, Post, Unit
from luoshi.orgs.policy import may_hold
from luoshi.orgs.referred import is_referred
from luoshi.orgs.told import told
from luoshi.orgs.units import Kept, named


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Name and phone as they are to be; `seen` is the mark of the facts on which that rests, if any."""

    person_id: int
    name: str
    phone: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class PostChange:
    """A post as it is to be."""

    post_id: int
    unit_id: int
    role: str
    title: str


class HeldAlready(ValueError):
    """The person has that role in that unit by another post."""


def change_person(new: PersonChange, *, by: Standing) -> Entry | None:
    """Let the person's name and phone be so; returns what was written, None for no change.

    Raises Nameless and Overtaken.
    """
    demand(may(by, "manage"))
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=new.person_id)
        before = person_facts(person)
        person.name, person.phone = named(new.name), new.phone.strip()
        data, texts = told(before, person_facts(person))
        if not data:
            return None
        expect(new.seen, before)
        person.save(update_fields=["name", "phone"])
        return record(SYSTEM, "person.change", "person", [person.pk], by=by.acting(), data=data, texts=texts)


def person_facts(person: Person) -> dict[str, str | int | None]:
    """What a change of the person may change."""
    return {"name": person.name, "phone": person.phone}


def change_post(new: PostChange, *, by: Standing) -> Entry | None:
    """Let the post be so; returns what was written, None for no change. Raises HeldAlready.

    What was lent of it ends where it becomes another role's or unit's.
    """
    demand(may(by, "manage"))
    with transaction.atomic():
        hold_administrators()
        post = Post.objects.select_for_update().select_related("person").get(pk=new.post_id)
        before = _facts(post)
        others = Post.objects.filter(person=post.person).exclude(pk=post.pk)
        if new.role != post.role or not Unit.objects.filter(pk=new.unit_id, is_active=True).exists():
            demand(may_remove(by, post))
        if new.role != post.role:
            demand(may_hold(others.values_list("role", flat=True), new.role))
        if others.filter(unit=new.unit_id, role=new.role).exists():
            raise HeldAlready
        is_another = (new.unit_id, new.role) != (post.unit_id, post.role)
        post.unit_id, post.role, post.title = new.unit_id, new.role, new.title.strip()
        data, texts = told(before, _facts(post))
        if not data:
            return None
        post.save(update_fields=["unit", "role", "title"])
        data |= {"post": post.pk} | ({"loans": _end_loans(post)} if is_another else {})
        return record(SYSTEM, "post.change", "person", [post.person_id], by=by.acting(), data=data, texts=texts)


def may_remove(who: Standing, post: Post) -> Verdict:
    """Whether that person may take the post away: one administrator always remains."""
    if not (verdict := may(who, "manage")):
        return verdict
    return an_administrator_remains(Q(person=post.person_id)) if post.role == "admin_system" else GRANTED


def remove_post(post_id: int, *, by: Standing) -> Entry:
    """Take a post away, with what was lent of it; returns what was written."""
    demand(may(by, "manage"))
    with transaction.atomic():
        hold_administrators()
        post = Post.objects.select_for_update().select_related("person").get(pk=post_id)
        demand(may_remove(by, post))
        data, texts = told(_facts(post), {"unit": None, "role": "", "title": ""})
        post.delete()
        return record(SYSTEM, "post.remove", "person", [post.person_id], by=by.acting(), data=data, texts=texts)


def remove_person(person_id: int, *, by: Standing) -> None:
    """Remove somebody who never signed in and on whom nothing hangs. Raises Kept."""
    demand(may(by, "manage"))
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        if person.last_login or person.posts.exists() or is_referred(person):
            raise Kept(person.name)
        try:
            person.delete()
        except ProtectedError as error:
            raise Kept(person.name) from error
        record(SYSTEM, "person.remove", "person", [person_id], by=by.acting())


def _end_loans(post: Post) -> list[int]:
    """End what is lent of the post; returns the ids of the loans."""
    loans = list(Loan.objects.select_for_update().filter(post=post, ended_at=None).values_list("pk", flat=True))
    Loan.objects.filter(pk__in=loans).update(ended_at=timezone.now())
    return loans


def _facts(post: Post) -> dict[str, str | int | None]:
    return {"unit": post.unit_id, "role": post.role, "title": post.title}
