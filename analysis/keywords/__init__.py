"""Keywords: a report's terms, ranked, each with what its score is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.arguments import at_least, checked, many, of
from analysis.keywords.background import Background, read_background
from analysis.keywords.keyness import Direction, Key, keyness
from analysis.keywords.scores import Row, Setting, score_terms
from analysis.passage import Passage
from analysis.report import Report, Section
from analysis.table import Table
from analysis.terms import TermKind, Terms, find_terms

__all__ = ["Background", "Direction", "Key", "Keyword", "extract_keywords", "keyness"]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A ranked term; ``parts`` maps each component of the score to its value."""

    term: str
    score: float
    parts: Mapping[str, float]
    count: int
    passages: tuple[Passage, ...]
    sections: tuple[Section, ...]


@checked(
    report=of(Report),
    top=at_least(1),
    method=of(str),
    background=of(Background, None),
    lexicon=many(str, alone=(str, Path, None)),
    include=many(str),
)
def extract_keywords(
    report: Report,
    top: int = 20,
    *,
    method: str = "evidence",
    background: Background | None = None,
    lexicon: Iterable[str] | str | Path | None = None,
    include: Iterable[str] = (),
) -> Table[Keyword]:
    """The ``top`` highest-ranked terms of a report.

    ``method`` is ``evidence`` (the sum of the parts that `scores` names), ``tf-idf`` or
    ``textrank``, all over the same terms. ``background`` gives the document frequencies of
    the user's own corpus. ``lexicon`` adds the user's own terms, given as strings or as a
    file. ``include`` names the kinds of terms that are left out by default: officialese,
    place, issuer, formula.

    Raises:
        ValueError: ``top`` is below 1, or a method or kind that there is not.
    """
    wanted = {TermKind.TERM, *map(TermKind, include)}
    terms = find_terms(report, lexicon=lexicon)
    names = set() if TermKind.PLACE in wanted else _names(report)
    candidates = [
        term for term, kind in terms.kinds.items() if kind in wanted and term not in names
    ]
    setting = Setting(
        title=report.title or "",
        sections=[
            sentence.section.start if sentence.section else -1 for sentence in report.sentences
        ],
        background=background or read_background(),
    )
    columns, rows = score_terms(terms, candidates, method, setting)
    row_of = dict(zip(candidates, rows, strict=True))
    ranked = sorted(candidates, key=lambda term: (-row_of[term][0], terms.places[term][0]))
    return Table(
        [_keyword(term, row_of[term], columns, terms, report) for term in ranked[:top]],
        {
            "term": lambda keyword: keyword.term,
            "score": lambda keyword: keyword.score,
            "count": lambda keyword: keyword.count,
            "parts": lambda keyword: ", ".join(f"{k} {v:.2f}" for k, v in keyword.parts.items()),
            "sections": lambda keyword: tuple(section.title for section in keyword.sections),
            "passages": lambda keyword: keyword.passages,
        },
    )


def _keyword(term: str, row: Row, columns: Sequence[str], terms: Terms, report: Report) -> Keyword:
    sections = dict.fromkeys(
        section
        for first, _ in terms.places[term]
        if (section := report.sentences[terms.stream.owner(first)].section) is not None
    )
    passages = terms.passages(term)
    parts = dict(zip(columns, row[1:], strict=True))
    return Keyword(term, row[0], parts, len(passages), passages, tuple(sections))


def _names(report: Report) -> set[str]:
    """The report's own place, with and without its ending, and its issuer."""
    place, issuer = report.place or "", report.issuer or ""
    return {place, place[:-1], issuer}
