"""One table: what can be found, and by which terms."""

from typing import ClassVar

from django.db import models

from luoshi.platform.search.fields import TermsField


class SearchEntry(models.Model):
    """Something that can be found, known by kind and key; `campaign_id` is None for what belongs to no campaign."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    campaign_id = models.BigIntegerField(null=True, db_index=True)
    title = models.CharField(max_length=300)
    initials = models.CharField(max_length=300)
    terms = TermsField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="one_entry_per_key")]

    def __str__(self) -> str:
        return self.title
