"""The table by which a ledger of problems comes in, as registered problems, and goes out and back again."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from luoshi.campaigns.access import campaigns_visible_to
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.models import Campaign
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.access import Standing, standing
from luoshi.orgs.models import Person, Unit
from luoshi.platform.sheets.columns import Column, Sheet, Taken, Values
from luoshi.platform.sheets.words import Reason, Unfit, reason
from luoshi.problems.access import may_change, may_register, visible_to
from luoshi.problems.models import Problem
from luoshi.problems.register import CHOICES, NewProblem, Why, cancel, change, register
from luoshi.problems.states import ASIDE

UNDONE = "撤销从表格导入的问题。"
USUAL = {"source": "other", "horizon": "limit", "grade": "B"}
COLUMNS = (
    Column("source", "问题来源", choices=tuple(label for _code, label in CHOICES["source"]), width=8),
    Column("area", "问题类别", also=("类别",), most=60, width=8),
    Column("item", "具体表现", also=("问题", "问题表现", "存在问题"), most=2000, required=True, width=24),
    Column("concerns", "涉及单位", width=10),
    Column("cause", "原因分析", most=2000, width=16),
    Column("found_on", "发现时间", "day", width=8),
    Column("lead_person", "牵头领导", also=("责任领导",), most=40, width=8),
    Column("horizon", "整改类型", choices=tuple(label for _code, label in CHOICES["horizon"]), width=8),
    Column("grade", "等级", choices=tuple(label for _code, label in CHOICES["grade"]), width=6),
    Column("tags", "标签", most=60, width=8),
    Column("remark", "备注", most=200, width=10),
)
KEYS = tuple(column.key for column in COLUMNS)
TWICE = gettext_noop("上面已有一行是这个问题。")
GONE = gettext_noop("这个问题已撤销或不在了，请重新下载现在的表。")
STRANGE = gettext_noop("没有“%(name)s”这个单位。")
BEGUN = gettext_noop("已经交办，不能撤回导入。")


class ProblemsGround:
    """The problems that this person sees; those of the good rows above count as known."""

    def __init__(self, campaign: Campaign, who: Standing, earlier: Iterable[Values]) -> None:
        self._campaign, self._who = campaign, who
        rows = visible_to(who).filter(campaign=campaign).exclude(state__in=ASIDE).select_related("campaign", "concerns")
        self._rows = {row.pk: row for row in rows.order_by("number")}
        self._ids = {_meant(values_of(row)): pk for pk, row in self._rows.items()}
        self._units = dict(Unit.objects.filter(is_active=True).values_list("name", "pk"))
        self._seen = {_meant(values) for values in earlier}

    def take(self, values: Values, key: int | None) -> Taken:
        """The row as a new problem, or as a change of the one that its hidden cell or its words mean."""
        if key is not None and key not in self._rows:
            return Taken(reasons={"item": reason(GONE)})
        subject = key if key is not None else self._ids.get(_meant(values))
        row = self._rows.get(subject or 0)
        before = values_of(row) if row else {}
        after = {
            name: values.get(name, "") or ("" if key is not None and name in values else before.get(name, _usual(name)))
            for name in KEYS
        }
        after |= {name: _usual(name) for name in USUAL if not after[name]}
        after["found_on"] = after["found_on"] or self._campaign.today.isoformat()
        reasons: dict[str, Reason] = {}
        if _meant(after) in self._seen:
            reasons["item"] = reason(TWICE)
        if after["concerns"] and after["concerns"] not in self._units:
            reasons["concerns"] = reason(STRANGE, name=after["concerns"])
        if row is not None and after != before and not (verdict := may_change(self._who, row)):
            reasons["item"] = reason(verdict.reason)
        if not reasons:
            self._seen.add(_meant(after))
        return Taken(subject, before, after, reasons)

    def put(self, taken: Taken) -> int:
        """Register the problem, or correct it. Raises Unfit or Refused."""
        new = self._new(taken.after)
        try:
            if taken.subject is None:
                return register(self._campaign, new, by=self._who).pk
            change(Problem.objects.select_related("campaign").get(pk=taken.subject), new, by=self._who)
        except Unanswered as unanswered:
            raise Unfit(str(unanswered)) from unanswered
        return taken.subject

    def now(self, subject: int) -> Values | None:
        """The problem's values; None once it is given up."""
        row = Problem.objects.filter(pk=subject).exclude(state__in=ASIDE).select_related("concerns").first()
        return values_of(row) if row else None

    def take_back(self, subject: int, before: Values) -> None:
        """Let the problem say what it said, or give it up; its number stays. Raises Unfit or Refused."""
        if before:
            self.put(Taken(subject, {}, before))
            return
        row = Problem.objects.select_related("campaign").get(pk=subject)
        if row.state != "registered":
            raise Unfit(BEGUN)
        try:
            cancel(row, Why(UNDONE), by=self._who)
        except AlreadyMoved as moved:
            raise Unfit(BEGUN) from moved

    def rows(self) -> Iterator[tuple[int, Values]]:
        """Every problem that is not given up, by number."""
        return ((pk, values_of(row)) for pk, row in self._rows.items())

    def _new(self, values: Values) -> NewProblem:
        codes = {name: {label: code for code, label in CHOICES[name]}[values[name]] for name in USUAL}
        concerns = self._units.get(values["concerns"]) if values["concerns"] else None
        if values["concerns"] and concerns is None:
            raise Unfit(STRANGE, name=values["concerns"])
        return NewProblem(
            item=values["item"],
            source=codes["source"],
            area=values["area"],
            cause=values["cause"],
            concerns_id=concerns,
            found_on=date.fromisoformat(values["found_on"]),
            horizon=codes["horizon"],
            grade=codes["grade"],
            tags=values["tags"],
            lead_person=values["lead_person"],
            remark=values["remark"],
        )


