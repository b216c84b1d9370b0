"""Evidence: files that prove the work on a problem, told by their bytes and kept as they came."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.names import MOST as MOST_NAME
from luoshi.platform.files.names import safe_name
from luoshi.platform.files.sniff import SNIFFED, media_type
from luoshi.platform.files.store import store
from luoshi.problems.access import may_report
from luoshi.problems.models import Evidence, Problem
from luoshi.problems.moving import locked

MOST_BYTES = 20 << 20
MOST_FILES = 30
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "application/pdf": (".pdf",),
    "application/ofd": (".ofd",),
    "application/msword": (".doc", ".wps"),
    "application/vnd.ms-excel": (".xls", ".et"),
    f"{OFFICE}wordprocessingml.document": (".docx",),
    f"{OFFICE}spreadsheetml.sheet": (".xlsx",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "text/plain": (".txt", ".csv"),
}
"""What is taken, as the bytes tell it, and how its name may end, first the usual way; neither macros nor archives, web
pages nor drawings with scripts."""
MACROS = ((b"PK", b"vbaProject.bin"), (b"\xd0\xcf\x11\xe0", "_VBA_PROJECT".encode("utf-16-le")))
"""How a file begins and what lies anywhere in it where it holds macros."""


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A file as it was handed in."""

    name: str
    data: bytes


def attach(problem: Problem, given: NewEvidence, *, by: Standing) -> Evidence:
    """Keep a file with the problem, the same bytes once. Raises Unanswered for one that is not taken."""
    demand(may_report(by, problem))
    _check(given.data)
    _check_many(problem, sha256(given.data).hexdigest())
    stored = store(given.data, given.name)  # slow, and before anything is held
    with transaction.atomic():
        row = locked([problem])[0]
        demand(may_report(by, row))
        _check_many(row, stored.sha256)
        kept = StoredFile.objects.select_for_update().get(pk=stored.pk)
        known = row.evidence.filter(file=kept).first()
        if known is not None:
            return known
        made = Evidence.objects.create(
            problem=row,
            round=row.round,
            file=kept,
            name=_named(given.name, kept.media_type),
            by_id=by.person_id,
            by_name=by.name,
            at=by.at or timezone.now(),
        )
        data = {"evidence": made.pk, "sha256": kept.sha256}
        texts = {"name": made.name}
        record(row.chain, "problem.attach", "problem", [row.pk], by=by.acting(), data=data, texts=texts)
    return made


def _check(data: bytes) -> None:
    if not 0 < len(data) <= MOST_BYTES:
        raise Unanswered("file", _("选一个文件，不超过20 MB。"))
    if media_type(data[:SNIFFED], data[-SNIFFED:]) not in KINDS or _has_macros(data):
        raise Unanswered("file", _("只收PDF、OFD、Word、Excel、文本和JPG、PNG图片；带宏的、压缩包请另存后再传。"))


def _check_many(problem: Problem, digest: str) -> None:
    """Raises Unanswered where one more file, not kept yet, would be too many."""
    if problem.evidence.exclude(file__sha256=digest).count() >= MOST_FILES:
        raise Unanswered("file", _("一个问题最多附%(most)s个文件，请合并后再传。") % {"most": MOST_FILES})


def _has_macros(data: bytes) -> bool:
    return any(data.startswith(magic) and mark in data for magic, mark in MACROS)


def _named(name: str, kind: str) -> str:
    """The name, made to end as files of that kind do: whoever opens the file gets what the bytes are."""
    fit = safe_name(name)
    if fit.lower().endswith(KINDS[kind]):
        return fit
    usual = KINDS[kind][0]
    return fit[: MOST_NAME - len(usual)] + usual
