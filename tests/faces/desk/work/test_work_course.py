"""A campaign's course, lists that wait for approval, its rules, handing over, and acts on many at once, over HTTP."""

from datetime import date

import pytest
from django.urls import reverse

from build import Wanted, a_campaign, a_person, a_standing, a_unit, an_assignment, signed_in
from look import look
from luoshi.campaigns import feedback, verify
from luoshi.campaigns.feedback import Submission
from luoshi.campaigns.inside.divide import Step, add_step
from luoshi.campaigns.models import Assignment, Campaign, IssueRequest, Rhythm, Subtask
from luoshi.campaigns.verify import Verification

pytestmark = pytest.mark.django_db
LEAD = "县住建局"


def by(client, role, unit="领导小组办公室"):
    return signed_in(client, a_person(role, unit))


def course(client, campaign):
    return look(client.get(reverse("course", args=[campaign.pk])))


def steer(client, campaign, act, **sent):
    return client.post(reverse("steer", args=[campaign.pk, act]), sent, follow=True)


def state(campaign):
    return Campaign.objects.get(pk=campaign.pk).state


def test_a_leader_suspends_with_a_reason_and_lets_it_go_on(client):
    campaign = a_campaign(issued=True)
    office = by(client, "office")
    notes = {note.findtext("b"): note.words for note in course(office, campaign).css("#missing .note")}
    assert "由分管领导或组长决定" in notes["暂停"]
    assert steer(office, campaign, "suspend", reason="汛期").status_code == 403
    leader = by(client, "leader", "县政府")
    refused = steer(leader, campaign, "suspend", reason=" ")
    assert refused.status_code == 422
    assert "写明理由" in refused.content.decode()
    steer(leader, campaign, "suspend", reason="汛期")
    assert state(campaign) == "suspended"
    assert "这一步已经办过了" in steer(leader, campaign, "suspend", reason="汛期").content.decode()
    steer(leader, campaign, "resume")
    assert state(campaign) == "running"


def test_a_campaign_with_work_open_is_closed_by_the_head_alone_and_with_a_reason(client):
    campaign = a_campaign(issued=True)
    office = by(client, "office")
    steer(office, campaign, "begin_closing")
    shown = course(office, campaign)
    assert "未办结的任务1" in shown.one(".facts").words
    assert "还有未办结的任务1件" in shown.one("#missing").words
    assert steer(office, campaign, "close").status_code == 403
    head = by(client, "group_head", "县委")
    assert steer(head, campaign, "close", reason="").status_code == 422
    steer(head, campaign, "close", reason="并入下一轮")
    assert state(campaign) == "closed"
    steer(head, campaign, "reopen", reason="上级要求")
    assert state(campaign) == "running"


def test_what_the_office_would_issue_waits_for_a_leader(client):
    campaign = a_campaign(Wanted("甲"))
    office = by(client, "office")
    rules = {"return_days": "5", "leader_approves_issue": "on"}
    assert office.post(reverse("settings_work", args=[campaign.pk]), {"return_days": "99"}).status_code == 422
    office.post(reverse("settings_work", args=[campaign.pk]), rules)
    answer = office.post(reverse("issue", args=[campaign.pk]), {"go": "1"}, follow=True)
    assert "1项已提请领导批准" in answer.content.decode()
    asked = IssueRequest.objects.get()
    leader = by(client, "leader", "县政府")
    assert "甲" in course(leader, campaign).one("#requests").words
    where = [reverse("issue_answer", args=[campaign.pk, asked.pk, act]) for act in ("refuse", "approve")]
    assert leader.post(where[0], {"reason": ""}).status_code == 422
    leader.post(where[1])
    assert Assignment.objects.count() == 1
    assert "这一步已经办过了" in leader.post(where[1], follow=True).content.decode()
    assert Assignment.objects.count() == 1


def test_regular_reports_need_a_basis(client):
    campaign = a_campaign(issued=True)
    office, where = by(client, "office"), reverse("settings_rhythm", args=[campaign.pk])
    refused = office.post(where, {"every": "weekly", "day": "5", "basis": ""})
    assert refused.status_code == 422
    assert "没有依据，不要求定期报送" in look(refused).one(".errs").words
    office.post(where, {"every": "weekly", "day": "5", "basis": "方案第五条"})
    assert Rhythm.objects.get().every == "weekly"
    assert look(office.get(reverse("settings", args=[campaign.pk]))).one("#id_basis").get("value") == "方案第五条"


def test_what_a_leaver_has_in_hand_goes_over_and_comes_back(client):
    row = an_assignment(a_campaign(issued=True))
    leaver, successor = a_person("liaison", LEAD, "郑一川"), a_person("liaison", LEAD, "韩牧之")
    add_step(row, Step("查管网", leaver.pk), by=a_standing("liaison", LEAD))
    where = reverse("handover", args=[row.campaign_id, a_unit(LEAD).pk])
    chosen = {"leaver": leaver.pk, "successor": successor.pk}
    head = by(client, "unit_head", LEAD)
    assert "查管网" in look(head.get(where, chosen)).one("#going").words
    assert Subtask.objects.get().person == leaver
    head.post(where, chosen)
    assert Subtask.objects.get().person == successor
    assert "郑一川交给韩牧之，1件" in look(head.get(where)).one("#made").words
    again = head.post(where, chosen)
    assert again.status_code == 422
    assert "没有要交接的事项" in again.content.decode()
    undo = look(head.get(where)).one("#made form").get("action")
    head.post(undo)
    assert Subtask.objects.get().person == leaver
    assert "不能交接" in look(by(client, "leader", "县政府").get(where)).one("main").words


def test_many_are_archived_at_once_after_a_look_at_how_many(client):
    campaign = a_campaign(Wanted("甲"), Wanted("乙"), Wanted("丙"), issued=True)
    for number in (1, 2):
        row = an_assignment(campaign, number)
        feedback.sign(row, by=a_standing("liaison", LEAD))
        feedback.submit(row, Submission("清单"), by=a_standing("liaison", LEAD))
        verify.accept(row, Verification(), by=a_standing("supervisor", "督导组"))
    office, where = by(client, "office"), reverse("together", args=[campaign.pk, "archive"])
    shown = look(office.post(where, {"all": "1"}))
    assert shown.one(".facts").words == "可以办2不能办1验收通过以后，由领导小组办公室归档。"
    assert not Assignment.objects.filter(state="archived").exists()
    sent = {field.get("name"): field.get("value") for field in shown.css("main form input")}
    assert "办了2件" in office.post(where, sent, follow=True).content.decode()
    assert Assignment.objects.filter(state="archived").count() == 2
    assert "办了0件" in office.post(where, sent, follow=True).content.decode()


def test_asking_to_cancel_many_needs_one_reason(client):
    campaign = a_campaign(Wanted("甲", due=date(2026, 7, 1)), Wanted("乙"), issued=True)
    office, where = by(client, "office"), reverse("together", args=[campaign.pk, "ask_cancel"])
    refused = office.post(where, {"all": "1", "go": "1", "reason": ""})
    assert refused.status_code == 422
    assert "写明为什么撤销" in look(refused).one(".err").words
    office.post(where, {"all": "1", "go": "1", "reason": "另有安排"})
    assert Assignment.objects.filter(state="cancel_review").count() == 2
