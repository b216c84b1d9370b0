"""Programs make every move that people make on pages, and are refused what people are refused."""

import json
import re
from datetime import date

import pytest

from build import Wanted, a_campaign, a_person, a_unit
from faces.api.program import Program, a_liaison_with_work, faults, told
from luoshi.campaigns.models import Assignment, Campaign, IssueRequest
from luoshi.journal.models import Entry
from luoshi.opinions.models import Identity, Opinion, Wording
from luoshi.orgs.models import Person, Post, Unit

pytestmark = pytest.mark.django_db
MOVES = (
    "/api/v1/assignments/1/sign",
    "/api/v1/assignments/1/report",
    "/api/v1/assignments/1/unchanged",
    "/api/v1/assignments/1/submit",
    "/api/v1/assignments/1/accept",
    "/api/v1/assignments/1/send_back",
    "/api/v1/assignments/1/settle_remaining",
    "/api/v1/assignments/1/ask_return",
    "/api/v1/assignments/1/dispute",
    "/api/v1/assignments/1/ask_change",
    "/api/v1/assignments/1/ask_cancel",
    "/api/v1/assignments/1/grant",
    "/api/v1/assignments/1/refuse",
    "/api/v1/assignments/1/withdraw",
    "/api/v1/assignments/1/add_step",
    "/api/v1/assignments/1/consult",
    "/api/v1/assignments/1/archive",
    "/api/v1/assignments/1/reopen",
    "/api/v1/campaigns/1/consult",
    "/api/v1/campaigns/1/start",
    "/api/v1/campaigns/1/suspend",
    "/api/v1/campaigns/1/resume",
    "/api/v1/campaigns/1/begin_closing",
    "/api/v1/campaigns/1/close",
    "/api/v1/campaigns/1/reopen",
    "/api/v1/campaigns/1/issue_requests/1/approve",
    "/api/v1/campaigns/1/issue_requests/1/refuse",
    "/api/v1/campaigns/1/issue_requests/1/withdraw",
    "/api/v1/problems/1/assign",
    "/api/v1/problems/1/dismiss",
    "/api/v1/problems/1/cancel",
    "/api/v1/problems/1/reopen",
    "/api/v1/problems/1/adopt",
    "/api/v1/problems/1/propose_plan",
    "/api/v1/problems/1/approve_plan",
    "/api/v1/problems/1/send_plan_back",
    "/api/v1/problems/1/keep_on",
    "/api/v1/problems/1/report",
    "/api/v1/problems/1/apply",
    "/api/v1/problems/1/verify",
    "/api/v1/problems/1/send_back",
    "/api/v1/problems/1/publicise",
    "/api/v1/problems/1/take_objection",
    "/api/v1/problems/1/strike_off",
    "/api/v1/problems/1/recheck",
    "/api/v1/problems/1/relapse",
    "/api/v1/problems/1/ask_return",
    "/api/v1/problems/1/ask_change",
    "/api/v1/problems/1/grant",
    "/api/v1/problems/1/refuse",
    "/api/v1/problems/1/withdraw",
    "/api/v1/units/1/change",
    "/api/v1/units/1/open",
    "/api/v1/units/1/close",
    "/api/v1/people/1/change",
    "/api/v1/people/1/enable",
    "/api/v1/people/1/disable",
    "/api/v1/people/1/add_post",
    "/api/v1/people/1/change_post",
    "/api/v1/people/1/remove_post",
    "/api/v1/webhooks/1/rotate",
    "/api/v1/webhooks/1/pass_over",
    "/api/v1/webhooks/1/deliveries/1/send_again",
)


def test_no_move_is_made_with_a_key_that_only_reads() -> None:
    program = Program(a_person("admin_system"), ("read",))
    assert {path: program.post(path, {}).status_code for path in MOVES} == dict.fromkeys(MOVES, 403)
    assert not Entry.objects.filter(act__startswith="assignment.").exists()


def test_every_move_of_the_description_is_listed_here() -> None:
    paths = Program(a_person()).client.get("/api/v1/openapi.json").json()["paths"]
    moves = {re.sub(r"{\w+}", "1", path) for path in paths if "post" in paths[path] and "{" in path}
    assert moves == set(MOVES)


