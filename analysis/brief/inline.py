"""Figures inside the page: SVG that a strict policy allows and a dark page can recolour."""

import io
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.figure import Figure

from analysis.figures.canvas import METADATA, ON_COLOUR, glyphs_required, house_style

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
INK = {"#222222", "#000000", "#555555", "#777777", "#888888", "black"}  # follow the page's ink
PAPER = {"#ffffff", "white"}
FONT = re.compile(
    r"(?:(?P<style>italic|oblique) )?(?:(?P<weight>\d+|bold) )?(?P<size>[\d.]+px) (?P<family>.+)"
)


def inline_svg(figure: Figure, name: str, title: str) -> Markup:
    """The figure as an ``svg`` element with ``title`` as its text alternative.

    Text stays text. Style attributes become presentation attributes, since the page's policy
    allows no inline style; ids get ``name`` before them, since a page has many figures.
    """
    root = ElementTree.fromstring(_drawn(figure))  # noqa: S314  (matplotlib's own output)
    for parent in root.iter():
        for child in list(parent):
            tag = child.tag.removeprefix(SVG)
            # the page behind the figure shows through: it is light or dark as the reader wishes
            if tag in {"metadata", "style"} or child.get("id") == "patch_1":
                parent.remove(child)
    for group in root.iterfind(f".//{SVG}g[@id]"):
        if group.get("id", "").startswith(ON_COLOUR):
            for element in group.iter():
                element.attrib |= dict(_declared(element.attrib.pop("style", "")))
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
        for key, value in _recoloured(_declared(element.attrib.pop("style", ""))):
            element.set(key, value)
        for key, value in element.attrib.items():
            element.set(key, re.sub(r"url\(#(.+?)\)", rf"url(#{name}-\1)", value))
        if "id" in element.attrib:
            element.set("id", f"{name}-{element.get('id')}")
        if target := element.attrib.pop(HREF, ""):
            element.set("href", f"#{name}-{target.removeprefix('#')}")
    box = root.get("viewBox", "")
    root.attrib.clear()
    root.attrib |= {"viewBox": box, "role": "img", "aria-labelledby": f"{name}-title"}
    caption = ElementTree.Element("title", id=f"{name}-title")
    caption.text = title
    root.insert(0, caption)
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704


def _drawn(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    with house_style(), rc_context({"svg.fonttype": "none"}), glyphs_required():
        figure.savefig(buffer, format="svg", metadata=dict(METADATA[".svg"]))
    return buffer.getvalue()


def _declared(style: str) -> Iterator[tuple[str, str]]:
    """A style attribute's declarations as attributes, without the figure's own fonts."""
    for declaration in style.split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        # the reader's machine has the page's fonts, and maybe not the figure's
        if not value or key == "font-family":
            continue
        if key == "font" and (font := FONT.fullmatch(value)):
            yield "font-size", font["size"]
            if font["weight"]:
                yield "font-weight", font["weight"]
        else:
            yield key, value


def _recoloured(attributes: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The attributes with the page's ink and paper for the figure's."""
    for key, value in attributes:
        if key in ("fill", "stroke") and value in INK:
            yield key, "currentColor"
            if value != "#222222" and key == "fill":
                yield "fill-opacity", "0.8"
        elif key in ("fill", "stroke") and value in PAPER:
            yield "class", f"paper-{key}"
            yield key, value
        else:
            yield key, value
