"""Acts on groups: naming them, seating their members, and the units with which a member keeps in touch."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from luoshi.journal.models import Entry
from luoshi.journal.record import SYSTEM, record
from luoshi.kit.seen import expect
from luoshi.kit.verdict import demand
from luoshi.orgs.access import Standing, may
from luoshi.orgs.models import Group, Member
from luoshi.orgs.units import Kept, NameTaken


@dataclass(frozen=True, slots=True)
class GroupAs:
    """A group as it is to be; without an id a new one. `seen` is the mark of the facts that it changes, if any."""

    kind: str
    name: str
    duty: str = ""
    group_id: int | None = None
    is_sample: bool = False
    seen: str = ""


@dataclass(frozen=True, slots=True)
class MemberAs:
    """A member as announced; `contact_ids` are the units with which they keep in touch. Without an id a new one.

    `seen` is the mark of the facts that it changes, if any.
    """

    group_id: int
    seat: str
    name: str
    title: str = ""
    contact_ids: tuple[int, ...] = ()
    member_id: int | None = None
    seen: str = ""


def put_group(new: GroupAs, *, by: Standing) -> Group:
    """Make the group, or let an existing one be so. Raises NameTaken and Overtaken."""
    demand(may(by, "name_units"))
    name = new.name.strip()
    with transaction.atomic():
        if Group.objects.filter(name=name).exclude(pk=new.group_id or 0).exists():
            raise NameTaken(name)
        group = Group.objects.select_for_update().get(pk=new.group_id) if new.group_id else Group()
        before, after = group_facts(group.kind, group.name, group.duty), group_facts(new.kind, name, new.duty.strip())
        if new.group_id and after != before:
            expect(new.seen, before)
        group.kind, group.name, group.duty = new.kind, name, new.duty.strip()
        group.is_sample = group.is_sample or new.is_sample
        act = "group.change" if group.pk else "group.add"
        group.save()
        record(SYSTEM, act, "group", [group.pk], by=by.acting(), data={"kind": new.kind}, texts={"name": name})
    return group


def group_facts(kind: str, name: str, duty: str) -> dict[str, object]:
    """What a change of a group may change."""
    return {"kind": kind, "name": name, "duty": duty}


def remove_group(group_id: int, *, by: Standing) -> None:
    """Remove a group in which nobody sits any more. Raises Kept."""
    demand(may(by, "name_units"))
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=group_id)
        if group.members.exists():
            raise Kept(group.name)
        record(SYSTEM, "group.remove", "group", [group_id], by=by.acting(), texts={"name": group.name})
        group.delete()


def seat(new: MemberAs, *, by: Standing) -> Member:
    """Seat somebody in a group, or let an existing seat be so.

    Raises NameTaken for a member listed already, and Overtaken.
    """
    demand(may(by, "name_units"))
    name, title = new.name.strip(), new.title.strip()
    with transaction.atomic():
        group = Group.objects.select_for_update().get(pk=new.group_id)
        if group.members.filter(name=name, title=title).exclude(pk=new.member_id or 0).exists():
            raise NameTaken(name)
        member = group.members.get(pk=new.member_id) if new.member_id else Member(group=group)
        if member.pk is None:
            member.place = (group.members.aggregate(last=Max("place"))["last"] or 0) + 1
        else:
            known = member.contacts.values_list("pk", flat=True)
            before = member_facts(member.seat, member.name, member.title, known)
            if before != member_facts(new.seat, name, title, new.contact_ids):
                expect(new.seen, before)
        member.seat, member.name, member.title = new.seat, name, title
        act = "group.reseat" if member.pk else "group.seat"
        member.save()
        member.contacts.set(new.contact_ids)
        data = {"member": member.pk, "seat": new.seat, "contacts": sorted(new.contact_ids)}
        record(SYSTEM, act, "group", [group.pk], by=by.acting(), data=data, texts={"name": name, "title": title})
    return member


def member_facts(seat: str, name: str, title: str, contact_ids: Iterable[int]) -> dict[str, object]:
    """What a change of a member may change."""
    return {"seat": seat, "name": name, "title": title, "contacts": sorted(contact_ids)}


def unseat(member_id: int, *, by: Standing) -> Entry:
    """Take somebody out of a group, with their contact points; returns what was written."""
    demand(may(by, "name_units"))
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=member_id)
        units = sorted(member.contacts.values_list("pk", flat=True))
        data = {"seat": member.seat, "contacts": units}
        texts = {"name": member.name, "title": member.title}
        entry = record(SYSTEM, "group.unseat", "group", [member.group_id], by=by.acting(), data=data, texts=texts)
        member.delete()
    return entry
