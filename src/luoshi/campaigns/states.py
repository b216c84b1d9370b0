"""The machines of this room as data. Labels are Chinese message ids."""

from luoshi.kit.machine import HELD, Machine, Move, State

PROPOSAL = Machine(
    "proposal",
    (State("open", "待采纳"), State("adopted", "已采纳"), State("discarded", "已放弃")),
    (
        Move("adopt", ("open",), "adopted", "采纳"),
        Move("undo_adopt", ("adopted",), "open", "撤销采纳"),
        Move("discard", ("open",), "discarded", "放弃"),
        Move("restore", ("discarded",), "open", "恢复"),
    ),
)

CAMPAIGN = Machine(
    "campaign",
    (
        State("draft", "筹备中"),
        State("consulting", "征求意见"),
        State("running", "进行中"),
        State("closing", "收尾中"),
        State("closed", "已结束"),
        State("suspended", "已暂停"),
    ),
    (
        Move("consult", ("draft",), "consulting", "印发讨论稿"),
        Move("start", ("draft", "consulting"), "running", "启动"),
        Move("begin_closing", ("running",), "closing", "转入收尾"),
        Move("close", ("closing",), "closed", "结束活动"),
        Move("suspend", ("draft", "consulting", "running", "closing"), "suspended", "暂停", needs=("reason",)),
        Move("resume", ("suspended",), HELD, "恢复进行"),
        Move("reopen", ("closing", "closed"), "running", "重新开启", needs=("reason",)),
    ),
)

ASSIGNMENT = Machine(
    "assignment",
    (
        State("issued", "待签收"),
        State("in_progress", "办理中"),
        State("submitted", "待验收"),
        State("done", "已办结"),
        State("archived", "已归档"),
        State("return_review", "退件待定"),
        State("change_review", "延期待批"),
        State("cancel_review", "撤销待批"),
        State("cancelled", "已撤销"),
    ),
    (
        Move("sign", ("issued",), "in_progress", "签收"),
        Move("submit", ("in_progress",), "submitted", "提交验收"),
        Move("accept", ("submitted",), "done", "验收通过"),
        Move("send_back", ("submitted",), "in_progress", "退回", needs=("reason",)),
        Move("archive", ("done",), "archived", "归档"),
        Move("reopen", ("done", "archived"), "in_progress", "重新办理", needs=("reason",)),
        Move("ask_return", ("issued", "in_progress"), "return_review", "申请退件", needs=("reason", "unit")),
        Move("dispute", ("issued", "in_progress"), "return_review", "提请领导裁定", needs=("reason",)),
        Move("grant_return", ("return_review",), "cancelled", "同意退件"),
        Move("refuse_return", ("return_review",), HELD, "不同意退件", needs=("reason",)),
        Move("ask_change", ("issued", "in_progress"), "change_review", "申请延期", needs=("reason", "due")),
        Move("grant_change", ("change_review",), HELD, "同意延期"),
        Move("refuse_change", ("change_review",), HELD, "不同意延期", needs=("reason",)),
        Move("ask_cancel", ("issued", "in_progress", "submitted"), "cancel_review", "提请撤销", needs=("reason",)),
        Move("grant_cancel", ("cancel_review",), "cancelled", "同意撤销"),
        Move("refuse_cancel", ("cancel_review",), HELD, "不同意撤销", needs=("reason",)),
        Move("withdraw", ("return_review", "change_review", "cancel_review"), HELD, "撤回申请"),
    ),
)
FINISHED = ("done", "archived")
"""The states in which the result was accepted; only reopening leaves them for work."""

ISSUE_REQUEST = Machine(
    "issue_request",
    (
        State("proposed", "待批准"),
        State("approved", "已批准"),
        State("refused", "未批准"),
        State("withdrawn", "已撤回"),
    ),
    (
        Move("approve", ("proposed",), "approved", "批准下发"),
        Move("refuse", ("proposed",), "refused", "不批准", needs=("reason",)),
        Move("withdraw", ("proposed",), "withdrawn", "撤回"),
    ),
)

CHANGE = Machine(
    "change",
    (State("proposed", "待定"), State("applied", "已改"), State("declined", "不改")),
    (
        Move("apply", ("proposed",), "applied", "照新方案改"),
        Move("decline", ("proposed",), "declined", "保留原样"),
    ),
)

MACHINES = (PROPOSAL, CAMPAIGN, ASSIGNMENT, ISSUE_REQUEST, CHANGE)
