"""An assignment's link: who makes it, what it opens, and that it opens nothing else."""

import time
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from build import Wanted, a_campaign, a_person, an_assignment, signed_in
from luoshi.campaigns import access, feedback
from luoshi.campaigns.link import Stale, Unremembered, make_link, open_link
from luoshi.campaigns.models import Assignment, Feedback
from luoshi.campaigns.states import ASSIGNMENT
from luoshi.kit.verdict import Refused
from luoshi.orgs import people
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.devices import remember
from luoshi.orgs.lend import NewLoan, lend
from luoshi.orgs.models import Device, Person, Post
from luoshi.orgs.people import set_active

pytestmark = pytest.mark.django_db
SAID = {"progress": "40", "said": "完成两个小区的排查。"}


@pytest.fixture
def liaison() -> Person:
    return a_person("liaison", "县住建局", "韩牧之")


@pytest.fixture
def row(liaison: Person) -> Assignment:
    """An assignment that the liaison signed for; the campaign has another one of the same unit."""
    campaign = a_campaign(Wanted("排查老旧小区短板"), Wanted("改造背街小巷"), issued=True)
    made = an_assignment(campaign, 1)
    feedback.sign(made, by=standing(liaison))
    return made


def token_of(row: Assignment, person: Person) -> str:
    return make_link(row, person.pk, by=INSTALLER)


def remembered(client: Client, person: Person) -> Client:
    """The client in a browser that remembers the person."""
    client.cookies["luoshi_device"] = remember(person, "Chrome · Windows")
    return client


def opened(client: Client, token: str) -> HttpResponse:
    return client.get(f"/slip/{token}/")


def test_a_remembered_browser_reads_and_reports_without_signing_in(
    client: Client, row: Assignment, liaison: Person
) -> None:
    token = token_of(row, liaison)
    page = opened(remembered(client, liaison), token)
    assert "排查老旧小区短板" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert client.post(f"/slip/{token}/", SAID).headers["Location"] == f"/slip/{token}/?done=1"
    row.refresh_from_db()
    assert (row.progress, Feedback.objects.get().by_id) == (40, liaison.pk)
    assert client.post(f"/slip/{token}/", {"unchanged": "1"}).status_code == 302
    assert Feedback.objects.count() == 2


def test_a_report_with_mistakes_is_shown_again(client: Client, row: Assignment, liaison: Person) -> None:
    answer = remembered(client, liaison).post(f"/slip/{token_of(row, liaison)}/", {"progress": "400", "said": "有进展"})
    assert (answer.status_code, Feedback.objects.count()) == (422, 0)
    assert "有进展" in answer.content.decode()


def test_a_browser_that_remembers_nobody_is_asked_to_sign_in_and_comes_back(
    client: Client, row: Assignment, liaison: Person
) -> None:
    token = token_of(row, liaison)
    answer = opened(client, token)
    assert unquote(answer.headers["Location"]) == f"/signin/?next=/slip/{token}/"
    signed_in(client, liaison)
    assert (
        urlsplit(opened(client, token).headers["Location"]).path == f"/campaigns/{row.campaign_id}/tasks/{row.task_id}/"
    )


def test_a_browser_that_remembers_another_does_not_open_it(client: Client, row: Assignment, liaison: Person) -> None:
    other = a_person("liaison", "县住建局")
    assert opened(remembered(client, other), token_of(row, liaison)).status_code == 302
    assert client.post(f"/slip/{token_of(row, liaison)}/", SAID).status_code == 302
    assert not Feedback.objects.exists()


def test_a_browser_is_remembered_for_thirty_days(client: Client, row: Assignment, liaison: Person) -> None:
    remembered(client, liaison)
    Device.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert opened(client, token_of(row, liaison)).status_code == 302


def test_a_link_is_good_for_seven_days(
    client: Client, row: Assignment, liaison: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_of(row, liaison)
    remembered(client, liaison)
    now = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(days=7, minutes=-1).total_seconds())
    assert opened(client, token).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(days=7, minutes=1).total_seconds())
    assert opened(client, token).status_code == 410


def test_no_part_of_a_link_can_be_changed(client: Client, row: Assignment, liaison: Person) -> None:
    token = token_of(row, liaison)
    remembered(client, liaison)
    other = an_assignment(row.campaign, 2)
    stranger = a_person("liaison", "县住建局")
    ids, _colon, rest = token.partition(":")
    for swapped in (f"{other.pk}.{liaison.pk}", f"{row.pk}.{stranger.pk}", f"{row.pk}.", ids + "0", "", "x.y"):
        assert opened(client, f"{swapped}:{rest}").status_code == 410
    for broken in (token[:-1], f"{token}x", ids):
        assert opened(client, broken).status_code == 410


