"""Secrets that must be read again: kept encrypted under the installation's own key, bound to whom they belong to."""

import base64
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.crypto import salted_hmac

NONCE = 12


def seal(purpose: str, owner: int, secret: str) -> str:
    """The secret as it is kept, in base64; for another purpose or owner it cannot be opened."""
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + _cipher(purpose).encrypt(nonce, secret.encode(), str(owner).encode())
    return base64.b64encode(sealed).decode()


def unseal(purpose: str, owner: int, sealed: str) -> str:
    """The secret. Raises InvalidTag where it was sealed for another purpose, owner or installation."""
    data = base64.b64decode(sealed)
    return _cipher(purpose).decrypt(data[:NONCE], data[NONCE:], str(owner).encode()).decode()


def _cipher(purpose: str) -> AESGCM:
    return AESGCM(salted_hmac(purpose, "", algorithm="sha256").digest())
