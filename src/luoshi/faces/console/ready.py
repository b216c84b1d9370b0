"""Django, set up for a command."""

import gc
import os

import django
from django.urls import get_resolver


def ready() -> None:
    """Set Django up with the product's settings, unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    django.setup()


def ready_to_fork() -> None:
    """Load what web server, worker and welcome need, once for all that are forked; nothing is opened.

    Nothing of it is garbage: looking for some meanwhile costs a tenth of the start, and later unshares the pages.
    """
    gc.disable()
    ready()
    assert get_resolver().url_patterns
    gc.freeze()
    gc.enable()
