"""Finding kept bytes."""

from collections.abc import Iterator

from django.db.models import ManyToOneRel

from luoshi.platform.files.models import StoredFile


def by_digest(sha256: str) -> StoredFile | None:
    """The row of the bytes with that digest."""
    return StoredFile.objects.filter(sha256=sha256).first()


def digests() -> Iterator[str]:
    """The digests of all kept files, streamed."""
    return StoredFile.objects.order_by("pk").values_list("sha256", flat=True).iterator()


def in_use() -> set[str]:
    """The digests of the files that a row of any room names, without knowing the rooms."""
    naming = [field for field in StoredFile._meta.get_fields(include_hidden=True) if isinstance(field, ManyToOneRel)]
    return {
        digest
        for relation in naming
        for digest in relation.related_model._base_manager.exclude(**{relation.field.name: None}).values_list(
            f"{relation.field.name}__sha256", flat=True
        )
    }
