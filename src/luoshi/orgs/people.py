"""Acts on people: adding them with a unit and a role, and links that sign them in once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from luoshi.journal.record import SYSTEM, Acting, record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import INSTALLER, Standing, an_administrator_remains, hold_administrators, may
from luoshi.orgs.models import Device, Person, Post, Session, SignInLink, Unit
from luoshi.orgs.policy import may_hold
from luoshi.orgs.units import named
from luoshi.platform.keys.keep import revoke_all

ADMINISTRATOR = "管理员"
LINK_LIFE = timedelta(minutes=30)


class LinkSpent(ValueError):
    """The link is unknown, was used, or is older than it may be."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be added with a first post."""

    name: str
    unit_id: int
    role: str
    title: str = ""
    phone: str = ""
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class NewPost:
    """One more role for a person."""

    person_id: int
    unit_id: int
    role: str
    title: str = ""


def add_person(new: NewPerson, *, by: Standing) -> Person:
    """Add somebody who can sign in by a link, holding one post. Raises Nameless."""
    demand(may(by, "manage"))
    with transaction.atomic():
        person = Person(
            name=named(new.name), phone=new.phone.strip(), key=secrets.token_hex(8), is_sample=new.is_sample
        )
        person.set_unusable_password()
        person.save()
        record(SYSTEM, "person.add", "person", [person.pk], by=by.acting())
        add_post(NewPost(person.pk, new.unit_id, new.role, new.title), by=by)
    return person


def add_post(new: NewPost, *, by: Standing) -> Post:
    """Give a person one more role in a unit; the same post twice is one."""
    demand(may(by, "manage"))
    demand(may_hold(Post.objects.filter(person_id=new.person_id).values_list("role", flat=True), new.role))
    with transaction.atomic():
        post, created = Post.objects.get_or_create(
            person_id=new.person_id, unit_id=new.unit_id, role=new.role, defaults={"title": new.title.strip()}
        )
        if created:
            data = {"unit": new.unit_id, "role": new.role}
            record(SYSTEM, "person.post", "person", [new.person_id], by=by.acting(), data=data)
    return post


def set_active(person_id: int, active: bool, *, by: Standing) -> None:
    """Let a person in, or keep them out from their next request on, with no link, session or device for later.

    Keys of programs end either way: who comes back is given new ones.
    """
    demand(may(by, "manage"))
    with transaction.atomic():
        hold_administrators()
        if not active and Post.objects.filter(person=person_id, role="admin_system").exists():
            demand(an_administrator_remains(Q(person=person_id)))
        if Person.objects.filter(pk=person_id, is_active=not active).update(is_active=active):
            if not active:
                SignInLink.objects.filter(person_id=person_id, used_at=None).delete()
                Session.objects.filter(person_id=person_id).delete()
                Device.objects.filter(person_id=person_id).delete()
            act = "person.enable" if active else "person.disable"
            record(SYSTEM, act, "person", [person_id], by=by.acting(), data={"keys": revoke_all(person_id)})


def open_link(person_id: int, *, by: Standing) -> str:
    """A token that signs the person in once within 30 minutes; older unused links of theirs end."""
    demand(may(by, "manage"))
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        SignInLink.objects.filter(person_id=person_id, used_at=None).delete()
        SignInLink.objects.create(person_id=person_id, digest=_digest(token), good_until=timezone.now() + LINK_LIFE)
        record(SYSTEM, "person.link", "person", [person_id], by=by.acting())
    return token


def use_link(token: str) -> Person:
    """The person whom the token signs in; spends it. Raises LinkSpent."""
    now = timezone.now()
    with transaction.atomic():
        fresh = SignInLink.objects.filter(digest=_digest(token), used_at=None, good_until__gt=now)
        link = fresh.select_related("person").first()
        if link is None or not link.person.is_active or not fresh.update(used_at=now):
            raise LinkSpent
        person = link.person
        record(SYSTEM, "person.sign_in", "person", [person.pk], by=Acting(person.pk, person.name))
    return person


def administrator() -> Person:
    """The first administrator, made with the organization's root and office if there is none yet."""
    by = INSTALLER
    with transaction.atomic():
        post = Post.objects.filter(role="admin_system", person__is_active=True).select_related("person").first()
        if post:
            return post.person
        root = Unit.objects.filter(parent=None).order_by("pk").first() or _first_unit(by)
        person = add_person(NewPerson(ADMINISTRATOR, root.pk, "admin_system"), by=by)
        add_post(NewPost(person.pk, root.pk, "office"), by=by)
    return person


def _first_unit(by: Standing) -> Unit:
    unit = Unit.objects.create(name="本机构", level="", order=0)
    unit.path = f"{unit.pk}/"
    unit.save(update_fields=["path"])
    record(SYSTEM, "unit.add", "unit", [unit.pk], by=by.acting())
    return unit


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
