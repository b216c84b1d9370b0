"""What a web page carries beside its content: navigation, headers and footers of the site, hidden parts, link lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

_DROPPED = frozenset(
    {"aside", "audio", "button", "canvas", "dialog", "footer", "head", "iframe", "input", "map", "math", "menu", "nav"}
    | {"noscript", "object", "script", "select", "style", "svg", "template", "textarea", "video"}
)
_CONTENT = frozenset({"article", "main"})
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|sidebar|share|toolbar|copyright|pagination)(?=$|[\s_-])"
    r"|(?:^|\s)header(?=$|\s)",
    re.I,
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)
_LISTS = frozenset({"ul", "ol", "dl", "div", "table", "td"})
_LINKED_SHARE = 0.7
_FEWEST_LINKS = 2
_NAMED_SHARE = 0.3
_MAIN_SHARE = 0.5


@dataclass(slots=True)
class _Weight:
    """How much text stands under an element, how much of it inside links, and whether it speaks of annexes."""

    text: int = 0
    linked: int = 0
    links: int = 0
    has_annex: bool = False
    has_title: bool = False

    def hear(self, text: str | None, in_link: bool) -> None:
        if text and (bare := text.strip()):
            self.text += len(bare)
            self.linked += len(bare) if in_link else 0
            self.has_annex = self.has_annex or "附件" in bare

    def absorb(self, inner: "_Weight") -> None:
        self.text += inner.text
        self.linked += inner.linked
        self.links += inner.links
        self.has_annex = self.has_annex or inner.has_annex
        self.has_title = self.has_title or inner.has_title


def clear(root: etree._Element) -> None:
    """Remove the site's furniture from the page; what may be content stays."""
    _drop([element for element in root.iter(etree.Element) if _is_plainly_furniture(element)])
    whole = 0
    named: list[tuple[etree._Element, int]] = []
    linked: list[etree._Element] = []
    for element, weight in _weigh(root):
        whole = weight.text
        if _is_link_list(element, weight):
            linked.append(element)
        elif _is_named_furniture(element) and not weight.has_title:
            named.append((element, weight.text))
    _drop(linked + [element for element, text in named if text <= _NAMED_SHARE * whole])


def main_part(root: etree._Element) -> etree._Element:
    """The page's only article or main element if it holds most of the text, else the whole page."""
    found: dict[str, list[tuple[etree._Element, int]]] = {"article": [], "main": []}
    whole = 0
    for element, weight in _weigh(root):
        whole = weight.text
        if element.tag in found:
            found[str(element.tag)].append((element, whole))
    for parts in found.values():
        if len(parts) == 1 and parts[0][1] >= _MAIN_SHARE * whole:
            return parts[0][0]
    return root


def _drop(elements: list[etree._Element]) -> None:
    """Take the elements out of their tree; the text behind each stays in its place."""
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + element.tail
            else:
                before.tail = (before.tail or "") + element.tail
        parent.remove(element)


def _is_plainly_furniture(element: etree._Element) -> bool:
    if element.tag in _DROPPED or "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")):
        return True
    return element.tag == "header" and not any(above.tag in _CONTENT for above in element.iterancestors())


def _is_link_list(element: etree._Element, weight: _Weight) -> bool:
    if element.tag not in _LISTS or weight.links < _FEWEST_LINKS or weight.has_annex:
        return False
    return weight.linked >= _LINKED_SHARE * weight.text


def _is_named_furniture(element: etree._Element) -> bool:
    if element.tag in {"html", "body"}:
        return False
    return bool(_NAMED.search(f"{element.get('class', '')} {element.get('id', '')}"))


def _weigh(root: etree._Element) -> Iterator[tuple[etree._Element, _Weight]]:
    """Every element with its weight, children before parents, the root last."""
    open_weights: list[_Weight] = []
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            links += element.tag == "a"
            open_weights.append(_Weight(links=int(element.tag == "a"), has_title=element.tag in {"h1", "h2"}))
            open_weights[-1].hear(element.text, links > 0)
            continue
        links -= element.tag == "a"
        weight = open_weights.pop()
        if open_weights:
            open_weights[-1].absorb(weight)
            open_weights[-1].hear(element.tail, links > 0)
        yield element, weight
