"""The machine of a problem as data. Labels are Chinese message ids."""

from luoshi.kit.machine import HELD, Machine, Move, State

PROBLEM = Machine(
    "problem",
    (
        State("registered", "已登记"),
        State("assigned", "已交办"),
        State("plan_review", "方案待审"),
        State("rectifying", "整改中"),
        State("close_requested", "待核查"),
        State("verified", "核查通过"),
        State("publicised", "公示中"),
        State("struck_off", "已销号"),
        State("rechecked", "已回头看"),
        State("return_review", "退件待定"),
        State("change_review", "延期待批"),
        State("long_term", "长期坚持"),
        State("relapsed", "反弹"),
        State("unfounded", "不属实"),
        State("cancelled", "已撤销"),
    ),
    (
        Move("assign", ("registered",), "assigned", "交办", needs=("unit",)),
        Move("dismiss", ("registered", "assigned"), "unfounded", "认定不属实", needs=("reason",)),
        Move("propose_plan", ("assigned", "relapsed"), "plan_review", "报送整改方案", needs=("goal", "remedies")),
        Move("approve_plan", ("plan_review",), "rectifying", "批准整改方案"),
        Move("send_plan_back", ("plan_review",), "assigned", "退回整改方案", needs=("reason",)),
        Move("keep_on", ("rectifying",), "long_term", "转为长期坚持", needs=("reason",)),
        Move("apply", ("rectifying", "long_term"), "close_requested", "申请销号", needs=("self_check",)),
        Move("verify", ("close_requested",), "verified", "核查通过", needs=("note", "signature")),
        Move("send_back", ("close_requested",), "rectifying", "核查不通过", needs=("reason",)),
        Move("publicise", ("verified",), "publicised", "公示"),
        Move("take_objection", ("publicised",), "rectifying", "公示有异议，退回整改", needs=("reason",)),
        Move("strike_off", ("verified", "publicised"), "struck_off", "销号"),
        Move("recheck", ("struck_off", "rechecked"), "rechecked", "回头看合格", needs=("note",)),
        Move("relapse", ("struck_off", "rechecked"), "relapsed", "认定反弹", needs=("reason",)),
        Move("ask_return", ("assigned",), "return_review", "申请退件", needs=("reason", "unit")),
        Move("grant_return", ("return_review",), "assigned", "同意退件"),
        Move("refuse_return", ("return_review",), HELD, "不同意退件", needs=("reason",)),
        Move("ask_change", ("rectifying",), "change_review", "申请延期", needs=("reason", "due")),
        Move("grant_change", ("change_review",), HELD, "同意延期"),
        Move("refuse_change", ("change_review",), HELD, "不同意延期", needs=("reason",)),
        Move("withdraw", ("return_review", "change_review"), HELD, "撤回申请"),
        Move(
            "cancel",
            ("registered", "assigned", "plan_review", "rectifying", "long_term", "relapsed"),
            "cancelled",
            "撤销",
            needs=("reason",),
        ),
        Move("reopen", ("unfounded", "cancelled"), "registered", "重新登记", needs=("reason",)),
    ),
)
ACCEPTED = ("verified", "publicised", "struck_off", "rechecked")
"""The states that stand on a verified record."""
STRUCK_OFF = ("struck_off", "rechecked")
ASIDE = ("unfounded", "cancelled")
FINISHED = (*STRUCK_OFF, *ASIDE, "long_term")
"""The states in which nothing is owed by a limit."""

MACHINES = (PROBLEM,)
