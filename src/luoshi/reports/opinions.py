"""意见建议汇总表 in the customary columns: each opinion word for word, what became of it, and nobody's identity."""

from luoshi.campaigns.models import Campaign
from luoshi.kit.tables import Cell, Column, Table, Workbook
from luoshi.opinions.queries import Exported, counts, exported
from luoshi.orgs.access import Standing
from luoshi.press.cells import clean
from luoshi.reports.ledgers import facts_of

COLUMNS = (
    Column("序号", 3, "center"),
    Column("征集渠道", 7),
    Column("时间", 6, "center"),
    Column("提出人类别", 7),
    Column("意见建议原文", 34),
    Column("归类", 8),
    Column("涉及单位", 9),
    Column("处理方式", 7),
    Column("采纳情况及理由", 14),
    Column("答复时间", 6, "center"),
    Column("备注", 6),
)


def opinions_summary(campaign: Campaign, who: Standing) -> Workbook:
    """The campaign's opinions as this person sees them; rows are read on the way."""
    title = f"{campaign.title}意见建议汇总表"
    table = Table(
        title=title,
        columns=COLUMNS,
        rows=map(_cells, exported(who, campaign)),
        facts=facts_of(campaign, who),
        sheet="意见建议汇总表",
        total=counts(who, campaign)[""],
    )
    return Workbook(title, (table,))


def _cells(line: Exported) -> tuple[Cell, ...]:
    return (
        line.number, line.channel, line.received, line.giver, clean(line.text), line.theme, line.unit, line.state,
        clean(line.reason), line.answered, "",
    )  # fmt: skip
