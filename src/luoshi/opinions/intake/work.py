"""A little work asked of whoever sends an opinion, which costs people nothing and machines that send thousands much.

A challenge is signed by the server and kept nowhere; it is good for half an hour and once, which the digest of a used
one tells until then.
"""

import hashlib
import secrets
import time

from django.core.signing import BadSignature, Signer

from luoshi.opinions.codes import place
from luoshi.opinions.intake.limit import HOUR
from luoshi.opinions.models import Bucket

BITS = 14
"""So many leading bits of the SHA-256 digest are zero: some 16,000 tries, about a second of a telephone."""
GOOD_FOR = 1800
LONGEST = 160
_SIGNER = Signer(salt="luoshi.opinions.work", algorithm="sha256")


def challenge() -> str:
    """What is to be worked on; it tells nothing of who asked for it."""
    return _SIGNER.sign(f"{int(time.time()) + GOOD_FOR}.{secrets.token_urlsafe(9)}")


def is_solved(proof: str) -> bool:
    """Whether a proof, a challenge and a number after a space, has the digest that is asked for."""
    digest = hashlib.sha256(proof.encode()).digest()
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - BITS) == 0


def spend(proof: str) -> bool:
    """Use up the proof; False for one that is none, late, or used before."""
    given = proof.rpartition(" ")[0]
    if len(proof) > LONGEST or not is_solved(proof):
        return False
    try:
        until = int(_SIGNER.unsign(given).partition(".")[0])
    except BadSignature:
        return False
    if until < time.time():
        return False
    hour = until // HOUR
    return Bucket.objects.get_or_create(place=place(hour, f"work {given}"), defaults={"hour": hour})[1]
