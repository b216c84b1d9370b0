"""What the addresses of the desk are asked about: a value for every parameter, made by the acts of the rooms."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from build import Quota, Wanted, a_campaign, a_person, a_plan, a_proposal, a_unit, an_assignment
from luoshi.campaigns.feedback import Submission, sign, submit
from luoshi.campaigns.inside.divide import Step, add_step
from luoshi.campaigns.inside.hand_over import Handing, hand_over
from luoshi.campaigns.joint.consult import Question, consult
from luoshi.campaigns.models import Campaign, IssueRequest, Target
from luoshi.campaigns.revise.propose import propose_changes
from luoshi.campaigns.sheet import kind_of
from luoshi.journal.models import Entry
from luoshi.journal.webhooks.models import Delivery
from luoshi.opinions.intake.receive import NewOpinion, enter
from luoshi.opinions.intake.settle import IntakeSettings, settle_intake
from luoshi.opinions.triage.decide import Decision, accept
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.groups import GroupAs, MemberAs, put_group, seat
from luoshi.orgs.lend import NewLoan, lend
from luoshi.orgs.models import Person
from luoshi.orgs.people import open_link
from luoshi.orgs.units import UnitChange, change_unit
from luoshi.orgs.webhooks import NewWebhook, subscribe
from luoshi.platform.files.store import store
from luoshi.platform.jobs.models import Job
from luoshi.platform.sheets.hand_in import HandedIn, hand_in
from luoshi.problems.rectify.evidence import NewEvidence, attach
from luoshi.problems.rectify.plan import Measure, RectificationPlan, approve_plan, propose_plan
from luoshi.problems.regime import NewRegulation, put_regulation
from luoshi.problems.register import Assigning, NewProblem, assign, register_all
from luoshi.reports.feeds import NewFeed, open_feed

OWN, OTHER, OUTSIDE = "县住建局", "县水利局", "县气象局"


def a_world(people: dict[str, Person]) -> dict[str, object]:
    """A value for every parameter of an address, and those that a line names instead."""
    due = {"due": date(2026, 6, 30)}
    goal = Quota("每个乡镇不少于2场", 2, "场", per="乡镇")
    wanted = [Wanted(title, (OWN,), targets=(goal,) * (title == "甲"), **due) for title in ("甲", "乙", "丙")]
    campaign = a_campaign(*wanted, Wanted("丁", (OTHER,)), Wanted("庚", (OWN,), (OTHER,)), issued=True)
    unit, worker = an_assignment(campaign, 1).unit_id, standing(people["liaison"])
    for number in (2, 3):
        sign(an_assignment(campaign, number), by=worker)
    submit(an_assignment(campaign, 3), Submission("都办好了"), by=worker)
    return {
        "campaign_id": campaign.pk,
        "task_id": an_assignment(campaign, 1).task_id,
        "assignment_id": an_assignment(campaign, 1).pk,
        "tasks": kind_of(campaign.pk),
        "signed": an_assignment(campaign, 2).pk,
        "submitted": an_assignment(campaign, 3).pk,
        "target_id": Target.objects.get().pk,
        "unit_id": unit,
        "person_id": people["liaison"].pk,
        "token": open_link(people["liaison"].pk, by=INSTALLER),
        "feed": open_feed(NewFeed(), by=standing(people["office"])),
        "feed_id": 1,
        "number": 1,
        "message_id": 1,
        "name": "confirm",
        "act": "apply",
        "job_id": a_ledger(people["office"]).pk,
        **a_webhook_that_was_told(campaign),
        **plans(campaign, wanted),
        **an_organization(people),
        **what_was_heard(campaign),
        **within_the_unit(people, campaign),
        **problems(people, campaign),
    }


def a_webhook_that_was_told(campaign: Campaign) -> dict[str, object]:
    """Values for a webhook, and for a delivery to it that failed."""
    made = subscribe(NewWebhook("数据平台", "https://hooks.example.org/", "s" * 40, chain=campaign.chain), by=INSTALLER)
    entry = Entry.objects.filter(chain__name=campaign.chain).order_by("-seq")[0]
    told = Delivery.objects.create(webhook=made, entry=entry, attempts=1, error="TimeoutError: timed out")
    return {"webhook_id": made.pk, "delivery_id": told.pk}


def plans(campaign: Campaign, wanted: Sequence[Wanted]) -> dict[str, object]:
    """Values for a sample that is not issued, a plan that waits to be adopted, and a revision of the campaign's."""
    fresh = a_campaign(Wanted("己", (OWN, OTHER)), title="样例方案", is_sample=True)
    held = a_proposal(*a_plan(Wanted("戊", ("县民政局",)), title="另一方案"))
    held.file = store(held.text.encode(), held.name)
    held.save()
    revision = a_proposal(*a_plan(*wanted, title="改了名的方案"))
    revision.revises = campaign
    revision.save()
    propose_changes(revision, campaign)
    return {
        "fresh": fresh.pk,
        "fresh_task": fresh.tasks.get().pk,
        "proposal_id": held.pk,
        "revision": revision.pk,
        "part": "tasks",
        "key": held.draft["tasks"][0]["key"],
    }


