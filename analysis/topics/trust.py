"""Trust: how far a grouping of passages can be believed, in numbers and in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import nan
from typing import TYPE_CHECKING

from analysis.terms.statistics import npmi

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.topics.representation import Representation

# What the verdict asks for, all in one place.
ENOUGH_PASSAGES = 20  # with fewer, the headings are the better guide
STABLE_STABILITY = 0.60  # mean adjusted Rand index between random 80% of the passages
LEAST_STABILITY = 0.30
LEAST_SILHOUETTE = 0.0  # at or below it, passages are no nearer to their own topic than to others
HEADINGS_NMI = 0.65

SILHOUETTE_SAMPLE = 2_000  # passages; the silhouette of more is estimated from so many


class Trust(StrEnum):
    """How far to trust topics, in plain words."""

    STABLE = "stable"
    TENTATIVE = "tentative"
    TOO_LITTLE = "too little text: read the headings instead"


_IN_CHINESE = {
    Trust.STABLE: "稳定",
    Trust.TENTATIVE: "仅供参考",
    Trust.TOO_LITTLE: "文本太少，请直接看标题",
}


@dataclass(frozen=True, slots=True)
class Stability:
    """The adjusted Rand index between topics of random 80% of the passages, -1 to 1.

    ``mean`` over all pairs of resamples, on the passages they share; ``low`` and ``high`` are
    the 2.5th and 97.5th percentiles of the pairs.
    """

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far topics agree with the headings that their passages stand under, 0 to 1.

    ``nmi`` is normalised mutual information (arithmetic mean) and ``v_measure`` the harmonic mean
    of ``homogeneity`` (a topic keeps to one heading) and ``completeness`` (a heading keeps to one
    topic), which is the same number. ``blind_nmi`` is the NMI of topics made without lending the
    headings' words to the passages: the agreement that the passages' own words bear out.

    Source: Rosenberg and Hirschberg (2007), V-measure.
    """

    nmi: float
    v_measure: float
    homogeneity: float
    completeness: float
    blind_nmi: float


def measure_silhouette(representation: Representation, groups: NDArray[np.intp]) -> float:
    """The mean silhouette of the grouped passages in cosine distance, -1 to 1.

    NaN for fewer than two groups, or where every passage has a group to itself.

    Source: Rousseeuw (1987).
    """
    import numpy as np
    from sklearn.metrics import silhouette_score

    rows = np.flatnonzero(groups >= 0)
    if not 2 <= len(np.unique(groups[rows])) < len(rows):
        return nan
    space = representation.vectors if representation.embedded else representation.weights
    size = SILHOUETTE_SAMPLE if len(rows) > SILHOUETTE_SAMPLE else None
    return float(
        silhouette_score(
            space[rows], groups[rows], metric="cosine", sample_size=size, random_state=0
        )
    )


def measure_coherence(term_lists: Sequence[Sequence[str]], texts: Sequence[str]) -> float:
    """The mean NPMI of each topic's terms, -1 to 1, averaged over topics.

    ``NPMI(a, b) = ln(p(a, b) / (p(a) p(b))) / -ln p(a, b)``, where p is the share of ``texts``
    (the reference corpus: the clustered passages themselves) that contain a term; -1 where no
    text contains both, 1 where every text does. NaN where no topic has two terms.

    Source: Bouma (2009), Normalized (pointwise) mutual information in collocation extraction.
    """
    inside = {
        term: {i for i, text in enumerate(texts) if term in text}
        for terms in term_lists
        for term in terms
    }
    means = []
    for terms in term_lists:
        pairs = [
            npmi(len(inside[a] & inside[b]), len(inside[a]), len(inside[b]), len(texts))
            for a, b in combinations(terms, 2)
        ]
        if pairs:
            means.append(sum(pairs) / len(pairs))
    return sum(means) / len(means) if means else nan


def measure_stability(resamples: Sequence[NDArray[np.intp]]) -> Stability:
    """How alike groupings of resamples are; a passage outside a resample has group -1 in it."""
    import numpy as np

    scores = []
    for first, second in combinations(resamples, 2):
        both = (first >= 0) & (second >= 0)
        scores.append(adjusted_rand(first[both], second[both]))
    if not scores:
        return Stability(nan, nan, nan)
    low, high = np.percentile(scores, [2.5, 97.5])
    return Stability(float(np.mean(scores)), float(low), float(high))


