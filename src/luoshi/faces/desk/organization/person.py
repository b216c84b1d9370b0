"""One person: name and phone, the posts, and who holds a post in their stead."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.campaigns.open_work import in_hand
from luoshi.faces.desk.frame import page, post_words, who
from luoshi.faces.desk.organization.fields import UnitField, names_html
from luoshi.faces.desk.organization.lending import LendForm, lent
from luoshi.faces.desk.organization.undo import undo_url
from luoshi.faces.shared.rules import administrators
from luoshi.faces.shared.seen import SeenForm, overtaken
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.seen import Overtaken, mark
from luoshi.kit.verdict import Refused
from luoshi.orgs import queries
from luoshi.orgs.people import NewPost, add_post
from luoshi.orgs.posts import PersonChange, change_person, person_facts, remove_post
from luoshi.orgs.roles import ROLES

if TYPE_CHECKING:
    from luoshi.orgs.models import Person

Units = Sequence[queries.UnitRow]


class DetailsForm(SeenForm):
    """The fields of `PersonChange`."""

    name = forms.CharField(label=later("姓名"), max_length=40)
    phone = forms.CharField(label=later("电话"), max_length=40, required=False)


class PostForm(forms.Form):
    """The fields of `NewPost`."""

    role = forms.ChoiceField(label=later("角色"), initial="liaison")
    title = forms.CharField(label=later("职务"), max_length=60, required=False)
    field_order = ("unit", "role", "title")

    def __init__(self, units: Units, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        hint = later("填几个字，从列表里选。")
        self.fields["unit"] = UnitField(units, label=later("单位"), help_text=hint)
        self.fields["role"].choices = [(role.code, _(role.label)) for role in ROLES]  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


@administrators
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """The person, and a form that changes name and phone."""
    person = _person(person_id)
    if request.method != "POST":
        return _page(request, person)
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _page(request, person, details=form, status=422)
    change = PersonChange(person_id, **form.cleaned_data)
    try:
        entry = change_person(change, by=who(request))
    except Overtaken:
        overtaken(form, _initial(person := _person(person_id)))
        return _page(request, person, details=form, status=422)
    if entry:
        say(request, _("“%(name)s”已改。") % {"name": change.name}, undo_url(entry.seq))
    return redirect("person", person_id)


@administrators
@require_POST
def post(request: HttpRequest, person_id: int) -> HttpResponse:
    """One more post for the person."""
    person, units = _person(person_id), queries.units()
    form = PostForm(units, request.POST)
    if not form.is_valid():
        return _page(request, person, post_form=form, status=422)
    said = form.cleaned_data
    try:
        add_post(NewPost(person_id, said["unit"], said["role"], said["title"]), by=who(request))
    except Refused as refused:
        form.add_error("role", refused.verdict.reason)
        return _page(request, person, post_form=form, status=422)
    say(request, _("已加一个职务。"))
    return redirect("person", person_id)


@administrators
@require_POST
def remove(request: HttpRequest, post_id: int) -> HttpResponse:
    """Take a post away."""
    holder = queries.post_holder(post_id)
    if holder is None:
        raise Http404
    entry = remove_post(post_id, by=who(request))
    say(request, _("职务已去掉。"), undo_url(entry.seq))
    return redirect("person", holder)


@administrators
@require_POST
def lend(request: HttpRequest, person_id: int) -> HttpResponse:
    """Lend a post of that person in their place."""
    person = _person(person_id)
    posts = [(row.id, post_words(row.label)) for row in queries.held_posts(person_id, who(request)) if row.may_lend]
    form = LendForm(posts, queries.lendees(), request.POST)
    if lent(request, form):
        return redirect("person", person_id)
    return _page(request, person, lend_form=form, status=422)


def _person(person_id: int) -> "Person":
    person = queries.person(person_id)
    if person is None:
        raise Http404
    return person


def _initial(person: "Person") -> dict[str, object]:
    """What the form of the person says as it stands."""
    return {**person_facts(person), "seen": mark(person_facts(person))}


def _page(
    request: HttpRequest,
    person: "Person",
    *,
    details: DetailsForm | None = None,
    post_form: PostForm | None = None,
    lend_form: LendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    units = queries.units()
    posts, held = queries.held_posts(person.pk, who(request)), in_hand(person.pk)
    lendable = [(row.id, post_words(row.label)) for row in posts if row.may_lend]
    values: dict[str, object] = {
        "person": person,
        "posts": [(row, post_words(row.label), held[row.unit_id]) for row in posts],
        "borrowed": queries.borrowed(person.pk),
        "details": details or DetailsForm(initial=_initial(person)),
        "post_form": post_form or PostForm(units),
        "lend_form": lend_form or (LendForm(lendable, queries.lendees()) if lendable else None),
        "names": names_html(units),
    }
    crumbs = (Link(_("机构"), reverse("organization")), Link(_("人员"), reverse("people")))
    return page(request, "desk/organization/person.html", values, title=person.name, crumbs=crumbs, status=status)
