"""WordprocessingML: elements by their names without namespaces, which differ between dialects."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFF = ("0", "false", "off", "none")


def kind_of(element: "_Element") -> str:
    """An element's name without its namespace; empty for a comment."""
    return _without_namespace(element.tag)


@lru_cache(maxsize=4096)  # a document has some hundred names, asked for at each element
def _without_namespace(tag: object) -> str:
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
        for found in element:
            if kind_of(found) == step:
                element = found
                break
        else:
            return None
    return element


def is_on(switch: "_Element | None") -> bool | None:
    """Whether a property such as bold is switched on; None where nothing is said of it."""
    return None if switch is None else attribute(switch, "val") not in _OFF
