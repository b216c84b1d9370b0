"""The pages of problems: a whole life over HTTP, mistakes beside their fields, reasons where buttons would be."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from build import TODAY, Wanted, a_campaign, a_unit, signed_in
from luoshi.campaigns.models import Campaign
from luoshi.opinions.intake.receive import NewOpinion, enter
from luoshi.orgs.models import Person
from luoshi.problems.models import Evidence, LookBack, Problem, Regulation
from luoshi.problems.register import NewProblem, register_all
from problems.way import DUE, UNIT, WAYS, Cast, a_cast, a_problem, again, posts

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def desk(who: object) -> Client:
    """A client signed in as that standing's person."""
    return signed_in(Client(), Person.objects.get(pk=who.person_id))  # type: ignore[attr-defined]


def a_world() -> tuple[Campaign, Cast]:
    campaign = a_campaign(Wanted("排查小区", (UNIT,)), Wanted("查水", ("县水利局",)), issued=True, is_sample=True)
    return campaign, a_cast()


def test_a_problem_lives_from_registration_to_relapse_over_http() -> None:
    campaign, cast = a_world()
    at = f"/campaigns/{campaign.pk}/problems/"
    new = {"item": "楼道灯无人管", "source": "inspection", "horizon": "limit", "grade": "A", "token": str(uuid4())}
    for _time in range(2):
        assert desk(cast.office).post(f"{at}new/", new).headers["Location"] == f"{at}1/"
    assert Problem.objects.count() == 1

    def act(who: object, name: str, **data: object) -> int:
        return desk(who).post(f"{at}1/{name}/", data).status_code

    assert act(cast.office, "assign", unit=a_unit(UNIT).pk, due=DUE.isoformat()) == 302
    assert act(cast.liaison, "propose_plan", goal="灯全亮", remedies="换灯\n划清管护") == 422
    plan = {"goal": "灯全亮", "remedies": "换灯\n划清管护|县水利局", "lead_person": "周启明"}
    assert act(cast.liaison, "propose_plan", **plan) == 302
    assert act(cast.liaison, "approve_plan") == 403
    assert act(cast.leader, "approve_plan") == 302
    assert act(cast.head, "apply", self_check="好了") == 403
    done = list(Problem.objects.get().remedies.values_list("pk", flat=True))
    assert act(cast.liaison, "report", percent=100, said="都做了", done=done) == 302
    assert act(cast.head, "apply", self_check="全部换好") == 302
    assert act(cast.head, "verify", note="好", signature=cast.head.name, seen_on=TODAY.isoformat()) == 403
    assert act(cast.office, "verify", note="好", signature=cast.office.name, seen_on=TODAY.isoformat()) == 403
    check = {"note": "现场看了", "signature": cast.supervisor.name, "seen_on": TODAY.isoformat(), "closeout": 1}
    assert act(cast.supervisor, "verify", **check | {"signature": "别人"}) == 422
    assert act(cast.supervisor, "verify", **check) == 302
    assert act(cast.office, "strike_off") == 403
    assert act(cast.office, "publicise") == 302
    assert act(cast.office, "strike_off") == 403
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=TODAY + timedelta(30))
    assert act(cast.office, "strike_off") == 302
    assert act(cast.supervisor, "relapse", reason="又黑了") == 302
    last = Problem.objects.get()
    assert (last.state, last.number, last.round) == ("relapsed", 1, 2)


@pytest.mark.parametrize("state", sorted(WAYS))
def test_the_page_of_a_problem_in_any_state_opens_to_all_who_see_it_within_its_budget(state: str) -> None:
    campaign, cast = a_world()
    a_problem(state, cast=cast, campaign=campaign)
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=TODAY)
    for post, who in posts(cast):
        client = desk(who)
        client.get(f"/campaigns/{campaign.pk}/problems/1/")
        with CaptureQueriesContext(connection) as asked:
            said = client.get(f"/campaigns/{campaign.pk}/problems/1/")
        if post == "other" and state != "return_review":
            assert said.status_code == 404
            continue
        assert said.status_code in (200, 404), post
        assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:9000] for query in asked)


def test_who_may_not_act_reads_why_where_the_button_would_be() -> None:
    campaign, cast = a_world()
    problem, _cast = a_problem("close_requested", cast=cast, campaign=campaign)
    page = desk(cast.head).get(f"/campaigns/{campaign.pk}/problems/{problem.number}/").content.decode()
    assert "核查通过" in page and "申请的单位不能自己核查" in page
    assert "/verify/" not in page


def test_the_ledger_is_narrowed_by_its_address_and_goes_on_by_number() -> None:
    campaign, cast = a_world()
    rows = [NewProblem(f"第{n}件", area="营商" if n % 2 else "便民") for n in range(30)]
    register_all(campaign, rows, by=cast.office)
    client, at = desk(cast.office), f"/campaigns/{campaign.pk}/problems/"
    first = client.get(at)
    with CaptureQueriesContext(connection) as asked:
        first = client.get(at)
    assert len(asked) <= MOST_QUERIES, "\n".join(query["sql"][:9000] for query in asked)
    assert "第24件" in first.content.decode() and "第25件" not in first.content.decode()
    assert "第25件" in client.get(f"{at}?after=25").content.decode()
    narrow = client.get(f"{at}?area=营商&q=第1").content.decode()
    assert "第11件" in narrow and "第12件" not in narrow
    assert "没有符合条件的问题" in client.get(f"{at}?view=overdue").content.decode()
    assert client.get(f"{at}?view=nonsense&after=x").status_code == 200


