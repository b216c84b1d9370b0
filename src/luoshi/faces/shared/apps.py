"""The shared face as a Django app: its templates, static files and template tags."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "luoshi.faces.shared"
    label = "shared"
