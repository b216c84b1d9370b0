"""Addresses of this group."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
