"""The tables of the organization, and of how its people prove who they are."""

from luoshi.orgs.models.groups import Group, Loan, Member
from luoshi.orgs.models.identity import SignInLink
from luoshi.orgs.models.organization import DayRule, Person, Post, Unit, UnitSet

__all__ = ["DayRule", "Group", "Loan", "Member", "Person", "Post", "SignInLink", "Unit", "UnitSet"]
