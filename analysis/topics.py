"""Topics: a grouping of passages, its labels and how far to trust it; coding to a framework."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.passage import Passage
from analysis.table import Table


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of passages; ``share`` is its share of the assigned passages, 0 to 1."""

    label: str
    terms: tuple[str, ...]
    members: tuple[Passage, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a set of passages and how far to trust them.

    ``assignments[i]`` is the topic of the i-th passage, -1 for none.
    """

    topics: Table[Topic]
    assignments: tuple[int, ...]
    silhouette: float
    coherence: float
    stability: float
    verdict: str


def cluster_topics(
    passages: Sequence[Passage] | Sequence[str], n_topics: int | None = None, seed: int = 0
) -> Topics:
    """Topics over points, sentences or plain strings."""
    raise NotImplementedError
