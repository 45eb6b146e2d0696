"""Arbitration: a sum that fails is dropped where its parts make up another figure of the sentence.

办结1702件，…按内容分，甲类246件、…, which add up to what came in: they were divided before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import Group, Mention, same_measure
from analysis.audit.relations import check_sum


def is_explained(group: Group, finding: Finding) -> bool:
    """Whether the parts of a sum that fails add up to another whole that the group tells of.

    That is an amount before them, told in its own right, or two that 、 joins. Nor does a sum fail
    whose last parts make up the whole.
    """
    if finding.relation != Relation.SUM or finding.verdict != Verdict.INCONSISTENT:
        return False
    starts = {place.start for place in finding.evidence}
    parts = [each for each in group.mentions if each.metric.start in starts]
    stated = next((m for m in group.mentions if m.metric.start == finding.stated.start), None)
    if stated is None or len(parts) < len(starts):
        return False
    quantities = [each.metric.quantity for each in parts]
    last = [quantities[at:] for at in range(1, len(quantities) - 1)]
    if any(check_sum(stated.metric.quantity, few).verdict == Verdict.CONSISTENT for few in last):
        return True  # 签约37个，其中10亿元以上4个，开工23个，其余14个
    return any(
        check_sum(each.metric.quantity, quantities).verdict == Verdict.CONSISTENT
        for each in _other_wholes(group, stated, parts)
    ) or any(
        first.metric.value + second.metric.value == sum(each.metric.value for each in parts)
        for first, second in _joined(group, parts)
    )


def _other_wholes(group: Group, stated: Mention, parts: Sequence[Mention]) -> Iterator[Mention]:
    """The amounts before some parts that may be their whole too."""
    for each in group.mentions[: parts[0].index]:
        if each is not stated and each.is_level and same_measure(each, stated):
            yield each


def _joined(group: Group, parts: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Two figures before some parts that 、 joins: 对9个县、42个部门开展评估."""
    for first, second in pairwise(group.mentions[: parts[0].index]):
        if re.search(r"^[^,;。]*、[^,;。]*$", second.before):
            yield first, second
