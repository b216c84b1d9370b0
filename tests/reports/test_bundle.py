"""A campaign goes into a file and comes out of it elsewhere as it was: lists, lights, targets, work, and its past."""

import json
from dataclasses import asdict
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from build import Quota, Wanted, a_campaign, a_person, a_set, a_standing, a_task, an_assignment
from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.feedback import Quantity, Report, Submission, report, sign, submit
from luoshi.campaigns.inside.divide import Step, add_step, finish_step
from luoshi.campaigns.models import (
    Assignment,
    Campaign,
    Count,
    Feedback,
    Proposal,
    Round,
    Stage,
    Subtask,
    Target,
    Task,
)
from luoshi.campaigns.repeat import Again, repeat
from luoshi.campaigns.review.ask import Extension, ask_change
from luoshi.campaigns.verify import Verification, accept, send_back
from luoshi.faces.console import main
from luoshi.journal.models import Chain, Entry, EntryText, Move
from luoshi.journal.queries import history
from luoshi.journal.verify import verify
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.models import Person, Post, Unit, UnitSet
from luoshi.oversight.gauges import gauges
from luoshi.oversight.items import Filters
from luoshi.oversight.queries import page, tally
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.store import store
from luoshi.reports.bundle.contents import NoBundle
from luoshi.reports.bundle.pack import pack
from luoshi.reports.bundle.unpack import unpack
from luoshi.reports.queries import has_past, past

pytestmark = pytest.mark.django_db
IDS = {"task_id", "stage_id", "assignment_id", "unit_id", "last_at"}


def a_worked_campaign() -> Campaign:
    """甲 was returned once and is waiting again, 乙 is done, 丙 asks for time, 丁 goes to two towns, 戊 is not out."""
    a_set("各乡镇", ("城关镇", "青石镇"))
    goal = Quota("不少于25个", 25, "个")
    campaign = a_campaign(
        Wanted("甲", leaders=("周启明",), targets=(goal, Quota("3场", 3, "场"))),
        Wanted("乙", support=("县水利局",), due=date(2026, 6, 10)),
        Wanted("丙", start=date(2026, 6, 1), due=date(2026, 6, 20)),
        Wanted("丁", ("各乡镇",), due=date(2026, 7, 30)),
        Wanted("戊", ("无人认领局",), stage=None, due=None),
        unknown=("无人认领局",),
        issued=True,
    )
    plan = campaign.proposal
    plan.file = store(plan.text.encode(), "方案.txt")
    plan.save()
    liaison, supervisor = (
        standing(a_person("liaison", "县住建局", "郑一川")),
        a_standing("supervisor", "督导组", "吴越"),
    )
    one, two, three = (an_assignment(campaign, number) for number in (1, 2, 3))
    for row in (one, two, three):
        sign(row, by=liaison)
    kept = Target.objects.filter(task=one.task).order_by("number")
    amounts = (Quantity(kept[0].pk, 12), Quantity(kept[1].pk, 2))
    report(one, Report(60, "=查了12个", "下步", "缺人", amounts), by=liaison)
    submit(one, Submission("成果"), by=liaison)
    send_back(one, Verification("缺台账"), by=supervisor)
    submit(one, Submission("补齐了"), by=liaison)
    report(two, Report(100, "办结"), by=liaison)
    submit(two, Submission("成果"), by=liaison)
    accept(two, Verification(), by=supervisor)
    ask_change(three, Extension("汛期", date(2026, 7, 10)), by=a_standing("unit_head", "县住建局", "何知夏"))
    return campaign


def emptied() -> None:
    """Let nothing of the organization, the campaigns and the journal be here."""
    Assignment.objects.all().delete()
    Task.objects.all().delete()
    Campaign.objects.all().delete()
    for model in (Proposal, Post, Person, UnitSet, Unit, Move, EntryText, Entry, Chain, StoredFile):
        model._default_manager.all().delete()