def test_a_link_opens_no_other_page(client: Client, row: Assignment, liaison: Person) -> None:
    opened(remembered(client, liaison), token_of(row, liaison))
    at = f"/campaigns/{row.campaign_id}/"
    for address in ("/", at, f"{at}tasks/{row.task_id}/", f"{at}tasks/", "/account/", "/search/?q=小区"):
        assert client.get(address).headers["Location"].startswith("/signin/")
    for act in ("sign", "submit", "report"):
        assert client.post(f"{at}assignments/{row.pk}/{act}/").headers["Location"].startswith("/signin/")


def test_the_standing_of_a_link_reads_and_reports_on_its_assignment_and_does_nothing_else(
    row: Assignment, liaison: Person
) -> None:
    mark = remember(liaison, "")
    by = open_link(token_of(row, liaison), mark).standing
    other = an_assignment(row.campaign, 2)
    feedback.sign(other, by=standing(liaison))
    assert access.may_see(by, row) and access.may_report(by, row)
    assert not access.may_see(by, other) and not access.may_report(by, other)
    assert list(access.visible_to(by)) == [row]
    assert not access.campaigns_visible_to(by).exists()
    assert not any(access.may(by, move, row) for move in ASSIGNMENT.moves)
    assert (by.roles, by.units, by.is_wide) == (frozenset(), frozenset(), False)
    with pytest.raises(Refused):
        feedback.report(other, feedback.Report(10, "有进展"), by=by)
    with pytest.raises(Refused):
        feedback.submit(row, feedback.Submission("做完了"), by=by)


def test_a_link_ends_with_its_owner_s_post_or_account(row: Assignment, liaison: Person) -> None:
    token, mark = token_of(row, liaison), remember(liaison, "")
    set_active(liaison.pk, False, by=INSTALLER)
    with pytest.raises(Stale):
        open_link(token, mark)
    set_active(liaison.pk, True, by=INSTALLER)
    Post.objects.filter(person=liaison).delete()
    with pytest.raises(Stale):
        open_link(token, mark)


def test_who_reports_by_a_link_in_somebody_s_stead_is_told_so(row: Assignment, liaison: Person) -> None:
    borrower = a_person("liaison", "县水利局", "林若川")
    lend(NewLoan(liaison.posts.get().pk, borrower.pk, timezone.localdate()), by=standing(liaison))
    by = open_link(token_of(row, borrower), remember(borrower, "Chrome · Windows")).standing
    assert by.acting().post == "县水利局 联络员，代韩牧之（县住建局 联络员）"


def test_no_mark_at_all_is_no_remembered_browser(row: Assignment, liaison: Person) -> None:
    with pytest.raises(Unremembered):
        open_link(token_of(row, liaison), "")


def test_links_are_made_for_people_of_the_lead_unit_alone(row: Assignment) -> None:
    with pytest.raises(Stale):
        make_link(row, a_person("liaison", "县水利局").pk, by=INSTALLER)


def test_the_office_makes_a_link_on_a_page_and_strangers_do_not(
    client: Client, row: Assignment, liaison: Person
) -> None:
    address = f"/campaigns/{row.campaign_id}/assignments/{row.pk}/links/"
    signed_in(client, a_person("office"))
    assert "韩牧之" in client.get(address).content.decode()
    assert "/slip/" in client.post(address, {"person": str(liaison.pk)}).content.decode()
    assert "/slip/" not in client.post(address, {"person": str(a_person("liaison", "县水利局").pk)}).content.decode()
    assert signed_in(client, a_person("liaison", "县水利局")).get(address).status_code == 404
    assert signed_in(client, a_person("reader")).get(address).status_code == 403


def test_a_browser_is_remembered_only_when_asked(client: Client, liaison: Person) -> None:
    from_link = Client()
    for each, remember_it in ((client, ""), (from_link, "on")):
        token = people.open_link(liaison.pk, by=INSTALLER)
        each.post(f"/signin/{token}/", {"remember": remember_it})
    assert "luoshi_device" not in client.cookies
    cookie = from_link.cookies["luoshi_device"]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (30 * 24 * 3600, True, "Lax")


@pytest.mark.parametrize(("role", "is_offered"), [("office", True), ("supervisor", True), ("reader", False)])
def test_the_task_leads_to_its_links_where_one_may_make_them(
    client: Client, row: Assignment, role: str, is_offered: bool
) -> None:
    page = signed_in(client, a_person(role)).get(f"/campaigns/{row.campaign_id}/tasks/{row.task_id}/").content.decode()
    assert (f"/assignments/{row.pk}/links/" in page) is is_offered
