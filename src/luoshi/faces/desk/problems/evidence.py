"""Files that prove the work on a problem: handing one in, getting one back as it came."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.desk.frame import campaign_or_404, who
from luoshi.faces.desk.problems.fields import EvidenceForm
from luoshi.faces.desk.problems.problem import found, respond
from luoshi.faces.desk.work.forms import blame
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.toasts import say
from luoshi.kit.verdict import demand
from luoshi.platform.files.store import open_file
from luoshi.problems.access import may_report
from luoshi.problems.queries import evidence_for
from luoshi.problems.rectify.evidence import MOST_BYTES, NewEvidence, attach


@signed_in
@require_POST
def add(request: HttpRequest, campaign_id: int, number: int) -> HttpResponse:
    """Keep a file with the problem; one that is not taken is told at its field."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    problem = found(me, campaign, number)
    demand(may_report(me, problem))
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            attach(problem, NewEvidence(file.name, file.read(MOST_BYTES + 1)), by=me)
        except Unanswered as unanswered:
            blame(form, unanswered)
    if not form.is_valid():
        return respond(request, campaign, problem, ("attach", form))
    say(request, _("佐证文件已保存。"))
    return redirect("problem", campaign_id, number)


@signed_in
@require_GET
def fetch(request: HttpRequest, campaign_id: int, number: int, evidence_id: int) -> FileResponse:
    """The file as it came, to be saved and not to be shown in place."""
    one = evidence_for(who(request), campaign_or_404(request, campaign_id), number, evidence_id)
    if one is None:
        raise Http404
    kind = "application/octet-stream"
    return FileResponse(open_file(one.file), as_attachment=True, filename=one.name, content_type=kind)
