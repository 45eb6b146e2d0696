"""PDF: the paragraphs of a text layer, whose lines were broken to fit the page.

Lines are joined on the evidence of the page: one that reaches the right margin runs on into
one that begins at the left margin.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any

from analysis.lexicon import read_tsv
from analysis.reading.extract import Extract, ReadError
from analysis.reading.grid import Cell, Grid, compose
from analysis.reading.lines import MARKER, join_lines, mend

_MARGIN = 0.12  # share of a page's height in which its head and its foot stand
_PAGE_NUMBER = re.compile(
    r"[\s\-—–―·.]*(\d{1,4})[\s\-—–―·.]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+"
)
_STOP = re.compile(r"[。！？!?：:；;][”’\"')）》」』]*$")
_SMALL = 0.75  # of a line's size; a raised figure below it marks a note
_LARGE = 1.15  # of the text's size; lines above it are titles
_SIZES = 0.2  # of the text's size, by which lines of one paragraph may differ
_INDENT = 0.8  # characters by which a paragraph's first line is set in
_SHORT = 2.5  # characters by which a paragraph's last line falls short
_GAP = 1.9  # of the usual distance between lines, that parts paragraphs
_LONGEST_HEAD = 60  # characters of a running head
_REPEATS = 3  # pages, or all of fewer, on which a running head is known
_LEAST_TEXT = 2  # characters a page, below which the file is a scan
_COLUMN_LINES = 6  # lines that a column has at least
_COLUMN_LENGTH = 10  # characters in the middle line of a column
_WIDE = 0x2E80  # the first wide character
_RULES = 4  # drawn paths on a page that may rule a table


@dataclass(slots=True)
class _Line:
    """A line of a page, in points from its left and its foot.

    ``size`` is the height of its characters, ``margins`` the edges of its column.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    page: int
    margins: tuple[float, float] = (0, 0)


@dataclass(frozen=True, slots=True)
class _Page:
    lines: list[_Line]
    height: float
    n_paths: int


def read_pdf(data: bytes, name: str) -> Extract:
    """The text and the ruled tables of a PDF file with a text layer.

    Raises:
        ReadError: the file is locked, damaged, or holds pictures of pages only.
    """
    import pypdfium2

    dropped: list[str] = []
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            pages = [_read_page(document[n], n, dropped) for n in range(len(document))]
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        advice = "remove its password and try again" if "assword" in str(error) else \
            "open it in a reader and print it to a new PDF"  # fmt: skip
        raise ReadError(f"{name}: the PDF cannot be opened ({error}); {advice}") from error
    shown = sum(len(line.text.strip()) for page in pages for line in page.lines)
    if shown < max(_LEAST_TEXT * len(pages), 1):
        raise ReadError(
            f"{name}: a scan without a text layer; run character recognition (OCR) on it first"
        )
    _drop_furniture(pages, dropped)
    tables = _read_tables(data, pages)
    lines, marks = mend(list(_paragraphs(pages, tables)))
    text, found, headings = compose(lines)
    return Extract(text, "pdf", found, {}, (*dropped, *marks), headings)


@cache
def _radicals() -> Mapping[int, str]:
    """One ideograph for each radical that stands for it."""
    table = {ord(row["radical"]): row["ideograph"] for row in read_tsv("radicals.tsv")}
    for code in [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)]:
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = plain
    return table


