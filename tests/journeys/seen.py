"""Pages as a browser shows them: what was held against the truth is remembered, so that nothing is left unlooked at."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from look import look
from luoshi.orgs.access import INSTALLER
from luoshi.orgs.models import Person
from luoshi.orgs.people import open_link

DIGIT = re.compile(r"\d")
SILENT = {"script", "style", "title", "template"}
SPOKEN = ("aria-label", "title", "alt", "placeholder", "datetime", "aria-valuenow")
UNSEEN = {"hidden", "checkbox", "radio", "submit"}


class Seen:
    """One page, read out of the browser; `take` hands out elements that the caller compares with the truth."""

    def __init__(self, page: Page) -> None:
        self.url = page.url
        self._root = look(SimpleNamespace(content=page.content().encode()))
        self._taken: set[Any] = set()

    def has(self, selector: str) -> bool:
        return bool(self._root.css(selector))

    def take(self, selector: str) -> list[Any]:
        """The elements that the selector names; everything in them counts as compared."""
        found = self._root.css(selector)
        assert isinstance(found, list)
        self._taken.update(found)
        return found

    def words(self, selector: str) -> list[str]:
        """The words of those elements, each with single spaces."""
        return [each.words for each in self.take(selector)]

    def line(self, selector: str) -> str:
        """The words of the only such element."""
        (found,) = self.words(selector)
        return found

    def close(self) -> None:
        """Fail if a digit stands on the page that nobody has compared."""
        same(f"numbers on {self.url} that nothing was compared with", list(self._rest(self._root)), [])

    def _rest(self, element: Any) -> Iterator[str]:
        if element in self._taken or not isinstance(element.tag, str) or element.tag in SILENT:
            return
        said = [element.text, *(element.get(name) for name in SPOKEN)]
        if element.tag == "input" and element.get("type") not in UNSEEN:
            said.append(element.get("value"))
        yield from (f"<{element.tag}> {text.strip()}" for text in said if text and DIGIT.search(text))
        for child in element:
            yield from self._rest(child)
            if child.tail and DIGIT.search(child.tail):
                yield f"<{element.tag}> {child.tail.strip()}"


def same(what: str, shown: object, true: object) -> None:
    """Fail, saying where they part, unless what is shown is what is true."""
    if shown == true:
        return
    if isinstance(shown, list) and isinstance(true, list):
        pairs = zip_longest(shown, true, fillvalue="(nothing)")
        parted = [f"{place}: shown {a!r}, true {b!r}" for place, (a, b) in enumerate(pairs) if a != b]
        raise AssertionError("\n".join([f"{what}: {len(shown)} shown, {len(true)} true", *parted[:8]]))
    raise AssertionError(f"{what}: shown {shown!r}, true {true!r}")


def near(what: str, shown: list[float], true: list[float]) -> None:
    """As `same`, for places on a picture in percent, which are rounded to two decimals."""
    close = len(shown) == len(true) and all(abs(a - b) < 0.02 for a, b in zip(shown, true, strict=True))
    same(what, shown if not close else true, true)


def go(page: Page, name: str, *args: object, query: str = "") -> Seen:
    """The page of that address, once its scripts have run."""
    page.goto(reverse(name, args=args) + query, wait_until="domcontentloaded")
    return Seen(page)


def press(page: Page, selector: str) -> Seen:
    """The page to which the only such button or link leads."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.locator(selector).click()
    return Seen(page)


def sign_in(page: Page, person: Person) -> None:
    """Let somebody in by a link that works once; whoever was in before is out."""
    page.context.clear_cookies()
    page.goto(reverse("sign_in_link", args=[open_link(person.pk, by=INSTALLER)]), wait_until="domcontentloaded")
    same("whom the link lets in", press(page, "main button").words("details.menu summary")[0].split()[0], person.name)
