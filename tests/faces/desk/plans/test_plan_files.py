"""Handing in plan files: what is read, what is refused and why, putting aside and bringing back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from build import Wanted, a_campaign, a_person, a_plan, a_proposal, signed_in
from luoshi.campaigns.models import Proposal

pytestmark = pytest.mark.django_db
PLAN = """云岭县大讨论活动实施方案
一、重点任务
（一）召开动员会。5月底前召开动员会。（责任单位：县住建局）
（二）开展走访。6月底前走访不少于20户。（责任单位：县住建局、县城管局）
"""


@pytest.fixture
def office(client):
    return signed_in(client, a_person("office"))


def hand_in(client, text=PLAN, name="方案.txt", **fields):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("proposals"), {"file": file, **fields}, follow=True)


def test_a_plan_file_is_read_and_opens_beside_its_text(office):
    answer = hand_in(office)
    made = Proposal.objects.get()
    assert answer.redirect_chain == [(reverse("proposal", args=[made.pk]), 302)]
    assert [task["title"] for task in made.draft["tasks"]] == ["召开动员会", "开展走访"]
    assert "召开动员会" in answer.content.decode()


def test_the_same_bytes_lead_to_the_proposal_that_is_there(office):
    hand_in(office)
    answer = hand_in(office)
    assert Proposal.objects.count() == 1
    assert "这份文件交过了" in answer.content.decode()


def test_a_file_that_cannot_be_read_is_refused_at_its_field_with_what_to_do(office):
    file = SimpleUploadedFile("扫描件.pdf", b"%PDF-1.7\n broken")
    answer = office.post(reverse("proposals"), {"file": file})
    assert answer.status_code == 422
    assert "扫描件.pdf" in answer.context["form"].errors["file"][0]
    assert not Proposal.objects.exists()


def test_no_file_and_an_empty_file_are_told_apart(office):
    assert "选一份方案文件" in office.post(reverse("proposals"), {}).content.decode()
    empty = SimpleUploadedFile("空.txt", b"")
    answer = office.post(reverse("proposals"), {"file": empty})
    assert answer.status_code == 422 and "文件是空的" in answer.content.decode()


def test_a_file_beyond_the_bound_is_refused_before_it_is_kept(office, monkeypatch):
    monkeypatch.setattr("luoshi.faces.desk.plans.proposals.MOST_MEGABYTES", 0)
    answer = hand_in(office)
    assert answer.status_code == 422 and "20 MB" in answer.content.decode()


def test_a_file_for_a_campaign_leads_to_its_changes(office):
    campaign = a_campaign(Wanted("排查老旧小区短板"))
    answer = hand_in(office, revises=campaign.pk)
    made = Proposal.objects.get(revises=campaign)
    assert answer.redirect_chain == [(reverse("revision", args=[made.pk]), 302)]


def test_the_list_is_empty_at_first_and_says_what_comes_here(office):
    page = office.get(reverse("proposals")).content.decode()
    assert "还没有交过方案" in page and 'class="empty"' in page


def test_the_list_names_every_plan_under_its_standing(office):
    first = a_proposal(*a_plan(Wanted("甲"), title="甲方案"))
    second = a_proposal(*a_plan(Wanted("乙"), title="乙方案"))
    office.post(reverse("proposal_discard", args=[second.pk]))
    answer = office.get(reverse("proposals"))
    assert [row.title for row in answer.context["open"]] == ["甲方案"]
    assert [row.title for row in answer.context["discarded"]] == ["乙方案"]
    assert reverse("proposal", args=[first.pk]) in answer.content.decode()


def test_putting_aside_is_undone_by_the_toast(office):
    made = a_proposal(*a_plan(Wanted("甲")))
    answer = office.post(reverse("proposal_discard", args=[made.pk]), follow=True)
    assert reverse("proposal_restore", args=[made.pk]) in answer.content.decode()
    office.post(reverse("proposal_restore", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "open"


def test_putting_aside_twice_is_told_and_changes_nothing(office):
    made = a_proposal(*a_plan(Wanted("甲")))
    office.post(reverse("proposal_discard", args=[made.pk]))
    answer = office.post(reverse("proposal_discard", args=[made.pk]), follow=True)
    assert answer.status_code == 200 and "已经放弃或采纳了" in answer.content.decode()


def test_the_file_comes_back_as_it_was_handed_in(office):
    hand_in(office)
    answer = office.get(reverse("proposal_file", args=[Proposal.objects.get().pk]))
    assert b"".join(answer.streaming_content) == PLAN.encode()
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("role", ["liaison", "unit_head", "supervisor", "reader"])
def test_only_planners_see_plan_files(client, role):
    made = a_proposal(*a_plan(Wanted("甲")))
    signed_in(client, a_person(role, unit="县住建局"))
    for name, args in (("proposals", []), ("proposal", [made.pk]), ("proposal_file", [made.pk])):
        assert client.get(reverse(name, args=args)).status_code == 403
    assert client.post(reverse("proposal_discard", args=[made.pk])).status_code == 403


def test_fifty_plans_are_listed_in_few_queries(office, django_assert_max_num_queries):
    for number in range(50):
        a_proposal(*a_plan(Wanted("甲"), title=f"方案{number}"))
    with django_assert_max_num_queries(12):
        office.get(reverse("proposals"))
