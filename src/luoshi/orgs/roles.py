"""The role codes of the field and their Chinese labels (message ids)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """One role code, its label, and whether it reads and works across all units."""

    code: str
    label: str
    wide: bool = False


ROLES = (
    Role("admin_system", "系统管理员", wide=True),
    Role("admin_security", "安全管理员"),
    Role("auditor", "审计员", wide=True),
    Role("office", "领导小组办公室", wide=True),
    Role("supervisor", "督导组", wide=True),
    Role("group_head", "组长", wide=True),
    Role("leader", "分管领导", wide=True),
    Role("unit_head", "单位负责人"),
    Role("liaison", "联络员"),
    Role("reader", "只读", wide=True),
)
LABELS = {role.code: role.label for role in ROLES}
WIDE = frozenset(role.code for role in ROLES if role.wide)


@dataclass(frozen=True, slots=True)
class Word:
    """A code and its label."""

    code: str
    label: str


KINDS = (
    Word("leading", "领导小组"),
    Word("general", "综合组"),
    Word("publicity", "宣传组"),
    Word("supervising", "督导组"),
    Word("other", "其他工作组"),
)
"""The kinds of groups, in the order in which papers list them."""
SEATS = (Word("head", "组长"), Word("deputy", "副组长"), Word("member", "成员"))
KIND_LABELS = {kind.code: kind.label for kind in KINDS}
SEAT_LABELS = {seat.code: seat.label for seat in SEATS}
KEEPERS = frozenset({"admin_system", "admin_security", "auditor"})
"""Roles that keep the system itself: each is one person's own and is lent to nobody."""
