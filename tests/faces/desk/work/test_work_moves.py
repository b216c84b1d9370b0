"""Every rarer move of an assignment through its form: made, refused with its reason, clicked twice, come too late."""

from datetime import date

import pytest
from django.urls import reverse

from build import Wanted, a_campaign, a_person, a_standing, an_assignment, signed_in
from look import look
from luoshi.campaigns import feedback, verify
from luoshi.campaigns.blockers.block import Wait, add_blocker
from luoshi.campaigns.feedback import Report, Submission
from luoshi.campaigns.models import Assignment, Consultation, JointOpinion, Review, Subtask
from luoshi.campaigns.review import ask
from luoshi.campaigns.rhythm.keep import Rounds, set_rhythm
from luoshi.campaigns.verify import Verification

pytestmark = pytest.mark.django_db
LEAD, JOINT = "县住建局", "县水利局"
LATER = "2026-07-10"


@pytest.fixture
def campaign():
    """Two tasks that 县住建局 leads, the first supported by 县水利局."""
    return a_campaign(Wanted("排查短板", support=(JOINT,)), Wanted("绘图"), issued=True)


@pytest.fixture
def row(campaign):
    held = an_assignment(campaign)
    feedback.sign(held, by=a_standing("liaison", LEAD))
    return held


def by(client, role, unit):
    return signed_in(client, a_person(role, unit))


def url(row, act):
    return reverse("assignment_act", args=[row.campaign_id, row.pk, act])


def send(client, row, act, follow=True, **sent):
    return client.post(url(row, act), sent, follow=follow)


def page(client, row):
    return look(client.get(reverse("task", args=[row.campaign_id, row.task_id]) + f"?a={row.pk}"))


def state(row):
    return Assignment.objects.get(pk=row.pk).state


def test_an_extension_is_asked_for_and_granted_and_every_day_stays_in_sight(client, row):
    head = by(client, "unit_head", LEAD)
    assert "现定6月30日" in look(client.get(url(row, "ask_change"))).one("main").words
    assert "延期申请已提出" in send(head, row, "ask_change", due=LATER, reason="汛期不能施工").content.decode()
    assert state(row) == "change_review"
    shown = page(head, row)
    assert "汛期不能施工" in shown.one("#answer").words
    assert any(form.get("action").endswith("/withdraw/") for form in shown.css(".other form"))
    leader = by(client, "leader", "县政府")
    form = page(leader, row).one("#answer form")
    assert form.one("input[name=due]").get("value") == LATER
    review = form.one("input[name=review]").get("value")
    assert "已同意" in send(leader, row, "grant", due="2026-07-05", review=review, reason="尽量提前").content.decode()
    assert Assignment.objects.get(pk=row.pk).due == date(2026, 7, 5)
    shown = page(leader, row)
    times = shown.one("#times").words
    assert "现定期限7月5日 周日准延6月30日延到7月5日" in times
    log = shown.one("#rounds").words
    assert "申请延到7月10日：“汛期不能施工”" in log
    assert "同意延到7月5日：“尽量提前”" in log
    assert "这一步已经办过了" in send(leader, row, "grant", due="2026-07-05", review=review).content.decode()


def test_an_extension_without_a_later_day_comes_back_with_what_was_typed(client, row):
    head = by(client, "unit_head", LEAD)
    answer = send(head, row, "ask_change", due="2026-06-20", reason="汛期")
    assert answer.status_code == 422
    shown = look(answer)
    assert "晚于现定期限" in shown.one(".errs").words
    assert shown.one("#id_reason").text.strip() == "汛期"


def test_a_return_goes_to_the_unit_proposed_and_names_must_be_known(client, row):
    head = by(client, "unit_head", LEAD)
    assert JOINT in [option.text for option in look(client.get(url(row, "ask_return"))).css("datalist option")]
    answer = send(head, row, "ask_return", unit="天文台", reason="不是我局职责")
    assert answer.status_code == 422
    assert "没有“天文台”" in answer.content.decode()
    Assignment.objects.filter(pk=row.pk).update(issued_at="2026-06-17T01:00Z")
    send(head, row, "ask_return", unit=JOINT, reason="不是我局职责")
    assert state(row) == "return_review"
    office = by(client, "office", "领导小组办公室")
    assert f"建议承办{JOINT}" in page(office, row).one("#answer").words
    refused = send(office, row, "refuse", reason=" ")
    assert refused.status_code == 422
    assert "写明为什么不同意" in refused.content.decode()
    send(office, row, "refuse", reason="职责就在你局")
    head = by(client, "unit_head", LEAD)
    send(head, row, "dispute", reason="三定方案写明归水利")
    assert "请领导裁定" in page(head, row).one("#answer").words
    leader = by(client, "group_head", "县委")
    send(leader, row, "grant")
    assert state(row) == "cancelled"
    assert Assignment.objects.get(follows=row).unit.name == JOINT


