"""A file read and checked in one step."""

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from luoshi.plan import reading
from luoshi.plan.check import check
from luoshi.plan.codec import from_json
from luoshi.plan.formats import Unreadable
from luoshi.plan.read import read_text

EXAMPLES = Path(__file__).parents[2] / "examples"
SAMPLE = EXAMPLES / "云岭县实干争先大讨论方案.docx"


def test_a_reading_composes_text_plan_and_findings() -> None:
    read = reading.read_file(SAMPLE)
    plan = read_text(read.text)
    assert read.plan == replace(plan, findings=check(plan, read.text))
    assert (read.format, read.notes) == ("docx", ())
    assert read.sha256 == hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert read.milliseconds >= 0


def test_bytes_read_like_their_file() -> None:
    read = reading.read_bytes(SAMPLE.read_bytes(), "上传.docx")
    assert read == replace(reading.read_file(SAMPLE), milliseconds=read.milliseconds)


def test_units_of_the_organization_reach_the_check() -> None:
    findings = reading.read_file(SAMPLE, units=["县政务服务局"]).plan.findings
    assert any(finding.code == "P105" and "县政务局" in finding.message for finding in findings)


def test_the_sample_plan_is_what_the_product_shows() -> None:
    plan = reading.read_file(SAMPLE).plan
    assert plan.document_number == "云办发〔2026〕9号"
    assert plan.window is not None
    assert (plan.window.start, plan.window.end) == ("2026-04-21", "2026-09-30")
    assert [stage.title for stage in plan.stages] == ["动员学习阶段", "调研查摆阶段", "整改提升阶段", "总结巩固阶段"]
    assert len(plan.tasks) == 24


def test_the_sample_plan_keeps_its_deliberate_doubts() -> None:
    codes = {finding.code for finding in reading.read_file(SAMPLE).plan.findings}
    assert {"P101", "P209", "P402"} <= codes


@pytest.mark.parametrize("path", sorted((EXAMPLES / "samples").glob("*.[!m]*")), ids=lambda path: path.name)
def test_every_sample_has_a_title(path: Path) -> None:
    assert reading.read_file(path).plan.title


def test_the_module_prints_a_reading_as_json(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "luoshi.plan.reading", str(SAMPLE)]
    printed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    read = reading.read_file(SAMPLE)
    assert from_json(printed.pop("plan")) == read.plan
    assert printed.pop("milliseconds") >= 0
    assert printed == {"text": read.text, "format": "docx", "notes": [], "sha256": read.sha256}


def test_the_module_refuses_in_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "luoshi.plan.reading", str(tmp_path / "无.txt")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (2, "", "找不到“无.txt”，请核对文件名和所在目录。\n")


def test_what_cannot_be_read_is_not_half_read() -> None:
    with pytest.raises(Unreadable):
        reading.read_bytes(b"\x00\x01", "a.txt")
