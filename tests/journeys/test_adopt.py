"""A clerk's way from a plan file to a campaign, in a real browser: by keyboard, on a phone, offline, in both themes."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from build import Quota, Wanted, a_campaign, a_person, a_plan, a_proposal, a_unit
from journeys.barriers import serious_barriers
from luoshi.campaigns.models import Campaign, Proposal
from luoshi.campaigns.revise.propose import propose_changes
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.units import NewUnit, add_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (360, 768, 1440)


@pytest.fixture
def held() -> Proposal:
    """A proposal with something of everything: an unknown unit, a set, targets, a limit on a day off."""
    root = a_unit("云岭县")
    for name in ("县政务服务局", "县住建局", "县城管局"):
        add_unit(NewUnit(name, root.pk, "县直"), by=INSTALLER)
    for name in ("青石镇", "北河乡"):
        add_unit(NewUnit(name, root.pk, "乡镇"), by=INSTALLER)
    goal = (Quota("不少于12场", 12, "场"),)
    wanted = [
        Wanted("召开动员部署会", leaders=("周启明",)),
        Wanted("征集意见建议", units=("县政务局", "县住建局"), targets=goal),
        Wanted("排查老旧小区短板", support=("各乡镇",)),
        *(Wanted(f"办好第{number}件实事") for number in range(4, 24)),
    ]
    return a_proposal(*a_plan(*wanted))


@pytest.fixture
def desk(browser: Browser, live_server) -> Iterator[BrowserContext]:
    """A browser in which somebody of the office is signed in."""
    client = Client()
    client.force_login(a_person("office"))
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def page(desk: BrowserContext) -> Page:
    return desk.new_page()


def draft(held: Proposal):
    held.refresh_from_db()
    return held.draft


def opened(page: Page, held: Proposal, query: str = "") -> Page:
    page.goto(reverse("proposal", args=[held.pk]) + query)
    return page


def select(page: Page, words: str) -> None:
    """Select these words in the plan's text."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector(".doc"), NodeFilter.SHOW_TEXT);
          let node;
          while ((node = walker.nextNode()) && !node.data.includes(words)) ;
          const range = document.createRange();
          range.setStart(node, node.data.indexOf(words));
          range.setEnd(node, node.data.indexOf(words) + words.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )


def test_pointing_at_an_item_lights_up_its_words_and_brings_them_into_view(page, held):
    opened(page, held)
    page.locator("#p-t20 h4").scroll_into_view_if_needed()
    page.hover("#p-t20 h4")
    words = page.locator(".doc [data-t=t20]")
    expect(words).to_have_class("lit")
    expect(words).to_be_in_viewport()


def test_pointing_at_the_words_lights_up_the_item(page, held):
    opened(page, held)
    page.hover(".doc [data-t=t3]")
    expect(page.locator("#p-t3")).to_have_class("of-tasks open lit")
    page.click(".doc [data-t=t2] a.n")
    expect(page.locator("#p-t2")).to_have_class("of-tasks open here")


def test_a_plan_is_worked_through_and_adopted_by_keyboard_alone(page, held):
    opened(page, held)
    for key in ("p-head", "p-t2", "p-t3"):
        page.keyboard.press("j")
        expect(page.locator(f"#{key}")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#p-t2")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#title-t2")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("和诉求")
    page.keyboard.press("Tab")
    expect(page.locator("#saved-t2")).to_contain_text("已存")
    page.locator("#p-t2 button.go").press("Enter")
    expect(page.locator("#p-t2 h4")).to_have_text("征集意见建议和诉求")
    expect(page.locator("#p-t2")).to_be_focused()
    page.locator("#p-t2 form .btn").first.press("Enter")
    expect(page.locator("#p-t2 dd").first).to_contain_text("县政务服务局")
    page.get_by_role("button", name="采纳为活动").press("Enter")
    page.wait_for_url("**/campaigns/*/")
    assert Campaign.objects.get().tasks.get(number=2).title == "征集意见建议和诉求"
    page.get_by_role("button", name="撤销").press("Enter")
    page.wait_for_url(f"**{reverse('proposal', args=[held.pk])}")
    assert not Campaign.objects.exists()


def test_deleting_and_merging_renumber_both_sides_and_the_toast_undoes(page, held):
    opened(page, held)
    page.click("#p-t4 .no")
    page.keyboard.press("d")
    expect(page.locator("#p-t4")).to_have_count(0)
    expect(page.locator("#p-t5 .no")).to_have_text("4")
    expect(page.locator(".doc [data-t=t5] a.n")).to_have_text("4")
    expect(page.locator("#p-t5")).to_be_focused()
    page.click(".toast button")
    expect(page.locator("#p-t5 .no")).to_have_text("5")
    page.keyboard.press("m")
    expect(page.locator(".right ol > li")).to_have_count(22)
    page.click("text=撤销上一步")
    expect(page.locator(".right ol > li")).to_have_count(23)


def test_a_selection_becomes_a_task_and_a_cursor_splits_one(page, held):
    opened(page, held)
    select(page, "办好第9件实事")
    expect(page.locator("#at-selection")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".right ol > li")).to_have_count(24)
    added = next(task for task in draft(held)["tasks"] if task["key"] == "t24")
    assert held.text[added["span"][0] : added["span"][1]] == "办好第9件实事"
    page.click("text=撤销上一步")
    expect(page.locator(".right ol > li")).to_have_count(23)
    select(page, "6月30日前")
    page.keyboard.press("s")
    expect(page.locator(".right ol > li")).to_have_count(24)
    first, second = draft(held)["tasks"][:2]
    assert first["span"][1] == second["span"][0] == held.text.index("6月30日前")


