"""Every address says who may open it, has a name, and is asked for by a test."""

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.urls import Resolver404, URLPattern, get_resolver, resolve

from architecture.source import ROOT, modules, tree


def addresses(patterns: object = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name, pattern) of every address of every face."""
    for each in patterns or get_resolver().url_patterns:  # type: ignore[attr-defined]
        if isinstance(each, URLPattern):
            yield f"{space}{each.name or ''}", each
        else:
            yield from addresses(each.url_patterns, f"{each.namespace}:" if each.namespace else space)


def asked_for(syntax: ast.Module) -> Iterator[str]:
    """The names of the addresses that a test file asks for: by its path, by `reverse("name")` or `reverse(name)`."""
    computed, known = False, dict(_constants(syntax))
    inside = {part for node in ast.walk(syntax) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in (node for node in ast.walk(syntax) if node not in inside):
        path = _text(node, known).partition("?")[0].partition("#")[0]
        if path.startswith("/"):
            try:
                yield resolve(path).view_name
            except Resolver404:
                continue
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "reverse":
            yield _text(node.args[0])
            computed |= isinstance(node.args[0], ast.Name)
    if computed:
        yield from filter(None, map(_text, ast.walk(syntax)))


def _constants(syntax: ast.Module) -> Iterator[tuple[str, str]]:
    """(name, words) of the file's own strings."""
    for line in syntax.body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and (words := _text(line.value)):
            yield line.targets[0].id, words


def _text(node: ast.AST, known: Mapping[str, str] = MappingProxyType({})) -> str:
    """The words of a string, each of its blanks filled with what is known, or a number; "" for what is no string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.FormattedValue):
        return known.get(node.value.id, "1") if isinstance(node.value, ast.Name) else "1"
    return "".join(_text(part, known) for part in node.values) if isinstance(node, ast.JoinedStr) else ""


def test_the_search_knows_an_address_when_it_sees_one() -> None:
    code = 'AT = "/campaigns/"; get(f"{AT}{c.pk}/chart/"); get(f"/proposals/{held.pk}/?x=1"); reverse("tasks"); "start"'
    assert set(asked_for(ast.parse(code))) == {"chart", "proposal", "tasks"}
    assert "start" in set(asked_for(ast.parse(f"{code}; reverse(name)")))


def test_every_view_says_who_may_open_it() -> None:
    silent = [
        f"{name} ({pattern.callback.__module__}.{pattern.callback.__name__})"
        for name, pattern in addresses()
        if not hasattr(pattern.callback, "access_rule")
    ]
    assert silent == [], "give each a rule of faces/shared/rules.py"


def test_every_address_has_a_name_of_its_own() -> None:
    names = [name for name, _pattern in addresses()]
    assert sorted(name for name in set(names) if names.count(name) > 1 or name.rpartition(":")[2] == "") == []


def test_every_address_is_asked_for_by_a_test() -> None:
    asked = {name for path in modules(ROOT / "tests") for name in asked_for(tree(path))}
    missing = sorted({name for name, _pattern in addresses()} - asked)
    assert missing == [], f"nothing asks for {', '.join(missing)}; a line in tests/faces/test_rights.py does"
