"""Addresses of this group."""

from django.urls import URLPattern, path

from luoshi.faces.desk.plans import adding, editing, findings, naming, plan_text, proposal, proposals, revision

urlpatterns: list[URLPattern] = [
    path("proposals/", proposals.show, name="proposals"),
    path("proposals/<int:proposal_id>/", proposal.show, name="proposal"),
    path("proposals/<int:proposal_id>/file/", proposals.file, name="proposal_file"),
    path("proposals/<int:proposal_id>/discard/", proposals.put_aside, name="proposal_discard"),
    path("proposals/<int:proposal_id>/restore/", proposals.bring_back, name="proposal_restore"),
    path("proposals/<int:proposal_id>/adopt/", proposal.take, name="proposal_adopt"),
    path("proposals/<int:proposal_id>/undo/", editing.take_back, name="proposal_undo"),
    path("proposals/<int:proposal_id>/add/", adding.add, name="proposal_add"),
    path("proposals/<int:proposal_id>/units/", naming.settle, name="proposal_units"),
    path("proposals/<int:proposal_id>/units/new/", naming.settle_rest, name="proposal_new_units"),
    path("proposals/<int:proposal_id>/<str:part>/<str:key>/", editing.item, name="proposal_item"),
    path("proposals/<int:proposal_id>/<str:part>/<str:key>/<str:name>/", editing.act, name="proposal_act"),
    path("campaigns/<int:campaign_id>/adoption/undo/", proposal.take_back, name="undo_adopt"),
    path("campaigns/<int:campaign_id>/plan/", plan_text.show, name="plan_text"),
    path("campaigns/<int:campaign_id>/findings/", findings.show, name="findings"),
    path("campaigns/<int:campaign_id>/findings/name/", findings.name, name="campaign_name"),
    path("campaigns/<int:campaign_id>/findings/members/", findings.members, name="campaign_members"),
    path("revisions/<int:proposal_id>/", revision.show, name="revision"),
    path("revisions/<int:proposal_id>/together/", revision.together, name="revision_together"),
    path("revisions/<int:proposal_id>/<int:number>/<str:act>/", revision.decide, name="revision_decide"),
]
