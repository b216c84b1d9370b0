"""What the anchor files noted down cannot be cut off, rewritten or forgotten unseen."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from luoshi.faces.console.journal import run
from luoshi.journal.anchor import anchor, anchor_daily, folder, read
from luoshi.journal.models import Chain, Entry
from luoshi.journal.record import Acting, record, seal
from luoshi.journal.verify import Break, verify

pytestmark = pytest.mark.django_db
CLERK = Acting(None, "罗星禾")


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def three_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries a day on three days, each day anchored."""
    for day in (15, 16, 17):
        monkeypatch.setattr(timezone, "now", lambda day=day: datetime(2026, 6, day, 9, tzinfo=ZoneInfo("UTC")))
        for n in (1, 2):
            record("campaign:1", "x", "assignment", [n], by=CLERK)
        anchor()


def cut(last: int) -> None:
    """Take off the tail and set the head to match, as somebody with the whole database would."""
    Entry.objects.filter(seq__gt=last).delete()
    head = Entry.objects.get(seq=last)
    Chain.objects.update(head_seq=last, head_hash=head.hash)


def test_a_file_lists_every_head_and_names_the_file_before(three_days: None) -> None:
    files = sorted(folder().iterdir())
    assert [file.name for file in files] == ["2026-06-15.txt", "2026-06-16.txt", "2026-06-17.txt"]
    head = Chain.objects.get()
    assert files[2].read_text().splitlines()[1:] == [f"campaign:1 6 {head.head_hash}"]
    assert files[2].read_text().startswith("previous 2026-06-16.txt ")
    assert list(verify()) == []


def test_a_tail_cut_with_its_head_is_told_by_the_anchors(three_days: None) -> None:
    cut(5)
    assert list(verify()) == [Break("campaign:1", 6, "the tail is cut; 6 was anchored on 2026-06-17")]


def test_a_history_sealed_anew_is_told_where_it_first_departs_from_an_anchor(three_days: None) -> None:
    before = "0" * 64
    for entry in Entry.objects.order_by("seq"):
        entry.actor, entry.previous = "别人", before
        before = entry.hash = seal(entry)
        entry.save()
    Chain.objects.update(head_hash=before)
    assert [(each.seq, each.reason[-10:]) for each in verify()] == [
        (2, "2026-06-15"), (4, "2026-06-16"), (6, "2026-06-17")
    ]  # fmt: skip


def test_a_chain_that_is_gone_is_told(three_days: None) -> None:
    Entry.objects.all().delete()
    Chain.objects.all().delete()
    assert list(verify()) == [Break("campaign:1", 1, "the chain is gone; it was anchored on 2026-06-17")]


def test_an_altered_file_and_a_missing_one_are_told(three_days: None) -> None:
    middle = folder() / "2026-06-16.txt"
    kept = middle.read_text()
    middle.write_text(kept + f"campaign:1 3 {'0' * 64}\n")
    assert [each.chain for each in verify()] == ["campaign:1", "2026-06-16.txt"]
    middle.unlink()
    assert list(verify()) == [
        Break("2026-06-17.txt", 1, "names 2026-06-16.txt as the file before, which is missing")
    ]  # fmt: skip
    middle.write_text(kept + "一句话\n")
    assert [(each.chain, each.seq) for each in verify()] == [("2026-06-16.txt", 3), ("2026-06-16.txt", 1)]
    middle.write_text("")
    assert Break("2026-06-16.txt", 1, "does not name the file before") in list(verify())


def test_a_second_call_on_one_day_adds_and_takes_nothing_away(three_days: None) -> None:
    path = folder() / "2026-06-17.txt"
    before = path.read_text()
    anchor()
    assert path.read_text() == before
    head = record("campaign:1", "x", "assignment", [3], by=CLERK)
    anchor_daily()
    assert path.read_text() == before
    anchor()
    assert path.read_text() == f"{before}campaign:1 7 {head.hash}\n"
    assert list(verify()) == []


def test_the_daily_call_anchors_once_a_day() -> None:
    record("campaign:1", "x", "assignment", [1], by=CLERK)
    anchor_daily()
    assert [each.seq for each in read(folder())[0]] == [1]


def test_the_command_reads_a_copy_kept_elsewhere(three_days: None, tmp_path: Path, capsys: Any) -> None:
    copy = tmp_path / "copy"
    folder().rename(copy)
    cut(4)
    asked: dict[str, Any] = {"act": "verify", "anchors": None}
    assert run(type("Asked", (), asked)()) == 0
    assert capsys.readouterr().out == "日志 4 条，条条接得上 / all 4 entries hold\n"
    assert run(type("Asked", (), asked | {"anchors": copy})()) == 1
    assert capsys.readouterr().out == "campaign:1:5 the tail is cut; 6 was anchored on 2026-06-17\n"
    assert run(type("Asked", (), asked | {"act": "anchor"})()) == 0
    assert Path(capsys.readouterr().out.strip()).parent == folder()
