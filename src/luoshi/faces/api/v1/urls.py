"""The API and its addresses; every operation asks for a key of its scope, and acts within that person's rights."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from luoshi.faces.api.v1 import (
    assignments,
    campaigns,
    entries,
    inside,
    issue_requests,
    ledger,
    opinions,
    organization,
    targets,
    tasks,
    urging,
    webhooks,
)
from luoshi.faces.api.v1.keyed import READ
from luoshi.faces.api.v1.problems import Api, problem, teach
from luoshi.faces.shared.rules import public

api = Api(
    title="落实 Luoshi", version="1", description="落实的接口：与页面相同的办理、查询和权限", docs_url=None, auth=READ,
    urls_namespace="api",
)  # fmt: skip
api.add_router("/campaigns", campaigns.router)
api.add_router("/tasks", tasks.router)
api.add_router("/assignments", assignments.router)
api.add_router("/campaigns", issue_requests.router)
api.add_router("/assignments", inside.router)
api.add_router("/urging", urging.router)
api.add_router("/opinions", opinions.router)
api.add_router("/problems", ledger.router)
api.add_router("/units", organization.units)
api.add_router("/people", organization.people)
api.add_router("/targets", targets.router)
api.add_router("/entries", entries.router)
api.add_router("/webhooks", webhooks.router)
teach(api)


@public
@csrf_exempt
def missing(request: HttpRequest) -> HttpResponse:
    """There is nothing at this address."""
    return problem(HTTPStatus.NOT_FOUND, _("没有这个地址"))


def _opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, open to the middleware: who may ask is decided by the key, operation by operation."""

    @public
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            given = view(request, *args, **kwargs)
        except Http404:
            return problem(HTTPStatus.NOT_FOUND, _("没有这个地址"))
        if given.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return given
        told = problem(given.status_code, _("这个地址不能这样问"))
        told["Allow"] = given["Allow"]
        return told

    return answer


urlpatterns: list[URLPattern | URLResolver] = []
for pattern in api.urls[0]:
    if isinstance(pattern, URLPattern) and all(str(pattern.pattern) != str(held.pattern) for held in urlpatterns):
        pattern.callback = _opened(pattern.callback)
        urlpatterns.append(pattern)
urlpatterns.append(re_path(r"^[\s\S]+$", missing, name="missing"))
