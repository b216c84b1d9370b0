"""The public's pages: two screens and a receipt, following by the code, and nothing of who came."""

import re
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from build import a_standing, a_unit
from luoshi.opinions.intake import limit, work
from luoshi.opinions.intake.settle import IntakeSettings, intake_of, settle_intake
from luoshi.opinions.models import Identity, Opinion
from luoshi.opinions.triage.answer import answer
from luoshi.opinions.triage.ask import ask_back
from luoshi.opinions.triage.decide import Decision, accept
from opinions.given import WORDS, a_receipt, entered, open_campaign

pytestmark = pytest.mark.django_db
MARKS = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "marked-agent-4711", "HTTP_X_FORWARDED_FOR": "203.0.113.78"}


def door(campaign: object) -> str:
    return f"/say/{intake_of(campaign).door}/"  # type: ignore[arg-type]


def code_in(page: bytes) -> str:
    found = re.search(r'id="code"[^>]*>([^<]+)<', page.decode())
    assert found is not None
    return found[1]


def token_in(page: bytes) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page.decode())
    assert found is not None
    return found[1]


def test_two_screens_lead_to_a_receipt_and_the_code_to_where_it_stands(client: Client) -> None:
    address = door(open_campaign())
    first = client.get(address)
    token = token_in(first.content)
    second = client.post(address, {"text": WORDS, "place": "南坪街道", "token": token, "step": "check"})
    assert (second.status_code, token_in(second.content)) == (200, token)
    assert not Opinion.objects.exists()
    receipt = client.post(address, {"text": WORDS, "place": "南坪街道", "token": token, "step": "send"})
    assert "<svg" in receipt.content.decode()
    code = code_in(receipt.content)
    assert len(code.replace(" ", "")) == 12
    seen = client.post("/follow/", {"code": code.lower()})
    assert WORDS in seen.content.decode()


def test_a_double_click_is_one_opinion_with_one_receipt(client: Client) -> None:
    address = door(open_campaign())
    token = token_in(client.get(address).content)
    codes = {code_in(client.post(address, {"text": WORDS, "token": token, "step": "send"}).content) for _two in "ab"}
    assert (len(codes), Opinion.objects.count()) == (1, 1)


def test_what_was_typed_is_there_again_on_the_way_back(client: Client) -> None:
    page = client.post(door(open_campaign()), {"text": WORDS, "place": "南坪街道", "token": "t", "step": "edit"})
    assert page.status_code == 200
    assert WORDS in page.content.decode() and "南坪街道" in page.content.decode()


def test_an_empty_form_says_what_to_do_beside_the_field(client: Client) -> None:
    page = client.post(door(open_campaign()), {"text": " ", "place": "南坪街道", "step": "check"})
    assert page.status_code == 422
    assert "写上您想说什么" in page.content.decode() and "南坪街道" in page.content.decode()


def test_a_machine_that_fills_every_field_is_refused(client: Client) -> None:
    sent = {"text": WORDS, "website": "http://x.example", "step": "send", "token": "t"}
    assert client.post(door(open_campaign()), sent).status_code == 422
    assert not Opinion.objects.exists()


def test_too_many_from_one_place_are_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit, "SUBMISSIONS", 1)
    address = door(open_campaign())
    answers = [client.post(address, {"text": WORDS, "token": f"t{n}", "step": "send"}).status_code for n in range(2)]
    assert answers == [200, 429]


def test_who_worked_for_it_may_send_more_than_who_did_not(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limit, "SUBMISSIONS", 1)
    monkeypatch.setattr(work, "BITS", 4)
    address, answers = door(open_campaign()), []
    for n in range(3):
        page = client.post(address, {"text": WORDS, "token": f"t{n}", "step": "check"}).content.decode()
        challenge = re.search(r'data-challenge="([^"]+)" data-bits="4"', page)
        assert challenge is not None
        proof = next(one for one in (f"{challenge[1]} {i}" for i in count()) if work.is_solved(one))
        answers.append(client.post(address, {"text": WORDS, "token": f"t{n}", "work": proof, "step": "send"}))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    plain = [client.post(address, {"text": WORDS, "token": f"p{n}", "step": "send"}).status_code for n in range(2)]
    assert plain == [200, 429]


def test_a_shut_page_says_so_and_an_unknown_one_is_not_found(client: Client) -> None:
    campaign = open_campaign()
    assert campaign.title in client.get("/say/").content.decode()
    settle_intake(campaign, IntakeSettings(is_public=False), by=a_standing())
    assert client.get(door(campaign)).status_code == 410
    assert client.get("/say/nobody/").status_code == 404
    assert campaign.title not in client.get("/say/").content.decode()


