"""Writes the sample task table samples/禾丰县重点工作任务清单.docx: a plan that is a table, with merged cells.

The county and its figures are invented.

    python examples/make_table.py
"""

from itertools import groupby
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from make_plan import save

TARGET = Path(__file__).resolve().parent / "samples" / "禾丰县重点工作任务清单.docx"
TITLE = "禾丰县2026年夏季防汛抗旱重点工作任务清单"
HEAD = ("序号", "工作任务", "责任单位", "配合单位", "完成时限")
ROWS = (
    ("1", "对全县41座小型水库逐座开展安全检查，建立问题台账", "县水利局", "各乡镇", "4月底前"),
    ("2", "完成病险水库除险加固4座", "县水利局", "县财政局", "6月底"),
    ("3", "排查山洪灾害危险区，更新转移避险名册", "县自然资源局", "县应急管理局、各乡镇", "5月10日前"),
    ("4", "排查城区易涝点16处，逐处明确责任人和处置办法", "县住建局", "县城管局", "5月15日前"),
    ("5", "疏浚城区排水管网28公里", "县住建局", "", "6月中旬"),
    ("6", "补充编织袋、冲锋舟等物资，储备不少于30天用量", "县应急管理局", "县发展改革局", "5月底前"),
    ("7", "每个乡镇组建不少于30人的抢险队伍，开展演练1次", "各乡镇", "县人武部", "6月10日前"),
    ("8", "汛期实行24小时值班，雨情水情及时会商", "县防汛抗旱指挥部办公室", "县气象局、县水利局", "长期坚持"),
)
UNIT = 2


def table() -> Docx:
    """The list as a Word document; one unit's cells are merged downwards."""
    document = Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run(TITLE).bold = True
    grid = document.add_table(rows=len(ROWS) + 1, cols=len(HEAD), style="Table Grid")
    for at, row in enumerate((HEAD, *ROWS)):
        for cell, text in zip(grid.rows[at].cells, row, strict=True):
            cell.text = text
    for unit, run in groupby(enumerate(ROWS, start=1), key=lambda numbered: numbered[1][UNIT]):
        rows = [at for at, _ in run]
        grid.cell(rows[0], UNIT).merge(grid.cell(rows[-1], UNIT)).text = unit
    document.add_paragraph("填报单位：禾丰县防汛抗旱指挥部办公室")
    document.add_paragraph("2026年4月8日")
    return document


if __name__ == "__main__":
    save(table(), TARGET, author="禾丰县防汛抗旱指挥部办公室", title=TITLE)
