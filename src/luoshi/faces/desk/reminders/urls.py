"""Addresses of this group."""

from django.conf import settings
from django.urls import URLPattern, path

from luoshi.faces.desk.reminders import stop

urlpatterns: list[URLPattern] = [
    path(f"{settings.STOP_PATH.removeprefix('/')}<str:token>/", stop.show, name="stop_reminders"),
]
