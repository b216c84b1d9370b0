"""What a form says about an item of the draft, as values for `edit.change`: only the fields that the form carries."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from luoshi.campaigns.draft import Item
from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.plans.marks import within
from luoshi.faces.desk.plans.words import COMPARATORS, RECURRENCES

Typed = Mapping[str, str]
Values = dict[str, object]
ROLES = ("lead_person", "lead_unit", "unit", "support_unit", "person")
LIMITS = {"tasks": ("start", "due"), "stages": ("start", "end"), "head": ("start", "end")}
LENGTHS = {"title": 300, "issuer": 120, "document_number": 60}
TARGET = ("text", "subject", "comparator", "value", "unit", "per")
MOST_ROWS = 60


def read(post: Typed, part: str, item: Item, text: str) -> Values:
    """The values that the form gives to the item's fields; `text` is the plan's. Raises Unanswered."""
    values: Values = {name: post[name].strip()[:length] for name, length in LENGTHS.items() if name in post}
    if values.get("title") == "":
        raise Unanswered("title", _("写一个名称。"))
    for name in (*LIMITS[part], "issued"):
        if name in post:
            values[name] = _day(name, post[name])
    _check_order(part, {**item, **values})
    if post.get("recurrence") in ("", *RECURRENCES):
        values["recurrence"] = post["recurrence"]
    if "stage" in post:
        values["stage"] = post["stage"] or None
    if "each_leads_asked" in post:
        values["each_leads"] = "each_leads" in post
    if "checked" in post:
        values["checked"] = True
    if "duty-0-name" in post:
        values["duties"] = list(_duties(post, item, text))
    if "target-0-text" in post:
        values["targets"] = list(_targets(post, item, text))
    return values


def changed(values: Values, item: Item) -> Values:
    """Those values that differ from the item's own."""
    return {name: value for name, value in values.items() if item.get(name) != value}


def led_by(item: Item, name: str) -> Values:
    """The item's duties with that unit in the lead and the others as they were, nothing left to infer."""
    duties = [{**duty, "inferred": []} for duty in item["duties"]]
    for duty in duties:
        if duty["name"] == name and duty["role"] == "unit":
            duty["role"] = "lead_unit"
            break
    return {"duties": duties}


def _day(name: str, said: str) -> str | None:
    try:
        return date.fromisoformat(said).isoformat() if said.strip() else None
    except ValueError as error:
        raise Unanswered(name, _("写成2026-06-30这样的日期。")) from error


def _check_order(part: str, item: Mapping[str, object]) -> None:
    first, last = (item.get(name) for name in LIMITS[part])
    if first and last and str(first) > str(last):
        raise Unanswered(LIMITS[part][1], _("结束不能早于开始。"))


def _duties(post: Typed, item: Item, text: str) -> list[Item]:
    """The parties of the form's rows; those that stood in the plan keep their place, new ones are looked for in it."""
    duties = []
    for row in range(MOST_ROWS):
        name, role = post.get(f"duty-{row}-name", "").strip()[:120], post.get(f"duty-{row}-role", "")
        if not name or role not in ROLES or post.get("drop") == f"duty-{row}":
            continue
        known = [duty for duty in item["duties"] if duty["name"] == name]
        same = next((duty for duty in known if duty["role"] == role), None)
        span = known[0]["span"] if known else list(within(text, (item["span"][0], item["span"][1]), name))
        duties.append(dict(same) if same else {"role": role, "name": name, "span": span, "inferred": []})
    return duties


def _targets(post: Typed, item: Item, text: str) -> list[Item]:
    targets = []
    for row in range(MOST_ROWS):
        said = {name: post.get(f"target-{row}-{name}", "").strip() for name in ("text", "subject", "value", "unit")}
        if not said["value"] or post.get("drop") == f"target-{row}":
            continue
        comparator = post.get(f"target-{row}-comparator", "=")
        known = next((target for target in item["targets"] if target["text"] == said["text"]), None)
        words = said["text"] or f"{said['subject']}{said['value']}{said['unit']}"
        span = known["span"] if known else list(within(text, (item["span"][0], item["span"][1]), words))
        targets.append(
            {
                "text": words[:200],
                "subject": said["subject"][:120],
                "comparator": comparator if comparator in COMPARATORS else "=",
                "value": _number(f"target-{row}-value", said["value"]),
                "unit": said["unit"][:20],
                "per": post.get(f"target-{row}-per", "").strip()[:40],
                "span": span,
            }
        )
    return targets


def _number(field: str, said: str) -> float:
    try:
        value = float(said.replace(",", "").replace("，", ""))
    except ValueError as error:
        raise Unanswered(field, _("数值写成数字。")) from error
    if not 0 <= value < 1e12:
        raise Unanswered(field, _("数值写成数字。"))
    return value
