"""Editing a proposal's draft: every edit replaces a slice of one list, is kept, and can be undone."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from luoshi.campaigns.access import may_edit
from luoshi.campaigns.draft import Draft, Item, unit_items
from luoshi.campaigns.models import Proposal, ProposalEdit
from luoshi.campaigns.names import known_sets, known_units
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing

TASK_FIELDS = (
    "title",
    "stage",
    "time_text",
    "start",
    "due",
    "recurrence",
    "duties",
    "targets",
    "each_leads",
    "checked",
)
STAGE_FIELDS = ("title", "time_text", "start", "end", "checked")
HEAD_FIELDS = ("title", "issuer", "document_number", "issued", "window_text", "start", "end", "checked")
FIELDS = {"tasks": TASK_FIELDS, "stages": STAGE_FIELDS, "head": HEAD_FIELDS, "units": ("unit", "set")}
CONFIRMED_BY = {"year": ("start", "due", "end"), "due:stage": ("due",), "due:window": ("due",)}


class EditConflict(RuntimeError):
    """Somebody else edited the item meanwhile; `item` is how it stands now."""

    def __init__(self, item: Item | None) -> None:
        super().__init__("edited meanwhile")
        self.item = item


@dataclass(frozen=True, slots=True)
class Change:
    """New values for fields of one item, as it stood at `rev`."""

    part: str
    key: str
    rev: int
    values: dict[str, object]


def change(proposal: Proposal, wanted: Change, *, by: Standing) -> Proposal:
    """Give one item new values. Raises EditConflict when it changed since `rev`."""

    def edit(draft: Draft) -> Splice:
        at, item = _find(draft, wanted.part, wanted.key, wanted.rev)
        values = {name: value for name, value in wanted.values.items() if name in FIELDS[wanted.part]}
        new = {**item, **values, "rev": item["rev"] + 1}
        if "inferred" in item:
            changed = {name for name, value in values.items() if item.get(name) != value}
            new["inferred"] = [i for i in item["inferred"] if not changed & set(CONFIRMED_BY.get(i, ()))]
        return Splice(wanted.part, at, 1, [new])

    return _apply(proposal, gettext_noop("修改"), edit, by)


def confirm(proposal: Proposal, part: str, key: str, rev: int, *, by: Standing) -> Proposal:
    """Accept what was inferred about one item as it stands."""

    def edit(draft: Draft) -> Splice:
        at, item = _find(draft, part, key, rev)
        new = {**item, "rev": rev + 1, "inferred": [], "checked": True}
        if "duties" in item:
            new["duties"] = [{**duty, "inferred": []} for duty in item["duties"]]
        return Splice(part, at, 1, [new])

    return _apply(proposal, gettext_noop("确认推断"), edit, by)


def remove(proposal: Proposal, part: str, key: str, rev: int, *, by: Standing) -> Proposal:
    """Take one task or stage out of the draft; tasks of a stage that is gone stand outside all stages."""

    def edit(draft: Draft) -> Splice:
        at, _item = _find(draft, part, key, rev)
        return Splice(part, at, 1, [])

    return _apply(proposal, gettext_noop("删除"), edit, by)


def merge(proposal: Proposal, key: str, *, by: Standing) -> Proposal:
    """Join one task with the one after it: under the title of the first, with the parties, targets and days of both.

    Raises EditConflict when none stands behind it any more.
    """

    def edit(draft: Draft) -> Splice:
        at, first = _find(draft, "tasks", key)
        if at + 1 >= len(draft["tasks"]):
            raise EditConflict(None)
        second = draft["tasks"][at + 1]
        joined = deepcopy(first)
        known = {(duty["role"], duty["name"]) for duty in first["duties"]}
        joined["duties"] += [duty for duty in second["duties"] if (duty["role"], duty["name"]) not in known]
        joined["targets"] += second["targets"]
        joined["start"] = min(filter(None, (first["start"], second["start"])), default=None)
        if (second["due"] or "") > (first["due"] or ""):
            joined |= {name: second[name] for name in ("due", "time_text", "recurrence", "inferred")}
        joined["span"] = [min(first["span"][0], second["span"][0]), max(first["span"][1], second["span"][1])]
        joined["rev"] = first["rev"] + 1
        return Splice("tasks", at, 2, [joined])

    return _apply(proposal, gettext_noop("合并"), edit, by)


def split(proposal: Proposal, key: str, place: int, title: str, *, by: Standing) -> Proposal:
    """Cut one task in two at `place` in the plan's text; each has all parties, and the targets that its words set.

    Raises EditConflict for a place outside the task's words.
    """

    def edit(draft: Draft) -> Splice:
        at, item = _find(draft, "tasks", key)
        start, end = item["span"]
        if not start < place < end:
            raise EditConflict(item)
        first, second = deepcopy(item), deepcopy(item)
        first.update(span=[start, place], rev=item["rev"] + 1)
        second.update(key=_new_key(draft, "tasks"), rev=0, title=title.strip() or item["title"], span=[place, end])
        first["targets"] = [t for t in item["targets"] if t["span"][0] < place]
        second["targets"] = [t for t in item["targets"] if t["span"][0] >= place]
        return Splice("tasks", at, 1, [first, second])

    return _apply(proposal, gettext_noop("拆分"), edit, by)


def add_task(proposal: Proposal, title: str, span: tuple[int, int], *, by: Standing) -> Proposal:
    """Add a task for a piece of the plan's text, in the order of the text."""

    def edit(draft: Draft) -> Splice:
        tasks = draft["tasks"]
        at = next((i for i, task in enumerate(tasks) if task["span"][0] > span[0]), len(tasks))
        stage = tasks[at - 1]["stage"] if at else None
        item: Item = {
            "key": _new_key(draft, "tasks"), "rev": 0, "title": title.strip()[:300], "clause": "", "node": "",
            "stage": stage, "time_text": "", "start": None, "due": None, "recurrence": "", "duties": [], "targets": [],
            "each_leads": False, "span": list(span), "inferred": [], "checked": True,
        }  # fmt: skip
        return Splice("tasks", at, 0, [item])

    return _apply(proposal, gettext_noop("新增任务"), edit, by)


