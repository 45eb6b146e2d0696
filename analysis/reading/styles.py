"""Styles: what a Word paragraph takes from its style, and that from the style it is based on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.reading.wordml import attribute, child, is_on, kind_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 20  # styles based on each other
_LEVELS = 9
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_TITLE_NAME = re.compile(r"title", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """What a style sets; None where it leaves that to the style it is based on.

    ``list_id`` and ``depth`` are the numbering's, ``outline`` is the level as a heading from 1
    on, 0 for body text.
    """

    based_on: str | None = None
    list_id: str | None = None
    depth: int | None = None
    outline: int | None = None
    bold: bool | None = None
    is_title: bool = False


def read_styles(root: "_Element | None") -> dict[str, Style]:
    """The paragraph styles of a document by their ids, each with what it inherits."""
    own = {
        name: _read_style(style)
        for style in ([] if root is None else root)
        if kind_of(style) == "style" and (name := attribute(style, "styleId"))
    }
    return {name: _inherit(style, own) for name, style in own.items()}


def _read_style(style: "_Element") -> Style:
    name = attribute(child(style, "name"), "val") or ""
    properties = child(style, "pPr")
    listed = child(properties, "numPr")
    heading = _HEADING_NAME.fullmatch(name.strip())
    outline = read_outline(properties)
    return Style(
        based_on=attribute(child(style, "basedOn"), "val"),
        list_id=attribute(child(listed, "numId"), "val"),
        depth=read_depth(listed),
        outline=int(heading[1]) if heading and outline is None else outline,
        bold=is_on(child(style, "rPr", "b")),
        is_title=_TITLE_NAME.fullmatch(name.strip()) is not None,
    )


def _inherit(style: Style, styles: Mapping[str, Style]) -> Style:
    """The style with what it leaves open taken from those it is based on, the nearest first."""
    for _ in range(_DEEPEST):
        above = styles.get(style.based_on or "")
        if above is None:
            break
        numbered = style if style.list_id is not None else above
        style = Style(
            above.based_on,
            numbered.list_id,
            numbered.depth if style.depth is None else style.depth,
            above.outline if style.outline is None else style.outline,
            above.bold if style.bold is None else style.bold,
            style.is_title,
        )
    return style


def read_outline(properties: "_Element | None") -> int | None:
    """The level as a heading, from 1 on, that properties set; 0 for body text."""
    value = attribute(child(properties, "outlineLvl"), "val")
    if value is None or not value.isdigit():
        return None
    return int(value) + 1 if int(value) < _LEVELS else 0


def read_depth(listed: "_Element | None") -> int | None:
    """The level, from 0 on, in its list."""
    value = attribute(child(listed, "ilvl"), "val")
    return min(int(value), _LEVELS - 1) if value and value.isdigit() else None
