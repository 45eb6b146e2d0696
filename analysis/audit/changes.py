"""Changes: growth and differences against the levels before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.items import NUMERAL, number_of
from analysis.audit.mentions import (
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    partner,
    passages,
    run_of,
    same_measure,
    same_unit,
)
from analysis.audit.relations import (
    DOWN,
    UP,
    Outcome,
    check_change,
    check_direction,
    check_doubling,
    check_growth,
    check_mean_growth,
    check_part,
    check_points,
    check_rate,
    check_weighted_growth,
    largest_run,
)
from analysis.audit.repeats import bare_name
from analysis.audit.scopes import complement_of, is_intensive

RELATIVE = (Kind.PERCENT, Kind.TIMES)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["change"]
    return {
        "from": re.compile(rf"{any_of(words['from'])}[^,;。]*$"),
        "to": re.compile(r"^[^,;。]{0,8}?(?:到|至|为)[^,;。]{0,6}$|^,[^,;。]{0,12}(?:到|至)$"),
        "reached": re.compile(rf"^[,、]?\s*(?:总数|总量|总额|总体)?{any_of(words['reached'])}"),
        "incomparable": re.compile(any_of(words["incomparable"])),
        "constant_price": re.compile(any_of(words["constant_price"])),
        "is": re.compile(any_of(words["is"])),
        "gap": re.compile(
            rf"(?:(?P<up>{any_of(words['gap_up'])})|{any_of(words['gap_down'])})(?P<name>\w{{2,}})$"
        ),
        "of_earlier": re.compile(
            rf"^,{any_of(words['is'])}(?:{any_of(words['earlier'])}|(?:19|20)\d\d年)[^,;。]{{0,4}}的$"
        ),
        "yearly": re.compile(any_of(words["yearly"])),
        "of_plan": re.compile(any_of(words["of_plan"])),
        "exhaust": re.compile(any_of(words["exhaust"])),
        "by_way_of": re.compile(rf"^[,、]?{any_of(words['by_way_of'])}"),
        "onward": re.compile(r"^[,、]?(?:再|又|进一步|继续|直至)[^,;。]{0,6}(?:到|至)$"),
        "parts": re.compile(
            rf"{any_of(cues()['scope']['continues'])}|[分按从][^,;。]{{1,8}}[看分],"
        ),
        "year": re.compile(r"((?:19|20)\d\d)年"),
        "years": re.compile(rf"({NUMERAL})年"),
    }


def find_changes(group: Group, before: Group | None = None) -> Iterator[Finding]:
    """Changes of the group whose levels, or whose level and difference, are printed.

    The level may stand in the sentence before: 收入总计5万元。与上年相比，增加1万元，增长25%。
    """
    steps = dict(_steps(group))
    for start, after in steps.values():
        if after.moved:
            outcome = check_direction(start.metric.quantity, after.metric.quantity, after.moved)
            if outcome.verdict == Verdict.INCONSISTENT:
                yield _finding(after, outcome, (start,), f"“{after.label}”")
    for change, level in read_changes(group, before):
        window = _window(group, change, level, before)
        finding = (
            _from_levels(change, level, window, steps)
            or _from_difference(change, level, window)
            or _from_nothing(group, change, level)
        )
        if finding and (finding.verdict == Verdict.CONSISTENT or not is_official(change, level)):
            yield finding
    yield from _weighted(group)
    yield from _multiples(group, steps)
    yield from _gaps(group)


def read_changes(group: Group, before: Group | None = None) -> Iterator[tuple[Mention, Mention]]:
    """The changes told in a group, each with the level that it led to."""
    for change in group.mentions:
        if change.direction is not None:
            level = _level_of(group, change) or _level_before(group, change, before)
            if level is not None and not _is_incomparable(group, change, level):
                yield change, level


def is_official(change: Mention, level: Mention) -> bool:
    """Whether growth is at constant prices while the level is printed at those of its year."""
    return change.kind in RELATIVE and bool(_patterns()["constant_price"].search(level.name))


def _finding(stated: Mention, outcome: Outcome, evidence: Sequence[Mention], why: str) -> Finding:
    return outcome.finding(Relation.CHANGE, stated.metric, passages(*evidence), why)


def _steps(group: Group) -> Iterator[tuple[int, tuple[Mention, Mention]]]:
    """Levels that something went from and to, by the index of the second: 由…增加到…."""
    for start in group.mentions:
        if start.position or start.direction or not _patterns()["from"].search(start.before):
            continue
        run = run_of(group, start)
        following = group.mentions[run[-1].index + 1 : run[-1].index + 3]
        if following and _patterns()["by_way_of"].match(following[0].before):
            following = following[1:]
        if len(following) > 1 and _patterns()["onward"].match(following[1].before):
            following = following[1:]  # 由176家增加到213家再到256家
        end = following[0] if following else None
        if end and (end.moved or _patterns()["to"].search(end.before)):
            for before in run:
                after = partner(group, before, end)
                if after and after.direction is None and same_measure(before, after):
                    yield after.index, (before, after)


def _level_of(group: Group, change: Mention) -> Mention | None:
    """The level that a change is the change of: the nearest before it, or one it led to.

    A change that names what grew is the change of a level of that name only.
    """
    own = change.own_name
    for mention in reversed(group.mentions[: change.index]):
        if is_split(group, mention, change):
            break
        if mention.direction is None and not mention.earlier and _may_change(mention, change):
            level = partner(group, change, mention)
            if level is None or (len(own) > 1 and own not in level.name):
                break
            last = group.mentions[mention.index - 1] if mention.index else mention
            return last if _is_year_before(mention, last) else level
    for following in group.mentions[change.index + 1 : change.index + 3]:
        if following.direction is None and _patterns()["reached"].search(following.before):
            return following
    return None


def _may_change(level: Mention, change: Mention) -> bool:
    """Whether a figure can be what a change of such a unit is the change of."""
    if change.kind == Kind.POINTS:
        return level.kind == Kind.PERCENT
    if change.kind == Kind.AMOUNT:
        return same_unit(change, level)
    return level.kind != Kind.PERCENT or not _patterns()["of_plan"].search(level.label)


def _level_before(group: Group, change: Mention, before: Group | None) -> Mention | None:
    """The one level of the sentence before, for a sentence that only tells of the change."""
    leading = group.mentions[: change.index + 1]
    if before is None or any(each.direction is None for each in leading):
        return None
    levels = [each for each in before.mentions if each.is_level]
    if len({each.metric.value for each in levels}) != 1:
        return None
    own = leading[0].own_name
    return levels[-1] if len(own) < 2 or own[-2:] in levels[-1].name else None


def _window(
    group: Group, change: Mention, level: Mention, before: Group | None
) -> tuple[Mention, ...]:
    """The mentions from just before a change and its level to just after them.

    With them comes the level that the sentence before tells of a year before.
    """
    told = before.mentions if before else ()
    if level not in group.mentions:
        return (
            *told[max(0, level.index - 1) : level.index + 2],
            *group.mentions[: change.index + 2],
        )
    first, last = sorted((change.index, level.index))
    beside = [
        each
        for each in group.mentions[max(0, first - 1) : last + 2]
        if not is_split(group, each, group.mentions[first if each.index < first else last])
    ]
    name = bare_name(level.metric.indicator)
    same = [each for each in told if bare_name(each.metric.indicator) == name]
    return (*beside, *(each for each in same if _is_year_before(each, level)))


def _is_incomparable(group: Group, change: Mention, level: Mention) -> bool:
    """Whether the change is at other prices or over other years than the levels."""
    low = level.index if level in group.mentions and level.index < change.index else 0
    # 上年同口径数 makes the two levels comparable
    told = (each for each in group.mentions[low : change.index + 1] if not each.earlier)
    words = [each.before for each in told]
    return any(_patterns()["incomparable"].search(each) for each in [*words, change.label])


def _from_levels(
    change: Mention,
    after: Mention,
    window: Sequence[Mention],
    steps: Mapping[int, tuple[Mention, Mention]],
) -> Finding | None:
    """A change against both levels, of now and of before."""
    stepped = steps.get(after.index)
    before = stepped[0] if stepped and stepped[1] is after else _earlier(after, window)
    if before is None or not same_measure(before, after):
        return None
    if change.kind == Kind.AMOUNT and not same_measure(change, after):
        return None
    if change.kind == Kind.POINTS and after.kind != Kind.PERCENT:
        return None
    direction = change.direction or UP
    moved, low, high = (each.metric.quantity for each in (change, before, after))
    if _patterns()["yearly"].search(change.label):
        outcomes = [
            check_mean_growth(moved, low, high, n_years, direction)
            for n_years in _n_years(change, before, after)
        ]
        if not outcomes or change.kind != Kind.PERCENT:
            return None
        outcome = min(outcomes, key=lambda each: each.severity)
    elif change.metric.unit == "番":
        outcome = check_doubling(moved, low, high)
    else:
        outcome = check_change(moved, low, high, direction)
    if outcome.verdict == Verdict.INCONSISTENT and change.kind == after.kind == Kind.PERCENT:
        points = check_points(moved, low, high, direction)
        if points.verdict == Verdict.CONSISTENT:
            outcome = replace(outcome, verdict=Verdict.REVIEW)  # 个百分点 may be meant
    return _finding(change, outcome, (after, before), f"“{before.label}”与“{after.label}”")


def _n_years(change: Mention, before: Mention, after: Mention) -> tuple[int, ...]:
    """How many years may lie between two levels: by their years, else by the years told of."""
    years = [_year(each) for each in (before, after)]
    if years[0] and years[1] and years[0] < years[1]:
        return (int(years[1]) - int(years[0]),)
    if told := _patterns()["years"].search(before.before + after.before + change.before):
        n_years = number_of(told[1])
        return (n_years, n_years - 1) if n_years > 1 else ()  # 三年间 may be two steps
    return ()


def _earlier(after: Mention, window: Sequence[Mention]) -> Mention | None:
    """The level of an earlier period that stands next to the level of now."""
    for mention in window:
        fits = mention is not after and mention.direction is None and same_measure(mention, after)
        if fits and (mention.earlier or _is_year_before(mention, after)):
            return mention
    return None


def _is_year_before(mention: Mention, after: Mention) -> bool:
    years = _year(mention), _year(after)
    return bool(years[0] and years[1]) and years[0] < years[1]


def _year(mention: Mention) -> str:
    """The year that a figure is of, as the words right before it say, else the sentence."""
    told = _patterns()["year"].findall(mention.label)
    period = mention.metric.period or ""
    return told[-1] if told else period if period.isdecimal() else ""


def _from_difference(change: Mention, after: Mention, window: Sequence[Mention]) -> Finding | None:
    """Growth in percent against a level and its difference in amount."""
    if change.kind not in RELATIVE or after.kind != Kind.AMOUNT:
        return None
    for mention in window:
        own = mention.own_name
        if (
            mention.direction == change.direction
            and mention.kind == Kind.AMOUNT
            and same_measure(mention, after)
            and (len(own) < 2 or own[-2:] in after.name)
            and after.metric.low > mention.metric.high
        ):
            outcome = check_growth(
                change.metric.quantity,
                after.metric.quantity,
                mention.metric.quantity,
                change.direction or UP,
            )
            return _finding(change, outcome, (after, mention), f"“{mention.label}”与本期数")
    return None


def _from_nothing(group: Group, change: Mention, level: Mention) -> Finding | None:
    """An increase larger than what it led to: 提高600元，分别达740元、540元."""
    levels = run_of(group, level) if level in group.mentions else (level,)
    after = min(levels, key=lambda each: each.metric.low)
    if change.direction != UP or change.kind in RELATIVE or after.moved:
        return None
    if change.kind == Kind.AMOUNT and (
        after.metric.start < change.metric.start or not same_measure(change, after)
    ):
        return None  # 建设养老院2家，提升5家: these others are made better
    outcome = check_part(change.metric.quantity, after.metric.quantity)
    if outcome.verdict == Verdict.CONSISTENT:
        return None  # which says nothing
    return _finding(change, outcome, (after,), f"增加后为“{after.label}”")


def _gaps(group: Group) -> Iterator[Finding]:
    """增长24.6%，高于全部贷款7.3个百分点: the gap between two rates of the group."""
    patterns = _patterns()
    rates = [each for each in group.mentions if each.kind == Kind.PERCENT]
    for gap in group.mentions:
        told = patterns["gap"].search(gap.label)
        if gap.kind != Kind.POINTS or not told or not gap.index:
            continue
        rate = group.mentions[gap.index - 1]
        named = [
            each
            for each in rates
            if each is not rate
            and each.direction == rate.direction
            and told["name"][-2:] in _owner(group, each).name
        ]
        if rate.kind == Kind.PERCENT and len(named) == 1:
            outcome = check_points(
                gap.metric.quantity,
                named[0].metric.quantity,
                rate.metric.quantity,
                UP if told["up"] else DOWN,
            )
            yield _finding(gap, outcome, (rate, named[0]), f"“{gap.label}”")


def _multiples(group: Group, steps: Mapping[int, tuple[Mention, Mention]]) -> Iterator[Finding]:
    """205件，是上年82件的2.5倍; 由82件增至205件，是上年的2.5倍: a multiple of an earlier level."""
    for times in group.mentions:
        stepped = steps.get(times.index - 1)
        if times.kind == Kind.TIMES and stepped and _patterns()["of_earlier"].match(times.before):
            before, after = stepped
            quantities = [each.metric.quantity for each in (times, after, before)]
            yield _finding(times, check_rate(*quantities), (after, before), f"“{before.label}”")
    for after, before, times in zip(*(group.mentions[at:] for at in range(3)), strict=False):
        if (
            times.kind == Kind.TIMES
            and times.label == "的"
            and _patterns()["is"].match(before.label)
            and (before.earlier or _patterns()["year"].search(before.label))
            and after.is_level
            and same_measure(after, before)
        ):
            quantities = [each.metric.quantity for each in (times, after, before)]
            yield _finding(times, check_rate(*quantities), (after, before), f"“{before.label}”")


def _weighted(group: Group) -> Iterator[Finding]:
    """A total's growth between those of the parts that make it up."""
    growths = [each for each in group.mentions if each.direction and each.kind == Kind.PERCENT]
    owners = [_owner(group, each) for each in growths]
    runs = [
        *_adding_up(group, growths, owners),
        *(
            growths[owners.index(run[0]) - 1 : owners.index(run[-1]) + 1]
            for run in complement_of(owners)
            if run[0] != owners[0]
        ),
    ]
    for total, *parts in runs:
        between = "".join(
            each.before for each in group.mentions[total.index + 1 : parts[0].index + 1]
        )
        if not _patterns()["parts"].search(between) or is_intensive(_owner(group, total)):
            continue  # a mean can grow faster than all its parts, when their weights shift
        outcome = check_weighted_growth(
            (total.metric.quantity, total.direction or UP),
            [(part.metric.quantity, part.direction or UP) for part in parts],
        )
        yield _finding(total, outcome, parts, "整体的增速介于各部分增速之间")


def _adding_up(
    group: Group, growths: Sequence[Mention], owners: Sequence[Mention]
) -> Iterator[Sequence[Mention]]:
    """A growth and those of the parts: their levels add up to its own, or all are named."""
    for at, total in enumerate(owners):
        size = 0
        following = [each for each in owners[at + 1 :] if each.is_level]
        if total.is_level and all(same_measure(total, each) for each in following):
            size = largest_run(total.metric.quantity, [each.metric.quantity for each in following])
        run = growths[at + 1 : at + 1 + size]
        if size > 1 and owners[at + 1 : at + 1 + size] == following[:size]:
            yield [growths[at], *run]
        parts = [each for each in growths[at + 1 :] if _patterns()["exhaust"].search(each.before)]
        if parts:
            yield [growths[at], *run_of(group, parts[0])]


def _owner(group: Group, growth: Mention) -> Mention:
    """The mention whose label names what grew: the level just before, else the growth."""
    if growth.index:
        last = group.mentions[growth.index - 1]
        if last.direction is None and not re.search(r"[;。]", growth.before):
            return last
    return growth