def test_a_request_is_withdrawn_by_who_made_it_alone(client, row):
    head = by(client, "unit_head", LEAD)
    send(head, row, "ask_change", due=LATER, reason="汛期")
    by(client, "unit_head", LEAD)
    assert "只有提出的人" in send(client, row, "withdraw").content.decode()
    client.force_login(Review.objects.get().asked_by)
    assert "已撤回" in send(client, row, "withdraw").content.decode()
    assert state(row) == "in_progress"


def test_a_cancellation_is_asked_by_the_office_and_decided_by_a_leader(client, row):
    office = by(client, "office", "领导小组办公室")
    assert send(office, row, "ask_cancel", reason="").status_code == 422
    send(office, row, "ask_cancel", reason="县里另有安排")
    send(by(client, "leader", "县政府"), row, "grant")
    assert state(row) == "cancelled"


def finished(row, **left):
    feedback.submit(row, Submission("清单一份"), by=a_standing("liaison", LEAD))
    verify.accept(row, Verification(**left), by=a_standing("supervisor", "督导组"))


def test_what_is_accepted_with_points_left_shows_them_until_they_are_settled(client, row):
    feedback.submit(row, Submission("清单一份"), by=a_standing("liaison", LEAD))
    office = by(client, "office", "领导小组办公室")
    answer = send(office, row, "accept", remaining="两处没有签字")
    assert answer.status_code == 422
    assert "写明遗留问题办完的日期" in answer.content.decode()
    send(office, row, "accept", remaining="两处没有签字", remaining_due=LATER)
    assert "两处没有签字7月10日以前办完" in page(office, row).one("#left").words
    assert "遗留问题已办完" in send(office, row, "settle_remaining", said="已补签").content.decode()
    assert not page(office, row).css("#left")
    assert "确认遗留问题办完：“已补签”" in page(office, row).one("#rounds").words


def test_who_settles_what_is_settled_already_is_told_so_and_by_whom(client, row):
    finished(row, remaining="两处没有签字", remaining_due=date(2026, 7, 10))
    office = by(client, "office", "领导小组办公室")
    send(office, row, "settle_remaining", said="已补签")
    again = send(office, row, "settle_remaining", said="已补签")
    assert again.status_code == 409
    said = look(again).one(".note").words
    assert "已确认遗留问题办完" in said and "验收通过" not in said


def test_done_work_is_archived_by_the_office_and_taken_up_again_by_a_leader(client, row):
    finished(row)
    office = by(client, "office", "领导小组办公室")
    assert "已归档" in send(office, row, "archive").content.decode()
    assert "这一步已经办过了" in send(office, row, "archive").content.decode()
    leader = by(client, "leader", "县政府")
    assert any(way.get("href") == url(row, "reopen") for way in page(leader, row).css(".other .acts a"))
    send(leader, row, "reopen", reason="回头看发现反弹")
    assert state(row) == "in_progress"
    assert "要求重新办理：“回头看发现反弹”" in page(leader, row).one("#rounds").words


@pytest.mark.parametrize(
    ("role", "unit", "acts", "reason"),
    [
        ("liaison", LEAD, "申请延期", "的负责人办理"),
        ("liaison", LEAD, "提请撤销", "由领导小组办公室办理"),
        ("unit_head", LEAD, "提请领导裁定", "没有驳回过退件"),
        ("unit_head", LEAD, "重新办理", "由分管领导或组长要求重新办理"),
        ("office", "领导小组办公室", "归档", "验收通过以后"),
        ("leader", "县政府", "答复申请", "没有等待答复的申请"),
    ],
)
def test_a_move_that_cannot_be_made_stands_there_with_the_sentence_why(client, row, role, unit, acts, reason):
    notes = [(note.findtext("b"), note.words) for note in page(by(client, role, unit), row).css(".other .note")]
    assert any(acts in label and reason in said for label, said in notes), notes


def test_a_move_that_is_not_granted_keeps_what_was_typed(client, row):
    answer = send(by(client, "liaison", LEAD), row, "ask_change", due=LATER, reason="汛期不能施工")
    assert answer.status_code == 403
    shown = look(answer)
    assert "的负责人办理" in shown.one(".note").words
    assert "汛期不能施工" in shown.one("main").words
    assert state(row) == "in_progress"
    assert "的负责人办理" in look(client.get(url(row, "ask_change"))).one(".note").words


def test_who_comes_too_late_is_told_and_keeps_what_was_typed(client, row, monkeypatch):
    head = by(client, "unit_head", LEAD)
    stale = Assignment.objects.select_related("unit", "task", "campaign").get(pk=row.pk)
    feedback.submit(row, Submission("清单一份"), by=a_standing("liaison", LEAD))
    monkeypatch.setattr("luoshi.campaigns.queries.assignment", lambda *args: stale)
    answer = send(head, row, "ask_change", due=LATER, reason="汛期不能施工")
    assert answer.status_code == 409
    shown = look(answer)
    assert "刚由" in shown.one(".note").words and "提交验收（" in shown.one(".note").words
    assert "汛期不能施工" in shown.one("main").words


