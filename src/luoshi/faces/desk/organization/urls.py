"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.organization import groups, lending, people, person, search, start, tables, undo, unit, units

urlpatterns: list[URLPattern] = [
    path("", start.show, name="start"),
    path("search/", search.show, name="search"),
    path("organization/", units.show, name="organization"),
    path("organization/units/", units.add, name="add_unit"),
    path("organization/sets/", units.put, name="put_set"),
    path("organization/people/", people.show, name="people"),
    path("organization/people/<int:person_id>/link/", people.link, name="person_link"),
    path("organization/people/<int:person_id>/active/", people.active, name="person_active"),
    path("organization/units/<int:unit_id>/", unit.show, name="organization_unit"),
    path("organization/units/<int:unit_id>/active/", unit.active, name="unit_active"),
    path("organization/undo/<int:seq>/", undo.take_back, name="organization_undo"),
    path("organization/people/<int:person_id>/", person.show, name="person"),
    path("organization/people/<int:person_id>/posts/", person.post, name="person_post"),
    path("organization/people/<int:person_id>/lend/", person.lend, name="person_lend"),
    path("organization/posts/<int:post_id>/remove/", person.remove, name="post_remove"),
    path("organization/groups/", groups.show, name="organization_groups"),
    path("organization/groups/<int:group_id>/", groups.group, name="organization_group"),
    path("organization/groups/<int:group_id>/remove/", groups.remove, name="group_remove"),
    path("organization/groups/<int:group_id>/members/<int:member_id>/remove/", groups.leave, name="member_remove"),
    path("posts/", lending.mine, name="my_posts"),
    path("posts/loans/<int:loan_id>/end/", lending.end, name="loan_end"),
    path("tables/<int:batch_id>/", tables.show, name="table_batch"),
    path("tables/<int:batch_id>/go/", tables.go, name="table_go"),
    path("tables/<int:batch_id>/drop/", tables.forget, name="table_drop"),
    path("tables/<int:batch_id>/undo/", tables.undo, name="table_undo"),
    path("tables/<int:batch_id>/bad/", tables.bad, name="table_bad"),
    path("tables/<str:kind>/", tables.bring, name="table_new"),
    path("tables/<str:kind>/present/", tables.present, name="table_present"),
]
