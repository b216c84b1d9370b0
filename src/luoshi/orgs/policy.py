"""The policy by which people sign in: what a password must be, how long it lasts, who needs a second factor."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _

from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.roles import LABELS

SEPARATE = frozenset({"admin_system", "admin_security", "auditor"})
"""三员: roles of which one person holds one at most, where the installation asks for it."""
NEED_FACTOR = SEPARATE | {"office", "supervisor"}
LONGEST = 200
FEWEST_CHARACTERS = 5
KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Policy:
    """`least` characters of at least `kinds` kinds; `days` until a change is due, None for never; the last `kept`
    passwords are refused. Without passwords people sign in by links alone."""

    has_passwords: bool
    least: int = 0
    kinds: int = 0
    days: int | None = None
    kept: int = 1


POLICIES = {
    "links": Policy(has_passwords=False),
    "dengbao": Policy(has_passwords=True, least=12, kinds=3, days=90, kept=5),
    "asvs": Policy(has_passwords=True, least=15),
}


def policy() -> Policy:
    """The installation's policy."""
    return POLICIES[settings.LOGIN]


def needs_factor(roles: Collection[str]) -> bool:
    """Whether somebody of these roles must prove a second factor."""
    return policy().has_passwords and (settings.MFA_FOR_ALL or not NEED_FACTOR.isdisjoint(roles))


def may_hold(held: Iterable[str], role: str) -> Verdict:
    """Whether somebody with these roles may be given that one more (三员分立)."""
    others = SEPARATE.intersection(held) - {role}
    if not settings.SEPARATE_ADMINS or role not in SEPARATE or not others:
        return GRANTED
    names = {"held": _(LABELS[min(others)]), "role": _(LABELS[role])}
    return denied(_("三员分立：此人已是%(held)s，不能兼%(role)s，请另选一人。") % names)


def faults(password: str, words: Collection[str]) -> list[str]:
    """What is wrong with a password, in the reader's words; empty when it will do. `words` are those of its context:
    names of the person, their units and campaigns, which somebody who tries to guess would begin with."""
    return list(_faults(password, policy(), words))


def _faults(password: str, asked: Policy, words: Collection[str]) -> Iterator[str]:
    if len(password) < asked.least:
        yield _("至少%(n)s个字符，现在是%(has)s个。") % {"n": asked.least, "has": len(password)}
    if sum(bool(re.search(kind, password)) for kind in KINDS) < asked.kinds:
        yield _("大写字母、小写字母、数字、其他字符（含汉字）里至少用%(n)s种。") % {"n": asked.kinds}
    if password.casefold() in _common() or len(set(password)) < FEWEST_CHARACTERS or _is_a_run(password):
        yield _("这个密码太常见，一猜就中，请换一个。")
    held = _context(password, words)
    if held:
        yield _("不要用“%(word)s”：姓名、电话、单位和活动名称是最先被猜的。") % {"word": held}


def _context(password: str, words: Collection[str]) -> str:
    """The first of the words that the password holds, or that holds it; short words are found by chance and pass."""
    said = password.casefold().replace(" ", "")
    for word in words:
        plain = word.casefold().replace(" ", "")
        if len(plain) >= (2 if HAN.search(plain) else 4) and (plain in said or said in plain):
            return word
    return ""


def _is_a_run(password: str) -> bool:
    """Whether every character follows on the one before, as in 123456 and fedcba; nine and zero adjoin."""
    steps = {(ord(b) - ord(a)) % 10 if a.isdigit() and b.isdigit() else ord(b) - ord(a) for a, b in _pairs(password)}
    return len(steps) == 1


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    return zip(text, text[1:], strict=False)


@cache
def _common() -> frozenset[str]:
    """Twenty thousand passwords that leaked most often, as Django carries them."""
    return frozenset(CommonPasswordValidator().passwords)
