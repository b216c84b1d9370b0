"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.reports import chart, ledgers

urlpatterns: list[URLPattern] = [
    path("campaigns/<int:campaign_id>/chart/", chart.show, name="chart"),
    path("campaigns/<int:campaign_id>/ledger/", ledgers.ask, name="ledger"),
    path("campaigns/<int:campaign_id>/outputs/", ledgers.outputs, name="outputs"),
    path("jobs/<int:job_id>/", ledgers.show, name="job"),
    path("jobs/<int:job_id>/cancel/", ledgers.stop, name="job_cancel"),
    path("jobs/<int:job_id>/file/", ledgers.fetch, name="job_file"),
]
