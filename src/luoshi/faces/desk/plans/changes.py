"""One change of a revised plan in words: what was and what is, each with the sentence it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from luoshi.faces.desk.plans.words import role_words, target_words

AROUND = 80
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a change: its value in short, its words in that plan's text, and where these are shown whole."""

    said: str
    words: SafeString
    url: str


def side(subject: str, value: Any, span: list[int] | None, text: str, url: str) -> Side | None:
    """That side, None where the plan does not have it."""
    if value is None and span is None:
        return None
    here = f"{url}{'&' if '?' in url else '?'}at={span[0]}-{span[1]}#s{span[0]}" if span else ""
    return Side(in_short(subject, value), excerpt(text, span) if span else SafeString(""), here)


def in_short(subject: str, value: Any) -> str:
    """A value of a change in words."""
    if value is None or isinstance(value, str):
        return value or ""
    match subject:
        case "duty":
            return f"{role_words(value['role'])} {value['name']}"
        case "target":
            return target_words(value)
        case "person":
            return f"{value['name']}（{'，'.join(filter(None, (value['role'], value['post'])))}）"
        case "task":
            return _task(value)
    if "under" in value:
        return value["stage"] or next(iter(value["under"][-1:]), "")
    return str(value.get("text") or value.get("title") or "")


def _task(value: Mapping[str, Any]) -> str:
    if "under" in value:
        return value["stage"] or next(iter(value["under"][-1:]), "")
    parts = [value["title"], *(in_short("duty", duty) for duty in value["duties"])]
    parts += [value["time"]["text"]] if value["time"] else []
    return "；".join([*parts, *map(target_words, value["targets"])])


def excerpt(text: str, span: list[int]) -> SafeString:
    """The words of the span, marked, inside their line; long ones are cut."""
    start, end = span[0], min(span[1], span[0] + LONGEST)
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    stop = text.find("\n", end)
    last = min(stop if stop >= 0 else len(text), end + AROUND)
    cut = "…" if span[1] > end else ""
    before, words, after = escape(text[first:start]), escape(text[start:end]), escape(text[end:last])
    return SafeString(f"{before}<mark>{words}{cut}</mark>{'' if cut else after}")


def kind_words(kind: str) -> str:
    """What happened, in a word."""
    return {
        "added": pgettext("变动", "新增"),
        "removed": pgettext("变动", "删去"),
        "changed": pgettext("变动", "改动"),
        "moved": pgettext("变动", "移动"),
    }[kind]


def subject_words(subject: str) -> str:
    """What a change is about, in a word."""
    return {
        "head": _("文件头"),
        "recipient": _("主送"),
        "stage": _("阶段"),
        "task": _("任务"),
        "duty": _("责任"),
        "target": _("目标"),
        "time": _("时间"),
        "person": _("组织机构"),
        "reference": _("引用文件"),
        "annex": _("附件"),
    }[subject]
