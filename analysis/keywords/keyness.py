"""Keyness: terms that are more, or less, frequent in one text than in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from analysis.arguments import at_least, checked, many
from analysis.passage import Passage
from analysis.report import Report
from analysis.table import Table
from analysis.terms import Source, TermKind, find_terms, passages_of
from analysis.terms import statistics as st


class Direction(StrEnum):
    """Whether the target has a term more often than the reference, relative to their sizes."""

    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Key:
    """A term's frequencies in a target and a reference, and how they differ.

    ``expected`` is the count in the target if both had the term equally often; ``g2`` is the
    log-likelihood, with its p-value and the one corrected for the number of terms;
    ``log_ratio`` is the size of the effect, +1 for twice as often. ``passages`` are its places
    in the target.
    """

    term: str
    direction: Direction
    count: int
    reference_count: int
    expected: float
    g2: float
    log_ratio: float
    p_value: float
    p_adjusted: float
    passages: tuple[Passage, ...]


Documents = Source | Sequence[Report]
_DOCUMENTS = many(Report, Passage, str, alone=(Report, str))


@checked(
    target=_DOCUMENTS,
    reference=_DOCUMENTS,
    top=at_least(1, optional=True),
    least=at_least(1),
    lexicon=many(str, alone=(str, Path, None)),
)
def keyness(
    target: Documents,
    reference: Documents,
    *,
    top: int | None = None,
    least: int = 2,
    correction: str = "holm",
    lexicon: Iterable[str] | str | Path | None = None,
) -> Table[Key]:
    """The terms that set ``target`` apart from ``reference``, the largest G² first.

    Both are a report, several reports, passages or a text; they are read together, so that a
    phrase is one term in both. A text's size is the number of its terms of every kind.
    ``least`` is how often a term must stand in both together; ``correction`` for their
    number is ``holm``, ``bh`` or ``none``.

    Raises:
        ValueError: a text without terms, or a correction that there is not.
    """
    first = list(_passages(target))
    terms = find_terms(first + list(_passages(reference)), lexicon=lexicon)
    split = len(first)
    counts = {}
    for term, places in terms.places.items():
        inside = sum(terms.stream.owner(word) < split for word, _ in places)
        counts[term] = (inside, len(places) - inside)
    total = sum(inside for inside, _ in counts.values())
    other_total = sum(outside for _, outside in counts.values())
    if not total or not other_total:
        raise ValueError(f"the {'reference' if total else 'target'} has no terms")
    chosen = [
        term
        for term, both in counts.items()
        if terms.kinds[term] == TermKind.TERM and sum(both) >= least
    ]
    g2 = [st.log_likelihood(counts[t][0], total, counts[t][1], other_total) for t in chosen]
    p_values = [st.p_value(value) for value in g2]
    adjusted = st.adjust(p_values, correction)
    keys = []
    for term, value, p, corrected in zip(chosen, g2, p_values, adjusted, strict=True):
        inside, outside = counts[term]
        expected = st.expected_count(inside, total, outside, other_total)
        keys.append(
            Key(
                term=term,
                direction=Direction.OVER if inside > expected else Direction.UNDER,
                count=inside,
                reference_count=outside,
                expected=expected,
                g2=value,
                log_ratio=st.log_ratio(inside, total, outside, other_total),
                p_value=p,
                p_adjusted=corrected,
                passages=terms.passages(term)[:inside],
            )
        )
    keys.sort(key=lambda key: (-key.g2, key.term))
    return Table(
        keys[:top],
        {
            "term": lambda key: key.term,
            "direction": lambda key: key.direction,
            "count": lambda key: key.count,
            "reference_count": lambda key: key.reference_count,
            "expected": lambda key: key.expected,
            "g2": lambda key: key.g2,
            "log_ratio": lambda key: key.log_ratio,
            "p_value": lambda key: key.p_value,
            "p_adjusted": lambda key: key.p_adjusted,
            "passages": lambda key: key.passages,
        },
    )


def _passages(documents: Documents) -> Iterable[Passage]:
    if isinstance(documents, Report | str):
        return passages_of(documents)
    return [
        passage
        for document in documents
        for passage in ([document] if isinstance(document, Passage) else passages_of(document))
    ]
