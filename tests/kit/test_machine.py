"""A machine is data that cannot contradict itself."""

import pytest

from luoshi.kit.machine import Machine, Move, State, UnknownMove

DOOR = Machine(
    "door",
    (State("open", "开着"), State("shut", "关着"), State("gone", "拆了")),
    (
        Move("shut", ("open",), "shut", "关"),
        Move("open", ("shut",), "open", "开"),
        Move("remove", ("open", "shut"), "gone", "拆"),
    ),
)


def test_the_first_state_is_the_initial_one() -> None:
    assert DOOR.initial == "open"


def test_choices_and_labels_follow_the_order_of_the_machine() -> None:
    assert DOOR.choices == [("open", "开着"), ("shut", "关着"), ("gone", "拆了")]
    assert DOOR.label("shut") == "关着"
    with pytest.raises(KeyError):
        DOOR.label("ajar")


def test_moves_are_found_by_name_and_by_where_they_start() -> None:
    assert DOOR.move("remove").sources == ("open", "shut")
    assert [move.name for move in DOOR.moves_from("shut")] == ["open", "remove"]
    with pytest.raises(UnknownMove, match="door has no move 'slam'"):
        DOOR.move("slam")


def test_final_states_are_those_that_no_move_leaves() -> None:
    assert DOOR.final() == {"gone"}


@pytest.mark.parametrize("move", [Move("x", ("ajar",), "open", ""), Move("x", ("open",), "ajar", "")])
def test_a_move_between_unknown_states_is_refused_when_the_machine_is_made(move: Move) -> None:
    with pytest.raises(ValueError, match="door.x names unknown states \\['ajar'\\]"):
        Machine("door", DOOR.states, (move,))
