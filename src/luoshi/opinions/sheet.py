"""The table by which a campaign's opinions come in by the batch: the customary columns of 意见建议汇总表."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext_noop

from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign
from luoshi.kit.verdict import Verdict
from luoshi.opinions.access import may_gather, visible_to
from luoshi.opinions.codes import seal
from luoshi.opinions.intake.receive import CHANNELS, GIVERS, LONGEST, NewOpinion, enter
from luoshi.opinions.intake.retract import retract
from luoshi.opinions.models import Opinion
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Person
from luoshi.platform.sheets.columns import Column, Sheet, Taken, Values
from luoshi.platform.sheets.words import Unfit, reason

CODES = {label: code for code, label in CHANNELS.items()}
GIVER_CODES = {label: code for code, label in GIVERS.items()}
COLUMNS = (
    Column("channel", "征集渠道", also=("渠道", "来源"), required=True, choices=tuple(CODES), width=8),
    Column("day", "时间", "day", also=("征集时间", "收到时间", "日期"), required=True, width=8),
    Column("giver", "提出人类别", also=("类别", "提出人"), choices=tuple(GIVER_CODES), width=8),
    Column("text", "意见建议原文", also=("意见建议", "原文", "内容"), required=True, most=LONGEST, width=40),
)


def kind_of(campaign_id: int) -> str:
    """The kind of that campaign's table."""
    return f"opinions:{campaign_id}"


class OpinionsGround:
    """The campaign's opinions as they are: a line that says what one of them says is that one."""

    def __init__(self, campaign: Campaign, who: Standing, earlier: Iterable[Values]) -> None:
        self._campaign, self._who = campaign, who
        self._seen = {_mark(values) for values in earlier}

    def take(self, values: Values, key: int | None) -> Taken:
        """The row as a new opinion, or as the one that it already is."""
        after = {"giver": GIVERS[""], **{name: value for name, value in values.items() if value}}
        if date.fromisoformat(after["day"]) > timezone.localdate():
            return Taken(reasons={"day": reason(gettext_noop("收到的时间不能晚于今天。"))})
        if _mark(after) in self._seen:
            return Taken(reasons={"text": reason(gettext_noop("上面已有一行渠道、日期和原文都相同。"))})
        self._seen.add(_mark(after))
        same = Opinion.objects.filter(campaign=self._campaign, digest=seal(after["text"]))
        for row in same.filter(channel=CODES[after["channel"]]).select_related("wording"):
            if not hasattr(row, "wording"):
                return Taken(reasons={"text": reason(gettext_noop("提出人已要求删除这一条，不再登记。"))})
            if _values(row)["day"] == after["day"]:
                return Taken(row.pk, _values(row), _values(row))
        return Taken(after=after)

    def put(self, taken: Taken) -> int:
        """Enter the opinion. Raises Unfit."""
        said = taken.after
        moment = timezone.make_aware(datetime.combine(date.fromisoformat(said["day"]), time()))
        new = NewOpinion(said["text"], CODES[said["channel"]], "", GIVER_CODES[said["giver"]], moment)
        try:
            return enter(self._campaign, [new], by=self._who)[0].opinion.pk
        except Unanswered as unanswered:
            raise Unfit(str(unanswered)) from unanswered

    def now(self, subject: int) -> Values | None:
        """The opinion's values while nobody has dealt with it; None afterwards."""
        row = Opinion.objects.filter(pk=subject, state="received", group=None).select_related("wording").first()
        return _values(row) if row else None

    def take_back(self, subject: int, before: Values) -> None:
        """Take the entry out of the books again. Raises Refused."""
        retract([Opinion.objects.get(pk=subject)], by=self._who)

    def rows(self) -> Iterator[tuple[int, Values]]:
        """Every opinion of the campaign whose words there are, as far as this person sees them."""
        rows = visible_to(self._who).filter(campaign=self._campaign, wording__isnull=False).order_by("number")
        for row in rows.select_related("wording").iterator():
            yield row.pk, _values(row)


def opinions(campaign_id: str) -> Sheet:
    """The table of one campaign. Raises KeyError if there is no such campaign."""
    found = campaign_id.isascii() and campaign_id.isdigit() and len(campaign_id) <= 18
    campaign = Campaign.objects.filter(pk=campaign_id).first() if found else None
    if campaign is None:
        raise KeyError(campaign_id)

    def may(person_id: int) -> Verdict:
        return may_gather(_standing(person_id))

    def open_(person_id: int, earlier: Iterable[Values]) -> OpinionsGround:
        return OpinionsGround(campaign, _standing(person_id), earlier)

    return Sheet(kind=kind_of(campaign.pk), title=gettext_noop("意见建议汇总表"), columns=COLUMNS, open=open_, may=may)


def _standing(person_id: int) -> Standing:
    return standing(Person.objects.get(pk=person_id))


def _values(row: Opinion) -> dict[str, str]:
    return {
        "channel": CHANNELS[row.channel],
        "day": timezone.localdate(row.received_at).isoformat(),
        "giver": GIVERS[row.giver],
        "text": row.wording.text,
    }


def _mark(values: Values) -> tuple[str, ...]:
    return values["channel"], values["day"], values["text"]
