"""The leading group and the groups that work under it: who sits where, and who keeps in touch with which units."""

from collections.abc import Sequence

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.organization.fields import UnitChecks
from luoshi.faces.desk.organization.undo import undo_url
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import organizers
from luoshi.faces.shared.seen import SeenForm, overtaken
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.seen import Overtaken, mark
from luoshi.orgs import queries
from luoshi.orgs.groups import (
    GroupAs,
    MemberAs,
    group_facts,
    member_facts,
    put_group,
    remove_group,
    seat,
    unseat,
)
from luoshi.orgs.roles import KIND_LABELS, KINDS, SEAT_LABELS, SEATS
from luoshi.orgs.units import Kept, NameTaken

Groups = Sequence[queries.GroupRow]


class GroupForm(SeenForm):
    """The fields of `GroupAs`."""

    name = forms.CharField(label=later("组的名称"), max_length=120, help_text=later("如大讨论活动领导小组、宣传组。"))
    duty = forms.CharField(
        label=later("职责"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("kind", "name", "duty")

    def __init__(self, data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        kinds = [(kind.code, _(kind.label)) for kind in KINDS]
        self.fields["kind"] = forms.ChoiceField(label=later("哪一类"), choices=kinds)
        self.order_fields(self.field_order)


class MemberForm(SeenForm):
    """The fields of `MemberAs`."""

    name = forms.CharField(label=later("姓名"), max_length=40)
    title = forms.CharField(label=later("职务"), max_length=120, required=False)
    field_order = ("name", "title", "seat", "contacts")

    def __init__(self, units: Sequence[queries.UnitRow], data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        seats = [(one.code, _(one.label)) for one in SEATS]
        self.fields["seat"] = forms.ChoiceField(label=later("在组里"), choices=seats, initial="member")
        chosen: Sequence[int] = initial["contacts"] if isinstance(initial, dict) else ()
        listed = sorted(units, key=lambda unit: unit.id not in chosen)
        self.fields["contacts"] = forms.TypedMultipleChoiceField(
            label=later("联系点"),
            coerce=int,
            required=False,
            widget=UnitChecks,
            choices=[(unit.id, unit.name) for unit in listed],
        )
        self.order_fields(self.field_order)


@organizers
def show(request: HttpRequest) -> HttpResponse:
    """All groups, and a form that makes one or changes the one that `group` names."""
    groups = queries.groups()
    chosen = _chosen(groups, number(request.GET.get("group", "")))
    if request.method != "POST":
        return _page(request, groups, chosen)
    form = GroupForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        group_id = chosen.id if chosen else None
        new = GroupAs(said["kind"], said["name"], said["duty"], group_id, seen=said["seen"])
        try:
            group = put_group(new, by=who(request))
        except NameTaken:
            form.add_error("name", _("已有同名的组，请换一个名称。"))
        except Overtaken:
            row = _group(group_id or 0)
            overtaken(form, _group_said(row), kind=_(KIND_LABELS[row.kind]))
        else:
            say(request, _("“%(name)s”已存。") % {"name": group.name})
            return redirect("organization_group", group.pk)
    return _page(request, groups, chosen, form, 422)


@organizers
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """One group with its members, and a form that seats one or changes the one that `member` names."""
    found, units = _group(group_id), queries.units()
    member = _member(found, number(request.GET.get("member", "")))
    if request.method != "POST":
        return _group_page(request, found, member, units)
    form = MemberForm(units, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        contacts, member_id = tuple(said["contacts"]), member.id if member else None
        new = MemberAs(group_id, said["seat"], said["name"], said["title"], contacts, member_id, said["seen"])
        try:
            seat(new, by=who(request))
        except NameTaken:
            form.add_error("name", _("组里已有这个人。"))
        except Overtaken:
            _overtaken(form, group_id, member_id)
        else:
            say(request, _("“%(name)s”已存。") % {"name": said["name"]})
            return redirect("organization_group", group_id)
    return _group_page(request, found, member, units, form, 422)


@organizers
@require_POST
def leave(request: HttpRequest, group_id: int, member_id: int) -> HttpResponse:
    """Take a member out of the group."""
    member = _member(_group(group_id), member_id)
    if member is None:
        raise Http404
    entry = unseat(member_id, by=who(request))
    say(request, _("“%(name)s”已移出。") % {"name": member.name}, undo_url(entry.seq))
    return redirect("organization_group", group_id)


@organizers
@require_POST
def remove(request: HttpRequest, group_id: int) -> HttpResponse:
    """Remove a group without members."""
    found = _group(group_id)
    try:
        remove_group(group_id, by=who(request))
    except Kept:
        say(request, _("组里还有人，请先移出成员。"))
        return redirect("organization_group", group_id)
    say(request, _("“%(name)s”已撤。") % {"name": found.name})
    return redirect("organization_groups")


def _group_said(row: queries.GroupRow) -> dict[str, object]:
    """What the form of the group says as it stands."""
    facts = group_facts(row.kind, row.name, row.duty)
    return {**facts, "seen": mark(facts)}


def _member_said(row: queries.MemberRow) -> dict[str, object]:
    """What the form of the member says as it stands."""
    facts = member_facts(row.seat, row.name, row.title, row.contact_ids)
    return {**facts, "contacts": row.contact_ids, "seen": mark(facts)}


def _overtaken(form: MemberForm, group_id: int, member_id: int | None) -> None:
    """Say in the form how the member stands now, in words."""
    row = _member(_group(group_id), member_id)
    if row is None:
        raise Http404
    overtaken(form, _member_said(row), contacts="、".join(row.contacts), seat=_(SEAT_LABELS[row.seat]))


def _group(group_id: int) -> queries.GroupRow:
    found = _chosen(queries.groups(), group_id)
    if found is None:
        raise Http404
    return found


def _chosen(groups: Groups, group_id: int | None) -> queries.GroupRow | None:
    return next((row for row in groups if row.id == group_id), None)


def _member(found: queries.GroupRow, member_id: int | None) -> queries.MemberRow | None:
    return next((row for row in found.members if row.id == member_id), None)


def _page(
    request: HttpRequest,
    groups: Groups,
    chosen: queries.GroupRow | None,
    form: GroupForm | None = None,
    status: int = 200,
) -> HttpResponse:
    values: dict[str, object] = {
        "groups": [(row, _(KIND_LABELS[row.kind]), _seated(row)) for row in groups],
        "chosen": chosen,
        "form": form or GroupForm(initial=_group_said(chosen) if chosen else None),
    }
    crumbs = (Link(_("机构"), reverse("organization")),)
    return page(request, "desk/organization/groups.html", values, title=_("领导小组"), crumbs=crumbs, status=status)


def _seated(row: queries.GroupRow) -> list[tuple[str, list[queries.MemberRow]]]:
    """(seat, who sits there) for the seats that are taken."""
    seats = [(_(label), [one for one in row.members if one.seat == code]) for code, label in SEAT_LABELS.items()]
    return [(label, members) for label, members in seats if members]


def _group_page(
    request: HttpRequest,
    found: queries.GroupRow,
    member: queries.MemberRow | None,
    units: Sequence[queries.UnitRow],
    form: MemberForm | None = None,
    status: int = 200,
) -> HttpResponse:
    values: dict[str, object] = {
        "group": found,
        "kind": _(KIND_LABELS[found.kind]),
        "members": [(row, _(SEAT_LABELS[row.seat])) for row in found.members],
        "member": member,
        "form": form or MemberForm(units, initial=_member_said(member) if member else None),
    }
    crumbs = (Link(_("机构"), reverse("organization")), Link(_("领导小组"), reverse("organization_groups")))
    return page(request, "desk/organization/group.html", values, title=found.name, crumbs=crumbs, status=status)
