"""A cell's text as a column's value in its one way of writing, or why it cannot be one."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext_noop

from luoshi.kit.numerals import read_integer
from luoshi.platform.sheets.columns import Column
from luoshi.platform.sheets.grid import OVER
from luoshi.platform.sheets.words import Reason, Unfit, reason

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_PHONE = re.compile(r"\+?[0-9][0-9\- ()转,、/]{2,38}")
_PARTED = re.compile(r"[、，,;；\n]+")


def values_of(cells: Mapping[str, str], columns: Sequence[Column]) -> tuple[dict[str, str], dict[str, Reason]]:
    """(values by key, reasons by key) of a line; a column that the table does not have yields no value."""
    values: dict[str, str] = {}
    reasons: dict[str, Reason] = {}
    for column in columns:
        if column.key not in cells:
            continue
        try:
            values[column.key] = _value(cells[column.key], column)
        except Unfit as unfit:
            reasons[column.key] = unfit.reason
    if cells.get(OVER):
        reasons[OVER] = reason(gettext_noop("表头以外还有内容：%(cells)s。"), cells=cells[OVER])
    return values, reasons


def _value(text: str, column: Column) -> str:
    text = text.strip()
    if not text:
        if column.required:
            raise Unfit(gettext_noop("没有填。"))
        return ""
    value = {"number": _number, "day": _day, "phone": _phone, "names": _names, "text": _text}[column.kind](text)
    if len(value) > column.most:
        raise Unfit(gettext_noop("太长了，最多%(most)s个字。"), most=column.most)
    if column.choices and value not in column.choices:
        raise Unfit(
            gettext_noop("没有“%(said)s”这一项，可填：%(choices)s。"), said=value, choices="、".join(column.choices)
        )
    return value


def _text(text: str) -> str:
    return " ".join(text.split())


def _names(text: str) -> str:
    return "、".join(dict.fromkeys(filter(None, map(str.strip, _PARTED.split(text)))))


def _number(text: str) -> str:
    number = read_integer(unicodedata.normalize("NFKC", text).replace(",", ""))
    if number is None or number >= 2**31:
        raise Unfit(gettext_noop("“%(said)s”不是整数。"), said=text)
    return str(number)


def _day(text: str) -> str:
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).partition(" 00:00")[0])
    try:
        return date(*map(int, found.groups())).isoformat() if found else _refuse_day(text)
    except ValueError:
        return _refuse_day(text)


def _refuse_day(text: str) -> str:
    raise Unfit(gettext_noop("“%(said)s”不是确切的日子，请写成2026-4-30。"), said=text)


def _phone(text: str) -> str:
    number = " ".join(unicodedata.normalize("NFKC", text).split())
    if not _PHONE.fullmatch(number):
        raise Unfit(gettext_noop("“%(said)s”不像电话号码。"), said=text)
    return number
