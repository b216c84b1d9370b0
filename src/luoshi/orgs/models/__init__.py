"""The tables of the organization, and of how its people prove who they are."""

from luoshi.orgs.models.groups import Group, Loan, Member
from luoshi.orgs.models.identity import (
    Device,
    Factor,
    ProviderAccount,
    RecoveryCode,
    Session,
    SignInLink,
    Tries,
    UsedPassword,
)
from luoshi.orgs.models.organization import DayRule, Person, Post, Unit, UnitSet

__all__ = [
    "DayRule",
    "Device",
    "Factor",
    "Group",
    "Loan",
    "Member",
    "Person",
    "Post",
    "ProviderAccount",
    "RecoveryCode",
    "Session",
    "SignInLink",
    "Tries",
    "Unit",
    "UnitSet",
    "UsedPassword",
]
