"""Lines of a campaign's journal about opinions, problems and the rest in words; moves are said by their labels."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from luoshi.campaigns.states import MACHINES as OF_CAMPAIGNS
from luoshi.opinions.states import MACHINES as OF_OPINIONS
from luoshi.problems.states import MACHINES as OF_PROBLEMS

LABELS = {
    f"{machine.kind}.{move.name}": (machine.kind, move.label)
    for machine in (*OF_CAMPAIGNS, *OF_OPINIONS, *OF_PROBLEMS)
    for move in machine.moves
}
KINDS: dict[str, Callable[[], str]] = {
    "opinion": lambda: _("%(who)s %(move)s（意见%(n)s条）"),
    "problem": lambda: _("%(who)s %(move)s（问题%(n)s个）"),
}
SAID: dict[str, Callable[[], str]] = {
    "assignment.link": lambda: _("%(who)s 为 %(task)s 开了填报链接"),
    "campaign.import": lambda: _("%(who)s 从文件导入活动"),
    "intake.settle": lambda: _("%(who)s 改了征求意见的设置"),
    "phrase.put": lambda: _("%(who)s 写了一条答复用语"),
    "opinion.receive": lambda: _("%(who)s 收到意见%(n)s条"),
    "opinion.retract": lambda: _("%(who)s 撤销登记的意见%(n)s条"),
    "opinion.correct": lambda: _("%(who)s 更正一条意见"),
    "opinion.judge": lambda: _("%(who)s 评价答复，说已解决"),
    "opinion.tell": lambda: _("%(who)s 答复意见%(n)s条"),
    "opinion.tidy": lambda: _("%(who)s 整理一条意见"),
    "opinion.look": lambda: _("%(who)s 查看了一条意见的提出人"),
    "opinion.merge": lambda: _("%(who)s 合并同样的意见%(n)s条"),
    "opinion.split": lambda: _("%(who)s 把并在一起的意见拆开"),
    "problem.register": lambda: _("%(who)s 登记问题%(n)s个"),
    "problem.change": lambda: _("%(who)s 改了一个问题的登记"),
    "problem.gather": lambda: _("%(who)s 把意见并入一个问题"),
    "problem.erase": lambda: _("%(who)s 要求删除原话，%(n)s个问题里的也已删去"),
    "problem.adopt": lambda: _("%(who)s 领衔一个问题"),
    "problem.draw": lambda: _("%(who)s 抽取回头看的问题%(n)s个"),
    "problem.rules": lambda: _("%(who)s 改了问题整改的规则"),
    "problem.attach": lambda: _("%(who)s 给一个问题附上佐证文件"),
    "problem.report": lambda: _("%(who)s 报告整改进展"),
    "regulation.put": lambda: _("%(who)s 登记一项建章立制"),
    "regulation.finish": lambda: _("%(who)s 办完一项建章立制"),
}
"""How the acts that are no moves are said."""


def told(act: str, n: int) -> tuple[str, dict[str, object]]:
    """The words of an act on `n` subjects, with their parts; empty words for one that is not known."""
    if act in SAID:
        return SAID[act](), {"n": n}
    kind, label = LABELS.get(act, ("", ""))
    if kind in KINDS:
        return KINDS[kind](), {"move": _(label), "n": n}
    return "", {}