def kind_of(campaign_id: int) -> str:
    """The kind of that campaign's table."""
    return f"problems:{campaign_id}"


def problems(campaign_id: str) -> Sheet:
    """The table of one campaign. Raises KeyError if there is no such campaign."""
    found = campaign_id.isascii() and campaign_id.isdigit() and len(campaign_id) <= 18
    campaign = Campaign.objects.filter(pk=campaign_id).first() if found else None
    if campaign is None:
        raise KeyError(campaign_id)

    def may(person_id: int) -> Verdict:
        who = _standing(person_id)
        if not campaigns_visible_to(who).filter(pk=campaign.pk).exists():
            return denied(_("这个活动没有您单位的任务。"))
        own = [unit for role, unit in who.posts if role in ("liaison", "unit_head")]
        return GRANTED if who.is_wide else may_register(who, campaign, own[0] if own else None)

    def open_(person_id: int, earlier: Iterable[Values]) -> ProblemsGround:
        return ProblemsGround(campaign, _standing(person_id), earlier)

    return Sheet(kind=kind_of(campaign.pk), title=gettext_noop("问题台账"), columns=COLUMNS, open=open_, may=may)


def values_of(row: Problem) -> dict[str, str]:
    """What the table says of a problem."""
    said = {name: getattr(row, name) for name in ("area", "item", "cause", "lead_person", "tags", "remark")}
    labels = {name: dict(CHOICES[name])[getattr(row, name)] for name in USUAL}
    concerns = row.concerns.name if row.concerns else ""
    return {**said, **labels, "concerns": concerns, "found_on": row.found_on.isoformat()}


def _usual(name: str) -> str:
    return dict(CHOICES[name])[USUAL[name]] if name in USUAL else ""


def _meant(values: Values) -> tuple[str, str]:
    """By which a row without a hidden cell finds its problem."""
    return " ".join(values["item"].split()), values.get("concerns", "")


def _standing(person_id: int) -> Standing:
    return standing(Person.objects.get(pk=person_id))
