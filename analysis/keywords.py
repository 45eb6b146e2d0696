"""Keywords: a report's terms, ranked, each with what its score is made of."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.passage import Passage
from analysis.report import Report, Section
from analysis.table import Table


@dataclass(frozen=True, slots=True)
class Keyword:
    """A ranked term; ``parts`` maps each component of the score to its value."""

    term: str
    score: float
    parts: Mapping[str, float]
    count: int
    passages: tuple[Passage, ...]
    sections: tuple[Section, ...]


def extract_keywords(report: Report, top: int = 20) -> Table[Keyword]:
    """The ``top`` highest-ranked terms of a report."""
    raise NotImplementedError
