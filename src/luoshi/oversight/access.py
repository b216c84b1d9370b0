"""Who may urge, about which assignments, and who keeps where people are reached."""

from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import may_work
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing

AUTOMATIC = Standing(None, "自动催办", frozenset({("supervisor", 0)}))
"""The system, urging by itself."""


def may_urge(who: Standing, campaign: Campaign) -> Verdict:
    """Whether this person may urge in that campaign."""
    if not who.has("office", "supervisor"):
        return denied(_("催办由领导小组办公室或督导组发出。"))
    return may_work(campaign)


def may_be_urged(assignment: Assignment) -> Verdict:
    """Whether it is the unit's turn to do something about the assignment."""
    if assignment.state in ("issued", "in_progress"):
        return GRANTED
    if assignment.state in ("done", "archived", "cancelled"):
        return denied(_("已经了结，不用再催。"))
    return denied(_("正在等待验收或答复，不该催单位。"))


def may_keep_contact(who: Standing, person_id: int) -> Verdict:
    """Whether this person may say where somebody is reached: each for themselves, and the system's administrator."""
    if who.person_id == person_id or who.has("admin_system"):
        return GRANTED
    return denied(_("联系方式由本人或系统管理员填写。"))
