"""One table: which bytes are kept, by their digest."""

from typing import ClassVar

from django.db import models


class StoredFile(models.Model):
    """Bytes kept once. `name` is the one that they first came with; whoever refers to them keeps its own.

    `media_type` is told by the bytes, never by the name. Who may read them is for the referring room to say.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name
