"""A text that reminds units of what they owe, written to be copied into a group chat."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.faces.desk.work.words import listed
from luoshi.faces.shared.cells import day_text
from luoshi.orgs.access import Standing
from luoshi.oversight.queries import Item

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

MOST = 200


def urging_text(campaign: "Campaign", me: Standing, items: Iterable[Item]) -> str:
    """The reminder: under each unit its open items with limit and progress, then who reminds and when."""
    owing = (item for item in items if item.reason.name not in ("done", "cancelled"))
    open_items = sorted(owing, key=lambda item: item.unit)
    lines = [_("【%(title)s】请以下单位抓紧办理：") % {"title": campaign.title}]
    for unit, owed in groupby(open_items, key=lambda item: item.unit):
        lines.append(_("%(unit)s：") % {"unit": unit or _("未定单位")})
        lines += [f"{place}. {_line(item, campaign)}" for place, item in enumerate(owed, 1)]
    lines.append(f"{me.label or me.name}　{day_text(campaign.today)}")
    return "\n".join(lines)


def _line(item: Item, campaign: "Campaign") -> str:
    parts = [_("任务%(n)s“%(title)s”") % {"n": item.number, "title": item.title}]
    if item.due:
        parts.append(_("%(day)s到期") % {"day": day_text(item.due)} + _left(item, campaign))
    if item.state == "issued":
        parts.append(_("还没有签收"))
    elif item.state == "submitted":
        parts.append(_("已提交，等待验收"))
    elif item.assignment_id:
        parts.append(_("进度%(n)s%%") % {"n": item.progress})
    if item.returns and item.state == "in_progress":
        parts.append(ngettext("已退回%(n)s次", "已退回%(n)s次", item.returns) % {"n": item.returns})
    return _("%(parts)s。") % {"parts": listed(parts)}


def _left(item: Item, campaign: "Campaign") -> str:
    if item.due is None or item.left is None or item.submitted_on:
        return ""
    if item.due < campaign.today:
        late = -item.left
        words = ngettext("（已逾期%(n)s个工作日）", "（已逾期%(n)s个工作日）", late) if late else _("（已逾期）")
        return words % {"n": late}
    return ngettext("（余%(n)s个工作日）", "（余%(n)s个工作日）", item.left) % {"n": item.left}
