"""Take the README's pictures of the running product: the sample county, in a headless Chromium.

python tools/pictures.py        writes docs/pictures/*.png
"""

import os
import re
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = next((ROOT / "examples").glob("*.docx"))
PICTURES = ROOT / "docs" / "pictures"
PORT = "8471"
BROWSER = {
    "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
}
PAGES = (
    ("home", "/campaigns/1/", 1440, 1000),
    ("tasks", "/campaigns/1/tasks/", 1440, 1000),
    ("wallchart", "/campaigns/1/chart/", 1440, 1200),
    ("plan", "/campaigns/1/plan/", 1440, 1000),
    ("targets", "/campaigns/1/targets/", 1440, 900),
    ("phone", "/campaigns/1/tasks/2/", 390, 844),
)


@contextmanager
def running(data: str) -> "Iterator[str]":
    """The sample running on its own data; gives the administrator's link."""
    command = [sys.executable, "-m", "luoshi.faces.console", "run", "--port", PORT, "--sample", str(SAMPLE)]
    server = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env={**os.environ, "LUOSHI_DATA": data}, stdout=subprocess.PIPE, text=True
    )
    try:
        for line in server.stdout or ():
            if found := re.search(r"http://\S+/signin/\S+", line):
                yield found[0]
                return
        raise SystemExit("the server said no link")
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Sign in and take each page, as a reader with a light theme sees it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, running(data) as link, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**BROWSER)
        page = browser.new_page(locale="zh-CN")
        page.goto(link)
        page.click("main form button")
        for name, path, width, height in PAGES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"http://127.0.0.1:{PORT}{path}")
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
