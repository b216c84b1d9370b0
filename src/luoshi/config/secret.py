"""The installation's own secret, made once and kept in the data folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def secret_key(data: Path) -> str:
    """The key under DATA/secret.key, made with owner-only rights on first use: whole, or not at all."""
    path = data / "secret.key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=data) as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text("ascii").strip()
