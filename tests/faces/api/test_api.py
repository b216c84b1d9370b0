"""Programs act by a key within its person's rights, under the same acts and refusals as on the pages."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from build import Quota, Wanted, a_campaign, a_person, an_assignment
from faces.api.program import Program, a_liaison_with_work, faults, told
from luoshi.campaigns.models import Assignment, Campaign, Feedback
from luoshi.journal.models import Entry
from luoshi.orgs.models import Person, Unit
from luoshi.platform.keys.keep import revoke
from luoshi.platform.keys.models import ApiKey

pytestmark = pytest.mark.django_db


def test_without_a_key_in_force_nothing_is_told(client: Client) -> None:
    program, held = a_liaison_with_work()
    assert client.get(f"/api/v1/assignments/{held.pk}").status_code == 401
    assert program.get(f"/api/v1/assignments/{held.pk}").status_code == 200
    revoke(program.row.pk)
    assert program.get(f"/api/v1/assignments/{held.pk}").status_code == 401


def test_a_key_ends_with_its_day_and_with_its_person() -> None:
    old, _ = a_liaison_with_work()
    ApiKey.objects.filter(pk=old.row.pk).update(good_until=timezone.now() - timedelta(seconds=1))
    assert old.get("/api/v1/units").status_code == 401
    person = a_person("liaison", "县住建局")
    program = Program(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert program.get("/api/v1/units").status_code == 401


def test_only_a_digest_of_the_key_is_kept() -> None:
    program, _ = a_liaison_with_work()
    row = ApiKey.objects.values().get(pk=program.row.pk)
    assert program.token not in repr(row)


def test_a_key_does_nothing_beyond_its_scopes() -> None:
    _, held = a_liaison_with_work()
    reader = Program(a_person("liaison", "县住建局"), ("read",))
    refused = reader.post(f"/api/v1/assignments/{held.pk}/sign")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert Assignment.objects.get(pk=held.pk).state == "issued"


def test_work_done_by_a_program_is_the_persons_work() -> None:
    program, held = a_liaison_with_work()
    assert told(program.post(f"/api/v1/assignments/{held.pk}/sign"))["state"] == "in_progress"
    seen = told(program.post(f"/api/v1/assignments/{held.pk}/report", {"progress": 40, "said": "已排查四处"}))
    assert (seen["progress"], seen["feedback"][0]["said"]) == (40, "已排查四处")
    assert told(program.post(f"/api/v1/assignments/{held.pk}/submit", {"result": "全部排查"}))["state"] == "submitted"
    office = Program(a_person("office"))
    assert told(office.post(f"/api/v1/assignments/{held.pk}/accept", {"reason": "属实"}))["state"] == "done"
    acts = list(Entry.objects.filter(chain__name=held.chain).order_by("seq").values_list("act", flat=True))
    assert acts[-4:] == ["assignment.sign", "assignment.report", "assignment.submit", "assignment.accept"]


def test_nobody_accepts_their_own_work_by_a_program_either() -> None:
    program, held = a_liaison_with_work()
    program.post(f"/api/v1/assignments/{held.pk}/sign")
    program.post(f"/api/v1/assignments/{held.pk}/submit", {"result": "全部排查"})
    refused = program.post(f"/api/v1/assignments/{held.pk}/accept", {})
    assert refused.status_code == 403
    assert (
        json.loads(refused.content)["detail"]
        == told(program.get(f"/api/v1/assignments/{held.pk}"))["moves"]["accept"]
        != ""
    )


def test_another_units_work_is_not_found() -> None:
    program, _ = a_liaison_with_work()
    other = Assignment.objects.exclude(unit__name="县住建局").get()
    for answer in (
        program.get(f"/api/v1/assignments/{other.pk}"),
        program.get(f"/api/v1/tasks/{other.task_id}"),
        program.post(f"/api/v1/assignments/{other.pk}/sign"),
    ):
        assert answer.status_code == 404
    listed = told(program.get(f"/api/v1/assignments?campaign={other.campaign_id}"))["items"]
    assert [item["unit"] for item in listed] == ["县住建局"]


def test_the_same_request_sent_again_is_answered_and_not_done_again() -> None:
    program, held = a_liaison_with_work()
    program.post(f"/api/v1/assignments/{held.pk}/sign")
    said = {"progress": 40, "said": "已排查四处"}
    first = program.post(f"/api/v1/assignments/{held.pk}/report", said, token="一号".encode().hex())
    again = program.post(f"/api/v1/assignments/{held.pk}/report", said, token="一号".encode().hex())
    assert first.content == again.content
    assert Feedback.objects.count() == 1
    other = program.post(f"/api/v1/assignments/{held.pk}/report", {**said, "progress": 50}, token="一号".encode().hex())
    assert other.status_code == 422


def test_a_refused_request_leaves_its_token_free() -> None:
    program, held = a_liaison_with_work()
    said = {"progress": 40, "said": "已排查四处"}
    assert program.post(f"/api/v1/assignments/{held.pk}/report", said, token="t").status_code == 403
    program.post(f"/api/v1/assignments/{held.pk}/sign")
    assert program.post(f"/api/v1/assignments/{held.pk}/report", said, token="t").status_code == 200


def test_an_empty_field_is_named() -> None:
    program, held = a_liaison_with_work()
    program.post(f"/api/v1/assignments/{held.pk}/sign")
    answer = program.post(f"/api/v1/assignments/{held.pk}/report", {"progress": 40, "said": " "})
    assert answer.status_code == 422
    assert json.loads(answer.content)["errors"][0]["field"] == "said"
    assert program.post(f"/api/v1/assignments/{held.pk}/report", {"said": "x"}).status_code == 422


def test_lists_are_read_to_the_end_by_their_next() -> None:
    wanted = [Wanted(f"任务{number}", units=("县住建局",)) for number in range(7)]
    campaign = a_campaign(*wanted, issued=True)
    program, seen, after = Program(a_person("reader"), ("read",)), [], ""
    while True:
        page = told(program.get(f"/api/v1/tasks?campaign={campaign.pk}&size=3&after={after}"))
        seen += [item["title"] for item in page["items"]]
        if not (after := page["next"]):
            break
    assert seen == [one.title for one in wanted]


def test_a_program_issues_adds_units_and_people_and_reads_the_journal() -> None:
    campaign = a_campaign(Wanted("排查隐患"), issued=False)
    office = Program(a_person("admin_system"))
    assert len(told(office.post("/api/v1/tasks/issue", {"campaign": campaign.pk}))["ready"]) == 1
    unit = told(office.post("/api/v1/units", {"name": "县水利局"}))["id"]
    assert Unit.objects.get(pk=unit).name == "县水利局"
    assert office.post("/api/v1/units", {"name": "县水利局"}).status_code == 409
    person = told(office.post("/api/v1/people", {"name": "乙", "unit_id": unit, "role": "liaison"}))["id"]
    assert person in [row["id"] for row in told(office.get("/api/v1/people?size=500"))["items"]]
    lines = told(office.get(f"/api/v1/entries?campaign={campaign.pk}"))["items"]
    assert "assignment.issue" in [line["act"] for line in lines]


def test_a_plan_file_becomes_a_campaign_once() -> None:
    office = Program(a_person("office"))
    text = "关于开展河道清洁行动的方案\n一、工作任务\n（一）清理河面。6月底前清理一次。\n（责任单位：水利站）\n"
    for _ in range(2):
        file = SimpleUploadedFile("方案.txt", text.encode())
        headers = {"Authorization": f"Bearer {office.token}"}
        answer = office.client.post("/api/v1/campaigns", {"file": file, "accept": "true"}, headers=headers)
        made = told(answer)
        assert made["tasks"] == 1
        assert Campaign.objects.get().pk == made["campaign"]


def test_too_many_requests_at_once_are_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luoshi.faces.api.v1.keyed.BURST", 3.0)
    monkeypatch.setattr("luoshi.faces.api.v1.keyed.RATE", 0.0)
    program, _ = a_liaison_with_work()
    assert [program.get("/api/v1/units").status_code for _ in range(5)] == [200, 200, 200, 429, 429]


def test_every_operation_asks_for_a_key(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) >= 15
    asked = [(re.sub(r"\{\w+\}", "1", path), method.upper()) for path, held in paths.items() for method in held]
    assert {client.generic(method, path).status_code for path, method in asked} == {401}


def test_an_address_that_does_not_exist_is_a_problem_too(client: Client) -> None:
    for answer in (client.get("/api/v1/"), client.get("/api/v1/nothing/here"), client.delete("/api/v1/units")):
        assert answer["Content-Type"] == "application/problem+json"
    assert client.delete("/api/v1/units").status_code == 405


def test_targets_are_read_as_of_any_day() -> None:
    wanted = Wanted("走访企业", units=("县住建局",), targets=(Quota("走访企业不少于10家", 10, "家"),))
    campaign = a_campaign(wanted, issued=True)
    program, held = Program(a_person("liaison", "县住建局")), an_assignment(campaign)
    program.post(f"/api/v1/assignments/{held.pk}/sign")
    target = told(program.get(f"/api/v1/targets?campaign={campaign.pk}"))["items"][0]
    said = {"progress": 40, "said": "走访四家", "quantities": [{"target_id": target["target_id"], "amount": 4}]}
    program.post(f"/api/v1/assignments/{held.pk}/report", said)
    today = told(program.get(f"/api/v1/targets?campaign={campaign.pk}"))["items"][0]["amount"]
    before = told(program.get(f"/api/v1/targets?campaign={campaign.pk}&as_of=2020-01-01"))["items"][0]["amount"]
    assert (today, before) == (4, 0)


def test_work_that_is_not_good_enough_is_sent_back_with_a_reason_and_campaigns_are_told() -> None:
    program, held = a_liaison_with_work()
    program.post(f"/api/v1/assignments/{held.pk}/sign")
    program.post(f"/api/v1/assignments/{held.pk}/submit", {"result": "全部排查"})
    office = Program(a_person("office"))
    assert office.post(f"/api/v1/assignments/{held.pk}/send_back", {}).status_code == 422
    assert told(office.post(f"/api/v1/assignments/{held.pk}/send_back", {"reason": "缺两处"}))["state"] == "in_progress"
    listed = told(office.get("/api/v1/campaigns"))["items"]
    assert [row["id"] for row in listed] == [held.campaign_id]
    assert told(office.get(f"/api/v1/campaigns/{held.campaign_id}"))["states"]["in_progress"] == 1
    assert told(office.get(f"/api/v1/tasks/{held.task_id}"))["title"] == "排查隐患"


def test_a_units_place_in_the_order_is_a_number_that_can_be_kept() -> None:
    organizer = Program(a_person("admin_system"))
    assert faults(organizer.post("/api/v1/units", {"name": "县水利局", "order": 2**31})) == ["order"]
    unit = told(organizer.post("/api/v1/units", {"name": "县水利局"}))["id"]
    change = {"name": "县水利局", "parent_id": None, "level": "", "aliases": [], "order": -1}
    assert faults(organizer.post(f"/api/v1/units/{unit}/change", change)) == ["order"]


def test_what_went_out_is_told_by_name() -> None:
    campaign = a_campaign(Wanted("排查隐患", units=("县住建局",), support=("县财政局",)), issued=False)
    said = told(Program(a_person("office")).post("/api/v1/tasks/issue", {"campaign": campaign.pk}))["ready"]
    units = {name: Unit.objects.get(name=name).pk for name in ("县住建局", "县财政局")}
    assert said == [
        {"task": campaign.tasks.get().pk, "leads": [units["县住建局"]], "joint": [units["县财政局"]]},
    ]


def test_an_id_that_no_database_can_hold_is_a_fault_of_the_request() -> None:
    _program, held = a_liaison_with_work()
    office, wanted = Program(a_person("office")), {"assignment_ids": [2**70], "level": "liaison", "text": "请报送"}
    for path in ("urging", "urging/preview"):
        assert office.post(f"/api/v1/{path}?campaign={held.campaign_id}", wanted).status_code == 422
