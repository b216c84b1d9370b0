"""People: adding somebody with unit and role, and the link that signs them in once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, post_words, who
from luoshi.faces.desk.organization.fields import UnitField, names_html
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import administrators
from luoshi.faces.shared.shell import Link, Pager
from luoshi.faces.shared.toasts import say
from luoshi.orgs import queries
from luoshi.orgs.people import NewPerson, add_person, open_link, set_active
from luoshi.orgs.roles import ROLES

if TYPE_CHECKING:
    from luoshi.orgs.models import Person

PAGE = 100


class PersonForm(forms.Form):
    """The fields of `NewPerson`."""

    name = forms.CharField(label=later("姓名"), max_length=40)
    role = forms.ChoiceField(label=later("角色"), initial="liaison")
    title = forms.CharField(label=later("职务"), max_length=60, required=False)
    phone = forms.CharField(label=later("电话"), max_length=40, required=False)
    field_order = ("name", "unit", "role", "title", "phone")

    def __init__(self, units: Sequence[queries.UnitRow], data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        hint = later("填几个字，从列表里选。")
        self.fields["unit"] = UnitField(units, label=later("单位"), help_text=hint)
        self.fields["role"].choices = [(role.code, _(role.label)) for role in ROLES]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


@administrators
def show(request: HttpRequest) -> HttpResponse:
    """The people, those that answer `q` if it is given, and a form to add one."""
    units = queries.units()
    if request.method != "POST":
        return _page(request, units)
    form = PersonForm(units, request.POST)
    if not form.is_valid():
        return _page(request, units, form, status=422)
    values = form.cleaned_data
    new = NewPerson(values["name"], values["unit"], values["role"], values["title"], values["phone"])
    person = add_person(new, by=who(request))
    say(request, _("已加“%(name)s”。") % {"name": person.name})
    words = {"after": queries.screen_of(person.pk, PAGE), "new": person.pk}
    return redirect(f"{reverse('people')}?{urlencode(words)}")


@administrators
@require_POST
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    """A one-time sign-in link for this person, shown once."""
    person = queries.person(person_id)
    if person is None:
        raise Http404
    token = open_link(person_id, by=who(request))
    url = request.build_absolute_uri(reverse("sign_in_link", args=[token]))
    return _page(request, queries.units(), shown=(person, url))


@administrators
@require_POST
def active(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a person in or keep them out."""
    if queries.person(person_id) is None:
        raise Http404
    set_active(person_id, request.POST.get("active") == "1", by=who(request))
    return redirect(f"{_screen(request)}#p{person_id}")


def _screen(request: HttpRequest, **changes: object) -> str:
    """The address of the screen at hand, or of another under the same words."""
    kept = {"q": request.GET.get("q", "").strip(), "after": number(request.GET.get("after", "")) or 0} | changes
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"?{query}" if query else reverse("people")


def _page(
    request: HttpRequest,
    units: Sequence[queries.UnitRow],
    form: PersonForm | None = None,
    shown: "tuple[Person, str] | None" = None,
    status: int = 200,
) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:60].replace("\0", "")
    found = queries.people(words, number(request.GET.get("after", "")) or 0, PAGE)
    pager = Pager(
        first=found.passed + 1,
        last=found.passed + len(found.rows),
        total=found.total,
        back_url="" if found.before is None else _screen(request, after=found.before),
        next_url="" if found.after is None else _screen(request, after=found.after),
    )
    values: dict[str, object] = {
        "people": [(row, [post_words(post) for post in row.posts]) for row in found.rows],
        "words": words,
        "pager": pager,
        "form": form or PersonForm(units, initial={"unit": _unit_named(units, request)}),
        "names": names_html(units),
        "added": queries.person(new) if (new := number(request.GET.get("new", ""))) and not shown else None,
        "marked": shown[0].pk if shown else new,
        "shown": shown[0] if shown else None,
        "shown_url": shown[1] if shown else "",
        "here": _screen(request).removeprefix(reverse("people")),
        "me": who(request).person_id,
    }
    return page(request, "desk/organization/people.html", values, title=_("人员"), crumbs=_crumbs(), status=status)


def _unit_named(units: Sequence[queries.UnitRow], request: HttpRequest) -> str:
    """The name of the unit for which the address wants somebody added."""
    wanted = number(request.GET.get("unit", ""))
    return next((unit.name for unit in units if unit.id == wanted), "")


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("机构"), reverse("organization")),)
