"""The only writer of a state column: compare and swap, one entry, one move a subject."""

from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from django.db import models, transaction

from luoshi.journal.models import Entry, Move
from luoshi.journal.record import Acting, Data, record
from luoshi.kit.machine import HELD, AlreadyMoved, Machine

BATCH = 500


class Subject(Protocol):
    """A row with a state, living in a chain."""

    pk: int
    state: str

    @property
    def chain(self) -> str: ...


class Holdable(Subject, Protocol):
    """A subject whose machine has holding states."""

    held: str


def transition(
    machine: Machine,
    subject: Subject,
    name: str,
    *,
    by: Acting,
    data: Data | None = None,
    texts: Mapping[str, str] | None = None,
) -> Entry:
    """Move one subject, and write its one entry. Raises AlreadyMoved, and UnknownMove for a name not in the machine."""
    return transition_all(machine, [subject], name, by=by, data=data, texts=texts)


def transition_all(
    machine: Machine,
    subjects: Sequence[Subject],
    name: str,
    *,
    by: Acting,
    data: Data | None = None,
    texts: Mapping[str, str] | None = None,
) -> Entry:
    """Move all subjects or none, with one entry that names them all. They share a chain and a source state.

    Entering a holding state keeps the source in `held`; a move to `HELD` leads back there, all to the same state.
    Raises AlreadyMoved if any of them is no longer in the state in which it was read.
    """
    move, first = machine.move(name), subjects[0]
    expected = _standing(machine, first)
    source, chain = first.state, first.chain
    if source not in move.sources or any(_standing(machine, s) != expected or s.chain != chain for s in subjects):
        raise AlreadyMoved(f"{machine.kind}.{name} does not start in {source!r}")
    target = expected["held"] if move.target == HELD else move.target
    held = source if target in machine.holding else ""
    columns = {"state": target} | ({"held": held} if machine.holding else {})
    model = cast(models.Model, first).__class__
    ids = [subject.pk for subject in subjects]
    with transaction.atomic():
        moved = sum(
            model._default_manager.filter(pk__in=ids[i : i + BATCH], **expected).update(**columns)
            for i in range(0, len(ids), BATCH)
        )
        if moved != len(ids):
            raise AlreadyMoved(f"{len(ids) - moved} of {len(ids)} {machine.kind} were moved by somebody else")
        act = f"{machine.kind}.{name}"
        entry = record(chain, act, machine.kind, ids, by=by, data=data, texts=texts, source=source, target=target)
        alike = {"kind": machine.kind, "at": entry.at, "name": name, "source": source, "target": target}
        Move.objects.bulk_create((Move(entry=entry, subject_id=pk, **alike) for pk in ids), batch_size=BATCH)
    for subject in subjects:
        subject.state = target
        if machine.holding:
            cast(Holdable, subject).held = held
    return entry


def _standing(machine: Machine, subject: Subject) -> dict[str, str]:
    """What the subject's columns must still hold for it to move."""
    standing = {"state": subject.state}
    if subject.state in machine.holding:
        standing["held"] = cast(Holdable, subject).held
    return standing
