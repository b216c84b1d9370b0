"""Acts on where a person is reached: said by themselves or the administrator, and stopped by a link."""

from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.journal.record import SYSTEM, Acting, record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.oversight.access import may_keep_contact
from luoshi.oversight.models import Contact
from luoshi.platform.outbox.post import channels

SALT = "luoshi.reminders.stop"


@dataclass(frozen=True, slots=True)
class NewContact:
    """Where a person is to be reached; an empty `to` means nowhere outside the program."""

    person_id: int
    channel: str
    to: str
    wants_reminders: bool = True


class Unreachable(ValueError):
    """There is no such channel, or no such address in it; the message says what to do."""


class NoSuchLink(LookupError):
    """The link stops nobody's reminders."""


def set_contact(new: NewContact, *, by: Standing) -> None:
    """Keep where a person is reached, in place of what was known. Raises Unreachable."""
    demand(may_keep_contact(by, new.person_id))
    to = new.to.strip()
    if to:
        check(new.channel, to)
    with transaction.atomic():
        if to:
            stopped = None if new.wants_reminders else timezone.now()
            known = {"channel": new.channel, "to": to, "stopped_at": stopped}
            Contact.objects.update_or_create(person_id=new.person_id, defaults=known)
        else:
            Contact.objects.filter(person=new.person_id).delete()
        data = {"channel": new.channel if to else "", "reminders": new.wants_reminders}
        record(SYSTEM, "person.contact", "person", [new.person_id], by=by.acting(), data=data)


def contact_of(person_id: int) -> NewContact | None:
    """Where a person is reached now; None where nothing is known."""
    row = Contact.objects.filter(person=person_id).first()
    return NewContact(person_id, row.channel, row.to, row.stopped_at is None) if row else None


def stop_token(person_id: int) -> str:
    """What the stop-link of a person carries; the same for all of their messages."""
    return signing.dumps(person_id, salt=SALT)


def stop(token: str) -> None:
    """Send the person whom the token names no more reminders; urges still reach them. Raises NoSuchLink."""
    try:
        person_id = int(signing.loads(token, salt=SALT))
    except signing.BadSignature as error:
        raise NoSuchLink from error
    with transaction.atomic():
        contact = Contact.objects.select_for_update().select_related("person").filter(person=person_id).first()
        if contact is None:
            raise NoSuchLink
        if contact.stopped_at is None:
            Contact.objects.filter(pk=contact.pk).update(stopped_at=timezone.now())
            by = Acting(person_id, contact.person.name)
            record(SYSTEM, "person.stop_reminders", "person", [person_id], by=by)


def check(channel: str, to: str) -> None:
    """Raises Unreachable for a channel that is not set up and an address that it cannot reach."""
    if channel not in channels():
        raise Unreachable(_("这个渠道还没有开通，请找系统管理员。"))
    if channel == "mail":
        try:
            validate_email(to)
        except ValidationError as error:
            raise Unreachable(_("邮箱地址写全，例如 name@example.org。")) from error
    elif not (to.isascii() and to.isdigit() and len(to) == 11):
        raise Unreachable(_("填11位手机号，群里的机器人据此点名。"))
