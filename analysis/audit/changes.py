"""Changes: growth and differences against the levels before and after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile

from analysis.audit.bases import (
    Steps,
    base_year_of,
    is_base,
    is_year_before,
    level_from,
    year_of,
)
from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.growths import find_growths
from analysis.audit.interval import interval
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
from analysis.audit.multiples import find_multiples, is_multiple
from analysis.audit.relations import (
    DOWN,
    UP,
    Outcome,
    check_change,
    check_direction,
    check_doubling,
    check_growth,
    check_mean_difference,
    check_mean_growth,
    check_part,
    check_points,
    check_rate,
)
from analysis.audit.repeats import bare_name
from analysis.audit.scopes import ScopedGroup

MOST_STEPS = 5  # from one level by way of others to the last
RELATIVE = (Kind.PERCENT, Kind.TIMES)
YEAR = r"(?:19|20)\d\d年"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["change"]
    return {
        "from": re.compile(rf"{any_of(words['from'])}[^,;。]*$"),
        "to": re.compile(r"^[^,;。]{0,8}?(?:到|至|为)[^,;。]{0,6}$|^,[^,;。]{0,12}(?:到|至)$"),
        "reached": re.compile(rf"^[,、]?\s*(?:总数|总量|总额|总体)?{any_of(words['reached'])}"),
        "incomparable": re.compile(any_of(words["incomparable"])),
        "constant_price": re.compile(rf"{any_of(words['constant_price'])}(?!\w)"),
        "current_price": re.compile(any_of(words["current_price"])),
        "plan": re.compile(r"(?:年初|调整|全年|年度)?(?:预算|计划|目标|任务)数?(?:为)?"),
        "flow": re.compile(any_of([*cues()["stock"]["increase"], *cues()["stock"]["decrease"]])),
        "yearly": re.compile(any_of(words["yearly"])),
        "of_plan": re.compile(any_of(words["of_plan"])),
        "by_way_of": re.compile(rf"^[,、]?{any_of(words['by_way_of'])}"),
        "onward": re.compile(
            rf"^[,、]?(?:再|又|进一步|继续|直至)[^,;。]{{0,6}}(?:到|至)$|^、{YEAR}的?$"
        ),
        "moves": re.compile(rf"(?:(?P<down>{any_of(words['down'])})|{any_of(words['up'])}|新增)\w"),
        "share_of": re.compile("占(?!比|地|用)"),
        "below_zero": re.compile(rf"{any_of(words['below_zero'])}[约近超]?$"),
        "bare_earlier": re.compile(
            rf"^[;。,]?(?:而|其中)?(?:{any_of(words['last_year'])}|{YEAR})+"
            rf"(?:{any_of(words['told_of'])})*$"
        ),
        "over_plan": re.compile(any_of(words["over_plan"])),
        "last_year": re.compile(any_of(words["last_year"])),
        "year": re.compile(r"((?:19|20)\d\d)年"),
        "years": re.compile(rf"(?<![\d])({NUMERAL})年"),
    }


def find_changes(group: ScopedGroup, before: Group | None = None) -> Iterator[Finding]:
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
        readings = [
            _from_levels(group, change, each, window, steps)
            or _from_difference(change, each, window)
            or _from_nothing(group, change, each)
            for each in _levels_meant(group, change, level)
        ]
        finding = _nearest(change, [each for each in readings if each])
        if finding and (finding.verdict == Verdict.CONSISTENT or not is_official(change, level)):
            yield finding
    yield from _differences_of_steps(group, steps)
    yield from find_growths(group)
    yield from find_multiples(group, steps)


def read_changes(group: Group, before: Group | None = None) -> Iterator[tuple[Mention, Mention]]:
    """The changes told in a group, each with the level that it led to."""
    for change in group.mentions:
        if change.direction is not None and not is_multiple(change):
            level = _level_of(group, change) or _level_before(group, change, before)
            if level is not None and not _is_incomparable(group, change, level):
                yield change, level


def _nearest(change: Mention, findings: Sequence[Finding]) -> Finding | None:
    """The finding by which a change is the least far from what its levels give."""
    told = change.metric.value
    return min(findings, key=lambda each: abs(told - (each.expected or told)), default=None)


def _levels_meant(group: ScopedGroup, change: Mention, level: Mention) -> tuple[Mention, ...]:
    """The level before a change, and the whole that it is the last part of.

    The change may be of either: 受理126件，其中甲类50件、乙类76件，比上年增长15%.
    """
    whole = group.whole_of(level)
    bare = len(change.own_name) < 2 and change.index == level.index + 1
    last = bare and level.index and group.whole_of(group.mentions[level.index - 1]) is whole
    return (level, whole) if whole and last and same_measure(whole, level) else (level,)


def read_bases(group: Group) -> Iterator[tuple[Mention, Mention]]:
    """The earlier levels printed in a group, each with the level of now that it is one of."""
    steps = dict(_steps(group))
    yield from steps.values()
    for change, level in read_changes(group):
        base = level_from(group, change, level, _window(group, change, level, None), steps)
        if base is not None and same_measure(base, level) and level.index not in steps:
            yield base, level


def is_from_year(change: Mention, year: int) -> bool:
    """Whether a change is from one year to the next, the first being ``year`` if it names one."""
    words = change.metric.base or ""
    told = _patterns()["year"].search(words)
    if _patterns()["yearly"].search(change.label) or _patterns()["years"].search(change.label):
        return False
    if told:
        return told[1] == str(year)
    return not words or bool(_patterns()["last_year"].search(words))


def is_of_last_year(base: Mention, year: int) -> bool:
    """Whether an earlier level is called last year's, or that of ``year``."""
    told = _patterns()["year"].search(base.before)
    return told[1] == str(year) if told else bool(_patterns()["last_year"].search(base.before))


