"""Evidence: files that prove the work on a problem, told by their bytes and kept as they came."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.record import record
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.platform.files.names import safe_name
from luoshi.platform.files.store import store
from luoshi.problems.access import may_report
from luoshi.problems.models import Evidence, Problem
from luoshi.problems.moving import locked

MOST_BYTES = 20 << 20
MOST_FILES = 30
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "application/pdf",
    "application/ofd",
    "application/msword",
    "application/vnd.ms-excel",
    f"{OFFICE}wordprocessingml.document",
    f"{OFFICE}spreadsheetml.sheet",
    "image/jpeg",
    "image/png",
    "text/plain",
}
"""What is taken, as the bytes tell it; neither macros nor archives, web pages nor drawings with scripts."""


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A file as it was handed in."""

    name: str
    data: bytes


def attach(problem: Problem, given: NewEvidence, *, by: Standing) -> Evidence:
    """Keep a file with the problem, the same bytes once. Raises Unanswered for one that is not taken."""
    with transaction.atomic():
        row = locked([problem])[0]
        demand(may_report(by, row))
        if not 0 < len(given.data) <= MOST_BYTES:
            raise Unanswered("file", _("选一个文件，不超过20 MB。"))
        kept = store(given.data, given.name)
        if kept.media_type not in KINDS:
            raise Unanswered("file", _("只收PDF、OFD、Word、Excel、文本和JPG、PNG图片；带宏的、压缩包请另存后再传。"))
        known = row.evidence.filter(file=kept).first()
        if known is not None:
            return known
        if row.evidence.count() >= MOST_FILES:
            raise Unanswered("file", _("一个问题最多附%(most)s个文件，请合并后再传。") % {"most": MOST_FILES})
        made = Evidence.objects.create(
            problem=row,
            round=row.round,
            file=kept,
            name=safe_name(given.name),
            by_id=by.person_id,
            by_name=by.name,
            at=by.at or timezone.now(),
        )
        data = {"evidence": made.pk, "sha256": kept.sha256}
        texts = {"name": made.name}
        record(row.chain, "problem.attach", "problem", [row.pk], by=by.acting(), data=data, texts=texts)
    return made
