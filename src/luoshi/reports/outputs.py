"""What can be taken away of a campaign, and in which forms: ledgers, wall charts, slips."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from luoshi.campaigns.models import Campaign
from luoshi.kit.papers import Paper
from luoshi.kit.tables import Workbook
from luoshi.orgs.access import Standing
from luoshi.oversight.items import Filters
from luoshi.press import docx, pdf
from luoshi.press.xlsx import Progress, write_workbook
from luoshi.reports.ledgers import ledger
from luoshi.reports.opinions import opinions_summary
from luoshi.reports.problems import problem_ledger, rectification_ledger
from luoshi.reports.running import urging_ledger, working_ledger
from luoshi.reports.slips import slips
from luoshi.reports.wallprint import HOW, PROGRESS, WHO, wall

Make = Callable[[Campaign, Standing, Filters, str, Progress], bytes]


@dataclass(frozen=True, slots=True)
class Output:
    """Something to take away; `label` and `note` are message ids, `forms` suffixes, the usual one first."""

    code: str
    label: str
    note: str
    forms: tuple[str, ...]
    make: Make


@dataclass(frozen=True, slots=True)
class Wanted:
    """An output by its code, in one of its forms."""

    output: str
    form: str


USUAL = Wanted("tasks", "xlsx")


def _book(of: Callable[[Campaign, Standing, Filters], Workbook]) -> Make:
    def make(campaign: Campaign, who: Standing, filters: Filters, form: str, tell: Progress) -> bytes:
        book = of(campaign, who, filters)
        if form == "pdf":
            return pdf.write_book(book)
        target = BytesIO()
        write_workbook(book, target, tell)
        return target.getvalue()

    return make


def _whole(of: Callable[[Campaign, Standing], Workbook]) -> Callable[[Campaign, Standing, Filters], Workbook]:
    """A book of all that the person sees, whatever the list of tasks is narrowed to."""
    return lambda campaign, who, _filters: of(campaign, who)


def _paper(of: Callable[[Campaign, Standing, Filters], Paper]) -> Make:
    def make(campaign: Campaign, who: Standing, filters: Filters, form: str, tell: Progress) -> bytes:
        paper = of(campaign, who, filters)
        return pdf.write_paper(paper) if form == "pdf" else docx.write_paper(paper)

    return make


def _wall(drawing: str) -> Make:
    def make(campaign: Campaign, who: Standing, filters: Filters, form: str, tell: Progress) -> bytes:
        return pdf.write_wall(wall(campaign, who, filters, drawing))

    return make


_ALL = (
    Output("tasks", "任务清单", "任务清单和责任清单，一个文件两张表", ("xlsx", "pdf"), _book(ledger)),
    Output("working", "执行台账", "每项任务的要求、逐次反馈、问题和下步打算", ("xlsx", "pdf"), _book(working_ledger)),
    Output("urging", "督办台账", "交办、时限、延期、催办、亮灯和办结", ("xlsx", "pdf"), _book(urging_ledger)),
    Output(
        "opinions",
        "意见建议汇总表",
        "每条意见的原话、归类、处理和答复，不含提出人身份",
        ("xlsx", "pdf"),
        _book(_whole(opinions_summary)),
    ),
    Output("problems", "问题台账", "每个问题一行，改好可以再导入", ("xlsx", "pdf"), _book(_whole(problem_ledger))),
    Output(
        "rectification",
        "整改台账",
        "附整改记录、驳回记录和统计汇总",
        ("xlsx", "pdf"),
        _book(_whole(rectification_ledger)),
    ),
    Output("slips", "督办单", "每项一页，可签批盖章；一次最多300页", ("docx", "pdf"), _paper(slips)),
    Output("wall-progress", "挂图作战进度图", "A3横向，按阶段排，画进度", ("pdf",), _wall(PROGRESS)),
    Output("wall-how", "挂图作战施工图", "A3横向，按阶段排，写怎么做", ("pdf",), _wall(HOW)),
    Output("wall-who", "挂图作战责任图", "A3横向，按牵头单位排", ("pdf",), _wall(WHO)),
)
OUTPUTS = {output.code: output for output in _ALL}
"""Every output by its code, in the order of the page."""
