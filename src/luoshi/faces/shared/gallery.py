"""The gallery of components, seen at /design/ while developing: every part of a page once."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.faces.shared import specimens, toasts
from luoshi.faces.shared.rules import public

ERRORS = ("400", "403", "404", "413", "429", "500", "csrf")
VALUES = {
    "shell": specimens.SHELL,
    "rows": specimens.ROWS,
    "stages": specimens.STAGES,
    "counts": specimens.COUNTS,
    "views": specimens.VIEWS,
    "filters": specimens.FILTERS,
    "acts": specimens.ACTS,
    "pager": specimens.PAGER,
    "targets": specimens.TARGETS,
    "campaign": specimens.TIMELINE,
    "events": specimens.EVENTS,
    "findings": specimens.FINDINGS,
    "steps": specimens.STEPS,
    "guesses": specimens.GUESSES,
    "sample": specimens.WORDS,
}


class Report(forms.Form):
    """A form as a liaison sees it: hints, an optional field, choices."""

    progress = forms.IntegerField(label="进度", max_value=100, help_text="上期64%。按已核件数算")
    done = forms.CharField(label="本期做了什么", widget=forms.Textarea(attrs={"rows": 3}), help_text="写做成了什么")
    next = forms.CharField(label="下一步", required=False)
    proof = forms.ChoiceField(label="佐证", choices=[("no", "不传"), ("yes", "有附件")], widget=forms.RadioSelect)


@public
def show(request: HttpRequest, page: str = "") -> HttpResponse:
    """The gallery (with ?errors a refused form), or one of the error pages by its status."""
    if page:
        if page not in ERRORS:
            raise Http404
        return render(request, f"{page}.html", {"reference": "7F3A91C2", "wait_minutes": 3, "back": "/design/"})
    if not messages.get_messages(request):
        toasts.say(request, "已改3项任务的期限", "/preferences/")
    form = Report({"progress": "640", "done": "核对12项，8项已补"}) if "errors" in request.GET else Report()
    return render(request, "shared/gallery.html", {**VALUES, "form": form})
