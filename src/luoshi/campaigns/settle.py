"""Settling, after adoption, who a name in the plan is, and how a target or a light is reckoned."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.draft import UNIT_ROLES
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import may_work
from luoshi.campaigns.models import Assignment, Campaign, Duty, Target, Task
from luoshi.journal.record import record
from luoshi.kit.seen import expect
from luoshi.kit.verdict import demand, denied
from luoshi.orgs.access import Standing

LIGHTS = ("soon_days", "behind_yellow", "behind_red", "returns_red")
WORK = ("return_days", "head_submits", "leader_approves_issue")


@dataclass(frozen=True, slots=True)
class Party:
    """A name in the plan and the unit or the set that it is; one of them is given."""

    name: str
    unit_id: int | None = None
    set_id: int | None = None


@dataclass(frozen=True, slots=True)
class LightRules:
    """When lights turn: days left for yellow, points behind for yellow and red, returns for red.

    `seen` is the mark of the rules that it changes, if any.
    """

    soon_days: int
    behind_yellow: int
    behind_red: int
    returns_red: int
    seen: str = ""


@dataclass(frozen=True, slots=True)
class WorkRules:
    """How work goes in a campaign: working days to hand back in, who submits, and who lets tasks go out.

    `seen` is the mark of the rules that it changes, if any.
    """

    return_days: int
    head_submits: bool
    leader_approves_issue: bool
    seen: str = ""


def settle(campaign: Campaign, party: Party, *, by: Standing) -> int:
    """Say who a name is, everywhere in the campaign; returns how many duties bore it."""
    demand(may_plan(by))
    if (party.unit_id is None) == (party.set_id is None):
        raise Unanswered("unit", _("选一个单位或一个单位组。"))
    with transaction.atomic():
        _hold(campaign.pk)
        rows = Duty.objects.filter(task__campaign=campaign, name=party.name, role__in=UNIT_ROLES)
        count = rows.update(unit_id=party.unit_id, unit_set_id=party.set_id)
        data = {"unit": party.unit_id, "set": party.set_id, "duties": count}
        record(
            campaign.chain, "campaign.settle", "campaign", [campaign.pk], by=by.acting(), data=data,
            texts={"name": party.name},
        )  # fmt: skip
    return count


def give(task: Task, party: Party, *, by: Standing) -> None:
    """Give a task for which the plan names nobody its lead. Refused once the task is out, or where it has a unit."""
    demand(may_plan(by))
    if (party.unit_id is None) == (party.set_id is None):
        raise Unanswered("unit", _("选一个单位或一个单位组。"))
    with transaction.atomic():
        _hold_for(task)
        duties = Duty.objects.filter(task=task)
        if Assignment.objects.filter(task=task).exists() or duties.filter(role__in=UNIT_ROLES).exists():
            demand(denied(_("这项任务已有单位，或已下发，不能再定牵头单位。")))
        last = duties.aggregate(last=Max("order"))["last"]
        Duty.objects.create(
            task=task, role="lead_unit", name=party.name, order=0 if last is None else last + 1,
            unit_id=party.unit_id, unit_set_id=party.set_id,
        )  # fmt: skip
        data = {"unit": party.unit_id, "set": party.set_id}
        record(
            task.campaign.chain, "task.give", "task", [task.pk], by=by.acting(), data=data, texts={"name": party.name}
        )


def each_leads(task: Task, value: bool, *, by: Standing) -> None:
    """Give every listed unit an assignment of its own, or let the first lead. Refused once the task is out."""
    demand(may_plan(by))
    with transaction.atomic():
        _hold_for(task)
        if Assignment.objects.filter(task=task).exists():
            demand(denied(_("任务已下发，牵头单位不能再改。")))
        Task.objects.filter(pk=task.pk).update(each_leads=value)
        record(task.campaign.chain, "task.each_leads", "task", [task.pk], by=by.acting(), data={"value": value})


def _hold(campaign_id: int) -> Campaign:
    """The campaign as it stands, with issuing and settling kept out until the transaction ends.

    Refused where it is suspended or closed.
    """
    held = Campaign.objects.select_for_update().get(pk=campaign_id)
    demand(may_work(held))
    return held


def _hold_for(task: Task) -> None:
    """Hold the task's campaign. Refused for a cancelled task."""
    _hold(task.campaign_id)
    if not Task.objects.filter(pk=task.pk, cancelled_at=None).exists():
        demand(denied(_("任务已取消。")))


def set_basis(target: Target, basis: int, *, by: Standing) -> None:
    """Say of how many (people, units, places) a per-each target speaks. Raises Unanswered below 1."""
    demand(may_plan(by))
    if basis < 1:
        raise Unanswered("basis", _("填1以上的整数：一共多少人或多少家。"))
    with transaction.atomic():
        _hold(target.campaign_id)
        Target.objects.filter(pk=target.pk).update(basis=basis)
        data = {"from": target.basis, "to": basis}
        record(target.campaign.chain, "target.basis", "target", [target.pk], by=by.acting(), data=data)


def set_lights(campaign: Campaign, rules: LightRules, *, by: Standing) -> None:
    """Change when the campaign's lights turn. Raises Unanswered for thresholds out of order, and Overtaken."""
    demand(may_plan(by))
    if not 0 < rules.behind_yellow < rules.behind_red <= 100:
        raise Unanswered("behind_red", _("红灯的滞后点数要大于黄灯，且不超过100。"))
    if not 0 <= rules.soon_days <= 90:
        raise Unanswered("soon_days", _("临期天数填0到90。"))
    if not 1 <= rules.returns_red <= 99:
        raise Unanswered("returns_red", _("退回次数填1到99。"))
    with transaction.atomic():
        values = _put(campaign, rules, LIGHTS)
        record(campaign.chain, "campaign.lights", "campaign", [campaign.pk], by=by.acting(), data=values)


def set_work(campaign: Campaign, rules: WorkRules, *, by: Standing) -> None:
    """Change how work goes in the campaign. Raises Unanswered for a window out of bounds, and Overtaken."""
    demand(may_plan(by))
    if not 1 <= rules.return_days <= 30:
        raise Unanswered("return_days", _("退件时限填1到30个工作日。"))
    with transaction.atomic():
        values = _put(campaign, rules, WORK)
        record(campaign.chain, "campaign.work", "campaign", [campaign.pk], by=by.acting(), data=values)


def facts(campaign: Campaign, names: Sequence[str]) -> dict[str, object]:
    """How these rules of the campaign (`LIGHTS` or `WORK`) stand."""
    return {name: getattr(campaign, name) for name in names}


def _put(campaign: Campaign, rules: LightRules | WorkRules, names: Sequence[str]) -> dict[str, object]:
    """Write these rules unless others were written since they were seen; returns what was written."""
    held = _hold(campaign.pk)
    values = {name: getattr(rules, name) for name in names}
    if (now := facts(held, names)) != values:
        expect(rules.seen, now)
    Campaign.objects.filter(pk=campaign.pk).update(**values)
    return values
