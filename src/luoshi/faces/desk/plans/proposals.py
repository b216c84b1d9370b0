"""The plan files that were handed in: reading one more, putting one aside, getting the file itself back."""

from io import BytesIO

from django import forms
from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_GET, require_POST

from luoshi.campaigns import queries
from luoshi.campaigns.propose import PlanFile, discard, original, propose, restore
from luoshi.faces.desk.frame import page, who
from luoshi.faces.desk.plans.opened import proposal_or_404, shown_at
from luoshi.faces.shared.rules import planners
from luoshi.faces.shared.toasts import say
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.plan.formats import Unreadable

SUFFIXES = ".docx,.pdf,.txt,.md,.html,.htm,.xlsx,.xls,.ods,.zip,.eml"
MOST_MEGABYTES = 20


class PlanForm(forms.Form):
    """The fields of `PlanFile`."""

    file = forms.FileField(
        label=later("方案文件"),
        help_text=later(
            "可用.docx、.pdf、.txt、.md、.html，表格.xlsx、.xls、.ods，"
            "或装着通知和附件的.zip、.eml，20 MB以内；.doc请先另存为.docx。"
        ),
        widget=forms.FileInput(attrs={"accept": SUFFIXES}),
        error_messages={"empty": later("文件是空的，请换一份有正文的方案。"), "required": later("选一份方案文件。")},
    )
    revises = forms.TypedChoiceField(
        label=later("修订哪个活动的方案"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=later("选了活动，就与它采纳时的方案逐处对照，一处一处由您定；不选，就作为新活动的方案。"),
    )

    def __init__(self, campaigns: list[tuple[int, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["revises"].choices = [("", _("不修订，是新方案")), *campaigns]  # type: ignore[attr-defined]
        if not campaigns:
            del self.fields["revises"]

    def clean_file(self) -> File[bytes]:
        """The file, if it is small enough to be read."""
        file: File[bytes] = self.cleaned_data["file"]
        if file.size and file.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("文件超过20 MB，请只留方案正文后另存再交。"))
        return file


@planners
def show(request: HttpRequest) -> HttpResponse:
    """All plan files, and a form that reads one more and leads to what was read."""
    campaigns = [(row.id, row.title) for row in queries.campaigns(who(request))]
    if request.method != "POST":
        chosen = request.GET.get("revises", "")
        return _page(request, PlanForm(campaigns, initial={"revises": chosen}))
    form = PlanForm(campaigns, request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = propose(PlanFile(file.name, file.read(), form.cleaned_data.get("revises")), by=who(request))
        except Unreadable as refusal:
            form.add_error("file", str(refusal))
        else:
            if not made.is_new:
                say(request, _("这份文件交过了，没有再读一遍；这是已有的那一份。"))
            return redirect(shown_at(made.proposal))
    return _page(request, form, status=422)


@planners
@require_POST
def put_aside(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Put a proposal aside; the toast brings it back."""
    held = proposal_or_404(proposal_id)
    try:
        discard(held, by=who(request))
    except AlreadyMoved:
        say(request, _("这份方案已经放弃或采纳了。"))
        return redirect("proposals")
    except Refused as no:
        say(request, no.verdict.reason)
        return redirect("proposals")
    say(request, _("“%(name)s”已放弃。") % {"name": held.name}, reverse("proposal_restore", args=[proposal_id]))
    return redirect("proposals")


@planners
@require_POST
def bring_back(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Bring back a proposal that was put aside."""
    held = proposal_or_404(proposal_id)
    try:
        restore(held, by=who(request))
    except AlreadyMoved:
        say(request, _("这份方案没有放弃，不用恢复。"))
        return redirect("proposals")
    say(request, _("“%(name)s”已恢复。") % {"name": held.name})
    return redirect("proposals")


@planners
@require_GET
def file(request: HttpRequest, proposal_id: int) -> FileResponse:
    """The file as it was handed in."""
    held = proposal_or_404(proposal_id)
    return FileResponse(BytesIO(original(held)), as_attachment=True, filename=held.name)


def _page(request: HttpRequest, form: PlanForm, status: int = 200) -> HttpResponse:
    rows = queries.proposals()
    values: dict[str, object] = {
        "form": form,
        "open": [row for row in rows if row.state == "open"],
        "adopted": [row for row in rows if row.state == "adopted"],
        "discarded": [row for row in rows if row.state == "discarded"],
        "any": bool(rows),
    }
    return page(request, "desk/plans/proposals.html", values, title=_("方案与采纳"), status=status)
