"""Webhooks are kept by programs too: subscribed, changed, looked after and ended with a key that organizes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from build import Wanted, a_campaign, a_person
from faces.api.program import Program, faults, told
from luoshi.journal.models import Entry
from luoshi.journal.webhooks.models import Delivery, Webhook
from luoshi.platform.keys.models import Answer

pytestmark = pytest.mark.django_db
AT = "/api/v1/webhooks"
SECRET = "s" * 40
NEW: dict[str, object] = {
    "name": "数据平台",
    "url": "https://hooks.example.org/in",
    "secret": SECRET,
    "acts": ["task."],
}


@pytest.fixture
def program() -> Program:
    return Program(a_person("admin_system"))


def send(program: Program, method: str, path: str, body: object = None) -> HttpResponse:
    headers = {"Authorization": f"Bearer {program.token}"}
    ask: Callable[..., HttpResponse] = getattr(program.client, method)
    return ask(path, json.dumps(body), "application/json", headers=headers)


def a_webhook(program: Program, **more: object) -> dict[str, Any]:
    shown: dict[str, Any] = told(program.post(AT, NEW | more))
    return shown


def test_a_program_subscribes_and_is_never_told_the_secret(program: Program) -> None:
    campaign = a_campaign(Wanted("排查隐患"))
    made = a_webhook(program, campaign=campaign.pk)
    assert (made["campaign"], made["acts"], made["state"]) == (campaign.pk, ["task."], "going")
    assert Webhook.objects.get().chain == campaign.chain
    answers = [program.get(AT), program.get(f"{AT}/{made['id']}")]
    assert all(answer.status_code == 200 and SECRET not in answer.content.decode() for answer in answers)


def test_an_answer_that_is_kept_for_a_repeated_request_holds_no_secret(program: Program) -> None:
    first = program.post(AT, NEW, token="t")
    assert program.post(AT, NEW, token="t").content == first.content
    assert Webhook.objects.count() == 1
    assert SECRET.encode() not in bytes(Answer.objects.get().body)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("url", "http://hooks.example.org/"), ("url", "https://192.168.1.1/"), ("secret", "short"),
     ("acts", ["办理"]), ("campaign", 99)],
)  # fmt: skip
def test_what_does_not_fit_is_told_at_its_field(program: Program, field: str, value: object) -> None:
    assert faults(program.post(AT, NEW | {field: value})) == [field]


def test_a_patch_changes_what_it_names_pauses_and_goes_on(program: Program) -> None:
    made = a_webhook(program)
    path = f"{AT}/{made['id']}"
    assert told(send(program, "patch", path, {"name": "新平台"})) == made | {"name": "新平台"}
    assert told(send(program, "patch", path, {"paused": True}))["state"] == "paused"
    assert told(send(program, "patch", path, {"paused": False, "acts": []})) == made | {"name": "新平台", "acts": []}
    assert faults(send(program, "patch", path, {"url": "https://localhost:x/"})) == ["url"]


def test_deliveries_are_listed_and_one_is_sent_again(program: Program) -> None:
    path = f"{AT}/{a_webhook(program)['id']}"
    entries = Entry.objects.order_by("-pk")[:3]
    rows = [Delivery.objects.create(webhook_id=Webhook.objects.get().pk, entry=each) for each in entries]
    page = told(program.get(f"{path}/deliveries?size=2"))
    assert [each["id"] for each in page["items"]] == [rows[2].pk, rows[1].pk]
    rest = told(program.get(f"{path}/deliveries?size=2&after={page['next']}"))
    assert ([each["id"] for each in rest["items"]], rest["next"]) == ([rows[0].pk], "")
    Delivery.objects.filter(pk=rows[0].pk).update(sent_at=entries[0].at)
    told(program.post(f"{path}/deliveries/{rows[0].pk}/send_again"))
    assert Delivery.objects.get(again_at__isnull=False) == rows[0]
    assert program.post(f"{path}/deliveries/{rows[2].pk + 1}/send_again").status_code == 404


def test_a_stopped_webhook_passes_over_and_another_secret_signs(program: Program) -> None:
    made = a_webhook(program)
    path = f"{AT}/{made['id']}"
    Delivery.objects.create(webhook_id=made["id"], entry=Entry.objects.order_by("-pk")[0], attempts=7)
    Webhook.objects.update(stopped_at=made["made_at"])
    assert told(program.get(path))["state"] == "stopped"
    assert told(program.post(f"{path}/pass_over"))["state"] == "going"
    assert told(program.post(f"{path}/rotate", {"secret": "n" * 40}))["both_until"] is not None


def test_a_webhook_that_is_deleted_is_gone(program: Program) -> None:
    path = f"{AT}/{a_webhook(program)['id']}"
    assert told(send(program, "delete", path)) == {"id": int(path.rpartition("/")[2])}
    assert (program.get(path).status_code, send(program, "delete", path).status_code) == (404, 404)


def test_webhooks_are_for_administrators_with_a_key_that_organizes(program: Program) -> None:
    made = a_webhook(program)
    reading = Program(a_person("admin_system"), ("read", "work", "plan"))
    office = Program(a_person("office"))
    for stranger in (reading, office):
        asked = [stranger.get(AT), stranger.get(f"{AT}/{made['id']}"), stranger.get(f"{AT}/{made['id']}/deliveries")]
        done = [stranger.post(AT, NEW), send(stranger, "delete", f"{AT}/{made['id']}")]
        assert {answer.status_code for answer in asked + done} == {403}
