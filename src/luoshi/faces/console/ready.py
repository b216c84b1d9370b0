"""Django, set up for a command."""

import os

import django


def ready() -> None:
    """Set Django up with the product's settings, unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    django.setup()
