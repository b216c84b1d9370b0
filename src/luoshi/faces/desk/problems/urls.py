"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.problems import evidence, ledger, looks, new, problem, regime

AT = "campaigns/<int:campaign_id>/"
urlpatterns: list[URLPattern] = [
    path(f"{AT}problems/", ledger.show, name="problems"),
    path(f"{AT}problems/new/", new.show, name="problem_new"),
    path(f"{AT}problems/guide/", new.guide, name="problem_guide"),
    path(f"{AT}problems/weekly/", looks.weekly, name="problems_weekly"),
    path(f"{AT}problems/rules/", looks.rules, name="problem_rules"),
    path(f"{AT}problems/looks/", looks.show, name="look_backs"),
    path(f"{AT}problems/<int:number>/", problem.show, name="problem"),
    path(f"{AT}problems/<int:number>/evidence/", evidence.add, name="problem_evidence"),
    path(f"{AT}problems/<int:number>/evidence/<int:evidence_id>/", evidence.fetch, name="problem_evidence_file"),
    path(f"{AT}problems/<int:number>/<str:act>/", problem.make, name="problem_act"),
    path(f"{AT}regulations/", regime.show, name="regulations"),
    path(f"{AT}regulations/<int:regulation_id>/done/", regime.finish, name="regulation_done"),
]
