"""How people prove who they are: links, passwords, second factors, sessions, devices, a provider's accounts."""

from django.db import models
from django.utils import timezone

from luoshi.orgs.models.organization import Person


class SignInLink(models.Model):
    """A link that signs one person in once; only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    good_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
