"""Listings: a whole and its parts where no 其中 puts them under it.

What ties them is a closing total (合计), what is left of the whole (其余), a number of parts
(三市合计), times that make up the year, or kinds that are all there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.items import NUMERAL, number_of
from analysis.audit.kinds import is_series, is_year
from analysis.audit.mentions import (
    Group,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    measure,
    run_of,
    same_measure,
)
from analysis.audit.relations import is_slip
from analysis.audit.scopes import VIEW, ScopedGroup, complement_of, is_intensive, is_part, same_head
from analysis.audit.sums import are_flows, hold_against, is_about, is_closed, is_near, names_part

TENS = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
SIDES = ("收入", "支出")  # of an account
FEWEST = 3  # figures of a sum: a whole and two parts
MOST_BEFORE_REST = 4  # figures before what is left; of more some may be of something else
MARKS = (r",\w+", r"(?:[、和及与]|以及)\w+")  # before the first of listed parts, and the others


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["scope"]
    closing = any_of(words["closing"])
    return {
        "total": re.compile(any_of(words["total"])),
        "headed": re.compile(rf"{closing}$"),
        "closing": re.compile(rf"(?P<name>\w{{0,10}}?)(?P<word>{closing}|累计)(?P<verb>\w{{0,4}})"),
        "open": re.compile(any_of(words["open"])),
        "rest": re.compile(rf"^(?:其中|[、和及与])*{any_of(words['rest'])}"),
        "stock": re.compile(any_of(words["stock"])),
        "opening": re.compile(any_of(cues()["stock"]["opening"])),
        "intake": re.compile(any_of(cues()["rate"]["intake"])),
        "number": re.compile(rf"(?P<number>{NUMERAL})(?:个|大|次)?{any_of(words['collective'])}"),
        "threshold": re.compile(
            r"(?P<over>(?P<value>\d+(?:\.\d+)?)(?P<tens>[万亿]?)(?P<unit>[元人吨户亩件家]\w{0,2}?)以上)"
            r"(?P<noun>\w{1,8})$"
        ),
        "every": re.compile(rf"(?P<verb>\w\w){any_of(words['every'])}(?P<noun>\w{{2,6}})$"),
        "narrowed": re.compile(rf"以上|{any_of(words['every'])}"),
        "identity": re.compile(any_of(cues()["identities"])),
        "time": re.compile(r"季|半年|\d月"),
        "these": re.compile(any_of(words["these"])),
        "all_year": re.compile(r"全年|年度|今年|本年|当年|(?:19|20)\d\d年"),
    }


def find_listings(group: ScopedGroup) -> Iterator[Finding]:
    """Sums whose parts are listed before or after their whole."""
    if _patterns()["narrowed"].search(group.text):
        yield from _nested(group)
    if len(group.mentions) < FEWEST:
        return
    yield from _complements(group)
    yield from _listed_after(group)
    yield from _totals_after(group)
    yield from _remainders(group)
    if _patterns()["time"].search(group.text):
        yield from _years(group)
    if _patterns()["identity"].search(group.text):
        yield from _identities(group)


def _are_under(group: ScopedGroup, mentions: Sequence[Mention]) -> bool:
    """Whether words put one of some figures under a whole already."""
    return any(group.whole_of(each) is not None for each in mentions)


def _chain(group: ScopedGroup, last: Mention) -> list[Mention]:
    """The figures of one measure that end with ``last``, with nothing else among them."""
    chain = [last]
    for level in levels_before(group, last):
        apart = level.index < chain[0].index - 1 or is_split(group, level, last)
        if apart or not same_measure(level, last) or is_intensive(level):
            break
        chain.insert(0, level)
    return chain


def _complements(group: ScopedGroup) -> Iterator[Finding]:
    """收到6件，受理3件，不予受理3件: kinds of a whole that no 其中 introduces."""
    levels = [each for each in group.mentions if each.is_level and not is_intensive(each)]
    for run in complement_of(levels):
        whole = next(iter(group.mentions[run[-1].index + 1 :]), None)
        alike = all(same_measure(run[0], each) for each in run)
        carried = any(_patterns()["opening"].search(each.label) for each in group.mentions)
        if not alike or carried or _are_under(group, run):
            continue
        wholes = [
            each
            for each in levels_before(group, run[0])
            if same_measure(each, run[0])
            and not (each.index == run[0].index - 1 and run[0].before.startswith("、"))
        ]
        sure = bool(wholes) and wholes[0].index == run[0].index - 1 and _is_intake(wholes[0], run)
        if whole and same_measure(whole, run[0]) and _is_total_of(whole, run):
            wholes, sure = [whole, *wholes], True
        chain = _chain(group, run[-1])
        kinds = [run, _with_following(group, run), tuple(chain)]
        sure = sure and all(each in run or each is wholes[0] for each in chain)
        findings = [
            hold_against(Relation.SUM, each, parts, "各项合为整体")
            for parts in kinds
            for each in wholes
            if each not in parts and each.metric.high.is_finite()
        ]
        agreeing = [each for each in findings if each.verdict == Verdict.CONSISTENT]
        listed = kinds[1]
        if wholes and not sure and _differ_by_a_slip(wholes[0], listed):
            why = "各项之和与整体只差一处数字"
            findings, sure = [hold_against(Relation.SUM, wholes[0], listed, why)], True
        yield from agreeing[:1] or (findings[:1] if sure else [])


def _differ_by_a_slip(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether three parts or more miss their whole by one slip of the pen."""
    quantities = [each.metric.quantity for each in parts]
    return len(parts) > 2 and is_slip(whole.metric.quantity, quantities)


