"""The machines of this room as data. Labels are Chinese message ids."""

from luoshi.kit.machine import Machine, Move, State

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

ASSIGNMENT = Machine(
    "assignment",
    (
        State("issued", "待签收"),
        State("in_progress", "办理中"),
        State("submitted", "待验收"),
        State("done", "已办结"),
    ),
    (
        Move("sign", ("issued",), "in_progress", "签收"),
        Move("submit", ("in_progress",), "submitted", "提交验收"),
        Move("accept", ("submitted",), "done", "验收通过"),
        Move("send_back", ("submitted",), "in_progress", "退回", needs=("reason",)),
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

MACHINES = (PROPOSAL, ASSIGNMENT, CHANGE)
