"""Edits of a draft: each act's effect, refusals of what somebody else changed, and undoing to the very beginning."""

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import build
from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.edit import Change, EditConflict, add_task, change, confirm, merge, remove, split, undo
from luoshi.campaigns.models import Proposal
from luoshi.campaigns.propose import discard
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, Standing

pytestmark = pytest.mark.django_db
LIAISON = Standing(9, "联络员", frozenset({("liaison", 1)}))


def a_proposal() -> Proposal:
    """Four tasks in two stages: the first two of the first stage, the last without a limit of its own."""
    text, plan = build.a_plan(
        build.Wanted("召开动员会", units=("县委办",), stage=0, due=build.date(2026, 4, 30)),
        build.Wanted(
            "开设专栏",
            units=("县委宣传部", "融媒体中心"),
            leaders=("温以宁",),
            stage=0,
            due=build.date(2026, 5, 8),
            targets=(build.Quota("不少于10期", 10, "期"),),
        ),
        build.Wanted("排查小区", units=("县住建局",), support=("县城管局",), due=build.date(2026, 6, 30)),
        build.Wanted("查摆问题", units=("县委办",), due=None),
    )
    return build.a_proposal(text, plan)


def task(held: Proposal, at: int) -> dict:
    return held.draft["tasks"][at]


def titles(held: Proposal) -> list[str]:
    return [item["title"] for item in held.draft["tasks"]]


def test_a_change_gives_new_values_and_a_new_revision() -> None:
    held = a_proposal()
    held = change(held, Change("tasks", "t1", 0, {"title": "开一次动员会", "due": "2026-05-01"}), by=INSTALLER)
    assert (task(held, 0)["title"], task(held, 0)["due"], task(held, 0)["rev"]) == ("开一次动员会", "2026-05-01", 1)
    assert titles(held)[1:] == ["开设专栏", "排查小区", "查摆问题"]
    assert Proposal.objects.get(pk=held.pk).draft == held.draft


def test_fields_that_are_not_a_persons_to_change_are_passed_over() -> None:
    held = change(a_proposal(), Change("tasks", "t1", 0, {"key": "t9", "span": [0, 1], "rev": 7}), by=INSTALLER)
    assert (task(held, 0)["key"], task(held, 0)["rev"]) == ("t1", 1)
    assert task(held, 0)["span"] == task(a_proposal(), 0)["span"]


def test_giving_a_limit_settles_where_it_came_from_and_leaves_other_inferences() -> None:
    held = a_proposal()
    assert task(held, 3)["inferred"] == ["due:stage"]
    held = change(held, Change("tasks", "t4", 0, {"title": "深入查摆"}), by=INSTALLER)
    assert task(held, 3)["inferred"] == ["due:stage"]
    held = change(held, Change("tasks", "t4", 1, {"due": "2026-06-20"}), by=INSTALLER)
    assert task(held, 3)["inferred"] == []


def test_stages_and_head_change_alike() -> None:
    held = change(a_proposal(), Change("stages", "s1", 0, {"title": "学习动员", "end": "2026-05-12"}), by=INSTALLER)
    held = change(held, Change("head", "head", 0, {"title": "新方案", "issued": "2026-04-18"}), by=INSTALLER)
    assert (held.draft["stages"][0]["title"], held.draft["stages"][0]["end"]) == ("学习动员", "2026-05-12")
    assert (held.draft["head"][0]["title"], held.draft["head"][0]["issued"]) == ("新方案", "2026-04-18")


def test_a_name_is_settled_once_for_all_its_mentions() -> None:
    held, unit = a_proposal(), build.a_unit("县委办公室")
    at = next(item for item in held.draft["units"] if item["key"] == "县委办")
    held = change(held, Change("units", "县委办", at["rev"], {"unit": unit.pk}), by=INSTALLER)
    made = adopt(held, by=INSTALLER)
    assert made.campaign.tasks.filter(duties__unit=unit).count() == 2


@pytest.mark.parametrize("rev", [0, 2])
def test_an_item_that_changed_since_it_was_seen_is_shown_as_it_stands(rev: int) -> None:
    held = change(a_proposal(), Change("tasks", "t1", 0, {"title": "甲改的"}), by=INSTALLER)
    with pytest.raises(EditConflict) as conflict:
        change(held, Change("tasks", "t1", rev, {"title": "乙改的"}), by=INSTALLER)
    assert conflict.value.item == task(held, 0)
    assert Proposal.objects.get(pk=held.pk).draft == held.draft


def test_an_item_that_is_gone_is_a_conflict_without_item() -> None:
    held = remove(a_proposal(), "tasks", "t1", 0, by=INSTALLER)
    for act in (
        lambda: change(held, Change("tasks", "t1", 0, {}), by=INSTALLER),
        lambda: merge(held, "t1", by=INSTALLER),
    ):
        with pytest.raises(EditConflict) as conflict:
            act()
        assert conflict.value.item is None


