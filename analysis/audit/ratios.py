"""Ratios: each rate, share and mean of a group, with the counts that its words name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.audit.complements import find_complements
from analysis.audit.finding import Finding
from analysis.audit.means import find_mean, find_mean_of_parts
from analysis.audit.mentions import Kind, Mention
from analysis.audit.rates import find_completion, find_rate
from analysis.audit.scopes import ScopedGroup
from analysis.audit.shares import find_excess, find_named_share, find_share
from analysis.audit.siblings import find_siblings

PLANNED = re.compile("预算|计划|目标|任务")  # 完成年初预算的 is of this year
PAST = re.compile(r"(?:上一?年度?|去年|前年|往年|上期)[^占]{0,8}[率度]")  # 上年度反馈率为


def find_ratios(group: ScopedGroup, beside: Sequence[ScopedGroup] = ()) -> Iterator[Finding]:
    """Rates, shares and means of the group, each with the counts that its words name.

    The counts of a rate, or of a share that names its part, may stand in a sentence beside.
    """
    for mention in group.mentions:
        found = None
        if mention.kind == Kind.AMOUNT:
            found = find_mean(group, mention)
        elif mention.kind == Kind.PERCENT and not mention.direction:
            found = _percentage(group, beside, mention)
        found = found or find_excess(group, mention)
        if found:
            yield found
    yield from find_mean_of_parts(group)
    yield from find_complements(group)
    yield from find_siblings(group)


def _percentage(
    group: ScopedGroup, beside: Sequence[ScopedGroup], stated: Mention
) -> Finding | None:
    """What is said of a percentage of the time told of, first by the words of its own group."""
    if PAST.search(stated.label) or (stated.earlier and not PLANNED.search(stated.label)):
        return None
    return (
        find_share([group, *beside], stated)
        or find_completion([group, *beside], stated)
        or find_rate([group], stated)
        or find_named_share([group], stated)
        or find_rate([group, *beside], stated)
        or find_named_share([group, *beside], stated)
    )
