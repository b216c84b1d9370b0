"""Several files that make one document: mails with annexes and archives of a notice, its plan and its annexes."""

from email.message import EmailMessage

import pytest
from wordfile import a_docx, a_zip, p

from luoshi.plan.formats import Unreadable, extract_bytes
from luoshi.plan.reading import read_bytes

NOTICE = (
    "青石县水务局关于印发《清河实施方案》的通知\n各镇：\n现将《清河实施方案》印发给你们。\n青石县水务局\n2031年3月1日\n"
)
PLAN = "清河实施方案\n一、重点任务\n（一）清渠。6月底前完成。\n"
LIST = "清河任务清单\n一、清库\n"


def a_mail(body: str, *attached: tuple[str, bytes], subtype: str = "plain") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "方案"
    message.set_content(body, subtype=subtype)
    for name, content in attached:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_an_archive_reads_as_notice_plan_and_annexes_in_that_order() -> None:
    data = a_zip(
        {
            "附件2 名单.txt": "附件2\n名单\n".encode(),
            "附件1.清单.docx": a_docx(p("清河任务清单") + p("一、清库")),
            "清河实施方案.txt": PLAN.encode(),
            "关于印发清河实施方案的通知.txt": NOTICE.encode(),
            "图.png": b"x",
        }
    )
    reading = read_bytes(data, "材料.zip")
    assert reading.text == f"{NOTICE}\n{PLAN}\n附件1\n{LIST}\n附件2\n名单\n"
    assert reading.plan.title == "清河实施方案"
    assert (reading.plan.issuer, reading.plan.issued) == ("青石县水务局", "2031-03-01")
    assert [node.title for node in reading.plan.outline if node.level == 1] == ["重点任务", "清河任务清单", "名单"]


@pytest.mark.parametrize("subtype", ["plain", "html"])
def test_a_mail_reads_as_its_words_and_what_is_attached(subtype: str) -> None:
    body = NOTICE if subtype == "plain" else "".join(f"<p>{line}</p>" for line in NOTICE.splitlines())
    reading = read_bytes(
        a_mail(body, ("清单附件1.txt", LIST.encode()), ("方案.txt", PLAN.encode()), subtype=subtype), "信.eml"
    )
    assert reading.plan.title == "清河实施方案"
    assert reading.plan.issuer == "青石县水务局"
    assert [task.title for task in reading.plan.tasks] == ["清渠", "清库"]


def test_a_part_that_cannot_be_read_is_told_and_the_others_read() -> None:
    extracted = extract_bytes(a_zip({"方案.txt": PLAN.encode(), "附件1.doc": b"{\\rtf1 x}"}), "材料.zip")
    assert extracted.text == PLAN
    assert extracted.notes == ("“附件1.doc”是 RTF 格式，请在 Word 或 WPS 中另存为 .docx 后再读",)


def test_an_archive_inside_an_archive_is_not_opened() -> None:
    with pytest.raises(Unreadable, match="没有可读的方案"):
        extract_bytes(a_zip({"内.txt": a_zip({"方案.txt": PLAN.encode()})}), "材料.zip")


def test_an_archive_of_too_many_files_is_refused() -> None:
    with pytest.raises(Unreadable, match="超过 40 份"):
        extract_bytes(a_zip({f"{at}.txt": b"a" for at in range(41)}), "材料.zip")
