"""查摆: the questions by which a unit looks for problems in itself, by focus area; each answered line is a problem."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from luoshi.problems.register import NewProblem


@dataclass(frozen=True, slots=True)
class Question:
    """One guided question; area and text are message ids."""

    code: str
    area: str
    text: str


QUESTIONS = (
    Question("service", gettext_noop("服务群众"), gettext_noop("群众和企业办事，哪件事要跑两趟以上、等得最久？")),
    Question("promise", gettext_noop("承诺兑现"), gettext_noop("公开承诺过的事，哪一件还没有做到？")),
    Question("burden", gettext_noop("基层减负"), gettext_noop("下面反映最多的报表、会议、检查是哪一项？")),
    Question("duty", gettext_noop("履职担当"), gettext_noop("哪件事因为职责不清，几家都在等？")),
    Question("rule", gettext_noop("制度执行"), gettext_noop("哪条规定写着却没有照办，或者已经过时？")),
    Question("risk", gettext_noop("风险隐患"), gettext_noop("哪件事不抓紧，今年可能出事？")),
)
TAIL = "-cause"
"""What the name of a question's second field ends with."""


def given_by(said: Mapping[str, str], unit_id: int | None) -> list[NewProblem]:
    """A problem for each line of the answers, with the cause that was written beside them."""
    return [
        NewProblem(
            line.strip(),
            "self_check",
            question.area,
            said.get(question.code + TAIL, "").strip(),
            concerns_id=unit_id,
        )
        for question in QUESTIONS
        for line in said.get(question.code, "").splitlines()
        if line.strip()
    ]
