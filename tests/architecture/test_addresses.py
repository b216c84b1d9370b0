"""Every address says who may open it, has a name, and is asked for by a test."""

import ast
from collections.abc import Iterator

from django.urls import Resolver404, URLPattern, get_resolver, resolve

from architecture.source import ROOT, modules, tree

RIGHTS = ROOT / "tests" / "faces" / "test_rights.py"
"""Asks for every address of the desk as every kind of person; a test of its own is asked for all the same."""


def addresses(patterns: object = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name, pattern) of every address of every face."""
    for each in patterns or get_resolver().url_patterns:  # type: ignore[attr-defined]
        if isinstance(each, URLPattern):
            yield f"{space}{each.name or ''}", each
        else:
            yield from addresses(each.url_patterns, f"{each.namespace}:" if each.namespace else space)


def asked_for(syntax: ast.Module) -> Iterator[str]:
    """The names of the addresses that a test file asks for: by its path, by `reverse("name")` or `reverse(name)`."""
    computed = False
    inside = {part for node in ast.walk(syntax) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in (node for node in ast.walk(syntax) if node not in inside):
        path = _text(node).partition("?")[0].partition("#")[0]
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


def _text(node: ast.AST) -> str:
    """The words of a string, each of its blanks filled with a number; "" for what is no string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    return "".join(_text(part) if isinstance(part, ast.Constant) else "1" for part in parts)


def test_the_search_knows_an_address_when_it_sees_one() -> None:
    code = 'get(f"/proposals/{held.pk}/?x=1"); reverse("tasks"); "start"'
    assert set(asked_for(ast.parse(code))) == {"proposal", "tasks"}
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


def test_every_address_is_asked_for_by_a_test_of_its_own() -> None:
    tests = [path for path in modules(ROOT / "tests") if path != RIGHTS]
    asked = {name for path in tests for name in asked_for(tree(path))}
    assert sorted({name for name, _pattern in addresses()} - asked) == []
