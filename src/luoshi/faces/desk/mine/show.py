"""我的事: what this person is to do now, over all campaigns, in blocks by role."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.mine.words import NOTES, RUNG_ORDER, TITLES, acts_words, request_word, rung_words
from luoshi.faces.desk.work.address import Address
from luoshi.faces.desk.work.rows import plan_place
from luoshi.faces.desk.work.words import due_of, in_period, last_said, light_of
from luoshi.faces.shared.cells import day_text
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.values import Due, Light, Source
from luoshi.orgs.access import may
from luoshi.oversight.items import Filters
from luoshi.oversight.mine.asked import Request
from luoshi.oversight.mine.kinds import KINDS
from luoshi.oversight.mine.mine import Mine, mine, one_kind
from luoshi.oversight.mine.watch import Watched
from luoshi.oversight.mine.work import Block, Thing

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign

ACTS = {
    "overdue": "report", "returned": "open", "to_sign": "sign", "ready": "submit", "report": "report", "soon": "report",
    "to_check": "verify", "to_urge": "urge", "red": "",
}  # fmt: skip
"""What a block's rows offer to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One assignment. `act` says which button stands behind it."""

    id: int
    campaign_id: int
    act: str
    url: str
    urge_url: str
    number: int
    title: str
    campaign: str
    source: Source | None
    light: Light
    due: Due | None
    unit: str
    progress: int
    last: str
    urged: str
    can_repeat: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a block under one heading; most blocks have a single group without one."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One block of the page. `more_url` leads to all of it."""

    id: str
    title: str
    note: str
    total: int
    groups: tuple[Group, ...]
    more_url: str
    urge_url: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request or question: what is asked, about which task, by whom and when."""

    what: str
    url: str
    title: str
    campaign: str
    by: str
    said: str
    days: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One campaign for its office."""

    title: str
    url: str
    acts: str
    history_url: str
    issue_url: str
    unissued: int
    unsettled: int


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """All blocks, or the one that `only` names, with more of it."""
    me = who(request)
    only = request.GET.get("only", "")
    if only in KINDS:
        block = one_kind(me, only)
        sections = [_section(block, alone=True)] if block else []
        crumbs = (Link(_("我的事"), reverse("mine")),)
        return page(request, "desk/mine/only.html", {"sections": sections}, title=_(TITLES[only]), crumbs=crumbs)
    seen = mine(me)
    values = {
        "sections": [_section(block) for block in seen.blocks],
        "answer": [*_answers(seen), *_lists(seen), *_questions(seen)],
        "asked": [_request(seen, one) for one in seen.requests if not one.is_mine],
        "desks": [_desk(row) for row in seen.watch.rows] if seen.watch else [],
        "failed": seen.watch.failed if seen.watch else 0,
        "may_manage": bool(may(me, "manage")),
        "waiting": seen.waiting,
        "has_campaigns": bool(seen.campaigns),
    }
    return page(request, "desk/mine/mine.html", values, title=_("我的事"), waits=seen.waiting)


def _section(block: Block, *, alone: bool = False) -> Section:
    more = "" if alone or block.total == len(block.things) else f"{reverse('mine')}?only={block.kind}"
    things = block.things
    if block.kind == "to_urge":
        things = tuple(sorted(things, key=lambda thing: RUNG_ORDER.index(thing.rung)))
    groups = tuple(
        Group(title, tuple(_row(thing, block.kind) for thing in some))
        for title, some in groupby(things, lambda thing: rung_words(thing.rung) if block.kind == "to_urge" else "")
    )
    return Section(
        block.kind, _(TITLES[block.kind]), _(NOTES[block.kind]), block.total, groups, more,
        _urge_url(things) if block.kind == "to_urge" else "",
    )  # fmt: skip


def _urge_url(things: Iterable[Thing]) -> str:
    """Where all overdue work of one campaign is urged; empty where several campaigns have some."""
    found = {thing.campaign.pk for thing in things}
    if len(found) != 1:
        return ""
    return reverse("urge", args=[found.pop()]) + Address(Filters(reason=1)).url()


def _row(thing: Thing, kind: str) -> Row:
    item, campaign = thing.item, thing.campaign
    url = f"{reverse('task', args=[campaign.pk, item.task_id])}?a={item.assignment_id}"
    text = reverse("plan_text", args=[campaign.pk])
    plan = plan_place(text, item.span, item.revision_id) if item.span else ""
    return Row(
        id=item.assignment_id or 0,
        campaign_id=campaign.pk,
        act=ACTS[kind],
        url=url,
        urge_url=f"{reverse('urge', args=[campaign.pk])}?picked={item.assignment_id}" if kind == "to_urge" else "",
        number=item.number,
        title=in_period(item.title, item),
        campaign=campaign.title,
        source=Source(item.clause, plan) if item.clause and plan else None,
        light=light_of(item),
        due=due_of(item, campaign),
        unit=item.unit,
        progress=item.progress,
        last=last_said(item.last_said),
        urged=ngettext("已催%(n)s次", "已催%(n)s次", thing.urged) % {"n": thing.urged} if thing.urged else "",
        can_repeat=item.last_at is not None and item.state == "in_progress",
    )


def _answers(seen: Mine) -> list[Asked]:
    return [_request(seen, one) for one in seen.requests if one.is_mine]


def _request(seen: Mine, one: Request) -> Asked:
    days = ""
    if one.old_due and one.asked_due:
        days = _("%(old)s → %(new)s") % {"old": day_text(one.old_due), "new": day_text(one.asked_due)}
    return Asked(
        request_word(one.kind, one.level), _task_url(one.campaign_id, one.task_id, one.assignment_id),
        f"{one.number}　{one.title}", _campaign(seen, one.campaign_id).title, f"{one.unit} {one.asked_name}",
        one.reason, days, one.is_mine,
    )  # fmt: skip


def _lists(seen: Mine) -> list[Asked]:
    return [
        Asked(
            _("提请下发任务"), reverse("course", args=[one.campaign_id]), _("%(n)s项任务") % {"n": one.tasks},
            _campaign(seen, one.campaign_id).title, one.asked_name, "", "", True,
        )
        for one in seen.lists
    ]  # fmt: skip


def _questions(seen: Mine) -> list[Asked]:
    return [
        Asked(
            _("征求会办意见"), _task_url(one.campaign_id, one.task_id, one.assignment_id),
            f"{one.number}　{one.title}", _campaign(seen, one.campaign_id).title, one.unit, one.question,
            _("%(day)s前答复") % {"day": day_text(one.due)}, True,
        )
        for one in seen.questions
    ]  # fmt: skip


def _task_url(campaign_id: int, task_id: int, assignment_id: int) -> str:
    return f"{reverse('task', args=[campaign_id, task_id])}?a={assignment_id}"


def _campaign(seen: Mine, campaign_id: int) -> "Campaign":
    return next(campaign for campaign in seen.campaigns if campaign.pk == campaign_id)


def _desk(row: Watched) -> Desk:
    at = [row.campaign.pk]
    return Desk(
        row.campaign.title, reverse("home", args=at), acts_words(row.acts), reverse("history", args=at),
        reverse("issue", args=at), row.unissued, row.unsettled,
    )  # fmt: skip
