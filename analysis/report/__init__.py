"""Report: a document with its title, place, year, sections, points and sentences.

`layout` tells the body from the page around it, `sections` and `points` find its outline,
`sentences` where each sentence ends, `identity` whose report it is.
"""

import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from operator import attrgetter
from pathlib import PurePath
from typing import Self

from analysis.arguments import at_least, checked, of
from analysis.passage import Passage
from analysis.reading import MAX_BYTES, DataTable, Extract, ReadError, Source, read_extract
from analysis.report.identity import TITLE_TAGS, Identity, identify
from analysis.report.layout import lay_out, without_signature
from analysis.report.points import find_points
from analysis.report.records import Point, Section, SectionKind, Sentence
from analysis.report.sections import find_sections
from analysis.report.sentences import cut_sentences
from analysis.table import Table

__all__ = [
    "DataTable",
    "Point",
    "ReadError",
    "Report",
    "Section",
    "SectionKind",
    "Sentence",
    "Source",
    "read_report",
]

_SPAN = {name: attrgetter(name) for name in ("start", "end", "text")}
_OUTLINE = {name: attrgetter(name) for name in ("number", "title")}
_HEADED = {**_OUTLINE, "level": attrgetter("level"), "kind": attrgetter("kind")}


def _section_title(record: Point | Sentence) -> str | None:
    return record.section.title if record.section else None


@dataclass(frozen=True, slots=True)
class Report:
    """One document: its text, unchanged, and everything known of it.

    ``year`` is the year in the title, ``reviewed`` the year whose results it tells.
    ``origins`` maps each field that was found to where it was read: a Passage of the text,
    or the name of a metadata tag of the file.
    """

    id: str
    title: str | None
    place: str | None
    level: str | None
    year: int | None
    reviewed: int | None
    issuer: str | None
    published: datetime | None
    document_number: str | None
    index_number: str | None
    url: str | None
    text: str
    sections: Table[Section]
    points: Table[Point]
    sentences: Table[Sentence]
    tables: Table[DataTable]
    source: Source
    origins: Mapping[str, Passage | str] = field(default_factory=dict, hash=False)

    @classmethod
    @checked(text=of(str), title=of(str, None))
    def from_text(cls, text: str, *, title: str | None = None) -> Self:
        """The report that a .txt file of just this text would give; of no text, an empty one."""
        data = text.encode("utf-8", errors="surrogatepass")
        source = Source("<text>", "txt", len(data), sha256(data).hexdigest(), ())
        return cls._from_extract(Extract(text, "txt"), source, title)

    @classmethod
    def _from_extract(cls, extract: Extract, source: Source, title: str | None) -> Self:
        tagged = [extract.metadata[tag] for tag in TITLE_TAGS if tag in extract.metadata]
        layout = lay_out(extract.text, tagged if title is None else [title])
        identity = identify(layout, extract.metadata, title)
        prose = _outside(layout.paragraphs, extract.tables)
        outline = without_signature([p for p in prose if p not in layout.title])
        sections = find_sections(extract.text, outline, identity.reviewed, extract.headings)
        points = find_points(sections, outline)
        sentences = _place_sentences(layout.paragraphs, sections, points)
        return cls(
            id=_identify_source(source),
            **{name: getattr(identity, name) for name in Identity.__slots__},
            text=extract.text,
            sections=Table(sections, {**_HEADED, **_SPAN}),
            points=Table(points, {**_OUTLINE, "section": _section_title, **_SPAN}),
            sentences=Table(sentences, {"section": _section_title, **_SPAN}),
            tables=Table(extract.tables, {"caption": attrgetter("caption"), **_SPAN}),
            source=replace(source, dropped=(*source.dropped, *map(_describe, layout.dropped))),
        )


@checked(file=of(str, os.PathLike, bytes), name=of(str, None), max_bytes=at_least(1))
def read_report(
    file: str | os.PathLike[str] | bytes, *, name: str | None = None, max_bytes: int = MAX_BYTES
) -> Report:
    """The report in a file, or in the bytes of one: .txt, .html, .docx or .pdf.

    ``name`` is what to call bytes. A file larger than ``max_bytes`` is refused.

    Raises:
        ReadError: it cannot be read; the message names the file and says what to do.
    """
    extract, source = read_extract(file, name=name, max_bytes=max_bytes)
    return Report._from_extract(extract, source, None)


def _identify_source(source: Source) -> str:
    """The stem of the file's name; of bytes without a name, the start of their sha256."""
    if source.name.startswith("<"):
        return source.sha256[:16]
    return PurePath(source.name).stem


def _describe(line: Passage) -> str:
    return f"characters {line.start} to {line.end}, no part of the report: {line.text}"


def _outside(paragraphs: Sequence[Passage], tables: Sequence[DataTable]) -> list[Passage]:
    """The paragraphs that stand in no table."""
    starts = [table.start for table in tables]
    return [
        paragraph
        for paragraph in paragraphs
        if (n := bisect_right(starts, paragraph.start)) == 0 or tables[n - 1].end <= paragraph.start
    ]


def _place_sentences(
    paragraphs: Sequence[Passage], sections: Sequence[Section], points: Sequence[Point]
) -> Iterator[Sentence]:
    """The sentences of the body, each within one section and at most one point."""
    borders = sorted({s.start for s in sections} | {e for p in points for e in (p.start, p.end)})
    section_starts = [section.start for section in sections]
    point_starts = [point.start for point in points]
    for paragraph in paragraphs:
        for sentence in cut_sentences(paragraph, borders):
            n = bisect_right(section_starts, sentence.start)
            while n and not sections[n - 1].contains(sentence):
                n -= 1
            section = sections[n - 1] if n else None
            n = bisect_right(point_starts, sentence.start)
            point = points[n - 1] if n and points[n - 1].contains(sentence) else None
            yield Sentence(sentence.start, sentence.end, sentence.text, point, section)