def add_stage(
    proposal: Proposal, title: str, span: tuple[int, int], days: dict[str, object], *, by: Standing
) -> Proposal:
    """Add a stage for a piece of the plan's text, in the order of the text; `days` are its time_text, start and end."""

    def edit(draft: Draft) -> Splice:
        stages = draft["stages"]
        at = next((i for i, stage in enumerate(stages) if stage["span"][0] > span[0]), len(stages))
        item: Item = {
            "key": _new_key(draft, "stages"), "rev": 0, "title": title.strip()[:200], "time_text": "", "start": None,
            "end": None, "node": "", "span": list(span), "inferred": [], "checked": True, **days,
        }  # fmt: skip
        return Splice("stages", at, 0, [item])

    return _apply(proposal, gettext_noop("新增阶段"), edit, by)


def undo(proposal: Proposal, *, by: Standing) -> Proposal:
    """Take the latest edit that is not undone back; does nothing when there is none."""
    with transaction.atomic():
        held = Proposal.objects.select_for_update().get(pk=proposal.pk)
        demand(may_edit(by, held))
        last = held.edits.filter(undone_at=None).order_by("-version").first()
        if last is None:
            return held
        at = _place(held.draft[last.part], last)
        held.draft[last.part][at : at + len(last.inserted)] = last.removed
        last.undone_at = timezone.now()
        last.save(update_fields=["undone_at"])
        return _keep(held)


@dataclass(frozen=True, slots=True)
class Splice:
    """In list `part`, `count` items from place `at` give way to `items`."""

    part: str
    at: int
    count: int
    items: Sequence[Item]


def _apply(proposal: Proposal, label: str, edit: Callable[[Draft], Splice], by: Standing) -> Proposal:
    with transaction.atomic():
        held = Proposal.objects.select_for_update().get(pk=proposal.pk)
        demand(may_edit(by, held))
        splice = edit(held.draft)
        rows = held.draft[splice.part]
        removed = rows[splice.at : splice.at + splice.count]
        rows[splice.at : splice.at + splice.count] = splice.items
        ProposalEdit.objects.create(
            proposal=held,
            version=held.version,
            label=label,
            part=splice.part,
            at=splice.at,
            removed=removed,
            inserted=list(splice.items),
            by_id=by.person_id,
        )
        return _keep(held)


def _place(rows: Sequence[Item], edit: ProposalEdit) -> int:
    """Where the items that an edit put in stand now: names of units move with the tasks that bear them."""
    keys = [item["key"] for item in rows]
    return keys.index(edit.inserted[0]["key"]) if edit.inserted else edit.at


def _keep(held: Proposal) -> Proposal:
    held.draft["units"] = unit_items(held.draft, known_units(), known_sets())
    held.version += 1
    held.changed_at = timezone.now()
    held.save(update_fields=["draft", "version", "changed_at"])
    return held


def _find(draft: Draft, part: str, key: str, rev: int | None = None) -> tuple[int, Item]:
    for at, item in enumerate(draft[part]):
        if item["key"] == key:
            if rev is not None and item["rev"] != rev:
                raise EditConflict(item)
            return at, item
    raise EditConflict(None)


def _new_key(draft: Draft, part: str) -> str:
    """A key that no item of the list bears and no task refers to."""
    keys = [item["key"] for item in draft[part]]
    if part == "stages":
        keys += [task["stage"] for task in draft["tasks"] if task["stage"]]
    return f"{part[0]}{max((int(key[1:]) for key in keys), default=0) + 1}"
