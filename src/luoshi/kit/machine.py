"""State machines as data: drawn into docs, searched by tests, executed once by `journal.transition`."""

from collections.abc import Iterator
from dataclasses import dataclass

HELD = "held"
"""The target of a move that leads back to the state from which the subject was held."""


@dataclass(frozen=True, slots=True)
class State:
    """A stored state: its code and its Chinese label (a message id)."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Move:
    """A named change of state; `needs` lists the input fields that may not be empty.

    A `target` of `HELD` leads back to the state before the one that the move leaves.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    label: str
    needs: tuple[str, ...] = ()


class UnknownMove(LookupError):
    """The machine has no move of that name."""


class AlreadyMoved(RuntimeError):
    """Somebody else moved the subject first, or it is not in a state that the move starts from."""


@dataclass(frozen=True, slots=True)
class Machine:
    """The states of one kind of subject, the first of which is initial, and the moves between them.

    A state that a move to `HELD` leaves is a holding one: whoever enters it is remembered by the state they came from.
    """

    kind: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        known = {state.code for state in self.states}
        for move in self.moves:
            strangers = {*move.sources, move.target} - known - {HELD}
            if strangers or HELD in move.sources:
                raise ValueError(f"{self.kind}.{move.name} names unknown states {sorted(strangers or {HELD})}")
            if move.target in self.holding and not self.holding.isdisjoint(move.sources):
                raise ValueError(f"{self.kind}.{move.name} leads from one holding state into another")

    @property
    def initial(self) -> str:
        return self.states[0].code

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(code, label) pairs in the machine's order."""
        return [(state.code, state.label) for state in self.states]

    def label(self, code: str) -> str:
        """The Chinese label of a state. Raises KeyError for an unknown code."""
        return dict(self.choices)[code]

    def move(self, name: str) -> Move:
        """The move of that name. Raises UnknownMove."""
        for move in self.moves:
            if move.name == name:
                return move
        raise UnknownMove(f"{self.kind} has no move {name!r}")

    def moves_from(self, code: str) -> Iterator[Move]:
        """The moves that start in that state, in the machine's order."""
        return (move for move in self.moves if code in move.sources)

    @property
    def holding(self) -> frozenset[str]:
        """The states whose entry remembers the state before."""
        return frozenset(source for move in self.moves if move.target == HELD for source in move.sources)

    def targets(self, move: Move) -> frozenset[str]:
        """The states to which that move can lead: one, or each from which its sources are entered."""
        if move.target != HELD:
            return frozenset((move.target,))
        entering = (other for other in self.moves if other.target in move.sources)
        return frozenset(source for other in entering for source in other.sources)

    def final(self) -> frozenset[str]:
        """The states that no move leaves."""
        left = {source for move in self.moves for source in move.sources}
        return frozenset(state.code for state in self.states if state.code not in left)
