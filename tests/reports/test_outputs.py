"""Every output holds every item of the list, in every form that it is offered in."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from build import Quota, Wanted, a_campaign, a_person, a_standing, an_assignment, signed_in
from luoshi.campaigns.feedback import Report, Submission, report, sign, submit
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.campaigns.verify import Verification, accept
from luoshi.oversight.items import Filters
from luoshi.platform.jobs.models import Job
from luoshi.platform.jobs.run import run
from luoshi.reports.jobs import ask_for
from luoshi.reports.outputs import OUTPUTS
from luoshi.reports.outputs import Wanted as Output

pytestmark = pytest.mark.django_db
OTHERS = {"opinions", "problems", "rectification"}
"""Outputs that are not of tasks, and have tests of their own."""
EACH = [(output.code, form) for output in OUTPUTS.values() if output.code not in OTHERS for form in output.forms]


def a_busy_campaign() -> Campaign:
    wanted = [
        Wanted(
            "排查隐患",
            units=("县住建局",),
            support=("县水利局",),
            leaders=("王县长",),
            targets=(Quota("走访10家", 10, "家"),),
        ),
        Wanted("整治窗口", units=("县财政局",), due=date(2026, 6, 10)),
    ]
    return a_campaign(*wanted, issued=True)


def nothing(done: int, total: int | None) -> None:
    """Nobody listens."""


def made(campaign: Campaign, code: str, form: str, **filters: object) -> bytes:
    return OUTPUTS[code].make(campaign, a_standing(), Filters(**filters), form, nothing)  # type: ignore[arg-type]


def words(data: bytes, form: str) -> str:
    if form == "xlsx":
        sheets = load_workbook(BytesIO(data)).worksheets
        return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    if form == "docx":
        tables = Document(BytesIO(data)).tables
        return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages)


@pytest.mark.parametrize(("code", "form"), EACH)
def test_every_output_names_every_issued_item(code: str, form: str) -> None:
    said = words(made(a_busy_campaign(), code, form), form)
    assert "排查隐患" in said and "整治窗口" in said


@pytest.mark.parametrize(("code", "form"), EACH)
def test_an_output_keeps_to_the_filters(code: str, form: str) -> None:
    campaign = a_busy_campaign()
    unit = Assignment.objects.get(unit__name="县财政局").unit_id
    said = words(made(campaign, code, form, unit=unit), form)
    assert "整治窗口" in said and "排查隐患" not in said


def test_a_slip_is_a_page_with_its_number_its_limit_and_room_for_the_reply() -> None:
    campaign = a_busy_campaign()
    pages = PdfReader(BytesIO(made(campaign, "slips", "pdf"))).pages
    assert len(pages) == Assignment.objects.count()
    first = "".join(pages[0].extract_text().split())
    for said in (
        "督办单",
        an_assignment(campaign).slip_number,
        "2026年6月30日",
        "县水利局",
        "王县长",
        "走访10家",
        "办理情况",
    ):
        assert said in first


def test_a_slip_keeps_to_its_page_however_much_there_is_to_say_and_its_many_units_follow() -> None:
    units = tuple(f"县第{n}号工作专班办公室" for n in range(1, 42))
    long = Wanted(
        "排查隐患" * 30,
        support=units,
        leaders=tuple(f"王长水{n}" for n in range(9)),
        targets=tuple(Quota(f"走访第{n}类企业和服务对象10家", 10, "家") for n in range(12)),
    )
    campaign = a_campaign(long, title="关于开展全县实干争先大讨论活动的实施方案" * 3, issued=True)
    liaison = a_person("liaison", "县住建局", "韩牧之")
    pages = PdfReader(BytesIO(made(campaign, "slips", "pdf"))).pages
    slip, annex = ("".join(page.extract_text().split()) for page in pages)
    assert "等41家，见附表" in slip and "确切日期。" in slip and f"{liaison.name}" in slip
    assert units[40] in annex and units[40] not in slip


def test_a_ledger_on_paper_counts_many_units_and_a_table_names_them() -> None:
    units = tuple(f"县第{n}专班" for n in range(1, 42))
    campaign = a_campaign(Wanted("排查隐患", support=units), issued=True)
    assert "等41家" in words(made(campaign, "tasks", "pdf"), "pdf")
    assert "、".join(units) in words(made(campaign, "tasks", "xlsx"), "xlsx")


@pytest.mark.parametrize("code", ["slips", "tasks", "wall-progress"])
def test_a_pdf_holds_no_object_that_readers_refuse(code: str) -> None:
    assert b"/Suspects" not in made(a_busy_campaign(), code, "pdf")


def test_a_finished_task_has_no_next_step_in_the_running_ledger() -> None:
    campaign = a_busy_campaign()
    held, unit, office = an_assignment(campaign), a_standing("liaison", "县住建局"), a_standing("office")
    sign(held, by=unit)
    report(held, Report(100, "都查完了", next_step="接着查"), by=unit)
    assert "接着查" in words(made(campaign, "working", "xlsx"), "xlsx")
    submit(held, Submission("全部查完"), by=unit)
    accept(held, Verification(), by=office)
    assert "接着查" not in words(made(campaign, "working", "xlsx"), "xlsx")


def test_the_running_ledger_tells_each_report_with_its_day() -> None:
    campaign = a_busy_campaign()
    held, unit = an_assignment(campaign), a_standing("liaison", "县住建局")
    sign(held, by=unit)
    for progress, said in ((20, "排查四处"), (40, "又查三处")):
        report(held, Report(progress, said, difficulty="人手不够", next_step="下周查完"), by=unit)
    sheet = load_workbook(BytesIO(made(campaign, "working", "xlsx"))).active
    assert sheet is not None
    row = next(row for row in sheet.iter_rows(values_only=True) if "排查隐患" in str(row[1]))
    assert str(row[3]).index("排查四处") < str(row[3]).index("又查三处")
    assert row[5:8] == ("40%", "人手不够", "下周查完")


def test_the_page_offers_every_output_and_each_can_be_fetched(client: Client) -> None:
    campaign = a_busy_campaign()
    signed_in(client, a_person("office"))
    page = client.get(f"/campaigns/{campaign.pk}/outputs/?light=bad").content.decode()
    assert all(f'name="output" value="{code}"' in page for code in OUTPUTS)
    assert page.count('name="light" value="bad"') == len(OUTPUTS)
    client.post(f"/campaigns/{campaign.pk}/ledger/", {"output": "slips", "form": "docx"})
    job = Job.objects.get()
    run(job.pk)
    answer = client.get(f"/jobs/{job.pk}/file/")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert "排查隐患" in words(b"".join(answer.streaming_content), "docx")  # type: ignore[attr-defined]


@pytest.mark.parametrize("asked", [{"output": "nothing"}, {"output": "slips", "form": "xlsx"}])
def test_an_output_that_there_is_not_is_not_found(client: Client, asked: dict[str, str]) -> None:
    campaign = a_busy_campaign()
    signed_in(client, a_person("office"))
    assert client.post(f"/campaigns/{campaign.pk}/ledger/", asked).status_code == 404
    assert not Job.objects.exists()


def test_two_outputs_of_the_same_list_are_two_jobs() -> None:
    campaign, who = a_busy_campaign(), a_standing()
    first = ask_for(campaign, who, Filters(), Output("slips", "pdf"))
    assert ask_for(campaign, who, Filters(), Output("slips", "pdf")).pk == first.pk
    assert ask_for(campaign, who, Filters(), Output("slips", "docx")).pk != first.pk