def test_work_is_divided_inside_the_unit_and_holds_the_result_back(client, row):
    liaison = by(client, "liaison", LEAD)
    doer = a_person("liaison", LEAD, "郑一川")
    send(liaison, row, "entrust", person=doer.pk)
    send(liaison, row, "add_step", title="查管网", person=doer.pk, due="2026-06-25")
    shown = page(liaison, row).one("#inside")
    assert "郑一川" in shown.words
    assert "查管网" in shown.words
    assert "查管网" in page(liaison, row).one(".other").words
    step = Subtask.objects.get()
    for act, done in (("finish", True), ("resume", False), ("finish", True)):
        liaison.post(reverse("step_act", args=[row.campaign_id, row.pk, step.pk, act]))
        assert (Subtask.objects.get().done_at is not None) is done
    assert page(liaison, row).css("#submit form")
    liaison.post(reverse("step_act", args=[row.campaign_id, row.pk, step.pk, "drop"]))
    assert not Subtask.objects.exists()
    assert send(liaison, row, "add_step", title="", due="").status_code == 422
    assert not page(by(client, "liaison", JOINT), row).css("#inside")


def test_joint_units_are_asked_and_answer(client, row):
    liaison = by(client, "liaison", LEAD)
    joint = row.joints.get().unit_id
    send(liaison, row, "consult", question="清单是否齐全", due="2026-06-20", units=[joint])
    assert "还没有答复：县水利局" in page(liaison, row).one("#joint").words
    asked = Consultation.objects.get()
    other = by(client, "liaison", JOINT)
    where = reverse("joint_opinion", args=[row.campaign_id, row.pk, asked.pk])
    refused = other.post(where, {"stance": "object", "said": ""})
    assert refused.status_code == 422
    assert "写明意见是什么" in refused.content.decode()
    assert page(other, row).css("#joint form")
    other.post(where, {"stance": "amend", "said": "补两处水厂"})
    assert JointOpinion.objects.get().said == "补两处水厂"
    assert "有修改意见 补两处水厂" in page(other, row).one("#joint").words


def test_a_task_that_waits_for_another_leads_to_it(client, row):
    office, other = by(client, "office", "领导小组办公室"), an_assignment(row.campaign, 2)
    where = reverse("task_wait", args=[row.campaign_id, row.task_id])
    assert office.post(where, {"waits_for": "99"}).status_code == 422
    office.post(where, {"waits_for": "2"})
    link = page(office, row).one("#waits li a")
    assert link.get("href") == reverse("task", args=[row.campaign_id, other.task_id])
    assert "排查短板" in page(office, other).one("#waits").words
    assert "前置任务" in page(by(client, "liaison", LEAD), row).one(".other").words
    by(client, "office", "领导小组办公室").post(where, {"drop": other.task_id})
    assert not page(client, row).css("#waits li")


def test_what_is_reported_regularly_says_whether_it_is_reported(client, row):
    set_rhythm(row.campaign, Rounds("weekly", 5, "方案第五条"), by=a_standing())
    office = by(client, "office", "领导小组办公室")
    assert "本期6月22日应报，还没有报" in page(office, row).one("#times").words
    feedback.report(row, Report(20, "查了两处"), by=a_standing("liaison", LEAD))
    Assignment.objects.filter(pk=row.pk).update(progress=20)
    assert "依据：方案第五条" in page(office, row).one("#times").words
    where = reverse("task_rhythm", args=[row.campaign_id, row.task_id])
    assert office.get(where).status_code == 200
    assert office.post(where, {"every": "monthly", "day": "20", "basis": ""}).status_code == 422
    office.post(where, {"every": "none"})
    assert "应报" not in page(office, row).one("#times").words
    office.post(where, {"drop": "1"})
    assert "每周" in page(office, row).one("#times").words


@pytest.mark.parametrize("role", ["office", "liaison", "unit_head", "leader"])
def test_a_page_with_all_of_it_asks_at_most_twelve_times(client, row, role, django_assert_max_num_queries):
    office = a_standing()
    set_rhythm(row.campaign, Rounds("weekly", 5, "方案第五条"), by=office)
    add_blocker(row.campaign, Wait(row.task_id, an_assignment(row.campaign, 2).task_id), by=office)
    send(signed_in(client, a_person("liaison", LEAD)), row, "add_step", title="查管网")
    ask.ask_change(row, ask.Extension("汛期", date(2026, 7, 10)), by=a_standing("unit_head", LEAD))
    user = by(client, role, LEAD if role in ("liaison", "unit_head") else "县政府")
    with django_assert_max_num_queries(12):
        shown = page(user, row)
    assert shown.css("#answer")
