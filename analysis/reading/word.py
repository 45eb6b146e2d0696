"""Word: paragraphs and tables of a .docx in their order, as they show with all changes accepted.

Read from the XML itself, since what Word shows is not all in the runs of its paragraphs:
generated numbers, text boxes, notes, content controls and tracked insertions.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING

from analysis.reading.extract import Extract, ReadError
from analysis.reading.grid import Cell, Grid, Heading, Part, compose
from analysis.reading.lines import mend
from analysis.reading.numbering import Numbering, read_numbering
from analysis.reading.styles import Style, read_outline, read_styles
from analysis.reading.wordml import attribute, child, is_on, kind_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED = 100_000_000  # bytes of all parts that are read
_LONGEST_CELL = 300  # characters; a longer one makes its table a means of layout
_LONGEST_BOLD = 30  # characters of a bold line that may be a heading
_DEEPEST = 60  # tables, boxes and controls inside each other
_ABSENT = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt", "sectPr", "Fallback"}
)
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OTHER_KINDS = (("xl/", "a workbook"), ("ppt/", "a presentation"), ("OFD.xml", "an .ofd file"),
                ("content.xml", "an .odt file"))  # fmt: skip


_PLAIN = Style()
_KINDS = ("styles", "numbering", "footnotes", "endnotes")


@dataclass(slots=True)
class _Package:
    """The parts of a file, unpacked as far as the limit goes."""

    archive: zipfile.ZipFile
    name: str
    names: frozenset[str]
    left: int

    def parse(self, part: str) -> "_Element":
        """The root of a part; no entity of it is resolved and no address fetched."""
        from lxml import etree

        with self.archive.open(part) as file:
            data = file.read(self.left + 1)
        self.left -= len(data)
        if self.left < 0:
            raise ReadError(f"{self.name}: it unpacks to more than {MAX_UNPACKED:,} bytes; "
                            "if it is one report, take the pictures out of it")  # fmt: skip
        if b"<!DOCTYPE" in data[:1024] or b"<!ENTITY" in data[:1024]:
            raise ReadError(
                f"{self.name}: {part} declares entities, which no Word file does; not read"
            )
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise ReadError(f"{self.name}: {part} is damaged ({error.msg}); "
                            "open the file in Word and save it again") from error  # fmt: skip

    def related(self, part: str) -> "dict[str, str]":
        """The paths of the parts that belong to a part, by their kinds."""
        folder, _, file = part.rpartition("/")
        found = {kind: f"{folder}/{kind}.xml" for kind in _KINDS}
        links = f"{folder}/_rels/{file}.rels"
        for link in self.parse(links) if links in self.names else ():
            kind = (link.get("Type") or "").rpartition("/")[2]
            target = link.get("Target") or ""
            found[kind] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        return {kind: path for kind, path in found.items() if path in self.names}


@dataclass(slots=True)
class _Story:
    """What is needed to read the paragraphs of a document, and what was met on the way."""

    numbering: Numbering
    styles: Mapping[str, Style]
    notes: Mapping[str, list[str]]
    title: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)  # notes in the order of their marks
    deleted: list[str] = field(default_factory=list)


def read_word(data: bytes, name: str) -> Extract:
    """The text and tables of a .docx file; the notes stand at its end.

    ``metadata`` has the paragraphs in the style for titles as ``title``.

    Raises:
        ReadError: the file is damaged, encrypted, too large when unpacked, or no document.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
            return _read_package(_Package(archive, name, names, MAX_UNPACKED))
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        KeyError,
        zlib.error,
    ) as error:
        raise ReadError(
            f"{name}: the file is damaged or locked ({error}); open it in Word and save it again"
        ) from error


