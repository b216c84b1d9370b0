"""Ledgers, charts and slips to take away: asked for here, written in the background, fetched when ready."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luoshi.campaigns.sheet import kind_of
from luoshi.faces.desk.frame import campaign_or_404, page, who
from luoshi.faces.shared.rules import signed_in
from luoshi.oversight.home import overview
from luoshi.oversight.items import filters_of, words_of
from luoshi.oversight.queries import tally
from luoshi.platform.files.queries import by_digest
from luoshi.platform.files.store import open_file
from luoshi.platform.jobs.enqueue import cancel
from luoshi.platform.jobs.queries import JobView, find
from luoshi.reports.jobs import ask_for
from luoshi.reports.outputs import OUTPUTS, USUAL, Wanted
from luoshi.reports.queries import has_past

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
}
FORMS = {"xlsx": "Excel", "docx": "Word", "pdf": "PDF"}


@signed_in
@require_POST
def ask(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Begin writing an output under the filters of the list: 任务清单 and 责任清单 if none is named."""
    campaign = campaign_or_404(request, campaign_id)
    wanted = Wanted(request.POST.get("output") or USUAL.output, request.POST.get("form") or USUAL.form)
    try:
        job = ask_for(campaign, who(request), filters_of(request.POST.dict()), wanted)
    except KeyError as unknown:
        raise Http404 from unknown
    return redirect("job", job.pk)


@signed_in
def outputs(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What can be taken away, under the filters that the address brings along."""
    campaign, me = campaign_or_404(request, campaign_id), who(request)
    asked = {name: value for name, value in request.GET.dict().items() if value}
    filters = filters_of(asked)
    offers = [
        {
            "code": output.code,
            "label": _(output.label),
            "note": _(output.note),
            "forms": [(form, FORMS[form]) for form in output.forms],
        }
        for output in OUTPUTS.values()
    ]
    seen = overview(campaign, me)
    total = seen.tally.total if filters.is_empty() else tally(campaign, me, filters).total
    values: dict[str, object] = {"offers": offers, "kept": list(words_of(filters).items()), "total": total}
    values |= {"is_narrow": not filters.is_empty(), "table_kind": kind_of(campaign.pk)}
    values["has_past"] = me.is_wide and has_past(campaign)
    return page(request, "desk/reports/outputs.html", values, title=_("导出"), campaign=campaign, seen=seen)


@signed_in
def show(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far it is, with the file once it is there; asks again by itself."""
    job = _own(request, job_id)
    error = _(job.error) if job.error else ""
    values: dict[str, object] = {"job": job, "error": error, "is_open": job.state in ("queued", "running")}
    if request.htmx:  # type: ignore[attr-defined]
        return page(request, "desk/reports/job_state.html", values, title=_("导出"))
    return page(request, "desk/reports/job.html", values, title=_("导出"))


@signed_in
@require_POST
def stop(request: HttpRequest, job_id: int) -> HttpResponse:
    """Stop writing."""
    cancel(_own(request, job_id).id)
    return redirect("job", job_id)


@signed_in
def fetch(request: HttpRequest, job_id: int) -> HttpResponseBase:
    """The finished file."""
    job = _own(request, job_id)
    stored = by_digest(job.result["sha256"]) if job.result else None
    if stored is None or job.result is None:
        raise Http404
    suffix = job.result["name"].rpartition(".")[2]
    return FileResponse(open_file(stored), as_attachment=True, filename=job.result["name"], content_type=TYPES[suffix])


def _own(request: HttpRequest, job_id: int) -> JobView:
    job = find(job_id)
    if job is None or job.asked_by != who(request).person_id:
        raise Http404
    return job
