"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.urging import urge

urlpatterns: list[URLPattern] = [path("campaigns/<int:campaign_id>/urge/", urge.show, name="urge")]
