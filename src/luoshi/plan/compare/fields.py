"""Changes of a kept task's duties and targets, paired so that one edit is one change."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

from luoshi.plan.compare.change import ROLES, Change, duty_value, kind_of, target_value
from luoshi.plan.model import Duty, Target, Task

T = TypeVar("T")


def duty_changes(old: Task, new: Task) -> Iterator[Change]:
    """Parties added, removed, renamed or put in another role; a mere change of order is told once."""
    said: tuple[Callable[[Duty], Hashable], ...] = (_said, lambda duty: duty.name, lambda duty: duty.role)
    pairs = pair_up(old.duties, new.duties, said)
    for one, other in pairs:
        yield _duty_change(old, new, one, other, _duty_message(new.title, one, other))
    if not pairs:
        for one, other in zip(old.duties, new.duties, strict=True):
            if _said(one) != _said(other):
                message = f"“{new.title}”各单位的次序变了，“{one.name}”处现为“{other.name}”"
                yield _duty_change(old, new, one, other, message)
                break


def _said(duty: Duty) -> tuple[str, str]:
    return duty.role, duty.name


def _duty_message(title: str, one: Duty | None, other: Duty | None) -> str:
    if one and other:
        if one.name == other.name:
            return f"“{title}”的“{one.name}”由{ROLES[one.role]}改为{ROLES[other.role]}"
        return f"“{title}”的{ROLES[other.role]}由“{one.name}”改为“{other.name}”"
    if other:
        return f"“{title}”新增{ROLES[other.role]}“{other.name}”"
    return f"“{title}”删去{ROLES[one.role]}“{one.name}”" if one else ""


def _duty_change(old: Task, new: Task, one: Duty | None, other: Duty | None, message: str) -> Change:
    values = (duty_value(one) if one else None, duty_value(other) if other else None)
    spans = (one.span if one else None, other.span if other else None)
    return Change(kind_of(one, other), "duty", new.title, *values, *spans, message, old.node, new.node)


def target_changes(old: Task, new: Task) -> Iterator[Change]:
    """Targets added, removed or set otherwise."""
    same: tuple[Callable[[Target], Hashable], ...] = (
        lambda target: (target.subject, target.comparator, target.value, target.unit, target.per),
        lambda target: (target.subject, target.unit),
        lambda target: target.subject,
        lambda target: target.unit,
    )
    for one, other in pair_up(old.targets, new.targets, same):
        values = (target_value(one) if one else None, target_value(other) if other else None)
        spans = (one.span if one else None, other.span if other else None)
        message = _target_message(new.title, one, other)
        yield Change(kind_of(one, other), "target", new.title, *values, *spans, message, old.node, new.node)


def _target_message(title: str, one: Target | None, other: Target | None) -> str:
    before, after = (f"{target.text}（{target.subject}）" if target else "" for target in (one, other))
    if one and other:
        return f"“{title}”的指标由“{before}”改为“{after}”"
    return f"“{title}”新增指标“{after}”" if other else f"“{title}”删去指标“{before}”"


def pair_up(
    old: Sequence[T], new: Sequence[T], keys: Sequence[Callable[[T], Hashable]]
) -> list[tuple[T | None, T | None]]:
    """What differs between two lists: items equal by the first key drop out, the others pair by each later key.

    Items of the new list come in its order, then those that only the old one has.
    """
    partner: dict[int, int] = {}
    left = list(range(len(old)))
    equal: set[int] = set()
    for rank, key in enumerate(keys):
        for j in range(len(new)):
            i = next((i for i in left if j not in partner and key(old[i]) == key(new[j])), None)
            if i is not None:
                partner[j] = i
                left.remove(i)
                if rank == 0:
                    equal.add(j)
    pairs: list[tuple[T | None, T | None]] = [
        (old[partner[j]] if j in partner else None, new[j]) for j in range(len(new)) if j not in equal
    ]
    return pairs + [(old[i], None) for i in left]
