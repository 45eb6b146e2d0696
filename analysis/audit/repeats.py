"""Repeats: one indicator, period and scope told twice."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.items import NUMERAL
from analysis.audit.mentions import Group, Mention, any_of, cues, half_width, measure
from analysis.audit.plausibility import digits_of, is_one_slip
from analysis.audit.relations import check_repeat, is_swap
from analysis.audit.scopes import ScopedGroup
from analysis.metrics import Metric, Role
from analysis.quantities import Bound
from analysis.report import Report, SectionKind

LAST = "9999"  # sorts after every year
LEAST_NAME = 4  # shorter names are shared by figures of different things
LONG_NAME = 8  # seldom stands in that of another thing
LEAST_TAIL = 6  # of what two names end with, behind those who did it
LEAST_DIGITS = 3  # with fewer, that two changed places is common by chance
MOST_ALIKE = 64  # figures of the same digits that one is held against: the cost stays linear
NEAR = 0.5  # a difference larger than this share is no slip of a short figure
SHORT = 2  # digits of which any one may be changed
LEAST_KIND = 2  # characters that headings of things of one kind end with

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A mention, one of its names, and the words of its clause group."""

    name: str
    mention: Mention
    text: str


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words, change = cues()["repeat"], cues()["change"]
    verb = any_of([*change["up"], *change["down"]])
    sides = "总计|合计|总额|总预算|总决算"
    return {
        "distinct": re.compile(any_of(words["distinct"])),
        "common": re.compile(any_of(words["common"])),
        "body": re.compile(rf"{any_of(words['bodies'])}$"),
        "place": re.compile("[县市区镇乡村州旗省]"),
        "own": re.compile("^[全我本该]"),
        "both_sides": re.compile(rf"收(?:入)?(?:、|和|与)?支(?:出)?(?P<tail>{sides})[均各都]?为?$"),
        "includes": re.compile(r"\((?:含|包括|其中)"),
        "level": re.compile(rf"{verb}(?:到|至|为)[^,;。]{{0,2}}$"),
        "numbered": re.compile(rf"^\s*(?:\({NUMERAL}\)|{NUMERAL}[、.．])\s*"),
        "before": re.compile(rf"^(?:{any_of(words['before'])}|(?:19|20)\d\d年(?:度|末|底)?|\s)+"),
        "last_year": re.compile(rf"^(?:{any_of(cues()['change']['earlier'])})"),
        "change": re.compile(rf"(?:(?:[比较]上年(?:同期|末)?|同比)?{verb}.{{0,2}})$"),
        "after": re.compile(rf"{any_of(words['after'])}+$"),
        "ended": re.compile(r"[。\n]"),
        "apart": re.compile(r"[;。\n]"),
        "year": re.compile(r"((?:19|20)\d\d)年"),
    }


def find_repeats(groups: Sequence[ScopedGroup], report: Report) -> Iterator[Finding]:
    """Each later mention of an indicator against the first one of the same name.

    A disagreement is asserted where one slip of the pen explains it: most figures of one name
    that differ in more are of different things, for all that the name says.

    A name that holds the other's characters in their order (行政机关负责人出庭应诉率, 出庭应诉率)
    or ends like it, and one that figures of many things bear (结转下年), are taken for the same
    only where two neighbouring digits have changed places.
    """
    years = _years_told(report)
    text = half_width(report.text)
    wholes = {start: whole for group in groups for start, whole in group.wholes.items()}
    same_name: dict[Key, Mention] = {}
    same_digits: dict[Key, list[Told]] = {}
    for group in groups:
        for mention in group.mentions:
            year = years[bisect(years, (mention.metric.start, LAST)) - 1][1]
            for name in _names(group, mention):
                first = mention
                if not _is_common(name):
                    key = (year, _is_planned(mention), *_sort(mention), *sorted(name))
                    first = same_name.setdefault(key, mention)
                digits = sorted(mention.metric.quantity.text)
                alike = same_digits.setdefault(
                    (year, _in_plan(mention), *_sort(mention), *digits), []
                )
                told = Told(name, mention, group.text)
                if first is mention:
                    near = alike[-MOST_ALIKE:]
                    first = next((each.mention for each in near if _is_slip(each, told)), mention)
                alike.append(told)
                between = text[first.metric.end : mention.metric.start]
                # of two changes in one sentence the second may bear the first one's name
                apart = _patterns()["ended" if mention.direction else "apart"].search(between)
                if not apart or _are_of_two_wholes(wholes, mention, first):
                    continue
                if finding := _compare(mention, first, name):
                    yield finding