def _read_package(package: _Package) -> Extract:
    name, names = package.name, package.names
    part = _main_part(package)
    if part is None:
        kind = next((kind for mark, kind in _OTHER_KINDS if any(n.startswith(mark) for n in names)),
                    "an archive without a document")  # fmt: skip
        raise ReadError(f"{name}: {kind}; save the report in it as .docx, .pdf or .txt")
    root = package.parse(part)
    related = {kind: path for kind, path in package.related(part).items() if kind in _KINDS}
    roots = {kind: package.parse(path) for kind, path in related.items()}
    styles = read_styles(roots.get("styles"))
    numbering = read_numbering(roots.get("numbering"), styles)
    notes: dict[str, list[str]] = {}
    for kind in ("footnote", "endnote"):
        if (found := roots.get(f"{kind}s")) is not None:
            notes |= _read_notes(found, kind, numbering)
    story = _Story(numbering, styles, notes)
    parts: list[Part] = list(_read_blocks(root, story))
    for note in story.cited:
        parts += story.notes.get(note, [])
    lines, marks = mend(parts)
    text, tables, headings = compose(lines)
    if not text.strip():
        raise ReadError(
            f"{name}: the document holds no text; if it is a scan, run character recognition on it"
        )
    dropped = [f"deleted by a tracked change: {words}" for words in story.deleted]
    dropped += [f"mark of {note}; its text stands at the end" for note in story.cited]
    dropped += [f"page furniture: {file}" for file in sorted(names) if _is_furniture(file)]
    metadata = {"title": "".join(story.title)} if story.title else {}
    return Extract(text, "docx", tables, metadata, (*dropped, *marks), headings)


def _is_furniture(file: str) -> bool:
    return re.fullmatch(r"word/(?:header|footer)\d*\.xml", file) is not None


def _main_part(package: _Package) -> str | None:
    """The path of the part with the document's text."""
    if "_rels/.rels" in package.names:
        for relation in package.parse("_rels/.rels"):
            target = (relation.get("Target") or "").lstrip("/")
            if (relation.get("Type") or "").endswith("/officeDocument") and target in package.names:
                return target if target.rpartition("/")[0] not in ("xl", "ppt") else None
    return "word/document.xml" if "word/document.xml" in package.names else None


def _read_notes(root: "_Element", kind: str, numbering: Numbering) -> dict[str, list[str]]:
    """The paragraphs of each note by its kind and number; the separators are no notes."""
    story = _Story(numbering, {}, {})
    return {
        f"{kind} {attribute(note, 'id')}": [
            line for line in _read_blocks(note, story) if isinstance(line, str) and line.strip()
        ]
        for note in root
        if kind_of(note) == kind and attribute(note, "type") in (None, "normal")
    }


def _read_blocks(element: "_Element", story: _Story, depth: int = 0) -> Iterator[Part]:
    """The paragraphs and tables in an element, in order."""
    if depth > _DEEPEST:
        story.deleted.append("elements nested more deeply than a document's can be")
        return
    for part in element:
        kind = kind_of(part)
        if kind == "p":
            yield from _read_paragraph(part, story, depth)
        elif kind == "tbl":
            yield from _read_table(part, story, depth)
        elif kind and kind not in _ABSENT:
            yield from _read_blocks(part, story, depth + 1)


def _read_paragraph(paragraph: "_Element", story: _Story, depth: int) -> Iterator[Part]:
    """A paragraph with its generated number, then what its text boxes hold."""
    boxes: list[_Element] = []
    words = "".join(_read_runs(paragraph, story, boxes))
    properties = child(paragraph, "pPr")
    label = story.numbering.label(properties)
    if label and words.strip():
        words = label + words.lstrip()
    style = story.styles.get(attribute(child(properties, "pStyle"), "val") or "", _PLAIN)
    level = _heading_level(paragraph, properties, style, words)
    if style.is_title and words.strip():
        story.title.append(words.strip())
    yield words if level is None else Heading(words, level)
    for box in boxes:
        yield from _read_blocks(box, story, depth + 1)


def _heading_level(
    paragraph: "_Element", properties: "_Element | None", style: Style, words: str
) -> int | None:
    """The level of a paragraph as a heading, 0 where it is only bold; None for body text."""
    if style.is_title or not words.strip() or "\n" in words:
        return None
    own = read_outline(properties)
    level = style.outline if own is None else own
    if level:
        return level
    short = len(words) <= _LONGEST_BOLD
    return 0 if short and all(_bold_runs(paragraph, style.bold or False)) else None


