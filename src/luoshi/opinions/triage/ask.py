"""Asking the giver back, taking down what they add, and going on without."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.record import Acting
from luoshi.journal.transition import transition
from luoshi.opinions.codes import seal
from luoshi.opinions.models import Opinion, Remark
from luoshi.opinions.states import OPINION
from luoshi.opinions.triage.moving import moving, put
from luoshi.orgs.access import Standing

LONGEST = 1000


def ask_back(opinion: Opinion, question: str, *, by: Standing) -> None:
    """Ask the giver, who reads it by the tracking code; the clock stands still until they answer. Raises Unanswered."""
    with moving(opinion, "ask_back", by) as row:
        said = worded(question, "question", _("写明要提出人补充什么。"))
        remark(row, "question", said, by.acting())
        transition(OPINION, row, "ask_back", by=by.acting(), data={"question": seal(said)})


def supplement(opinion: Opinion, text: str, *, by: Standing) -> None:
    """Take down what the giver added by telephone or at the counter; the clock begins anew. Raises Unanswered."""
    with moving(opinion, "supplement", by) as row:
        said = worded(text, "text", _("写上提出人补充了什么。"))
        remark(row, "reply", said, by.acting())
        transition(OPINION, row, "supplement", by=by.acting(), data={"text": seal(said)})
        put([row], since=day(row, by.acting()))


def stop_waiting(opinion: Opinion, *, by: Standing) -> None:
    """Go on without the giver's answer; the clock begins anew."""
    with moving(opinion, "stop_waiting", by) as row:
        transition(OPINION, row, "stop_waiting", by=by.acting())
        put([row], since=day(row, by.acting()))


def worded(text: str, field: str, message: str) -> str:
    """The words without the space around them. Raises Unanswered for none, or too many."""
    said = text.strip()
    if not said:
        raise Unanswered(field, message)
    if len(said) > LONGEST:
        raise Unanswered(field, _("最多%(most)s字。") % {"most": LONGEST})
    return said


def remark(row: Opinion, kind: str, said: str, by: Acting) -> None:
    """Append what was said; of the giver's own nothing but the words."""
    name = by.name if by.person_id is not None else ""
    Remark.objects.create(opinion=row, kind=kind, text=said, at=by.at or timezone.now(), by_name=name)


def day(row: Opinion, by: Acting) -> date:
    """The day from which the clock counts anew."""
    return timezone.localdate(by.at) if by.at else row.campaign.today
