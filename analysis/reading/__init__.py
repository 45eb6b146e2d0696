"""Reading: the bytes of a file become an Extract: text, tables, metadata and what was dropped."""

from dataclasses import dataclass

from analysis.passage import Passage


@dataclass(frozen=True, slots=True)
class Source:
    """Where a report's text came from, and what was left out of it.

    ``format`` is txt, html, docx or pdf; ``size`` counts bytes; ``dropped`` says what was
    left out and where.
    """

    name: str
    format: str
    size: int
    sha256: str
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class DataTable(Passage):
    """A table of the document: its rows of cells, each cell a Passage of the text."""

    caption: str | None
    header_rows: int
    rows: tuple[tuple[Passage, ...], ...]
