"""Finding kept bytes."""

from collections.abc import Iterator

from luoshi.platform.files.models import StoredFile


def by_digest(sha256: str) -> StoredFile | None:
    """The row of the bytes with that digest."""
    return StoredFile.objects.filter(sha256=sha256).first()


def digests() -> Iterator[str]:
    """The digests of all kept files, streamed."""
    return StoredFile.objects.order_by("pk").values_list("sha256", flat=True).iterator()