def state(campaign: Campaign) -> dict[str, Any]:
    """All that is seen of a campaign, without the numbers by which this database knows it."""
    who = a_standing()
    found = page(campaign, who, Filters(), size=100).items
    reports = Feedback.objects.filter(assignment__campaign=campaign).order_by("pk")
    rounds = Round.objects.filter(assignment__campaign=campaign).order_by("pk")
    counts = Count.objects.filter(campaign=campaign).order_by("pk")
    counted = tally(campaign, who)
    return {
        "items": [{name: value for name, value in asdict(item).items() if name not in IDS} for item in found],
        "lights": (counted.lights(), dict(counted.by_state)),
        "gauges": [(gauge.text, gauge.amount, gauge.goal) for gauge in gauges(campaign, who=who)],
        "reports": list(reports.values_list("by_name", "at", "progress", "said", "difficulty", "next_step")),
        "rounds": list(rounds.values_list("number", "result", "verdict", "reason", "submitted_name", "decided_name")),
        "counts": list(counts.values_list("unit__name", "day", "amount")),
        "stages": list(Stage.objects.filter(campaign=campaign).values_list("number", "title", "start", "end")),
        "text": campaign.proposal.text,
        "rules": (campaign.state, campaign.title, campaign.soon_days, campaign.people, campaign.today),
    }


def test_a_campaign_is_elsewhere_what_it_was_here() -> None:
    campaign = a_worked_campaign()
    before, lines = state(campaign), history(campaign.chain, 100)
    heads = Entry.objects.filter(chain__name=campaign.chain).order_by("seq").values_list("hash", flat=True)
    sealed, made = list(heads), pack(campaign, by=INSTALLER)
    emptied()
    a_person("office", "一个无关的办公室")
    taken = unpack(made, by=INSTALLER)
    assert state(taken) == before
    before_it = past(taken)
    assert before_it is not None
    assert [(each.line.seq, each.hash) for each in before_it.lines] == list(enumerate(sealed, 1))
    assert [(each.line.act, each.line.texts) for each in before_it.lines] == [(e.act, e.texts) for e in lines[::-1]]
    assert {each.task for each in before_it.lines if each.line.act == "assignment.accept"} == {"2. 乙"}
    middle = past(taken, after=2, limit=3)
    assert middle is not None
    assert ([each.line.seq for each in middle.lines], middle.after) == ([3, 4, 5], 5)
    assert [line.act for line in history(taken.chain)] == ["campaign.import"]
    assert history(taken.chain)[0].data["hash"] == sealed[-1]
    assert list(verify()) == []
    assert has_past(taken)


def test_a_campaign_made_here_has_no_past() -> None:
    campaign = a_campaign()
    assert (has_past(campaign), past(campaign)) == (False, None)


def test_work_goes_on_where_it_stood() -> None:
    made = pack(a_worked_campaign(), by=INSTALLER)
    emptied()
    campaign = unpack(made, by=INSTALLER)
    accept(an_assignment(campaign, 1), Verification(), by=a_standing("supervisor", "督导组"))
    liaison, row = a_standing("liaison", "城关镇"), an_assignment(campaign, 4, "城关镇")
    sign(row, by=liaison)
    report(row, Report(10, "动手了"), by=liaison)
    target = Target.objects.filter(task=a_task(campaign)).order_by("number")[0]
    assert target.counted == f"target-{target.pk}"
    assert {one.kind for one in Count.objects.all()} == set(Target.objects.values_list("counted", flat=True))
    assert {one.source for one in Count.objects.all()} <= {
        f"feedback:{pk}" for pk in Feedback.objects.values_list("pk", flat=True)
    }


def test_units_that_are_here_are_found_again_and_people_only_where_one_alone_can_be_meant() -> None:
    campaign = a_worked_campaign()
    made, units = pack(campaign, by=INSTALLER), Unit.objects.count()
    taken = unpack(made, by=INSTALLER)
    assert Unit.objects.count() == units
    said = Feedback.objects.filter(assignment__campaign=taken)[0]
    assert said.by is not None
    assert said.by.name == said.by_name == "郑一川"
    assert state(taken) | {"rules": 0} == state(campaign) | {"rules": 0}
    with pytest.raises(NoBundle, match="已经导入过"):
        unpack(made, by=INSTALLER)


def altered(made: bytes, name: str, old: str, new: str) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(made)) as before, ZipFile(target, "w") as after:
        for each in before.namelist():
            data = before.read(each)
            after.writestr(each, data.decode().replace(old, new) if each == name else data)
    return target.getvalue()


