"""How the API answers: pages with the key of the next one, and acts that a repeated request does not repeat."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, Generic, TypeVar, cast

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query
from pydantic_core import to_json

from luoshi.orgs.access import Standing
from luoshi.platform.keys.once import once

Row = TypeVar("Row")
JSON = "application/json"
IDEMPOTENCY = "Idempotency-Key"
Size = Annotated[int, Query(25, ge=1, le=500)]
LARGEST = 2**53
"""The largest id that is asked for: beyond it, programs that count in floating point lose digits."""
Id = Annotated[int, Query(ge=1, le=LARGEST)]


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """Some rows; `next` is what to ask `after` for the rows behind them, empty at the end."""

    items: tuple[Row, ...]
    next: str


def who(request: HttpRequest) -> Standing:
    """Who asks, as the key says."""
    return cast(Standing, request.auth)  # type: ignore[attr-defined]


def found(row: Row | None) -> Row:
    """The row. Raises Http404 where there is none that this person may see."""
    if row is None:
        raise Http404
    return row


def act(handler: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """The handler of an act, whose answer is kept under the request's Idempotency-Key if it bears one."""

    @wraps(handler)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        def body() -> bytes:
            return to_json(handler(request, *args, **kwargs))

        token = request.headers.get(IDEMPOTENCY, "")
        if not token:
            return HttpResponse(body(), content_type=JSON)
        question = b"\n".join((request.path.encode(), request.body))
        return HttpResponse(once(request.key, token, question, body), content_type=JSON)  # type: ignore[attr-defined]

    return answer