def test_what_was_typed_survives_the_browsers_end(desk, page, held):
    opened(page, held)
    page.click("#p-t1 a.edit")
    page.fill("#title-t1", "召开动员部署会（改到一半")
    page.close(run_before_unload=False)
    again = opened(desk.new_page(), held)
    expect(again.locator("#p-t1 h4")).to_have_text("召开动员部署会（改到一半")
    assert draft(held)["tasks"][0]["title"] == "召开动员部署会（改到一半"


def test_edits_made_offline_are_kept_and_sent_when_the_network_is_back(desk, page, held):
    opened(page, held)
    page.click("#p-t1 a.edit")
    expect(page.locator("#title-t1")).to_be_visible()
    desk.set_offline(True)
    page.fill("#title-t1", "断网时写的")
    page.locator("#title-t1").blur()
    expect(page.locator("#saved-t1")).to_contain_text("网络不通")
    desk.set_offline(False)
    expect(page.locator("#saved-t1")).to_contain_text(re.compile(r"已存 \d"), timeout=10_000)
    assert draft(held)["tasks"][0]["title"] == "断网时写的"


def test_two_windows_on_one_item_show_both_versions(desk, page, held):
    opened(page, held)
    page.click("#p-t1 a.edit")
    expect(page.locator("#title-t1")).to_be_visible()
    other = opened(desk.new_page(), held)
    other.click("#p-t1 a.edit")
    other.fill("#title-t1", "别的窗口写的")
    other.locator("#title-t1").blur()
    expect(other.locator("#saved-t1")).to_contain_text("已存")
    page.fill("#title-t1", "这个窗口写的")
    page.locator("#title-t1").blur()
    expect(page.locator("#p-t1")).to_contain_text("别的窗口写的")
    expect(page.locator("#p-t1")).to_contain_text("这个窗口写的")
    page.click("text=用我填的")
    expect(page.locator("#p-t1 h4")).to_have_text("这个窗口写的")


def addresses(held: Proposal) -> list[str]:
    """Every page of plans, before and after adoption."""
    campaign = a_campaign(Wanted("做好一件实事", units=("县政务局",)), unknown=("县政务局",))
    revision = a_proposal(*a_plan(Wanted("做好一件实事", units=("县城管局",))))
    Proposal.objects.filter(pk=revision.pk).update(revises=campaign)
    propose_changes(revision, campaign)
    return [
        reverse("proposals"),
        reverse("proposal", args=[held.pk]),
        reverse("proposal", args=[campaign.proposal.pk]),
        reverse("proposal_item", args=[held.pk, "tasks", "t2"]),
        reverse("proposal_item", args=[held.pk, "head", "head"]),
        reverse("proposal_units", args=[held.pk]) + "?name=各乡镇",
        reverse("proposal_add", args=[held.pk]),
        reverse("plan_text", args=[campaign.pk]) + "?at=2-9",
        reverse("findings", args=[campaign.pk]),
        reverse("campaign_members", args=[campaign.pk]) + "?name=县政务局",
        reverse("revision", args=[revision.pk]),
        reverse("revision_together", args=[revision.pk]) + "?kind=duty-changed",
    ]


@pytest.mark.parametrize("size", ["", "large"])
def test_no_page_scrolls_sideways(desk, page, held, live_server, size):
    if size:
        desk.add_cookies([{"name": "luoshi_size", "value": size, "url": live_server.url}])
    for url in addresses(held):
        page.goto(url)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_no_page_has_a_serious_barrier_in_either_theme(page, held):
    assert serious_barriers(page, addresses(held)) == {}


def test_the_whole_way_works_without_scripts(browser, desk, live_server, held):
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(desk.cookies())
    page = opened(plain.new_page(), held)
    page.click("#p-t1 a.edit")
    page.fill("#title-t1", "不用脚本改的")
    page.get_by_role("button", name="完成", exact=True).click()
    expect(page.locator("#p-t1 h4")).to_have_text("不用脚本改的")
    page.click("#p-t2 form .btn >> nth=0")
    expect(page.locator("#p-t2 dd").first).to_contain_text("县政务服务局")
    page.click("text=采纳为活动")
    assert Campaign.objects.get().tasks.get(number=1).title == "不用脚本改的"
    plain.close()
