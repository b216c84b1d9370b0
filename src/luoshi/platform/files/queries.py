"""Finding kept bytes."""

from luoshi.platform.files.models import StoredFile


def by_digest(sha256: str) -> StoredFile | None:
    """The row of the bytes with that digest."""
    return StoredFile.objects.filter(sha256=sha256).first()
