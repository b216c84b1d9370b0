"""A plan file arrives: it is kept, read in a limited process, and becomes a proposal."""

import json
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.draft import draft_of
from luoshi.campaigns.models import Campaign, Proposal
from luoshi.campaigns.names import known_sets, known_units
from luoshi.campaigns.revise.propose import propose_changes
from luoshi.campaigns.states import PROPOSAL
from luoshi.journal.record import SYSTEM, record
from luoshi.journal.transition import transition
from luoshi.kit.verdict import Verdict, demand, denied
from luoshi.orgs.access import Standing
from luoshi.plan.codec import from_json
from luoshi.plan.formats import Unreadable
from luoshi.platform.files.limited import LimitedFailure, run_limited
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.names import safe_name
from luoshi.platform.files.store import open_file, store

SECONDS = 60
MEMORY_MB = 1024
MOST_NAME = 240
"""Bytes of a file's name that a disk takes."""


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan document as handed in; `revises_id` is the campaign whose plan it revises."""

    name: str
    data: bytes
    revises_id: int | None = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """The proposal, and whether it was made just now; a plan whose bytes are known is not read again."""

    proposal: Proposal
    is_new: bool


def propose(file: PlanFile, *, by: Standing) -> Proposed:
    """Read the file into a proposal, once for the same bytes; the file is kept with it. Raises Unreadable."""
    demand(may_plan(by))
    name = safe_name(file.name)
    if (found := _known(file)) is not None:
        return Proposed(found, False)
    reading = _read(name, file.data)
    draft = draft_of(from_json(reading["plan"]), timezone.localdate().year, known_units(), known_sets())
    with transaction.atomic():
        stored = StoredFile.objects.select_for_update().get(pk=store(file.data, name).pk)
        if (found := _known(file)) is not None:  # the same file, sent twice
            return Proposed(found, False)
        proposal = Proposal.objects.create(
            file=stored,
            name=name,
            format=reading["format"],
            text=reading["text"],
            plan=json.dumps(reading["plan"], ensure_ascii=False),
            draft=draft,
            milliseconds=reading["milliseconds"],
            revises_id=file.revises_id,
            is_sample=file.is_sample,
        )
        data = {"file": stored.sha256, "revises": file.revises_id}
        record(SYSTEM, "proposal.make", "proposal", [proposal.pk], by=by.acting(), data=data)
        if file.revises_id:
            propose_changes(proposal, Campaign.objects.get(pk=file.revises_id))
    return Proposed(proposal, True)


def original(proposal: Proposal) -> bytes:
    """The bytes of the file as it was handed in."""
    with open_file(proposal.file) as file:
        return file.read()


def may_discard(who: Standing, proposal: Proposal) -> Verdict:
    """Whether this person may put the proposal aside: not once the campaign follows it in something."""
    applied = proposal.changes.filter(state="applied").count()
    if applied:
        return denied(_("已照这份修订稿改了%(n)s处，不能放弃；其余的逐处保留原样即可。") % {"n": applied})
    return may_plan(who)


def discard(proposal: Proposal, *, by: Standing) -> None:
    """Put a proposal aside; it can be restored."""
    demand(may_discard(by, proposal))
    transition(PROPOSAL, proposal, "discard", by=by.acting())


def restore(proposal: Proposal, *, by: Standing) -> None:
    """Bring a proposal back that was put aside."""
    demand(may_plan(by))
    transition(PROPOSAL, proposal, "restore", by=by.acting())


def _known(file: PlanFile) -> Proposal | None:
    digest = sha256(file.data).hexdigest()
    same = Proposal.objects.filter(file__sha256=digest, revises_id=file.revises_id, is_sample=file.is_sample)
    return same.exclude(state="discarded").order_by("-pk").first()


def _read(name: str, data: bytes) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name.encode()[-MOST_NAME:].decode(errors="ignore")
        path.write_bytes(data)
        try:
            said = run_limited(
                [sys.executable, "-m", "luoshi.plan.reading", str(path)], seconds=SECONDS, memory_mb=MEMORY_MB
            )
        except LimitedFailure as failure:
            raise Unreadable(failure.said or f"“{name}”读取超时或超出内存，请另存为.docx后再试。") from failure
    return dict(json.loads(said))