def test_a_unit_asks_for_time_and_a_leader_answers() -> None:
    liaison, held = a_liaison_with_work()
    head, leader = Program(a_person("unit_head", "县住建局")), Program(a_person("leader"))
    liaison.post(f"/api/v1/assignments/{held.pk}/sign")
    assert faults(head.post(f"/api/v1/assignments/{held.pk}/ask_change", {"reason": " ", "due": "2099-01-01"})) == [
        "reason"
    ]
    wanted = {"reason": "汛期推迟", "due": "2099-01-01"}
    Assignment.objects.filter(pk=held.pk).update(due=date(2098, 1, 1))
    asked = told(head.post(f"/api/v1/assignments/{held.pk}/ask_change", wanted))
    assert (asked["state"], asked["reviews"][0]["reason"]) == ("change_review", "汛期推迟")
    assert head.post(f"/api/v1/assignments/{held.pk}/grant", {}).status_code == 403
    granted = told(leader.post(f"/api/v1/assignments/{held.pk}/grant", {"review": asked["reviews"][0]["id"]}))
    assert (granted["state"], granted["due"]) == ("in_progress", "2099-01-01")


def test_accepted_work_leaves_points_that_are_settled_and_is_put_away() -> None:
    liaison, held = a_liaison_with_work()
    office, at = Program(a_person("office")), f"/api/v1/assignments/{held.pk}"
    liaison.post(f"{at}/sign")
    assert told(liaison.post(f"{at}/unchanged"))["feedback"][0]["is_unchanged"]
    liaison.post(f"{at}/submit", {"result": "全部排查"})
    left = {"remaining": "两处待补照片", "remaining_due": "2099-01-01"}
    assert told(office.post(f"{at}/accept", left))["rounds"][0]["remaining"] == "两处待补照片"
    assert told(office.post(f"{at}/settle_remaining", {"said": "已补"}))["rounds"][0]["settled_at"]
    assert told(office.post(f"{at}/archive"))["state"] == "archived"


def test_a_campaign_runs_its_course_by_a_program() -> None:
    campaign = a_campaign(Wanted("排查隐患"), issued=True)
    office, head, at = Program(a_person("office")), Program(a_person("group_head")), f"/api/v1/campaigns/{campaign.pk}"
    assert told(office.get(at))["moves"]["suspend"] != ""
    assert faults(head.post(f"{at}/suspend", {"reason": ""})) == ["reason"]
    assert told(head.post(f"{at}/suspend", {"reason": "防汛"}))["state"] == "suspended"
    assert told(head.post(f"{at}/resume"))["state"] == "running"
    assert told(office.post(f"{at}/begin_closing"))["state"] == "closing"
    refused = office.post(f"{at}/close", {})
    assert refused.status_code == 403
    assert "1" in json.loads(refused.content)["detail"]
    assert told(head.post(f"{at}/close", {"reason": "上级要求"}))["state"] == "closed"
    assert told(head.post(f"{at}/reopen", {"reason": "还要办"}))["state"] != "closed"


def test_a_leader_lets_tasks_go_out_by_a_program() -> None:
    campaign = a_campaign(Wanted("排查隐患"), issued=False)
    Campaign.objects.filter(pk=campaign.pk).update(leader_approves_issue=True)
    office, leader = Program(a_person("office")), Program(a_person("leader"))
    office.post("/api/v1/tasks/issue", {"campaign": campaign.pk})
    listed = told(leader.get(f"/api/v1/campaigns/{campaign.pk}/issue_requests"))["items"]
    at = f"/api/v1/campaigns/{campaign.pk}/issue_requests/{listed[0]['id']}"
    assert faults(leader.post(f"{at}/refuse", {})) == ["reason"]
    assert told(leader.post(f"{at}/approve", {}))["state"] == "approved"
    assert told(office.get(f"/api/v1/campaigns/{campaign.pk}/issue_requests/{listed[0]['id']}"))["state"] == "approved"
    assert Assignment.objects.filter(campaign=campaign).count() == 1
    assert Program(a_person("liaison", "县住建局")).get(at).status_code == 404
    assert IssueRequest.objects.get().decided_name


