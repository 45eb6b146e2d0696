"""WordprocessingML: elements by their names without namespaces, which differ between dialects."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def kind_of(element: "_Element") -> str:
    """An element's name without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: "_Element | None", key: str) -> str | None:
    """The value of an attribute, whatever its namespace."""
    if element is None:
        return None
    for name, value in element.attrib.items():
        if str(name).rpartition("}")[2] == key:
            return str(value)
    return None


def child(element: "_Element | None", *path: str) -> "_Element | None":
    """The first child along a path of names."""
    for step in path:
        if element is None:
            return None
        element = next((found for found in element if kind_of(found) == step), None)
    return element