def test_two_people_may_edit_different_items_of_what_both_saw() -> None:
    held = a_proposal()
    change(held, Change("tasks", "t1", 0, {"title": "甲改的"}), by=INSTALLER)
    after = change(held, Change("tasks", "t2", 0, {"title": "乙改的"}), by=INSTALLER)
    assert titles(after)[:2] == ["甲改的", "乙改的"]


def test_confirming_leaves_the_values_and_takes_the_inferences() -> None:
    held = a_proposal()
    held.draft["tasks"][3]["duties"][0]["inferred"] = ["lead"]
    held.save()
    before = deepcopy(task(held, 3))
    held = confirm(held, "tasks", "t4", 0, by=INSTALLER)
    assert (task(held, 3)["inferred"], task(held, 3)["checked"]) == ([], True)
    assert task(held, 3)["duties"] == [{**before["duties"][0], "inferred": []}]
    assert (task(held, 3)["due"], task(held, 3)["title"]) == (before["due"], before["title"])
    held = confirm(held, "stages", "s1", 0, by=INSTALLER)
    assert held.draft["stages"][0]["rev"] == 1


def test_tasks_of_a_removed_stage_stand_outside_all_stages() -> None:
    held = remove(a_proposal(), "stages", "s1", 0, by=INSTALLER)
    made = adopt(held, by=INSTALLER)
    assert (made.stages, made.tasks) == (2, 4)
    assert made.campaign.tasks.filter(stage=None).count() == 2


def test_merged_tasks_have_the_words_parties_targets_and_days_of_both() -> None:
    held = a_proposal()
    first, second = deepcopy(task(held, 0)), deepcopy(task(held, 1))
    held = merge(held, "t1", by=INSTALLER)
    joined = task(held, 0)
    assert titles(held) == ["召开动员会", "排查小区", "查摆问题"]
    assert joined["span"] == [first["span"][0], second["span"][1]]
    assert [duty["name"] for duty in joined["duties"]] == ["县委办", "温以宁", "县委宣传部", "融媒体中心"]
    assert joined["targets"] == second["targets"]
    assert (joined["due"], joined["time_text"]) == ("2026-05-08", second["time_text"])
    assert joined["start"] == min(first["start"], second["start"])
    assert (joined["key"], joined["rev"]) == ("t1", 1)


def test_merging_with_an_earlier_limit_keeps_the_later_one() -> None:
    held = change(a_proposal(), Change("tasks", "t1", 0, {"due": "2026-06-01"}), by=INSTALLER)
    held = merge(held, "t1", by=INSTALLER)
    assert (task(held, 0)["due"], task(held, 0)["time_text"]) == ("2026-06-01", "4月30日前")


def test_the_last_task_has_none_to_merge_with() -> None:
    with pytest.raises(EditConflict):
        merge(a_proposal(), "t4", by=INSTALLER)


def test_a_split_task_gives_each_part_its_words_and_all_parties() -> None:
    held = a_proposal()
    whole = deepcopy(task(held, 1))
    start, end = whole["span"]
    whole["targets"][0]["span"] = [end - 3, end - 1]
    held.draft["tasks"][1]["targets"][0]["span"] = [end - 3, end - 1]
    held.save()
    held = split(held, "t2", start + 4, " 播出访谈 ", by=INSTALLER)
    one, other = task(held, 1), task(held, 2)
    assert titles(held) == ["召开动员会", "开设专栏", "播出访谈", "排查小区", "查摆问题"]
    assert (one["span"], other["span"]) == ([start, start + 4], [start + 4, end])
    assert one["duties"] == other["duties"] == whole["duties"]
    assert (one["targets"], other["targets"]) == ([], whole["targets"])
    assert (one["key"], one["rev"], other["key"], other["rev"]) == ("t2", 1, "t5", 0)


@pytest.mark.parametrize("off", [-1, 0, 1000])
def test_a_task_cannot_be_split_outside_its_words(off: int) -> None:
    held = a_proposal()
    with pytest.raises(EditConflict):
        split(held, "t2", task(held, 1)["span"][0] + off, "x", by=INSTALLER)
    assert Proposal.objects.get(pk=held.pk).version == held.version


def test_a_new_task_stands_where_its_words_stand_and_in_the_stage_before_it() -> None:
    held = a_proposal()
    at = task(held, 2)["span"][0]
    held = add_task(held, "  研究部署 ", (at - 3, at - 1), by=INSTALLER)
    assert titles(held) == ["召开动员会", "开设专栏", "研究部署", "排查小区", "查摆问题"]
    assert (task(held, 2)["stage"], task(held, 2)["key"], task(held, 2)["span"]) == ("s1", "t5", [at - 3, at - 1])
    held = add_task(held, "文首", (0, 2), by=INSTALLER)
    assert (titles(held)[0], task(held, 0)["stage"], task(held, 0)["due"]) == ("文首", None, None)
    assert adopt(held, by=INSTALLER).tasks == 6


