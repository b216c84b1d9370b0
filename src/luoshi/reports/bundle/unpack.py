"""Taking a campaign in from a file: the same rows under new ids, its journal kept beside as it came."""

from collections import defaultdict
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from luoshi.campaigns.access import may_plan
from luoshi.campaigns.adopt import name_counts
from luoshi.campaigns.index import index_campaign
from luoshi.campaigns.models import Campaign, Consultation, Count, IssueRequest, Proposal, Target
from luoshi.journal.record import record, start_sample
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person, Unit, UnitSet
from luoshi.orgs.units import NewSet, NewUnit, add_unit, put_set
from luoshi.platform.files.models import StoredFile
from luoshi.platform.files.store import store
from luoshi.reports.bundle.contents import Contents, NoBundle, contents
from luoshi.reports.bundle.parts import INSIDE, PARTS, Part, links
from luoshi.reports.models import Origin

Ids = dict[str, dict[int, int]]


def unpack(data: bytes, *, by: Standing) -> Campaign:
    """The campaign of that file. Raises NoBundle for another file, an altered one, and one that is here already."""
    demand(may_plan(by))
    found = contents(data)
    stored = store(data, f"{found.title}.zip")
    with transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=stored.pk)
        if Origin.objects.filter(file=stored).exists():
            raise NoBundle("这个活动已经导入过 this campaign is here already")
        taken = _Taken(found, by)
        for part in PARTS:
            taken.part(part)
        campaign = taken.campaign
        if campaign.is_sample:
            start_sample(campaign.chain)
        origin = Origin.objects.create(
            campaign=campaign, file=stored, head_seq=found.chain["head_seq"], head_hash=found.chain["head_hash"],
            at=timezone.now(), by_name=by.name,
        )  # fmt: skip
        told = {"bundle": stored.sha256, "chain": found.chain["name"], "seq": origin.head_seq, "hash": origin.head_hash}
        record(campaign.chain, "campaign.import", "campaign", [campaign.pk], by=by.acting(), data=told)
        index_campaign(campaign)
    return campaign


class _Taken:
    """What was taken in so far: ids here by ids there, and who is who here."""

    def __init__(self, found: Contents, by: Standing) -> None:
        self._rows = found.rows
        self._ids: Ids = defaultdict(dict)
        self._kinds: dict[str, str] = {}
        named = found.organization
        self._units = {unit["name"]: _unit(unit, by) for unit in named["units"]}
        self._sets = {one["name"]: _set(one, self._units, by) for one in named["sets"]}
        self._people = [_person(one) for one in named["people"]]
        self._files = {sha: store(found.files[sha], name).pk for sha, name in named["files"].items()}

    @property
    def campaign(self) -> Campaign:
        return Campaign.objects.get(pk=next(iter(self._ids["campaign"].values())))

    def part(self, part: Part) -> None:
        """Make the rows of one table."""
        for said in self._rows[part.name]:
            row = part.model(**self._values(part.model, said))
            self._mend(row)
            row.save(force_insert=True)
            self._ids[part.name][said["id"]] = row.pk
            if isinstance(row, Consultation):
                row.units.set([self._units[name] for name in said["units"]])
        if part.model is Target:
            self._name_counts()

    def _values(self, model: type[models.Model], said: dict[str, Any]) -> dict[str, Any]:
        """The columns of a row; a link that is younger than the file names nothing."""
        values = {
            field.attname: field.to_python(said[field.name])
            for field in model._meta.concrete_fields
            if not field.primary_key and not isinstance(field, models.ForeignKey)
        }
        return values | {link.attname: self._linked(link, said.get(link.name)) for link in links(model)}

    def _linked(self, link: "models.ForeignKey[Any, Any]", said: Any) -> int | None:
        if said is None:
            return None
        if (name := INSIDE.get(link.related_model)) is not None:
            return self._ids[name].get(said)
        if link.related_model is Person:
            return self._people[int(said)]
        known: dict[type[models.Model], dict[str, int]] = {
            Unit: self._units,
            UnitSet: self._sets,
            StoredFile: self._files,
        }
        return known[link.related_model][said]

    def _mend(self, row: models.Model) -> None:
        """Let what names rows otherwise than by a link name those that are here."""
        match row:
            case Target():
                row.counted = ""
            case Count():
                row.kind = self._kinds.get(row.kind, row.kind)
                room, _colon, source = row.source.partition(":")
                if room in self._ids and source.isdigit():
                    row.source = f"{room}:{self._ids[room].get(int(source), 0)}"
            case IssueRequest():
                row.tasks = [self._ids["task"][pk] for pk in row.tasks if pk in self._ids["task"]]
            case Proposal():
                for item in row.draft["units"]:
                    item["unit"], item["set"] = self._units.get(item["unit"]), self._sets.get(item["set"])

    def _name_counts(self) -> None:
        name_counts(self.campaign)
        here = dict(Target.objects.filter(campaign=self.campaign).values_list("pk", "counted"))
        there = {said["id"]: said["counted"] for said in self._rows["target"]}
        self._kinds = {there[old]: here[new] for old, new in self._ids["target"].items()}


def _unit(said: dict[str, Any], by: Standing) -> int:
    """The unit of that name here, or else a new one below its parent."""
    known = Unit.objects.filter(name=said["name"]).first()
    if known is not None:
        return known.pk
    above = Unit.objects.filter(name=said["parent"]).first() if said["parent"] else None
    new = NewUnit(said["name"], above.pk if above else None, said["level"], tuple(said["aliases"]), order=said["order"])
    return add_unit(new, by=by).pk


def _set(said: dict[str, Any], units: dict[str, int], by: Standing) -> int:
    known = UnitSet.objects.filter(name=said["name"]).first()
    return (known or put_set(NewSet(said["name"], tuple(units[name] for name in said["members"])), by=by)).pk


def _person(said: dict[str, Any]) -> int | None:
    """The only person here of that name in one of these units; None if there is none, or more than one."""
    found = Person.objects.filter(name=said["name"], posts__unit__name__in=said["units"], is_active=True).distinct()
    return found[0].pk if len(found) == 1 else None
