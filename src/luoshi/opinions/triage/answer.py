"""Answering givers: of one opinion and those gathered with it, or of all behind a problem; and dealing anew."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.journal.record import record
from luoshi.journal.transition import transition
from luoshi.kit.verdict import GRANTED, Verdict, demand, denied
from luoshi.opinions.access import READERS, may
from luoshi.opinions.codes import seal
from luoshi.opinions.models import Answer, Opinion
from luoshi.opinions.states import DECIDED, OPINION
from luoshi.opinions.triage.ask import day, worded
from luoshi.opinions.triage.moving import gathered, move_all, moving, put
from luoshi.orgs.access import Standing


def answer(opinion: Opinion, text: str, *, by: Standing) -> int:
    """Answer the givers of the opinion and of those gathered with it; returns how many. Raises Unanswered.

    A unit answers those alone that it is to deal with.
    """
    with moving(opinion, "answer", by) as row:
        said = worded(text, "text", _("写上答复内容，提出人凭查询码看到。"))
        rows = [one for one in gathered(row, DECIDED) if may(by, OPINION.move("answer"), one)]
        _append([(one, said) for one in rows], by)
        move_all(rows, "answer", by.acting(), {"text": seal(said)})
        put(rows, answered_on=day(row, by.acting()))
        return len(rows)


def answer_all(told: Sequence[tuple[int, str]], *, by: Standing) -> int:
    """Answer opinions of one campaign, by id and text, when what they led to is settled; returns how many were told.

    What was decided on becomes answered; what was answered before is told the news besides. The rest stays as it is.
    """
    demand(_may_tell(by))
    texts = [(pk, worded(text, "text", _("写上答复内容，提出人凭查询码看到。"))) for pk, text in told]
    with transaction.atomic():
        held = Opinion.objects.select_for_update(of=("self",)).filter(pk__in={pk for pk, _text in texts})
        rows = list(held.filter(state__in=(*DECIDED, "answered")).select_related("campaign").order_by("pk"))
        if not rows:
            return 0
        known = {row.pk: row for row in rows}
        _append([(known[pk], text) for pk, text in texts if pk in known], by)
        data = {"texts": sorted({seal(text) for pk, text in texts if pk in known})}
        if before := [row for row in rows if row.state == "answered"]:
            record(before[0].chain, "opinion.tell", "opinion", [row.pk for row in before], by=by.acting(), data=data)
        if decided := [row for row in rows if row.state in DECIDED]:
            move_all(decided, "answer", by.acting(), data)
        put(rows, answered_on=day(rows[0], by.acting()))
    return len(rows)


def reopen(opinion: Opinion, reason: str, *, by: Standing) -> None:
    """Deal with an answered opinion anew; the clock begins again. Raises Unanswered."""
    with moving(opinion, "reopen", by) as row:
        said = worded(reason, "reason", _("写明为什么重新处理。"))
        transition(OPINION, row, "reopen", by=by.acting(), data={"reason": seal(said)})
        put([row], since=day(row, by.acting()), unit=None, to="", reason="")


def _may_tell(by: Standing) -> Verdict:
    return GRANTED if by.has(*READERS) else denied(_("由领导小组办公室、督导组或领导答复。"))


def _append(told: Sequence[tuple[Opinion, str]], by: Standing) -> None:
    at = by.at or timezone.now()
    Answer.objects.bulk_create(
        Answer(opinion=row, text=said, at=at, by_id=by.person_id, by_name=by.name) for row, said in told
    )
