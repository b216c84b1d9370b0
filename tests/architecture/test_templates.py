"""Templates and static files keep to the content policy and to their budget."""

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

FACES = Path(__file__).resolve().parents[2] / "src" / "luoshi" / "faces"
TEMPLATES = sorted(FACES.rglob("templates/**/*.html"))
STATIC = sorted(path for path in FACES.rglob("static/**/*") if path.is_file())
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
INLINE = re.compile(r"""\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import""")


def named(path: Path) -> str:
    return str(path.relative_to(FACES))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_template_carries_inline_style_or_script(path):
    assert not INLINE.findall(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [*TEMPLATES, *(p for p in STATIC if p.suffix in (".css", ".js"))], ids=named)
def test_no_page_asks_another_host(path):
    assert not ELSEWHERE.findall(path.read_text("utf-8"))


def test_styles_and_scripts_stay_under_60_kilobytes():
    files = [HTMX, *(path for path in STATIC if path.suffix in (".css", ".js"))]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) <= 60 * 1024


@pytest.mark.parametrize("path", [p for p in STATIC if p.suffix in (".css", ".js")], ids=named)
def test_no_static_file_is_longer_than_400_lines(path):
    assert path.read_text("utf-8").count("\n") <= 400