def _bold_runs(paragraph: "_Element", inherited: bool) -> Iterator[bool]:
    """Of each run with text whether it is bold."""
    for run in paragraph.iter("{*}r"):
        if any(kind_of(part) == "t" and (part.text or "").strip() for part in run):
            bold = is_on(child(run, "rPr", "b"))
            yield inherited if bold is None else bold


def _read_runs(element: "_Element", story: _Story, boxes: list["_Element"]) -> Iterator[str]:
    """The pieces of text in a paragraph, tracked changes accepted."""
    pending = list(reversed(element))
    while pending:
        part = pending.pop()
        kind = kind_of(part)
        if kind == "t":
            yield part.text or ""
        elif kind == "r":
            if not is_on(child(part, "rPr", "vanish")):
                pending.extend(reversed(part))
        elif kind in _BREAKS:
            yield "" if attribute(part, "type") in ("page", "column") else _BREAKS[kind]
        elif kind == "txbxContent":
            boxes.append(part)
        elif kind in ("footnoteReference", "endnoteReference"):
            story.cited.append(f"{kind.removesuffix('Reference')} {attribute(part, 'id')}")
        elif kind in ("del", "moveFrom"):
            words = "".join(t.text or "" for t in part.iter() if kind_of(t) in ("delText", "t"))
            if words:
                story.deleted.append(words)
        elif kind == "sym":
            yield _symbol(attribute(part, "char"))
        elif kind and kind not in _ABSENT:
            pending.extend(reversed(part))


def _symbol(code: str | None) -> str:
    """The character of a symbol, unless it is one of a symbol font's own."""
    number = int(code, 16) if code and re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 0
    own = number < 32 or 0xD800 <= number <= 0xF8FF
    return "" if own else chr(number)


def _read_table(table: "_Element", story: _Story, depth: int) -> Iterator[Part]:
    """A table as a grid; one that only arranges long texts, as their paragraphs."""
    rows = []
    for row in _inside(table, "tr"):
        header = child(row, "trPr", "tblHeader") is not None
        rows.append([_read_cell(cell, story, depth, header) for cell in _inside(row, "tc")])
    longest = max((len(cell.text) for row in rows for cell in row), default=0)
    if longest > _LONGEST_CELL or max(map(len, rows), default=0) < 2:
        yield from (line for row in rows for cell in row for line in cell.text.split("\n"))
    else:
        yield Grid(_merge_down(rows))


def _inside(element: "_Element", kind: str) -> Iterator["_Element"]:
    """The rows of a table or the cells of a row, in content controls too."""
    for part in element:
        found = kind_of(part)
        if found == kind:
            yield part
        elif found in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _inside(part, kind)


def _read_cell(cell: "_Element", story: _Story, depth: int, header: bool) -> Cell:
    """A cell; one that continues the cell above it has 0 rows."""
    lines = []
    for part in _read_blocks(cell, story, depth + 1):
        if isinstance(part, Grid):
            inner = ["\t".join(held.text for held in row) for row in part.rows]
        else:
            inner = [part if isinstance(part, str) else part.text]
        lines += [line for line in inner if line.strip()]
    properties = child(cell, "tcPr")
    merged = child(properties, "vMerge")
    continues = merged is not None and attribute(merged, "val") != "restart"
    width = attribute(child(properties, "gridSpan"), "val") or "1"
    return Cell("\n".join(lines), int(width) if width.isdigit() else 1, int(not continues), header)


def _merge_down(rows: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows without the cells that only continue one above, which spans their rows instead."""
    heights: dict[tuple[int, int], int] = {}
    above: dict[int, tuple[int, int]] = {}  # by column, the cell that a merged one continues
    for n, row in enumerate(rows):
        column = 0
        for m, cell in enumerate(row):
            if cell.rows:
                above[column] = (n, m)
            elif column in above:
                heights[above[column]] = n - above[column][0] + 1
            column += cell.columns
    return tuple(
        tuple(replace(cell, rows=heights.get((n, m), 1)) for m, cell in enumerate(row) if cell.rows)
        for n, row in enumerate(rows)
    )
