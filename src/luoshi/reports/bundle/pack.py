"""Writing a campaign into one file."""

import json
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction
from django.db.models import ForeignKey, Model

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.models import Campaign, Consultation, Proposal
from luoshi.journal.models import Chain, Entry, EntryText
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person, Unit, UnitSet
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.store import open_file
from luoshi.reports.bundle.parts import INSIDE, PARTS, links

FORMAT, VERSION = "luoshi-campaign", 1
SEALED = (
    "seq", "at_us", "actor_id", "actor", "post", "act", "kind", "subjects", "source", "target", "data", "previous",
    "hash",
)  # fmt: skip


def pack(campaign: Campaign, *, by: Standing) -> bytes:
    """The file: the campaign's rows, the plans' bytes, the organization as far as it is named, the journal's lines.

    Raises FileNotFoundError if the disk has lost a plan.
    """
    demand(may_plan(by))
    target = BytesIO()
    with transaction.atomic(), ZipFile(target, "w", ZIP_DEFLATED) as file:
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        named = _Named()
        for part in PARTS:
            rows = [named.row(row) for row in part.rows(campaign.pk)]
            _write(file, f"rows/{part.name}.json", rows)
        _write(file, "organization.json", named.organization())
        for digest in sorted(named.files):
            with open_file(StoredFile.objects.get(sha256=digest)) as stored:
                file.writestr(f"files/{digest}", stored.read())
        _write(file, "journal.json", list(_lines(campaign.chain)))
        head = Chain.objects.filter(name=campaign.chain).values("name", "head_seq", "head_hash").first()
        _write(file, "manifest.json", {"format": FORMAT, "version": VERSION, "title": campaign.title, "chain": head})
    return target.getvalue()


class _Named:
    """What the rows name outside the campaign, met on the way."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self._units: set[int] = set()
        self._sets: set[int] = set()
        self._people: dict[int, int] = {}

    def row(self, row: Model) -> dict[str, Any]:
        """The row as JSON keeps it."""
        said = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields}
        for link in links(type(row)):
            if said[link.name] is not None and link.related_model not in INSIDE:
                said[link.name] = self._name(link, row)
        if isinstance(row, Consultation):
            units = list(row.units.order_by("pk"))
            self._units |= {unit.pk for unit in units}
            said["units"] = [unit.name for unit in units]
        if isinstance(row, Proposal):
            self._settled(said["draft"]["units"])
        return said

    def _settled(self, items: list[dict[str, Any]]) -> None:
        """Let what a draft settled names to go by name."""
        for item in items:
            unit = Unit.objects.filter(pk=item["unit"]).first()
            unit_set = UnitSet.objects.filter(pk=item["set"]).first()
            item["unit"], item["set"] = unit and unit.name, unit_set and unit_set.name
            self._units |= {unit.pk} if unit else set()
            self._sets |= {unit_set.pk} if unit_set else set()

    def _name(self, link: "ForeignKey[Any, Any]", row: Model) -> str | int:
        one = getattr(row, link.name)
        match one:
            case Unit():
                self._units.add(one.pk)
            case UnitSet():
                self._sets.add(one.pk)
            case StoredFile():
                self.files[one.sha256] = one.name
                return one.sha256
            case Person():
                return self._people.setdefault(one.pk, len(self._people))
        return str(one.name)

    def organization(self) -> dict[str, Any]:
        """Units with those above them, sets with their members, people by name and units, files by name."""
        sets = list(UnitSet.objects.filter(pk__in=self._sets).prefetch_related("members").order_by("pk"))
        wanted = self._units | {unit.pk for one in sets for unit in one.members.all()}
        while above := set(Unit.objects.filter(children__in=wanted).values_list("pk", flat=True)) - wanted:
            wanted |= above
        people = Person.objects.filter(pk__in=self._people).prefetch_related("posts__unit").in_bulk()
        units = Unit.objects.filter(pk__in=wanted).select_related("parent").order_by("path", "order", "pk")
        return {
            "units": [_unit(unit) for unit in sorted(units, key=lambda unit: unit.path.count("/"))],
            "sets": [{"name": one.name, "members": [unit.name for unit in one.members.all()]} for one in sets],
            "people": [_person(people[pk]) for pk in self._people],
            "files": self.files,
        }


def _unit(unit: Unit) -> dict[str, Any]:
    parent = unit.parent.name if unit.parent else None
    aliases = unit.aliases.splitlines()
    return {"name": unit.name, "parent": parent, "level": unit.level, "aliases": aliases, "order": unit.order}


def _person(person: Person) -> dict[str, Any]:
    return {"name": person.name, "units": [post.unit.name for post in person.posts.all()]}


def _lines(chain: str) -> Iterable[dict[str, Any]]:
    texts: dict[int, dict[str, list[str]]] = {}
    for text in EntryText.objects.filter(entry__chain__name=chain).order_by("pk"):
        texts.setdefault(text.entry_id, {})[text.name] = [text.salt, text.text]
    for entry in Entry.objects.filter(chain__name=chain).order_by("seq"):
        yield {name: getattr(entry, name) for name in SEALED} | {"texts": texts.get(entry.pk, {})}


def _write(file: ZipFile, name: str, value: object) -> None:
    file.writestr(name, json.dumps(value, ensure_ascii=False, default=_said))


def _said(value: object) -> str:
    """Days and moments in whole (the framework's encoder cuts microseconds off), and marks."""
    return value.isoformat() if isinstance(value, date) else str(value)
