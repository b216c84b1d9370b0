"""The rooms' acts as operations: one address each, its body the act's own input, its answer the thing acted upon."""

import re
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, field, fields, make_dataclass
from inspect import Parameter, Signature, getdoc
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Body

from luoshi.faces.api.v1.answers import act, found, who
from luoshi.faces.api.v1.keyed import Keyed


@dataclass(frozen=True, slots=True)
class Act:
    """What is done at an address of that name; `given` is the act's input, None where it takes none."""

    name: str
    does: Callable[..., object]
    given: type | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where acts on one kind of thing stand: its address, how it is found for somebody, and how it is shown then.

    `find` and `show` take the numbers of the address by their names, after who asks and after the request.
    """

    kind: str
    path: str
    find: Callable[..., Any]
    show: Callable[..., Any]
    view: Any
    auth: Keyed


def offer(router: Router, place: Place, acts: Iterable[Act]) -> None:
    """Add an operation for each of the acts to the router."""
    for each in acts:
        name = f"{place.kind}_{each.name}"
        adds = router.post(
            f"{place.path}/{each.name}", response=place.view, auth=place.auth, url_name=name, operation_id=name
        )
        adds(act(_operation(place, each)))


def named(given: type, name: str) -> type:
    """The act's input under a name of its own, where another act's input bears the same."""
    return make_dataclass(name, [], bases=(given,), frozen=True, slots=True)


def asked(given: type, *without: str) -> type:
    """The act's input as a program gives it: without what the address says already, or is not a program's to say."""
    kept = [
        (each.name, each.type, field(default=each.default, default_factory=each.default_factory))
        if (each.default, each.default_factory) != (MISSING, MISSING)
        else (each.name, each.type)
        for each in fields(given)
        if each.name not in without
    ]
    return make_dataclass(given.__name__, kept, frozen=True, slots=True)


def values(said: Any) -> dict[str, Any]:
    """What was said, by field, for the act's own input."""
    return {each.name: getattr(said, each.name) for each in fields(said)}


def _operation(place: Place, each: Act) -> Callable[..., Any]:
    def operate(request: HttpRequest, **told: Any) -> Any:
        ids = {name: told[name] for name in names}
        me = who(request)
        subject = found(place.find(me, **ids))
        if each.given is None:
            each.does(subject, by=me)
        else:
            each.does(subject, told["said"], by=me)
        return place.show(request, **ids)

    names = re.findall(r"{int:(\w+)}", place.path)
    kinds: dict[str, Any] = {"request": HttpRequest} | dict.fromkeys(names, int)
    if each.given is not None:
        kinds["said"] = Annotated[each.given, Body()]
    told = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=kind) for name, kind in kinds.items()]
    operate.__signature__ = Signature(told)  # type: ignore[attr-defined]
    operate.__name__, operate.__doc__ = each.name, getdoc(each.does)
    return operate
