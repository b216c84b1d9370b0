"""A plan file handed in: kept, read once under limits, made a proposal; an unreadable one leaves nothing."""

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

import build
from luoshi.campaigns import propose as proposing
from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.edit import Change, change
from luoshi.campaigns.models import Proposal
from luoshi.campaigns.propose import PlanFile, discard, original, propose, restore
from luoshi.campaigns.queries import plan_of
from luoshi.journal.models import Entry
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER, Standing
from luoshi.plan.formats import Unreadable
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.store import place, store

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "examples"
PLAN = """云岭县节水行动实施方案
一、重点任务
（一）排查供水管网。5月底前完成城区供水管网排查。（责任单位：县水利局；配合单位：县住建局）
（二）改造老旧管网。9月底前改造老旧管网不少于12公里。（责任单位：县住建局）
                                  云岭县人民政府办公室
                                     2026年4月16日
"""


def a_file(text: str = PLAN, name: str = "方案.txt", **more: object) -> PlanFile:
    return PlanFile(name, text.encode(), **more)  # type: ignore[arg-type]


def a_zip(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_a_file_becomes_a_proposal_whose_reading_and_draft_agree() -> None:
    build.a_unit("县水利局")
    made = propose(a_file(), by=INSTALLER)
    held = made.proposal
    assert made.is_new
    assert (held.name, held.format, held.state, held.version) == ("方案.txt", "txt", "open", 1)
    plan = plan_of(held)
    assert [task["title"] for task in held.draft["tasks"]] == [task.title for task in plan.tasks]
    assert [task["due"] for task in held.draft["tasks"]] == ["2026-05-31", "2026-09-30"]
    assert held.text[slice(*held.draft["tasks"][0]["span"])].startswith("（一）排查供水管网")
    assert {item["key"]: bool(item["unit"]) for item in held.draft["units"]} == {"县水利局": True, "县住建局": False}
    assert original(held) == PLAN.encode()


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*[县市镇]*.*")), ids=lambda path: path.name)
def test_every_example_is_read_and_can_be_adopted_as_it_was_read(path: Path) -> None:
    held = propose(PlanFile(path.name, path.read_bytes()), by=INSTALLER).proposal
    made = adopt(held, by=INSTALLER)
    assert (made.stages, made.tasks) == (len(plan_of(held).stages), len(plan_of(held).tasks))


def test_the_same_bytes_are_read_once_whatever_their_name() -> None:
    first = propose(a_file(), by=INSTALLER)
    again = propose(a_file(name="方案（定稿）.txt"), by=INSTALLER)
    assert (again.proposal, again.is_new) == (first.proposal, False)
    assert Proposal.objects.count() == 1
    assert Entry.objects.filter(act="proposal.make").count() == 1


def test_edits_are_not_lost_when_the_file_is_handed_in_again() -> None:
    held = propose(a_file(), by=INSTALLER).proposal
    change(held, Change("tasks", "t1", 0, {"title": "摸清管网"}), by=INSTALLER)
    assert propose(a_file(), by=INSTALLER).proposal.draft["tasks"][0]["title"] == "摸清管网"


def test_a_file_sent_twice_at_once_is_one_proposal(monkeypatch: pytest.MonkeyPatch) -> None:
    read = proposing._read

    def read_while_another_does(name: str, data: bytes) -> dict:
        monkeypatch.setattr(proposing, "_read", read)
        propose(a_file(), by=INSTALLER)
        return read(name, data)

    monkeypatch.setattr(proposing, "_read", read_while_another_does)
    made = propose(a_file(), by=INSTALLER)
    assert (made.is_new, Proposal.objects.count()) == (False, 1)


def test_other_bytes_are_another_proposal() -> None:
    first = propose(a_file(), by=INSTALLER).proposal
    assert propose(a_file(PLAN + "\n"), by=INSTALLER).proposal != first


def test_a_discarded_proposal_is_left_alone_and_can_be_restored() -> None:
    first = propose(a_file(), by=INSTALLER).proposal
    discard(first, by=INSTALLER)
    again = propose(a_file(), by=INSTALLER)
    assert again.is_new
    restore(first, by=INSTALLER)
    assert Proposal.objects.get(pk=first.pk).state == "open"


def test_the_sample_does_not_stand_in_for_the_users_own_copy_of_its_plan() -> None:
    sample = propose(a_file(is_sample=True), by=INSTALLER).proposal
    own = propose(a_file(), by=INSTALLER).proposal
    assert own != sample
    assert (sample.is_sample, own.is_sample) == (True, False)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/方案.txt", "方案.txt"),
        (r"C:\\桌面\\方案.txt", "方案.txt"),
        ("", "文件"),
        ("..", "文件"),
        ("方\x00案\u202e.txt", "方案.txt"),
        ("方" * 300 + ".txt", "方" * 196 + ".txt"),
    ],
)
def test_any_name_is_made_fit(given: str, kept: str) -> None:
    assert propose(a_file(name=given), by=INSTALLER).proposal.name == kept