def test_urging_is_looked_at_before_it_is_sent() -> None:
    _liaison, held = a_liaison_with_work()
    office, new = Program(a_person("office")), {"assignment_ids": [held.pk]}
    shown = told(office.post(f"/api/v1/urging/preview?campaign={held.campaign_id}", new))
    assert shown["letters"][0]["level"] == "liaison"
    assert told(office.get(f"/api/v1/assignments/{held.pk}"))["urges"] == []
    assert told(office.post(f"/api/v1/urging?campaign={held.campaign_id}", new)) == shown
    assert len(told(office.get(f"/api/v1/assignments/{held.pk}"))["urges"]) == 1
    again = told(office.post(f"/api/v1/urging?campaign={held.campaign_id}", new))
    assert again["refused"][0]["reason"]
    assert faults(office.post(f"/api/v1/urging?campaign={held.campaign_id}", {**new, "level": "cook"})) == ["level"]


def test_opinions_of_another_system_come_in_and_are_listed_without_who_gave_them() -> None:
    campaign = a_campaign(Wanted("排查隐患"), issued=True)
    office, at = Program(a_person("office")), f"/api/v1/opinions?campaign={campaign.pk}"
    given = {"text": "窗口排队太久", "channel": "hotline", "name": "周某", "phone": "13900000000"}
    given["channel"] = Opinion.CHANNELS[1][0]
    made = told(office.post(at, [given], token="t1"))
    assert told(office.post(at, [given], token="t1")) == made
    assert (made["numbers"], Wording.objects.get().text, Identity.objects.get().name) == ([1], "窗口排队太久", "周某")
    answer = office.get(at)
    assert told(answer)["items"][0]["text"] == "窗口排队太久"
    assert "周某" not in answer.content.decode()
    assert "13900000000" not in answer.content.decode()
    assert faults(office.post(at, [{**given, "text": " "}])) == ["text"]
    assert Program(a_person("liaison", "县住建局")).post(at, [given]).status_code == 403


def test_a_problem_is_registered_given_to_a_unit_and_listed() -> None:
    campaign = a_campaign(Wanted("排查隐患", units=("县住建局",)), issued=True)
    office, unit = Program(a_person("office")), Unit.objects.get(name="县住建局")
    new = {"item": "审批材料重复提交", "concerns_id": unit.pk}
    made = told(office.post(f"/api/v1/problems?campaign={campaign.pk}", new, token="p1"))
    assert told(office.post(f"/api/v1/problems?campaign={campaign.pk}", new, token="p1")) == made
    at = f"/api/v1/problems/{made['row']['id']}"
    assert told(office.get(at))["moves"]["verify"] != ""
    assert faults(office.post(f"{at}/assign", {"unit_id": None})) == ["unit"]
    assert told(office.post(f"{at}/assign", {"unit_id": unit.pk}))["row"]["unit"] == "县住建局"
    listed = told(office.get(f"/api/v1/problems?campaign={campaign.pk}&state=assigned"))["items"]
    assert [row["item"] for row in listed] == ["审批材料重复提交"]
    other = Program(a_person("liaison", "县财政局"))
    assert other.get(f"/api/v1/problems/{made['row']['id']}").status_code == 404
    assert faults(office.post(f"/api/v1/problems?campaign={campaign.pk}", {"item": " "})) == ["item"]


def test_units_are_changed_and_go_out_of_use_and_back() -> None:
    office, unit = Program(a_person("admin_system")), a_unit("县水利局")
    at = f"/api/v1/units/{unit.pk}"
    said = {"name": "县水务局", "parent_id": None, "level": "县直", "aliases": ["水务局"], "order": 3}
    assert told(office.post(f"{at}/change", said))["name"] == "县水务局"
    assert faults(office.post(f"{at}/change", {**said, "name": " "})) == ["name"]
    assert faults(office.post(f"{at}/change", {**said, "parent_id": unit.pk})) == ["parent_id"]
    assert faults(office.post(f"{at}/change", {**said, "parent_id": 10**6})) == ["parent_id"]
    assert told(office.post(f"{at}/close"))["is_active"] is False
    assert told(office.post(f"{at}/open"))["is_active"] is True
    assert told(office.get(f"/api/v1/units/{unit.pk}"))["aliases"] == ["水务局"]


