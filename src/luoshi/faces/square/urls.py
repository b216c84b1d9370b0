"""Addresses of the public's pages."""

from django.urls import URLPattern, path

from luoshi.faces.square import follow, say

urlpatterns: list[URLPattern] = [
    path("say/", say.index, name="say_index"),
    path("say/<slug:door>/", say.show, name="say"),
    path("say/<slug:door>/paper/", say.paper, name="say_paper"),
    path("say/<slug:door>/counts/", say.counts, name="say_counts"),
    path("follow/", follow.show, name="follow"),
    path("follow/<slug:act>/", follow.make, name="follow_act"),
]
