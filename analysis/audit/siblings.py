"""Siblings: parts of one whole that is not printed, each with its share of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import Group, Kind, Mention, passages, same_measure
from analysis.audit.relations import check_common_whole
from analysis.quantities import Bound

FEWEST = 3  # one of them differs, the others agree


def find_siblings(group: Group) -> Iterator[Finding]:
    """甲62件，占49.6%；乙21件，占16.8%；丙42件，占33.6%: each is of the whole of the others.

    The one is told of that alone is of another whole than all the others, which agree.
    """
    if group.text.count("占") + group.text.count("比重") < FEWEST:
        return
    for pairs in _runs(group):
        if len(pairs) < FEWEST:
            continue
        outcomes = [_against_others(pairs, at) for at in range(len(pairs))]
        odd = [each for each in outcomes if each and each.verdict == Verdict.INCONSISTENT]
        if len(odd) == 1:
            yield odd[0]
        elif all(each and each.verdict == Verdict.CONSISTENT for each in outcomes):
            yield from (each for each in outcomes[-1:] if each)


def _against_others(pairs: Sequence[tuple[Mention, Mention]], at: int) -> Finding | None:
    part, share = pairs[at]
    others = [pair for place, pair in enumerate(pairs) if place != at]
    outcome = check_common_whole(
        share.metric.quantity,
        part.metric.quantity,
        [(each.metric.quantity, of.metric.quantity) for each, of in others],
    )
    if outcome is None:
        return None
    evidence = passages(part, *(mention for pair in others for mention in pair))
    return outcome.finding(Relation.SHARE, share.metric, evidence, "与并列各项同占一个整体")


def _runs(group: Group) -> Iterator[list[tuple[Mention, Mention]]]:
    """Parts that are told one after the other, each with its share of what is not named."""
    pairs = [
        (part, share)
        for part, share in zip(group.mentions, group.mentions[1:], strict=False)
        if part.is_level
        and share.kind == Kind.PERCENT
        and share.label in {"占", "占比", "、占", "、占比", "占比为", "比重"}
        and part.metric.low > 0
        and share.metric.low > 0
        and part.metric.bound == share.metric.bound == Bound.EXACT
    ]
    # those of one run stand two figures apart
    for _, run in groupby(enumerate(pairs), key=lambda each: each[1][0].index - 2 * each[0]):
        told = [pair for _, pair in run]
        if all(same_measure(told[0][0], part) for part, _ in told):
            yield told
