"""Representation: passages as vectors of the words and character pairs in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.passage import Passage
from analysis.report import Point, SectionKind, Sentence
from analysis.tokens import tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

Embed = Callable[[list[str]], "NDArray[np.float64]"]

N_DIMENSIONS = 100  # of the latent semantic space
HEADING_WEIGHT = 0.3  # a heading's words beside the words of the passage itself
COMMONEST_SHARE = 0.5  # a feature of more passages than this tells none apart
# From this many passages on, a feature of only one is left out: it relates the passage to no
# other. In fewer, it still says how much of the passage is its own.
MANY_PASSAGES = 100

_MATTERS = (SectionKind.ACHIEVEMENTS, SectionKind.OTHER)
_WORD = re.compile(r"[㐀-䶿一-鿿]{2,}|[A-Za-z][A-Za-z0-9.+-]+")
_HAN = re.compile(r"[㐀-䶿一-鿿]+")


@dataclass(frozen=True, slots=True, eq=False)
class Representation:
    """Passages as rows of unit length, or of zeros where a passage has no words.

    ``counts`` is how often each passage has each feature and ``weights`` its tf-idf, both
    ``(n_passages, n_features)``; ``vectors`` is the latent semantic space of the weights or the
    user's embedding, ``(n_passages, n_dimensions)``. ``embedded`` says whether passages are
    compared by the vectors, else by the weights.
    """

    counts: csr_matrix
    weights: csr_matrix
    vectors: NDArray[np.float64]
    embedded: bool

    def similarity(self) -> NDArray[np.float64]:
        """The cosine of each two passages, 0 to 1: ``(n_passages, n_passages)``."""
        import numpy as np
        from scipy.sparse import csr_matrix

        space = csr_matrix(self.vectors) if self.embedded else self.weights
        cosines: NDArray[np.float64] = np.clip((space @ space.T).toarray(), 0.0, 1.0)
        return cosines

    def take(self, rows: NDArray[np.intp]) -> Representation:
        """The same of some passages only."""
        return Representation(
            self.counts[rows], self.weights[rows], self.vectors[rows], self.embedded
        )


def represent(
    passages: Sequence[Passage], lend_headings: bool = True, embed: Embed | None = None
) -> Representation:
    """The passages as vectors.

    Features are the words of two characters or more, and all pairs of neighbouring characters,
    which catch the terms that the dictionary cuts up or lacks. Weights are
    ``(1 + ln tf) * (ln((1 + n) / (1 + df)) + 1)``, rows scaled to length 1. Where headings lend
    their words, 0.3 of the heading's row is added to that of each passage below it.

    Raises:
        ValueError: ``embed`` gives another shape, or values that are not finite.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import normalize

    n_passages = len(passages)
    headings = [heading_of(passage) if lend_headings else "" for passage in passages]
    texts = [*(passage.text for passage in passages), *headings]
    counts = _count(map(features, texts))
    own = counts[:n_passages]
    lent = counts[n_passages:]
    frequency = np.asarray((own + lent > 0).sum(axis=0)).ravel()
    rarest = 2 if n_passages >= MANY_PASSAGES else 1
    # without this floor, two passages would have nothing in common that counts
    commonest = max(COMMONEST_SHARE * n_passages, 2)
    kept = np.flatnonzero((frequency >= rarest) & (frequency <= commonest))
    if not len(kept):
        kept = np.flatnonzero(frequency)
    own, lent = own[:, kept], lent[:, kept]
    weights = own
    if len(kept):
        scale = TfidfTransformer(sublinear_tf=True).fit(own + lent)
        weights = normalize(scale.transform(own) + HEADING_WEIGHT * scale.transform(lent)).tocsr()
    if embed is None:
        return Representation(own, weights, _latent(weights), embedded=False)
    vectors = np.asarray(embed([passage.text for passage in passages]), dtype=np.float64)
    if vectors.ndim != 2 or len(vectors) != n_passages or not np.isfinite(vectors).all():
        raise ValueError(
            f"embed must give finite numbers of shape ({n_passages}, n_dims), not {vectors.shape}"
        )
    return Representation(own, weights, normalize(vectors), embedded=True)


def heading_of(passage: Passage) -> str:
    """The title of the section that a point or sentence stands in, if it names a matter.

    Those of problems, plans and duties name a part of the report, and give nothing.
    """
    section = passage.section if isinstance(passage, Point | Sentence) else None
    return section.title if section and section.kind in _MATTERS else ""


def features(text: str) -> Iterator[str]:
    """The words of two characters or more, in lower case, and then the character pairs."""
    for word in tokenizer().cut(text):
        if _WORD.fullmatch(word):
            yield word.lower()
    for run in _HAN.findall(text):
        for start in range(len(run) - 1):
            yield "#" + run[start : start + 2]


def _count(documents: Iterable[Iterable[str]]) -> csr_matrix:
    """How often each document has each feature, features in order of first appearance."""
    import numpy as np
    from scipy.sparse import csr_matrix

    column: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for document in documents:
        columns.extend(column.setdefault(feature, len(column)) for feature in document)
        ends.append(len(columns))
    shape = (len(ends) - 1, max(len(column), 1))
    counts = csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
    counts.sum_duplicates()
    return counts


def _latent(weights: csr_matrix) -> NDArray[np.float64]:
    """The latent semantic space of the weights, rows scaled to length 1.

    Source: Deerwester et al. (1990), Indexing by latent semantic analysis.
    """
    import numpy as np
    from sklearn.preprocessing import normalize
    from sklearn.utils.extmath import randomized_svd

    n_dimensions = min(N_DIMENSIONS, min(weights.shape) - 1)
    if n_dimensions < 1 or not weights.nnz:
        return np.ones((weights.shape[0], 1))
    # not TruncatedSVD, which divides by the variance: identical passages have none
    left, strengths, _ = randomized_svd(weights, n_dimensions, random_state=0)
    vectors: NDArray[np.float64] = normalize(left * strengths)
    return vectors
