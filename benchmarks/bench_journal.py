"""Prints what verifying a journal of a million entries costs (or of the number given), words and moves among them."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice

import django
from django.core.management import call_command

FOLDER = tempfile.TemporaryDirectory()
os.environ |= {"LUOSHI_DATA": FOLDER.name, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
django.setup()

from luoshi.journal.models import Chain, Entry, EntryText, Move  # noqa: E402
from luoshi.journal.record import digest, seal  # noqa: E402
from luoshi.journal.verify import verify  # noqa: E402

BATCH = 20_000
CHAINS = 4


def main() -> None:
    call_command("migrate", verbosity=0)
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for n in range(1, CHAINS + 1):
        fill(Chain.objects.create(name=f"campaign:{n}"), total // CHAINS)
    cpu, wall = seconds_of_processors(), time.perf_counter()
    breaks = list(verify())
    cpu, wall = seconds_of_processors() - cpu, time.perf_counter() - wall
    texts, moves = EntryText.objects.count(), Move.objects.count()
    print(f"{total} entries, {texts} texts, {moves} moves: {len(breaks)} breaks, {cpu:.2f} s CPU, {wall:.2f} s")


def seconds_of_processors() -> float:
    """What this process and those that it started and that are over have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def fill(chain: Chain, count: int) -> None:
    """Give the chain so many entries."""
    rows = entries(chain, count)
    while batch := list(islice(rows, BATCH)):
        Entry.objects.bulk_create(batch)
        signed = (row for row in batch if row.source)
        Move.objects.bulk_create(
            Move(entry=row, kind="assignment", subject_id=row.seq, at=row.at, name="sign", source="a", target="b")
            for row in signed
        )
        worded = (row for row in batch if row.data != "{}")
        EntryText.objects.bulk_create(EntryText(entry=row, name="said", salt="5" * 32, text=row.said) for row in worded)
    chain.save()


def entries(chain: Chain, count: int) -> Iterator[Entry]:
    for n in range(1, count + 1):
        said = f"已核对第{n}批清单，逐户登记，问题当场交办" if n % 2 else ""
        is_move = n % 4 == 0
        data = f'{{"digests":{{"said":"{digest("5" * 32, said)}"}},"feedback":{n},"progress":40}}' if said else "{}"
        row = Entry(
            chain=chain, seq=n, at_us=1_780_000_000_000_000 + n, actor_id=1 + n % 700, actor="罗星禾",
            post="县住建局 联络员", act="assignment.sign" if is_move else "assignment.report",
            kind="assignment", subjects=str(n), source="a" if is_move else "", target="b" if is_move else "",
            data=data, previous=chain.head_hash,
        )  # fmt: skip
        row.said = said  # type: ignore[attr-defined]
        chain.head_seq, chain.head_hash = n, seal(row)
        row.hash = chain.head_hash
        yield row


if __name__ == "__main__":
    main()