def _are_of_two_wholes(wholes: Mapping[int, Mention], second: Mention, first: Mention) -> bool:
    """Whether two figures are parts of different wholes: 基本支出 of all expenditure, of a fund."""
    told = [wholes.get(each.metric.start) for each in (first, second)]
    if not told[0] or not told[1]:
        return False
    return told[0].metric.value != told[1].metric.value


def _is_common(name: str) -> bool:
    """Whether figures of many things bear a name: 结转下年."""
    return len(name) < LEAST_NAME or bool(_patterns()["common"].search(name))


def _is_slip(first: Told, second: Told) -> bool:
    """Whether two figures of like names have two neighbouring digits the other way round.

    The longer name must hold all characters of the shorter in their order, or the two end alike.
    The words that only one has may say who did it where the other is a verb and little more;
    then they must stand in its sentence, too.
    """
    numbers = first.mention.metric.quantity.text, second.mention.metric.quantity.text
    n_digits = sum(character.isdecimal() for character in numbers[0].rstrip("0"))
    if not is_swap(*numbers):
        return False
    if first.name == second.name:
        return len(first.name) >= LEAST_NAME or n_digits > LEAST_DIGITS
    short, long = sorted((first, second), key=lambda each: len(each.name))
    if len(short.name) < LEAST_NAME or n_digits + (len(short.name) >= LONG_NAME) < LEAST_DIGITS:
        return False
    rest = iter(long.name)
    if all(character in rest for character in short.name):
        others = (each for each in long.name if each not in short.name)
        done = len(short.name) == LEAST_NAME and short.name.startswith(tuple(_verbs()))
        return not done or all(each in short.text for each in others)
    pairs = zip(reversed(short.name), reversed(long.name), strict=False)
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    heads = short.name[:-LEAST_TAIL] + long.name[:-LEAST_TAIL]
    return tail >= LEAST_TAIL and n_digits > LEAST_DIGITS and not _patterns()["place"].search(heads)


def _verbs() -> list[str]:
    return list(cues()["repeat"]["verbs"])


def _years_told(report: Report) -> list[tuple[int, str]]:
    """From where on the headings tell of which year: 2023年工作回顾, then 2024年工作安排."""
    told = [(each.start, _patterns()["year"].search(each.title)) for each in report.sections]
    return [(-1, ""), *((start, year[1]) for start, year in told if year)]


def _in_plan(mention: Mention) -> bool:
    section = mention.metric.section
    return section is not None and section.kind == SectionKind.PLAN


def _is_planned(mention: Mention) -> bool:
    return mention.metric.role == Role.TARGET or _in_plan(mention)


def _sort(mention: Mention) -> Key:
    """What two mentions of one figure share beside the name."""
    return (
        bool(_patterns()["last_year"].match(mention.label)),
        measure(mention.metric.unit),
        mention.kind,
        mention.direction,
    )


def _names(group: Group, mention: Mention) -> list[str]:
    """What a mention is named by, without the words that say when, where, how surely or since when.

    Empty where no name safely tells it from other figures; several of 收、支总计均为. Figures after
    a 、 have the verb of the first: 起诉诈骗犯罪5人、盗窃犯罪7人.
    """
    earlier = mention.earlier and not _patterns()["last_year"].match(mention.label)
    if earlier or mention.position or _patterns()["distinct"].search(mention.label):
        return []
    label = mention.label
    if label.startswith("、"):
        head = _head(group, mention)
        verb = next((each for each in _verbs() if head.startswith(each)), "")
        if not verb:
            return []
        label = verb + label.removeprefix("、")
    if sides := _patterns()["both_sides"].search(label):
        return [f"{side}{sides['tail']}" for side in ("收入", "支出")]
    if mention.direction:
        label = _patterns()["change"].sub("", label)
    if mention.moved:
        label = _patterns()["level"].sub("", label)
    if label.startswith("占"):
        return []  # 占本年收入的92.88%: what has the share is told before
    return [_named(label) or bare_name(mention.metric.indicator)]


