"""A table over HTTP: handed in, looked at, taken over, its bad rows taken away, taken back."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from build import a_person, a_unit, signed_in
from luoshi.orgs.models import Person, Unit
from luoshi.platform.jobs.models import OPEN, Job
from luoshi.platform.jobs.run import run
from luoshi.platform.sheets.models import Batch

pytestmark = pytest.mark.django_db
TEXT = "名称\t层级\t上级单位\n青溪镇\t乡镇\t\n柳湾村\t村\t青溪镇\n\t村\t青溪镇\n"


@pytest.fixture
def keeper(client: Client) -> Client:
    return signed_in(client, a_person("admin_system", "县委办", "郑管"))


def work() -> None:
    while job := Job.objects.filter(state__in=OPEN).first():
        run(job.pk)


def handed_in(client: Client, text: str = TEXT, kind: str = "units") -> int:
    """The id of the batch, once it is read."""
    assert client.post(f"/tables/{kind}/", {"text": text}).status_code == 302
    work()
    return Batch.objects.latest("pk").pk


def test_a_pasted_table_is_looked_at_taken_over_and_taken_back(keeper: Client) -> None:
    batch = handed_in(keeper)
    page = keeper.get(f"/tables/{batch}/").content.decode()
    assert "导入这2行" in page
    assert "没有填。" in page
    assert not Unit.objects.filter(name="柳湾村").exists()
    keeper.post(f"/tables/{batch}/go/")
    assert "<progress" in keeper.get(f"/tables/{batch}/").content.decode()
    work()
    assert "已导入2行" in keeper.get(f"/tables/{batch}/").content.decode()
    assert Unit.objects.get(name="柳湾村").parent == Unit.objects.get(name="青溪镇")
    keeper.post(f"/tables/{batch}/undo/")
    work()
    assert "整批已撤销" in keeper.get(f"/tables/{batch}/").content.decode()
    assert not Unit.objects.filter(name="柳湾村").exists()


def test_while_it_is_read_the_page_moves_and_then_is_asked_for_whole(keeper: Client) -> None:
    keeper.post("/tables/units/", {"text": TEXT})
    batch = Batch.objects.get().pk
    part = keeper.get(f"/tables/{batch}/", headers={"HX-Request": "true"})
    assert part.content.decode().startswith('<div id="batch"')
    assert "HX-Refresh" not in part.headers
    work()
    assert keeper.get(f"/tables/{batch}/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_the_bad_rows_are_taken_away_with_a_column_of_reasons(keeper: Client) -> None:
    answer = keeper.get(f"/tables/{handed_in(keeper)}/bad/")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    cells = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert ["村", "青溪镇", "名称：没有填。"] in cells
    assert any("原因" in row for row in cells)


def test_a_table_taken_away_renamed_and_handed_in_changes_the_same_unit(keeper: Client) -> None:
    unit = a_unit("县住建局")
    book = load_workbook(BytesIO(b"".join(keeper.get("/tables/units/present/").streaming_content)))  # type: ignore[attr-defined]
    sheet = book.active
    assert sheet is not None
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "县住建局"]
    cell.value = "县住房和城乡建设局"
    target = BytesIO()
    book.save(target)
    file = SimpleUploadedFile("机构名录.xlsx", target.getvalue())
    keeper.post("/tables/units/", {"file": file})
    batch = Batch.objects.get().pk
    work()
    page = keeper.get(f"/tables/{batch}/").content.decode()
    assert "<del>县住建局</del> <ins>县住房和城乡建设局</ins>" in page
    keeper.post(f"/tables/{batch}/go/")
    work()
    unit.refresh_from_db()
    assert unit.name == "县住房和城乡建设局"


def test_a_formula_in_a_name_leaves_as_text(keeper: Client) -> None:
    a_unit("=1+1")
    book = load_workbook(BytesIO(b"".join(keeper.get("/tables/units/present/").streaming_content)))  # type: ignore[attr-defined]
    sheet = book.active
    assert sheet is not None
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"


@pytest.mark.parametrize("fields", [{}, {"text": " \n "}])
def test_nothing_handed_in_is_refused_beside_the_field(keeper: Client, fields: dict[str, str]) -> None:
    answer = keeper.post("/tables/units/", fields)
    assert answer.status_code == 422
    assert "选一个文件，或者在下面粘贴。" in answer.content.decode()
    assert not Batch.objects.exists()


def test_an_empty_file_is_refused(keeper: Client) -> None:
    answer = keeper.post("/tables/units/", {"file": SimpleUploadedFile("a.xlsx", b"")})
    assert (answer.status_code, "文件是空的" in answer.content.decode()) == (422, True)


def test_a_file_that_is_no_table_says_so_on_its_page(keeper: Client) -> None:
    answer = keeper.post("/tables/units/", {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no")})
    work()
    assert "读不了这个文件" in keeper.get(answer.headers["Location"]).content.decode()


def test_a_batch_put_aside_is_gone(keeper: Client) -> None:
    batch = handed_in(keeper)
    assert keeper.post(f"/tables/{batch}/drop/").headers["Location"] == "/tables/units/"
    assert keeper.get(f"/tables/{batch}/").status_code == 404


@pytest.mark.parametrize("verdict", ["new", "error", "same", "touched", "nonsense"])
def test_rows_are_narrowed_and_an_empty_kind_says_so(keeper: Client, verdict: str) -> None:
    page = keeper.get(f"/tables/{handed_in(keeper)}/", {"verdict": verdict})
    assert page.status_code == 200
    shown = page.content.decode().count('<tr class="v-')
    assert shown == {"new": 2, "error": 1}.get(verdict, 0)
    assert (shown == 0) is ("没有这样的行" in page.content.decode())


def test_many_rows_are_paged(keeper: Client) -> None:
    batch = handed_in(keeper, "名称\n" + "".join(f"第{n}站\n" for n in range(150)))
    first = keeper.get(f"/tables/{batch}/").content.decode()
    assert first.count('<tr class="v-') == 100
    assert "after=101" in first
    assert keeper.get(f"/tables/{batch}/", {"after": 101}).content.decode().count('<tr class="v-') == 50


def test_a_batch_of_somebody_else_does_not_exist(keeper: Client) -> None:
    batch = handed_in(keeper)
    other = signed_in(Client(), a_person("admin_system"))
    for path in ("", "bad/"):
        assert other.get(f"/tables/{batch}/{path}").status_code == 404
    for path in ("go/", "drop/", "undo/"):
        assert other.post(f"/tables/{batch}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [("liaison", "units", 403), ("office", "units", 200), ("office", "people", 403), ("office", "secrets", 404)],
)
def test_tables_are_handed_in_by_those_who_keep_what_they_change(
    client: Client, role: str, kind: str, status: int
) -> None:
    signed_in(client, a_person(role))
    assert client.get(f"/tables/{kind}/").status_code == status
    assert client.get(f"/tables/{kind}/present/").status_code == status
    assert client.post(f"/tables/{kind}/", {}).status_code == (422 if status == 200 else status)


def test_hostile_words_in_a_table_are_shown_and_not_run(keeper: Client) -> None:
    text = "名称\n<script>alert(1)</script>\n"
    page = keeper.get(f"/tables/{handed_in(keeper, text)}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_people_come_in_over_http(keeper: Client) -> None:
    a_unit("县水利局")
    batch = handed_in(keeper, "姓名\t单位\t角色\n林若川\t县水利局\t单位负责人\n", "people")
    keeper.post(f"/tables/{batch}/go/")
    work()
    assert Person.objects.get(name="林若川").posts.get().role == "unit_head"
