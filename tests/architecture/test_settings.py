"""Every setting is read in one place and described in docs/settings.md."""

import ast
import re

from architecture.source import ROOT, SOURCE, modules, name, tree

SETTINGS = "src/luoshi/config/settings.py"
ELSEWHERE = {
    "src/luoshi/config/wsgi.py": "names the settings",
    "src/luoshi/faces/console/ready.py": "names the settings",
    "src/luoshi/faces/console/ground.py": "looks at the data folder before Django is there",
    "src/luoshi/platform/dump.py": "passes the path on to programs",
    "src/luoshi/platform/files/limited.py": "passes the path on to programs",
    "src/luoshi/faces/console/welcome.py": "asks whether its output is kept by the system",
}


def declared() -> list[str]:
    """The variables that the settings read, in order, with repetitions."""
    calls = (node for node in ast.walk(tree(ROOT / SETTINGS)) if isinstance(node, ast.Call))
    ours = [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env"]
    return [ast.literal_eval(call.args[0]) for call in sorted(ours, key=lambda call: call.lineno)]


def test_every_setting_is_declared_once() -> None:
    names = declared()
    assert len(names) > 3
    assert sorted(names) == sorted(set(names))


def test_settings_and_their_page_name_the_same_variables() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE) == declared()


def test_nobody_else_asks_the_environment() -> None:
    asked = {name(path) for path in modules(SOURCE) if re.search(r"\benviron\b|\bgetenv\b", path.read_text("utf-8"))}
    assert asked - {SETTINGS} == set(ELSEWHERE)
