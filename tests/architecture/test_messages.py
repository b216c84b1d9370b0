"""Every visible string has a Chinese id and an English translation, and the tool that says so can say no."""

import importlib.util
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"
spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
assert spec is not None and spec.loader is not None
messages = importlib.util.module_from_spec(spec)
sys.modules["messages_tool"] = messages
spec.loader.exec_module(messages)
Id = messages.Id


def test_the_catalogue_is_complete_and_no_template_speaks_untranslated():
    assert list(messages.complaints()) == []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ('{% trans "任务" %}', [Id("任务")]),
        ("{% translate '100%' context '灯' %}", [Id("100%%", "灯")]),
        ('<c-note title="{% trans "任务" %}">', [Id("任务")]),
        ("{% blocktrans with n=a|length %}共{{ n }}项{% endblocktrans %}", [Id("共%(n)s项")]),
        ("{% blocktrans trimmed %}\n  甲\n  乙\n{% endblocktrans %}", [Id("甲 乙")]),
        (
            "{% blocktrans count n=x %}{{ n }}天{% plural %}{{ n }}日{% endblocktrans %}",
            [Id("%(n)s天", "", "%(n)s日")],
        ),
        ('{% include "x.html" with label=_("任务") %}{{ _("目标") }}', [Id("任务"), Id("目标")]),
        ("{# 任务 #}<p>{{ task }}</p>", []),
    ],
)
def test_ids_in_templates_are_formed_as_django_forms_them(text, ids):
    assert list(messages.template_ids(text)) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("_('任务')", [Id("任务")]),
        ("f'<b>{gettext(\"今天\")}</b>'", [Id("今天")]),
        ("gettext_lazy('甲' '乙')", [Id("甲乙")]),
        ("ngettext('%(n)s天', '%(n)s日', n)", [Id("%(n)s天", "", "%(n)s日")]),
        ("pgettext('灯', '红')", [Id("红", "灯")]),
        ("State('open', '待定')", [Id("待定")]),
        ("Move('take', ('open',), 'taken', label='接收')", [Id("接收")]),
        ("print('任务')", []),
    ],
)
def test_ids_in_python_are_found_also_inside_f_strings_and_labels(text, ids):
    assert list(messages.python_ids(text)) == ids


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>任务</p>", ["任务"]),
        ('<a title="任务">', ["任务"]),
        ('{% include "x.html" with label="任务" %}', ["任务"]),
        ('{% trans "任务" %}{% blocktrans %}共{{ n }}项{% endblocktrans %}', []),
        ("{% blocktrans %}共{{ n }}项{% endblocktrans %}项", ["项"]),
        ("{# 任务 #}<!-- 任务 -->", []),
    ],
)
def test_chinese_outside_a_translation_is_found(text, found):
    assert messages.bare_chinese(text) == found


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A catalogue of its own for a program that says one thing."""
    monkeypatch.setattr(messages, "CATALOGUE", tmp_path / "en" / "django.po")
    monkeypatch.setattr(messages, "all_ids", lambda: {Id("共%(n)s项")})
    return messages.CATALOGUE


def test_a_new_id_is_collected_and_asked_for(catalogue):
    messages.collect()
    assert list(messages.complaints()) == ["untranslated: 共%(n)s项"]


def test_a_filled_id_is_kept_when_collecting_again(catalogue):
    messages.collect()
    messages.save({Id("共%(n)s项"): "%(n)s items"})
    before = catalogue.read_bytes()
    messages.collect()
    assert catalogue.read_bytes() == before
    assert list(messages.complaints()) == []


def test_a_translation_may_not_lose_a_placeholder(catalogue):
    messages.save({Id("共%(n)s项"): "items"})
    assert list(messages.complaints()) == ["placeholders differ: 共%(n)s项"]


def test_an_id_nobody_asks_for_is_stale(catalogue):
    messages.save({Id("共%(n)s项"): "%(n)s items", Id("旧话"): "old words"})
    assert list(messages.complaints()) == ["stale: 旧话"]


def test_one_text_is_not_asked_for_both_plain_and_plural(catalogue, monkeypatch):
    monkeypatch.setattr(messages, "all_ids", lambda: {Id("甲"), Id("甲", plural="乙")})
    messages.save({Id("甲", plural="乙"): ("a", "b")})
    assert "plain and plural: 甲" in list(messages.complaints())
