"""OpenID Connect: the way to the provider and back, with state, nonce and PKCE, and a look at every word it says.

Source: OpenID Connect Core 1.0; RFC 7636; RFC 9207.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt
from django.conf import settings

from luoshi.orgs.provider import Claims

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
SECONDS = 10
MOST = 2**20
LOCAL = ("127.0.0.1", "localhost", "::1")
LEEWAY = 60


class Untrusted(ValueError):
    """The provider cannot be asked, or what came back is not its word about this sign-in."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What this browser alone knows of one way to the provider and back."""

    state: str
    nonce: str
    verifier: str


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def set_out() -> Journey:
    """A fresh journey."""
    return Journey(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))


def address(journey: Journey, back: str) -> str:
    """Where to send the browser. Raises Untrusted."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(journey.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": back,
        "scope": "openid profile phone",
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    return f"{_metadata()['authorization_endpoint']}?{urlencode(query)}"


def claims(journey: Journey, answer: dict[str, str], back: str) -> Claims:
    """What the provider says of whoever came back with this answer. Raises Untrusted."""
    if not secrets.compare_digest(answer.get("state", "").encode(), journey.state.encode()):
        raise Untrusted("state")
    if answer.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER or not answer.get("code"):
        raise Untrusted("answer")
    metadata = _metadata()
    fields = {
        "grant_type": "authorization_code",
        "code": answer["code"],
        "redirect_uri": back,
        "client_id": settings.OIDC_CLIENT,
        "client_secret": settings.OIDC_SECRET,
        "code_verifier": journey.verifier,
    }
    token = ask(metadata["token_endpoint"], fields).get("id_token")
    said = _read(str(token), ask(metadata["jwks_uri"]))
    if not secrets.compare_digest(str(said.get("nonce", "")).encode(), journey.nonce.encode()):
        raise Untrusted("nonce")
    phone = said.get("phone_number", "") if said.get("phone_number_verified") is True else ""
    return Claims(settings.OIDC_ISSUER, said["sub"], str(said.get("preferred_username", "")), _plain(str(phone)))


def ask(url: str, fields: dict[str, str] | None = None) -> dict[str, Any]:
    """What the provider answers: an object of JSON, over HTTPS, without following it elsewhere. Raises Untrusted."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise Untrusted("scheme")
    body = urlencode(fields).encode() if fields else None
    request = Request(url, body, {"Accept": "application/json"})  # noqa: S310 (the scheme was looked at)
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as response:
            found = json.loads(response.read(MOST))
    except (URLError, TimeoutError, OSError, ValueError) as error:
        raise Untrusted("provider") from error
    if not isinstance(found, dict):
        raise Untrusted("provider")
    return found


def _metadata() -> dict[str, str]:
    found = ask(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != settings.OIDC_ISSUER or not all(isinstance(found.get(name), str) for name in needed):
        raise Untrusted("metadata")
    return found


def _read(token: str, keys: dict[str, Any]) -> dict[str, Any]:
    try:
        named = jwt.get_unverified_header(token).get("kid")
        known = jwt.PyJWKSet.from_dict(keys).keys
        key = next((each for each in known if each.key_id == named), known[0] if len(known) == 1 else None)
        if key is None or key.public_key_use not in (None, "sig"):
            raise Untrusted("key")
        said = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=settings.OIDC_CLIENT,
            issuer=settings.OIDC_ISSUER,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except jwt.PyJWTError as error:
        raise Untrusted("token") from error
    audience = said["aud"]
    if said.get("azp", settings.OIDC_CLIENT) != settings.OIDC_CLIENT or (
        isinstance(audience, list) and len(audience) > 1 and "azp" not in said
    ):
        raise Untrusted("audience")
    return dict(said)


def _plain(phone: str) -> str:
    """A phone as people write it here: without +86, spaces and dashes."""
    return phone.removeprefix("+86").replace(" ", "").replace("-", "")
