"""Consensus: one grouping out of many, so that the same text gives the same topics.

Each run groups a random part of the passages by spectral clustering of their neighbour graph.
How often two passages fall together, of the runs that saw both, is how close they are; average
linkage over that makes one tree, and every number of topics is a cut of it.

Source: Fred and Jain (2005), Combining multiple clusterings using evidence accumulation;
von Luxburg (2007), A tutorial on spectral clustering (neighbours in the order of ln n);
Chaudhuri, Chung and Tsiatas (2012) (the addition to every degree).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.topics.representation import Representation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLE_SHARE = 0.8  # of the passages, in each run
NEIGHBOUR_FACTORS = (1, 2, 3)  # times ln n, in turn
EXTRA_DEGREE = 0.1  # of the mean degree, given to each passage so that none is cut off
MOST_ROUNDS = 20
TINY = 1e-12  # keeps a division by nothing finite
SMALL = 300  # passages; up to there the dense eigenvalue solver is the faster


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Groups of passages for several numbers of groups.

    ``groups[k]`` is the group of each passage, ``(n_passages,)``. ``together`` is how often each
    two fell together, 0 to 1, ``(n_passages, n_passages)``, and ``tree`` the linkage of it,
    ``(n_passages - 1, 4)``; a method without them has None.
    """

    groups: Mapping[int, NDArray[np.intp]]
    together: NDArray[np.float64] | None = None
    tree: NDArray[np.float64] | None = None