HOSTILE = {
    "空文件.docx": b"",
    "空白.txt": "　\n \n".encode(),
    "图片.png": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "旧版.doc": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000),
    "压缩包.docx": a_zip({"readme.txt": b"x"}),
    "炸弹.docx": a_zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"\0" * (200 << 20)}),
    "截断.docx": a_zip({"word/document.xml": b"<a/>" * 1000})[:300],
    "实体.docx": a_zip(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
        }
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_unreadable_file_is_refused_in_a_sentence_and_leaves_nothing(name: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Unreadable) as refused:
        propose(PlanFile(name, HOSTILE[name]), by=INSTALLER)
    said = str(refused.value)
    assert "Traceback" not in said
    assert len(said) < 200
    assert said
    assert (Proposal.objects.count(), Entry.objects.count()) == (0, before)
    assert not StoredFile.objects.exists()
    assert not place(sha256(HOSTILE[name]).hexdigest()).exists()


def test_an_unreadable_file_that_something_else_keeps_stays_there() -> None:
    kept = store(HOSTILE["旧版.doc"], "附件.doc")
    with pytest.raises(Unreadable):
        propose(PlanFile("旧版.doc", HOSTILE["旧版.doc"]), by=INSTALLER)
    assert list(StoredFile.objects.all()) == [kept]


@pytest.mark.parametrize(("limit", "value"), [("MEMORY_MB", 24), ("SECONDS", 0)])
def test_a_file_that_takes_too_much_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(proposing, limit, value)
    with pytest.raises(Unreadable, match="方案.txt"):
        propose(a_file(), by=INSTALLER)
    assert not Proposal.objects.exists()


def test_only_planners_hand_in_plans() -> None:
    liaison = Standing(9, "联络员", frozenset({("liaison", 1)}))
    with pytest.raises(Refused):
        propose(a_file(), by=liaison)
    assert not StoredFile.objects.exists()


def test_a_revised_plan_is_no_plan_to_be_adopted() -> None:
    campaign = adopt(propose(a_file(), by=INSTALLER).proposal, by=INSTALLER).campaign
    revised = propose(a_file(PLAN.replace("12公里", "15公里"), revises_id=campaign.pk), by=INSTALLER).proposal
    assert revised.revises == campaign
    for act in (
        lambda: adopt(revised, by=INSTALLER),
        lambda: change(revised, Change("head", "head", 0, {}), by=INSTALLER),
    ):
        with pytest.raises(Refused):
            act()


def test_the_journal_names_the_file_by_its_digest() -> None:
    held = propose(a_file(), by=INSTALLER).proposal
    entry = Entry.objects.get(act="proposal.make")
    assert json.loads(entry.data) == {"file": held.file.sha256, "revises": None}
    assert entry.subjects == str(held.pk)
