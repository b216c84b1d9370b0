"""The second factor: an authenticator app whose codes work once, and recovery codes for when it is lost."""

import base64
import secrets
import time
from hashlib import sha256
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.journal.record import SYSTEM, record
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Factor, Person, RecoveryCode
from luoshi.orgs.tries import Wrong, one_try
from luoshi.platform.sealed import seal, unseal

PURPOSE = "luoshi.factor"
PERIOD = 30
CODES = 8
CODE_BYTES = 15
"""120 bits each: enough for a plain digest to be safe. Source: ASVS 5.0, 6.5.2."""


def has_factor(person_id: int) -> bool:
    """Whether the person has set up an authenticator app."""
    return Factor.objects.filter(person_id=person_id).exists()


def new_secret() -> str:
    """A fresh secret as people type it into an app: 32 characters of base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def app_address(person: Person, secret: str) -> str:
    """What the QR code says to an authenticator app. Source: Key URI Format."""
    issuer = quote("落实")
    return f"otpauth://totp/{issuer}:{quote(person.key)}?secret={secret}&issuer={issuer}&digits=6&period={PERIOD}"


def set_up(person: Person, secret: str, code: str) -> tuple[str, ...]:
    """Take the app that just showed this code; the recovery codes, told this once. Raises Wrong or Locked."""
    with one_try(subject(person.pk)):
        step = _step_of(secret, code)
        if step is None:
            raise Wrong
    with transaction.atomic():
        values = {"sealed": seal(PURPOSE, person.pk, secret), "last_step": step, "set_at": timezone.now()}
        Factor.objects.update_or_create(person=person, defaults=values)
        record(SYSTEM, "person.factor", "person", [person.pk], by=standing(person).acting())
        return renew_codes(person)


def check(person: Person, code: str) -> None:
    """Take a code of the app, or a recovery code, each once. Raises Wrong or Locked."""
    said = "".join(character for character in code if character.isalnum())
    with one_try(subject(person.pk)):
        if not (_take_code(person, said) or _take_recovery(person, said)):
            raise Wrong


def subject(person_id: int) -> str:
    """The subject under which wrong codes are counted."""
    return f"factor:{person_id}"


def renew_codes(person: Person) -> tuple[str, ...]:
    """New recovery codes, told this once, in the place of the old ones."""
    codes = tuple(base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower() for _n in range(CODES))
    with transaction.atomic():
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=_digest(code)) for code in codes)
        record(SYSTEM, "person.recovery_codes", "person", [person.pk], by=standing(person).acting())
    return tuple("-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes)


def codes_left(person_id: int) -> int:
    """How many recovery codes the person has not used."""
    return RecoveryCode.objects.filter(person_id=person_id).count()


def may_forget(who: Standing, person_id: int) -> Verdict:
    """Whether that person may take another's app away, so that they set up a new one at their next sign-in."""
    if who.person_id == person_id:
        return denied(_("不能停用自己的验证器，请找别的管理员。"))
    if who.has("admin_security") or (who.has("admin_system") and not settings.SEPARATE_ADMINS):
        return GRANTED
    return denied(_("验证器由安全管理员停用。"))


def forget(person_id: int, *, by: Standing) -> None:
    """Take a person's app and recovery codes away."""
    demand(may_forget(by, person_id))
    with transaction.atomic():
        had = Factor.objects.filter(person_id=person_id).delete()[0]
        RecoveryCode.objects.filter(person_id=person_id).delete()
        if had:
            record(SYSTEM, "person.forget_factor", "person", [person_id], by=by.acting())


def _take_code(person: Person, code: str) -> bool:
    factor = Factor.objects.filter(person=person).first()
    step = _step_of(unseal(PURPOSE, person.pk, factor.sealed), code) if factor else None
    return step is not None and bool(Factor.objects.filter(person=person, last_step__lt=step).update(last_step=step))


def _take_recovery(person: Person, code: str) -> bool:
    return bool(RecoveryCode.objects.filter(person=person, digest=_digest(code.lower())).delete()[0])


def _step_of(secret: str, code: str) -> int | None:
    """The time step whose code this is: now, the one before or the one after, for clocks that differ."""
    app = TOTP(base64.b32decode(secret), 6, SHA1(), PERIOD)  # noqa: S303 (what authenticator apps speak)
    now = int(time.time()) // PERIOD
    for step in (now, now - 1, now + 1):
        try:
            app.verify(code.encode(), step * PERIOD)
        except InvalidToken:
            continue
        return step
    return None


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
