"""An identity provider in this process: it answers what `openid.ask` asks, and can be told to lie."""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from luoshi.faces.desk.identity.openid import Untrusted

ISSUER, CLIENT, SECRET = "https://id.yunling.example", "luoshi", "shared"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Signs people in; `claims` of None leaves one out, `key` and `algorithm` sign the token."""

    def __init__(self) -> None:
        self.subject = "s-1"
        self.extra: dict[str, Any] = {}
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.issuer = ISSUER
        self._asked: dict[str, str] = {}

    def consent(self, url: str) -> dict[str, str]:
        """What the provider sends the browser back with, after somebody consented at this address."""
        parts = urlsplit(url)
        self._asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert f"{parts.scheme}://{parts.netloc}" == ISSUER
        return {"code": "c-1", "state": self._asked["state"]}

    def ask(self, url: str, fields: dict[str, str] | None = None) -> dict[str, Any]:
        """In the place of the network."""
        path = urlsplit(url).path
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return {"issuer": self.issuer} | {name: f"{ISSUER}/{page}" for name, page in names.items()}
        if path == "/keys":
            return {"keys": [RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True) | {"kid": "k1", "use": "sig"}]}
        return self._token(fields or {})

    def _token(self, fields: dict[str, str]) -> dict[str, Any]:
        digest = hashlib.sha256(fields["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_right = challenge == self._asked["code_challenge"] and fields["redirect_uri"] == self._asked["redirect_uri"]
        if not is_right or fields["client_secret"] != SECRET or fields["code"] != "c-1":
            raise Untrusted("refused by the provider")
        now = int(time.time())
        said = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": self._asked["nonce"],
        } | self.extra
        said = {name: value for name, value in said.items() if value is not None}
        return {"id_token": jwt.encode(said, self.key, self.algorithm, headers={"kid": "k1"})}
