"""The office frame around a page: where it stands, the left navigation of its campaign, who is signed in."""

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns import queries
from luoshi.campaigns.access import may_doubt, may_plan
from luoshi.campaigns.reading import reading
from luoshi.faces.shared.shell import Group, Link, Shell
from luoshi.opinions.access import may_hear
from luoshi.orgs.access import Standing, may
from luoshi.orgs.accounts import may_secure
from luoshi.orgs.roles import LABELS
from luoshi.oversight.home import Overview, StageCard, overview

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


def who(request: HttpRequest) -> Standing:
    """Who is asking."""
    return cast(Standing, request.standing)  # type: ignore[attr-defined]


def campaign_or_404(request: HttpRequest, campaign_id: int) -> "Campaign":
    """The campaign, if this person may open it; where nobody acts, with what the page reads of it read once."""
    read = reading if request.method in ("GET", "HEAD") else queries.campaign
    found = read(who(request), campaign_id)
    if found is None:
        raise Http404
    return found


def page(
    request: HttpRequest,
    template: str,
    values: dict[str, object],
    *,
    title: str,
    campaign: "Campaign | None" = None,
    seen: Overview | None = None,
    crumbs: tuple[Link, ...] = (),
    waits: int = 0,
    is_shut: bool = False,
    status: int = 200,
) -> HttpResponse:
    """A page in the office frame. `crumbs` stand between the campaign and the page; `seen` saves a second asking.

    With `is_shut` the reader may open nothing of the campaign but its opinions, and nothing else of it is linked.
    `waits`, how much waits for the reader, is said on the pages where people arrive and asked for nowhere else.
    """
    trail = (*_trail(campaign, is_shut), *crumbs, Link(title, request.path, current=True))
    groups = _opinions_alone(campaign) if campaign and is_shut else _campaign_groups(request, campaign, seen)
    shell = _shell(request, campaign, trail, (*groups, _office(request)))
    shell = replace(shell, reminders=waits, reminders_url=reverse("mine"))
    words = legend(campaign) if campaign else {}
    return render(request, template, {"shell": shell, "campaign": campaign, "legend": words, **values}, status=status)


def legend(campaign: "Campaign") -> dict[str, str]:
    """When each light is lit in this campaign, in words."""
    rules = {
        "soon": campaign.soon_days,
        "yellow": campaign.behind_yellow,
        "red": campaign.behind_red,
        "returns": campaign.returns_red,
    }
    return {
        "bad": _("逾期、退回%(returns)s次以上，或落后序时%(red)s点以上") % rules,
        "warn": _("期限在%(soon)s个自然日以内，或落后%(yellow)s至%(red)s点") % rules,
        "ok": _("正常"),
        "idle": _("未下发、未启动或无期限"),
        "done": "",
    }


def post_words(label: str) -> str:
    """A post, a unit and what somebody is there, with the role in the reader's language; a title stays as written."""
    unit, gap, role = label.rpartition(" ")
    return f"{unit}{gap}{_(role)}" if role in LABELS.values() else label


def _shell(
    request: HttpRequest, campaign: "Campaign | None", crumbs: tuple[Link, ...], groups: tuple[Group, ...]
) -> Shell:
    me = who(request)
    return Shell(
        crumbs=crumbs,
        groups=groups,
        person=me.name,
        post=post_words(me.label),
        account=_account(me),
        sign_out_url=reverse("sign_out"),
        search_url=reverse("search"),
        query=request.GET.get("q", "") if request.path == reverse("search") else "",
        as_of=timezone.now(),
        note=_("样例，以%(day)s为今天") % {"day": campaign.today.isoformat()}
        if campaign and campaign.is_sample
        else "",
    )


def _trail(campaign: "Campaign | None", is_shut: bool) -> tuple[Link, ...]:
    start = Link(_("活动"), reverse("start"))
    if campaign is None:
        return (start,)
    return start, Link(campaign.title, "" if is_shut else reverse("home", args=[campaign.pk]))


def _account(me: Standing) -> tuple[Link, ...]:
    mine = (
        Link(_("我的职务"), reverse("my_posts")),
        Link(_("我的提醒"), reverse("my_reminders")),
        Link(_("我的账号"), reverse("account")),
    )
    return (*mine, Link(_("账号安全"), reverse("security"))) if may_secure(me) else mine


def _opinions_alone(campaign: "Campaign") -> tuple[Group, ...]:
    return (Group(_("意见与问题"), (Link(_("意见建议"), reverse("opinions", args=[campaign.pk])),)),)


def _campaign_groups(request: HttpRequest, campaign: "Campaign | None", seen: Overview | None) -> tuple[Group, ...]:
    if campaign is None:
        return ()
    me = who(request)
    seen = seen or overview(campaign, me)

    def link(label: str, name: str, count: int | None = None, query: str = "") -> Link:
        url = reverse(name, args=[campaign.pk]) + query
        return Link(label, url, count, current=request.get_full_path() == url)

    top = [link(_("总览"), "home"), link(_("方案原文"), "plan_text")]
    if may_doubt(me):
        top.append(link(_("方案里的疑点"), "findings"))
    tasks = [link(_("全部任务"), "tasks", seen.tally.total), link(_("挂图作战"), "chart")]
    for card in seen.stages:
        tasks.append(link(_stage_label(card), "tasks", card.total, f"?stage={card.id}"))
    more = [link(_("目标"), "targets"), link(_("单位"), "units"), link(_("动态"), "history")]
    if may_plan(me):
        more.append(link(_("设置"), "settings"))
    problems = (
        *((link(_("意见建议"), "opinions"),) if may_hear(me) else ()),
        link(_("问题台账"), "problems"),
        link(_("回头看"), "look_backs"),
        link(_("制度立改废"), "regulations"),
    )
    return (
        Group(_("活动"), tuple(top)),
        Group(_("任务"), tuple(tasks)),
        Group(_("意见与问题"), problems),
        Group(_("台账"), tuple(more)),
    )


def _stage_label(card: StageCard) -> str:
    return card.title if len(card.title) <= 10 else f"{card.title[:10]}…"


def _office(request: HttpRequest) -> Group:
    me = who(request)
    links = [
        Link(label, reverse(name), current=request.path == reverse(name))
        for label, name in ((_("我的事"), "mine"), (_("全部活动"), "start"))
    ]
    if may_plan(me):
        here = request.path.startswith(reverse("proposals"))
        links.append(Link(_("方案与采纳"), reverse("proposals"), current=here))
    if may(me, "name_units"):
        here = request.path.startswith(reverse("organization"))
        links.append(Link(_("机构与人员"), reverse("organization"), current=here))
    if may(me, "manage"):
        links.append(Link(_("消息收发"), reverse("messages"), current=request.path == reverse("messages")))
        here = request.path.startswith(reverse("webhooks"))
        links.append(Link(_("事件推送"), reverse("webhooks"), current=here))
    return Group(_("办公室"), tuple(links))
