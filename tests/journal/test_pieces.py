"""A journal looked through in pieces tells what it tells in one, also when several processes read it."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from luoshi.journal.pieces import bounds

SCRIPT = """
import django
django.setup()
from django.core.management import call_command
from luoshi.journal import pieces
from luoshi.journal.models import Entry, EntryText
from luoshi.journal.record import Acting, record
from luoshi.journal.verify import verify

call_command("migrate", verbosity=0)
for n in range(1, 41):
    record(f"campaign:{n % 3}", "x", "task", [n], by=Acting(None, "罗星禾"), texts={"said": f"第{n}次"})
pieces.PIECE, pieces.PROCESSES = 3, 2
for spoilt in (False, True):
    if spoilt:
        Entry.objects.filter(seq=4).update(actor="别人")
        EntryText.objects.filter(entry__seq=9).update(text="另一番话")
        Entry.objects.filter(seq=13, chain__name="campaign:2").delete()
    told = []
    for pieces.LONG in (1, 10**9):
        told.append([(found.chain, found.seq, found.reason) for found in verify()])
    assert told[0] == told[1], told
    print(len(told[0]))
"""


def test_several_processes_tell_what_one_does_and_in_its_order(tmp_path: Path) -> None:
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    given |= {"LUOSHI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
    ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, env=given)
    assert (ran.returncode, ran.stdout.split()) == (0, ["0", "7"]), ran.stderr


@given(st.integers(0, 40), st.integers(0, 10**6))
def test_the_ranges_of_a_journal_leave_no_number_out(rows: int, top: int) -> None:
    found = bounds(rows, top)
    assert found[0][0] < 0
    assert found[-1][1] > 2**62
    assert all(one[1] == other[0] for one, other in pairwise(found))
