"""How people prove who they are: links, passwords, second factors, sessions, devices, a provider's accounts."""

from django.contrib.sessions.base_session import AbstractBaseSession
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


class Session(AbstractBaseSession):
    """A browser's session: whose it is, and where and when it was begun and last seen."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=45, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)


class Tries(models.Model):
    """How often somebody tried in vain, under a digest that tells neither names nor addresses; void after `until`."""

    subject = models.CharField(max_length=64, unique=True)
    count = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField()


class UsedPassword(models.Model):
    """A password of a person's as it is kept, the newest being the one that lets them in."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="used_passwords")
    encoded = models.CharField(max_length=200)
    set_at = models.DateTimeField()


class Factor(models.Model):
    """A person's authenticator app: its secret, sealed, and the time step of the last code that was taken."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="factor")
    sealed = models.CharField(max_length=200)
    last_step = models.PositiveBigIntegerField(default=0)
    set_at = models.DateTimeField()


class RecoveryCode(models.Model):
    """A code that stands in for the authenticator app once; only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)


class Device(models.Model):
    """A browser in which a person signed in and asked to be remembered; only its mark's digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField()


class ProviderAccount(models.Model):
    """The account of a person at the identity provider; lets them in once `confirmed_at` is set."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="provider_account")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_an_account")]
