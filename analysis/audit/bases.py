"""Bases: the earlier level that a change is measured from, by its words, its year or its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import takewhile

from analysis.audit.mentions import (
    AGAINST,
    CLAUSE_END,
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    partner,
    run_of,
    same_measure,
)

LEAST_NAME = 3  # characters of a name that may be that of another thing
ALIKE = 0.6  # of the characters of a name, those that one of the same thing has too
YEAR = r"(?:19|20)\d\d年"

# levels that something went from and to, by the index of the second
Steps = Mapping[int, tuple[Mention, Mention]]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["change"]
    return {
        "yearly": re.compile(any_of(words["yearly"])),
        "compared": re.compile(rf"{AGAINST}[^,;。]+$"),
        "own_base": re.compile(rf"{AGAINST}|同比|环比|同期"),
        "of_year": re.compile(rf"^{YEAR}(?:度|末|底)?(?:全年)?{any_of(words['reached'])}?$"),
        "told_of": re.compile(
            rf"^.*?(?:{any_of(words['earlier'])}|{YEAR})|{any_of(words['told_of'])}"
        ),
        "over_plan": re.compile(any_of(words["over_plan"])),
        "last_year": re.compile(any_of(words["last_year"])),
        "so_far": re.compile(rf"(?:(?<!\d)[1-9]|1[01])月|{any_of(words['so_far'])}"),
        "year": re.compile(r"((?:19|20)\d\d)年"),
    }


def level_from(
    group: Group,
    change: Mention,
    after: Mention,
    window: Sequence[Mention],
    steps: Steps,
) -> Mention | None:
    """The level that a change is measured from: what it names, where it came from, an earlier."""
    fitting = [
        each
        for each in window
        if each is not after and each.direction is None and same_measure(each, after)
    ]
    if base_year := base_year_of(change):
        of_year = [each for each in fitting if year_of(each) == base_year]
        if of_year:
            return of_year[0]
    last = group.mentions[change.index - 1] if change.index else after
    if last in fitting and is_base(group, last) and not change.position:
        return last  # 由14.6%降至8.2%，较9.8%再降1.6个百分点
    stepped = steps.get(after.index)
    if stepped and stepped[1] is after:
        return stepped[0] if not base_year or year_of(stepped[0]) in {"", base_year} else None
    bracketed = _in_bracket(group, change)
    if bracketed and (len(run_of(group, change)) > 1 or same_measure(bracketed, after)):
        return bracketed if same_measure(bracketed, after) else None
    for each in fitting:
        if each in group.mentions and is_base(group, each) and _measures(group, each, change):
            return each
    for each in fitting:
        told = _is_earlier_one(each, after) or is_year_before(each, after)
        if each.index > change.index and _patterns()["compared"].search(each.before):
            continue  # another change is from it
        if base_year and (year_of(each) or _is_of_other_year(each, after, base_year)):
            continue
        if told and not _is_part_year(each, after):
            if each not in group.mentions:
                return each
            in_run = len(run_of(group, each)) > 1
            return partner(group, change, each) if in_run else _series_start(group, change, each)
    return None


def is_year_before(mention: Mention, after: Mention) -> bool:
    """Whether a level is of an earlier year than another, or of a named year beside one of now."""
    years = year_of(mention), year_of(after)
    if years[0] and not years[1]:  # 订单4.1万单，2022年为3.18万单
        return bool(_patterns()["of_year"].match(mention.label))
    return bool(years[0] and years[1]) and years[0] < years[1]


def year_of(mention: Mention) -> str:
    """The year that a figure is of, as the words right before it say, else the sentence."""
    told = _patterns()["year"].findall(mention.label)
    period = mention.metric.period or ""
    return told[-1] if told else period if period.isdecimal() else ""


def base_year_of(change: Mention) -> str:
    """The year that a change says it is measured against: 较2022年增加; else empty."""
    told = _patterns()["year"].search(change.metric.base or "")
    return told[1] if told else ""


def is_base(group: Group, mention: Mention) -> bool:
    """Whether the change right after a figure is one from it: 比预算数9.0万元减少20%."""
    run = run_of(group, mention)
    following = group.mentions[run[-1].index + 1 : run[-1].index + 2]
    return (
        bool(_patterns()["compared"].search(run[0].before))
        and bool(following)
        and following[0].direction is not None
        and not CLAUSE_END.search(following[0].before)
    )


def _series_start(group: Group, change: Mention, base: Mention) -> Mention:
    """The first year's level, for growth a year: 2022年3亿元、2023年4亿元、2024年5亿元."""
    if not _patterns()["yearly"].search(change.label):
        return base
    before = takewhile(
        lambda each: same_measure(each, base) and is_year_before(each, base),
        reversed(group.mentions[: base.index]),
    )
    return next(iter(list(before)[::-1]), base)


def _in_bracket(group: Group, change: Mention) -> Mention | None:
    """The earlier level at a change's place, where a bracket behind the changes tells of before.

    受理48件、审结46件，分别上升6%和8%（上年受理45件、审结43件）; 下降1.0%（上年75.61亿元）.
    """
    run = run_of(group, change)
    start = run[-1].index + 1
    told = group.mentions[start : start + len(run)]
    if len(told) < len(run) or not told[0].earlier or told[0].position:
        return None
    inside = all(each.kind == Kind.AMOUNT and each.depth > change.depth for each in told)
    named = not any(each.position for each in told)
    return told[change.position] if inside and named else None


def _is_earlier_one(mention: Mention, after: Mention) -> bool:
    """Whether an earlier figure is one of the same thing: of no name of its own, or of a like one.

    支出95亿元，主要是上年一次性支出10亿元 tells of another.
    """
    name = _patterns()["told_of"].sub("", mention.label)
    shared = sum(character in after.name for character in name)
    return mention.earlier and (len(name) < LEAST_NAME or shared >= ALIKE * len(name))


def _measures(group: Group, base: Mention, change: Mention) -> bool:
    """Whether a change is one from the figure before it, with no other base of its own."""
    between = group.mentions[base.index + 1 : change.index]
    return base.index < change.index and (
        all(each.position for each in between)
        or (
            all(each.direction or each.position for each in between)
            and not any(_patterns()["over_plan"].search(each.label) for each in between)
            and not _patterns()["own_base"].search(change.before)
        )
    )


def _is_part_year(before: Mention, after: Mention) -> bool:
    """Whether a part of this year is told beside all of the year before: 截至9月底."""
    return bool(_patterns()["so_far"].search(after.before)) and "同" not in before.before


def _is_of_other_year(base: Mention, after: Mention, year: str) -> bool:
    """Whether a figure called last year's is not of a year: 上年为100件，较2019年增长18%."""
    now = year_of(after)
    last = bool(_patterns()["last_year"].search(base.label))
    return last and not (now and int(now) == int(year) + 1)
