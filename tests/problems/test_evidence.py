"""Evidence is told by its bytes, kept as it came, once, and read by those alone who see the problem."""

from collections.abc import Callable
from typing import Any

import pytest

from build import a_standing
from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.store import open_file
from luoshi.problems.models import Evidence
from luoshi.problems.queries import evidence_for
from luoshi.problems.rectify import evidence
from luoshi.problems.rectify.evidence import NewEvidence, attach
from problems.way import OTHER, a_problem, again

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe1\x00\x10Exif\x00\x00GPS here\xff\xd9"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOC, VBA = (name.encode("utf-16-le") for name in ("WordDocument", "_VBA_PROJECT"))


def test_a_file_is_kept_as_it_came_once_with_one_entry() -> None:
    problem, cast = a_problem("rectifying")
    made = [attach(again(problem), NewEvidence("../灯.jpg", JPEG), by=cast.liaison) for _time in range(2)]
    assert made[0] == made[1] == Evidence.objects.get()
    assert (made[0].name, made[0].round, made[0].by_name) == ("灯.jpg", 1, cast.liaison.name)
    with open_file(made[0].file) as kept:
        assert kept.read() == JPEG
    entry = Entry.objects.get(act="problem.attach")
    assert made[0].file.sha256 in entry.data and "灯.jpg" not in entry.data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b"PK\x03\x04" + b"\0" * 30 + b"word/vbaProject.bin",
        b"PK\x03\x04" + b"\0" * 30 + b"other",
        b"MZ\x90\0\x03\0\0\0",
        OLE + DOC + b"\0" * 100_000 + VBA + b"\0" * 100_000,
        b"PK\x03\x04" + b"\0" * 30 + b"word/document.xml" + b"\0" * 100_000 + b"vbaProject.bin" + b"\0" * 100_000,
    ],
)
def test_what_the_bytes_say_decides_and_not_the_name(data: bytes) -> None:
    problem, cast = a_problem("rectifying")
    before = StoredFile.objects.count()
    with pytest.raises(Unanswered) as unanswered:
        attach(problem, NewEvidence("照片.jpg", data), by=cast.liaison)
    assert unanswered.value.field == "file"
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("name", "data", "kept"),
    [
        ("现场照片.hta", "<说明>已修好".encode(), "现场照片.hta.txt"),
        ("a.bat", b"del *.*", "a.bat.txt"),
        ("照片.jpg.js", b"alert(1)", "照片.jpg.js.txt"),
        ("照片.PNG", JPEG, "照片.PNG.jpg"),
        ("照片.JPEG", JPEG, "照片.JPEG"),
        ("说明.csv", "一,二".encode(), "说明.csv"),
        ("旧件.doc", OLE + DOC, "旧件.doc"),
        ("长" * 300 + ".exe", JPEG, "长" * 196 + ".jpg"),
    ],
)
def test_a_file_is_named_as_what_its_bytes_are(name: str, data: bytes, kept: str) -> None:
    problem, cast = a_problem("rectifying")
    made = attach(problem, NewEvidence(name, data), by=cast.liaison)
    assert (made.name, len(made.name) <= 200) == (kept, True)


def test_files_are_neither_too_large_nor_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, cast = a_problem("rectifying")
    monkeypatch.setattr(evidence, "MOST_FILES", 2)
    for n in range(2):
        attach(problem, NewEvidence("说明.txt", f"第{n}份".encode()), by=cast.liaison)
    with pytest.raises(Unanswered, match="最多附2个"):
        attach(problem, NewEvidence("说明.txt", b"one more"), by=cast.liaison)
    monkeypatch.setattr(evidence, "MOST_BYTES", 5)
    with pytest.raises(Unanswered, match="20 MB"):
        attach(problem, NewEvidence("说明.txt", b"123456"), by=cast.liaison)


def test_bytes_are_written_before_anything_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, cast = a_problem("rectifying")
    order: list[str] = []
    for name in ("store", "locked"):
        monkeypatch.setattr(evidence, name, noting(order, name, getattr(evidence, name)))
    attach(problem, NewEvidence("灯.jpg", JPEG), by=cast.liaison)
    assert order == ["store", "locked"]


def noting(order: list[str], name: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """The act, which notes that it was called."""

    def noted(*given: Any) -> Any:
        order.append(name)
        return act(*given)

    return noted


def test_only_the_unit_at_work_attaches_and_only_who_sees_the_problem_reads() -> None:
    problem, cast = a_problem("rectifying")
    made = attach(problem, NewEvidence("灯.jpg", JPEG), by=cast.head)
    for who in (cast.office, cast.supervisor, cast.other):
        with pytest.raises(Refused):
            attach(again(problem), NewEvidence("灯.jpg", JPEG), by=who)
    readers = {
        name: evidence_for(who, problem.campaign, problem.number, made.pk) == made
        for name, who in (("office", cast.office), ("liaison", cast.liaison), ("other", a_standing("liaison", OTHER)))
    }
    assert readers == {"office": True, "liaison": True, "other": False}
    elsewhere, _cast = a_problem("rectifying", cast=cast, campaign=problem.campaign)
    assert evidence_for(cast.office, problem.campaign, elsewhere.number, made.pk) is None


def test_nothing_is_attached_after_the_close_was_applied_for() -> None:
    problem, cast = a_problem("close_requested")
    with pytest.raises(Refused):
        attach(problem, NewEvidence("灯.jpg", JPEG), by=cast.head)