def test_a_file_from_before_steps_told_who_finished_them_is_taken_in() -> None:
    campaign, head = a_worked_campaign(), a_standing("unit_head", "城关镇")
    add_step(an_assignment(campaign, 4, "城关镇"), Step("核对图纸"), by=head)
    finish_step(Subtask.objects.get(), by=head)
    finisher = Subtask.objects.get().done_by_id
    made = altered(pack(campaign, by=INSTALLER), "rows/subtask.json", '"done_by":', '"unknown":')
    taken = unpack(made, by=INSTALLER)
    step = Subtask.objects.get(assignment__campaign=taken)
    assert finisher is not None
    assert (step.title, step.done_by_id, step.done_name) == ("核对图纸", None, head.name)


def test_an_altered_past_a_cut_one_and_another_file_are_refused() -> None:
    made = pack(a_worked_campaign(), by=INSTALLER)
    before = Campaign.objects.count()
    with ZipFile(BytesIO(made)) as file:
        lines = json.loads(file.read("journal.json"))
    cut = json.dumps(lines[:-1], ensure_ascii=False)
    for bad, why in (
        (altered(made, "journal.json", "郑一川", "郑二川"), "第[0-9]+条对不上"),
        (altered(made, "journal.json", "缺台账", "台账齐"), "第[0-9]+条对不上"),
        (altered(made, "journal.json", json.dumps(lines, ensure_ascii=False), cut), "缺了末尾"),
        (altered(made, "manifest.json", '"version": 1', '"version": 9'), "请先升级"),
        (b"PK\x03\x04 nonsense", "不是导出的活动"),
        (altered(made, "rows/task.json", "[", "{"), "不是导出的活动"),
    ):
        with pytest.raises(NoBundle, match=why):
            unpack(bad, by=INSTALLER)
    assert Campaign.objects.count() == before


def test_the_commands_write_the_file_and_take_it_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaign, file = a_worked_campaign(), tmp_path / "活动.zip"
    before = state(campaign)
    assert main(["campaigns", "export", str(campaign.pk), str(file)]) == 0
    emptied()
    assert main(["campaigns", "import", str(file)]) == 0
    assert state(Campaign.objects.get()) == before
    assert main(["campaigns", "import", str(file)]) == 2
    assert main(["campaigns", "import", str(tmp_path / "没有.zip")]) == 2
    assert main(["campaigns", "export", "99", str(file)]) == 2
    again = ["campaigns", "repeat", str(Campaign.objects.get().pk), "--title", "下一次", "--start", "2027-04-21"]
    assert main(again) == 0
    assert "/proposals/" in capsys.readouterr().out
    assert Proposal.objects.filter(state="open").count() == 1


def test_only_the_office_takes_campaigns_out_and_in() -> None:
    campaign = a_worked_campaign()
    for role in ("liaison", "supervisor", "leader"):
        with pytest.raises(Refused):
            pack(campaign, by=a_standing(role))
        with pytest.raises(Refused):
            unpack(b"", by=a_standing(role))
        with pytest.raises(Refused):
            repeat(campaign, Again("下一次", date(2027, 1, 1)), by=a_standing(role))


def test_a_campaign_is_the_pattern_of_the_next_on_other_days_with_nothing_done() -> None:
    campaign = a_worked_campaign()
    shift = date(2027, 4, 21) - date(2026, 4, 21)
    made = adopt(repeat(campaign, Again("第二次大讨论", date(2027, 4, 21)), by=INSTALLER), by=INSTALLER).campaign
    old = Task.objects.filter(campaign=campaign).order_by("number")
    new = Task.objects.filter(campaign=made).order_by("number")
    assert [(t.title, t.lead_people) for t in new] == [(t.title, t.lead_people) for t in old]
    assert [t.due for t in new] == [t.due + shift if t.due else None for t in old]
    assert [t.stage.start for t in new if t.stage] == [t.stage.start + shift for t in old if t.stage and t.stage.start]
    assert list(made.targets.values_list("text", "value")) == list(campaign.targets.values_list("text", "value"))
    assert (made.title, made.state, made.document_number) == ("第二次大讨论", "draft", "")
    assert not Assignment.objects.filter(campaign=made).exists()
    assert not Count.objects.filter(campaign=made).exists()
    assert [d.unit_id for t in new for d in t.duties.all()] == [d.unit_id for t in old for d in t.duties.all()]
