"""Multiples: a level told as so many times an earlier one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from analysis.audit.finding import Finding, Relation
from analysis.audit.items import NUMERAL
from analysis.audit.mentions import (
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    passages,
    same_measure,
)
from analysis.audit.relations import check_rate

YEAR = r"(?:19|20)\d\d年"
REACH = 3  # mentions between a multiple and the levels that it compares

Steps = Mapping[int, tuple[Mention, Mention]]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["change"]
    earlier = rf"(?:{any_of(words['earlier'])}|(?:{NUMERAL}|半)年(?:之|以)?前|{YEAR})"
    return {
        "of_earlier": re.compile(
            rf"(?:{any_of(words['is'])}|[到至])(?P<base>{earlier})[^,;。]{{0,8}}$"
        ),
        "is": re.compile(rf"^{any_of(words['is'])}"),
        "latter": re.compile(rf"后者{any_of(words['is'])}前者的?$"),
        "year": re.compile(YEAR),
    }


def is_multiple(mention: Mention) -> bool:
    """Whether a figure is how many times an earlier level something is: 增长到原来的4倍."""
    told = mention.kind == Kind.TIMES and _patterns()["of_earlier"].search(mention.label)
    return bool(told) and mention.metric.unit == "倍"


def read_multiples(group: Group) -> Iterator[tuple[Mention, Mention]]:
    """The multiples of an earlier level told in a group, each with the level of now."""
    for times in group.mentions:
        if is_multiple(times):
            level = next(levels_before(group, times), None)
            if level is not None and not is_split(group, level, times):
                yield times, level


def find_multiples(group: Group, steps: Steps) -> Iterator[Finding]:
    """205件，是上年82件的2.5倍; 由82件增至205件，是三年前的2.5倍; 是2019年的2.5倍，2019年为82件."""
    for times in group.mentions:
        if times.metric.unit == "倍" and (pair := _levels(group, times, steps)):
            after, before = pair
            quantities = [each.metric.quantity for each in (times, after, before)]
            if before.metric.low > 0:
                outcome = check_rate(*quantities)
                why = f"“{before.label}”"
                yield outcome.finding(Relation.CHANGE, times.metric, passages(after, before), why)


def _levels(group: Group, times: Mention, steps: Steps) -> tuple[Mention, Mention] | None:
    """The level and the earlier one that a multiple compares, by what stands around it."""
    if times.label == "的" and times.index:
        before = group.mentions[times.index - 1]
        told = before.earlier or _patterns()["year"].search(before.label)
        named = told and _patterns()["is"].match(before.label)
        return _pair(group, before, times) if named else None
    if times.index > 1 and _patterns()["latter"].search(times.label):
        before, after = group.mentions[times.index - 2 : times.index]
        return (after, before) if same_measure(after, before) else None
    told = _patterns()["of_earlier"].search(times.label)
    if not told:
        return None
    year = _patterns()["year"].match(told["base"])
    for after in group.mentions[max(0, times.index - REACH) : times.index]:
        start, end = steps.get(after.index, (None, None))
        if start and end and not is_split(group, end, times) and _is_of(start, year):
            return end, start
    for before in group.mentions[max(0, times.index - REACH) : times.index + 2]:
        if before is not times and (before.earlier or year) and _is_of(before, year):
            return _pair(group, before, times)
    return None


def _is_of(before: Mention, year: re.Match[str] | None) -> bool:
    """Whether a level can be that of the year that a multiple is of, if it names one."""
    told = _patterns()["year"].findall(before.label)
    return not year or year[0] in told


def _pair(group: Group, before: Mention, times: Mention) -> tuple[Mention, Mention] | None:
    """An earlier level with the nearest one of now before the multiple."""
    for after in levels_before(group, times):
        if after is not before:
            fits = same_measure(after, before) and not is_split(group, after, times)
            return (after, before) if fits else None
    return None
