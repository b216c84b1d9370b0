"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.opinions import acts, entry, queue, settings

AT = "campaigns/<int:campaign_id>/opinions/"
urlpatterns: list[URLPattern] = [
    path(AT, queue.show, name="opinions"),
    path(f"{AT}enter/", entry.show, name="opinion_enter"),
    path(f"{AT}enter/undo/", entry.take_back, name="opinion_entry_undo"),
    path(f"{AT}settings/", settings.show, name="opinion_settings"),
    path(f"{AT}phrases/", settings.phrase, name="opinion_phrase"),
    path(f"{AT}<int:opinion_id>/<slug:act>/", acts.make, name="opinion_act"),
]