def _read_page(page: Any, number: int, dropped: list[str]) -> _Page:
    """The lines of a page in the order in which the file draws them."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    raw = text_page.raw
    height = page.get_height()
    n_paths = sum(1 for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=2))
    codes = [pdfium.FPDFText_GetUnicode(raw, n) for n in range(pdfium.FPDFText_CountChars(raw))]
    lines = list(_cut_lines(raw, codes, number, dropped))
    text_page.close()
    page.close()
    return _Page(lines, height, n_paths)


def _cut_lines(raw: Any, codes: Sequence[int], page: int, dropped: list[str]) -> Iterator[_Line]:
    """The lines that a page's characters form, without the marks of notes."""
    starts = [0, *(n + 1 for n, code in enumerate(codes) if code in (10, 13)), len(codes) + 1]
    for start, following in pairwise(starts):
        where = [n for n in range(start, following - 1) if codes[n] > 32 and codes[n] != 0x3000]
        if not where:
            continue
        boxes = {n: _box(raw, n) for n in (where[0], where[-1], where[len(where) // 2])}
        size = max(top - bottom for _, bottom, _, top in boxes.values())
        text = ""
        for n in range(start, following - 1):
            char = chr(codes[n]) if codes[n] not in (0, 2, 0xFFFE, 0xFFFF) else ""
            if char.isdigit() and len(where) > 1 and _is_note_mark(raw, n, codes, size):
                dropped.append(f"page {page + 1}: mark of a note: {char}")
            elif char != " " or not _is_autospace(raw, n, codes):
                text += char
        # a rare ideograph comes as the two halves of its pair
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = text.translate(_radicals())
        left, right = boxes[where[0]][0], boxes[where[-1]][2]
        bottom = min(box[1] for box in boxes.values())
        top = max(box[3] for box in boxes.values())
        yield _Line(text.strip(), left, right, bottom, top, size, page)


def _box(raw: Any, n: int) -> tuple[float, float, float, float]:
    """The left, bottom, right and top of a character's place in its line."""
    from ctypes import byref

    import pypdfium2.raw as pdfium

    rect = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(raw, n, byref(rect))
    return rect.left, rect.bottom, rect.right, rect.top


def _is_note_mark(raw: Any, n: int, codes: Sequence[int], size: float) -> bool:
    """Whether a figure is set small and raised behind a character."""
    _, bottom, _, top = _box(raw, n)
    if top - bottom >= _SMALL * size or n == 0 or codes[n - 1] in (10, 13):
        return False
    before = n - 1
    while before > 0 and chr(codes[before]).isdigit():
        before -= 1
    _, base, _, _ = _box(raw, before)
    return bottom > base + 0.2 * size


def _is_autospace(raw: Any, n: int, codes: Sequence[int]) -> bool:
    """Whether a space only stands for the gap between wide characters and others: 2025 年."""
    import pypdfium2.raw as pdfium

    beside = [codes[m] for m in (n - 1, n + 1) if 0 <= m < len(codes)]
    mixed = any(code >= _WIDE for code in beside) and any(32 < code < _WIDE for code in beside)
    return mixed and pdfium.FPDFText_IsGenerated(raw, n) == 1


def _arrange(lines: Sequence[_Line]) -> list[_Line]:
    """The lines in the order of reading, the left column before the right, with their margins."""
    left, right = _find_columns(lines)
    sides = {id(line) for line in (*left, *right)}
    rest = [line for line in lines if id(line) not in sides]
    lowest = min((line.bottom for line in left), default=0.0)
    above = [line for line in rest if line.bottom >= lowest]
    below = [line for line in rest if line.bottom < lowest]
    for column in (left, right, rest):
        if column:
            margins = (min(line.left for line in column), max(line.right for line in column))
            for line in column:
                line.margins = margins
    return [*above, *left, *right, *below]


def _find_columns(lines: Sequence[_Line]) -> tuple[list[_Line], list[_Line]]:
    """The lines of the left and of the right column; none where a page has but one."""
    none: tuple[list[_Line], list[_Line]] = ([], [])
    if len(lines) < 2 * _COLUMN_LINES:
        return none
    middle = (min(line.left for line in lines) + max(line.right for line in lines)) / 2
    left = [line for line in lines if line.right <= middle]
    right = [line for line in lines if line.left >= middle]
    long = all(
        len(side) >= _COLUMN_LINES and median(len(line.text) for line in side) >= _COLUMN_LENGTH
        for side in (left, right)
    )
    if not long or len(lines) - len(left) - len(right) > len(lines) / 4:
        return none
    highest, lowest = max(line.top for line in right), min(line.bottom for line in right)
    between = [
        line
        for line in lines
        if line.left < middle < line.right and lowest < (line.top + line.bottom) / 2 < highest
    ]
    return none if between else (left, right)


def _drop_furniture(pages: Sequence[_Page], dropped: list[str]) -> None:
    """Page numbers, and the lines that come again at the head or foot of many pages."""
    edges = [[line for line in page.lines if _is_edge(line, page.height)] for page in pages]
    seen = Counter(shape for lines in edges for shape in {_shape(line) for line in lines})
    repeats = max(2, min(_REPEATS, len(pages)))
    for page, lines in zip(pages, edges, strict=True):
        furniture = {
            id(line)
            for line in lines
            if _PAGE_NUMBER.fullmatch(line.text)
            or (seen[_shape(line)] >= repeats and len(line.text) < _LONGEST_HEAD)
        }
        dropped.extend(
            f"page {line.page + 1}: {line.text}" for line in page.lines if id(line) in furniture
        )
        page.lines[:] = _arrange([line for line in page.lines if id(line) not in furniture])


def _is_edge(line: _Line, height: float) -> bool:
    middle = (line.top + line.bottom) / 2
    return not _MARGIN * height < middle < (1 - _MARGIN) * height


def _shape(line: _Line) -> str:
    """What a running head has in common on all pages: its words and its height, not its number."""
    words = re.sub(r"\d+", "#", "".join(line.text.split()))
    return f"{words} {round(line.bottom / 4)}"


def _read_tables(data: bytes, pages: Sequence[_Page]) -> dict[int, list[tuple[float, float, Grid]]]:
    """For each page with rules its tables, each with its top and bottom."""
    from io import BytesIO

    ruled = [n for n, page in enumerate(pages) if page.n_paths >= _RULES]
    if not ruled:
        return {}
    import pdfplumber

    found: dict[int, list[tuple[float, float, Grid]]] = {}
    with pdfplumber.open(BytesIO(data), pages=[n + 1 for n in ruled]) as document:
        for n, page in zip(ruled, document.pages, strict=True):
            for table in page.find_tables():
                rows = [tuple(Cell(_clean_cell(cell)) for cell in row) for row in table.extract()]
                if len(rows) > 1 and max(map(len, rows)) > 1:
                    top, bottom = table.bbox[1], table.bbox[3]
                    found.setdefault(n, []).append(
                        (pages[n].height - top, pages[n].height - bottom, Grid(tuple(rows)))
                    )
    return found


def _clean_cell(text: str | None) -> str:
    return "".join((text or "").split("\n")).translate(_radicals())


def _paragraphs(
    pages: Sequence[_Page], tables: Mapping[int, Sequence[tuple[float, float, Grid]]]
) -> Iterator[str | Grid]:
    """The paragraphs and tables of all pages, mended where a line or a page ended."""
    size = median(line.size for page in pages for line in page.lines)
    whole = ""
    last: _Line | None = None
    for n, page in enumerate(pages):
        waiting = sorted(tables.get(n, ()), key=lambda table: -table[0])
        for line in page.lines:
            held = next((t for t in waiting if t[1] <= (line.top + line.bottom) / 2 <= t[0]), None)
            if held is not None and held[2].rows:
                if whole:
                    yield whole
                whole, last = "", None
                yield held[2]
                waiting.remove(held)
                waiting.append((held[0], held[1], Grid(())))
                continue
            if held is not None:
                continue
            if last is not None and _runs_on(last, line, size):
                whole = join_lines(whole, line.text)
            else:
                if whole:
                    yield whole
                whole = line.text
            last = line
    if whole:
        yield whole


def _runs_on(line: _Line, following: _Line, size: float) -> bool:
    """Whether the paragraph of ``line`` goes on in the line after it."""
    below = line.page == following.page and following.top < line.top
    apart = below and line.bottom - following.top > _GAP * line.size
    if apart or abs(line.size - following.size) > _SIZES * size:
        return False
    if line.size > _LARGE * size:
        return below and not MARKER.match(following.text)
    full = line.right >= line.margins[1] - _SHORT * line.size
    set_in = following.left > following.margins[0] + _INDENT * following.size
    begins = MARKER.match(following.text) is not None and _STOP.search(line.text) is not None
    return full and not set_in and not begins
