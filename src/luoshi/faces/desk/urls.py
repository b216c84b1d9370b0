"""Addresses of the desk, a module a group of pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("luoshi.faces.shared.urls")),
    path("", include("luoshi.faces.desk.identity.urls")),
    path("", include("luoshi.faces.desk.organization.urls")),
    path("", include("luoshi.faces.desk.plans.urls")),
    path("", include("luoshi.faces.desk.work.urls")),
    path("", include("luoshi.faces.desk.problems.urls")),
    path("", include("luoshi.faces.desk.opinions.urls")),
    path("", include("luoshi.faces.desk.reports.urls")),
    path("", include("luoshi.faces.desk.reminders.urls")),
    path("", include("luoshi.faces.desk.mine.urls")),
    path("", include("luoshi.faces.desk.urging.urls")),
    path("", include("luoshi.faces.desk.webhooks.urls")),
]