def test_an_opinion_leads_to_a_problem_that_quotes_it() -> None:
    campaign, cast = a_world()
    opinion = enter(campaign, [NewOpinion("楼道灯坏了三年")], by=cast.office)[0].opinion
    client, at = desk(cast.office), f"/campaigns/{campaign.pk}/problems/"
    form = client.get(f"{at}new/?opinion={opinion.pk}").content.decode()
    assert "楼道灯坏了三年" in form
    new = {"item": "楼道灯", "source": "opinion", "horizon": "limit", "grade": "B", "opinions": str(opinion.pk)}
    assert client.post(f"{at}new/", new).status_code == 302
    assert "楼道灯坏了三年" in client.get(f"{at}1/").content.decode()
    assert client.post(f"{at}new/", new | {"opinions": "999"}).status_code == 422


def test_a_unit_fills_in_its_sheet_of_questions_and_nobody_elses() -> None:
    campaign, cast = a_world()
    at = f"/campaigns/{campaign.pk}/problems/guide/"
    client, own = desk(cast.liaison), a_unit(UNIT).pk
    assert client.get(at).status_code == 200
    assert client.post(at, {"unit": own}).status_code == 422
    assert client.post(at, {"unit": a_unit("县水利局").pk, "service": "排队"}).status_code == 403
    assert client.post(at, {"unit": own, "service": "排队长\n材料多", "service-cause": "窗口少"}).status_code == 302
    found = Problem.objects.values_list("item", "cause", "source", "concerns__name")
    assert list(found) == [("排队长", "窗口少", "self_check", UNIT), ("材料多", "窗口少", "self_check", UNIT)]
    assert "为什么不能填" in desk(cast.reader).get(at).content.decode()


def test_the_office_strikes_off_by_its_list_draws_samples_and_keeps_the_rules() -> None:
    campaign, cast = a_world()
    problem, _cast = a_problem("close_requested", cast=cast, campaign=campaign)
    client, at = desk(cast.office), f"/campaigns/{campaign.pk}/problems/"
    assert "须现场核查" in client.get(f"{at}weekly/").content.decode()
    assert client.post(f"{at}rules/", {"notice_days": 99, "share": 50}).status_code == 422
    assert client.post(f"{at}rules/", {"notice_days": 10, "share": 50, "is_weak": "on"}).status_code == 302
    assert client.post(f"{at}weekly/", {"note": "逐件核对"}).status_code == 422
    assert client.post(f"{at}weekly/", {"note": "逐件核对", "ids": problem.pk}).status_code == 302
    assert again(problem).state == "struck_off"
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=TODAY + timedelta(40))
    assert client.post(f"{at}looks/", {"days": 30, "seed": ""}).status_code == 422
    assert client.post(f"{at}looks/", {"days": 30, "seed": "731904"}).status_code == 302
    assert LookBack.objects.get().is_drawn
    assert "731904" in desk(cast.reader).get(f"{at}looks/").content.decode()
    assert desk(cast.reader).post(f"{at}looks/", {"days": 30, "seed": "1"}).status_code == 403
    assert "0001" in client.get(f"{at}?view=look_back").content.decode()


def test_a_file_handed_in_is_listed_and_comes_back_as_it_was_to_be_saved() -> None:
    campaign, cast = a_world()
    problem, _cast = a_problem("rectifying", cast=cast, campaign=campaign)
    client, at = desk(cast.liaison), f"/campaigns/{campaign.pk}/problems/{problem.number}/"
    assert "可以不附" in client.get(at).content.decode()
    assert "可以不附" not in desk(cast.office).get(at).content.decode()
    refused = client.post(f"{at}evidence/", {"file": SimpleUploadedFile("照片.jpg", b"<html></html>")})
    assert refused.status_code == 422 and "只收PDF" in refused.content.decode()
    assert client.post(f"{at}evidence/", {}).status_code == 422
    sent = SimpleUploadedFile("清单.txt", "一、换灯".encode())
    assert client.post(f"{at}evidence/", {"file": sent}).status_code == 302
    made = Evidence.objects.get()
    assert "清单.txt" in desk(cast.office).get(at).content.decode()
    got = desk(cast.office).get(f"{at}evidence/{made.pk}/")
    assert b"".join(got.streaming_content) == "一、换灯".encode()  # type: ignore[attr-defined]
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert (got.headers["Content-Type"], got.headers["X-Content-Type-Options"]) == (
        "application/octet-stream", "nosniff",
    )  # fmt: skip
    assert desk(cast.other).get(f"{at}evidence/{made.pk}/").status_code == 404


def test_a_regulation_names_the_problems_that_it_prevents() -> None:
    campaign, cast = a_world()
    a_problem(cast=cast, campaign=campaign)
    client, at = desk(cast.office), f"/campaigns/{campaign.pk}/regulations/"
    rule = {"kind": "establish", "title": "楼道灯管护办法", "unit": a_unit(UNIT).pk, "problems": "0001"}
    assert client.post(at, rule | {"problems": "7"}).status_code == 422
    assert client.post(at, rule).status_code == 302
    row = Regulation.objects.get()
    assert "楼道灯管护办法" in client.get(at).content.decode()
    assert client.post(f"{at}{row.pk}/done/", {"done_on": ""}).status_code == 302
    assert client.post(f"{at}{row.pk}/done/", {"done_on": "2026-06-10"}).status_code == 302
    row.refresh_from_db()
    assert row.done_on is not None
    assert client.post(f"{at}{row.pk + 1}/done/", {"done_on": "2026-06-10"}).status_code == 404
