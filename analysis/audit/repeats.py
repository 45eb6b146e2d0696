"""Repeats: one indicator, period and scope told twice."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.items import NUMERAL
from analysis.audit.mentions import Group, Mention, any_of, cues, half_width, measure
from analysis.audit.relations import check_repeat
from analysis.metrics import Metric, Role
from analysis.quantities import Bound
from analysis.report import Report, SectionKind

LAST = "9999"  # sorts after every year
LEAST_NAME = 4  # shorter names are shared by figures of different things
LEAST_PART = 5  # of a name that stands in another
LEAST_DIGITS = 3  # fewer in another order are common by chance
NEAR = 0.5  # a difference larger than this share is no slip but another figure

Key = tuple[object, ...]
Told = tuple[str, Mention]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words, change = cues()["repeat"], cues()["change"]
    verb = any_of([*change["up"], *change["down"]])
    return {
        "distinct": re.compile(any_of(words["distinct"])),
        "numbered": re.compile(rf"^\s*(?:\({NUMERAL}\)|{NUMERAL}[、.．])\s*"),
        "before": re.compile(rf"^(?:{any_of(words['before'])}|(?:19|20)\d\d年(?:度|末|底)?|\s)+"),
        "last_year": re.compile(rf"^(?:{any_of(cues()['change']['earlier'])})"),
        "change": re.compile(rf"(?:(?:[比较]上年(?:同期|末)?|同比)?{verb}.{{0,2}})$"),
        "after": re.compile(rf"{any_of(words['after'])}+$"),
        "apart": re.compile(r"[;。\n]"),
        "year": re.compile(r"((?:19|20)\d\d)年"),
    }


def find_repeats(groups: Sequence[Group], report: Report) -> Iterator[Finding]:
    """Each later mention of an indicator against the first one of the same name.

    A name that holds the other's characters in their order (行政机关负责人出庭应诉率, 出庭应诉率)
    is taken for the same only where the figures have the same digits in another order.
    """
    years = _years_told(report)
    text = half_width(report.text)
    same_name: dict[Key, Mention] = {}
    same_digits: dict[Key, list[Told]] = {}
    for group in groups:
        for mention in group.mentions:
            name = _name(group, mention)
            if not name:
                continue
            sort = (
                years[bisect(years, (mention.metric.start, LAST)) - 1][1],
                *_sort(mention),
            )
            first = same_name.setdefault((*sort, "".join(sorted(name))), mention)
            alike = same_digits.setdefault((*sort, *sorted(mention.metric.quantity.text)), [])
            if first is mention:
                first = next((each for other, each in alike if _holds(other, name)), mention)
            alike.append((name, mention))
            between = text[first.metric.end : mention.metric.start]
            if _patterns()["apart"].search(between) and (finding := _compare(mention, first, name)):
                yield finding


def _years_told(report: Report) -> list[tuple[int, str]]:
    """From where on the headings tell of which year: 2023年工作回顾, then 2024年工作安排."""
    told = [(each.start, _patterns()["year"].search(each.title)) for each in report.sections]
    return [(-1, ""), *((start, year[1]) for start, year in told if year)]


def _sort(mention: Mention) -> Key:
    """What two mentions of one figure share beside the name."""
    metric = mention.metric
    in_plan = metric.section is not None and metric.section.kind == SectionKind.PLAN
    return (
        metric.role == Role.TARGET or in_plan,
        bool(_patterns()["last_year"].match(mention.label)),
        measure(metric.unit),
        mention.kind,
        mention.direction,
    )


def _name(group: Group, mention: Mention) -> str:
    """What a mention is named by, without the words that say when, where, how surely or since when.

    Empty where no name safely tells it from other figures. Figures after a 、 have the verb of the
    first: 起诉诈骗犯罪5人、盗窃犯罪7人.
    """
    earlier = mention.earlier and not _patterns()["last_year"].match(mention.label)
    if earlier or mention.moved or mention.position:
        return ""
    if _patterns()["distinct"].search(mention.label):
        return ""
    label = mention.label
    if label.startswith("、"):
        head = _head(group, mention)
        verb = next((each for each in cues()["repeat"]["verbs"] if head.startswith(each)), "")
        if not verb:
            return ""
        label = verb + label.removeprefix("、")
    if mention.direction:
        label = _patterns()["change"].sub("", label)
    name = bare_name(label)
    name = name if len(name) >= LEAST_NAME else bare_name(mention.metric.indicator)
    return name if len(name) >= LEAST_NAME else ""


def _head(group: Group, mention: Mention) -> str:
    """The bare label of the figure that an enumeration with 、 starts from."""
    at = mention.index
    while at and group.mentions[at].before.startswith("、"):
        at -= 1
    return bare_name(group.mentions[at].label)


def bare_name(words: str) -> str:
    """The name of an indicator without the words that say when, where or how surely."""
    name = _patterns()["numbered"].sub("", words)
    name = _patterns()["after"].sub("", _patterns()["before"].sub("", name, count=1))
    for short, full in cues()["repeat"]["synonyms"].items():
        name = name.replace(short, full)
    return "".join(name.split())


def _holds(first: str, second: str) -> bool:
    """Whether the shorter of two names has all its characters, in order, in the longer one."""
    short, long = sorted((first, second), key=len)
    rest = iter(long)
    return len(short) >= LEAST_PART and all(character in rest for character in short)


def _compare(second: Mention, first: Mention, name: str) -> Finding | None:
    if any(_differ(first.metric, second.metric, part) for part in ("scope", "period", "subject")):
        return None
    outcome = check_repeat(second.metric.quantity, first.metric.quantity)
    rough = {first.metric.bound, second.metric.bound} != {Bound.EXACT}
    swapped = sorted(second.metric.text) == sorted(first.metric.text)
    far = outcome.severity > NEAR and not swapped
    if outcome.verdict == Verdict.INCONSISTENT and (rough or far or _may_be_planned(second, first)):
        return None
    why = f"两处同为“{name}”，时期与范围相同"
    return outcome.finding(Relation.REPEAT, second.metric, (first.metric,), why)


def _may_be_planned(second: Mention, first: Mention) -> bool:
    """Whether a rounder figure of a section of another kind may be what was meant to be."""
    kinds = [each.metric.section and each.metric.section.kind for each in (first, second)]
    steps = [each.metric.quantity.step * each.metric.scale for each in (first, second)]
    return kinds[0] != kinds[1] and steps[0] != steps[1]


def _differ(first: Metric, second: Metric, part: str) -> bool:
    """Whether both say which scope, period or subject they are of, and not the same."""
    values = getattr(first, part), getattr(second, part)
    return None not in values and values[0] != values[1]
