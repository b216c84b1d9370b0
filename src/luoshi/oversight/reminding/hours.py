"""When people may be disturbed: on working days between eight in the morning and eight in the evening."""

from datetime import datetime, timedelta

from django.utils import timezone

from luoshi.kit.workdays import Workdays

FROM_HOUR, TO_HOUR = 8, 20


def next_hour(moment: datetime, days: Workdays) -> datetime:
    """The first moment from this one on at which people may be disturbed: itself, or eight o'clock of a working day."""
    local = timezone.localtime(moment)
    if days.is_workday(local.date()) and FROM_HOUR <= local.hour < TO_HOUR:
        return moment
    morning = local.replace(hour=FROM_HOUR, minute=0, second=0, microsecond=0)
    if local.hour >= FROM_HOUR:
        morning += timedelta(days=1)
    while not days.is_workday(morning.date()):
        morning += timedelta(days=1)
    return morning