def is_official(change: Mention, level: Mention) -> bool:
    """Whether growth is at constant prices while the level is printed at those of its year.

    A level is called so at the end of its name (not 万元增加值用水量), and 按现价 says otherwise.
    """
    if change.kind not in RELATIVE or _patterns()["current_price"].search(change.label):
        return False
    names = bare_name(level.label), level.metric.indicator
    return any(_patterns()["constant_price"].search(each) for each in names)


def _finding(stated: Mention, outcome: Outcome, evidence: Sequence[Mention], why: str) -> Finding:
    return outcome.finding(Relation.CHANGE, stated.metric, passages(*evidence), why)


def _steps(group: Group) -> Iterator[tuple[int, tuple[Mention, Mention]]]:
    """Levels that something went from and to, by the index of the second: 由…增加到…."""
    for start in group.mentions:
        if start.position or start.direction or not _patterns()["from"].search(start.before):
            continue
        run = run_of(group, start)
        if end := _led_to(group, run[-1]):
            for before in run:
                after = partner(group, before, end)
                if after and after.direction is None and same_measure(before, after):
                    yield after.index, (before, after)


def _led_to(group: Group, start: Mention) -> Mention | None:
    """The last of the levels that one led to: 由176家增加到213家再到256家."""
    following = group.mentions[start.index + 1 : start.index + 1 + MOST_STEPS]
    if following and _patterns()["by_way_of"].match(following[0].before):
        following = following[1:]
    if not following:
        return None
    end, *rest = following
    if not end.moved and not _patterns()["to"].search(end.before):
        return None
    onward = list(takewhile(lambda each: _patterns()["onward"].match(each.before), rest))
    return onward[-1] if onward else end


def _level_of(group: Group, change: Mention) -> Mention | None:
    """The level that a change is the change of: the nearest before it, or one it led to.

    A change that names what grew is the change of a level of that name only, and one against
    a stated figure or year is not the change of that.
    """
    own, base_year = _own_name(change), base_year_of(change)
    for mention in reversed(group.mentions[: change.index]):
        if is_split(group, mention, change):
            break
        if mention.direction is not None or mention.earlier or not _may_change(mention, change):
            continue
        if is_base(group, mention) or (base_year and year_of(mention) == base_year):
            continue
        whole = mention.kind == Kind.AMOUNT and _patterns()["share_of"].match(mention.label)
        flow = change.label.startswith("净") and _patterns()["flow"].search(mention.label)
        if _patterns()["plan"].fullmatch(mention.label) or flow:
            continue  # 决算6万元，预算7万元，减少1万元; 新纳入27家、退出11家，净增16家
        if mention.depth > change.depth or whole:
            continue  # 收入50亿元（含结转2亿元）增长5%; 甲类50家，占总数80家的62.5%，增长5%
        level = partner(group, change, mention) or _in_turn(group, change)
        if level is None or _is_half_told(group, change):
            break
        if len(own) > 1 and not _is_named(level, own):
            continue
        last = group.mentions[mention.index - 1] if mention.index else mention
        return last if is_year_before(mention, last) else level
    for following in group.mentions[change.index + 1 : change.index + 3]:
        led_to = following.moved or _patterns()["reached"].search(following.before)
        percent = change.kind == following.kind == Kind.PERCENT
        if following.direction is None and led_to and not percent:
            return following
    return None


def _own_name(change: Mention) -> str:
    """What a change says grew, without 多 or 少: 比去年多办300件 is of what was 办."""
    return re.sub(r"^[多少](?=\w)", "", change.own_name)


def _is_half_told(group: Group, change: Mention) -> bool:
    """Whether 分别 hands out a change together with figures of another sort: 分别降5%、缩短2天."""
    return "分别" in change.before and len(run_of(group, change)) == 1


def _in_turn(group: Group, change: Mention) -> Mention | None:
    """The level at the place of a change in its run: 甲占5%，乙占8%，分别提高1、2个百分点.

    Only where as many levels as changes stand right before them, each with a name of its own.
    """
    run = run_of(group, change)
    if len(run) < 2 or "分别" not in run[0].before:
        return None
    told = [each for each in group.mentions[: run[0].index] if not each.earlier][-len(run) :]
    dated = _patterns()["year"]
    named = all(
        each.direction is None and not each.position and not dated.search(each.label)
        for each in told
    )
    split = any(is_split(group, each, change) for each in told)
    return told[change.position] if named and not split and len(told) == len(run) else None


