"""Keys, of which only digests are kept, and the answers that they were given under an idempotency key."""

from typing import ClassVar

from django.db import models


class ApiKey(models.Model):
    """A key that acts as one person (by id) within its scopes, until it ends or is revoked."""

    person_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    good_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]


class Answer(models.Model):
    """What a request that bore an idempotency key was answered; `question` is the digest of what it asked."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="answers")
    token = models.CharField(max_length=100)
    question = models.CharField(max_length=64)
    body = models.BinaryField(default=b"")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "token"], name="one_answer_a_token")]
