"""Who sees which opinions, who learns who gave them, and who may make which move."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import may_work
from luoshi.kit.machine import Move
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.opinions.models import Opinion
from luoshi.opinions.states import DECIDED, GONE
from luoshi.orgs.access import Standing

READERS = ("office", "supervisor", "group_head", "leader")
"""Who reads the opinions of all units, but for the restricted ones."""
CONFIDANTS = ("supervisor", "group_head")
"""Who reads and deals with restricted ones."""
FILLERS = ("liaison", "unit_head")
ROUTED = ("accepted", "transferred", "answered")
"""The states in which the unit that deals with an opinion sees it."""


def visible_to(who: Standing) -> QuerySet[Opinion]:
    """The opinions that this person may read: those of all units for who leads and gathers, what accuses somebody for
    confidants of another unit, and what a unit is to deal with for its own people."""
    if who.link is not None:
        return Opinion.objects.none()
    own = [unit for role, unit in who.posts if role in FILLERS]
    seen = Q(is_restricted=False, unit__in=own, state__in=ROUTED)
    if who.has(*READERS):
        seen |= Q(is_restricted=False)
    if who.has(*CONFIDANTS):
        seen |= Q(is_restricted=True) & (Q(accused=None) | ~Q(accused__in=who.units))
    return Opinion.objects.filter(seen)


def may_see(who: Standing, opinion: Opinion) -> Verdict:
    """The twin of `visible_to` for one opinion."""
    if who.link is None and (_is_reader(who, opinion) or _is_filler(who, opinion)):
        return GRANTED
    return denied(_("这条意见不归您的单位办理。"))


def may_hear(who: Standing) -> Verdict:
    """Whether this person has a list of opinions at all."""
    if who.link is None and who.has(*READERS, *FILLERS):
        return GRANTED
    return denied(_("意见由领导小组办公室、督导组、领导和办理单位查看。"))


def may_gather(who: Standing) -> Verdict:
    """Whether this person may enter opinions that came on paper, by telephone or at meetings."""
    if who.link is None and who.has("office", "supervisor"):
        return GRANTED
    return denied(_("收到的意见由领导小组办公室或督导组登记。"))


def may_open(who: Standing) -> Verdict:
    """Whether this person may open the public page of a campaign and set its limits."""
    if who.link is None and who.has("office"):
        return GRANTED
    return denied(_("意见征集由领导小组办公室设置。"))


def may_decide(who: Standing, opinion: Opinion) -> Verdict:
    """Whether this person sorts the opinion and decides on it."""
    if opinion.is_restricted:
        if _is_reader(who, opinion):
            return GRANTED
        return denied(_("这条意见反映具体单位或人，由督导组或组长处理。"))
    if who.link is None and who.has("office"):
        return GRANTED
    return denied(_("意见由领导小组办公室初核、处理。"))


def may_identify(who: Standing, opinion: Opinion) -> Verdict:
    """Whether this person may learn who gave the opinion; each look is recorded."""
    if opinion.state in GONE:
        return denied(_("提出人已撤回或删除，不再保留身份。"))
    if {opinion.accused_id, opinion.unit_id} & who.units:
        return denied(_("您在被反映或办理的单位任职，不能查看提出人身份。"))
    if may_decide(who, opinion):
        return GRANTED
    return denied(_("提出人身份只有处理这条意见的人可以查看，每次查看都有记录。"))


def may(who: Standing, move: Move, opinion: Opinion) -> Verdict:
    """Whether this person may make that move of the opinion's machine now; the giver's own need the tracking code."""
    if opinion.state not in move.sources:
        return denied(_WRONG_STATE.get(opinion.state, _WRONG_STATE[""])())
    if move.name in ("withdraw", "erase"):
        return denied(_("只有提出人自己凭查询码才能撤回或删除。"))
    return may_work(opinion.campaign) and (
        _may_answer(who, opinion) if move.name == "answer" else may_decide(who, opinion)
    )


def _may_answer(who: Standing, opinion: Opinion) -> Verdict:
    if may_decide(who, opinion) or (opinion.state in DECIDED and _is_filler(who, opinion)):
        return GRANTED
    if opinion.is_restricted or opinion.unit is None:
        return may_decide(who, opinion)
    return denied(_("由办理单位“%(unit)s”或领导小组办公室答复。") % {"unit": opinion.unit.name})


def _is_reader(who: Standing, opinion: Opinion) -> bool:
    if not opinion.is_restricted:
        return who.has(*READERS)
    return who.link is None and who.has(*CONFIDANTS) and opinion.accused_id not in who.units


def _is_filler(who: Standing, opinion: Opinion) -> bool:
    if opinion.is_restricted or opinion.unit_id is None or opinion.state not in ROUTED:
        return False
    return who.in_unit(opinion.unit_id, *FILLERS)


_WRONG_STATE = {
    "received": lambda: _("还没有初核。"),
    "screened": lambda: _("还没有处理决定。"),
    "awaiting_giver": lambda: _("正在等提出人补充；不等了，请先点“不再等待补充”。"),
    "accepted": lambda: _("已经采纳；要改，请先撤销处理。"),
    "transferred": lambda: _("已经转办；要改，请先撤销处理。"),
    "declined": lambda: _("已经定为不采纳；要改，请先撤销处理。"),
    "answered": lambda: _("已经答复；要再办，请先重新处理。"),
    "withdrawn": lambda: _("提出人已经撤回。"),
    "erased": lambda: _("已按提出人要求删除。"),
    "": lambda: _("现在不能这样办。"),
}
