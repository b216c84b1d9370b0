"""Reading pages as people see them: elements by simple CSS selectors, words without idle white space."""

import re
from functools import cache
from typing import Any

from lxml import etree, html

COMPOUND = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*)|#(?P<id>[\w-]+)|\.(?P<cls>[\w-]+)|:not\(\.(?P<no>[\w-]+)\)"
    r"|\[(?P<name>[\w-]+)(?:(?P<op>[$^]?=)[\"']?(?P<value>[^\]\"']*)[\"']?)?\]"
)
HAS_CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"


class Element(html.HtmlElement):
    """An element that finds others."""

    def css(self, selector: str) -> list[Any]:
        """The elements below that a selector names: tag, #id, .class, [name=value], :not(.class), space and >."""
        found = _path(selector)(self)
        assert isinstance(found, list)
        return list(dict.fromkeys(found))

    def one(self, selector: str) -> Any:
        """The first of them; there is one."""
        found = self.css(selector)
        assert found, f"nothing is {selector}"
        return found[0]

    @property
    def words(self) -> str:
        """All its words, with single spaces."""
        return " ".join(self.text_content().split())


@cache
def _path(selector: str) -> etree.XPath:
    path, axis = "", "descendant::"
    for part in re.findall(r">|[^\s>]+", selector):
        if part == ">":
            axis = "child::" if path else axis
            continue
        path += axis + _step(part) + "/"
        axis = "descendant::"
    return etree.XPath(path.rstrip("/"))


def _step(part: str) -> str:
    tag, tests = "*", []
    assert "".join(match[0] for match in COMPOUND.finditer(part)) == part, f"too clever a selector: {part}"
    for match in COMPOUND.finditer(part):
        if match["tag"]:
            tag = match["tag"]
        elif match["id"]:
            tests.append(f"@id='{match['id']}'")
        elif match["cls"] or match["no"]:
            has = HAS_CLASS.format(match["cls"] or match["no"])
            tests.append(has if match["cls"] else f"not({has})")
        elif match["op"] == "$=":
            at = f"@{match['name']}"
            tests.append(f"substring({at}, string-length({at}) - {len(match['value']) - 1})='{match['value']}'")
        elif match["op"] == "^=":
            tests.append(f"starts-with(@{match['name']}, '{match['value']}')")
        else:
            tests.append(f"@{match['name']}='{match['value']}'" if match["op"] else f"@{match['name']}")
    return tag + "".join(f"[{test}]" for test in tests)


_parser = html.HTMLParser(encoding="utf-8")
_parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Element))


def look(answer: Any) -> Any:
    """The page that a response holds."""
    return html.fromstring(answer.content, parser=_parser)