def _is_total_of(whole: Mention, run: Sequence[Mention]) -> bool:
    """Whether a figure after kinds is called a total, and comes near theirs if it has a name."""
    total = _patterns()["total"].search(whole.label)
    return total is not None and (total[0] == whole.label or is_about(whole, run))


def _with_following(group: Group, run: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Kinds of a whole with those that are listed after them: 受理…，不予受理…，告知…."""
    listed = list(run)
    for mention in group.mentions[run[-1].index + 1 :]:
        if not is_part(mention, run[0]) or is_split(group, run[-1], mention):
            break
        listed.append(mention)
    return tuple(listed)


def _is_intake(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether a figure before its kinds is the whole of them: of what came in, or of all named."""
    cue = _patterns()["intake"].search(whole.label) or _patterns()["stock"].search(whole.label)
    alike = all(names_part(whole, each) or same_head(each, whole) for each in parts)
    return bool(cue) or alike


def _listed_after(group: ScopedGroup) -> Iterator[Finding]:
    """共检查320次，专项检查110次、日常检查205次: a whole, then figures with only 、 between.

    Without a word for the total, three figures or more, of cases: what else is built or
    held beside a thing is listed after it in the same way.
    """
    for whole in group.mentions:
        total = _patterns()["total"].search(whole.label)
        if not whole.is_level:
            continue
        parts: list[Mention] = []
        closing = _patterns()["headed"].search(whole.label)
        marks = (r"[,;:]\w+", r"(?:[、,;和及与]|以及)\w+") if closing else MARKS
        for mention in group.mentions[whole.index + 1 :]:
            mark = marks[bool(parts)]
            if not re.fullmatch(mark, mention.before.strip()) or not is_part(mention, whole):
                break
            parts.append(mention)
        told = total or measure(whole.metric.unit) == "件" or is_series(parts)
        if not told or len(parts) < (2 if total else 3) or _are_under(group, parts):
            continue
        if is_intensive(whole) or are_flows((whole, *parts)) or (closing and _closes(group, whole)):
            continue
        finding = hold_against(Relation.SUM, whole, parts, f"“{whole.label}”之后以顿号逐项列出")
        closed = is_closed(group, parts[-1])
        near = is_near(whole, parts) or _differ_by_a_slip(whole, parts)
        if finding.verdict == Verdict.CONSISTENT or (closed and near):
            yield finding


def _closes(group: ScopedGroup, total: Mention) -> bool:
    """Whether a total is that of the figures before it: 干部86人、消防员274人，合计360人."""
    chain = _chain(group, total)[:-1]
    return any(
        hold_against(Relation.SUM, total, chain[at:], "").verdict == Verdict.CONSISTENT
        for at in range(len(chain) - 1)
    )


def _totals_after(group: ScopedGroup) -> Iterator[Finding]:
    """建议86件、提案102件，两类共188件: figures and the total that closes them."""
    for total in group.mentions[1:]:
        closing = _patterns()["closing"].fullmatch(total.label) if total.is_level else None
        if closing is None or is_intensive(total):
            continue
        counter = group.mentions[total.index - 1]
        counted = _is_counter(group, counter, total)
        last = group.mentions[counter.index - counted]
        if last.index < 0 or last.index >= total.index:
            continue
        these = _patterns()["these"].search(total.label)
        apart = is_split(group, last, total)
        if apart and not these:
            continue
        run = _all_before(group, last, apart=apart) if these else _chain(group, last)
        if not these and not same_measure(last, total):
            continue
        if len(run) < 2 or _are_under(group, run):
            continue
        number = _number_told(group, last, total)
        if number in range(2, len(run) + 1):
            run = run[-number:]
        yield from _closed(total, run, closing, sure=number == len(run) or bool(these))


def _closed(
    total: Mention, run: Sequence[Mention], closing: re.Match[str], *, sure: bool
) -> Iterator[Finding]:
    """The sum of figures and the total after them: of all of them, or of the last ones."""
    why = f"“{total.label}”收尾"
    sure = sure or _sides_with(closing["name"], run)
    findings = [
        hold_against(Relation.SUM, total, run[at:], why)
        for at in range(1 if sure else len(run) - 1)
    ]
    agreeing = [each for each in findings if each.verdict == Verdict.CONSISTENT]
    bare = not closing["name"] and not closing["verb"] and closing["word"] != "累计"
    named = closing["word"] != "累计" or is_series(run)
    near = named and (is_near(total, run) or (is_series(run) and is_about(total, run)))
    # what was carried over is part of an income, but of no other total
    income = closing["name"].endswith("收入")
    carried = not income and any(_patterns()["opening"].search(each.label) for each in run)
    if agreeing or (not carried and (sure or bare or near)):
        yield (agreeing or findings)[0]


def _sides_with(name: str, run: Sequence[Mention]) -> bool:
    """Whether figures begin with that of the side that their total closes: 支出…，支出总计.

    Those that open with 加 come on top of one in a sentence before.
    """
    own = name in run[0].label and not run[0].label.startswith("加")
    return name in SIDES and own


def _is_counter(group: Group, counter: Mention, total: Mention) -> bool:
    """Whether a figure only counts the parts that a total is of: 四所累计收押1640人."""
    unlabelled = len(counter.label) < 2 and not same_measure(counter, total)
    return unlabelled and counter.metric.value < len(group.mentions)


def _number_told(group: Group, last: Mention, total: Mention) -> int:
    """How many parts the words between them and their total say there are; 0 when none."""
    between = group.text[last.metric.end - group.start : total.metric.start - group.start]
    match = _patterns()["number"].search(between)
    return number_of(match["number"]) if match else 0


def _all_before(group: ScopedGroup, last: Mention, *, apart: bool) -> list[Mention]:
    """The amounts that end with ``last``: 以上共计1369条（件、份）.

    In one segment with their total whatever counts them; those ``apart``, in lines of their own,
    as far as they are of one measure.
    """
    chain = [last]
    for level in levels_before(group, last):
        other = not same_measure(level, last) if apart else is_split(group, level, last)
        if level.index < chain[0].index - 1 or other or is_intensive(level):
            break
        chain.insert(0, level)
    return chain


def _years(group: ScopedGroup) -> Iterator[Finding]:
    """全年320件，上半年150件、下半年170件: the times of a year, before or after all of it."""
    levels = [each for each in group.mentions if each.is_level and not is_intensive(each)]
    for at in range(len(levels)):
        for size in (2, 3, 4):
            run = levels[at : at + size]
            alike = len(run) == size and all(same_measure(run[0], each) for each in run[1:])
            if not alike or not is_year(run) or _are_under(group, run):
                continue
            before, after = levels[at - 1 : at] if at else [], levels[at + size : at + size + 1]
            wholes = [each for each in (*before, *after) if same_measure(each, run[0])]
            findings = [hold_against(Relation.SUM, each, run, "各时段合为全年") for each in wholes]
            agreeing = [each for each in findings if each.verdict == Verdict.CONSISTENT]
            sure = [
                finding
                for finding, whole in zip(findings, wholes, strict=True)
                if whole in before or _patterns()["all_year"].search(whole.label)
                if is_about(whole, run)
            ]
            yield from (agreeing or sure)[:1]


def _identities(group: ScopedGroup) -> Iterator[Finding]:
    """三次产业增加值分别为1亿元、2亿元、3亿元，生产总值6亿元: parts that are a whole by definition.

    Source: System of National Accounts 2008, gross domestic product by production.
    """
    for first in group.mentions:
        run = run_of(group, first)
        wholes = _known_wholes(first, run) if not first.position and len(run) > 2 else ()
        beside = [each for each in (first.index - 1, run[-1].index + 1) if each >= 0]
        for whole in (group.mentions[at] for at in beside if at < len(group.mentions)):
            named = any(name in whole.label for name in wholes)
            if named and whole.is_level and same_measure(whole, first) and is_near(whole, run):
                why = f"“{first.label}”各项合为“{whole.label}”"
                yield hold_against(Relation.SUM, whole, run, why)


def _known_wholes(first: Mention, run: Sequence[Mention]) -> tuple[str, ...]:
    """The names of what a run of figures adds up to by definition; empty when none is known."""
    told = first.before + first.metric.indicator
    return tuple(
        name
        for parts, wholes in cues()["identities"].items()
        if parts in told and len(run) == 3
        for name in wholes
    )


def _remainders(group: ScopedGroup) -> Iterator[Finding]:
    """项目78个，完工54个，余下24个在建: a whole, what became of its parts, and what is left."""
    for rest in group.mentions[2:]:
        following = next(iter(group.mentions[rest.index + 1 :]), None)
        last = following is None or not following.before.startswith(("、", "和"))
        if not (rest.is_level and last and _patterns()["rest"].match(rest.label)):
            continue
        run = [
            each
            for each in _same_segment(group, rest)
            if same_measure(each, rest) and not is_intensive(each)
        ]
        if len(run) < 2 or _are_under(group, [*run, rest]) or _are_kinds(run):
            continue
        findings = [
            hold_against(Relation.SUM, whole, [*run[at + 1 :], rest], f"“{rest.label}”收尾")
            for at, whole in enumerate(run[:-1])
        ]
        agreeing = [each for each in findings if each.verdict == Verdict.CONSISTENT]
        sure = len(run) < MOST_BEFORE_REST and is_about(run[0], [*run[1:], rest])
        yield from agreeing[:1] or (findings[:1] if sure else [])


def _are_kinds(run: Sequence[Mention]) -> bool:
    """Whether figures are all of kinds, so that the first is no whole: 公安类38件、人社类14件.

    Or the first opens the list itself: 受理案件涉及公安61件、自然资源34件; 按场所分，….
    """
    alike = len(run) > 1 and {each.label[-1:] for each in run} in ({"类"}, {"型"})
    opened = _patterns()["open"].search(run[0].label) or VIEW.search(run[0].before)
    return alike or opened is not None


def _same_segment(group: ScopedGroup, last: Mention) -> list[Mention]:
    """The amounts before a figure in its own segment, in their order, but parts of others."""
    levels = [each for each in levels_before(group, last) if not is_split(group, each, last)]
    return [each for each in reversed(levels) if not each.depth]


def _nested(group: ScopedGroup) -> Iterator[Finding]:
    """100万元以上的村20个、50万元以上的村80个: a part by its name, against the figure beside it."""
    for first, second in pairwise(group.mentions):
        if not (first.is_level and second.is_level and same_measure(first, second)):
            continue
        if is_split(group, first, second) or _are_under(group, [second]):
            continue
        for part, whole in ((first, second), (second, first)):
            if why := _above(part, whole) or _among_all(part, whole):
                yield hold_against(Relation.PART, part, [whole], why)


def _above(part: Mention, whole: Mention) -> str:
    """Why what lies over a higher threshold is part of what lies over a lower one; or nothing."""
    high, low = (_patterns()["threshold"].search(each.label) for each in (part, whole))
    if not high or not low or (high["unit"], high["noun"]) != (low["unit"], low["noun"]):
        return ""
    if _over(high) <= _over(low):
        return ""
    return f"“{high['over']}”含在“{low['over']}”之内"


def _over(threshold: re.Match[str]) -> Decimal:
    """The value of a threshold in its unit."""
    return Decimal(threshold["value"]) * TENS[threshold["tens"] or ""]


def _among_all(part: Mention, whole: Mention) -> str:
    """Why a kind is among 各类: one verb, one noun, and its own words between; or nothing."""
    every = _patterns()["every"].search(whole.label)
    if every is None or _patterns()["every"].search(part.label):
        return ""
    named = every["verb"] in part.label and part.label.endswith(every["noun"])
    return f"“{part.label}”是“{every[0]}”之一种" if named else ""
