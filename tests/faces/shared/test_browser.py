"""The gallery in a real browser: accessible in both themes, narrow, by keyboard, without scripts, on paper."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import include, path
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from luoshi.faces.shared import gallery

urlpatterns = [
    path("", include("luoshi.faces.shared.urls")),
    path("design/", gallery.show),
    path("design/<slug:page>/", gallery.show),
]
pytestmark = [pytest.mark.browser, pytest.mark.urls(__name__)]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1440, "height": 1000}
PHONE = {"width": 360, "height": 800}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser, live_server):
    """Opens an address under the options of a browser context and collects what the console complained about."""
    contexts: list[BrowserContext] = []

    def open_page(address: str = "/design/", cookies: dict[str, str] | None = None, **options: object) -> Page:
        context = browser.new_context(locale="zh-CN", **options)
        contexts.append(context)
        context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in (cookies or {}).items()])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/design/", "/design/?errors", "/design/404/"])
def test_nothing_bars_a_reader_in_either_theme(visit, address, theme):
    page = visit(address, viewport=WIDE, color_scheme=theme, bypass_csp=True)
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == []


@pytest.mark.parametrize("size", ["", "large"])
@pytest.mark.parametrize("width", [360, 390, 768, 1024, 1440])
def test_a_page_never_scrolls_sideways(visit, width, size):
    page = visit(viewport={"width": width, "height": 800}, cookies={"luoshi_size": size} if size else None)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_content_policy_has_nothing_to_refuse(visit):
    page = visit(viewport=WIDE)
    page.get_by_label("选中第1项").check()
    assert page.complaints == []


def test_touch_targets_are_large_enough(visit):
    page = visit(viewport=PHONE, has_touch=True, is_mobile=True)
    low = """[...document.querySelectorAll(".btn, select, .menu > summary, .index-m > summary, .views a, .mark")]
        .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 43.9).map((e) => e.outerHTML)"""
    assert page.evaluate(low) == []


def test_a_slash_goes_to_the_search_box_but_not_while_typing(visit):
    page = visit(viewport=WIDE)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="搜索任务、问题、单位、人")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_shortcuts_rest_when_the_reader_switched_them_off(visit):
    page = visit(viewport=WIDE, cookies={"luoshi_keys": "off"})
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="搜索任务、问题、单位、人")).not_to_be_focused()


def test_selecting_rows_says_how_many_and_escape_lets_go(visit):
    page = visit(viewport=WIDE)
    bar = page.get_by_role("group", name="批量操作")
    expect(bar).to_contain_text("已选 1 项")
    page.get_by_label("选中第7项").click()
    page.get_by_label("选中第5项").click(modifiers=["Shift"])
    expect(bar).to_contain_text("已选 4 项")
    page.get_by_label("选中本屏").check()
    expect(bar).to_contain_text("已选 7 项")
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_the_list_of_shortcuts_opens_and_closes_by_keyboard(visit):
    page = visit(viewport=WIDE)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘操作")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_the_skip_link_is_the_first_stop_and_leads_to_the_page(visit):
    page = visit(viewport=WIDE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_goes_to_the_summary_of_a_refused_form(visit):
    page = visit("/design/?errors", viewport=WIDE)
    expect(page.locator(".errs")).to_be_focused()


def test_a_toast_leaves_after_ten_seconds(visit):
    page = visit("/design/404/", viewport=WIDE)
    page.clock.install()
    page.goto(page.url.replace("404/", ""))
    toast = page.get_by_text("已改3项任务的期限")
    expect(toast).to_be_visible()
    page.clock.run_for(9000)
    expect(toast).to_be_visible()
    page.clock.run_for(2000)
    expect(toast).to_be_hidden()


def test_language_theme_and_navigation_work_without_scripts(visit):
    page = visit(viewport=PHONE, java_script_enabled=False)
    page.get_by_text("目录：构件一览").click()
    expect(page.get_by_role("link", name="挂图作战")).to_be_visible()
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="深色").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_paper_carries_the_work_and_not_the_workbench(visit):
    page = visit(viewport=WIDE, color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.get_by_role("group", name="批量操作")).to_be_hidden()
    expect(page.get_by_text("集中学习不少于20学时").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
