"""Lines of the journal in plain words: who did what to which task, with the words that they wrote."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luoshi.faces.desk.work.rows import when
from luoshi.faces.desk.work.telling_rooms import told
from luoshi.faces.desk.work.words import quoted
from luoshi.faces.shared.cells import weekday_text
from luoshi.journal.queries import Line
from luoshi.oversight.changes import Change, Subject

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


@dataclass(frozen=True, slots=True)
class Told:
    """One line for a log: its day, the clock, the machine-readable moment, who did it, and what, as HTML."""

    day: str
    clock: str
    moment: str
    text: SafeString


def tell(change: Change, campaign: "Campaign") -> Told:
    """One change as a line of a log."""
    line = change.line
    at = timezone.localtime(line.at)
    words, parts = WORDS.get(line.act, _other)(line)
    named = {name: escape(str(value)) for name, value in parts.items()}
    text = escape(words) % {**named, "who": escape(line.actor), "task": _task(change.subject, campaign)}
    said = next((line.texts[name] for name in ("reason", "result", "said", "text") if line.texts.get(name)), "")
    quote = f'<span class="song">{escape(quoted(said))}</span>' if said else ""
    day = when(line.at, campaign)
    weekday = "" if at.date() == campaign.today else f" {weekday_text(at.date())}"
    return Told(f"{day}{weekday}", f"{at.hour}:{at.minute:02}", at.isoformat(), SafeString(text + quote))


def _task(subject: Subject | None, campaign: "Campaign") -> str:
    if subject is None:
        return escape(_("任务"))
    query = f"?a={subject.assignment_id}" if subject.assignment_id else ""
    url = reverse("task", args=[campaign.pk, subject.task_id]) + query
    label = _("任务%(n)s %(title)s") % {"n": subject.number, "title": subject.title}
    unit = escape(_("（%(unit)s）") % {"unit": subject.unit}) if subject.unit else ""
    return f'<a href="{escape(url)}">{escape(label)}</a>{unit}'


def _number(line: Line, name: str) -> int:
    value = line.data.get(name)
    return value if isinstance(value, int) else 0


Said = tuple[str, dict[str, object]]


def _adopted(line: Line) -> Said:
    parts = {name: line.data.get(name, 0) for name in ("stages", "tasks", "targets")}
    return _("%(who)s 采纳方案：%(stages)s个阶段、%(tasks)s项任务、%(targets)s个目标"), parts


def _issued(line: Line) -> Said:
    tasks = _number(line, "tasks")
    words = ngettext(
        "%(who)s 下发任务%(tasks)s项，分办%(made)s件", "%(who)s 下发任务%(tasks)s项，分办%(made)s件", tasks
    )
    return words, {"tasks": tasks, "made": _number(line, "assignments")}


def _reported(line: Line) -> Said:
    return _("%(who)s 反馈 %(task)s，进度%(n)s%%"), {"n": _number(line, "progress")}


def _urged(line: Line) -> Said:
    if (n := len(line.subjects)) == 1:
        return _("%(who)s 催办 %(task)s"), {}
    return ngettext("%(who)s 催办%(n)s项任务", "%(who)s 催办%(n)s项任务", n), {"n": n}


def _settled(line: Line) -> Said:
    n = _number(line, "duties")
    words = ngettext("%(who)s 认定单位名称“%(name)s”，涉及%(n)s处", "%(who)s 认定单位名称“%(name)s”，涉及%(n)s处", n)
    return words, {"name": line.texts.get("name", ""), "n": n}


def _given(line: Line) -> Said:
    return _("%(who)s 定 %(task)s 由%(name)s牵头"), {"name": line.texts.get("name", "")}


def _basis(line: Line) -> Said:
    parts = {"old": _number(line, "from"), "new": _number(line, "to")}
    return _("%(who)s 把 %(task)s 的目标基数从%(old)s改为%(new)s"), dict(parts)


def _leads(line: Line) -> Said:
    if line.data.get("value"):
        return _("%(who)s 定 %(task)s 由各单位各办一份"), {}
    return _("%(who)s 定 %(task)s 由首列单位牵头"), {}


def _other(line: Line) -> Said:
    words, parts = told(line.act, len(line.subjects))
    return words or _("%(who)s 办了一件事"), parts


def _extended(line: Line) -> Said:
    return _("%(who)s 同意 %(task)s 延期到%(due)s"), {"due": line.data.get("due", "")}


def _asked_to_issue(line: Line) -> Said:
    tasks = _number(line, "tasks")
    return ngettext("%(who)s 提请下发任务%(n)s项", "%(who)s 提请下发任务%(n)s项", tasks), {"n": tasks}


def _came_again(line: Line) -> Said:
    made = _number(line, "assignments")
    return ngettext("周期任务到期，自动分办%(n)s件", "周期任务到期，自动分办%(n)s件", made), {"n": made}


def _revised(line: Line) -> Said:
    return _("%(who)s 照修订后的方案改：%(change)s"), {"change": line.texts.get("change", "")}


def _kept(line: Line) -> Said:
    return _("%(who)s 决定不照修订后的方案改：%(change)s"), {"change": line.texts.get("change", "")}


def _completed(line: Line) -> Said:
    tasks, made, joint = (_number(line, name) for name in ("tasks", "assignments", "joint"))
    words = ngettext(
        "%(who)s 补发任务%(tasks)s项：分办%(made)s件，配合%(joint)s家次",
        "%(who)s 补发任务%(tasks)s项：分办%(made)s件，配合%(joint)s家次",
        tasks,
    )
    return words, {"tasks": tasks, "made": made, "joint": joint}


def _plain(text: Callable[[], str]) -> Callable[[Line], Said]:
    return lambda line: (text(), {})


WORDS: dict[str, Callable[[Line], Said]] = {
    "campaign.adopt": _adopted,
    "campaign.undo_adopt": _plain(lambda: _("%(who)s 撤销采纳")),
    "campaign.settle": _settled,
    "task.amend": _plain(lambda: _("%(who)s 调整 %(task)s 的责任人或时限")),
    "campaign.lights": _plain(lambda: _("%(who)s 改了亮灯规则")),
    "assignment.issue": _issued,
    "assignment.complete": _completed,
    "assignment.sign": _plain(lambda: _("%(who)s 签收 %(task)s")),
    "assignment.report": _reported,
    "assignment.submit": _plain(lambda: _("%(who)s 提交验收 %(task)s")),
    "assignment.accept": _plain(lambda: _("%(who)s 验收通过 %(task)s")),
    "assignment.send_back": _plain(lambda: _("%(who)s 退回 %(task)s")),
    "assignment.archive": _plain(lambda: _("%(who)s 归档 %(task)s")),
    "assignment.reopen": _plain(lambda: _("%(who)s 要求重新办理 %(task)s")),
    "assignment.settle_remaining": _plain(lambda: _("%(who)s 确认 %(task)s 的遗留问题已办完")),
    "assignment.ask_return": _plain(lambda: _("%(who)s 申请退件 %(task)s")),
    "assignment.dispute": _plain(lambda: _("%(who)s 对驳回退件有异议，提请领导裁定 %(task)s")),
    "assignment.grant_return": _plain(lambda: _("%(who)s 同意退件 %(task)s，改由建议的单位承办")),
    "assignment.refuse_return": _plain(lambda: _("%(who)s 不同意退件 %(task)s")),
    "assignment.ask_change": _plain(lambda: _("%(who)s 申请延期 %(task)s")),
    "assignment.grant_change": _extended,
    "assignment.refuse_change": _plain(lambda: _("%(who)s 不同意延期 %(task)s")),
    "assignment.ask_cancel": _plain(lambda: _("%(who)s 提请撤销 %(task)s")),
    "assignment.grant_cancel": _plain(lambda: _("%(who)s 同意撤销 %(task)s")),
    "assignment.refuse_cancel": _plain(lambda: _("%(who)s 不同意撤销 %(task)s")),
    "assignment.withdraw": _plain(lambda: _("%(who)s 撤回了关于 %(task)s 的申请")),
    "issue_request.propose": _asked_to_issue,
    "issue_request.approve": _plain(lambda: _("%(who)s 批准下发任务")),
    "issue_request.refuse": _plain(lambda: _("%(who)s 没有批准下发任务")),
    "issue_request.withdraw": _plain(lambda: _("%(who)s 撤回下发申请")),
    "campaign.consult": _plain(lambda: _("%(who)s 印发讨论稿征求意见")),
    "campaign.start": _plain(lambda: _("%(who)s 启动活动")),
    "campaign.suspend": _plain(lambda: _("%(who)s 暂停活动")),
    "campaign.resume": _plain(lambda: _("%(who)s 恢复活动")),
    "campaign.begin_closing": _plain(lambda: _("%(who)s 把活动转入收尾")),
    "campaign.close": _plain(lambda: _("%(who)s 结束活动")),
    "campaign.reopen": _plain(lambda: _("%(who)s 重新开启活动")),
    "campaign.work": _plain(lambda: _("%(who)s 改了退件、提交和下发的规则")),
    "assignment.urge": _urged,
    "assignment.read": _plain(lambda: _("%(who)s 打开了被催办的 %(task)s")),
    "assignment.recur": _came_again,
    "assignment.consult": _plain(lambda: _("%(who)s 就 %(task)s 征求配合单位意见")),
    "assignment.joint_opinion": _plain(lambda: _("%(who)s 答复会办意见 %(task)s")),
    "inside.entrust": _plain(lambda: _("%(who)s 定了本单位的经办人")),
    "subtask.add": _plain(lambda: _("%(who)s 在单位内部增加一项子任务")),
    "subtask.change": _plain(lambda: _("%(who)s 改了单位内部的一项子任务")),
    "subtask.finish": _plain(lambda: _("%(who)s 办完单位内部的一项子任务")),
    "subtask.resume": _plain(lambda: _("%(who)s 重办单位内部的一项子任务")),
    "subtask.drop": _plain(lambda: _("%(who)s 去掉单位内部的一项子任务")),
    "campaign.set_rhythm": _plain(lambda: _("%(who)s 定了活动的报送周期")),
    "task.set_rhythm": _plain(lambda: _("%(who)s 定了 %(task)s 的报送周期")),
    "task.drop_rhythm": _plain(lambda: _("%(who)s 让 %(task)s 按活动的周期报送")),
    "task.block": _plain(lambda: _("%(who)s 给 %(task)s 定了前置任务")),
    "task.unblock": _plain(lambda: _("%(who)s 去掉 %(task)s 的一项前置任务")),
    "task.each_leads": _leads,
    "task.give": _given,
    "target.basis": _basis,
    "change.apply": _revised,
    "change.decline": _kept,
}
"""How each act of a campaign's chain is said."""
