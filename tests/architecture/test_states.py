"""A state column has one writer, and every machine can be read by a person."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.apps import apps

from architecture.source import ROOT, SOURCE, modules, name, tree
from luoshi.kit.machine import Machine

WRITER = "src/luoshi/journal/transition.py"
OWN_STATES = "src/luoshi/platform/jobs/"
"""Jobs are no subjects of the journal: their state is moved under a lease, by single statements."""
ONE_FOR_ALL = {"grant", "refuse"}
"""Acts that answer every kind of request: `grant` makes the moves `grant_return`, `grant_change` and `grant_cancel`."""
WRITES = {"update", "create", "get_or_create", "update_or_create", "aupdate", "acreate"}
HAN = re.compile(r"[\u4e00-\u9fff]")


def machines() -> list[Machine]:
    """Every machine of every room."""
    rooms = sorted(path.parent.name for path in SOURCE.glob("*/states.py"))
    return [machine for room in rooms for machine in import_module(f"luoshi.{room}.states").MACHINES]


def writes(syntax: ast.Module) -> Iterator[int]:
    """The lines that write something named `state`."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = (part for target in targets for part in _parts(target))
            if any(isinstance(part, ast.Attribute) and part.attr == "state" for part in parts):
                yield node.lineno
        elif isinstance(node, ast.Call) and (_by_keyword(node) or _by_name(node)):
            yield node.lineno


def _parts(target: ast.expr) -> Iterator[ast.expr]:
    """What an assignment writes to: the target, or each part of it where it is taken apart."""
    if isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from _parts(part)
    else:
        yield target.value if isinstance(target, ast.Starred) else target


def _by_keyword(call: ast.Call) -> bool:
    return _called(call) in WRITES and any(keyword.arg == "state" for keyword in call.keywords)


def _by_name(call: ast.Call) -> bool:
    if _called(call) not in {"bulk_update", "save", "setattr"}:
        return False
    parts = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(node, ast.Constant) and node.value == "state" for part in parts for node in ast.walk(part))


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def made(*files: ast.Module) -> set[str]:
    """The names of the acts that these test files call."""
    calls = (node for syntax in files for node in ast.walk(syntax) if isinstance(node, ast.Call))
    return {_called(call) for call in calls}


@pytest.mark.parametrize(
    ("code", "is_write"),
    [
        ("task.state = 'done'", True),
        ("title, task.state = 'x', 'done'", True),
        ("[title, (*task.state,)] = found", True),
        ("counts[task.state] += 1", False),
        ("rows.update(state='done')", True),
        ("Task.objects.create(title='x', state='done')", True),
        ("Task.objects.bulk_update(rows, ['title', 'state'])", True),
        ("task.save(update_fields=['state'])", True),
        ("setattr(task, 'state', 'done')", True),
        ("rows.filter(state='done').update(title='x')", False),
        ("if task.state == 'done': pass", False),
    ],
)
def test_the_search_knows_a_write_when_it_sees_one(code: str, is_write: bool) -> None:
    assert bool(list(writes(ast.parse(code)))) is is_write


def test_only_transition_writes_a_state() -> None:
    found = {f"{name(path)}:{line}" for path in modules(SOURCE) for line in writes(tree(path))}
    assert any(place.startswith(WRITER) for place in found)
    assert {place for place in found if not place.startswith((WRITER, OWN_STATES))} == set()


def test_machines_are_made_in_states_files_alone() -> None:
    makers = {
        path.name
        for path in modules(SOURCE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and _called(node) == "Machine"
    }
    assert makers == {"states.py"}


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.kind)
def test_every_state_and_move_has_a_chinese_label_of_its_own(machine: Machine) -> None:
    for things in (machine.states, machine.moves):
        labels = [thing.label for thing in things]
        assert all(HAN.search(label) for label in labels)
        assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.kind)
def test_every_move_is_made_by_an_act_that_a_test_calls(machine: Machine) -> None:
    """The act bears the name of the move, alone or with the kind behind it: `sign`, `apply_change`."""
    acts = made(*map(tree, modules(ROOT / "tests")))
    missing = [move.name for move in machine.moves if not names_of(move.name, machine.kind) & acts]
    assert missing == [], f"call these acts on the {machine.kind} in a test: {', '.join(missing)}"


def names_of(move: str, kind: str) -> set[str]:
    """What the act that makes the move may be called."""
    return {move, f"{move}_{kind}"} | ({move.partition("_")[0]} & ONE_FOR_ALL)


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.kind)
def test_every_state_can_be_reached(machine: Machine) -> None:
    assert {state.code for state in machine.states} - {move.target for move in machine.moves} <= {machine.initial}


def test_every_state_column_belongs_to_a_machine() -> None:
    known = [machine.choices for machine in machines()]
    for model in apps.get_models():
        if model.__module__.startswith("luoshi.") and not model.__module__.startswith("luoshi.platform.jobs"):
            columns = [field for field in model._meta.get_fields() if field.name == "state"]
            assert all(list(column.choices or []) in known for column in columns), model
