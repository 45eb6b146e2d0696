"""Milestones: a level against the round figure that it is said to have passed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import Group, Mention, any_of, cues, same_measure
from analysis.audit.relations import check_passed
from analysis.quantities import Bound

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
        words = BETWEEN.sub("", second.before, count=1)
        if words == second.before or not same_measure(first, second):
            continue
        if _patterns()["passed"].fullmatch(words):
            level, mark = first, second
        elif _patterns()["reached"].fullmatch(words) and _patterns()["passes"].search(first.label):
            level, mark = second, first
        else:
            continue
        if _is_told(level) and not _patterns()["added"].search(first.label):
            outcome = check_passed(level.metric.quantity, mark.metric.quantity)
            why = f"“{mark.label}”"
            yield outcome.finding(Relation.REPEAT, level.metric, (mark.metric,), why)


def _is_told(level: Mention) -> bool:
    """Whether a figure is a level of now, told as it is and not as a bound."""
    now = level.direction is None and not level.earlier
    return now and level.metric.bound == Bound.EXACT
