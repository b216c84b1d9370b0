"""Addresses of every face."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(("luoshi.faces.api.v1.urls", "api"))),
    path("", include("luoshi.faces.square.urls")),
    path("", include("luoshi.faces.desk.urls")),
]

handler400 = "luoshi.faces.shared.errors.bad_request"
handler403 = "luoshi.faces.shared.errors.forbidden"
handler404 = "luoshi.faces.shared.errors.not_found"
handler500 = "luoshi.faces.shared.errors.failed"
