"""The tables of the organization, and of how its people prove who they are."""

from luoshi.orgs.models.identity import SignInLink
from luoshi.orgs.models.organization import DayRule, Person, Post, Unit, UnitSet

__all__ = ["DayRule", "Person", "Post", "SignInLink", "Unit", "UnitSet"]
