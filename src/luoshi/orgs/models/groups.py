"""Groups that lead or serve the work, who sits in them, whom they keep in touch with; and posts lent for a time."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from luoshi.orgs.models.organization import Person, Post, Unit
from luoshi.orgs.roles import KINDS, SEATS


class Group(models.Model):
    """A leading group, one of its working groups, or a supervising group, as official papers name it."""

    kind = models.CharField(max_length=20, choices=[(kind.code, kind.label) for kind in KINDS])
    name = models.CharField(max_length=120, unique=True)
    duty = models.CharField(max_length=300, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Somebody in a group as it is announced: words for people, no permission; `place` is the order of the list."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    seat = models.CharField(max_length=20, choices=[(seat.code, seat.label) for seat in SEATS])
    name = models.CharField(max_length=40)
    title = models.CharField(max_length=120, blank=True)
    place = models.PositiveIntegerField(default=0)
    contacts = models.ManyToManyField(Unit, related_name="contacts")
    """The units with which this member keeps in touch (联系点)."""

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "name", "title"], name="one_seat_a_member")]


class Loan(models.Model):
    """A post that another person holds in its holder's stead until the end of a day, or until it is ended earlier."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="loans")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="borrowed")
    until = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person"], condition=models.Q(ended_at=None), name="one_loan_of_a_post_to_a_person"
            )
        ]
