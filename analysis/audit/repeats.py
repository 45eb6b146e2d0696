"""Repeats: one indicator, period and scope told twice."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import Group, Mention, any_of, cues, measure
from analysis.audit.relations import check_repeat
from analysis.metrics import Metric, Role
from analysis.quantities import Bound
from analysis.report import Report, SectionKind

LAST = "9999"  # sorts after every year
LEAST_NAME = 4  # shorter names are shared by figures of different things
NEAR = 0.5  # a difference larger than this share is no slip but another figure


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words, change = cues()["repeat"], cues()["change"]
    verb = any_of([*change["up"], *change["down"]])
    return {
        "distinct": re.compile(any_of(words["distinct"])),
        "before": re.compile(rf"^(?:{any_of(words['before'])}|(?:19|20)\d\d年(?:度|末|底)?|\s)+"),
        "change": re.compile(rf"(?:(?:[比较]上年(?:同期|末)?|同比)?{verb}.{{0,2}})$"),
        "after": re.compile(rf"{any_of(words['after'])}+$"),
        "year": re.compile(r"((?:19|20)\d\d)年"),
    }


def find_repeats(groups: Sequence[Group], report: Report) -> Iterator[Finding]:
    """Each later mention of an indicator against the first one of the same name."""
    years = _years_told(report)
    first: dict[tuple[object, ...], tuple[int, Mention]] = {}
    for at, group in enumerate(groups):
        for mention in group.mentions:
            name = _key(mention)
            if name is None:
                continue
            key = (years[bisect(years, (mention.metric.start, LAST)) - 1][1], *name)
            if key not in first:
                first[key] = (at, mention)
            elif first[key][0] != at and (finding := _compare(mention, first[key][1])):
                yield finding


def _years_told(report: Report) -> list[tuple[int, str]]:
    """From where on the headings tell of which year: 2023年工作回顾, then 2024年工作安排."""
    told = [(each.start, _patterns()["year"].search(each.title)) for each in report.sections]
    return [(-1, ""), *((start, year[1]) for start, year in told if year)]


def _key(mention: Mention) -> tuple[object, ...] | None:
    """What makes two mentions one figure told twice; None where nothing safely does."""
    metric = mention.metric
    planned = metric.section is not None and metric.section.kind == SectionKind.PLAN
    if metric.role == Role.TARGET or planned or mention.earlier or mention.moved:
        return None
    if mention.position or mention.label.startswith("、"):
        return None  # the name stands before the enumeration
    name = _name(mention)
    if len(name) < LEAST_NAME or _patterns()["distinct"].search(mention.label):
        return None
    return (
        name,
        measure(metric.unit),
        mention.kind,
        mention.direction,
    )


def _name(mention: Mention) -> str:
    """The label without the words that say when, where, how surely or since when."""
    label = _patterns()["change"].sub("", mention.label) if mention.direction else mention.label
    name = bare_name(label)
    return name if len(name) >= LEAST_NAME else bare_name(mention.metric.indicator)


def bare_name(words: str) -> str:
    """The name of an indicator without the words that say when, where or how surely."""
    name = _patterns()["after"].sub("", _patterns()["before"].sub("", words, count=1))
    return "".join(name.split())


def _compare(second: Mention, first: Mention) -> Finding | None:
    if any(_differ(first.metric, second.metric, part) for part in ("scope", "period", "subject")):
        return None
    outcome = check_repeat(second.metric.quantity, first.metric.quantity)
    rough = {first.metric.bound, second.metric.bound} != {Bound.EXACT}
    swapped = sorted(second.metric.text) == sorted(first.metric.text)
    far = outcome.severity > NEAR and not swapped
    if outcome.verdict == Verdict.INCONSISTENT and (rough or far):
        return None
    why = f"两处同为“{_name(second)}”，时期与范围相同"
    return outcome.finding(Relation.REPEAT, second.metric, (first.metric,), why)


def _differ(first: Metric, second: Metric, part: str) -> bool:
    """Whether both say which scope, period or subject they are of, and not the same."""
    values = getattr(first, part), getattr(second, part)
    return None not in values and values[0] != values[1]
