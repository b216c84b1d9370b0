"""Saying how often a campaign, or one task otherwise than the rest, is reported on; and no longer."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.grounds import day_of, may_work
from luoshi.campaigns.models import Campaign, Rhythm, Task
from luoshi.journal.record import record
from luoshi.kit.verdict import Verdict, demand
from luoshi.orgs.access import Standing

LONGEST = 200
LAST_DAY = {"weekly": 7, "monthly": 31, "quarterly": 31}


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often (none, weekly, half_monthly, monthly, quarterly), on which day, and on what basis.

    `day` is the weekday (1 Monday to 7), or the day of the month or of the quarter's last month.
    """

    every: str
    day: int = 0
    basis: str = ""


def may_set(who: Standing, campaign: Campaign) -> Verdict:
    """Whether this person may say how often units report."""
    return may_plan(who) and may_work(campaign)


def set_rhythm(campaign: Campaign, given: Rounds, *, by: Standing, task: Task | None = None) -> Rhythm:
    """Let the campaign, or that task of it, be reported on so often from today. Raises Unanswered.

    The same again changes nothing.
    """
    demand(may_set(by, campaign))
    wanted = _wanted(given)
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=campaign.pk)
        demand(may_set(by, held))
        row = Rhythm.objects.filter(campaign=held, task=task).first()
        if row is not None and all(getattr(row, name) == value for name, value in wanted.items()):
            return row
        goes_on = row is not None and (row.every, row.day) == (given.every, wanted["day"])
        since = row.since if row is not None and goes_on else day_of(by, held)
        row, _made = Rhythm.objects.update_or_create(campaign=held, task=task, defaults={"since": since, **wanted})
        _record("set", held, task, by, {"every": row.every, "day": row.day}, row.basis)
    return row


def rhythm_of(campaign: Campaign) -> Rhythm | None:
    """How often the campaign's tasks are reported on, but those with a rhythm of their own."""
    return Rhythm.objects.filter(campaign=campaign, task=None).first()


def drop_rhythm(task: Task, *, by: Standing) -> None:
    """Let a task be reported on as often as the rest of its campaign."""
    demand(may_set(by, task.campaign))
    with transaction.atomic():
        held = Campaign.objects.select_for_update().get(pk=task.campaign_id)
        demand(may_set(by, held))
        if Rhythm.objects.filter(task=task).delete()[0]:
            _record("drop", held, task, by, {}, "")


def _wanted(given: Rounds) -> dict[str, object]:
    if given.every not in dict(Rhythm.EVERY):
        raise Unanswered("every", _("选多久报送一次。"))
    last = LAST_DAY.get(given.every, 0)
    if last and not 1 <= given.day <= last:
        raise Unanswered("day", _("填1到%(last)s，说明哪一天报送。") % {"last": last})
    basis = given.basis.strip()
    if given.every == "none":
        return {"every": "none", "day": 0, "basis": basis[:LONGEST]}
    if not 0 < len(basis) <= LONGEST:
        raise Unanswered(
            "basis", _("写明依据哪份文件、哪一条，不超过%(most)s字；没有依据，不要求定期报送。") % {"most": LONGEST}
        )
    return {"every": given.every, "day": given.day if last else 0, "basis": basis}


def _record(act: str, campaign: Campaign, task: Task | None, by: Standing, data: dict[str, object], basis: str) -> None:
    kind, subject = ("campaign", campaign.pk) if task is None else ("task", task.pk)
    texts = {"basis": basis}
    record(campaign.chain, f"{kind}.{act}_rhythm", kind, [subject], by=by.acting(), data=data, texts=texts)
