"""Urging a unit about what it owes, and what the task's page tells of it afterwards."""

from datetime import datetime

from django.utils import timezone
from playwright.sync_api import Page

from journeys.seen import Seen, go, press, same
from journeys.truth import Row
from journeys.wording import flat, quoted, said_day
from luoshi.campaigns.models import Assignment
from luoshi.oversight.models import Urge

RUNGS = {"liaison": "联络员", "unit_head": "单位负责人", "leader": "分管领导"}
CHANNELS = {"desk": "登录后看到"}


def urge(page: Page, held: Assignment, who: str, text: str) -> None:
    """Somebody urges the unit, by its liaison."""
    seen = go(page, "urge", held.campaign_id, query=f"?picked={held.pk}")
    same("how many", seen.words(".head > p"), ["可催1项"])
    letter = [cell.words for cell in seen.take("#letters tbody td")]
    same("who is told", (letter[0], letter[3]), (f"{who}{held.unit.name}", f"任务{held.task.number} {held.task.title}"))
    page.fill("textarea[name=text]", text)
    same("toast", press(page, "button[value=send]").words(".toast span"), ["已催办1项，涉及1人次。"])


def urges(seen: Seen, row: Row) -> None:
    """Who was urged about it, the newest first, and who has opened it since."""
    urges = list(Urge.objects.filter(assignment=row.held).order_by("-at", "-pk"))
    same("how often urged", seen.words("#urges header p"), [f"{len(urges)}人次"] if urges else [])
    true = []
    for each in urges:
        read = f"{_moment(each.read_at)} 已读" if each.read_at else "还没有打开"
        words = f"{_moment(each.at)}{each.by_name} 催{RUNGS[each.level]} {each.person} {CHANNELS[each.channel]}"
        true.append(flat(words + quoted(each.text) + read))
    same("urges", seen.words("#urges li"), true)


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.year}年{said_day(local.date())} {local.hour}:{local.minute:02}"
