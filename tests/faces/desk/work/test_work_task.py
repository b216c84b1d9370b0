"""One task over HTTP: its sentence, its facts, and each act by whoever may make it, with the reason where not."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from build import Quota, Wanted, a_campaign, a_person, a_post, a_set, a_standing, a_task, an_assignment, signed_in
from look import look
from luoshi.campaigns import feedback, verify
from luoshi.campaigns.models import Assignment, Count, Feedback, Round, Task
from luoshi.campaigns.verify import Verification

pytestmark = pytest.mark.django_db
QUOTAS = (Quota("不少于12场", 12, "场"), Quota("完好率95%以上", 95, "%"))


@pytest.fixture
def campaign():
    """A campaign of one task that 县住建局 leads and 县水利局 supports."""
    return a_campaign(Wanted("排查短板", support=("县水利局",), leaders=("王明",), targets=QUOTAS), issued=True)


@pytest.fixture
def liaison(client):
    return signed_in(client, a_person("liaison", "县住建局", "韩牧之"))


def as_role(client, role, unit="领导小组办公室"):
    return signed_in(client, a_person(role, unit))


def task_url(campaign, number=1):
    return reverse("task", args=[campaign.pk, a_task(campaign, number).pk])


def page(client, campaign, query="", number=1, status=200):
    answer = client.get(task_url(campaign, number) + query)
    assert answer.status_code == status
    return look(answer)


def act(client, row, name, follow=False, **sent):
    return client.post(reverse("assignment_act", args=[row.campaign_id, row.pk, name]), sent, follow=follow)


def facts(shown):
    return {
        " ".join(f.findtext("dt").split()): " ".join(f.find("dd").text_content().split())
        for f in shown.css(".facts > div")
    }


def signed(campaign, number=1):
    row = an_assignment(campaign, number)
    feedback.sign(row, by=a_standing("liaison", row.unit.name))
    return row


def submitted(campaign):
    row = signed(campaign)
    feedback.submit(row, feedback.Submission("清单一份"), by=a_standing("liaison", "县住建局"))
    return row


def test_the_task_stands_in_its_own_words(liaison, campaign):
    shown = page(liaison, campaign)
    quote = shown.css("blockquote.quote")[0]
    assert quote.css("mark")[0].text.startswith("1.排查短板，不少于12场")
    task = a_task(campaign)
    address = f"/plan/?at={task.span_start}-{task.span_end}#s{task.span_start}"
    assert quote.css("a")[0].get("href").endswith(address)
    duties = {term.words: term.getnext().words for term in shown.css("#duties dt")}
    assert duties == {"牵头领导": "王明", "责任单位": "县住建局", "配合单位": "县水利局", "经手人": "韩牧之 联络员"}


def test_facts_say_where_it_stands_and_whose_turn_it_is(liaison, campaign):
    before = facts(page(liaison, campaign))
    assert before["状态"] == "待签收"
    assert before["现在该谁"] == "韩牧之县住建局 联络员"
    assert before["完成时限"] == "6月30日 周二余8个工作日，期间5天不上班"
    row = submitted(campaign)
    assert facts(page(liaison, campaign))["现在该谁"] == "领导小组办公室或督导组等待验收"
    verify.send_back(row, Verification("缺签字页"), by=a_standing())
    assert (
        facts(page(liaison, campaign))["状态"] == "办理中 第2轮，上一轮今天退回"
        or "第2轮" in facts(page(liaison, campaign))["状态"]
    )


def test_a_liaison_signs_reports_and_submits(liaison, campaign):
    row = an_assignment(campaign)
    assert page(liaison, campaign).css("#sign button")
    assert "已签收" in act(liaison, row, "sign", follow=True).content.decode()
    total, share = a_task(campaign).targets.all()
    sent = {"progress": 40, "said": "核对七处", "difficulty": "图纸不全", "next_step": "再核五处"}
    act(liaison, row, "report", **sent, **{f"quantity_{total.pk}": "3.5", f"quantity_{share.pk}": ""})
    said = Feedback.objects.get()
    assert (said.progress, said.said, said.difficulty, said.next_step) == (40, "核对七处", "图纸不全", "再核五处")
    assert Count.objects.get().amount == 3.5
    assert "等待验收" in act(liaison, row, "submit", follow=True, result="清单一份").content.decode()
    assert Assignment.objects.get().state == "submitted"


def test_a_report_sent_twice_counts_once(liaison, campaign):
    row, total = signed(campaign), a_task(campaign).targets.all()[0]
    token = page(liaison, campaign).css("#id_token")[0].get("value")
    assert token != page(liaison, campaign).css("#id_token")[0].get("value")
    for _time in range(2):
        said = act(liaison, row, "report", progress=40, said="核对七处", token=token, **{f"quantity_{total.pk}": "40"})
        assert said.status_code == 302
    assert [count.amount for count in Count.objects.all()] == [40]
    assert Feedback.objects.count() == 1


def test_no_change_said_by_two_clicks_is_said_once(liaison, campaign):
    row = signed(campaign)
    feedback.report(row, feedback.Report(40, "核对七处"), by=a_standing("liaison", "县住建局"))
    tokens = [page(liaison, campaign).one("form[action$='unchanged/'] input[name=token]").get("value") for _ in "12"]
    for token in (tokens[0], tokens[0]):
        assert act(liaison, row, "unchanged", token=token).status_code == 302
    assert Feedback.objects.filter(is_unchanged=True).count() == 1
    act(liaison, row, "unchanged", token=tokens[1])
    assert Feedback.objects.filter(is_unchanged=True).count() == 2


def test_a_second_click_on_an_act_says_that_it_is_made(liaison, campaign):
    row = an_assignment(campaign)
    for name, said in (("sign", {}), ("submit", {"result": "清单一份"})):
        act(liaison, row, name, **said)
        assert "这一步已经办过了" in act(liaison, row, name, follow=True, **said).content.decode()
    assert Round.objects.count() == 1


def test_what_the_program_says_is_kept_in_one_language_and_read_in_any(client, campaign):
    row = submitted(campaign)
    as_role(client, "supervisor", "督导组")
    client.cookies["django_language"] = "en"
    act(client, row, "accept", reason="")
    assert Assignment.objects.get().last_said == "验收通过"
    assert "验收通过" not in client.get(reverse("tasks", args=[campaign.pk])).content.decode()


def test_the_report_opens_with_what_was_said_last_and_one_click_repeats_it(liaison, campaign):
    row = signed(campaign)
    by = a_standing("liaison", "县住建局")
    assert not page(liaison, campaign).css("form[action$='unchanged/']")
    feedback.report(row, feedback.Report(40, "核对七处", "再核五处", "图纸不全"), by=by)
    shown = page(liaison, campaign)
    assert shown.css("#id_progress")[0].get("value") == "40"
    assert [shown.css(f"#id_{name}")[0].text.strip() for name in ("said", "difficulty", "next_step")] == [
        "核对七处", "图纸不全", "再核五处"
    ]  # fmt: skip
    assert shown.css("form[action$='unchanged/'] button")
    act(liaison, row, "unchanged")
    assert Feedback.objects.first().is_unchanged
    assert page(liaison, campaign).css("#id_said")[0].text.strip() == "核对七处"


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"progress": "101", "said": "甲"}, "progress", "100"),
        ({"progress": "", "said": "甲"}, "progress", "必填"),
        ({"progress": "五", "said": "甲"}, "progress", "整数"),
        ({"progress": "50", "said": "  "}, "said", "写一句本期做成了什么"),
    ],
)
def test_a_report_with_mistakes_comes_back_with_what_was_typed(liaison, campaign, sent, field, message):
    row = signed(campaign)
    answer = act(liaison, row, "report", next_step="再核<五>处", **sent)
    assert answer.status_code == 422
    shown = look(answer)
    assert message in shown.one(".errs").words
    assert shown.css(".errs a")[0].get("href") == f"#id_{field}"
    assert shown.css("#id_next_step")[0].text.strip() == "再核<五>处"
    assert shown.css(f"#id_{field}")[0].get("aria-invalid") == "true"
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("value", ["nan", "1e999", "abc"])
def test_a_quantity_that_is_no_number_is_refused_at_its_field(liaison, campaign, value):
    row, target = signed(campaign), a_task(campaign).targets.all()[0]
    answer = act(liaison, row, "report", progress=5, said="甲", **{f"quantity_{target.pk}": value})
    assert answer.status_code == 422
    assert look(answer).css(f".errs a[href='#id_quantity_{target.pk}']")


def test_submitting_without_a_result_comes_back(liaison, campaign):
    answer = act(liaison, signed(campaign), "submit", result=" ")
    assert answer.status_code == 422
    assert "写明做成了什么" in answer.content.decode()


def test_the_office_verifies_and_sending_back_needs_a_reason(client, campaign):
    row = submitted(campaign)
    office = as_role(client, "supervisor", "督导组")
    shown = page(office, campaign)
    assert [button.text for button in shown.css("#verify button")] == ["验收通过", "退回"]
    answer = act(office, row, "send_back", reason=" ")
    assert answer.status_code == 422
    assert "退回要写明理由" in answer.content.decode()
    assert "已退回" in act(office, row, "send_back", follow=True, reason="缺签字页").content.decode()
    feedback.submit(Assignment.objects.get(), feedback.Submission("补齐"), by=a_standing("liaison", "县住建局"))
    assert "已办结" in act(office, row, "accept", follow=True).content.decode()
    log = page(office, campaign).css("#rounds")[0].words
    for told in ("第2轮", "第1轮", "缺签字页", "补齐", "验收通过", "下发给县住建局"):
        assert told in log
    assert [r.verdict for r in Round.objects.all()] == ["returned", "accepted"]


@pytest.mark.parametrize(
    ("role", "unit", "state", "missing"),
    [
        ("liaison", "县住建局", "issued", {"反馈": "先签收", "提交验收、验收": "还没有签收"}),
        ("liaison", "县住建局", "in_progress", {"验收": "还没有提交验收"}),
        ("liaison", "县住建局", "submitted", {"验收": "不能自己验收"}),
        ("liaison", "县水利局", "in_progress", {"反馈、提交验收": "县住建局"}),
        ("office", "领导小组办公室", "in_progress", {"反馈、提交验收": "县住建局", "验收": "还没有提交验收"}),
        ("leader", "县政府办公室", "submitted", {"验收": "领导小组办公室或督导组验收"}),
    ],
)
def test_a_missing_button_gives_way_to_its_reason(client, campaign, role, unit, state, missing):
    row = an_assignment(campaign)
    Assignment.objects.filter(pk=row.pk).update(state=state)
    shown = page(as_role(client, role, unit), campaign)
    notes = {note.findtext("b"): note.words for note in shown.css("main section .note")}
    for label, reason in missing.items():
        assert any(reason in said for labels, said in notes.items() if label in labels), notes


@pytest.mark.parametrize(
    ("role", "unit", "name"),
    [
        ("liaison", "县水利局", "sign"),
        ("office", "领导小组办公室", "sign"),
        ("liaison", "县住建局", "accept"),
        ("reader", "县住建局", "report"),
    ],
)
def test_an_act_that_is_not_granted_is_refused_with_its_reason(client, campaign, role, unit, name):
    row = an_assignment(campaign)
    Assignment.objects.filter(pk=row.pk).update(state="submitted" if name == "accept" else "issued")
    answer = act(as_role(client, role, unit), row, name, progress=5, said="甲")
    assert answer.status_code == 403
    assert not Feedback.objects.exists()
    assert Assignment.objects.get().state in ("issued", "submitted")


@pytest.mark.parametrize("name", ["sign", "report", "unchanged", "submit", "accept", "send_back"])
def test_another_unit_does_not_find_the_assignment(client, campaign, name):
    a_campaign(Wanted("别的", units=("县信访局",)), title="另一个", issued=True)
    stranger = as_role(client, "liaison", "县信访局")
    assert act(stranger, an_assignment(campaign), name).status_code == 404
    assert client.get(task_url(campaign)).status_code == 404


def test_acts_take_only_posts_and_known_names(liaison, campaign):
    row = an_assignment(campaign)
    assert liaison.get(reverse("assignment_act", args=[campaign.pk, row.pk, "sign"])).status_code == 405
    assert act(liaison, row, "fly").status_code == 404
    assert liaison.post(reverse("assignment_act", args=[campaign.pk + 1, row.pk, "sign"])).status_code == 404


def test_who_clicks_second_is_told_that_it_was_done(liaison, campaign, monkeypatch):
    row = an_assignment(campaign)
    stale = Assignment.objects.select_related("unit", "task", "campaign").get(pk=row.pk)
    act(liaison, row, "sign")
    monkeypatch.setattr("luoshi.campaigns.queries.assignment", lambda *args: stale)
    assert "刚由韩牧之签收（" in act(liaison, row, "sign", follow=True).content.decode()


@pytest.mark.parametrize("typed", ["", "台账齐全"])
def test_a_stale_verdict_is_told_who_decided_how_and_when(client, campaign, typed):
    row = submitted(campaign)
    verify.send_back(row, Verification("缺签字页"), by=a_standing(name="张三"))
    answer = act(as_role(client, "office"), row, "accept", follow=True, reason=typed)
    assert answer.status_code == (409 if typed else 200)
    said = answer.content.decode()
    assert "刚由张三退回（" in said and "现在是“办理中”" in said
    assert typed in said
    assert Assignment.objects.get(pk=row.pk).state == "in_progress"


def test_a_verdict_on_a_round_that_is_over_names_the_new_submission(client, campaign):
    row = submitted(campaign)
    verify.send_back(row, Verification("缺签字页"), by=a_standing(name="张三"))
    feedback.submit(row, feedback.Submission("清单两份"), by=a_standing("liaison", "县住建局", name="李四"))
    answer = act(as_role(client, "office"), row, "accept", follow=True, round=1)
    assert "刚由李四提交验收（" in answer.content.decode()
    assert Assignment.objects.get(pk=row.pk).state == "submitted"


def test_a_verdict_that_comes_days_late_is_not_told_that_it_just_happened(client, campaign, monkeypatch):
    monkeypatch.setattr("luoshi.faces.desk.work.late.JUST", timedelta(0))
    row = submitted(campaign)
    verify.send_back(row, Verification("缺签字页"), by=a_standing(name="张三"))
    assert "已由张三退回（" in act(as_role(client, "office"), row, "accept", follow=True).content.decode()


def test_a_set_shows_each_member_and_opens_one(client):
    a_set("各乡镇", ["甲镇", "乙镇", "丙镇"])
    campaign = a_campaign(Wanted("排查", units=("各乡镇",)), issued=True)
    feedback.sign(an_assignment(campaign, unit="乙镇"), by=a_standing("liaison", "乙镇"))
    office = as_role(client, "office")
    shown = page(office, campaign)
    rows = shown.css("#members tbody tr")
    assert [row.css("a.title")[0].text for row in rows] == ["甲镇", "乙镇", "丙镇"]
    assert facts(shown)["状态"] == "待签收2 办理中1"
    assert not shown.css("#rounds")
    opened = page(office, campaign, f"?a={an_assignment(campaign, unit='乙镇').pk}")
    assert opened.css("#members tr.on")[0].words.startswith("正常乙镇")
    assert facts(opened)["状态"] == "办理中"
    assert page(office, campaign, "?a=999999").css("#members tbody tr")
    own = page(as_role(client, "liaison", "乙镇"), campaign)
    assert not own.css("#members")
    assert own.css("#report form")


def test_an_unissued_task_says_what_is_missing(client):
    campaign = a_campaign(Wanted("甲"), Wanted("乙", units=("某单位",)), Wanted("丙", units=()), unknown=("某单位",))
    office = as_role(client, "office")
    assert page(office, campaign).css("#issue input[name=ids]")[0].get("value") == str(-a_task(campaign).pk)
    assert "还没有认定" in page(office, campaign, number=2).css("#issue")[0].words
    assert "方案没有写谁负责" in page(office, campaign, number=3).css("#issue")[0].words
    reader = page(as_role(client, "reader"), campaign)
    assert "由领导小组办公室下发" in reader.css("#issue")[0].words


def test_several_units_can_each_get_their_own(client):
    campaign = a_campaign(Wanted("甲", units=("县住建局", "县水利局")))
    office, task = as_role(client, "office"), a_task(campaign)
    office.post(reverse("task_leads", args=[campaign.pk, task.pk]), {"value": "1"})
    assert Task.objects.get(pk=task.pk).each_leads
    assert "改由首列单位牵头" in page(office, campaign).css("#issue")[0].words
    assert client.post(reverse("task_leads", args=[campaign.pk, task.pk + 1]), {"value": "1"}).status_code == 404


def test_a_cancelled_task_is_still_readable(client, campaign):
    Task.objects.filter(pk=a_task(campaign).pk).update(cancelled_at="2026-06-01T00:00Z")
    shown = page(as_role(client, "office"), campaign)
    assert "这项任务已取消" in shown.css("main")[0].words
    assert not shown.css(".facts")


def test_what_was_inferred_is_marked(client):
    campaign = a_campaign(Wanted("甲", units=("县住建局", "县水利局"), due=None), issued=True)
    shown = page(as_role(client, "office"), campaign)
    assert "推断：随阶段" in shown.css("#times")[0].words
    assert "方案没有写" not in shown.css("#times")[0].words


def test_a_mover_cannot_verify_what_they_reported(client, campaign):
    mover = a_person("liaison", "县住建局")
    signed_in(client, mover)
    row = an_assignment(campaign)
    act(client, row, "sign")
    act(client, row, "report", progress=5, said="甲")
    act(client, row, "submit", result="清单")
    mover.posts.all().delete()
    a_post(mover, "office", "领导小组办公室")
    assert "提交过" in page(client, campaign).css("main")[0].words
    assert act(client, row, "accept").status_code == 403


def test_the_page_costs_few_queries(liaison, campaign, django_assert_max_num_queries):
    row = submitted(campaign)
    liaison.get(task_url(campaign))
    with django_assert_max_num_queries(12):
        liaison.get(task_url(campaign))
    office = as_role(liaison, "office")
    office.get(f"{task_url(campaign)}?a={row.pk}")
    with django_assert_max_num_queries(12):
        office.get(f"{task_url(campaign)}?a={row.pk}")


def test_an_overdue_task_says_by_how_much(client):
    campaign = a_campaign(Wanted("甲", due=date(2026, 6, 12)), issued=True)
    shown = facts(page(as_role(client, "office"), campaign))
    assert (shown["亮灯"], shown["完成时限"]) == ("逾期", "6月12日 周五逾期3个工作日")
