"""What every test stands on: a data folder of its own (settings_for_tests) and, where there is one, a browser."""

import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
settings.register_profile("luoshi", deadline=None)  # the clock of a busy machine is no judge
settings.load_profile("luoshi")

NO_CHROMIUM = "there is no Chromium on this machine"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """This machine's Chromium; tests that use it are marked `browser`."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests where there is no browser."""
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Close with how many browser tests were left out, and what to do about it."""
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    left_out = sum(NO_CHROMIUM in str(report.longrepr) for report in skipped)
    if left_out:
        reporter.write_line(f"\n{left_out} browser tests skipped: {NO_CHROMIUM}; `make browser` (as root) installs it.")
