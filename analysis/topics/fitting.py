"""Fitting: the number of topics, the groups, and how stable they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from analysis.topics.consensus import RESAMPLE_SHARE, Grouping, mean_together
from analysis.topics.models import Method
from analysis.topics.records import Candidate
from analysis.topics.representation import Representation
from analysis.topics.trust import Stability, measure_silhouette, measure_stability

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

N_RESAMPLES = 24  # of the passages, to measure stability: 276 pairs
MANY_PASSAGES = 500  # from which on a third as many resamples tell as much
# Runs behind one consensus: the fewer passages, the more it takes until seeds do not matter, and
# the less each costs. A resample makes do with a tenth.
FEWEST_RUNS, MOST_RUNS = 24, 1_000
RUNS_TIMES_PASSAGES = 40_000
FEWEST_RESAMPLE_RUNS = 8
SAMPLE = 2_000  # passages grouped pair by pair; more are joined to the topics of so many
PASSAGES_PER_TOPIC = 3  # at least, where the number of topics is not given
MOST_TOPICS = 30
AS_GOOD = 0.05  # a score this near to the best is as good: seeds move it by a third of that
LEAST_TOGETHER = 1 / 3  # of the runs: who falls together with its group less often is left out
FEWEST_TOPICS = 4  # two or three say less than the headings, and depend most on chance
N_CANDIDATES = 9  # numbers of topics that are tried
WAIT = 30  # seconds of work after which its progress is shown


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The group of each passage, the largest first and -1 for none, and what speaks for it.

    ``n_usable`` passages have words.
    """

    groups: NDArray[np.intp]
    n_usable: int
    candidates: tuple[Candidate, ...]
    stability: Stability
    tree: NDArray[np.float64] | None


