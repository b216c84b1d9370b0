"""The installation's own secret, made once and kept in the data folder."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key under DATA/secret.key, made with owner-only rights on first use."""
    path = data / "secret.key"
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text("ascii").strip()
