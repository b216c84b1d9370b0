"""A program with a key of somebody's, and what it is told."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from build import Wanted, a_campaign, a_person, an_assignment
from luoshi.campaigns.models import Assignment
from luoshi.orgs.models import Person
from luoshi.platform.keys.keep import make

ALL = ("read", "work", "plan", "organize")


class Program:
    """A program with a key of somebody's."""

    def __init__(self, person: Person, scopes: tuple[str, ...] = ALL) -> None:
        self.row, self.token = make(person.pk, "试", scopes)
        self.client = Client()

    def get(self, path: str) -> HttpResponse:
        return self.client.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def post(self, path: str, body: object = None, token: str = "") -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.token}"} | ({"Idempotency-Key": token} if token else {})
        return self.client.post(path, json.dumps(body), "application/json", headers=headers)


def told(response: HttpResponse) -> Any:
    assert response.status_code == 200, response.content.decode()
    return json.loads(response.content)


def a_liaison_with_work() -> tuple[Program, Assignment]:
    campaign = a_campaign(Wanted("排查隐患", units=("县住建局",)), Wanted("整治窗口", units=("县财政局",)), issued=True)
    return Program(a_person("liaison", "县住建局")), an_assignment(campaign)


def faults(response: HttpResponse) -> list[str]:
    """The fields that a refused request is told about."""
    assert response.status_code == 422, response.content.decode()
    return [each["field"] for each in json.loads(response.content)["errors"]]
