"""Units and people come in by tables: looked at first, taken over row by row, taken back whole."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import Workbook

from build import a_campaign, a_person, a_unit
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, standing
from luoshi.orgs.models import Person, Post, Unit
from luoshi.orgs.people import set_active
from luoshi.platform.jobs.models import OPEN, Job
from luoshi.platform.jobs.run import run
from luoshi.platform.sheets.columns import sheet
from luoshi.platform.sheets.confirm import confirm
from luoshi.platform.sheets.hand_in import HandedIn, drop, hand_in
from luoshi.platform.sheets.keys import HEAD
from luoshi.platform.sheets.models import Batch, Row
from luoshi.platform.sheets.queries import BatchView, bad_rows, batch, columns_of, present, rows
from luoshi.platform.sheets.take_back import take_back

pytestmark = pytest.mark.django_db
UNITS = "名称\t简称\t层级\t上级单位\t排序\n"
PEOPLE = "姓名\t电话\t单位\t职务\t角色\n"


@pytest.fixture
def keeper() -> Person:
    return a_person("admin_system", "县委办", "郑管")


def work() -> None:
    """Run what waits to be run."""
    while job := Job.objects.filter(state__in=OPEN).first():
        run(job.pk)


def shown(keeper: Person, text: str, kind: str = "units") -> BatchView:
    """What a pasted table would do."""
    held = hand_in(HandedIn(kind, "粘贴.txt", text.encode()), person_id=keeper.pk)
    work()
    return seen(held.pk, keeper)


def seen(batch_id: int, keeper: Person) -> BatchView:
    view = batch(batch_id, keeper.pk)
    assert view is not None
    return view


def done(view: BatchView, keeper: Person) -> BatchView:
    confirm(view.id, person_id=keeper.pk)
    work()
    return seen(view.id, keeper)


def undone(view: BatchView, keeper: Person) -> BatchView:
    take_back(view.id, person_id=keeper.pk)
    work()
    return seen(view.id, keeper)


def why(view: BatchView) -> list[str]:
    return [row[-1] for row in bad_rows(view)]


def table(kind: str, keeper: Person) -> Iterator[tuple[str, ...]]:
    return present(sheet(kind), keeper.pk)


def text_of(kind: str, lines: Sequence[Sequence[str]]) -> str:
    head = UNITS if kind == "units" else PEOPLE
    return head.rstrip("\n") + f"\t{HEAD}\n" + "".join("\t".join(line) + "\n" for line in lines)


def state() -> list[object]:
    """All that a table could have changed."""
    return [
        list(Unit.objects.order_by("pk").values_list("pk", "name", "aliases", "level", "parent", "path", "order")),
        list(Person.objects.order_by("pk").values_list("pk", "name", "phone")),
        list(Post.objects.order_by("pk").values_list("pk", "person", "unit", "role", "title")),
    ]


def test_nothing_is_saved_before_it_is_confirmed(keeper: Person) -> None:
    before, entries = state(), history(SYSTEM, 1)[0].seq
    view = shown(keeper, UNITS + "青溪镇\t\t乡镇\t\t\n柳湾村\t\t村\t青溪镇\t\n")
    assert view.counts == {"new": 2, "changed": 0, "same": 0, "error": 0}
    assert (state(), history(SYSTEM, 1)[0].seq) == (before, entries)


def test_units_come_in_with_those_below_them_and_the_same_table_twice_changes_nothing(keeper: Person) -> None:
    text = UNITS + "青溪镇\t青溪\t乡镇\t\t3\n柳湾村\t\t村\t青溪镇\t４\n"
    view = done(shown(keeper, text), keeper)
    assert (view.done, view.is_applied) == (2, True)
    village = Unit.objects.get(name="柳湾村")
    assert (village.parent and village.parent.name, village.level, village.order) == ("青溪镇", "村", 4)
    again = shown(keeper, text)
    assert (again.counts["same"], again.to_do) == (2, 0)
    before = state()
    done(again, keeper)
    assert state() == before


def test_every_row_says_what_is_wrong_in_its_cell_and_the_good_ones_are_kept(keeper: Person) -> None:
    a_unit("县住建局")
    lines = (
        "县水利局\t\t县直\t\t1",
        "\t\t县直\t\t2",
        "县水利局\t\t县直\t\t3",
        "县气象局\t\t县直\t县农业局\t4",
        "县林业局\t\t县直\t\t第五",
        "县教育局\t\t县直\t县教育局\t6",
        f"{'长' * 121}\t\t\t\t7",
        "甲站\t\t\t乙站\t8",
        "乙站\t\t\t\t9",
        "县卫健局\t\t\t\t10\t多出来",
    )
    view = shown(keeper, UNITS + "\n".join(lines) + "\n")
    assert (view.counts["new"], view.counts["error"]) == (2, 8)
    assert [one.partition("：")[0] for one in why(view)] == [
        "名称", "名称", "上级单位", "排序", "上级单位", "名称", "上级单位", "表头以外还有内容",
    ]  # fmt: skip
    page = rows(view, "error")
    assert page.rows[0].number == 3
    assert page.rows[0].cells[0].wrong == "没有填。"
    done(view, keeper)
    assert set(Unit.objects.filter(name__in=("县水利局", "乙站", "甲站")).values_list("name", flat=True)) == {
        "县水利局",
        "乙站",
    }


def test_a_blank_cell_leaves_what_is_there_unless_the_row_carries_its_hidden_cell(keeper: Person) -> None:
    done(shown(keeper, UNITS + "青溪镇\t青溪\t乡镇\t\t3\n"), keeper)
    assert shown(keeper, "名称\n青溪镇\n").counts["same"] == 1
    assert shown(keeper, UNITS + "青溪镇\t\t\t\t\n").counts["same"] == 1
    (line,) = [line for line in table("units", keeper) if line[0] == "青溪镇"]
    emptied = text_of("units", [(line[0], "", line[2], "", "", line[5])])
    view = shown(keeper, emptied)
    assert view.counts["changed"] == 1
    assert rows(view).rows[0].cells[1].before == "青溪"


@pytest.mark.parametrize("kind", ["units", "people"])
def test_a_table_taken_away_and_handed_in_again_changes_nothing(keeper: Person, kind: str) -> None:
    done(shown(keeper, UNITS + "青溪镇\t青溪、老青溪\t乡镇\t\t3\n柳湾村\t\t村\t青溪镇\t4\n"), keeper)
    a_person("liaison", "柳湾村", "韩牧之", title="文书")
    a_person("liaison", "柳湾村", "韩牧之")
    view = shown(keeper, text_of(kind, list(table(kind, keeper))), kind)
    assert view.counts["same"] == sum(1 for _line in table(kind, keeper)) == sum(view.counts.values())


def test_a_row_with_its_hidden_cell_renames_and_a_forged_one_is_refused(keeper: Person) -> None:
    unit = a_unit("县住建局")
    (line,) = [line for line in table("units", keeper) if line[0] == "县住建局"]
    renamed = ("县住房和城乡建设局", *line[1:])
    forged = (*renamed[:5], renamed[5].replace(f"-{unit.pk}-", f"-{unit.pk + 1}-"))
    assert "编号被改过" in why(shown(keeper, text_of("units", [forged])))[0]
    done(shown(keeper, text_of("units", [renamed])), keeper)
    unit.refresh_from_db()
    assert unit.name == "县住房和城乡建设局"


def test_a_batch_is_taken_back_whole(keeper: Person) -> None:
    a_unit("县住建局")
    before = state()
    text = UNITS + "县住建局\t住建\t县直\t青溪镇\t9\n"
    view = done(shown(keeper, text.replace("县住建局", "青溪镇\t\t乡镇\t\t\n县住建局")), keeper)
    assert state() != before
    assert undone(view, keeper).is_undone
    assert state() == before


def test_a_batch_that_was_touched_since_stays_whole_and_names_the_row(keeper: Person) -> None:
    view = done(shown(keeper, UNITS + "甲局\t\t\t\t1\n乙局\t\t\t\t2\n"), keeper)
    Unit.objects.filter(name="乙局").update(level="乡镇")
    before = state()
    after = undone(view, keeper)
    assert (after.is_undone, after.touched) == (False, 1)
    assert state() == before
    assert [(row.cells[0].text, row.wrong) for row in rows(after, "touched").rows] == [("乙局", "导入以后又有改动。")]
    Unit.objects.filter(name="乙局").update(level="")
    assert undone(after, keeper).is_undone


def test_what_work_came_to_hang_on_is_not_taken_back(keeper: Person) -> None:
    view = done(shown(keeper, UNITS + "县住建局\t\t\t\t1\n"), keeper)
    a_campaign()
    after = undone(view, keeper)
    assert (after.is_undone, after.touched) == (False, 1)
    assert Unit.objects.filter(name="县住建局").exists()


def test_a_row_whose_subject_moved_after_the_preview_is_left_alone(keeper: Person) -> None:
    unit = a_unit("县住建局")
    view = shown(keeper, UNITS + "县住建局\t\t县直\t\t5\n县水利局\t\t县直\t\t6\n")
    Unit.objects.filter(pk=unit.pk).update(level="乡镇")
    after = done(view, keeper)
    assert (after.done, after.counts["error"]) == (1, 1)
    assert "有人改过" in why(after)[0]


def test_confirmed_twice_a_batch_is_done_once(keeper: Person) -> None:
    view = shown(keeper, UNITS + "甲局\t\t\t\t1\n")
    for _time in range(2):
        confirm(view.id, person_id=keeper.pk)
    assert Job.objects.filter(kind="sheet_put").count() == 1
    work()
    confirm(view.id, person_id=keeper.pk)
    assert not Job.objects.filter(state__in=OPEN).exists()


def test_the_same_table_not_yet_confirmed_is_one_batch_and_read_anew(keeper: Person) -> None:
    first = shown(keeper, UNITS + "甲局\t\t\t\t7\n")
    a_unit("甲局")
    second = shown(keeper, UNITS + "甲局\t\t\t\t7\n")
    assert batch(first.id, keeper.pk) is None
    assert second.counts["changed"] == 1
    assert Batch.objects.count() == 1


def test_a_dropped_batch_leaves_nothing(keeper: Person) -> None:
    view = shown(keeper, UNITS + "甲局\t\t\t\t1\n")
    drop(view.id)
    assert (batch(view.id, keeper.pk), Row.objects.count()) == (None, 0)
    kept = done(shown(keeper, UNITS + "甲局\t\t\t\t1\n"), keeper)
    drop(kept.id)
    assert batch(kept.id, keeper.pk) is not None


def test_a_batch_is_seen_by_whoever_handed_it_in_alone(keeper: Person) -> None:
    view = shown(keeper, UNITS + "甲局\t\t\t\t1\n")
    assert batch(view.id, a_person("admin_system").pk) is None
    assert batch(view.id, None) is None


@pytest.mark.parametrize(("role", "kind"), [("liaison", "units"), ("office", "people"), ("reader", "people")])
def test_whoever_does_not_keep_the_organization_hands_nothing_in(role: str, kind: str) -> None:
    with pytest.raises(Refused):
        hand_in(HandedIn(kind, "a.txt", b"x"), person_id=a_person(role).pk)
    assert not Batch.objects.exists()


def test_an_administrator_who_lost_the_post_does_nothing_by_an_old_batch(keeper: Person) -> None:
    view = shown(keeper, UNITS + "甲局\t\t\t\t1\n")
    confirm(view.id, person_id=keeper.pk)
    keeper.posts.all().delete()
    work()
    assert not Unit.objects.filter(name="甲局").exists()
    assert "系统管理员" in why(seen(view.id, keeper))[0]


def test_people_come_in_with_posts_and_a_second_row_is_a_second_post(keeper: Person) -> None:
    a_unit("县住建局")
    a_unit("县水利局")
    text = (
        f"{PEOPLE}韩牧之\t13800000001\t县住建局\t科长\t\n"
        "韩牧之\t13800000001\t县水利局\t\t单位负责人\n"
        "林若川\t\t县水利局\t\t联络员\n"
    )
    view = done(shown(keeper, text, "people"), keeper)
    assert (view.done, view.counts["error"]) == (3, 0)
    person = Person.objects.get(name="韩牧之")
    assert [(post.unit.name, post.role, post.title) for post in person.posts.all()] == [
        ("县住建局", "liaison", "科长"),
        ("县水利局", "unit_head", ""),
    ]
    assert shown(keeper, text, "people").counts["same"] == 3
    before = Person.objects.count()
    assert undone(view, keeper).is_undone
    assert Person.objects.count() == before - 2


def test_rows_of_people_say_what_is_wrong(keeper: Person) -> None:
    a_unit("县住建局")
    lines = (
        "韩牧之\t\t没有的局\t\t",
        "韩牧之\t打不通\t县住建局\t\t",
        "韩牧之\t\t县住建局\t\t局长大人",
        "林若川\t\t县住建局\t\t",
        "林若川\t\t县住建局\t\t联络员",
    )
    view = shown(keeper, PEOPLE + "\n".join(lines) + "\n", "people")
    assert [one.partition("：")[0] for one in why(view)] == ["单位", "电话", "角色", "姓名"]
    assert view.counts["new"] == 1


def test_a_person_who_signed_in_since_is_not_taken_back(keeper: Person) -> None:
    a_unit("县住建局")
    view = done(shown(keeper, f"{PEOPLE}韩牧之\t\t县住建局\t\t\n", "people"), keeper)
    Person.objects.filter(name="韩牧之").update(last_login=timezone.now())
    after = undone(view, keeper)
    assert (after.is_undone, after.touched) == (False, 1)
    assert standing(Person.objects.get(name="韩牧之")).roles == {"liaison"}


def test_somebody_of_the_same_name_with_another_phone_is_somebody_else(keeper: Person) -> None:
    first = a_person("liaison", "县住建局", "韩牧之")
    Person.objects.filter(pk=first.pk).update(phone="13800000001")
    done(shown(keeper, f"{PEOPLE}韩牧之\t13800000002\t县住建局\t\t\n", "people"), keeper)
    assert Person.objects.filter(name="韩牧之").count() == 2


def test_people_kept_out_are_not_in_the_table(keeper: Person) -> None:
    person = a_person("liaison", "县住建局", "韩牧之")
    set_active(person.pk, False, by=INSTALLER)
    assert "韩牧之" not in [line[0] for line in table("people", keeper)]


def test_what_is_no_table_says_so_and_can_be_dropped(keeper: Person) -> None:
    book, far = Workbook(), BytesIO()
    cell = book.create_sheet("远", 0)
    cell["A1"], cell["XFD1048576"] = "名称", "x"
    book.save(far)
    for data, said in (
        (far.getvalue(), "读不了这个文件"),
        (b"PK\x03\x04junk", "读不了这个文件"),
        ("层级\t排序\n".encode(), "“名称”"),
    ):
        held = hand_in(HandedIn("units", "a.xlsx", data), person_id=keeper.pk)
        work()
        view = seen(held.pk, keeper)
        assert said in view.problem
        confirm(view.id, person_id=keeper.pk)
        assert not seen(view.id, keeper).is_confirmed
        drop(view.id)


def test_the_bad_rows_come_back_under_the_columns_of_the_table(keeper: Person) -> None:
    view = shown(keeper, "备注\t层级\t名称\n无\t县直\t\n")
    assert [column.key for column in columns_of(view)] == ["name", "level"]
    assert list(bad_rows(view)) == [("", "县直", "", "名称：没有填。")]


def test_rows_are_paged_by_their_number(keeper: Person) -> None:
    view = shown(keeper, UNITS + "".join(f"第{n}局\t\t\t\t\n" for n in range(25)))
    first = rows(view, limit=10)
    assert (len(first.rows), first.next) == (10, 11)
    assert rows(view, after=21, limit=10).next is None
    assert len({row.number for after in (0, 11, 21) for row in rows(view, after=after, limit=10).rows}) == 25
