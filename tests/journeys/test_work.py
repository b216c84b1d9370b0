"""A campaign at work in a real browser: a liaison on a phone, a clerk by keyboard, a supervisor, in both themes."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect

from build import Quota, Wanted, a_campaign, a_person, a_set, a_standing, a_task, a_unit, an_assignment
from journeys.barriers import serious_barriers
from luoshi.campaigns import feedback
from luoshi.campaigns.models import Assignment, Campaign, Feedback

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
SignIn = Callable[..., BrowserContext]


@pytest.fixture
def campaign() -> Campaign:
    """Something of everything: late, waiting, a set, targets, a task without a unit, a name to settle."""
    a_set("各乡镇", ["青石镇", "北河乡", "松口镇"])
    goals = (Quota("不少于12场", 12, "场"), Quota("每人不少于5户", 5, "户", per="每人"))
    campaign = a_campaign(
        Wanted("征集意见建议，召开座谈会", leaders=("周启明",), support=("县水利局",), targets=goals),
        Wanted("排查老旧小区短板", due=date(2026, 6, 10)),
        Wanted("制定具体实施办法", units=("各乡镇",)),
        Wanted("形成总结报告", units=()),
        Wanted("组织观摩", units=("县文旅部门",), stage=2),
        *(Wanted(f"办好第{number}件实事", stage=2) for number in range(6, 34)),
        unknown=("县文旅部门",),
        issued=True,
    )
    by = a_standing("liaison", "县住建局", "韩牧之")
    for number in (1, 2):
        feedback.sign(an_assignment(campaign, number), by=by)
    feedback.report(an_assignment(campaign, 1), feedback.Report(40, "座谈四场", "再开两场", "场地难约"), by=by)
    feedback.submit(an_assignment(campaign, 2), feedback.Submission("清单一份"), by=by)
    return campaign


@pytest.fixture
def signed_in(browser: Browser, live_server) -> Iterator[SignIn]:
    """A browser in which somebody of that role is signed in."""
    contexts = []

    def make(role: str, unit: str = "领导小组办公室", **how: object) -> BrowserContext:
        client = Client()
        client.force_login(a_person(role, unit))
        context = browser.new_context(base_url=live_server.url, **{**DESK, **how})
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


def prefer(context: BrowserContext, live_server, **cookies: str) -> None:
    context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])


def addresses(campaign: Campaign) -> list[str]:
    """Every page of this group, as the office sees it."""
    unit, target = a_unit("县住建局").pk, campaign.targets.all()[0].pk
    tasks = [reverse("task", args=[campaign.pk, a_task(campaign, number).pk]) for number in (1, 2, 3, 4)]
    return [
        *(reverse(name, args=[campaign.pk]) for name in ("home", "tasks", "issue", "units", "history", "settings")),
        reverse("unit", args=[campaign.pk, unit]),
        f"{reverse('targets', args=[campaign.pk])}?target={target}",
        *tasks,
    ]


def task_address(campaign: Campaign, number: int) -> str:
    return reverse("task", args=[campaign.pk, a_task(campaign, number).pk])


def test_no_page_has_a_serious_barrier_in_either_theme(signed_in, campaign):
    office, own = signed_in("office").new_page(), signed_in("liaison", "县住建局").new_page()
    assert serious_barriers(office, addresses(campaign)) == {}
    assert serious_barriers(own, [task_address(campaign, number) for number in (1, 2)]) == {}


@pytest.mark.parametrize(("language", "size"), [("zh-hans", ""), ("zh-hans", "large"), ("en", "large")])
def test_no_page_scrolls_sideways_on_a_phone(signed_in, live_server, campaign, language, size):
    context = signed_in("office", **PHONE)
    prefer(context, live_server, django_language=language, luoshi_size=size)
    page = context.new_page()
    for url in addresses(campaign):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url


def test_tasks_units_and_the_chart_are_read_on_a_phone_without_moving_them_sideways(signed_in, campaign):
    page = signed_in("office", **PHONE).new_page()
    for name in ("tasks", "units", "chart"):
        page.goto(reverse(name, args=[campaign.pk]))
        within = "[...document.querySelectorAll('.scroll')].every(e => e.scrollWidth <= e.clientWidth)"
        assert page.evaluate(within), name
        assert page.get_by_text("县住建局").filter(visible=True).count(), name


def test_the_plan_made_narrow_in_place_fits(signed_in, campaign):
    page = signed_in("office", viewport={"width": 1440, "height": 900}).new_page()
    page.goto(reverse("plan_text", args=[campaign.pk]))
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_no_page_says_anything_to_the_console(signed_in, campaign):
    page, said = signed_in("office").new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for url in addresses(campaign):
        page.goto(url)
    assert said == []


def test_a_liaison_answers_on_a_phone_in_a_few_touches(signed_in, campaign):
    page = signed_in("liaison", "县住建局", **PHONE).new_page()
    page.goto(task_address(campaign, 1))
    expect(page.get_by_label("本期做了什么")).to_have_value("座谈四场")
    page.get_by_label("进度（%）").fill("55")
    page.get_by_label("本期做了什么").fill("又座谈两场")
    box = page.get_by_role("button", name="提交反馈").bounding_box()
    assert box and box["height"] >= 44
    page.get_by_role("button", name="提交反馈").tap()
    expect(page.locator(".toast")).to_contain_text("反馈已记下")
    page.get_by_role("button", name="沿用上期，无变化").tap()
    expect(page.locator("#rounds")).to_contain_text("沿用上期，无变化")
    assert [said.progress for said in Feedback.objects.filter(assignment__task__number=1)] == [55, 55, 40]


def test_the_whole_turn_goes_by_keyboard_alone(signed_in, campaign):
    page = signed_in("liaison", "青石镇").new_page()
    page.goto(reverse("tasks", args=[campaign.pk]))
    page.keyboard.press("j")
    expect(page.locator("tbody a.title").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{task_address(campaign, 3)}**")
    page.keyboard.press("s")
    expect(page.locator(".toast")).to_contain_text("已签收")
    page.get_by_label("进度（%）").focus()
    page.keyboard.type("100")
    page.keyboard.press("Tab")
    page.keyboard.type("办法已印发")
    page.get_by_role("button", name="提交反馈").press("Enter")
    expect(page.locator("#rounds")).to_contain_text("办法已印发")
    page.get_by_label("做成了什么").focus()
    page.keyboard.type("办法一份")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_contain_text("待验收")
    assert an_assignment(campaign, 3, "青石镇").state == "submitted"


def test_mistakes_are_summed_up_and_lead_to_their_fields(signed_in, campaign):
    page = signed_in("supervisor", "督导组").new_page()
    page.goto(task_address(campaign, 2))
    page.get_by_role("button", name="退回").click()
    expect(page.locator(".errs")).to_be_focused()
    page.locator(".errs a").click()
    expect(page.locator("#id_reason")).to_be_focused()
    page.keyboard.type("缺签字页")
    page.get_by_role("button", name="退回").click()
    expect(page.locator("#rounds")).to_contain_text("缺签字页")
    expect(page.locator(".facts")).to_contain_text("第2轮")


def test_j_k_and_x_work_through_the_list_and_the_bar_says_how_many(signed_in, campaign):
    page = signed_in("office").new_page()
    page.goto(reverse("tasks", args=[campaign.pk]))
    bar = page.locator("[data-bulk]")
    expect(bar).to_be_hidden()
    for key in ("j", "x", "j", "x", "k"):
        page.keyboard.press(key)
    expect(bar.locator("[data-select-count]")).to_have_text("2")
    expect(page.locator("tbody a.title").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**after=**")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**before=**")


def test_a_reminder_goes_straight_to_the_clipboard(signed_in, live_server, campaign):
    context = signed_in("office")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page = context.new_page()
    page.goto(reverse("tasks", args=[campaign.pk]))
    page.locator("input[name=ids]").nth(0).check()
    page.keyboard.press("u")
    expect(page.locator(".toast")).to_contain_text("催办文案已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "任务1“征集意见建议，召开座谈会”" in copied
    assert page.url.endswith("/tasks/")


def test_tasks_are_chosen_previewed_and_issued(signed_in, campaign):
    Assignment.objects.filter(task__number__gte=6).delete()
    page = signed_in("office").new_page()
    page.goto(f"{reverse('tasks', args=[campaign.pk])}?state=unissued")
    for number in (2, 3):
        page.locator("input[name=ids]").nth(number).check()
    page.get_by_role("button", name="下发，先预览").click()
    expect(page.locator("#going tbody tr")).to_have_count(2)
    page.get_by_role("button", name="下发这2项").click()
    expect(page.locator(".toast")).to_contain_text("已下发2项，分办2件")


def test_what_was_typed_survives_a_closed_tab(signed_in, campaign):
    context = signed_in("liaison", "县住建局")
    page = context.new_page()
    page.goto(task_address(campaign, 1))
    page.get_by_label("本期做了什么").fill("写了一半的话")
    page.close()
    page = context.new_page()
    page.goto(task_address(campaign, 1))
    expect(page.get_by_label("本期做了什么")).to_have_value("写了一半的话")
    expect(page.locator(".toast")).to_contain_text("上次没有提交")
    page.get_by_role("button", name="提交反馈").click()
    expect(page.locator("#rounds")).to_contain_text("写了一半的话")
    page.goto(task_address(campaign, 1))
    expect(page.locator(".toast")).to_have_count(0)


def test_the_slip_prints_without_forms_and_with_places_to_sign(signed_in, campaign):
    page = signed_in("liaison", "县住建局").new_page()
    page.goto(task_address(campaign, 1))
    page.emulate_media(media="print")
    for shown in (".slip-head", ".slip", ".facts", ".quote", "#duties", "#rounds"):
        expect(page.locator(shown)).to_be_visible()
    for hidden in ("#report", "#submit", ".index", ".top"):
        expect(page.locator(hidden)).to_be_hidden()


def test_everything_works_without_scripts(browser, signed_in, live_server, campaign):
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies(signed_in("office").cookies())
    page = plain.new_page()
    page.goto(reverse("tasks", args=[campaign.pk]))
    page.locator("select[name=unit]").select_option(label="县住建局")
    page.get_by_role("button", name="筛选").click()
    page.locator("input[name=ids]").nth(0).check()
    page.get_by_role("button", name="复制催办文案").click()
    expect(page.locator("#urging")).to_contain_text("县住建局：")
    plain.clear_cookies()
    plain.add_cookies(signed_in("liaison", "北河乡").cookies())
    page.goto(task_address(campaign, 3))
    page.get_by_role("button", name="签收").click()
    page.get_by_label("本期做了什么").fill("办法在会签")
    page.get_by_label("进度（%）").fill("60")
    page.get_by_role("button", name="提交反馈").click()
    expect(page.locator("#rounds")).to_contain_text("办法在会签")
    plain.close()
