"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.webhooks import acts, show

urlpatterns: list[URLPattern] = [
    path("webhooks/", show.all_of_them, name="webhooks"),
    path("webhooks/<int:webhook_id>/", show.one, name="webhook"),
    path("webhooks/<int:webhook_id>/again/<int:delivery_id>/", acts.again, name="webhook_again"),
    path("webhooks/<int:webhook_id>/<str:act>/", acts.make, name="webhook_act"),
]
