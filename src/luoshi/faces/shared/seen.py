"""Forms that know what their reader saw: who saves later than another is told, and overwrites nothing unseen."""

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _


class SeenForm(forms.Form):
    """Carries, hidden, the mark of how things stood when the form was drawn."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


def overtaken(form: SeenForm, now: Mapping[str, object], **words: object) -> None:
    """Say beside each field what somebody else has put there meanwhile; saving once more overrules them.

    `now` are the form's initial values as they stand, among them the new `seen`; `words` say what a reader cannot read.
    """
    said_last = QueryDict(mutable=True)
    said_last.update(form.data)
    said_last["seen"] = str(now["seen"])
    form.data = said_last
    for name, field in form.fields.items():
        if name != "seen" and name in now and field.has_changed(now[name], form[name].data):
            value = words.get(name, now[name])
            said = (
                _("刚才有人改成了“%(value)s”。要用您填的，请再存一次。")
                if value
                else _("刚才有人清空了这里。要用您填的，请再存一次。")
            )
            form.add_error(name, said % {"value": value})
