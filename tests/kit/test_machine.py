"""A machine is data that cannot contradict itself."""

import pytest

from luoshi.kit.machine import HELD, Machine, Move, State, UnknownMove

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


GUEST = Machine(
    "guest",
    (State("in", "在屋里"), State("out", "在屋外"), State("asked", "待定"), State("gone", "走了")),
    (
        Move("leave", ("in",), "out", "出去"),
        Move("ask", ("in", "out"), "asked", "请示"),
        Move("refuse", ("asked",), HELD, "不准"),
        Move("let_go", ("asked",), "gone", "准"),
    ),
)


def test_a_state_that_leads_back_holds_where_its_subject_came_from() -> None:
    assert GUEST.holding == {"asked"}
    assert DOOR.holding == frozenset()


def test_a_move_back_can_lead_to_each_state_from_which_its_source_is_entered() -> None:
    assert GUEST.targets(GUEST.move("refuse")) == {"in", "out"}
    assert GUEST.targets(GUEST.move("let_go")) == {"gone"}


def test_a_held_subject_is_not_held_again() -> None:
    second = (State("appealed", "再请示"),)
    again = (Move("appeal", ("asked",), "appealed", "再请示"), Move("drop", ("appealed",), HELD, "作罢"))
    with pytest.raises(ValueError, match="guest.appeal leads from one holding state into another"):
        Machine("guest", (*GUEST.states, *second), (*GUEST.moves, *again))


def test_no_move_starts_where_subjects_are_held_from() -> None:
    with pytest.raises(ValueError, match="door.x names unknown states"):
        Machine("door", DOOR.states, (Move("x", (HELD,), "open", ""),))
