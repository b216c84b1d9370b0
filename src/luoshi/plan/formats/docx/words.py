"""The names of WordprocessingML in the namespace that a document uses, transitional or strict."""

from lxml import etree


class Words:
    """Tags and attributes by their short names, such as "p" and "val"."""

    def __init__(self, root: etree._Element) -> None:
        self._namespace = etree.QName(root).namespace or ""
        self._prefix = f"{{{self._namespace}}}" if self._namespace else ""

    def tag(self, name: str) -> str:
        """The qualified name of an element or attribute."""
        return self._prefix + name

    def name(self, element: etree._Element) -> str:
        """The element's short name; "" if it is none of Word's own."""
        tag = element.tag
        return tag[len(self._prefix) :] if isinstance(tag, str) and tag.startswith(self._prefix) else ""

    def child(self, element: etree._Element | None, name: str) -> etree._Element | None:
        """The element's first child of that name."""
        return None if element is None else element.find(self._prefix + name)

    def value(self, element: etree._Element | None, name: str, attribute: str = "val") -> str | None:
        """The attribute of the element's child; None without either."""
        child = self.child(element, name)
        return None if child is None else child.get(self._prefix + attribute)

    def number(self, element: etree._Element | None, name: str) -> int | None:
        """The value of the element's child as a number; None where there is none or it is no number."""
        written = self.value(element, name)
        return int(written) if written and written.isascii() and written.isdigit() and len(written) < 10 else None

    def is_on(self, element: etree._Element | None, name: str) -> bool:
        """Whether a switch such as "vanish" is present and not turned off."""
        if self.child(element, name) is None:
            return False
        return self.value(element, name) not in {"0", "false", "off"}
