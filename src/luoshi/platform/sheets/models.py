"""A batch is one table handed in; a row is one line of it, with what it would do and what it did."""

from typing import ClassVar

from django.db import models

from luoshi.platform.files.models import StoredFile

NEW, CHANGED, SAME, ERROR = "new", "changed", "same", "error"
VERDICTS = (NEW, CHANGED, SAME, ERROR)


class Batch(models.Model):
    """One table handed in by a person. Its moments say how far it is: read, confirmed, applied, taken back.

    `problem` is why nothing could be read, `notes` what was done to the table on the way, both as `words.Reason`.
    `heads` are the heads of the columns as the table writes them, by key.
    """

    kind = models.CharField(max_length=40)
    asked_by = models.BigIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    heads = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    problem = models.JSONField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["asked_by", "kind", "made_at"], name="batches_of_a_person")]


class Row(models.Model):
    """One line: `number` is its line in the table, `cells` what stands there, by column key.

    `before` and `after` are the values of its subject; `subject_id` is None for what does not exist yet.
    `is_done` is True from the moment it took effect until it is taken back.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    verdict = models.CharField(max_length=10)
    reasons = models.JSONField(default=dict)
    subject_id = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_row_a_line")]
        indexes: ClassVar = [models.Index(fields=["batch", "verdict", "number"], name="rows_by_verdict")]
