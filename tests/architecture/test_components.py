"""The list of components in docs is complete: no part is made that nobody can find."""

import re
from pathlib import Path

import pytest

from luoshi.faces.shared.templatetags import ui

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "src" / "luoshi" / "faces" / "shared" / "templates"
TEXT = (ROOT / "docs" / "components.md").read_text("utf-8")
PARTS = sorted(path.stem for path in (TEMPLATES / "cotton").glob("*.html"))


@pytest.mark.parametrize("name", sorted(ui.register.tags))
def test_every_tag_is_in_the_list(name):
    assert f"{{% {name} " in TEXT


@pytest.mark.parametrize("name", sorted(ui.register.filters))
def test_every_filter_is_in_the_list(name):
    assert f"|{name} }}}}" in TEXT.replace("\\|", "|")


@pytest.mark.parametrize("name", PARTS)
def test_every_part_and_its_attributes_are_in_the_list(name):
    declared = re.search(r"<c-vars (.*?)/>", (TEMPLATES / "cotton" / f"{name}.html").read_text("utf-8"))
    assert declared is not None
    listed = re.search(rf"<c-{name}([^>]*)>`([^·]*)", TEXT)
    assert listed is not None
    missing = set(re.findall(r"([a-z]+)(?:=|\s|$)", re.sub(r'"[^"]*"', "", declared[1]))) - set(
        re.findall(r"[a-z]+", listed[0])
    )
    assert missing == set()
