"""Urging by itself: what is overdue climbs the ladder rung by rung, where the settings ask for that."""

from django.db.models import Max
from django.utils import timezone

from luoshi.campaigns.models import Assignment, Campaign
from luoshi.orgs.holidays import calendar
from luoshi.oversight.access import AUTOMATIC
from luoshi.oversight.reminding.hours import next_hour
from luoshi.oversight.urging.ladder import GRACE
from luoshi.oversight.urging.preview import NewUrge
from luoshi.oversight.urging.urge import urge


def climb() -> int:
    """Urge about everything overdue, each on the rung whose turn it is, and leave those whose grace still runs.

    Returns how many assignments were urged. Does nothing in quiet hours and on days off. Runs hourly.
    """
    now = timezone.now()
    if next_hour(now, calendar()) != now:
        return 0
    return sum(_climb(campaign) for campaign in Campaign.objects.filter(state="running", is_sample=False))


def _climb(campaign: Campaign) -> int:
    late = Assignment.objects.filter(campaign=campaign, state__in=("issued", "in_progress"), due__lt=campaign.today)
    urged = late.annotate(last=Max("urges__day")).values_list("pk", "last")
    days, today = campaign.calendar, campaign.today
    turn = tuple(pk for pk, last in urged if last is None or days.between(last, today) >= GRACE)
    return len(urge(campaign, NewUrge(turn), by=AUTOMATIC).assignment_ids) if turn else 0
