"""Tables that come in: handing one in, looking at what each row would do, taking it over, taking it back."""

from io import BytesIO

from django import forms
from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from luoshi.faces.desk.frame import page, who
from luoshi.faces.shared.asked import number
from luoshi.faces.shared.rules import signed_in
from luoshi.faces.shared.shell import Link
from luoshi.faces.shared.toasts import say
from luoshi.kit.tables import Column, Table, Workbook
from luoshi.kit.verdict import demand
from luoshi.platform.sheets import queries
from luoshi.platform.sheets.columns import Column as SheetColumn
from luoshi.platform.sheets.columns import Sheet, sheet
from luoshi.platform.sheets.confirm import confirm
from luoshi.platform.sheets.hand_in import HandedIn, drop, hand_in
from luoshi.platform.sheets.keys import HEAD
from luoshi.platform.sheets.take_back import take_back
from luoshi.press.xlsx import write_workbook

MOST_MEGABYTES = 20
PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VERDICTS = {"new": later("新增"), "changed": later("有改动"), "same": later("没有变化"), "error": later("有问题")}

KEPT_AT = {
    "units": "organization",
    "people": "people",
    "tasks": "tasks",
    "problems": "problems",
    "opinions": "opinions",
}
"""Kind of table → the page on which its subjects are kept, that of what the table is of."""


class TableForm(forms.Form):
    """The fields of `HandedIn`: a file, or text that was pasted."""

    file = forms.FileField(
        label=later("表格文件"),
        required=False,
        help_text=later("可用.xlsx、.xls、.csv，20 MB以内。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv"}),
        error_messages={"empty": later("文件是空的。")},
    )
    text = forms.CharField(
        label=later("或者从表格里复制，粘贴到这里"),
        required=False,
        strip=False,
        max_length=5_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "wrap": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> File[bytes] | None:
        """The file, if it is small enough to be read."""
        file: File[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("文件超过20 MB，请分成几个文件。"))
        return file

    def clean(self) -> dict[str, object]:
        """Either a file or text."""
        said = super().clean() or {}
        if not self.errors and not said.get("file") and not str(said.get("text", "")).strip():
            self.add_error("file", _("选一个文件，或者在下面粘贴。"))
        return said


@signed_in
def bring(request: HttpRequest, kind: str) -> HttpResponse:
    """A form that takes a file or pasted text; leads to what it would do."""
    declared = _declared(request, kind)
    form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        name, data = (file.name, file.read()) if file else (_("粘贴的表"), form.cleaned_data["text"].encode())
        batch = hand_in(HandedIn(kind, name, data), person_id=who(request).person_id or 0)
        return redirect("table_batch", batch.pk)
    values: dict[str, object] = {"sheet": declared, "title": _(declared.title), "form": form}
    status = 422 if request.method == "POST" else 200
    return page(
        request,
        "desk/organization/table_new.html",
        values,
        title=_("从表格导入：%(title)s") % {"title": _(declared.title)},
        crumbs=_crumbs(declared),
        status=status,
    )


@signed_in
def present(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The present state as a workbook that can be edited and handed in again."""
    declared = _declared(request, kind)
    rows = queries.present(declared, who(request).person_id or 0)
    columns = [*_columns(declared.columns), Column(HEAD, 12, hidden=True)]
    return _workbook(Table(_(declared.title), tuple(columns), rows))


@signed_in
def show(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How the batch stands: being read, to be confirmed, being done, done, taken back."""
    seen = _own(request, batch_id)
    verdict = request.GET.get("verdict", "")
    after = number(request.GET.get("after", "")) or 0
    is_busy = bool(seen.job and seen.job.state in ("queued", "running"))
    rows = None if is_busy or seen.problem else queries.rows(seen, verdict, after, PAGE)
    declared = sheet(seen.kind)
    values: dict[str, object] = {
        "seen": seen,
        "error": _(seen.job.error) if seen.job and seen.job.error else "",
        "sheet": declared,
        "title": _(declared.title),
        "columns": queries.shown_columns(seen),
        "rows": [(row, VERDICTS[row.verdict]) for row in rows.rows] if rows else [],
        "next": rows.next if rows else None,
        "counts": [(code, label, seen.counts[code]) for code, label in VERDICTS.items()],
        "verdict": verdict,
        "is_busy": is_busy,
    }
    asks_again = "HX-Request" in request.headers
    template = "table_state" if is_busy and asks_again else "table"
    title = _("导入：%(name)s") % {"name": seen.name}
    response = page(request, f"desk/organization/{template}.html", values, title=title, crumbs=_crumbs(declared))
    if asks_again and not is_busy:
        response["HX-Refresh"] = "true"
    return response


@signed_in
@require_POST
def go(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Do what the batch shows."""
    confirm(_own(request, batch_id).id, person_id=who(request).person_id or 0)
    return redirect("table_batch", batch_id)


@signed_in
@require_POST
def forget(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Put the batch aside before it is confirmed; nothing of it is kept."""
    seen = _own(request, batch_id)
    if not seen.is_confirmed:
        drop(batch_id)
        say(request, _("没有导入，什么也没有改。"))
        return redirect("table_new", seen.kind)
    return redirect("table_batch", batch_id)


@signed_in
@require_POST
def undo(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take the whole batch back."""
    take_back(_own(request, batch_id).id, person_id=who(request).person_id or 0)
    return redirect("table_batch", batch_id)


@signed_in
def bad(request: HttpRequest, batch_id: int) -> HttpResponseBase:
    """The rows that could not be taken, each with its reason, to be mended and handed in again."""
    seen = _own(request, batch_id)
    columns = [*_columns(queries.columns_of(seen)), Column(HEAD, 12, hidden=True), Column(_("原因"), 30)]
    title = _("%(title)s：有问题的行") % {"title": _(sheet(seen.kind).title)}
    return _workbook(Table(title, tuple(columns), queries.bad_rows(seen)))


def _declared(request: HttpRequest, kind: str) -> Sheet:
    try:
        declared = sheet(kind)
    except KeyError as unknown:
        raise Http404 from unknown
    demand(declared.may(who(request).person_id or 0))
    return declared


def _crumbs(declared: Sheet) -> tuple[Link, ...]:
    name, _colon, of = declared.kind.partition(":")
    return (Link(_(declared.title), reverse(KEPT_AT[name], args=[of] if of else [])),) if name in KEPT_AT else ()


def _own(request: HttpRequest, batch_id: int) -> queries.BatchView:
    seen = queries.batch(batch_id, who(request).person_id)
    if seen is None:
        raise Http404
    return seen


def _columns(columns: tuple[SheetColumn, ...]) -> list[Column]:
    return [Column(column.head, column.width, hidden=column.hidden, choices=column.choices) for column in columns]


def _workbook(table: Table) -> FileResponse:
    target = BytesIO()
    write_workbook(Workbook(table.title, (table,)), target)
    target.seek(0)
    name = f"{table.title}.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
