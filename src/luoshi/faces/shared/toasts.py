"""What was just done, said once on the next page, with a way to undo it."""

from django.contrib import messages
from django.http import HttpRequest


def say(request: HttpRequest, text: str, undo_url: str = "") -> None:
    """Queues a toast; `undo_url` takes a POST and is offered as 撤销."""
    messages.info(request, text, extra_tags=undo_url)
