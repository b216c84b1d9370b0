"""Urging: previewed, merged per person, recorded once, told without a word of the task, and read by who was told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from build import Wanted, a_campaign, a_person, a_standing, an_assignment
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.journal.models import Entry, EntryText
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import standing
from luoshi.orgs.models import Person
from luoshi.oversight.models import Urge
from luoshi.oversight.reminding.contact import NewContact, set_contact
from luoshi.oversight.urging.climb import climb
from luoshi.oversight.urging.preview import NewUrge, preview
from luoshi.oversight.urging.queries import times_urged, unread, urges_of
from luoshi.oversight.urging.read import note_read
from luoshi.oversight.urging.urge import urge
from luoshi.platform.outbox.models import Message

pytestmark = pytest.mark.django_db
UNIT = "县住建局"
NOON = datetime(2026, 6, 17, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTBOX_CHANNELS = {"mail": "unused"}
    settings.ADDRESS = "https://luoshi.example.org"
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def liaison() -> Person:
    return a_person("liaison", UNIT, "林知夏")


@pytest.fixture
def campaign(liaison: Person) -> Campaign:
    a_person("unit_head", UNIT, "赵启文")
    return a_campaign(Wanted("排查短板"), Wanted("建立清单"), Wanted("公开进度"), issued=True)


def ids(campaign: Campaign) -> tuple[int, ...]:
    return tuple(Assignment.objects.filter(campaign=campaign).order_by("pk").values_list("pk", flat=True))


def reach(person: Person) -> None:
    set_contact(NewContact(person.pk, "mail", "lin@example.org"), by=standing(person))


def on(campaign: Campaign, day: date) -> Campaign:
    Campaign.objects.filter(pk=campaign.pk).update(frozen_today=day)
    return Campaign.objects.get(pk=campaign.pk)


def test_the_preview_merges_what_one_person_gets_and_changes_nothing(campaign: Campaign, liaison: Person) -> None:
    by = a_standing("supervisor")
    entries = Entry.objects.count()
    found = preview(campaign, NewUrge(ids(campaign)), by=by)
    assert [(each.name, each.unit, each.level, each.channel) for each in found.letters] == [
        ("林知夏", UNIT, "liaison", "desk")
    ]  # fmt: skip
    assert found.letters[0].assignment_ids == ids(campaign)
    assert (found.refused, Entry.objects.count(), Urge.objects.count()) == ((), entries, 0)


def test_what_was_previewed_is_what_is_sent(campaign: Campaign) -> None:
    by, new = a_standing("office"), NewUrge(ids(campaign))
    assert preview(campaign, new, by=by) == urge(campaign, new, by=by)


def test_urging_many_is_one_entry_that_names_them_all_and_holds_no_words(campaign: Campaign, liaison: Person) -> None:
    by = a_standing("supervisor")
    entries = Entry.objects.count()
    urge(campaign, NewUrge(ids(campaign), text="请本周内报清单"), by=by)
    entry = Entry.objects.order_by("-pk")[0]
    assert Entry.objects.count() == entries + 1
    assert (entry.act, entry.subjects) == ("assignment.urge", ",".join(map(str, ids(campaign))))
    assert "清单" not in entry.data
    assert EntryText.objects.get(entry=entry).text == "请本周内报清单"
    assert {(row.person_id, row.text, row.day) for row in Urge.objects.all()} == {
        (liaison.pk, "请本周内报清单", campaign.today)
    }  # fmt: skip


def test_one_mail_a_person_says_how_many_and_where_and_nothing_else(campaign: Campaign, liaison: Person) -> None:
    reach(liaison)
    urge(campaign, NewUrge(ids(campaign), text="请本周内报清单"), by=a_standing("supervisor"))
    message = Message.objects.get()
    assert (message.to, message.subject) == ("lin@example.org", "催办提醒")
    assert message.body == "有 3 项任务催办，请登录：https://luoshi.example.org/"


def test_a_mail_urged_in_the_night_waits_for_the_morning_of_a_working_day(
    campaign: Campaign, liaison: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(liaison)
    friday_night = datetime(2026, 6, 12, 13, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: friday_night)
    urge(campaign, NewUrge(ids(campaign)), by=a_standing("supervisor"))
    assert Message.objects.get().next_at == datetime(2026, 6, 15, 0, tzinfo=UTC)


def test_what_is_told_in_a_group_sends_no_message(campaign: Campaign, liaison: Person) -> None:
    reach(liaison)
    urge(campaign, NewUrge(ids(campaign), by_hand=True), by=a_standing("supervisor"))
    assert not Message.objects.exists()
    assert urges_of(ids(campaign)[0])[0].channel == "group"


@pytest.mark.parametrize("role", ["liaison", "unit_head", "leader", "reader", "auditor"])
def test_only_office_and_supervisors_urge(campaign: Campaign, role: str) -> None:
    by = a_standing(role, UNIT)
    with pytest.raises(Refused, match="领导小组办公室或督导组"):
        urge(campaign, NewUrge(ids(campaign)), by=by)
    assert not preview(campaign, NewUrge(ids(campaign)), by=by).letters
    assert not Urge.objects.exists()


def test_the_same_rung_is_not_urged_twice_on_a_day_and_the_reason_is_given(campaign: Campaign) -> None:
    by, new = a_standing("supervisor"), NewUrge(ids(campaign)[:2])
    urge(campaign, new, by=by)
    entries = Entry.objects.count()
    again = urge(campaign, NewUrge(ids(campaign), level="liaison"), by=by)
    assert again.assignment_ids == [ids(campaign)[2]]
    assert {reason for _pk, reason in again.refused} == {"2026年6月17日刚催过，1个工作日以后可以再催。"}
    assert Entry.objects.count() == entries + 1
    assert urge(campaign, NewUrge(ids(campaign)), by=by).letters == ()
    assert Entry.objects.count() == entries + 1, "what was refused as a whole leaves no entry"


def test_the_head_is_told_two_working_days_after_the_liaison_and_then_the_leader_above(campaign: Campaign) -> None:
    by, new = a_standing("supervisor"), NewUrge(ids(campaign)[:1])
    a_person("leader", UNIT, "周启明")
    names = []
    for day in (17, 18, 22, 24):
        sent = urge(on(campaign, date(2026, 6, day)), new, by=by)
        names += [letter.name for letter in sent.letters]
    assert names == ["林知夏", "林知夏", "赵启文", "周启明"]


def test_the_leader_whom_the_task_names_is_told_and_no_other() -> None:
    campaign = a_campaign(Wanted("排查短板", leaders=("周启明",)), issued=True)
    a_person("leader", "县政府", "周启明")
    a_person("leader", UNIT, "吴江月")
    sent = preview(campaign, NewUrge(ids(campaign), level="leader"), by=a_standing("office"))
    assert [letter.name for letter in sent.letters] == ["周启明"]


def test_with_no_leader_known_nobody_is_told_and_the_reason_is_given(campaign: Campaign) -> None:
    by, new = a_standing("supervisor"), NewUrge(ids(campaign)[:1], level="unit_head")
    urge(campaign, NewUrge(ids(campaign)[:1]), by=by)
    urge(on(campaign, date(2026, 6, 22)), new, by=by)
    refused = preview(on(campaign, date(2026, 6, 24)), NewUrge(new.assignment_ids, level="leader"), by=by).refused
    assert [reason[:11] for _pk, reason in refused] == ["不知道由哪位领导分管："]


def test_a_unit_without_people_is_urged_all_the_same() -> None:
    campaign = a_campaign(Wanted("排查短板", units=("县档案馆",)), issued=True)
    sent = urge(campaign, NewUrge(ids(campaign)), by=a_standing("office"))
    assert [(letter.person_id, letter.unit) for letter in sent.letters] == [(None, "县档案馆")]
    assert urges_of(ids(campaign)[0])[0].person == ""


def test_what_is_done_or_waits_for_others_is_not_urged(campaign: Campaign) -> None:
    Assignment.objects.filter(pk=ids(campaign)[0]).update(state="done")
    Assignment.objects.filter(pk=ids(campaign)[1]).update(state="submitted")
    found = preview(campaign, NewUrge(ids(campaign)), by=a_standing("office"))
    assert dict(found.refused) == {
        ids(campaign)[0]: "已经了结，不用再催。",
        ids(campaign)[1]: "正在等待验收或答复，不该催单位。",
    }


def test_an_unknown_level_is_an_error_of_the_caller(campaign: Campaign) -> None:
    with pytest.raises(ValueError, match="mayor"):
        preview(campaign, NewUrge(ids(campaign), level="mayor"), by=a_standing("office"))


def test_the_receipt_is_written_once_by_the_one_who_was_told(campaign: Campaign, liaison: Person) -> None:
    urge(campaign, NewUrge(ids(campaign)), by=a_standing("supervisor"))
    row, who = an_assignment(campaign), standing(liaison)
    assert unread(who) == list(ids(campaign))
    assert note_read(row, by=a_standing("unit_head", UNIT)) == 0
    assert urges_of(row.pk)[0].read_at is None
    entries = Entry.objects.count()
    assert (note_read(row, by=who), note_read(row, by=who)) == (1, 0)
    assert Entry.objects.count() == entries + 1
    assert urges_of(row.pk)[0].read_at == NOON
    assert unread(who) == list(ids(campaign)[1:])


def test_times_urged_counts_acts_and_not_people(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    a_person("liaison", UNIT, "第二人")
    by, row = a_standing("supervisor"), ids(campaign)[0]
    urge(campaign, NewUrge((row,)), by=by)
    assert Urge.objects.count() == 2
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 18, 4, tzinfo=UTC))
    urge(on(campaign, date(2026, 6, 18)), NewUrge((row,)), by=by)
    assert times_urged(ids(campaign)) == {row: 2}


def test_the_program_urges_what_is_overdue_and_leaves_each_rung_its_grace(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    Campaign.objects.update(state="running", frozen_today=None)
    Assignment.objects.filter(pk__in=ids(campaign)[:2]).update(due=date(2026, 6, 16))
    told = []
    for day in (17, 18, 22, 23):
        monkeypatch.setattr(timezone, "now", lambda day=day: datetime(2026, 6, day, 4, tzinfo=UTC))
        told.append((climb(), climb()))
    assert told == [(2, 0), (0, 0), (2, 0), (0, 0)]
    assert {(row.level, row.by_name) for row in Urge.objects.all()} == {
        ("liaison", "自动催办"), ("unit_head", "自动催办")
    }  # fmt: skip


def test_the_program_urges_nobody_at_night(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    Campaign.objects.update(state="running", frozen_today=None)
    Assignment.objects.update(due=date(2026, 6, 16))
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 17, 13, tzinfo=UTC))
    assert climb() == 0


def test_urging_a_hundred_asks_the_database_a_bounded_number_of_times(
    django_assert_max_num_queries: Any, liaison: Person
) -> None:
    campaign = a_campaign(*(Wanted(f"任务{n}") for n in range(100)), issued=True)
    by = a_standing("supervisor")
    with django_assert_max_num_queries(16):
        assert len(urge(campaign, NewUrge(ids(campaign)), by=by).assignment_ids) == 100
