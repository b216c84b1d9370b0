"""Addresses of the way to an identity provider, there only where one is set."""

from django.urls import URLPattern, path

from luoshi.faces.desk.identity import provider

urlpatterns: list[URLPattern] = [
    path("signin/provider/", provider.start, name="provider_start"),
    path("signin/provider/back/", provider.back, name="provider_back"),
]
