"""The second screen in a real browser: it works for the sending while its reader checks what was written."""

import re

import pytest
from playwright.sync_api import sync_playwright

from luoshi.opinions.intake import work
from luoshi.opinions.intake.settle import intake_of
from opinions.given import WORDS, open_campaign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def test_the_browser_finds_what_the_server_takes(live_server: object) -> None:
    door = intake_of(open_campaign()).door
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{live_server.url}/say/{door}/")  # type: ignore[attr-defined]
        page.fill("textarea[name=text]", WORDS)
        page.click("main form button")
        page.wait_for_function("document.querySelector('input[name=work]')?.value")
        proof = page.input_value("input[name=work]")
        browser.close()
    assert re.fullmatch(r"\S+ \d+", proof) and work.is_solved(proof)
