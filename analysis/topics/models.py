"""Models: other ways to group passages, behind the same result as the consensus."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from analysis.topics.consensus import Grouping, group_by_consensus
from analysis.topics.representation import Representation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Method = Callable[[Representation, Sequence[int], "np.random.Generator", int], Grouping]


def _by_ward(
    representation: Representation,
    numbers: Sequence[int],
    random: np.random.Generator,
    n_runs: int,
) -> Grouping:
    """Cuts of Ward's tree over the vectors; nothing in it is random."""
    from scipy.cluster.hierarchy import cut_tree, linkage

    tree = linkage(representation.vectors, "ward")
    cuts = cut_tree(tree, list(numbers))
    return Grouping({number: cuts[:, i] for i, number in enumerate(numbers)}, tree=tree)


def _by_nmf(
    representation: Representation,
    numbers: Sequence[int],
    random: np.random.Generator,
    n_runs: int,
) -> Grouping:
    """Each passage's strongest factor of a non-negative factorisation of its tf-idf weights."""
    from sklearn.decomposition import NMF

    def strongest(number: int) -> NDArray[np.intp]:
        model = NMF(number, init="random", random_state=_seed(random), max_iter=400)
        with _unconverged():
            found: NDArray[np.intp] = model.fit_transform(representation.weights).argmax(axis=1)
        return found

    return Grouping({number: strongest(number) for number in numbers})


def _by_lda(
    representation: Representation,
    numbers: Sequence[int],
    random: np.random.Generator,
    n_runs: int,
) -> Grouping:
    """Each passage's strongest topic of latent Dirichlet allocation over its feature counts."""
    from sklearn.decomposition import LatentDirichletAllocation

    def strongest(number: int) -> NDArray[np.intp]:
        model = LatentDirichletAllocation(number, random_state=_seed(random), max_iter=20)
        found: NDArray[np.intp] = model.fit_transform(representation.counts).argmax(axis=1)
        return found

    return Grouping({number: strongest(number) for number in numbers})


METHODS: dict[str, Method] = {
    "consensus": group_by_consensus,
    "ward": _by_ward,
    "nmf": _by_nmf,
    "lda": _by_lda,
}


def _seed(random: np.random.Generator) -> int:
    return int(random.integers(2**31))


@contextmanager
def _unconverged() -> Iterator[None]:
    """A factorisation stopped early still groups; the stability says how well.

    One that fits exactly can leave a residue just below zero, of which sklearn takes the root.
    """
    import numpy as np
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield
