"""Report: a document with its title, place, year, sections, points and sentences."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from analysis.passage import Passage
from analysis.reading import DataTable, Source
from analysis.table import Table


class SectionKind(StrEnum):
    """What a section of a report is for."""

    ACHIEVEMENTS = "achievements"
    PROBLEMS = "problems"
    PLAN = "plan"
    DUTIES = "duties"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Section(Passage):
    """From a heading to the next heading of its level or higher."""

    level: int
    number: str
    title: str
    heading: Passage
    kind: SectionKind


@dataclass(frozen=True, slots=True, order=True)
class Point(Passage):
    """A numbered item of a lowest section, or a paragraph where it has none."""

    number: str
    title: str
    section: Section


@dataclass(frozen=True, slots=True, order=True)
class Sentence(Passage):
    """A sentence, with the point and section it stands in."""

    point: Point | None
    section: Section | None


@dataclass(frozen=True, slots=True)
class Report:
    """One document: its text, unchanged, and everything known of it."""

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

    @classmethod
    def from_text(cls, text: str, *, title: str | None = None) -> Self:
        """The report that a .txt file of just this text would give."""
        raise NotImplementedError
