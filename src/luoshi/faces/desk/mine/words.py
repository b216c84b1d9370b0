"""How one's own page says what it shows: the blocks, the requests, the acts of yesterday and today."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.campaigns.states import ASSIGNMENT
from luoshi.faces.desk.work.words import counted
from luoshi.oversight.urging.ladder import RUNGS

TITLES = {
    "overdue": gettext_noop("逾期"),
    "returned": gettext_noop("被退回"),
    "to_sign": gettext_noop("待签收"),
    "ready": gettext_noop("办完了，待提交"),
    "report": gettext_noop("该报送进展"),
    "soon": gettext_noop("临期或滞后"),
    "to_check": gettext_noop("待验收"),
    "to_urge": gettext_noop("该催办"),
    "red": gettext_noop("红灯"),
}
NOTES = {
    "overdue": gettext_noop("照样可以办结，会注明逾期"),
    "returned": gettext_noop("按退回的理由补办，再提交"),
    "to_sign": gettext_noop("签收后才能反馈"),
    "ready": gettext_noop("进度已到100%"),
    "report": gettext_noop("没有变化，按一下就行"),
    "soon": gettext_noop("期限近了，或落后序时"),
    "to_check": gettext_noop("单位已提交，等您验收"),
    "to_urge": gettext_noop("逾期未办，按催办的级次分"),
    "red": gettext_noop("逾期、多次退回、严重滞后，急的在前"),
}
REQUESTS = {
    "return": gettext_noop("申请退件"),
    "dispute": gettext_noop("退件有异议，请裁定"),
    "change": gettext_noop("申请延期"),
    "cancel": gettext_noop("提请撤销"),
}
LABELS = {rung.code: rung.label for rung in RUNGS}
ACTS = {f"assignment.{move.name}": move.label for move in ASSIGNMENT.moves} | {
    "assignment.issue": gettext_noop("下发"),
    "assignment.report": gettext_noop("反馈"),
    "assignment.urge": gettext_noop("催办"),
}
OTHER = gettext_noop("其他")
RUNG_ORDER = ("", *LABELS)


def rung_words(rung: str) -> str:
    """Up to which rung something was urged: 未催过, 已催联络员."""
    return _("已催%(rung)s") % {"rung": _(LABELS[rung])} if rung else _("还没有催过")


def request_word(kind: str, level: str) -> str:
    """What is asked for."""
    return _(REQUESTS["dispute" if kind == "return" and level == "leader" else kind])


def acts_words(acts: Counter[str]) -> str:
    """How often each act was made: 签收3　反馈12; empty when none was."""
    by_label: Counter[str] = Counter()
    for act, n in acts.items():
        by_label[ACTS.get(act, OTHER)] += n
    return "　".join(counted(_(label), n) for label, n in by_label.most_common() if n)
