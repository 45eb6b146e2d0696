"""Clustering: passages to topics, each with its label, and how far to trust them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.arguments import at_least, checked, many, of
from analysis.passage import Passage
from analysis.table import Table
from analysis.topics.fitting import fit
from analysis.topics.labels import label_of, rank_terms
from analysis.topics.models import METHODS
from analysis.topics.records import CANDIDATE_COLUMNS, TOPIC_COLUMNS, Topic, Topics
from analysis.topics.representation import Embed, Representation, heading_of, represent
from analysis.topics.trust import (
    doubts_about,
    measure_agreement,
    measure_coherence,
    measure_silhouette,
    verdict_on,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_LABEL = 20  # characters of a passage that names a topic without terms of its own
N_CENTRAL = 3  # passages given as evidence of a topic


@checked(
    passages=many(Passage, str),
    n_topics=at_least(1, optional=True),
    seed=at_least(0),
    method=of(str),
)
def cluster_topics(
    passages: Sequence[Passage] | Sequence[str],
    n_topics: int | None = None,
    seed: int = 0,
    *,
    method: str = "consensus",
    lend_headings: bool = True,
    embed: Embed | None = None,
) -> Topics:
    """Topics over points, sentences or plain strings.

    Without ``n_topics`` the number of topics with the highest stability plus silhouette is
    taken, and passages nearer to another topic than to their own are left out; with it, every
    passage that has words is given a topic. ``seed`` drives the initialisations and resamples.
    ``method`` is consensus, ward, nmf or lda. The words of a heading are lent to the points
    below it unless ``lend_headings`` is false. ``embed`` turns a list of texts into a matrix
    ``(n_passages, n_dims)`` that is used instead of the words.

    Raises:
        ValueError: an unknown method, fewer than one topic, more topics than there are distinct
            passages with words, or an unusable matrix from ``embed``.
    """
    from sklearn import config_context
    from threadpoolctl import threadpool_limits

    if method not in METHODS:
        raise ValueError(f"no method {method!r}; there are {', '.join(METHODS)}")
    group = METHODS[method]
    placed = tuple(_placed(passage) for passage in passages)
    # sums in one order, whatever the number of cores; thousands of small runs, so no checks
    with threadpool_limits(1), config_context(assume_finite=True, skip_parameter_validation=True):
        representation = represent(placed, lend_headings, embed)
        found = fit(representation, n_topics, group, seed)
        topics = _describe(placed, representation, found.groups)
        silhouette = measure_silhouette(representation, found.groups)
        agreement = None
        if topics and _is_one_text(placed):
            blind = found
            if lend_headings and embed is None:
                own_words = represent(placed, lend_headings=False)
                blind = fit(own_words, len(topics), group, seed, n_resamples=0)
            headings = [heading_of(passage) for passage in placed]
            agreement = measure_agreement(found.groups, blind.groups, headings)
    doubts = doubts_about(found.n_usable, len(topics), silhouette, found.stability, agreement)
    return Topics(
        topics=Table(topics, TOPIC_COLUMNS),
        assignments=tuple(found.groups.tolist()),
        silhouette=silhouette,
        coherence=measure_coherence([t.terms for t in topics], [p.text for p in placed]),
        stability=found.stability.mean,
        stability_range=(found.stability.low, found.stability.high),
        agreement=agreement,
        verdict=verdict_on(doubts),
        doubts=doubts,
        candidates=Table(found.candidates, CANDIDATE_COLUMNS),
        passages=placed,
        representation=representation,
        tree=found.tree,
    )


def _placed(passage: Passage | str) -> Passage:
    return passage if isinstance(passage, Passage) else Passage(0, len(passage), passage)


def _is_one_text(passages: Sequence[Passage]) -> bool:
    """Whether the passages follow one another, as those of several reports can not."""
    return all(first.start < second.start for first, second in pairwise(passages))


def _describe(
    passages: Sequence[Passage], representation: Representation, groups: NDArray[np.intp]
) -> list[Topic]:
    """The topics behind the groups, in order of their numbers."""
    import numpy as np

    rows = [np.flatnonzero(groups == number) for number in range(groups.max(initial=-1) + 1)]
    members = [tuple(passages[row] for row in own.tolist()) for own in rows]
    ranked = rank_terms(passages, groups.tolist(), len(members))
    n_grouped = sum(map(len, members))
    topics = []
    for own, inside, terms in zip(rows, members, ranked, strict=True):
        vectors = representation.vectors[own]
        nearness = np.round(vectors @ vectors.sum(axis=0), 9)  # equal ones stay in reading order
        central = np.sort(np.argsort(-nearness, kind="stable")[:N_CENTRAL])
        topics.append(
            Topic(
                label=label_of(terms) or inside[0].text[:LONGEST_LABEL],
                terms=terms,
                members=inside,
                central=tuple(inside[row] for row in central),
                share=len(inside) / n_grouped,
            )
        )
    return topics
