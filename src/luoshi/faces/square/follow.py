"""Following an opinion by its code, which travels in forms alone: no address and no log ever names it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from luoshi.campaigns.feedback import Unanswered
from luoshi.faces.shared import errors
from luoshi.faces.shared.presence import address_of
from luoshi.faces.shared.rules import public
from luoshi.faces.square.forms import CodeForm
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.verdict import Refused
from luoshi.opinions import tracking
from luoshi.opinions.codes import spaced
from luoshi.opinions.intake import limit
from luoshi.opinions.queries import REMARKS
from luoshi.opinions.tracking import NoSuchCode, Track
from luoshi.problems.erase import erase_opinion

Act = Callable[[str, str], object]
ACTS: dict[str, tuple[Act, str]] = {
    "supplement": (lambda code, text: tracking.supplement(code, text), gettext_noop("补充的话已经收到，接着办理。")),
    "correct": (lambda code, text: tracking.correct(code, text), gettext_noop("更正已经记下，和原话放在一起。")),
    "solved": (lambda code, _text: tracking.judge(code, True), gettext_noop("谢谢您告诉我们。")),
    "unsolved": (lambda code, text: tracking.judge(code, False, text), gettext_noop("已经退回重新处理。")),
    "withdraw": (lambda code, _text: tracking.withdraw(code), gettext_noop("意见已撤回，不再办理。")),
    "erase": (lambda code, _text: erase_opinion(code), gettext_noop("意见的内容已全部删除。")),
}
"""What the giver can do, by the word in the address, and what is said afterwards."""
NEEDS_YES = ("withdraw", "erase")
STANDS = {
    "received": gettext_noop("已经收到，还没有看"),
    "screened": gettext_noop("看过了，正在定由谁来办"),
    "awaiting_giver": gettext_noop("想请您补充一下"),
    "accepted": gettext_noop("已经采纳，正在办"),
    "transferred": gettext_noop("已经转给该管的单位"),
    "declined": gettext_noop("没有采纳，正在写明理由答复您"),
    "answered": gettext_noop("已经答复"),
    "withdrawn": gettext_noop("您已撤回"),
    "erased": gettext_noop("已按您的要求删除"),
}


@public
def show(request: HttpRequest) -> HttpResponse:
    """The page that asks for the code; a POST with one shows where the opinion stands."""
    if request.method != "POST":
        return _ask(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, 422)
    if not limit.take("follow", address_of(request), limit.LOOKS):
        return errors.too_many(request, limit.wait_seconds())
    try:
        return _page(request, form.cleaned_data["code"])
    except NoSuchCode:
        form.add_error("code", _("没有这个查询码。请对照回执再填一遍。"))
        return _ask(request, form, 422)


@public
@require_POST
def make(request: HttpRequest, act: str) -> HttpResponse:
    """One of the giver's acts, then where the opinion stands."""
    if act not in ACTS:
        raise Http404
    code, text = request.POST.get("code", "")[:40], request.POST.get("text", "")
    if not limit.take("follow", address_of(request), limit.LOOKS):
        return errors.too_many(request, limit.wait_seconds())
    wrong = said = ""
    try:
        if act in NEEDS_YES and request.POST.get("yes") != "1":
            wrong = _("先勾选“我确定”。")
        else:
            ACTS[act][0](code, text)
            said = _(ACTS[act][1])
    except NoSuchCode:
        return _ask(request, CodeForm(), 404)
    except (Unanswered, Refused) as refusal:
        wrong = str(refusal)
    except AlreadyMoved:
        said = _("情况有变，下面是现在的样子。")
    return _page(request, code, said=said, wrong_at=act if wrong else "", wrong=wrong, text=text)


def _ask(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return render(request, "square/code.html", {"form": form}, status=status)


def _page(
    request: HttpRequest, code: str, *, said: str = "", wrong_at: str = "", wrong: str = "", text: str = ""
) -> HttpResponse:
    seen = tracking.track(code)
    values = {
        "track": seen,
        "stands": _(STANDS[seen.state]),
        "remarks": [(_(REMARKS[one.kind]), one) for one in seen.said],
        "question": _open_question(seen),
        "contact": seen.contact,
        "code": spaced(code.strip().upper().replace(" ", "")),
        "said": said,
        "wrong_at": wrong_at,
        "wrong": wrong,
        "text": text if wrong else "",
    }
    return render(request, "square/follow.html", values, status=422 if wrong else 200)


def _open_question(seen: Track) -> str:
    asked = [one.text for one in seen.said if one.kind == "question"]
    return asked[-1] if asked and seen.state == "awaiting_giver" else ""