def group_by_consensus(
    representation: Representation,
    numbers: Sequence[int],
    random: np.random.Generator,
    n_runs: int,
) -> Grouping:
    """The passages in each of the ``numbers`` of groups, all cuts of one tree over all runs."""
    import numpy as np
    from scipy.cluster.hierarchy import cut_tree, linkage
    from scipy.spatial.distance import squareform

    similarity = representation.similarity()
    n_passages = len(similarity)
    n_neighbours = [
        min(n_passages - 1, max(2, round(factor * np.log(n_passages))))
        for factor in NEIGHBOUR_FACTORS
    ]
    graphs = [neighbour_graph(similarity, n) for n in n_neighbours]
    n_runs = max(n_runs, len(numbers))
    seen = np.zeros((n_passages, n_runs), dtype=np.float32)
    fell = np.full((n_passages, n_runs), -1)
    for run in range(n_runs):
        part = random.permutation(n_passages)[: max(2, round(RESAMPLE_SHARE * n_passages))]
        part.sort()
        n_groups = min(numbers[run % len(numbers)], len(part) - 1)
        graph = graphs[run // len(numbers) % len(graphs)][np.ix_(part, part)]
        fell[part, run] = spectral_groups(graph, n_groups, int(random.integers(2**31)))
        seen[part, run] = 1
    together = _count_together(fell) / np.maximum(seen @ seen.T, 1)
    np.fill_diagonal(together, 1.0)
    tree = linkage(squareform(1 - together, checks=False), "average")
    cuts = cut_tree(tree, list(numbers))
    groups = {number: settle(together, cuts[:, i]) for i, number in enumerate(numbers)}
    return Grouping(groups, together, tree)


def _count_together(fell: NDArray[np.intp]) -> NDArray[np.float64]:
    """In how many runs each two passages fell together.

    ``fell`` is the group of each passage in each run, -1 in those that did not see it.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    passage, run = np.nonzero(fell >= 0)
    column = run * (fell.max() + 1) + fell[passage, run]
    member = csr_matrix((np.ones(len(passage)), (passage, column)))
    counts: NDArray[np.float64] = (member @ member.T).toarray()
    return counts


def settle(together: NDArray[np.float64], groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """The groups once every passage has moved to the one it fell together with most often.

    A tree joins near ties in an order that chance decides; from different orders, passages settle
    in the same groups. No group is emptied: the last passage in it stays.
    """
    import numpy as np

    groups = groups.copy()
    sizes = np.bincount(groups)
    for _ in range(MOST_ROUNDS):
        closeness = mean_together(together, groups)
        best = closeness.argmax(axis=1)
        own = closeness[np.arange(len(groups)), groups]
        movable = np.flatnonzero((closeness.max(axis=1) > own + TINY) & (sizes[groups] > 1))
        for passage in movable:
            if sizes[groups[passage]] > 1:
                sizes[groups[passage]] -= 1
                groups[passage] = best[passage]
                sizes[groups[passage]] += 1
        if not len(movable):
            break
    return groups


def mean_together(together: NDArray[np.float64], groups: NDArray[np.intp]) -> NDArray[np.float64]:
    """How often each passage fell together with the others of each group, 0 to 1.

    Shape ``(n_passages, n_groups)``.
    """
    import numpy as np

    members = np.eye(groups.max() + 1)[groups]
    others = members.sum(axis=0) - members
    mean: NDArray[np.float64] = (together @ members - members) / np.maximum(others, 1)
    return mean


def neighbour_graph(similarity: NDArray[np.float64], n_neighbours: int) -> NDArray[np.float64]:
    """The similarity of each passage to those nearest to it, or to which it is among the nearest.

    Shape ``(n_passages, n_passages)``, symmetric, zero on the diagonal.
    """
    import numpy as np

    others = similarity.copy()
    np.fill_diagonal(others, -1.0)
    nearest = np.argpartition(-others, n_neighbours - 1, axis=1)[:, :n_neighbours]
    graph = np.zeros_like(similarity)
    np.put_along_axis(graph, nearest, np.take_along_axis(similarity, nearest, 1), 1)
    return np.maximum(graph, graph.T)


def spectral_groups(graph: NDArray[np.float64], n_groups: int, seed: int) -> NDArray[np.intp]:
    """The group of each node, found in the first eigenvectors of the normalised graph.

    Of a small graph the eigenvectors are turned to stand on one group each; of a large one, where
    it takes no longer, their rows are grouped by k-means.
    """
    import numpy as np
    from scipy.linalg import eigh
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import eigsh

    size = len(graph)
    degree = graph.sum(axis=1)
    degree += EXTRA_DEGREE * degree.mean() + TINY  # a graph without edges has no degree at all
    scaled = graph / np.sqrt(np.outer(degree, degree))
    if size < SMALL:
        _, axes = eigh(scaled, subset_by_index=(size - n_groups, size - 1))
        return _pivoted_groups(axes)
    start = np.random.default_rng(0).random(size)
    _, axes = eigsh(csr_matrix(scaled), k=n_groups, which="LA", v0=start)
    return _nearest_groups(axes, seed)


def _pivoted_groups(axes: NDArray[np.float64]) -> NDArray[np.intp]:
    """The column that each row leans on most, once the axes are turned to the most distinct rows.

    Source: Damle, Minden and Ying (2019), Simple, direct and efficient multi-way spectral
    clustering.
    """
    from scipy.linalg import polar, qr

    _, distinct = qr(axes.T, mode="r", pivoting=True)
    rotation, _ = polar(axes[distinct[: axes.shape[1]]].T)
    groups: NDArray[np.intp] = abs(axes @ rotation).argmax(axis=1)
    return groups


def _nearest_groups(axes: NDArray[np.float64], seed: int) -> NDArray[np.intp]:
    """The groups of k-means over the rows of the axes, scaled to length 1."""
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.exceptions import ConvergenceWarning

    rows = axes / (np.linalg.norm(axes, axis=1, keepdims=True) + TINY)
    with warnings.catch_warnings():
        # identical passages leave fewer places than groups: some groups then stay empty
        warnings.simplefilter("ignore", ConvergenceWarning)
        found: NDArray[np.intp] = KMeans(axes.shape[1], n_init=1, random_state=seed).fit_predict(
            rows
        )
    return found
