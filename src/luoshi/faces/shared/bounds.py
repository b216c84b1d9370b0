"""How much a request may carry, asked before any of it is read: strangers' forms too are read for their safety mark."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from luoshi.faces.shared import errors


class BoundsMiddleware:
    """Answers 413 to a body longer than the largest form that the program reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isascii() and said.isdigit() and int(said[:18]) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return errors.answer(request, 413)
        return self.get_response(request)
