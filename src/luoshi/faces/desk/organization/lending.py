"""Posts in somebody's stead: one's own posts, lending them until a day, ending that early."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, post_words, who
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.toasts import say
from luoshi.orgs import queries
from luoshi.orgs.access import may
from luoshi.orgs.lend import NewLoan, NotLendable, end_loan, lend

LIST = "people-names"


class PersonField(forms.CharField):
    """One person, known by name and post as the page's `datalist` offers them, or by a name that only one bears."""

    def __init__(self, people: Sequence[tuple[int, str]], **kwargs: object) -> None:
        widget = forms.TextInput(attrs={"list": LIST, "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)  # type: ignore[arg-type]
        self.people = [label for _id, label in people]
        self._ids: dict[str, set[int]] = {}
        for person_id, label in people:
            for name in {label, label.split(" ")[0]}:
                self._ids.setdefault(name, set()).add(person_id)

    def clean(self, value: object) -> int:
        """The person's id."""
        name = str(super().clean(value))
        found = self._ids.get(name, set())
        if len(found) != 1:
            why = _("有几个“%(name)s”，请从列表里选。") if found else _("没有“%(name)s”这个人，请从列表里选。")
            raise ValidationError(why % {"name": name})
        return next(iter(found))


class LendForm(forms.Form):
    """The fields of `NewLoan`."""

    until = forms.DateField(
        label=later("到哪天为止"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=later("含当天，最长一年；随时可以提前结束。"),
    )
    field_order = ("post", "to", "until")

    def __init__(
        self, posts: Sequence[tuple[int, str]], people: Sequence[tuple[int, str]], data: object = None
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["post"] = forms.TypedChoiceField(label=later("职务"), choices=posts, coerce=int)
        hint = later("填姓名，从列表里选。")
        self.fields["to"] = PersonField(people, label=later("请谁代"), help_text=hint)
        self.order_fields(self.field_order)


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's own posts, and those held for others; a form that lends one."""
    me = who(request).person_id or 0
    posts = queries.held_posts(me, who(request))
    lendable = [(row.id, post_words(row.label)) for row in posts if row.may_lend]
    if request.method != "POST":
        return _page(request, posts, LendForm(lendable, queries.lendees()))
    form = LendForm(lendable, queries.lendees(), request.POST)
    if lent(request, form):
        return redirect("my_posts")
    return _page(request, posts, form, 422)


def lent(request: HttpRequest, form: LendForm) -> bool:
    """True if the form was fit and the post is lent; else the form says why."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        lend(NewLoan(said["post"], said["to"], said["until"]), by=who(request))
    except NotLendable as error:
        form.add_error("to" if error.field == "person_id" else error.field, str(error))
        return False
    say(request, _("已请人代。到期自动结束，也可以提前结束。"))
    return True


@signed_in
@require_POST
def end(request: HttpRequest, loan_id: int) -> HttpResponse:
    """End a loan now."""
    holder = queries.loan_holder(loan_id)
    if holder is None:
        raise Http404
    end_loan(loan_id, by=who(request))
    say(request, _("代职已结束。"))
    back = request.POST.get("back") == "person" and may(who(request), "manage")
    return redirect("person", holder) if back else redirect("my_posts")


def _page(request: HttpRequest, posts: Sequence[queries.HeldPost], form: LendForm, status: int = 200) -> HttpResponse:
    values: dict[str, object] = {
        "posts": [(row, post_words(row.label)) for row in posts],
        "borrowed": queries.borrowed(who(request).person_id or 0),
        "form": form,
        "may_lend": any(row.may_lend for row in posts),
    }
    return page(request, "desk/organization/my_posts.html", values, title=_("我的职务"), status=status)
