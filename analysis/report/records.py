"""The records of a report's structure."""

from dataclasses import dataclass
from enum import StrEnum

from analysis.passage import Passage


class SectionKind(StrEnum):
    """What a section of a report is for."""

    ACHIEVEMENTS = "achievements"
    PROBLEMS = "problems"
    PLAN = "plan"
    DUTIES = "duties"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Section(Passage):
    """From a heading to the next heading of its level or higher."""

    level: int
    number: str
    title: str
    heading: Passage
    kind: SectionKind


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Point(Passage):
    """A numbered item of a lowest section, or a paragraph where it has none."""

    number: str
    title: str
    section: Section


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Sentence(Passage):
    """A sentence, with the point and section it stands in."""

    point: Point | None
    section: Section | None
