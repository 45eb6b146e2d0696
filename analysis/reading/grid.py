"""Grids: lines, headings and tables written into one text, each cell with its place in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analysis.passage import Passage
from analysis.reading.extract import DataTable

_MOST_COLUMNS = 200  # a wider span is a mistake of the page


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, over so many columns and rows."""

    text: str
    columns: int = 1
    rows: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that is not yet part of a text."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that the file sets as a heading: its level from 1 on, 0 where it is only bold."""

    text: str
    level: int


Part = str | Heading | Grid


def compose(parts: Iterable[Part]) -> tuple[str, tuple[DataTable, ...], dict[int, int]]:
    """The text of lines and tables in their order, the tables, and where which heading stands.

    Headings are given as their levels by the offsets at which they begin. A row of a table is
    a line, its cells parted by tabs. In a table's ``rows`` a cell that spans several columns or
    rows stands in each of them, so that every row is as wide.
    """
    lines: list[str] = []
    spans: list[tuple[int, int, Grid, list[list[tuple[int, int]]]]] = []
    headings: dict[int, int] = {}
    at = 0
    for part in parts:
        if isinstance(part, Heading):
            headings[at + len(part.text) - len(part.text.lstrip())] = part.level
        if not isinstance(part, Grid):
            lines.append(part if isinstance(part, str) else part.text)
            at += len(lines[-1]) + 1
            continue
        start = at
        places = []
        for row in part.rows:
            texts = [" ".join(cell.text.split()) for cell in row]
            places.append(list(_places(texts, at)))
            lines.append("\t".join(texts))
            at += len(lines[-1]) + 1
        if part.rows:
            spans.append((start, at - 1, part, places))
    text = "\n".join(lines)
    return text, tuple(_table(text, *span) for span in spans), headings


def _places(texts: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    for text in texts:
        yield at, at + len(text)
        at += len(text) + 1


def _table(
    text: str, start: int, end: int, grid: Grid, places: Sequence[Sequence[tuple[int, int]]]
) -> DataTable:
    """The table with every merged cell in each of its positions."""
    lines: list[dict[int, Passage]] = []
    carried: dict[int, tuple[int, Passage]] = {}  # by column: until which row a cell spans
    for n, (row, row_places) in enumerate(zip(grid.rows, places, strict=True)):
        line = {column: cell for column, (last, cell) in carried.items() if last >= n}
        column = 0
        for cell, (first, last) in zip(row, row_places, strict=True):
            while column in line:
                column += 1
            passage = Passage(first, last, text[first:last])
            for right in range(column, min(column + max(cell.columns, 1), _MOST_COLUMNS)):
                if line.setdefault(right, passage) is passage:
                    carried[right] = (n + cell.rows - 1, passage)
        lines.append(line)
    width = max((column for line in lines for column in line), default=-1) + 1
    blank = Passage(start, start, "")
    rows = tuple(tuple(line.get(column, blank) for column in range(width)) for line in lines)
    return DataTable(start, end, text[start:end], grid.caption, _count_header_rows(grid), rows)


def _count_header_rows(grid: Grid) -> int:
    """The rows that only name columns: those marked so, else those above the first figure."""
    marked = [bool(row) and all(cell.header for cell in row) for row in grid.rows]
    if any(marked):
        return marked.index(False) if False in marked else len(marked)
    for n, row in enumerate(grid.rows):
        if any(cell.text.strip().replace(",", "").replace(".", "").isdigit() for cell in row):
            return n
    return min(1, len(grid.rows))
