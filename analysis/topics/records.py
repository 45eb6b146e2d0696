"""Records of topics: the groups, their numbers, and how they are shared out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING

from analysis.passage import Passage
from analysis.table import Table
from analysis.topics.representation import Representation, heading_of
from analysis.topics.trust import Agreement, Doubt, explain_verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHOWN = 24  # characters of a passage in a table of topics


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of passages and what they are about.

    ``label`` is two or three of ``terms``, which separate the topic from the others;
    ``central`` are its most typical members; ``share`` is its share of the assigned passages,
    0 to 1.
    """

    label: str
    terms: tuple[str, ...]
    members: tuple[Passage, ...]
    share: float
    central: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number of topics that was tried.

    ``stability`` is the mean adjusted Rand index between resamples; ``score`` is stability plus
    silhouette, smoothed over the numbers tried before and after it (weights 1, 2, 1).
    """

    n_topics: int
    stability: float
    silhouette: float
    score: float


@dataclass(frozen=True, slots=True)
class Share:
    """How many passages of a group (a section, a report, a place, a year) are of a topic.

    ``share`` is of the group's assigned passages, 0 to 1.
    """

    group: Hashable
    topic: int
    label: str
    count: int
    share: float


TOPIC_COLUMNS: dict[str, Callable[[Topic], object]] = {
    "label": lambda topic: topic.label,
    "size": lambda topic: len(topic.members),
    "share": lambda topic: round(topic.share, 3),
    "terms": lambda topic: topic.terms,
    "central": lambda topic: tuple(passage.text[:SHOWN] for passage in topic.central),
}
CANDIDATE_COLUMNS: dict[str, Callable[[Candidate], object]] = {
    "n_topics": lambda candidate: candidate.n_topics,
    "stability": lambda candidate: round(candidate.stability, 3),
    "silhouette": lambda candidate: round(candidate.silhouette, 3),
    "score": lambda candidate: round(candidate.score, 3),
}
_SHARE_COLUMNS: dict[str, Callable[[Share], object]] = {
    "group": lambda share: share.group,
    "topic": lambda share: share.topic,
    "label": lambda share: share.label,
    "count": lambda share: share.count,
    "share": lambda share: round(share.share, 3),
}


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of a set of passages and how far to trust them.

    ``assignments[i]`` is the topic of ``passages[i]``, -1 for none. ``silhouette``, ``coherence``
    (mean NPMI of the topics' terms) and ``stability`` (mean adjusted Rand index between the topics
    of random 80% of the passages; its 95% range is ``stability_range``) are NaN where there is too
    little to measure. ``agreement`` is that with the headings, None without headings or for
    passages of several reports. ``candidates`` is the curve by which the number of topics was
    chosen. ``tree`` is the linkage matrix of the passages with words, in order
    (``scipy.cluster.hierarchy``), None where the method has none or there were too many passages.
    """

    topics: Table[Topic]
    assignments: tuple[int, ...]
    silhouette: float
    coherence: float
    stability: float
    verdict: str  # a Trust
    stability_range: tuple[float, float] = (nan, nan)
    agreement: Agreement | None = None
    doubts: tuple[Doubt, ...] = ()
    candidates: Table[Candidate] = field(default_factory=lambda: Table((), CANDIDATE_COLUMNS))
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    representation: Representation | None = field(default=None, repr=False, compare=False)
    tree: NDArray[np.float64] | None = field(default=None, repr=False, compare=False)

    @property
    def n_left_out(self) -> int:
        """How many passages belong to no topic."""
        return self.assignments.count(-1)

    def explain(self, lang: str = "zh") -> str:
        """The verdict and the reasons for it, in Chinese or English."""
        return explain_verdict(self.doubts, lang)

    def shares(self, by: Iterable[Hashable] | None = None) -> Table[Share]:
        """How the topics are shared out over groups, in order of the groups' first appearance.

        ``by`` names the group of each passage: its report, place or year; without it, the
        heading that it stands under.

        Raises:
            ValueError: not one group for each passage.
        """
        groups = [heading_of(p) for p in self.passages] if by is None else list(by)
        if len(groups) != len(self.assignments):
            raise ValueError(f"{len(groups)} groups for {len(self.assignments)} passages")
        count = Counter(zip(groups, self.assignments, strict=True))
        rows = []
        for group in dict.fromkeys(groups):
            total = sum(count[group, topic] for topic in range(len(self.topics)))
            rows += [
                Share(group, topic, found.label, count[group, topic], count[group, topic] / total)
                for topic, found in enumerate(self.topics)
                if total
            ]
        return Table(rows, _SHARE_COLUMNS)