def fit(
    representation: Representation,
    n_topics: int | None,
    group: Method,
    seed: int,
    n_resamples: int = N_RESAMPLES,
) -> Fit:
    """The groups with the best of several numbers of groups, or with the number given.

    Raises:
        ValueError: fewer than one topic, or more than there are distinct passages with words.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    usable = np.flatnonzero(np.diff(representation.weights.indptr))
    n_distinct = _count_distinct(representation.take(usable))
    if n_topics is not None and not 1 <= n_topics <= max(n_distinct, 1):
        raise ValueError(
            f"n_topics={n_topics}: the number of different passages with words is {n_distinct}"
        )
    groups = np.full(representation.weights.shape[0], -1)
    numbers = (n_topics,) if n_topics else _numbers(len(usable), n_distinct)
    if numbers == (1,) or not len(usable):
        groups[usable] = 0
        return Fit(groups, len(usable), (), Stability(nan, nan, nan), None)
    sample = usable
    if len(usable) > SAMPLE:
        sample = np.sort(random.choice(usable, SAMPLE, replace=False))
    part = representation.take(sample)
    n_runs = int(np.clip(RUNS_TIMES_PASSAGES // len(sample), FEWEST_RUNS, MOST_RUNS))
    grouping = group(part, numbers, random, n_runs)
    if len(sample) >= MANY_PASSAGES:
        n_resamples //= 3
    resample_runs = max(n_runs // 10, FEWEST_RESAMPLE_RUNS)
    stability = _stability(
        numbers,
        len(sample),
        n_resamples,
        random,
        lambda rows: group(part.take(rows), numbers, random, resample_runs),
    )
    silhouettes = [measure_silhouette(part, grouping.groups[number]) for number in numbers]
    candidates = _candidates(numbers, [stability[n].mean for n in numbers], silhouettes)
    best = choose(candidates)
    groups[sample] = grouping.groups[best]
    tree = grouping.tree
    if len(usable) > SAMPLE:
        groups[usable] = join(representation.take(usable), groups[usable])
        tree = None
    elif n_topics is None:
        groups[sample] = _without_strays(grouping, best)
    return Fit(_by_size(groups), len(usable), candidates, stability[best], tree)


def _candidates(
    numbers: Sequence[int], stabilities: Sequence[float], silhouettes: Sequence[float]
) -> tuple[Candidate, ...]:
    """The numbers of topics with their scores.

    Neighbours on the curve are cuts of nearly the same tree, so what one says against the next
    is mostly noise: each counts two parts itself and one part each of those beside it.
    """
    import numpy as np

    sums = np.nan_to_num(stabilities) + np.nan_to_num(silhouettes)
    before, after = np.pad(sums, (1, 0), "edge")[:-1], np.pad(sums, (0, 1), "edge")[1:]
    scores = (before + 2 * sums + after) / 4
    return tuple(
        Candidate(number, stability, silhouette, float(score))
        for number, stability, silhouette, score in zip(
            numbers, stabilities, silhouettes, scores, strict=True
        )
    )


def choose(candidates: Sequence[Candidate]) -> int:
    """The fewest topics whose score is the best or as good as it.

    Source: Breiman et al. (1984), Classification and regression trees (the rule of one
    standard error).
    """
    best = max(candidate.score for candidate in candidates)
    return min(c.n_topics for c in candidates if c.score >= best - AS_GOOD)


def _numbers(n_passages: int, n_distinct: int) -> tuple[int, ...]:
    """The numbers of topics to try: up to the root of the passages, 12 for a single report."""
    import numpy as np

    most = min(
        n_passages // PASSAGES_PER_TOPIC, n_distinct, max(12, round(n_passages**0.5)), MOST_TOPICS
    )
    if most < 2:
        return (1,)
    fewest = min(FEWEST_TOPICS, most)
    spread = np.linspace(fewest, most, min(N_CANDIDATES, most - fewest + 1))
    return tuple(dict.fromkeys(round(float(number)) for number in spread))


def _count_distinct(representation: Representation) -> int:
    rows = representation.weights
    return len(
        {
            (rows.indices[start:end].tobytes(), rows.data[start:end].tobytes())
            for start, end in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
        }
    )


def _stability(
    numbers: tuple[int, ...],
    size: int,
    n_resamples: int,
    random: np.random.Generator,
    group: Callable[[NDArray[np.intp]], Grouping],
) -> dict[int, Stability]:
    """How alike the groups of random parts of the passages are, for each number of groups.

    ``group`` groups the passages in some rows.
    """
    import numpy as np
    from tqdm.auto import tqdm

    found: dict[int, list[NDArray[np.intp]]] = {number: [] for number in numbers}
    for _ in tqdm(range(n_resamples), "topics", delay=WAIT, leave=False):
        rows = np.sort(random.permutation(size)[: max(round(RESAMPLE_SHARE * size), numbers[-1])])
        grouping = group(rows)
        for number in numbers:
            whole = np.full(size, -1)
            whole[rows] = grouping.groups[number]
            found[number].append(whole)
    return {number: measure_stability(groups) for number, groups in found.items()}


def _without_strays(grouping: Grouping, number: int) -> NDArray[np.intp]:
    """The groups without the passages that belong nowhere.

    Those fell together with the others of their group in less than a third of the runs, or are
    alone in it: one passage is no topic.
    """
    import numpy as np

    groups = grouping.groups[number].copy()
    if grouping.together is not None:
        own = mean_together(grouping.together, groups)[np.arange(len(groups)), groups]
        groups[own < LEAST_TOGETHER] = -1
    sizes = np.bincount(groups[groups >= 0], minlength=groups.max(initial=0) + 1)
    groups[(groups >= 0) & (sizes[groups] < 2)] = -1
    return groups


def join(representation: Representation, groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """The groups with every ungrouped passage joined to that of the nearest centre."""
    import numpy as np
    from sklearn.preprocessing import normalize

    vectors = representation.vectors
    kept = [vectors[groups == number] for number in np.unique(groups[groups >= 0])]
    centres = normalize([own.mean(axis=0) for own in kept])
    joined: NDArray[np.intp] = (vectors @ centres.T).argmax(axis=1)
    return joined


def _by_size(groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """The same groups numbered by size, equal ones in reading order; -1 stays."""
    import numpy as np

    names, first, sizes = np.unique(groups, return_index=True, return_counts=True)
    ranked = sorted(
        (-size, start, name)
        for name, start, size in zip(names, first, sizes, strict=True)
        if name >= 0
    )
    number = {name: rank for rank, (_, _, name) in enumerate(ranked)}
    return np.array([number.get(name, -1) for name in groups], dtype=np.intp)
