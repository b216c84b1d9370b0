"""The whole way over HTTP: a citizen submits, the office assigns, the unit answers, the citizen judges."""

import re

import pytest
from django.test import Client

from build import a_person, signed_in
from luoshi.journal.verify import verify
from luoshi.opinions.models import Opinion
from opinions.given import HOUSING, WORDS, open_campaign

pytestmark = pytest.mark.django_db


def test_a_word_finds_its_answer() -> None:
    campaign = open_campaign()
    citizen, office, unit = Client(), signed_in(Client(), a_person()), signed_in(Client(), a_person("liaison", HOUSING))
    desk = f"/campaigns/{campaign.pk}/opinions/"
    door = re.search(r"/say/[^/]+/", office.get(f"{desk}settings/").content.decode())
    assert door is not None
    token = re.search(r'name="token" value="([^"]+)"', citizen.get(door[0]).content.decode())
    assert token is not None
    sent = {"text": WORDS, "token": token[1], "phone": "0000-5550100", "step": "send"}
    code = re.search(r'id="code"[^>]*>([^<]+)<', citizen.post(door[0], sent).content.decode())
    assert code is not None
    one = Opinion.objects.get()

    assert WORDS in office.get(desk).content.decode()
    office.post(f"{desk}{one.pk}/accept/", {"unit": HOUSING, "tidied": "楼梯灯坏了", "theme": "老旧小区"})
    assert HOUSING in citizen.post("/follow/", {"code": code[1]}).content.decode()

    page = unit.get(f"{desk}?view=to_answer").content.decode()
    assert WORDS in page and "5550100" not in page
    unit.post(f"{desk}{one.pk}/answer/", {"text": "灯已修好，物业每周巡查。"})
    assert "灯已修好，物业每周巡查。" in citizen.post("/follow/", {"code": code[1]}).content.decode()

    citizen.post("/follow/unsolved/", {"code": code[1], "text": "四楼还是黑的。"})
    assert "四楼还是黑的。" in office.get(desk).content.decode()
    one.refresh_from_db()
    assert (one.state, one.verdict) == ("screened", "open")
    assert list(verify()) == []
