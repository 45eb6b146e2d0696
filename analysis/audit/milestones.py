"""Milestones: a level against the round figure that it is said to have passed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import REACH, Group, Mention, any_of, cues, same_measure
from analysis.audit.relations import check_passed
from analysis.quantities import Bound

LEAST_NAME = 4  # characters of a name that tells a figure from others
BETWEEN = re.compile(r"^[^,、;。(]{0,4}[,、(]\s*")  # what may close the clause of the first figure


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["repeat"]
    first_time, passing = any_of(words["first_time"]), any_of(words["passing"])
    return {
        "passed": re.compile(rf"{first_time}*{passing}了?"),
        "passes": re.compile(rf"{passing}了?$"),
        "reached": re.compile(rf"{any_of(words['reached'])}"),
        "added": re.compile(any_of(cues()["stock"]["added"])),
    }


def find_milestones(group: Group) -> Iterator[Finding]:
    """总量1023.5亿元，首次突破1000亿元大关; 突破1000亿元，达1023.5亿元."""
    for first, second in zip(group.mentions, group.mentions[1:], strict=False):
        pair = _adjacent(first, second) or _named(group, second)
        if pair is None:
            continue
        level, mark = pair
        if _is_told(level) and same_measure(level, mark):
            outcome = check_passed(level.metric.quantity, mark.metric.quantity)
            why = f"“{mark.label}”"
            yield outcome.finding(Relation.REPEAT, level.metric, (mark.metric,), why)


def _adjacent(first: Mention, second: Mention) -> tuple[Mention, Mention] | None:
    """A level and the mark beside it, in either order, when one of them has no name of its own."""
    words = BETWEEN.sub("", second.before, count=1)
    if words == second.before or _patterns()["added"].search(first.label):
        return None
    if _patterns()["passed"].fullmatch(words):
        return first, second
    if _patterns()["reached"].fullmatch(words) and _patterns()["passes"].search(first.label):
        return second, first
    return None


def _named(group: Group, mark: Mention) -> tuple[Mention, Mention] | None:
    """A mark that names what passed it, with the one level of that name before it."""
    passed = _patterns()["passed"].search(mark.label)
    name = mark.label[: passed.start()] if passed and passed.end() == len(mark.label) else ""
    if len(name) < LEAST_NAME:
        return None
    levels = [
        each
        for each in group.mentions[max(0, mark.index - REACH) : mark.index]
        if same_measure(each, mark) and each.metric.indicator.startswith(name)
    ]
    return (levels[0], mark) if len(levels) == 1 else None


def _is_told(level: Mention) -> bool:
    """Whether a figure is a level of now, told as it is and not as a bound."""
    now = level.direction is None and not level.earlier
    return now and level.metric.bound == Bound.EXACT
