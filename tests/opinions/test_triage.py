"""What becomes of opinions: screened, decided on, asked back about, gathered, answered; and who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from build import TODAY, Wanted, a_campaign, a_standing, a_unit
from luoshi.campaigns.feedback import Unanswered
from luoshi.journal.models import Entry, Move
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.opinions.access import may, may_see, visible_to
from luoshi.opinions.intake.settle import intake_of
from luoshi.opinions.models import Answer, Opinion, Wording
from luoshi.opinions.published import Public, by_channel, by_theme
from luoshi.opinions.queries import LATE, TODO, counts, listed, next_after, of_view, opinion_for
from luoshi.opinions.states import DECIDED, OPINION
from luoshi.opinions.triage.answer import answer, answer_all, reopen
from luoshi.opinions.triage.ask import ask_back, stop_waiting, supplement
from luoshi.opinions.triage.decide import Decision, accept, decline, transfer, undecide
from luoshi.opinions.triage.look import look
from luoshi.opinions.triage.merge import merge, split
from luoshi.opinions.triage.screen import Screening, screen, tidy
from opinions.given import HOUSING, WORDS, accepted, an_opinion, entered, open_campaign, whole

pytestmark = pytest.mark.django_db
ROLES = ("office", "supervisor", "group_head", "leader", "unit_head", "liaison", "reader", "admin_system", "auditor")


def to_housing() -> Decision:
    return Decision(unit_id=a_unit(HOUSING).pk)


def test_an_opinion_goes_from_receipt_to_the_answer_with_one_entry_a_move() -> None:
    opinion, office = an_opinion(open_campaign()), a_standing()
    screen(opinion, Screening("楼梯灯坏了两个月未修", "老旧小区"), by=office)
    accept(opinion, to_housing(), by=office)
    assert answer(opinion, "灯已修好。", by=office) == 1
    assert (opinion.state, opinion.answered_on, opinion.tidied) == ("answered", TODAY, "楼梯灯坏了两个月未修")
    assert list(Move.objects.filter(kind="opinion").order_by("pk").values_list("name", flat=True)) == [
        "screen", "accept", "answer",
    ]  # fmt: skip
    assert Entry.objects.filter(kind="opinion", source__gt="").count() == 3
    assert Wording.objects.get(opinion=opinion).text == WORDS


def test_deciding_on_what_was_not_screened_screens_it() -> None:
    opinion = an_opinion(open_campaign())
    transfer(opinion, Decision(to="市公交公司"), by=a_standing())
    assert (opinion.state, opinion.to) == ("transferred", "市公交公司")
    assert Move.objects.filter(kind="opinion", subject_id=opinion.pk).count() == 2


@pytest.mark.parametrize(
    ("act", "given", "field"),
    [
        (accept, Decision(), "unit"),
        (accept, Decision(unit_id=999_999), "unit"),
        (transfer, Decision(reason="不归我们"), "to"),
        (decline, Decision(reason=" "), "reason"),
    ],
)
def test_a_decision_says_who_or_why(act: Callable[..., None], given: Decision, field: str) -> None:
    opinion = an_opinion(open_campaign())
    with pytest.raises(Unanswered) as error:
        act(opinion, given, by=a_standing())
    assert (error.value.field, opinion.state) == (field, "received")
    assert Opinion.objects.get(pk=opinion.pk).state == "received"


def test_a_decision_can_be_taken_back_until_it_is_answered() -> None:
    opinion, office = an_opinion(open_campaign()), a_standing()
    decline(opinion, Decision(reason="已有规定"), by=office)
    undecide(opinion, by=office)
    assert (opinion.state, opinion.reason) == ("screened", "")
    decline(opinion, Decision(reason="已有规定"), by=office)
    answer(opinion, "不采纳，因为已有规定。", by=office)
    with pytest.raises(Refused):
        undecide(opinion, by=office)
    reopen(opinion, "规定已废止", by=office)
    assert (opinion.state, opinion.unit_id) == ("screened", None)


def test_asking_back_stops_the_clock_and_leads_back_where_it_stood() -> None:
    campaign, office = open_campaign(), a_standing()
    opinion = an_opinion(campaign)
    ask_back(opinion, "是哪一栋？", by=office)
    assert whole(office, opinion).row.clock is None
    with pytest.raises(Refused):
        accept(opinion, to_housing(), by=office)
    supplement(opinion, "3栋。", by=office)
    assert (opinion.state, [one.text for one in whole(office, opinion).said]) == ("received", ["是哪一栋？", "3栋。"])
    screen(opinion, Screening(), by=office)
    ask_back(opinion, "几楼？", by=office)
    stop_waiting(opinion, by=office)
    assert opinion.state == "screened"
    for act in (ask_back, lambda *args, **by: supplement(*args, **by)):
        with pytest.raises((Unanswered, Refused)):
            act(opinion, " ", by=office)


def test_gathered_opinions_are_decided_and_answered_as_one_and_parted_again() -> None:
    campaign, office = open_campaign(), a_standing()
    rows = entered(campaign, ["停车难。", "停车真难。", "停车太难。"])
    merge(rows[:2], by=office)
    merge(rows[1:], by=office)
    assert Opinion.objects.values("group").distinct().count() == 1
    accept(rows[0], to_housing(), by=office)
    assert set(Opinion.objects.values_list("state", flat=True)) == {"accepted"}
    undecide(rows[0], by=office)
    assert set(Opinion.objects.values_list("state", flat=True)) == {"screened"}
    split(Opinion.objects.get(pk=rows[2].pk), by=office)
    accept(Opinion.objects.get(pk=rows[0].pk), to_housing(), by=office)
    assert answer(Opinion.objects.get(pk=rows[1].pk), "新增车位。", by=office) == 2
    assert Opinion.objects.get(pk=rows[2].pk).state == "screened"
    split(Opinion.objects.get(pk=rows[0].pk), by=office)
    assert not Opinion.objects.exclude(group=None).exists()


def test_only_opinions_of_one_campaign_that_still_count_are_gathered() -> None:
    office, here, there = a_standing(), an_opinion(open_campaign()), an_opinion(open_campaign())
    with pytest.raises(Unanswered):
        merge([here, there], by=office)
    with pytest.raises(Unanswered):
        merge([here], by=office)


def test_every_giver_behind_a_problem_is_answered_once_more() -> None:
    campaign, office = open_campaign(), a_standing()
    one, two, three = (accepted(campaign, f"第{n}条。") for n in "甲乙丙")
    undecided = an_opinion(campaign)
    answer(one, "正在办。", by=office)
    told = [(row.pk, "已经办好。") for row in (one, two, three, undecided)]
    assert answer_all(told, by=a_standing("supervisor", "督导组")) == 3
    assert Answer.objects.filter(text="已经办好。").count() == 3
    assert set(Opinion.objects.exclude(pk=undecided.pk).values_list("state", flat=True)) == {"answered"}
    assert Entry.objects.filter(act="opinion.answer").latest("pk").subjects == f"{two.pk},{three.pk}"
    with pytest.raises(Refused):
        answer_all([(one.pk, "好。")], by=a_standing("liaison", HOUSING))
    assert answer_all([(undecided.pk, "好。")], by=office) == 0


def test_the_giver_is_shown_to_who_decides_and_each_look_is_an_entry() -> None:
    campaign, office = open_campaign(), a_standing()
    opinion = an_opinion(campaign, name="甲某", phone="0000-5550100")
    giver = look(opinion, by=office)
    assert giver is not None and giver.phone == "0000-5550100"
    assert Entry.objects.filter(act="opinion.look", subjects=str(opinion.pk)).count() == 1
    accept(opinion, to_housing(), by=office)
    for who in (a_standing("liaison", HOUSING), a_standing("leader", "县政府")):
        assert may_see(who, opinion)
        with pytest.raises(Refused):
            look(opinion, by=who)
        assert "甲某" not in repr(whole(who, opinion))
    assert look(an_opinion(campaign, "路灯不亮。"), by=office) is None
    assert Entry.objects.filter(act="opinion.look").count() == 1


def test_a_unit_sees_what_it_is_to_deal_with_and_answers_it() -> None:
    campaign, office = open_campaign(), a_standing()
    own, other = a_standing("liaison", HOUSING), a_standing("liaison", "县水利局")
    opinion = an_opinion(campaign)
    assert not visible_to(own).exists()
    accept(opinion, to_housing(), by=office)
    assert opinion_for(own, opinion.pk) is not None
    assert opinion_for(other, opinion.pk) is None
    assert not may(other, OPINION.move("answer"), opinion)
    assert not whole(own, opinion).moves["undecide"]
    answer(opinion, "灯已修好。", by=own)
    assert Answer.objects.get().by_id == own.person_id


def test_a_unit_answers_what_is_its_own_of_a_group_and_the_office_all() -> None:
    campaign, office = open_campaign(), a_standing()
    rows = [
        accepted(campaign, "灯坏了。"),
        accepted(campaign, "灯又坏了。", "县水利局"),
        accepted(campaign, "灯不亮。"),
    ]
    merge(rows, by=office)
    read = [Opinion.objects.select_related("campaign").get(pk=row.pk) for row in rows]
    assert answer(read[0], "已修好。", by=a_standing("liaison", HOUSING)) == 2
    assert [Opinion.objects.get(pk=row.pk).state for row in rows] == ["answered", "accepted", "answered"]
    assert answer(read[1], "已修好。", by=office) == 1


def test_whoever_works_for_the_unit_complained_about_or_dealing_with_it_never_learns_who_said_it() -> None:
    campaign, office = open_campaign(), a_standing()
    unit = a_unit(HOUSING).pk
    inside = replace(office, posts=office.posts | {("liaison", unit)})
    opinion = an_opinion(campaign, name="甲某")
    assert look(opinion, by=inside) is not None
    accept(opinion, to_housing(), by=office)
    with pytest.raises(Refused, match="任职"):
        look(opinion, by=inside)
    assert look(opinion, by=office) is not None
    accused = an_opinion(campaign, "某科长收钱。", name="乙某")
    Opinion.objects.filter(pk=accused.pk).update(accused=unit)
    with pytest.raises(Refused, match="任职"):
        look(Opinion.objects.select_related("campaign").get(pk=accused.pk), by=inside)


@pytest.mark.parametrize("role", ["reader", "admin_system", "admin_security", "auditor"])
def test_keepers_of_the_system_and_mere_readers_see_no_opinion(role: str) -> None:
    accepted(open_campaign())
    assert not visible_to(a_standing(role, "县大数据局")).exists()


def test_what_accuses_somebody_is_seen_by_confidants_of_another_unit_alone() -> None:
    campaign, office = open_campaign(), a_standing()
    supervisor, head = a_standing("supervisor", "督导组"), a_standing("group_head", "县委")
    inside = a_standing("supervisor", HOUSING)
    opinion = an_opinion(campaign, "某科长吃拿卡要。")
    screen(opinion, Screening(is_restricted=True, accused_id=a_unit(HOUSING).pk), by=office)
    for who in (office, inside, a_standing("leader", "县政府"), a_standing("unit_head", HOUSING)):
        assert not visible_to(who).exists()
        assert not may_see(who, opinion)
        with pytest.raises(Refused):
            decline(opinion, Decision(reason="不实"), by=who)
    transfer(opinion, Decision(to="县纪委监委"), by=supervisor)
    assert [visible_to(who).count() for who in (supervisor, head)] == [1, 1]
    answer(opinion, "已转有关部门核查。", by=head)
    assert opinion.state == "answered"


def test_one_may_be_seen_exactly_when_it_is_listed() -> None:
    campaign, office = open_campaign(), a_standing()
    rows = [
        an_opinion(campaign),
        accepted(campaign, "停车难。"),
        an_opinion(campaign, "某人收钱。", is_restricted=True),
    ]
    secret = an_opinion(campaign, "某局长收钱。")
    screen(secret, Screening(is_restricted=True, accused_id=a_unit(HOUSING).pk), by=office)
    roles = (
        "office",
        "supervisor",
        "group_head",
        "leader",
        "unit_head",
        "liaison",
        "reader",
        "admin_system",
        "auditor",
    )
    for role in roles:
        for unit in (HOUSING, "县水利局"):
            who = a_standing(role, unit)
            seen = set(visible_to(who).values_list("pk", flat=True))
            assert {row.pk for row in (*rows, secret) if may_see(who, row)} == seen, (role, unit)


def test_two_clerks_at_once_decide_once() -> None:
    opinion, office = an_opinion(open_campaign()), a_standing()
    mine, theirs = (Opinion.objects.select_related("campaign").get(pk=opinion.pk) for _time in range(2))
    accept(mine, to_housing(), by=office)
    with pytest.raises(AlreadyMoved):
        decline(theirs, Decision(reason="重复"), by=office)


def test_what_is_found_to_accuse_somebody_while_it_is_decided_is_never_open_and_leaves_its_group() -> None:
    campaign, office = open_campaign(), a_standing()
    one, other = entered(campaign, ["某科长收钱。", "窗口排队长。"])
    merge([one, other], by=office)
    unit = a_unit(HOUSING).pk
    given = Decision(unit, screening=Screening("收钱", is_restricted=True, accused_id=unit))
    accept(Opinion.objects.select_related("campaign").get(pk=one.pk), given, by=office)
    kept = Opinion.objects.get(pk=one.pk)
    assert (kept.state, kept.is_restricted, kept.accused_id) == ("accepted", True, unit)
    assert Opinion.objects.get(pk=other.pk).state == "received"
    acts = list(Entry.objects.filter(kind="opinion").order_by("pk").values_list("act", flat=True))
    assert acts.index("opinion.tidy") < acts.index("opinion.accept")


def test_tidying_leaves_the_words_and_writes_an_entry_only_for_a_change() -> None:
    opinion, office = accepted(open_campaign()), a_standing()
    for _time in range(2):
        tidy(opinion, Screening("楼梯灯坏了", "老旧小区"), by=office)
    assert Entry.objects.filter(act="opinion.tidy").count() == 1
    assert (opinion.tidied, Wording.objects.get(opinion=opinion).text) == ("楼梯灯坏了", WORDS)


def test_the_same_words_and_nearly_the_same_are_found_and_others_are_not() -> None:
    campaign, office = open_campaign(), a_standing()
    opinion = an_opinion(campaign)
    same = an_opinion(campaign, f" {WORDS.replace('，', ' , ')} ")
    near = an_opinion(campaign, "老棉纺厂宿舍3栋的楼梯灯坏了两个月，没人来修。")
    an_opinion(campaign, "公交末班车收得太早，下夜班没车坐。")
    found = whole(office, opinion).similar
    assert [one.id for one in found] == [same.pk, near.pk]
    assert found[0].percent == 100 > found[1].percent >= 25
    assert whole(a_standing("leader", "县政府"), opinion).similar == ()


def test_a_unit_is_proposed_by_its_name_or_by_the_words_of_its_task_and_the_reason_is_told() -> None:
    campaign = a_campaign(
        Wanted("排查老旧小区楼道照明短板", (HOUSING,)),
        Wanted("整治农村供水管网", ("县水利局",)),
        Wanted("学习先进", ("县委办",)),
    )
    office = a_standing()
    by_task = whole(office, entered(campaign, ["我们小区楼道照明坏了很久"])[0]).route
    assert by_task is not None and by_task.unit == HOUSING
    assert by_task.words == ("小区楼道照明",)
    by_name = whole(office, entered(campaign, ["县水利局的窗口没有人"])[0]).route
    assert by_name is not None and (by_name.unit, by_name.named) == ("县水利局", "县水利局")
    assert whole(office, entered(campaign, ["天气真好"])[0]).route is None


def test_limits_count_working_days_from_the_day_of_receipt() -> None:
    campaign, office = open_campaign(), a_standing()
    opinion = an_opinion(campaign)
    clock = whole(office, opinion).row.clock
    assert clock is not None and (clock.kind, clock.due, clock.left) == ("screen", date(2026, 6, 25), 5)
    screen(opinion, Screening(), by=office)
    clock = whole(office, opinion).row.clock
    assert clock is not None and (clock.kind, clock.left) == ("answer", 15)


def test_what_is_late_is_late_in_the_list_and_on_its_own_page_alike() -> None:
    campaign, office = open_campaign(), a_standing()
    opinion = an_opinion(campaign)
    for day in range(17, 31):
        campaign.frozen_today = date(2026, 6, day)
        campaign.save(update_fields=["frozen_today"])
        read = opinion_for(office, opinion.pk)
        assert read is not None
        clock = whole(office, read).row.clock
        assert clock is not None and clock.is_late is (len(listed(office, campaign, LATE).rows) == 1) is (day > 25)


def test_every_count_is_the_count_of_the_list_behind_it() -> None:
    campaign, office = open_campaign(), a_standing()
    accepted(campaign)
    entered(campaign, [f"第{n}件事。" for n in range(35)])
    known = counts(office, campaign)
    assert (known[""], known[TODO], known["accepted"]) == (36, 35, 1)
    for view, count in known.items():
        assert of_view(office, campaign, view, intake_of(campaign)).count() == count, view


def test_a_list_is_paged_by_number_both_ways() -> None:
    campaign, office = open_campaign(), a_standing()
    entered(campaign, [f"第{n}件事。" for n in range(35)])
    first = listed(office, campaign)
    assert (len(first.rows), first.first, first.before, first.after) == (30, 1, None, 30)
    second = listed(office, campaign, after=30)
    assert ([row.number for row in second.rows], second.first, second.after) == ([31, 32, 33, 34, 35], 31, None)
    assert listed(office, campaign, before=second.before) == first


def test_the_next_one_follows_and_the_first_comes_after_the_last() -> None:
    campaign, office = open_campaign(), a_standing()
    one, two = entered(campaign, ["甲事。", "乙事。"])
    assert next_after(office, one, TODO) == two.pk
    assert next_after(office, two, TODO) == one.pk
    decline(one, Decision(reason="重复"), by=office)
    assert next_after(office, two, TODO) is None


def test_small_numbers_are_withheld_from_the_public() -> None:
    campaign = open_campaign()
    entered(campaign, [f"第{n}件事。" for n in range(5)])
    for n in range(4):
        an_opinion(campaign, f"网上第{n}件。")
    assert by_channel(campaign) == [Public("session", (5, 0, 0)), Public("web", (None, 0, 0))]


def test_themes_are_published_once_they_tell_of_nobody() -> None:
    campaign = open_campaign()
    common, rare, accusing = [entered(campaign, [f"{n}"] * count) for n, count in ((1, 6), (2, 4), (3, 7))]
    for rows, theme in ((common, "停车"), (rare, "路灯"), (accusing, "某科长")):
        Opinion.objects.filter(pk__in=[row.pk for row in rows]).update(theme=theme)
    Opinion.objects.filter(theme="某科长").update(is_restricted=True)
    accept(common[0], to_housing(), by=a_standing())
    assert by_theme(campaign) == [Public("停车", (5, None, 0))]


def test_nothing_is_decided_in_a_campaign_that_is_over() -> None:
    campaign = open_campaign()
    opinion = an_opinion(campaign)
    type(campaign).objects.filter(pk=campaign.pk).update(**{"state": "closed"})
    read = opinion_for(a_standing(), opinion.pk)
    assert read is not None
    with pytest.raises(Refused):
        accept(read, to_housing(), by=a_standing())


def test_decided_states_are_those_that_an_answer_leaves() -> None:
    assert set(DECIDED) == set(OPINION.move("answer").sources)
