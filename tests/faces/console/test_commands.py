"""Server commands do by acts what a person would, and say what they did."""

import errno
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from build import a_campaign, a_person
from luoshi.campaigns.queries import campaigns, proposals
from luoshi.faces.console import COMMANDS, main, migrate
from luoshi.faces.console.say import Halt
from luoshi.journal.models import Entry
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Person
from luoshi.platform.jobs.schedule import keep_schedule

PLAN = """关于开展河道清洁行动的方案
为做好河道清洁，制定本方案。
一、工作任务
（一）清理河面。各村每月清理河面一次。
（责任单位：水利站）
（二）公布结果。6月底前公布清理结果。
（责任单位：镇办公室）
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, "utf-8")
    return path


@pytest.mark.django_db
def test_the_link_signs_the_administrator_in_once(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link"]) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://127.0.0.1:8000/signin/")
    path = link.removeprefix("http://127.0.0.1:8000")
    assert client.post(path).status_code == 302
    assert "_auth_user_id" in client.session
    assert client.post(path).status_code == 410
    assert not any(person.has_usable_password() for person in Person.objects.all())


@pytest.mark.django_db
def test_a_plan_is_read_once_and_adopted_when_accepted(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["campaigns", "adopt", str(plan)]) == 0
    first = capsys.readouterr().out
    assert re.search(r"read 方案.txt（\d+ ms）", first)
    assert "2 任务 tasks" in first
    assert "2 责任 duties" in first
    assert main(["campaigns", "adopt", str(plan), "--accept"]) == 0
    second = capsys.readouterr().out
    assert "read before" in second
    assert "adopted：0 阶段 stages · 2 任务 tasks" in second
    assert len(proposals()) == 1
    assert [row.tasks for row in campaigns(INSTALLER)] == [2]


@pytest.mark.django_db
def test_an_adopted_plan_is_not_adopted_again(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["campaigns", "adopt", str(plan), "--accept"])
    capsys.readouterr()
    assert main(["campaigns", "adopt", str(plan), "--accept"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert len(campaigns(INSTALLER)) == 1


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04" + bytes(200))
    assert main(["campaigns", "adopt", str(broken)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "坏.docx" in said
    assert proposals() == []


@pytest.mark.django_db
def test_an_altered_entry_is_located(capsys: pytest.CaptureFixture[str]) -> None:
    main(["link"])
    capsys.readouterr()
    assert main(["journal", "verify"]) == 0
    assert f"{Entry.objects.count()} 条" in capsys.readouterr().out
    Entry.objects.filter(seq=2).update(actor="somebody else")
    assert main(["journal", "verify"]) == 1
    assert capsys.readouterr().out == "system:2 altered\n"


@pytest.mark.django_db
def test_data_of_a_newer_program_are_left_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('orgs', '9999_later', '2030-01-01 00:00:00')"
        )
    assert migrate.newer()
    with pytest.raises(Halt, match="newer version"):
        migrate.run(None)


@pytest.mark.django_db
def test_a_database_of_this_program_is_neither_behind_nor_ahead() -> None:
    assert migrate.pending() == 0
    assert not migrate.newer()


@pytest.mark.django_db
def test_there_is_no_sample_to_remove_in_an_earnest_installation(capsys: pytest.CaptureFixture[str]) -> None:
    a_campaign()
    assert main(["sample", "remove"]) == 1
    assert "no sample" in capsys.readouterr().err
    assert len(campaigns(INSTALLER)) == 1


@pytest.mark.django_db
def test_the_doctor_finds_a_key_that_others_can_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost"])
    key = settings.DATA / "secret.key"
    assert main(["doctor"]) == 0
    assert "✗" not in capsys.readouterr().out
    key.chmod(0o644)
    try:
        assert main(["doctor"]) == 1
    finally:
        key.chmod(0o600)
    assert re.findall(r"✗ .*", capsys.readouterr().out) == ["✗ 密钥文件权限 rights of secret.key 644：chmod 600"]


def unwritable(**where: object) -> None:
    raise OSError(errno.EROFS, "read-only", str(where["dir"]))


@pytest.mark.django_db
def test_data_that_cannot_be_written_are_proved_all_the_same_and_the_doctor_finds_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost"])
    monkeypatch.setattr("tempfile.TemporaryFile", unwritable)
    assert main(["journal", "verify"]) == 0
    capsys.readouterr()
    assert main(["doctor"]) == 1
    assert [line.partition(" data")[0] for line in re.findall(r"✗ .*", capsys.readouterr().out)] == ["✗ 数据目录可写"]
    assert main(["key", "list"]) == 2


def test_what_leaves_the_data_as_they_are_does_not_ask_to_write_them() -> None:
    assert {name for name, command in COMMANDS.items() if command.is_read} == {"journal", "doctor", "backup"}


@pytest.mark.django_db
def test_the_queue_runs_what_the_settings_schedule_and_nothing_else() -> None:
    keep_schedule()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_q_schedule SET name = 'forgotten' WHERE name = 'files'")
    keep_schedule()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_q_schedule ORDER BY name")
        assert [row[0] for row in cursor.fetchall()] == sorted(settings.SCHEDULE)


@pytest.mark.django_db
def test_a_key_is_made_for_a_person_by_name_by_phone_or_by_id(capsys: pytest.CaptureFixture[str]) -> None:
    held = a_person("liaison", "县住建局", "韩牧之")
    Person.objects.filter(pk=held.pk).update(phone="13900000001")
    for asked in ("韩牧之", "13900000001", str(held.pk)):
        assert main(["key", "add", asked]) == 0
    assert Entry.objects.filter(act="person.key").count() == 3
    a_person("liaison", "县水利局", "韩牧之")
    capsys.readouterr()
    assert main(["key", "add", "韩牧之"]) == 1
    assert str(held.pk) in capsys.readouterr().err
    assert main(["key", "add", "无此人"]) == 1
