"""The table by which a campaign's list of tasks goes out and comes back: its columns, and the acts behind each row."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.campaigns.access import campaigns_visible_to
from luoshi.campaigns.models import Campaign
from luoshi.campaigns.tasks_sheet import TasksGround
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Person
from luoshi.platform.sheets.columns import Column, Sheet, Values

COLUMNS = (
    Column("title", "工作任务", also=("任务", "任务名称"), required=True, most=300, width=14),
    Column("unit", "牵头单位", most=120, width=9),
    Column("leaders", "牵头领导", "names", most=120, width=6),
    Column("people", "责任人", "names", most=600, width=6),
    Column("start", "启动时间", "day", width=6),
    Column("due", "完成时限", "day", also=("完成时间", "时限"), width=6),
    Column("progress", "形象进度", also=("进度", "工作进展"), most=4000, width=12),
    Column("mark", "版本（勿改）", most=60, width=6, hidden=True),
)


def kind_of(campaign_id: int) -> str:
    """The kind of that campaign's table."""
    return f"tasks:{campaign_id}"


def tasks(of: str) -> Sheet:
    """The table of the campaign of that number. Raises KeyError for what is no number."""
    if not (of.isascii() and of.isdigit() and len(of) <= 18):
        raise KeyError(of)
    campaign_id = int(of)
    known: dict[int, Standing] = {}

    def standing_of(person_id: int) -> Standing:
        if person_id not in known:
            known[person_id] = standing(Person.objects.get(pk=person_id))
        return known[person_id]

    def may(person_id: int) -> Verdict:
        if campaigns_visible_to(standing_of(person_id)).filter(pk=campaign_id).exists():
            return GRANTED
        return denied(_("这个活动没有您单位的任务。"))

    def open_(person_id: int, earlier: Iterable[Values]) -> TasksGround:
        return TasksGround(Campaign.objects.get(pk=campaign_id), standing_of(person_id), earlier)

    return Sheet(kind=kind_of(campaign_id), title=gettext_noop("任务清单"), columns=COLUMNS, open=open_, may=may)