def test_a_form_for_handwriting_can_be_printed(client: Client) -> None:
    page = client.get(f"{door(open_campaign())}paper/")
    assert page.status_code == 200 and "<svg" in page.content.decode()


def test_small_public_counts_are_withheld(client: Client) -> None:
    campaign = open_campaign()
    entered(campaign, ["停车难。"] * 7)
    a_receipt(campaign)
    counts = f"{door(campaign)}counts/"
    assert counts in client.get(door(campaign)).content.decode()
    page = client.get(counts).content.decode()
    assert '<td class="num">7</td>' in page
    assert '<td class="num">1</td>' not in page and "少于5" in page


def test_counts_are_empty_at_first_and_shut_with_the_page(client: Client) -> None:
    campaign = open_campaign()
    assert "还没有收到意见" in client.get(f"{door(campaign)}counts/").content.decode()
    entered(campaign, ["停车难。"] * 7)
    settle_intake(campaign, IntakeSettings(is_public=False), by=a_standing())
    assert client.get(f"{door(campaign)}counts/").status_code == 410


def test_a_wrong_code_shows_nothing(client: Client) -> None:
    a_receipt(open_campaign())
    page = client.post("/follow/", {"code": "AAAA CCCC DDDD"})
    assert page.status_code == 422 and WORDS not in page.content.decode()
    assert client.post("/follow/erase/", {"code": "AAAA", "yes": "1"}).status_code == 404
    assert client.post("/follow/nothing/", {"code": "AAAA"}).status_code == 404


def test_from_the_first_word_to_solved_over_the_pages(client: Client) -> None:
    receipt = a_receipt(open_campaign())
    code, opinion, office = receipt.code, receipt.opinion, a_standing()
    ask_back(opinion, "是哪一栋？", by=office)
    assert "是哪一栋？" in client.post("/follow/", {"code": code}).content.decode()
    assert client.post("/follow/supplement/", {"code": code, "text": " "}).status_code == 422
    assert client.post("/follow/supplement/", {"code": code, "text": "3栋。"}).status_code == 200
    assert client.post("/follow/correct/", {"code": code, "text": "是4栋。"}).status_code == 200
    opinion.refresh_from_db()
    accept(opinion, Decision(unit_id=a_unit("县住建局").pk), by=office)
    answer(opinion, "灯已修好。", by=office)
    assert "灯已修好。" in client.post("/follow/", {"code": code}).content.decode()
    assert client.post("/follow/unsolved/", {"code": code, "text": "还是黑的。"}).status_code == 200
    again = client.post("/follow/solved/", {"code": code})
    assert again.status_code == 200 and "情况有变" in again.content.decode()


def test_withdrawing_and_erasing_want_to_be_confirmed(client: Client) -> None:
    receipt = a_receipt(open_campaign(), phone="0000-5550100")
    assert client.post("/follow/withdraw/", {"code": receipt.code}).status_code == 422
    assert Identity.objects.exists()
    client.post("/follow/withdraw/", {"code": receipt.code, "yes": "1"})
    assert not Identity.objects.exists()
    page = client.post("/follow/erase/", {"code": receipt.code, "yes": "1"})
    assert WORDS not in page.content.decode()


def test_a_thousand_anonymous_opinions_leave_no_mark_of_who_sent_them(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(limit, "SUBMISSIONS", 10**6)
    caplog.set_level("DEBUG")
    client = Client(**MARKS)  # type: ignore[arg-type]
    address = door(open_campaign())
    token = token_in(client.get(address).content)
    codes = []
    for n in range(1000):
        page = client.post(address, {"text": f"第{n}件事。", "token": f"{token}{n}", "step": "send"})
        codes.append(code_in(page.content).replace(" ", ""))
    assert Opinion.objects.count() == 1000
    client.post("/follow/", {"code": codes[0]})
    marks = (*MARKS.values(), codes[0], codes[999])
    held = {model: repr(list(model._default_manager.values())) for model in apps.get_models()}
    assert [str(model) for model, rows in held.items() if any(mark in rows for mark in marks)] == []
    out, err = capfd.readouterr()
    assert not any(mark in text for mark in marks for text in (out, err, caplog.text))
    files = [path for path in Path(settings.DATA).rglob("*") if path.suffix in (".log", ".txt", ".json")]
    assert not any(mark.encode() in path.read_bytes() for path in files for mark in marks)
