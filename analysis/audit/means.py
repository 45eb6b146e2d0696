"""Means: an amount a head, a case or a day, against a total and a count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from analysis.audit.finding import Finding, Relation
from analysis.audit.interval import Interval, interval
from analysis.audit.mentions import (
    REACH,
    Group,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    measure,
)
from analysis.audit.readings import Candidate, settle
from analysis.audit.relations import check_mean
from analysis.metrics import Role

MOST = 4  # totals, and counts, that a mean may be read as; nearer ones come first
TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000}


@dataclass(frozen=True, slots=True)
class Per:
    """What a mean is taken of: ``times`` things that are counted in one of the ``units``.

    ``each`` is whether 每 and a classifier say so; ``words`` are those after it, what each has
    or is; ``cue`` is what said that it is a mean.
    """

    units: tuple[str, ...]
    times: Decimal
    each: bool
    words: str
    cue: str


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["mean"]
    per = any_of(words["per"])
    return {
        "per": re.compile(rf"(?P<per>{per})均(?P<words>[^,;]*)$"),
        "each": re.compile(
            rf"每(?P<times>{any_of(TIMES)})?(?P<per>{per})(?P<words>[^,;]*)$",
        ),
        "mean": re.compile(rf"平均|{per}均|每{any_of(TIMES)}"),
    }


def _read_per(stated: Mention) -> Per | None:
    """What the words before a figure say that it is the mean of."""
    match = _patterns()["per"].search(stated.label)
    if match:
        times, is_each = Decimal(1), False
    else:
        match = _patterns()["each"].search(stated.label)
        if not match or not (match["times"] or "平均" in stated.label):
            return None
        times = Decimal(TIMES.get(match["times"], 1))
        is_each = not match["times"]
    return Per(tuple(cues()["mean"]["per"][match["per"]]), times, is_each, match["words"], match[0])


def find_mean(group: Group, stated: Mention) -> Finding | None:
    """人均500元: a total of the same money or things over a count of the heads."""
    if any(word in stated.label for word in cues()["mean"]["official"]["words"]):
        return None
    per = _read_per(stated)
    if per is None or stated.earlier:
        return None
    near = _near(group, stated)
    totals, counts = _split(near, stated, per)
    if stated.direction:  # 平均每项压缩6.5天 is of what was 压缩 in all
        totals = [each for each in totals if stated.label[-2:] in each.name]
    readings: list[Candidate] = [
        (
            check_mean(
                stated.metric.quantity,
                total.metric.quantity,
                interval(count.metric.quantity) * (1 / per.times),
            ),
            (total, count),
        )
        for total in totals[:MOST]
        for count in counts[:MOST]
    ]
    sure = len(totals) == 1 and len(counts) == 1
    if not counts and "全年" in group.text:
        readings = [
            (check_mean(stated.metric.quantity, total.metric.quantity, span), (total,))
            for span in _in_a_year(per)
            for total in totals
        ]
        sure = len(totals) == 1
    return settle(Relation.MEAN, stated, readings, f"“{per.cue}”", sure=sure)


def _near(group: Group, stated: Mention) -> list[Mention]:
    """The amounts before a mean, the nearest first, then those after it in its segment."""
    after = [
        each
        for each in group.mentions[stated.index + 1 : stated.index + 1 + REACH]
        if each.is_level and not is_split(group, stated, each)
    ]
    return [
        each
        for each in [*levels_before(group, stated), *after]
        if not _patterns()["mean"].search(each.label) and each.metric.role != Role.TARGET
    ]


def _split(
    near: Sequence[Mention], stated: Mention, per: Per
) -> tuple[list[Mention], list[Mention]]:
    """What a mean may be shared out of, and the counts of what it is taken of.

    Where both are told in one unit, the words after 每个 name what is counted, and all others
    what each has: 平均每个街道3个, 每万人拥有律师5人.
    """
    counts = [each for each in near if each.metric.unit in per.units and each.metric.low > 0]
    totals = [each for each in near if measure(each.metric.unit) == measure(stated.metric.unit)]
    if per.each:
        named = [each for each in counts if each.after.startswith(per.words[:2])]
        counts = named or _alike(counts, per.words) or counts
        totals = [each for each in totals if each not in counts]
    else:
        totals = _alike(totals, per.words) or [each for each in totals if each not in counts]
        counts = [each for each in counts if each not in totals]
    return _alike(totals, per.words) or totals, counts


def _alike(mentions: Sequence[Mention], words: str) -> list[Mention]:
    """The mentions that bear the first two characters of the words that any of them bears."""
    for at in range(len(words) - 1):
        if found := [each for each in mentions if words[at : at + 2] in each.name]:
            return found
    return []


def _in_a_year(per: Per) -> list[Interval]:
    """How many of a unit of time a year has, if it is one: of days, all or the working ones."""
    spans = cues()["mean"]["in_a_year"].get(per.units[0], [])
    return [Interval(Decimal(low), Decimal(high)) for low, high in spans]
