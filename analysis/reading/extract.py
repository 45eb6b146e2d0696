"""What reading gives: the text of a file, its tables, its metadata and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.passage import Passage


class ReadError(ValueError):
    """A file that cannot be read; the message names it and says what to do."""


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


@dataclass(frozen=True, slots=True, order=True, repr=False)
class DataTable(Passage):
    """A table of the document: its rows of cells, each cell a Passage of the text."""

    caption: str | None
    header_rows: int
    rows: tuple[tuple[Passage, ...], ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file with its tables.

    ``metadata`` maps the name of a tag to its content; ``headings`` the offset of each line
    that the file itself sets as a heading to its level, 1 the highest, 0 where it is only bold.
    """

    text: str
    format: str
    tables: tuple[DataTable, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    headings: Mapping[int, int] = field(default_factory=dict)
