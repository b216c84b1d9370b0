"""Errors as problem details (RFC 9457): what went wrong, in the caller's language, and at which field."""

import json
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from luoshi.campaigns.feedback import Unanswered
from luoshi.kit.machine import AlreadyMoved
from luoshi.kit.seen import Overtaken
from luoshi.kit.verdict import Refused
from luoshi.orgs.posts import HeldAlready
from luoshi.orgs.units import Circle, Nameless, NameTaken
from luoshi.platform.keys.once import Mismatch

MEDIA_TYPE = "application/problem+json"
SCHEMA = {
    "type": "object",
    "required": ["status", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


class Api(NinjaAPI):
    """An API whose description tells that any other answer is a problem."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """The description, with the problem as every operation's default answer."""
        schema = super().get_openapi_schema(**asked)
        schema["components"]["schemas"]["Problem"] = SCHEMA
        told = {"description": "Problem", "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = told
        return schema


def problem(status: int, title: str, detail: str = "", **more: Any) -> HttpResponse:
    """A problem as a response; `more` are further members, such as `errors` with a field each."""
    body = {"type": "about:blank", "status": status, "title": title, "detail": detail, **more}
    made = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        made["WWW-Authenticate"] = "Bearer"
    return made


def teach(api: NinjaAPI) -> None:
    """Let the API answer every error of ours as a problem."""
    _teach_asking(api)
    _teach_acting(api)
    _teach_organizing(api)


def _teach_asking(api: NinjaAPI) -> None:
    """What is wrong with the question."""

    @api.exception_handler(AuthenticationError)
    def _key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, _("要有密钥"), _("请在 Authorization 里带上有效的密钥：Bearer ls_…"))

    @api.exception_handler(HttpError)
    def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, str(error))

    @api.exception_handler(ValidationError)
    def _form(request: HttpRequest, error: ValidationError) -> HttpResponse:
        found = [{"field": ".".join(map(str, each["loc"])), "message": each["msg"]} for each in error.errors]
        return problem(422, _("填写有误"), errors=found)

    @api.exception_handler(Mismatch)
    def _mismatch(request: HttpRequest, error: Mismatch) -> HttpResponse:
        return problem(422, _("这个 Idempotency-Key 已用于别的请求"))

    @api.exception_handler(Http404)
    def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, _("没有找到，或您无权查看"))


def _teach_acting(api: NinjaAPI) -> None:
    """What the acts refuse."""

    @api.exception_handler(Unanswered)
    def _unanswered(request: HttpRequest, error: Unanswered) -> HttpResponse:
        return problem(422, _("填写有误"), str(error), errors=[{"field": error.field, "message": str(error)}])

    @api.exception_handler(Overtaken)
    def _overtaken(request: HttpRequest, error: Overtaken) -> HttpResponse:
        return problem(409, _("您看过以后，别人已经改过。"))

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return problem(403, _("不能办理"), error.verdict.reason)

    @api.exception_handler(AlreadyMoved)
    def _moved(request: HttpRequest, error: AlreadyMoved) -> HttpResponse:
        return problem(409, _("别人刚刚办理过，或现在不能这样办"))

    @api.exception_handler(OverflowError)
    @api.exception_handler(DataError)
    def _long(request: HttpRequest, error: DataError | OverflowError) -> HttpResponse:
        return problem(422, _("填写有误"), _("有的内容太长，或数字太大。"))

    @api.exception_handler(ObjectDoesNotExist)
    def _gone(request: HttpRequest, error: ObjectDoesNotExist) -> HttpResponse:
        return problem(422, _("填写有误"), _("有的编号不存在。"))


def _teach_organizing(api: NinjaAPI) -> None:
    """What the acts on units and people refuse."""

    @api.exception_handler(NameTaken)
    def _taken(request: HttpRequest, error: NameTaken) -> HttpResponse:
        return problem(409, _("已有这个名称"), str(error))

    @api.exception_handler(Nameless)
    def _nameless(request: HttpRequest, error: Nameless) -> HttpResponse:
        return problem(422, _("填写有误"), errors=[{"field": "name", "message": _("写上名称。")}])

    @api.exception_handler(Circle)
    def _circle(request: HttpRequest, error: Circle) -> HttpResponse:
        return problem(
            422, _("填写有误"), errors=[{"field": "parent_id", "message": _("上级不能是它自己或它的下级。")}]
        )

    @api.exception_handler(HeldAlready)
    def _held(request: HttpRequest, error: HeldAlready) -> HttpResponse:
        return problem(409, _("此人在这个单位已有这个角色。"))
