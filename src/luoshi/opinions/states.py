"""The machine of this room as data. Labels are Chinese message ids."""

from luoshi.kit.machine import HELD, Machine, Move, State

OPINION = Machine(
    "opinion",
    (
        State("received", "待初核"),
        State("screened", "待处理"),
        State("awaiting_giver", "待提出人补充"),
        State("accepted", "已采纳"),
        State("transferred", "已转办"),
        State("declined", "不采纳"),
        State("answered", "已答复"),
        State("withdrawn", "提出人已撤回"),
        State("erased", "已按提出人要求删除"),
    ),
    (
        Move("screen", ("received",), "screened", "初核"),
        Move("accept", ("screened",), "accepted", "采纳", needs=("unit",)),
        Move("transfer", ("screened",), "transferred", "转办", needs=("to",)),
        Move("decline", ("screened",), "declined", "不予采纳", needs=("reason",)),
        Move("undecide", ("accepted", "transferred", "declined"), "screened", "撤销处理"),
        Move("ask_back", ("received", "screened"), "awaiting_giver", "请提出人补充", needs=("question",)),
        Move("supplement", ("awaiting_giver",), HELD, "补充说明", needs=("text",)),
        Move("stop_waiting", ("awaiting_giver",), HELD, "不再等待补充"),
        Move("answer", ("accepted", "transferred", "declined"), "answered", "答复", needs=("text",)),
        Move("reopen", ("answered",), "screened", "重新处理", needs=("reason",)),
        Move(
            "withdraw",
            ("received", "screened", "awaiting_giver", "accepted", "transferred", "declined"),
            "withdrawn",
            "撤回意见",
        ),
        Move(
            "erase",
            (
                "received", "screened", "awaiting_giver", "accepted", "transferred", "declined", "answered",
                "withdrawn",
            ),
            "erased",
            "删除意见",
        ),
    ),
)  # fmt: skip
DECIDED = ("accepted", "transferred", "declined")
"""The states of what was decided on and still waits for its answer."""
UNDECIDED = ("received", "screened")
"""The states of what still waits for a decision of the office's."""
GONE = ("withdrawn", "erased")
"""The states in which an opinion counts no longer."""

MACHINES = (OPINION,)