def test_people_are_changed_given_posts_and_kept_out() -> None:
    office, unit = Program(a_person("admin_system")), a_unit("县水利局")
    person = a_person("liaison", "县住建局")
    at = f"/api/v1/people/{person.pk}"
    assert told(office.post(f"{at}/change", {"name": "丙", "phone": "1"}))["name"] == "丙"
    assert faults(office.post(f"{at}/change", {"name": " ", "phone": ""})) == ["name"]
    assert faults(office.post(f"{at}/add_post", {"unit_id": unit.pk, "role": "king"})) == ["role"]
    assert faults(office.post(f"{at}/add_post", {"unit_id": 10**6, "role": "reader"})) == ["unit_id"]
    held = told(office.post(f"{at}/add_post", {"unit_id": unit.pk, "role": "reader"}))["posts"]
    post = {"post_id": held[1]["id"], "unit_id": unit.pk, "role": "unit_head", "title": "局长"}
    assert told(office.post(f"{at}/change_post", post))["posts"][1]["title"] == "局长"
    others = Post.objects.exclude(person=person).first()
    assert others is not None
    assert faults(office.post(f"{at}/remove_post", {"post_id": others.pk})) == ["post_id"]
    assert len(told(office.post(f"{at}/remove_post", {"post_id": held[1]["id"]}))["posts"]) == 1
    assert told(office.post(f"{at}/disable"))["is_active"] is False
    assert told(office.post(f"{at}/enable"))["is_active"] is True
    assert told(office.get(f"/api/v1/people/{person.pk}"))["posts"][0]["unit"] == "县住建局"


def test_what_is_added_has_a_name_a_unit_and_a_role_and_is_never_a_sample() -> None:
    office, unit = Program(a_person("admin_system")), a_unit("县水利局")
    assert faults(office.post("/api/v1/units", {"name": " "})) == ["name"]
    assert faults(office.post("/api/v1/units", {"name": "站", "parent_id": 10**6})) == ["parent_id"]
    person = {"name": "乙", "unit_id": unit.pk, "role": "liaison", "is_sample": True}
    assert faults(office.post("/api/v1/people", {**person, "name": ""})) == ["name"]
    made = told(office.post("/api/v1/people", person))["id"]
    assert not Person.objects.get(pk=made).is_sample
    made = told(office.post("/api/v1/units", {"name": "县林业局", "is_sample": True}))["id"]
    assert not Unit.objects.get(pk=made).is_sample


def test_a_repeated_act_is_answered_as_before_and_a_second_one_conflicts() -> None:
    liaison, held = a_liaison_with_work()
    first = liaison.post(f"/api/v1/assignments/{held.pk}/sign", token="s1")
    assert liaison.post(f"/api/v1/assignments/{held.pk}/sign", token="s1").content == first.content
    assert liaison.post(f"/api/v1/assignments/{held.pk}/sign").status_code == 403


def test_work_is_divided_and_joint_units_are_asked_by_a_program() -> None:
    campaign = a_campaign(Wanted("排查隐患", units=("县住建局", "县财政局")), issued=True)
    held, head = Assignment.objects.get(campaign=campaign), Program(a_person("unit_head", "县住建局"))
    head.post(f"/api/v1/assignments/{held.pk}/sign")
    told(head.post(f"/api/v1/assignments/{held.pk}/add_step", {"title": "先查三处", "person_id": None}))
    assert [step["title"] for step in told(head.get(f"/api/v1/assignments/{held.pk}/steps"))["items"]] == ["先查三处"]
    asked = {"question": "经费够不够", "due": "2099-01-01"}
    told(head.post(f"/api/v1/assignments/{held.pk}/consult", asked))
    listed = told(head.get(f"/api/v1/assignments/{held.pk}/consultations"))["items"]
    assert (listed[0]["question"], listed[0]["unanswered"]) == ("经费够不够", ["县财政局"])
