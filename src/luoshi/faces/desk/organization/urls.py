"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.organization import people, search, start, units

urlpatterns: list[URLPattern] = [
    path("", start.show, name="start"),
    path("search/", search.show, name="search"),
    path("organization/", units.show, name="organization"),
    path("organization/units/", units.add, name="add_unit"),
    path("organization/sets/", units.put, name="put_set"),
    path("organization/people/", people.show, name="people"),
    path("organization/people/<int:person_id>/link/", people.link, name="person_link"),
    path("organization/people/<int:person_id>/active/", people.active, name="person_active"),
]
