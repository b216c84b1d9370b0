"""Editing a draft: every field, merge, split, add, delete, undo; two people at once lose nothing; scripts or none."""

import pytest
from django.urls import reverse

from build import Quota, Wanted, a_person, a_plan, a_proposal, a_unit, signed_in
from luoshi.campaigns.models import ProposalEdit

pytestmark = pytest.mark.django_db
PARTIAL = {"HX-Request": "true"}


@pytest.fixture
def office(client):
    return signed_in(client, a_person("office"))


@pytest.fixture
def held():
    a_unit("县住建局")
    goal = Quota("不少于12场", 12, "场")
    return a_proposal(
        *a_plan(Wanted("甲任务", leaders=("周启明",), targets=(goal,)), Wanted("乙任务"), Wanted("丙任务"))
    )


def item(held, key="t1", part="tasks"):
    held.refresh_from_db()
    return next(row for row in held.draft[part] if row["key"] == key)


def at(held, key="t1", part="tasks"):
    return reverse("proposal_item", args=[held.pk, part, key])


def save(client, held, key="t1", part="tasks", headers=None, **fields):
    rev = fields.pop("rev", item(held, key, part)["rev"])
    return client.post(at(held, key, part), {"rev": rev, **fields}, headers=headers or {})


def act(client, held, name, key="t1", part="tasks", headers=None, **fields):
    url = reverse("proposal_act", args=[held.pk, part, key, name])
    return client.post(f"{url}?rev={item(held, key, part)['rev']}", fields, headers=headers or {})


def test_the_form_shows_what_the_item_holds_beside_the_plans_words(office, held):
    html = office.get(at(held)).content.decode()
    for words in ("甲任务", "周启明", "县住建局", 'value="12"', 'value="2026-06-30"', "6月30日前"):
        assert words in html


def test_each_field_of_a_task_is_saved(office, held):
    fields = {
        "title": "新名", "stage": "s2", "start": "2026-05-01", "due": "2026-07-01", "recurrence": "monthly",
        "each_leads_asked": "1", "each_leads": "on",
    }  # fmt: skip
    answer = save(office, held, **fields)
    assert answer["Location"].endswith("#p-t1")
    saved = item(held)
    assert (saved["title"], saved["stage"], saved["start"], saved["due"]) == ("新名", "s2", "2026-05-01", "2026-07-01")
    assert (saved["recurrence"], saved["each_leads"]) == ("monthly", True)


def test_parties_are_renamed_added_and_dropped_and_keep_their_place_in_the_text(office, held):
    before = item(held)["duties"]
    fields = {
        "duty-0-role": "lead_person", "duty-0-name": "林若川", "duty-1-role": "lead_unit", "duty-1-name": "县住建局",
        "duty-2-role": "support_unit", "duty-2-name": "县城管局", "duty-3-role": "unit", "duty-3-name": "",
    }  # fmt: skip
    save(office, held, **fields)
    duties = item(held)["duties"]
    assert [(duty["role"], duty["name"]) for duty in duties] == [
        ("lead_person", "林若川"), ("lead_unit", "县住建局"), ("support_unit", "县城管局"),
    ]  # fmt: skip
    assert duties[1]["span"] == before[1]["span"]
    assert "县城管局" in [unit["key"] for unit in held.draft["units"]]


def test_a_row_is_dropped_by_its_button_and_the_form_stays_open(office, held):
    fields = {"duty-0-role": "lead_person", "duty-0-name": "周启明", "duty-1-role": "unit", "duty-1-name": "县住建局"}
    answer = save(office, held, drop="duty-0", **fields)
    assert [duty["name"] for duty in item(held)["duties"]] == ["县住建局"]
    assert answer.status_code == 200 and "duty-0-name" in answer.content.decode()