def _named(label: str) -> str:
    """The bare name, or with words such as 总计 at its end when little is left without them."""
    name = bare_name(label)
    if len(name) >= LEAST_NAME:
        return name
    whole = _patterns()["before"].sub("", label, count=1)
    return whole if whole.endswith(tuple(cues()["repeat"]["common"])) else ""


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


def _compare(second: Mention, first: Mention, name: str) -> Finding | None:
    if any(_differ(first.metric, second.metric, part) for part in ("scope", "period", "subject")):
        return None
    if _headings_differ(first.metric, second.metric):
        return None
    if any(_patterns()["includes"].match(each.after) for each in (first, second)):
        return None  # 受理162件（含上年结转36件）
    if first.metric.role != Role.TARGET and second.metric.role == Role.TARGET:
        return None
    outcome = check_repeat(second.metric.quantity, first.metric.quantity)
    alike = first.metric.bound == second.metric.bound != Bound.EXACT
    if alike and first.metric.value != second.metric.value:
        return None  # 10%以上 and 12%以上 can both hold, which says nothing
    rough = {first.metric.bound, second.metric.bound} != {Bound.EXACT}
    slip = is_written_wrong(second.metric, first.metric, outcome.severity)
    if outcome.verdict == Verdict.INCONSISTENT and (
        rough or not slip or _may_be_planned(second, first)
    ):
        return None
    why = f"两处同为“{name}”，时期与范围相同"
    return outcome.finding(Relation.REPEAT, second.metric, (first.metric,), why)


def _may_be_planned(second: Mention, first: Mention) -> bool:
    """Whether a rounder figure of a section of another kind may be what was meant to be."""
    kinds = [each.metric.section and each.metric.section.kind for each in (first, second)]
    steps = [each.metric.quantity.step * each.metric.scale for each in (first, second)]
    return kinds[0] != kinds[1] and steps[0] != steps[1]


def _differ(first: Metric, second: Metric, part: str) -> bool:
    """Whether both say which scope, period or subject they are of, and not the same.

    我区, 全区 and 本区 are one, and so are a year and its end.
    """
    values = [getattr(each, part) for each in (first, second)]
    if None in values:
        return False
    return len({_patterns()["own"].sub("", value).lstrip("/") for value in values}) > 1


def _headings_differ(first: Metric, second: Metric) -> bool:
    """Whether the headings above two figures name things of one kind: 一、民政局, 二、住建局.

    They end alike, and figures of one name below them are of one of these each, but for long
    ones of the same digits.
    """
    titles = [each.section.title if each.section else "" for each in (first, second)]
    if titles[0] == titles[1] or not all(titles):
        return False
    if all(_patterns()["body"].search(each) for each in titles):
        return True
    numbers = first.quantity.text, second.quantity.text
    long = len(digits_of(first.value)) > LEAST_DIGITS
    alike = titles[0][-LEAST_KIND:] == titles[1][-LEAST_KIND:]
    return alike and not (long and is_swap(*numbers))


def is_written_wrong(second: Metric, first: Metric, severity: float) -> bool:
    """Whether one slip of the pen makes one figure of another.

    One of two digits is changed easily by chance, but seldom are two figures of one name so
    near each other; a digit too many or too few is a slip where others are left to tell.
    """
    if is_swap(second.quantity.text, first.quantity.text):
        return True
    told, due = digits_of(second.value), digits_of(first.value)
    if severity > NEAR:
        return min(len(told), len(due)) > 1 and is_one_slip(told, due)
    if len(told) == len(due) <= SHORT:
        return sum(a != b for a, b in zip(told, due, strict=True)) == 1
    return is_one_slip(told, due)
