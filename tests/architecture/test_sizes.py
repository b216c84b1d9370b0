"""Files and functions stay small. An exception is named here with its size and a reason, and can only shrink."""

from statistics import median

from architecture.source import ROOT, SOURCE, functions, modules, name

FILE, MEDIAN_FILE, FUNCTION = 400, 120, 40
LONG_FILES: dict[str, tuple[int, str]] = {}
LONG_FUNCTIONS: dict[str, tuple[int, str]] = {
    "src/luoshi/journal/record.py:record": (48, "one statement of fourteen columns, in the order that is sealed"),
}
MEASURED = modules(SOURCE, ROOT / "tools", ROOT / "tests", ROOT / "benchmarks", ROOT / "examples")


def test_files_have_at_most_400_lines_and_exceptions_only_shrink() -> None:
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in MEASURED}
    assert {path: size for path, size in sizes.items() if size > FILE} == _sizes(LONG_FILES)


def test_half_of_the_files_have_at_most_120_lines() -> None:
    assert median(len(path.read_text("utf-8").splitlines()) for path in modules(SOURCE)) <= MEDIAN_FILE


def test_functions_have_at_most_40_lines_and_exceptions_only_shrink() -> None:
    sizes = {
        f"{name(path)}:{each.name}": (each.end_lineno or each.lineno) - each.lineno + 1
        for path in MEASURED
        for each in functions(path)
    }
    assert {place: size for place, size in sizes.items() if size > FUNCTION} == _sizes(LONG_FUNCTIONS)


def test_every_exception_has_a_reason() -> None:
    assert all(reason for _, reason in (*LONG_FILES.values(), *LONG_FUNCTIONS.values()))


def _sizes(exceptions: dict[str, tuple[int, str]]) -> dict[str, int]:
    return {place: size for place, (size, _) in exceptions.items()}
