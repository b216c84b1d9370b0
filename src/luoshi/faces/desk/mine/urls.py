"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.mine import acts, messages, reminding, show

urlpatterns: list[URLPattern] = [
    path("me/", show.show, name="mine"),
    path("me/reminders/", reminding.show, name="my_reminders"),
    path("me/<int:campaign_id>/<int:assignment_id>/report/", acts.report, name="my_report"),
    path("me/<int:campaign_id>/<int:assignment_id>/<str:act>/", acts.make, name="my_act"),
    path("messages/", messages.show, name="messages"),
    path("messages/test/", messages.test, name="message_test"),
    path("messages/<int:message_id>/retry/", messages.retry, name="message_retry"),
]
