"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.reports import calendars, chart, ledgers, past

urlpatterns: list[URLPattern] = [
    path("campaigns/<int:campaign_id>/chart/", chart.show, name="chart"),
    path("campaigns/<int:campaign_id>/ledger/", ledgers.ask, name="ledger"),
    path("campaigns/<int:campaign_id>/outputs/", ledgers.outputs, name="outputs"),
    path("campaigns/<int:campaign_id>/past/", past.show, name="past"),
    path("account/calendars/", calendars.show, name="calendars"),
    path("account/calendars/<int:feed_id>/end/", calendars.end, name="calendar_end"),
    path("calendar/<str:token>.ics", calendars.feed, name="calendar_feed"),
    path("jobs/<int:job_id>/", ledgers.show, name="job"),
    path("jobs/<int:job_id>/cancel/", ledgers.stop, name="job_cancel"),
    path("jobs/<int:job_id>/file/", ledgers.fetch, name="job_file"),
]
