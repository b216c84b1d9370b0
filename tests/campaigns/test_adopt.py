"""Adoption: the campaign is the draft, the reading stays as it was, search finds it, and it can be taken back."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import build
from luoshi.campaigns.adopt import adopt, may_undo, undo_adopt
from luoshi.campaigns.draft import UNIT_ROLES
from luoshi.campaigns.edit import Change, add_task, change, merge, remove, split
from luoshi.campaigns.issue import issue
from luoshi.campaigns.models import Campaign, Duty, PlanChange, Proposal, Stage, Target, Task
from luoshi.campaigns.states import PROPOSAL
from luoshi.journal.models import Entry, Move
from luoshi.journal.transition import AlreadyMoved, transition
from luoshi.journal.verify import verify
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, Standing
from luoshi.orgs.models import Unit
from luoshi.platform.search.queries import find

pytestmark = pytest.mark.django_db

WANTED = st.builds(
    build.Wanted,
    title=st.sampled_from(["排查小区", "修路", "开会", "调研"]),
    units=st.lists(st.sampled_from(["县住建局", "县水利局", "各乡镇"]), max_size=3, unique=True).map(tuple),
    support=st.lists(st.sampled_from(["县财政局", "各单位"]), max_size=2, unique=True).map(tuple),
    leaders=st.lists(st.sampled_from(["周启明", "林若川"]), max_size=2, unique=True).map(tuple),
    start=st.one_of(st.none(), st.just(date(2026, 5, 3))),
    due=st.one_of(st.none(), st.just(date(2026, 6, 20))),
    stage=st.sampled_from([None, 0, 1, 2]),
    targets=st.lists(st.just(build.Quota("不少于10期", 10, "期", per="每家")), max_size=2).map(tuple),
)


def a_proposal() -> Proposal:
    build.a_unit("县住建局")
    build.a_set("各乡镇", ["城关镇", "青石镇"])
    return build.a_proposal(
        *build.a_plan(
            build.Wanted("召开动员会", units=("县委办",), leaders=("方静安", "周启明"), stage=0),
            build.Wanted("排查小区", support=("各乡镇",), targets=(build.Quota("不少于18个", 18, "个"),), due=None),
            build.Wanted("修复公路", units=("各乡镇",), stage=None, due=None),
        )
    )


def rows(model: type, campaign: Campaign, *columns: str) -> list[tuple]:
    path = "task__campaign" if model is Duty else "campaign"
    order = (
        ("task__number", "order") if model is Duty else ("task__number", "number") if model is Target else ("number",)
    )
    return list(model.objects.filter(**{path: campaign}).order_by(*order).values_list(*columns))


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def holds(campaign: Campaign, held: Proposal) -> None:
    """Every row of the campaign says what the draft says, in its order."""
    draft, stages = held.draft, held.draft["stages"]
    titles = {item["key"]: item["title"] for item in stages}
    settled = {item["key"]: (item["unit"], item["set"]) for item in draft["units"]}
    assert rows(Stage, campaign, "title", "start", "end", "time_text") == [
        (s["title"], day(s["start"]), day(s["end"]), s["time_text"]) for s in stages
    ]
    columns = ("number", "title", "stage__title", "start", "due", "span_start", "span_end", "clause", "inferred")
    assert rows(Task, campaign, *columns) == [
        (n, t["title"], titles.get(t["stage"]), day(t["start"]), day(t["due"]), *t["span"], t["clause"], t["inferred"])
        for n, t in enumerate(draft["tasks"], 1)
    ]
    duties = [(n, duty) for n, t in enumerate(draft["tasks"], 1) for duty in t["duties"]]
    assert rows(Duty, campaign, "task__number", "role", "name", "unit_id", "unit_set_id") == [
        (n, d["role"], d["name"], *(settled[d["name"]] if d["role"] in UNIT_ROLES else (None, None))) for n, d in duties
    ]
    targets = [(n, target) for n, t in enumerate(draft["tasks"], 1) for target in t["targets"]]
    assert rows(Target, campaign, "task__number", "text", "comparator", "value", "unit", "per") == [
        (n, t["text"], t["comparator"], t["value"], t["unit"], t["per"]) for n, t in targets
    ]


@given(st.lists(WANTED, max_size=6))
@settings(derandomize=True, max_examples=30, deadline=None)
def test_the_campaign_is_what_the_draft_says(wanted: list[build.Wanted]) -> None:
    build.a_unit("县住建局")
    build.a_set("各乡镇", ["城关镇", "青石镇"])
    held = build.a_proposal(*build.a_plan(*wanted))
    made = adopt(held, by=INSTALLER)
    holds(made.campaign, held)
    draft = held.draft
    assert (made.stages, made.tasks) == (len(draft["stages"]), len(draft["tasks"]))
    assert made.duties == sum(len(task["duties"]) for task in draft["tasks"])
    assert made.targets == sum(len(task["targets"]) for task in draft["tasks"])


def test_an_edited_draft_is_adopted_as_edited() -> None:
    held = a_proposal()
    held = change(held, Change("head", "head", 0, {"title": "改过的方案", "start": "2026-04-21"}), by=INSTALLER)
    held = change(held, Change("tasks", "t1", 0, {"due": "2026-05-09", "each_leads": True}), by=INSTALLER)
    held = add_task(held, "新加的任务", (3, 5), by=INSTALLER)
    held = split(held, "t2", held.draft["tasks"][2]["span"][0] + 3, "后半", by=INSTALLER)
    held = merge(held, "t2", by=INSTALLER)
    held = remove(held, "stages", "s3", 0, by=INSTALLER)
    made = adopt(held, by=INSTALLER)
    holds(made.campaign, held)
    assert (made.campaign.title, made.campaign.start) == ("改过的方案", date(2026, 4, 21))
    assert Task.objects.get(campaign=made.campaign, title="召开动员会").each_leads


def test_the_reading_and_its_text_are_the_same_bytes_after_adoption() -> None:
    held = a_proposal()
    before = (held.plan, held.text)
    adopt(held, by=INSTALLER)
    after = Proposal.objects.get(pk=held.pk)
    assert (after.plan, after.text) == before


def test_head_and_roster_come_from_the_plan() -> None:
    campaign = adopt(a_proposal(), by=INSTALLER).campaign
    assert (campaign.title, campaign.document_number) == ("大讨论活动实施方案", "云办发〔2026〕9号")
    assert (campaign.issuer, campaign.issued) == ("中共云岭县委办公室", date(2026, 4, 16))
    assert campaign.people[0] == {"name": "陈维舟", "role": "组长", "post": "县委书记"}
    assert campaign.adopted_by == "安装"


def test_a_plan_without_a_title_is_called_by_its_file() -> None:
    held = change(a_proposal(), Change("head", "head", 0, {"title": ""}), by=INSTALLER)
    assert adopt(held, by=INSTALLER).campaign.title == "方案.txt"


def test_leaders_are_joined_and_each_target_has_counts_of_its_own() -> None:
    campaign = adopt(a_proposal(), by=INSTALLER).campaign
    assert Task.objects.get(campaign=campaign, number=1).lead_people == "方静安、周启明"
    target = Target.objects.get(campaign=campaign)
    assert target.counted == f"target-{target.pk}"


def test_names_are_bound_to_units_and_sets_that_were_settled() -> None:
    campaign = adopt(a_proposal(), by=INSTALLER).campaign
    bound = dict(Duty.objects.filter(task__campaign=campaign).values_list("name", "unit__name"))
    assert bound == {"方静安": None, "周启明": None, "县委办": None, "县住建局": "县住建局", "各乡镇": None}
    assert Duty.objects.filter(task__campaign=campaign, unit_set__name="各乡镇").count() == 2


def test_adoption_is_one_entry_in_either_chain_and_the_journal_holds() -> None:
    held = a_proposal()
    campaign = adopt(held, by=INSTALLER).campaign
    entry = Entry.objects.get(act="campaign.adopt")
    assert (entry.chain.name, entry.kind, entry.subjects) == (campaign.chain, "campaign", str(campaign.pk))
    assert json.loads(entry.data) == {"proposal": held.pk, "stages": 3, "tasks": 3, "targets": 1}
    assert Entry.objects.get(act="proposal.adopt").chain.name == "system"
    assert Move.objects.get(kind="proposal").target == "adopted"
    assert list(verify()) == []


def test_a_proposal_is_adopted_once() -> None:
    held = a_proposal()
    stale = Proposal.objects.get(pk=held.pk)
    adopt(held, by=INSTALLER)
    with pytest.raises(Refused):
        adopt(held, by=INSTALLER)
    with pytest.raises((Refused, AlreadyMoved)):
        adopt(stale, by=INSTALLER)
    assert Campaign.objects.count() == 1


def test_a_liaison_adopts_nothing() -> None:
    with pytest.raises(Refused):
        adopt(a_proposal(), by=Standing(9, "联络员", frozenset({("liaison", 1)})))
    assert not Campaign.objects.exists()


def test_only_a_sample_stands_still() -> None:
    held = a_proposal()
    assert adopt(held, by=INSTALLER, sample_today=date(2026, 6, 17)).campaign.frozen_today is None
    held = build.a_proposal(*build.a_plan(build.Wanted("样例任务")), is_sample=True)
    assert adopt(held, by=INSTALLER, sample_today=date(2026, 6, 17)).campaign.frozen_today == date(2026, 6, 17)


def found(query: str) -> set[tuple[str, str]]:
    return {(hit.kind, hit.title) for hit in find(query, None)}


def test_search_finds_the_campaign_and_its_tasks_by_words_parties_and_initials() -> None:
    adopt(a_proposal(), by=INSTALLER)
    assert found("动员") == {("task", "召开动员会")}
    assert found("住建") == {("task", "排查小区")}
    assert found("方静安") == {("task", "召开动员会")}
    assert found("xfgl") == {("task", "修复公路")}
    assert ("campaign", "大讨论活动实施方案") in found("大讨论")


def test_undoing_gives_the_draft_back_and_leaves_no_row_of_the_campaign() -> None:
    held = change(a_proposal(), Change("tasks", "t1", 0, {"title": "开个会"}), by=INSTALLER)
    before = Proposal.objects.get(pk=held.pk)
    campaign = adopt(held, by=INSTALLER).campaign
    pk = campaign.pk
    back = undo_adopt(campaign, by=INSTALLER)
    assert (back.state, back.campaign, back.draft, back.plan) == ("open", None, before.draft, before.plan)
    assert not any(model.objects.exists() for model in (Campaign, Stage, Task, Duty, Target))
    assert found("开个会") == set()
    assert Entry.objects.filter(chain__name=f"campaign:{pk}").count() == 2
    assert list(verify()) == []


def test_an_undone_proposal_can_be_edited_and_adopted_again() -> None:
    back = undo_adopt(adopt(a_proposal(), by=INSTALLER).campaign, by=INSTALLER)
    back = change(back, Change("tasks", "t1", 0, {"title": "开个会"}), by=INSTALLER)
    assert adopt(back, by=INSTALLER).campaign.tasks.filter(title="开个会").exists()


def test_adoption_cannot_be_undone_once_something_is_out() -> None:
    campaign = adopt(a_proposal(), by=INSTALLER).campaign
    assert may_undo(INSTALLER, campaign)
    issue(campaign, [build.a_task(campaign, 2).pk], by=INSTALLER)
    assert "已经下发" in may_undo(INSTALLER, campaign).reason
    with pytest.raises(Refused):
        undo_adopt(campaign, by=INSTALLER)
    assert Campaign.objects.filter(pk=campaign.pk).exists()


def test_a_revision_handed_in_meanwhile_is_not_lost_when_adoption_is_undone() -> None:
    campaign = adopt(a_proposal(), by=INSTALLER).campaign
    revised = build.a_proposal(*build.a_plan(build.Wanted("修订的任务")))
    Proposal.objects.filter(pk=revised.pk).update(revises=campaign)
    PlanChange.objects.create(proposal=revised, campaign=campaign, number=1, body={})
    undo_adopt(campaign, by=INSTALLER)
    revised.refresh_from_db()
    assert (revised.revises, revised.state) == (None, "open")
    assert adopt(revised, by=INSTALLER).tasks == 1


def test_a_state_that_somebody_else_moved_makes_no_campaign() -> None:
    held = a_proposal()
    transition(PROPOSAL, held, "discard", by=INSTALLER.acting())
    with pytest.raises(Refused):
        adopt(held, by=INSTALLER)
    assert not Campaign.objects.exists()
    assert Unit.objects.filter(name="县住建局").exists()