def problems(people: dict[str, Person], campaign: Campaign) -> dict[str, object]:
    """Values for problems: the first one shows in a unit, the second is assigned to it, and a rule prevents both.

    The unit works on the third, and has attached a file to it.
    """
    office, unit = standing(people["office"]), a_unit(OWN).pk
    found = [NewProblem("甲", concerns_id=unit), NewProblem("乙"), NewProblem("丙")]
    _first, second, third = register_all(campaign, found, by=office)
    for one in (second, third):
        assign(one, Assigning(unit), by=office)
    liaison, leader = standing(people["liaison"]), standing(people["leader"])
    propose_plan(third, RectificationPlan("办好", (Measure("换灯"),), "周启明", due=campaign.today), by=liaison)
    approve_plan(third, by=leader)
    kept = attach(third, NewEvidence("清单.txt", "一、换灯".encode()), by=liaison)
    rule = put_regulation(campaign, NewRegulation("establish", "办法", unit, problems=(1, 2)), by=office)
    values = {"assigned_problem": second.number, "working_problem": third.number, "evidence_id": kept.pk}
    return {**values, "regulation_id": rule.pk}


def within_the_unit(people: dict[str, Person], campaign: Campaign) -> dict[str, object]:
    """Values for what belongs to an assignment and is no move, and for a list that waits for a leader's word."""
    worker, office = standing(people["liaison"]), standing(people["office"])
    asked = an_assignment(campaign, 5)
    step = add_step(asked, Step("查管网", people["liaison"].pk), by=worker)
    given = hand_over(Handing(asked.unit_id, people["liaison"].pk, people["unit_head"].pk), by=worker)
    question = consult(asked, Question("请提意见", date(2026, 6, 20)), by=office)
    waiting = IssueRequest.objects.create(campaign=campaign, tasks=[], asked_name="甲", asked_at=timezone.now())
    return {
        "step_id": step.pk,
        "handover_id": given.pk,
        "question_id": question.pk,
        "asked": asked.pk,
        "request_id": waiting.pk,
    }


def what_was_heard(campaign: Campaign) -> dict[str, object]:
    """Values for a public page, an opinion that the first unit deals with, and one that nobody sorted yet."""
    office = standing(a_person())
    intake = settle_intake(campaign, IntakeSettings(is_public=True), by=office)
    said = NewOpinion("楼梯灯坏了。", "letter", name="甲某")
    sorted_one, unsorted = (receipt.opinion for receipt in enter(campaign, [said, said], by=office))
    accept(sorted_one, Decision(unit_id=a_unit(OWN).pk), by=office)
    return {"door": intake.door, "opinion_id": sorted_one.pk, "unsorted": unsorted.pk}


def an_organization(people: dict[str, Person]) -> dict[str, object]:
    """Values for what the organization's addresses name; the table was handed in by the office."""
    group = put_group(GroupAs("leading", "领导小组"), by=INSTALLER)
    head = people["unit_head"].posts.get()
    loan = lend(NewLoan(head.pk, people["liaison"].pk, timezone.localdate()), by=INSTALLER)
    changed = change_unit(UnitChange(a_unit("县档案馆").pk, "县档案局", None, "", (), 0), by=INSTALLER)
    return {
        "seq": changed.seq if changed else 0,
        "post_id": people["liaison of another unit"].posts.get().pk,
        "group_id": group.pk,
        "member_id": seat(MemberAs(group.pk, "head", "陈维舟"), by=INSTALLER).pk,
        "loan_id": loan.pk,
        "kind": "units",
        "batch_id": hand_in(HandedIn("units", "名录.txt", "名称".encode()), person_id=people["office"].pk).pk,
    }


def a_ledger(asked: Person) -> Job:
    """A finished ledger of that person."""
    kept = store(b"PK ledger", "ledger.xlsx")
    result = {"sha256": kept.sha256, "name": kept.name}
    told = {"asked_by": asked.pk, "result": result, "lease_until": timezone.now()}
    return Job.objects.create(kind="ledger", payload={}, state="done", **told)