def test_an_undone_edit_is_followed_by_the_one_before() -> None:
    held = start = a_proposal()
    original = deepcopy(start.draft)
    held = change(held, Change("tasks", "t1", 0, {"title": "甲"}), by=INSTALLER)
    once = deepcopy(held.draft)
    held = remove(held, "tasks", "t2", 0, by=INSTALLER)
    held = undo(held, by=INSTALLER)
    assert held.draft == once
    held = undo(held, by=INSTALLER)
    assert held.draft == original
    assert undo(held, by=INSTALLER).version == held.version


def test_an_undone_edit_stays_undone_when_others_follow() -> None:
    held = change(a_proposal(), Change("tasks", "t1", 0, {"title": "甲"}), by=INSTALLER)
    held = undo(held, by=INSTALLER)
    held = change(held, Change("tasks", "t2", 0, {"title": "乙"}), by=INSTALLER)
    held = undo(undo(held, by=INSTALLER), by=INSTALLER)
    assert titles(held)[:2] == ["召开动员会", "开设专栏"]


def test_undoing_a_settled_name_finds_it_wherever_it_moved() -> None:
    held, original = (held := a_proposal()), deepcopy(held.draft)
    held = change(held, Change("units", "县住建局", 0, {"unit": build.a_unit("县住房城乡建设局").pk}), by=INSTALLER)
    held = remove(held, "tasks", "t1", 0, by=INSTALLER)
    held = merge(held, "t2", by=INSTALLER)
    for _edit in range(3):
        held = undo(held, by=INSTALLER)
    assert held.draft == original


@pytest.mark.parametrize("close", ["adopt", "discard"])
def test_a_proposal_that_is_closed_takes_no_edit_and_no_undo(close: str) -> None:
    held = change(a_proposal(), Change("tasks", "t1", 0, {"title": "甲"}), by=INSTALLER)
    stale = Proposal.objects.get(pk=held.pk)
    {"adopt": adopt, "discard": discard}[close](held, by=INSTALLER)
    for act in (
        lambda: change(stale, Change("tasks", "t2", 0, {"title": "乙"}), by=INSTALLER),
        lambda: undo(stale, by=INSTALLER),
    ):
        with pytest.raises(Refused):
            act()
    assert titles(Proposal.objects.get(pk=held.pk))[:2] == ["甲", "开设专栏"]


def test_a_liaison_edits_no_draft() -> None:
    with pytest.raises(Refused):
        change(a_proposal(), Change("tasks", "t1", 0, {"title": "甲"}), by=LIAISON)
    with pytest.raises(Refused):
        undo(a_proposal(), by=LIAISON)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["title", "due", "duties", "unit", "confirm", "stage", "remove", "merge", "split", "add", "undo"]
        ),
        st.integers(0, 30),
    ),
    max_size=12,
)


def an_edit(held: Proposal, name: str, number: int) -> Proposal:
    """One edit somewhere in the draft, as the number says; the draft as it was where that edit is not possible."""
    tasks, units = held.draft["tasks"], held.draft["units"]
    if name == "undo":
        return undo(held, by=INSTALLER)
    if name == "unit" and units:
        item = units[number % len(units)]
        wanted = Change("units", item["key"], item["rev"], {"unit": build.a_unit("县某局").pk})
        return change(held, wanted, by=INSTALLER)
    if name == "stage" and held.draft["stages"]:
        item = held.draft["stages"][number % len(held.draft["stages"])]
        return remove(held, "stages", item["key"], item["rev"], by=INSTALLER)
    if name == "add":
        return add_task(held, f"新任务{number}", (number, number + 3), by=INSTALLER)
    if not tasks:
        return held
    item = tasks[number % len(tasks)]
    key, rev = item["key"], item["rev"]
    values = {
        "title": {"title": f"改{number}"},
        "due": {"due": "2026-08-01"},
        "duties": {"duties": [{"role": "unit", "name": f"新单位{number % 3}", "span": [0, 1], "inferred": []}]},
    }
    if name in values:
        return change(held, Change("tasks", key, rev, values[name]), by=INSTALLER)
    if name == "confirm":
        return confirm(held, "tasks", key, rev, by=INSTALLER)
    if name == "remove":
        return remove(held, "tasks", key, rev, by=INSTALLER)
    try:
        if name == "merge":
            return merge(held, key, by=INSTALLER)
        return split(held, key, item["span"][0] + number, "后半", by=INSTALLER)
    except EditConflict:
        return held


@given(ACTS)
@settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_undoing_every_edit_gives_the_draft_as_it_was_read(acts: list[tuple[str, int]]) -> None:
    held = a_proposal()
    build.a_unit("县某局")
    original = deepcopy(held.draft)
    past: list[dict] = []
    for name, number in acts:
        before = deepcopy(held.draft)
        version = held.version
        held = an_edit(held, name, number)
        if name == "undo":
            if past:
                assert held.draft == past.pop()
        elif held.version != version:
            past.append(before)
    while past:
        held = undo(held, by=INSTALLER)
        assert held.draft == past.pop()
    assert held.draft == original
    keys = [item["key"] for item in held.draft["tasks"]]
    assert len(set(keys)) == len(keys)
