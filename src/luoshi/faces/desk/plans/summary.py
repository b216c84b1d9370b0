"""The one line over the adopt page: how much was read, what was inferred, what is left to decide."""

from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.campaigns.draft import Draft
from luoshi.faces.desk.plans.addresses import anchor
from luoshi.faces.desk.plans.board import Board
from luoshi.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Left:
    """How many things of one kind are left, and the fragment of the first."""

    count: int
    first: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of the draft; `share` is the percentage of the text's letters that belong to some item."""

    stages: int
    tasks: int
    duties: int
    times: int
    targets: int
    letters: str
    share: int
    inferred: Left
    names: Left
    to_decide: Left
    to_check: Left
    next: str

    @property
    def is_clear(self) -> bool:
        """Whether nothing is left to decide or check."""
        return not (self.names.count or self.to_decide.count or self.to_check.count)


def summary(board: Board) -> Summary:
    """The line of that board."""
    draft = board.draft
    letters, share = _coverage(board.proposal.text, board.plan)
    return Summary(
        stages=len(draft["stages"]),
        tasks=len(draft["tasks"]),
        duties=sum(len(task["duties"]) for task in draft["tasks"]),
        times=sum(bool(item["time_text"]) for item in (*draft["stages"], *draft["tasks"])),
        targets=sum(len(task["targets"]) for task in draft["tasks"]),
        letters=f"{letters:,}",
        share=share,
        inferred=Left(len(board.inferred), anchor(board.inferred[0]) if board.inferred else ""),
        names=Left(len(board.open_names), "u0" if board.open_names else ""),
        to_decide=_left(board, "bad"),
        to_check=_left(board, "warn"),
        next=next((anchor(key) for key in _in_order(draft) if board.is_open(key)), ""),
    )


def _left(board: Board, tone: str) -> Left:
    first = next((k for k in _in_order(board.draft) if any(d.tone == tone for d in board.doubts.get(k, ()))), "")
    return Left(board.weights[tone], anchor(first) if first else "")


def _in_order(draft: Draft) -> Iterator[str]:
    yield "head"
    for part in ("stages", "tasks"):
        yield from (item["key"] for item in draft[part])


def _coverage(text: str, plan: Plan) -> tuple[int, int]:
    """(letters of the text, percentage of them that belong to some item of the plan)."""
    parts = (plan.outline, plan.stages, plan.tasks, plan.people, plan.references, plan.annexes)
    spans = [row.span for rows in parts for row in rows] + [span for _name, span in plan.head_spans]
    covered = place = 0
    for start, end in sorted(spans):
        if end > place:
            piece = text[max(start, place) : end]
            covered += len(piece) - sum(piece.count(blank) for blank in " \n\t\u3000")
            place = end
    letters = len(text) - sum(text.count(blank) for blank in " \n\t\u3000")
    return letters, round(100 * covered / letters) if letters else 0
