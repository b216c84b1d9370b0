"""The product's settings with a channel into a file, and reminders whose days are told by jobs instead of the clock."""

from luoshi.config.settings import *  # noqa: F403
from luoshi.config.settings import SCHEDULE as WHOLE

OUTBOX_CHANNELS = {"file": "reminding.send"}
JOB_HANDLERS = {"remind": "reminding.remind_days", "deliver": "reminding.deliver_all"}
SCHEDULE = {name: how for name, how in WHOLE.items() if name != "reminders"}