def _is_named(level: Mention, own: str) -> bool:
    """Whether a level's name has all characters of what a change says grew, in their order."""
    rest = iter(level.name)
    return all(character in rest for character in own)


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

    A semicolon ends them, but for what names nothing new: 增长20%；去年为2000件.

    With them comes the level that the sentence before tells of a year before.
    """
    told = before.mentions if before else ()
    if level not in group.mentions:
        return (
            *told[max(0, level.index - 1) : level.index + 2],
            *group.mentions[: change.index + 2],
        )
    first, last = sorted((change.index, level.index))
    last = run_of(group, group.mentions[last])[-1].index
    beside = [
        each
        for each in group.mentions[max(0, first - 1) : last + 2]
        if not is_split(group, each, group.mentions[first if each.index < first else last])
        or (each.index > last and _patterns()["bare_earlier"].match(each.before))
    ]
    name = bare_name(level.metric.indicator)
    same = [each for each in told if bare_name(each.metric.indicator) == name]
    return (*beside, *(each for each in same if is_year_before(each, level)))


def _differences_of_steps(group: Group, steps: Steps) -> Iterator[Finding]:
    """压减事项20项，由120项减至100项: a difference that is told before where it led from and to."""
    for before, after in steps.values():
        if not before.index or before.index + 1 != after.index:
            continue
        told = group.mentions[before.index - 1]
        is_count = told.moved is None and told.direction is None
        verb = is_count and _patterns()["moves"].match(told.label)
        if verb and same_measure(told, after) and told.metric.unit == after.metric.unit:
            direction = DOWN if verb["down"] else UP
            moved, low, high = (each.metric.quantity for each in (told, before, after))
            outcome = check_points(moved, low, high, direction)
            yield _finding(told, outcome, (after, before), f"“{before.label}”与“{after.label}”")


def _is_incomparable(group: Group, change: Mention, level: Mention) -> bool:
    """Whether the change is at other prices or over other years than the levels."""
    low = level.index if level in group.mentions and level.index < change.index else 0
    # 上年同口径数 makes the two levels comparable
    told = (each for each in group.mentions[low : change.index + 1] if not each.earlier)
    words = [each.before for each in told]
    return any(_patterns()["incomparable"].search(each) for each in [*words, change.label])


def _from_levels(
    group: Group,
    change: Mention,
    after: Mention,
    window: Sequence[Mention],
    steps: Steps,
) -> Finding | None:
    """A change against both levels, of now and of before."""
    before = level_from(group, change, after, window, steps)
    if before is None or not same_measure(before, after):
        return None
    if _patterns()["below_zero"].search(before.before):
        return None  # 由负1.2亿元转为2亿元
    if change.kind == Kind.AMOUNT and not same_measure(change, after):
        return None
    if change.kind == Kind.POINTS and after.kind != Kind.PERCENT:
        return None
    direction = change.direction or UP
    moved, low, high = (each.metric.quantity for each in (change, before, after))
    if _patterns()["yearly"].search(change.label):
        check = check_mean_growth if change.kind in RELATIVE else check_mean_difference
        outcomes = [
            check(moved, low, high, n_years, direction)
            for n_years in _n_years(change, before, after)
        ]
        if not outcomes or change.kind == Kind.TIMES:
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
    years = [year_of(each) for each in (before, after)]
    if years[0] and years[1] and years[0] < years[1]:
        return (int(years[1]) - int(years[0]),)
    if told := _patterns()["years"].search(before.before + after.before + change.before):
        n_years = number_of(told[1])
        return (n_years, n_years - 1) if n_years > 1 else ()  # 三年间 may be two steps
    return ()


def _from_difference(change: Mention, after: Mention, window: Sequence[Mention]) -> Finding | None:
    """Growth in percent against a level and its difference in amount."""
    if change.kind not in RELATIVE or after.kind != Kind.AMOUNT:
        return None
    for mention in window:
        own = _own_name(mention)
        if (
            mention.direction == change.direction
            and not _patterns()["over_plan"].search(mention.label)
            and mention.kind == Kind.AMOUNT
            and same_measure(mention, after)
            and (len(own) < 2 or own[-2:] in after.name)
            and (
                change.direction == DOWN  # by more than is left
                or interval(after.metric.quantity).low > interval(mention.metric.quantity).high
            )
        ):
            growth, level, moved = (each.metric.quantity for each in (change, after, mention))
            if is_year_before(after, mention):  # 2022年154万元，2023年增加7万元
                outcome = check_rate(growth, moved, level)
            else:
                outcome = check_growth(growth, level, moved, change.direction or UP)
            return _finding(change, outcome, (after, mention), f"“{mention.label}”与本期数")
    return None


def _from_nothing(group: Group, change: Mention, level: Mention) -> Finding | None:
    """An increase larger than what it led to: 提高600元，分别达740元、540元."""
    levels = run_of(group, level) if level in group.mentions and not change.position else (level,)
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
