"""Two versions of one item, field by field, where two people edited it at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luoshi.campaigns.draft import Item
from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.plans.fields import Typed, changed, read
from luoshi.faces.desk.plans.words import recurrence_words, role_words, target_words


@dataclass(frozen=True, slots=True)
class Difference:
    """A field and how both people would have it, in words."""

    label: str
    mine: str
    theirs: str


def differences(part: str, current: Item, post: Typed, text: str) -> list[Difference]:
    """The fields in which what was typed differs from how the item stands now."""
    try:
        mine = changed(read(post, part, current, text), current)
    except Unanswered:
        mine = {}
    labels = _labels()
    return [
        Difference(labels[name], _said(name, value), _said(name, current.get(name)))
        for name, value in mine.items()
        if name in labels
    ]


def _labels() -> Mapping[str, str]:
    return {
        "title": _("名称"),
        "issuer": _("发文机关"),
        "document_number": _("文号"),
        "issued": _("成文日期"),
        "stage": _("所属阶段"),
        "start": _("开始"),
        "due": _("完成时限"),
        "end": _("结束"),
        "recurrence": _("重复"),
        "duties": _("责任"),
        "targets": _("目标"),
        "each_leads": _("各自牵头"),
    }


def _said(name: str, value: object) -> str:
    if name == "duties" and isinstance(value, list):
        return "；".join(f"{role_words(duty['role'])} {duty['name']}" for duty in value)
    if name == "targets" and isinstance(value, list):
        return "；".join(map(target_words, value))
    if name == "recurrence":
        return recurrence_words(str(value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value or "")