def test_a_target_is_changed_and_one_is_added(office, held):
    text = item(held)["targets"][0]["text"]
    fields = {
        "target-0-text": text, "target-0-subject": "座谈会", "target-0-comparator": ">=", "target-0-value": "20",
        "target-0-unit": "场", "target-0-per": "", "target-1-text": "", "target-1-subject": "走访",
        "target-1-comparator": "=", "target-1-value": "1,200", "target-1-unit": "户", "target-1-per": "每人",
    }  # fmt: skip
    save(office, held, **fields)
    first, second = item(held)["targets"]
    assert (first["text"], first["value"]) == (text, 20)
    assert (second["subject"], second["value"], second["unit"], second["per"]) == ("走访", 1200, "户", "每人")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": "  "}, "写一个名称"),
        ({"due": "6月底"}, "写成2026-06-30"),
        ({"start": "2026-07-02", "due": "2026-07-01"}, "结束不能早于开始"),
        ({"target-0-text": "", "target-0-value": "十几"}, "数值写成数字"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept_as_typed(office, held, fields, message):
    answer = save(office, held, **fields)
    html = answer.content.decode()
    assert answer.status_code == 422 and message in html
    assert all(value.strip() in html for value in fields.values())
    assert item(held)["rev"] == 0


def test_saving_what_is_there_makes_no_edit(office, held):
    save(office, held, title="甲任务")
    assert not ProposalEdit.objects.exists()


def test_changing_a_date_settles_what_was_inferred_about_it(office, held):
    one = a_proposal(*a_plan(Wanted("甲", due=None)))
    assert item(one)["inferred"] == ["due:stage"]
    save(office, one, due="2026-06-15")
    assert item(one)["inferred"] == []


def test_stages_and_the_head_are_edited_too(office, held):
    save(office, held, "s1", "stages", title="启动阶段", end="2026-05-12")
    save(office, held, "head", "head", title="新的方案名", document_number="云办发〔2026〕10号", issued="2026-04-18")
    assert (item(held, "s1", "stages")["title"], item(held, "s1", "stages")["end"]) == ("启动阶段", "2026-05-12")
    head = item(held, "head", "head")
    assert (head["title"], head["document_number"], head["issued"]) == (
        "新的方案名",
        "云办发〔2026〕10号",
        "2026-04-18",
    )


def test_two_people_at_once_see_both_versions_and_choose(office, held):
    save(office, held, title="别人的写法")
    answer = save(office, held, title="我的写法", rev=0)
    html = answer.content.decode()
    assert answer.status_code == 409 and "别人的写法" in html and "我的写法" in html
    assert item(held)["title"] == "别人的写法"
    save(office, held, title="我的写法", rev=item(held)["rev"])
    assert item(held)["title"] == "我的写法"


def test_a_save_while_typing_answers_with_the_new_revision_alone(office, held):
    answer = save(office, held, title="边打边存", saving="1", headers=PARTIAL)
    html = answer.content.decode()
    assert '<input type="hidden" name="rev" value="1" id="rev-t1" hx-swap-oob="true">' in html
    assert "已存" in html and "<textarea" not in html and 'id="two"' not in html


def test_a_save_while_typing_that_is_refused_says_so_beside_the_form(office, held):
    answer = save(office, held, title="", saving="1", headers=PARTIAL)
    assert answer.status_code == 422 and 'id="saved-t1"' in answer.content.decode()
    assert item(held)["title"] == "甲任务"


def test_a_saved_item_answers_with_itself_its_lines_and_the_counts(office, held):
    html = save(office, held, title="新名", headers=PARTIAL).content.decode()
    assert '<li hx-swap-oob="true" id="p-t1"' in html and "新名" in html
    assert f'<p hx-swap-oob="true" id="l{item(held)["span"][0]}"' in html
    assert 'id="sum" hx-swap-oob="true"' in html and 'id="p-t2"' not in html


def test_the_form_opens_in_place_or_on_a_page_of_its_own(office, held):
    assert office.get(at(held), headers=PARTIAL).content.decode().startswith('<li id="p-t1"')
    assert "<!doctype html>" in office.get(at(held)).content.decode()


def test_another_unit_is_given_the_lead(office):
    one = a_proposal(*a_plan(Wanted("甲", units=("县住建局", "县城管局"))))
    act(office, one, "lead", lead="县城管局")
    assert [(duty["role"], duty["name"]) for duty in item(one)["duties"]] == [
        ("unit", "县住建局"), ("lead_unit", "县城管局"),
    ]  # fmt: skip


def test_an_item_is_deleted_and_the_toast_brings_it_back(office, held):
    answer = act(office, held, "remove", headers=PARTIAL)
    html = answer.content.decode()
    assert "已删除“甲任务”" in html and 'data-near="p-t2"' in html
    undo = reverse("proposal_undo", args=[held.pk]) + f"?version={held.version}"
    held.refresh_from_db()
    assert [task["key"] for task in held.draft["tasks"]] == ["t2", "t3"] and undo in html
    office.post(undo)
    held.refresh_from_db()
    assert [task["key"] for task in held.draft["tasks"]] == ["t1", "t2", "t3"]


def test_an_edit_is_named_in_the_language_of_whoever_undoes_it(office, held):
    office.cookies["django_language"] = "en"
    act(office, held, "confirm")
    assert held.edits.get().label == "确认推断"
    shown = office.post(reverse("proposal_undo", args=[held.pk]), follow=True).content.decode()
    assert "Confirm what was inferred" in shown and "确认推断" not in shown


def test_the_toast_undoes_nothing_once_there_was_another_edit(office, held):
    act(office, held, "remove")
    version = held.version - 1
    save(office, held, "t2", title="又改")
    answer = office.post(reverse("proposal_undo", args=[held.pk]) + f"?version={version}", follow=True)
    assert "此后又有改动" in answer.content.decode()
    assert item(held, "t2")["title"] == "又改"


def test_edits_are_undone_one_by_one_down_to_what_was_read(office, held):
    before = held.draft
    save(office, held, title="一")
    act(office, held, "merge")
    act(office, held, "remove", "t3")
    for _edit in range(3):
        office.post(reverse("proposal_undo", args=[held.pk]))
    held.refresh_from_db()
    assert held.draft == before
    answer = office.post(reverse("proposal_undo", args=[held.pk]), follow=True)
    assert "没有可撤销的改动" in answer.content.decode()


def test_a_task_is_merged_with_the_next_and_the_last_has_none(office, held):
    act(office, held, "merge")
    held.refresh_from_db()
    assert [task["title"] for task in held.draft["tasks"]] == ["甲任务", "丙任务"]
    answer = office.post(reverse("proposal_act", args=[held.pk, "tasks", "t3", "merge"]) + "?rev=0", follow=True)
    assert "后面没有可合并的" in answer.content.decode()


def test_a_task_is_split_at_a_place_in_its_words(office, held):
    place = held.text.index("，6月30日前", held.draft["tasks"][0]["span"][0]) + 1
    act(office, held, "split", place=place)
    held.refresh_from_db()
    first, second = held.draft["tasks"][:2]
    assert first["span"][1] == second["span"][0] == place
    assert second["title"] == "6月30日前完成"


def test_a_place_outside_the_task_splits_nothing(office, held):
    answer = act(office, held, "split", place=1)
    assert len(held.draft["tasks"]) == 3 and answer.status_code == 302


def test_the_form_offers_the_sentences_to_split_at(office, held):
    html = office.get(at(held)).content.decode()
    assert 'name="place"' in html and "（责任单位：县住建局）" in html


def test_a_task_is_added_from_the_selection(office, held):
    start = held.text.index("乙任务")
    office.post(reverse("proposal_add", args=[held.pk]), {"start": start, "end": start + 3})
    held.refresh_from_db()
    added = next(task for task in held.draft["tasks"] if task["key"] == "t4")
    assert added["span"] == [start, start + 3] and added["title"] == "乙任务"


def test_a_task_is_added_from_words_that_stand_in_the_text(office, held):
    url = reverse("proposal_add", args=[held.pk])
    assert office.get(url).status_code == 200
    answer = office.post(url, {"words": "没有的话"})
    assert answer.status_code == 422 and "原文里没有这几句" in answer.content.decode()
    office.post(url, {"words": "丙任务", "title": "另起名"})
    held.refresh_from_db()
    assert "另起名" in [task["title"] for task in held.draft["tasks"]]


def take(client, held, kind, words, key="t1", headers=None):
    start = held.text.index(words, item(held, key)["span"][0] if key else 0)
    fields = {"kind": kind, "key": key, "start": start, "end": start + len(words)}
    return client.post(reverse("proposal_add", args=[held.pk]), fields, headers=headers or {})


def test_a_stage_is_added_from_its_heading_with_its_time(office, held):
    text = held.text.replace("（二）调研查摆阶段（5月至6月）", "（二）巩固阶段（7月至9月）调研查摆阶段（5月至6月）")
    one = a_proposal(text, a_plan(Wanted("甲任务"))[1])
    take(office, one, "stage", "巩固阶段（7月至9月）", key="")
    added = item(one, "s4", "stages")
    assert added["title"].startswith("巩固阶段")
    assert (added["start"], added["end"]) == ("2026-07-01", "2026-09-30")
    assert "新增阶段" in [edit.label for edit in ProposalEdit.objects.all()]


def test_parties_are_added_from_the_selection_once(office, held):
    take(office, held, "party", "县住建局）", key="t2")
    assert [duty["name"] for duty in item(held, "t2")["duties"]] == ["县住建局"]
    take(office, held, "party", "乙任务，6月30日前完成", key="t2")
    names = [duty["name"] for duty in item(held, "t2")["duties"]]
    assert names == ["县住建局", "乙任务", "6月30日前完成"]


def test_a_target_is_read_from_the_selection(office, held):
    take(office, held, "target", "不少于12场", key="t1")
    last = item(held)["targets"][-1]
    assert (last["comparator"], last["value"], last["unit"]) == (">=", 12, "场")


def test_a_limit_is_read_from_the_selection_and_is_no_longer_inferred(office):
    one = a_proposal(*a_plan(Wanted("甲任务于5月20日前办结", due=None)))
    take(office, one, "time", "5月20日前")
    saved = item(one)
    assert (saved["time_text"], saved["due"], saved["inferred"]) == ("5月20日前", "2026-05-20", [])


@pytest.mark.parametrize(("kind", "said"), [("target", "没有读出可数的目标"), ("time", "没有读出时间")])
def test_words_that_say_nothing_of_the_kind_change_nothing_and_say_so(office, held, kind, said):
    answer = take(office, held, kind, "任务", headers=PARTIAL)
    assert said in answer.content.decode() and item(held)["rev"] == 0


@pytest.mark.parametrize(("kind", "key"), [("party", "t99"), ("poem", "t1")])
def test_a_kind_or_a_task_that_there_is_not_is_not_found(office, held, kind, key):
    fields = {"kind": kind, "key": key, "start": 80, "end": 84}
    assert office.post(reverse("proposal_add", args=[held.pk]), fields).status_code == 404


@pytest.mark.parametrize(
    ("part", "key", "name"),
    [("units", "县住建局", ""), ("tasks", "t99", ""), ("head", "head", "remove"), ("stages", "s1", "merge")],
)
def test_acts_that_do_not_exist_are_not_found(office, held, part, key, name):
    args = [held.pk, part, key, *([name] if name else [])]
    url = reverse("proposal_act" if name else "proposal_item", args=args)
    assert office.post(f"{url}?rev=0", {"title": "改"}).status_code == 404


def test_an_edit_costs_few_queries(office, held, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        save(office, held, title="新名", headers=PARTIAL)


def test_another_role_cannot_edit(client, held):
    signed_in(client, a_person("unit_head", unit="县住建局"))
    assert save(client, held, title="改").status_code == 403
    assert act(client, held, "remove").status_code == 403
    assert len(held.draft["tasks"]) == 3
