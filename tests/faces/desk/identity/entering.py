"""People with passwords and apps, and the ways in, for the tests of this folder."""

import base64
import re
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.http import HttpResponse
from django.test import Client

from build import a_person
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Factor, Person
from luoshi.orgs.passwords import Choice, choose
from luoshi.orgs.people import open_link

NAME, PASS = "0417", "Quiet-River7 crosses"


def somebody(role: str = "liaison", name: str = NAME, unit: str = "县水利局") -> Person:
    """Somebody who signs in by that name and `PASS`."""
    person = a_person(role, unit, "林若川")
    choose(person, Choice(name, PASS))
    return person


def tried(client: Client, name: str = NAME, password: str = PASS, **fields: str) -> HttpResponse:
    """What the sign-in page answers to these."""
    return client.post("/signin/", {"name": name, "password": password} | fields)


def invited(client: Client, person: Person) -> HttpResponse:
    """What a fresh link answers to its button."""
    return client.post(f"/signin/{open_link(person.pk, by=INSTALLER)}/")


def code_of(page: HttpResponse, steps: int = 0) -> str:
    """What an app shows that took the secret of this page."""
    letters = re.search(r'class="letters">([A-Z2-7 ]+)<', page.content.decode())
    assert letters is not None
    return code_for(letters[1].replace(" ", ""), steps)


def code_for(secret: str, steps: int = 0) -> str:
    """What an app with that secret shows now, or so many half minutes later."""
    return TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(time.time() + 30 * steps).decode()  # noqa: S303


def forget_steps() -> None:
    """Let half a minute pass for every app, so that the code of now can be shown again."""
    Factor.objects.update(last_step=0)


def is_in(client: Client) -> bool:
    """Whether the client is signed in."""
    return client.get("/account/").status_code == 200
