"""Django, set up for a command."""

import os

import django
from django.urls import get_resolver


def ready() -> None:
    """Set Django up with the product's settings, unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    django.setup()


def ready_to_fork() -> None:
    """Load what web server, worker and welcome need, once for all that are forked; nothing is opened."""
    ready()
    assert get_resolver().url_patterns
