"""Stopping reminders by the link that each of them carries, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.faces.shared.rules import public
from luoshi.oversight.reminding.contact import NoSuchLink, stop


@public
def show(request: HttpRequest, token: str) -> HttpResponse:
    """A button that stops them, so that a preview of the address does not; then what became of it."""
    said, status = "ask", 200
    if request.method == "POST":
        try:
            stop(token)
            said = "stopped"
        except NoSuchLink:
            said, status = "unknown", 410
    return render(request, "desk/reminders/stop.html", {"said": said}, status=status)
