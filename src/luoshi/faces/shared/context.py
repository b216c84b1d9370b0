"""What every template may read without its view saying so."""

from django.http import HttpRequest

from luoshi.faces.shared import preferences


def page(request: HttpRequest) -> dict[str, object]:
    """The reader's preferences."""
    return {"prefs": preferences.read(request)}
