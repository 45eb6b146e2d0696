"""Labels: the terms that separate a topic from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, log2

from analysis.passage import Passage
from analysis.terms import list_terms

TERMS_PER_TOPIC = 8  # listed, and measured for coherence
TERMS_PER_LABEL = 3
LONG = 4  # characters: beyond them a name is not weighed any higher


def rank_terms(
    passages: Sequence[Passage], groups: Sequence[int], n_topics: int
) -> list[tuple[str, ...]]:
    """The terms of each topic, the most telling first; no term is given to two topics.

    A term weighs ``p * tf / n * ln(1 + A / f) * log2(l)``: tf its count in the topic, n the
    topic's count of all terms, A the mean of n over topics, f the term's count in all of them,
    p how many of the topic's passages have it, so that a word of one passage does not name ten,
    and l its characters up to four, as short words are the vaguest. It goes to the topic where
    it weighs most, and a term inside one that stands before it, or around it, is left out.

    Source: Grootendorst (2022), BERTopic (class-based tf-idf).
    """
    counts: list[Counter[str]] = [Counter() for _ in range(n_topics)]
    spread: list[Counter[str]] = [Counter() for _ in range(n_topics)]
    for terms, group in zip(list_terms(passages), groups, strict=True):
        if group >= 0:
            counts[group].update(terms)
            spread[group].update(set(terms))
    overall: Counter[str] = sum(counts, Counter())
    mean = overall.total() / max(n_topics, 1)
    weights = [
        {
            term: within[term]
            * count
            / own.total()
            * log(1 + mean / overall[term])
            * log2(min(len(term), LONG))
            for term, count in own.items()
        }
        for own, within in zip(counts, spread, strict=True)
    ]
    home: dict[str, int] = {}
    for topic, weight in enumerate(weights):
        for term in weight:
            if term not in home or weight[term] > weights[home[term]][term]:
                home[term] = topic
    return [
        _distinct(
            sorted(
                (term for term in weight if home[term] == topic),
                key=lambda term: (-weight[term], term),
            )
        )
        for topic, weight in enumerate(weights)
    ]


def _distinct(ranked: Sequence[str]) -> tuple[str, ...]:
    """The first terms of a ranking of which none is part of another."""
    kept: list[str] = []
    for term in ranked:
        if len(kept) == TERMS_PER_TOPIC:
            break
        if not any(term in other or other in term for other in kept):
            kept.append(term)
    return tuple(kept)


def label_of(terms: Sequence[str]) -> str:
    """The first terms of a topic as its name."""
    return "、".join(terms[:TERMS_PER_LABEL])