def adjusted_rand(first: NDArray[np.intp], second: NDArray[np.intp]) -> float:
    """The adjusted Rand index of two groupings of the same passages, at most 1; 0 by chance.

    The same as scikit-learn's, at a twentieth of its time for few passages, of which stability
    takes thousands.

    Source: Hubert and Arabie (1985), Comparing partitions.
    """
    import numpy as np

    def pairs(sizes: NDArray[np.intp]) -> float:
        return float((sizes * (sizes - 1)).sum()) / 2

    n_second = second.max(initial=0) + 1
    together = pairs(np.bincount(first * n_second + second))
    in_first, in_second = pairs(np.bincount(first)), pairs(np.bincount(second))
    chance = in_first * in_second / max(len(first) * (len(first) - 1) / 2, 1)
    most = (in_first + in_second) / 2
    return 1.0 if most == chance else (together - chance) / (most - chance)


def measure_agreement(
    groups: NDArray[np.intp], blind: NDArray[np.intp], headings: Sequence[str]
) -> Agreement | None:
    """How far the groups, and those made blind to the headings, agree with the headings.

    None where fewer than two headings stand over grouped passages.
    """
    from sklearn.metrics import homogeneity_completeness_v_measure, normalized_mutual_info_score

    kept = [i for i, heading in enumerate(headings) if heading and groups[i] >= 0]
    above = [headings[i] for i in kept]
    if len(set(above)) < 2:
        return None
    found = [groups[i] for i in kept]
    homogeneity, completeness, v_measure = homogeneity_completeness_v_measure(above, found)
    return Agreement(
        nmi=float(normalized_mutual_info_score(above, found)),
        v_measure=float(v_measure),
        homogeneity=float(homogeneity),
        completeness=float(completeness),
        blind_nmi=float(normalized_mutual_info_score(above, [blind[i] for i in kept])),
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason not to trust topics wholly: a number and the threshold that it misses."""

    name: str
    value: float
    threshold: float
    grave: bool


_DOUBTS = {
    "passages": (
        "只有 {value:.0f} 段可用的文字（至少要 {threshold:.0f} 段）",
        "there are only {value:.0f} passages with words (at least {threshold:.0f} are needed)",
    ),
    "topics": ("分不出两个主题", "no two topics can be told apart"),
    "silhouette": (
        "段落离本主题并不比离别的主题近（轮廓系数 {value:.2f}）",
        "passages are no nearer to their own topic than to others (silhouette {value:.2f})",
    ),
    "stability": (
        "换一批段落，主题就会变（平均调整兰德指数 {value:.2f}，低于 {threshold:.2f}）",
        "topics change with the passages drawn (mean adjusted Rand index {value:.2f}, "
        "below {threshold:.2f})",
    ),
    "headings": (
        "段落自己的用词与报告的标题不够一致（NMI {value:.2f}，低于 {threshold:.2f}）",
        "the passages' own words agree too little with the report's headings (NMI {value:.2f}, "
        "below {threshold:.2f})",
    ),
}


def doubts_about(
    n_passages: int,
    n_topics: int,
    silhouette: float,
    stability: Stability,
    agreement: Agreement | None,
) -> tuple[Doubt, ...]:
    """What speaks against trusting the topics, by the thresholds above."""
    found = []
    if n_passages < ENOUGH_PASSAGES:
        found.append(Doubt("passages", n_passages, ENOUGH_PASSAGES, grave=True))
    if n_topics < 2:
        return (*found, Doubt("topics", n_topics, 2, grave=True))
    if not silhouette > LEAST_SILHOUETTE:
        found.append(Doubt("silhouette", silhouette, LEAST_SILHOUETTE, grave=True))
    if not stability.mean >= STABLE_STABILITY:
        grave = not stability.mean >= LEAST_STABILITY
        found.append(Doubt("stability", stability.mean, STABLE_STABILITY, grave))
    if agreement and agreement.blind_nmi < HEADINGS_NMI:
        found.append(Doubt("headings", agreement.blind_nmi, HEADINGS_NMI, grave=False))
    return tuple(found)


def verdict_on(found: Sequence[Doubt]) -> Trust:
    """Stable without a doubt, too little text with a grave one, else tentative."""
    if any(doubt.grave for doubt in found):
        return Trust.TOO_LITTLE
    return Trust.TENTATIVE if found else Trust.STABLE


def explain_verdict(found: Sequence[Doubt], lang: str = "zh") -> str:
    """The verdict and its reasons as a sentence in Chinese (zh, zh-CN) or English."""
    verdict = verdict_on(found)
    chinese = lang.startswith("zh")
    word = _IN_CHINESE[verdict] if chinese else verdict.value
    reasons = [
        _DOUBTS[doubt.name][not chinese].format(value=doubt.value, threshold=doubt.threshold)
        for doubt in found
    ]
    if not reasons:
        return f"{word}。" if chinese else f"{word}."
    return f"{word}：{'；'.join(reasons)}。" if chinese else f"{word}: {'; '.join(reasons)}."
