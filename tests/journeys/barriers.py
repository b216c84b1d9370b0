"""What bars people from a page, as axe finds it, in both themes of one visit."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = {"serious", "critical"}
THEMES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}
"""The rules that are asked in each theme, None for all: a theme changes colours and nothing else."""


def serious_barriers(page: Page, addresses: Iterable[str]) -> dict[str, list[str]]:
    """The serious rules that each address breaks, by theme and address; empty where none does."""
    axe, found = Axe(), {}
    for url in addresses:
        page.goto(url)
        for theme, rules in THEMES.items():
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # else colours are caught on their way
            asked = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
            broken = axe.run(page, options=asked).response["violations"]
            found[f"{theme} {url}"] = [rule["id"] for rule in broken if rule["impact"] in SERIOUS]
    return {where: names for where, names in found.items() if names}
