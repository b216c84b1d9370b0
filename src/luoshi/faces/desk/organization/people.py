"""People: adding somebody with unit and role, and the link that signs them in once."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, post_words, who
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import administrators
from luoshi.faces.shared.toasts import say
from luoshi.orgs import queries
from luoshi.orgs.people import NewPerson, add_person, open_link, set_active
from luoshi.orgs.roles import ROLES

PAGE = 100


class PersonForm(forms.Form):
    """The fields of `NewPerson`."""

    name = forms.CharField(label=later("姓名"), max_length=40)
    unit = forms.TypedChoiceField(label=later("单位"), coerce=int)
    role = forms.ChoiceField(label=later("角色"))
    title = forms.CharField(label=later("职务"), max_length=60, required=False)
    phone = forms.CharField(label=later("电话"), max_length=40, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        rows = [(unit.id, f"{'　' * unit.depth}{unit.name}") for unit in queries.units()]
        self.fields["unit"].choices = rows  # type: ignore[attr-defined]
        self.fields["role"].choices = [(role.code, _(role.label)) for role in ROLES]  # type: ignore[attr-defined]


@administrators
def show(request: HttpRequest) -> HttpResponse:
    """The people, and a form to add one."""
    form = PersonForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            values = form.cleaned_data
            new = NewPerson(values["name"], values["unit"], values["role"], values["title"], values["phone"])
            person = add_person(new, by=who(request))
            say(request, _("已加“%(name)s”。把登录链接给本人，就能进来。") % {"name": person.name})
            return redirect(_address(person.pk, max(0, person.pk - PAGE)))
        return _page(request, form, status=422)
    return _page(request, PersonForm())


@administrators
@require_POST
def link(request: HttpRequest, person_id: int) -> HttpResponse:
    """A one-time sign-in link for this person, shown once."""
    if queries.person(person_id) is None:
        raise Http404
    token = open_link(person_id, by=who(request))
    url = request.build_absolute_uri(reverse("sign_in_link", args=[token]))
    return _page(request, PersonForm(), shown=(person_id, url))


@administrators
@require_POST
def active(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a person in or keep them out."""
    if queries.person(person_id) is None:
        raise Http404
    set_active(person_id, request.POST.get("active") == "1", by=who(request))
    return redirect(_address(person_id, _after(request)))


def _after(request: HttpRequest) -> int:
    """The id behind which the screen at hand begins."""
    return number(request.GET.get("after", "")) or 0


def _address(person_id: int, after: int) -> str:
    """The person's row, on the screen that begins behind that id."""
    return f"{reverse('people')}{f'?after={after}' if after else ''}#p{person_id}"


def _page(
    request: HttpRequest, form: PersonForm, shown: tuple[int, str] | None = None, status: int = 200
) -> HttpResponse:
    after = _after(request)
    rows = queries.people(after, PAGE)
    values: dict[str, object] = {
        "people": [(row, [post_words(post) for post in row.posts]) for row in rows],
        "form": form,
        "shown_id": shown[0] if shown else None,
        "shown_url": shown[1] if shown else "",
        "after": after,
        "next_after": rows[-1].id if len(rows) == PAGE else None,
        "me": who(request).person_id,
    }
    return page(request, "desk/organization/people.html", values, title=_("人员"), status=status)
