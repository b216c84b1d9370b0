"""How one is reminded: by which channel and where, and in which hours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.mine.forms import ContactForm
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.oversight.reminding.contact import Unreachable, contact_of, set_contact
from luoshi.oversight.reminding.hours import FROM_HOUR, TO_HOUR
from luoshi.platform.outbox.post import channels


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """One's own contact; kept when the form is sent."""
    me, known = who(request), channels()
    held = contact_of(me.person_id) if me.person_id else None
    started = {"channel": held.channel, "to": held.to, "wants_reminders": held.wants_reminders} if held else None
    form = ContactForm(known, request.POST or None, initial=started or {"wants_reminders": True})
    if request.method == "POST" and form.is_valid():
        try:
            set_contact(form.contact(me.person_id or 0), by=me)
        except Unreachable as error:
            form.add_error("to", str(error))
        else:
            say(request, _("提醒方式已存下。"))
            return redirect("my_reminders")
    values: dict[str, object] = {"form": form if known else None, "from_hour": FROM_HOUR, "to_hour": TO_HOUR}
    crumbs = (Link(_("我的事"), reverse("mine")),)
    status = 422 if form.errors else 200
    return page(request, "desk/mine/reminding.html", values, title=_("我的提醒"), crumbs=crumbs, status=status)
