"""Units, sets of units, people, the posts that give them roles, and exceptions to the calendar."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from luoshi.orgs.roles import ROLES


class Unit(models.Model):
    """A body that can be responsible: a bureau, a town, or a role such as the leading group's office.

    `path` lists the ids from the root, each followed by "/", so that a subtree is a prefix.
    `aliases` are other names by which plans call it, one a line.
    """

    name = models.CharField(max_length=120, unique=True)
    aliases = models.TextField(blank=True)
    level = models.CharField(max_length=20, blank=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class UnitSet(models.Model):
    """A collective name (各乡镇, 各单位) and the units that it stands for."""

    name = models.CharField(max_length=120, unique=True)
    members = models.ManyToManyField(Unit, related_name="sets")
    is_sample = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Somebody who can sign in. Has no password until a policy asks for one; links sign in once."""

    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    key = models.CharField(max_length=60, unique=True)

    USERNAME_FIELD = "key"
    objects = BaseUserManager["Person"]()

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """One role of one person in one unit; permissions hang on it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=[(role.code, role.label) for role in ROLES])
    title = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "unit", "role"], name="one_post_a_role")]


class DayRule(models.Model):
    """An exception to the calendar: a day that is worked, or is not, whatever the published calendar says.

    With `unit` it holds for that unit alone, and goes before what holds for all.
    """

    day = models.DateField()
    is_workday = models.BooleanField()
    note = models.CharField(max_length=60, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="day_rules")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "unit"], name="one_rule_a_day_and_unit"),
            models.UniqueConstraint(fields=["day"], condition=models.Q(unit=None), name="one_rule_a_day"),
        ]
