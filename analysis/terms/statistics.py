"""Statistics of words that meet: association, freedom, nesting and their significance."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def npmi(joint: int, left: int, right: int, total: int) -> float:
    """Normalised pointwise mutual information: -1 of two that never meet, 1 of two that never part.

    ``ln(p(xy) / (p(x) p(y))) / -ln p(xy)`` with ``p = count / total``.

    Raises:
        ValueError: counts that cannot be: more together than apart, or than all.

    Source: Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction.
    """
    if not 0 <= joint <= min(left, right) <= max(left, right) <= total or not total:
        raise ValueError(f"counts that cannot be: {joint} together, {left} and {right} of {total}")
    if joint in {0, total}:
        return 1.0 if joint else -1.0
    information = math.log(joint * total / (left * right))
    return information / -math.log(joint / total)


def entropy(counts: Iterable[int]) -> float:
    """Entropy of a distribution in bits: how free a term's neighbours are.

    Source: Luo, S. & Sun, M. (2003), who measure the freedom of both sides of a Chinese word.
    """
    counted = [count for count in counts if count]
    total = sum(counted)
    return -sum(count / total * math.log2(count / total) for count in counted) + 0.0


def c_value(n_words: int, count: int, longer: Sequence[int]) -> float:
    """C-value of a phrase: ``log2(n_words) * (count - mean(longer))``.

    ``longer`` are the counts of the longer phrases that hold it, none for the longest.

    Source: Frantzi, K., Ananiadou, S. & Mima, H. (2000). Automatic recognition of multi-word
    terms: the C-value/NC-value method.
    """
    nested = sum(longer) / len(longer) if longer else 0.0
    return math.log2(n_words) * (count - nested)


def expected_count(count: int, total: int, other: int, other_total: int) -> float:
    """How often a word would stand in the first of two texts if it did not differ."""
    return total * (count + other) / (total + other_total)


def log_likelihood(count: int, total: int, other: int, other_total: int) -> float:
    """G² of a word's counts in two texts, over all four cells, 0 or more; one degree of freedom.

    ``2 * sum(observed * ln(observed / expected))``.

    Raises:
        ValueError: counts that cannot be.

    Source: Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence.
    """
    if not (0 <= count <= total and 0 <= other <= other_total and total and other_total):
        raise ValueError(f"counts that cannot be: {count} of {total}, {other} of {other_total}")
    expected = expected_count(count, total, other, other_total)
    expected_other = count + other - expected
    cells = (
        (count, expected),
        (other, expected_other),
        (total - count, total - expected),
        (other_total - other, other_total - expected_other),
    )
    g2 = 2 * sum(seen * math.log(seen / wanted) for seen, wanted in cells if seen)
    return max(g2, 0.0)


def log_ratio(count: int, total: int, other: int, other_total: int) -> float:
    """Binary logarithm of the ratio of two relative frequencies: +1 is twice as often.

    A count of 0 is taken for one half.

    Source: Hardie, A. (2014). Log Ratio: an informal introduction.
    """
    return math.log2((count or 0.5) / total / ((other or 0.5) / other_total))


def p_value(g2: float) -> float:
    """How likely a G² so large is by chance: the tail of chi-square with one degree of freedom."""
    return math.erfc(math.sqrt(g2 / 2))


def adjust(p_values: Sequence[float], correction: str) -> list[float]:
    """p-values corrected for their number, in the order given.

    ``holm`` bounds the chance of any false discovery, ``bh`` the share of false discoveries;
    ``none`` leaves them as they are.

    Raises:
        ValueError: a correction that there is not.

    Source: Holm, S. (1979); Benjamini, Y. & Hochberg, Y. (1995).
    """
    n = len(p_values)
    order = sorted(range(n), key=lambda at: p_values[at])
    adjusted = list(p_values)
    bound = 0.0
    if correction == "holm":
        for rank, at in enumerate(order):
            bound = max(bound, min(1.0, p_values[at] * (n - rank)))
            adjusted[at] = bound
    elif correction == "bh":
        bound = 1.0
        for rank, at in reversed(list(enumerate(order, start=1))):
            bound = min(bound, p_values[at] * n / rank)
            adjusted[at] = bound
    elif correction != "none":
        raise ValueError(f"correction is holm, bh or none, not {correction!r}")
    return adjusted
