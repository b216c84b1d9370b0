"""Living the sample through: each act by the person who would do it, at the time when they would have."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from luoshi.campaigns import edit, feedback, queries, settle, verify
from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.issue import issue
from luoshi.campaigns.rhythm.keep import Rounds, set_rhythm
from luoshi.faces.console.sample.heard import heard
from luoshi.faces.console.sample.organization import TODAY, County, at, moment
from luoshi.faces.console.sample.problems import problems
from luoshi.faces.console.sample.story import TALES, Report, Tale
from luoshi.faces.console.sample.turns import turns
from luoshi.orgs.access import Standing
from luoshi.oversight.gauges import Gauge, gauges

if TYPE_CHECKING:
    from luoshi.campaigns.models import Assignment, Campaign, Proposal

WEEKLY = Rounds("weekly", 5, "实施方案“加强督导”一节：每周报送一次进展")
SETTLED = {"县政务局": "县政务服务局"}
Event = tuple[datetime, Callable[[], object]]


def live(proposal: "Proposal", cast: County) -> None:
    """Adopt the county's plan and live it through."""
    for name, unit in SETTLED.items():
        if any(item["key"] == name for item in proposal.draft["units"]):
            rev = next(item["rev"] for item in proposal.draft["units"] if item["key"] == name)
            values: dict[str, object] = {"unit": cast.ids[unit]}
            proposal = edit.change(proposal, edit.Change("units", name, rev, values), by=cast.office)
    campaign = adopt(proposal, by=at(cast.office, moment(4, 17)), sample_today=TODAY).campaign
    issue(campaign, by=at(cast.office, moment(4, 20)))
    for tale in TALES:
        _set_basis(campaign, tale, cast)
    set_rhythm(
        campaign, Rounds("weekly", 5, "实施方案“加强督导”一节：每周报送一次进展"), by=at(cast.office, moment(4, 20))
    )
    events = [event for tale in TALES for event in _events(campaign, tale, cast)]
    events += turns(campaign, cast)
    events += problems(campaign, cast)
    events += heard(campaign, cast)
    for _when, act in sorted(events, key=lambda event: event[0]):
        act()


def _events(campaign: "Campaign", tale: Tale, cast: County) -> list[Event]:
    """The acts of one tale, each with its moment; the assignment is read anew by each act that needs its state."""
    held = _assignment(campaign, tale)
    if held is None:
        return []
    unit = cast.liaisons[held.unit.name]
    targets = gauges(campaign, task_id=held.task_id)
    events: list[Event] = [(when := moment(4, 21, 9), _later(feedback.sign, held, by=at(unit, when)))]
    for said in tale.reports:
        when = moment(said[0], said[1], 15)
        events.append((when, _later(feedback.report, held, _report(said, targets), by=at(unit, when))))
    for month, day in tale.unchanged:
        when = moment(month, day, 10)
        events.append((when, _later(feedback.report_unchanged, held, by=at(unit, when))))
    for month, day, result, answered, reason in tale.rounds:
        when = moment(month, day, 17)
        events.append((when, _later(feedback.submit, held, feedback.Submission(result), by=at(unit, when))))
        if answered is not None:
            when, act = moment(month, answered, 11), verify.send_back if reason else verify.accept
            events.append((when, _later(act, held, _verdict(tale, reason), by=at(cast.supervisor, when))))
    return events


def _verdict(tale: Tale, reason: str) -> verify.Verification:
    remaining, until = ("", None) if reason else tale.left
    return verify.Verification(reason, remaining=remaining, remaining_due=until)


def _report(said: Report, targets: list[Gauge]) -> feedback.Report:
    _month, _day, progress, done, next_step, difficulty, quantities = said
    by_word = {gauge.unit: gauge.target_id for gauge in reversed(targets)}
    counted = tuple(feedback.Quantity(by_word[word], amount) for word, amount in quantities if word in by_word)
    return feedback.Report(progress, done, next_step, difficulty, counted)


def _assignment(campaign: "Campaign", tale: Tale) -> "Assignment | None":
    return queries.first_assignment(campaign.pk, tale.title)


def _set_basis(campaign: "Campaign", tale: Tale, cast: County) -> None:
    held = _assignment(campaign, tale)
    if held is not None and tale.basis > 1:
        for target in held.task.targets.exclude(per=""):
            settle.set_basis(target, tale.basis, by=at(cast.office, moment(4, 20)))


def _later(act: Callable[..., object], *values: object, by: Standing) -> Callable[[], object]:
    return lambda: act(*values, by=by)
