"""Addresses of the shared face: preferences, and the gallery of components while developing."""

from django.conf import settings
from django.urls import path

from luoshi.faces.shared import gallery, preferences

app_name = "shared"
urlpatterns = [path("preferences/", preferences.change, name="preferences")]
if settings.DEBUG:
    urlpatterns += [
        path("design/", gallery.show, name="gallery"),
        path("design/<slug:page>/", gallery.show, name="gallery_page"),
    ]
