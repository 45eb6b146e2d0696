"""Rates: a ratio that bears the name of what was counted, 办结率 of 办结, and its counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import (
    REACH,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    same_measure,
    same_unit,
)
from analysis.audit.readings import Reading, read_ratio, settle
from analysis.audit.relations import Outcome, check_opposite_rate, check_rate
from analysis.audit.scopes import ScopedGroup
from analysis.metrics import Role

LISTED = re.compile(r"\s*(?:[、和与及]|以及)")  # before a count that is told with the one before
MOST_NUMERATORS, MOST_PAIRS = 4, 8  # that a rate may be read as; likelier ones come first


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["rate"]
    copula = f"(?:{any_of(words['copula'])}|\\s)*$"
    plan = any_of(["预算", *words["planned"]])
    return {
        "rate": re.compile(rf"(?P<stem>[\w“”\"·、]+?)(?:率|(?<=满意)度|(?<=覆盖)面){copula}"),
        "completion": re.compile(rf"(?:完成|为|达到|是|占)(?P<whole>\w*?{plan}\w*?)的?{copula}"),
        "intake": re.compile(any_of(words["intake"])),
        # of what a 一般公共预算收入 is, 预算 says nothing
        "planned": re.compile(
            rf"{any_of(words['planned'])}|(?<!公共)(?<!基金)(?<!经营)预算(?!收入|支出)|^\w{{0,4}}预算"
        ),
        "actual": re.compile(any_of(words["actual"])),
        "restrictive": re.compile(any_of(words["restrictive"])),
    }


def rate_stem(stated: Mention) -> str | None:
    """What a rate is of: 办结 of 办结率; None when the figure's words name no rate."""
    for words in (stated.label, stated.metric.indicator):
        if match := _patterns()["rate"].search(words):
            stem = re.split(r"[、和]", match["stem"])[-1].strip('“”"·')
            official = stem.endswith(tuple(cues()["rate"]["official"]))
            return stem if len(stem) > 1 and not official else None
    return None


def find_rate(places: Sequence[ScopedGroup], stated: Mention) -> Finding | None:
    """办结率 from 办结 over 受理: the numerator bears the rate's name, or its opposite does.

    ``places`` are the groups to look in, the rate's own first.
    """
    stem = rate_stem(stated)
    if not stem:
        return None
    check: Callable[..., Outcome] = check_rate
    numerators = _named(places, stated, stem)
    if not numerators:
        check, numerators = check_opposite_rate, _named(places, stated, stem, negated=True)
    if not numerators:
        check, numerators = check_rate, _unnamed(places[0], stated, stem)
    pairs = _pairs(places, stated, numerators, stem)
    listed = _of_listed(places, stated, numerators[0], check) if numerators else []
    if not pairs and not listed:
        return None
    readings = [read_ratio(stated, *pair, check=check) for pair in pairs]
    readings += [
        read_ratio(stated, numerator, new, old)
        for numerator, old in pairs
        if "结转" in old.label
        for other, new in pairs
        if other is numerator and new is not old
    ]
    sure = bool(listed) or _is_sure(places, stated, pairs)
    why = f"“{numerators[0].label}”是“{stem}率”的分子"
    return settle(Relation.RATE, stated, [*listed, *readings], why, sure=sure)


def _is_sure(
    places: Sequence[ScopedGroup], stated: Mention, pairs: Sequence[tuple[Mention, Mention]]
) -> bool:
    """Whether the first pair must be meant: no other can be, or words make it part and whole."""
    numerator, whole = pairs[0]
    alone = (
        len(pairs) == 1
        and len(places) == 1
        and max(numerator.index, whole.index) < stated.index
        and not is_split(places[0], min(pairs[0], key=lambda each: each.index), stated)
    )
    return alone or _is_whole(places, numerator, whole)


def _named(
    places: Sequence[ScopedGroup], stated: Mention, stem: str, *, negated: bool = False
) -> list[Mention]:
    """The counts that bear a rate's name, those with the fewest other words first."""
    head = stem[-2:]
    heads = [head, *cues()["rate"]["synonyms"].get(head, [])]
    if stem in cues()["rate"]["reach"]:  # of 森林覆盖率 nothing is built
        heads = cues()["rate"]["reached"]
    pattern = re.compile(
        rf"(?P<negation>{any_of(cues()['rate']['negation'])})?{any_of(heads)}(?!率)"
    )
    restrictions = _patterns()["restrictive"].findall(stem)
    if any(not any(piece in place.text for place in places) for piece in _own_words(stem)):
        return []
    found = []
    for mention in _near(places, stated):
        match = pattern.search(mention.label) or pattern.search(mention.name)
        if not match or bool(match["negation"]) != negated or "率" in mention.label:
            continue
        if _patterns()["planned"].search(mention.label) or mention.metric.role == Role.TARGET:
            continue
        if all(word in mention.name for word in restrictions):
            others = len(_patterns()["restrictive"].findall(mention.label))
            found.append(((others, not mention.label.endswith(match[0])), mention))
    return [mention for _, mention in sorted(found, key=lambda each: each[0])]


def _unnamed(group: ScopedGroup, stated: Mention, stem: str) -> list[Mention]:
    """The count just before a rate that is told to be what came of the one before.

    The first part of what is counted (15个街道中，12个…，覆盖率), or one that 已 or 实际 says
    to be done, or whose words share a character with the rate's name: 收回 of 回收率.
    """
    if stem in cues()["rate"]["reach"]:
        return [
            scope.parts[0]
            for scope in group.scopes
            if scope.cue.endswith("中")
            and scope.cue != "其中"
            and scope.parts[0].index < stated.index
        ]
    if _patterns()["restrictive"].search(stem) or any(
        piece not in group.text for piece in _own_words(stem)
    ):
        return []
    last = list(islice(levels_before(group, stated), 2))
    if not last or last[0].index != stated.index - 1 or is_split(group, last[0], stated):
        return []
    nearest = last[0]
    elsewhere = "".join(each.label for each in last[1:])
    akin = (set(stem[-2:]) & set(nearest.label)) - set(elsewhere)
    done = _patterns()["actual"].search(nearest.label)
    return [nearest] if akin or done else []


def _own_words(stem: str) -> list[str]:
    """The words of a rate's name before its head, of two characters each, but the commonest."""
    words = stem[:-2]
    pieces = [words[end - 2 : end] for end in range(len(words), 1, -2)]
    return [piece for piece in pieces if piece not in cues()["rate"]["generic"]]


def _near(places: Sequence[ScopedGroup], stated: Mention) -> list[Mention]:
    """The amounts before a ratio, the nearest first, then those after it in its segment."""
    own, *beside = places
    before = list(levels_before(own, stated))
    after = [
        each
        for each in own.mentions[stated.index + 1 : stated.index + 1 + REACH]
        if each.is_level and not is_split(own, stated, each)
    ]
    for place in beside:
        if place.start < own.start:
            before += [each for each in reversed(place.mentions[-REACH:]) if each.is_level]
        else:
            before += [each for each in place.mentions[:REACH] if each.is_level]
    return [*before, *after]


def _pairs(
    places: Sequence[ScopedGroup], stated: Mention, numerators: Sequence[Mention], stem: str
) -> list[tuple[Mention, Mention]]:
    """Numerators with what they can be a part of, the likeliest first.

    Of the counts of the same measure that are no smaller: those that share the rate's other
    words, then those that words make a whole, then the nearest.
    """
    near = _near(places, stated)
    carried = any("结转" in place.text for place in places)
    own = _own_words(stem)
    ranked = [
        (
            whole in numerators,
            -sum(piece in whole.label for piece in own),
            not _is_whole(places, numerator, whole),
            numerators.index(numerator),
            near.index(whole),
            (numerator, whole),
        )
        for numerator in numerators[:MOST_NUMERATORS]
        for whole in near
        if whole is not numerator
        and same_unit(whole, numerator)
        and whole.metric.low > 0
        and (whole.metric.value >= numerator.metric.value or carried)
    ]
    ranked.sort(key=lambda each: each[:-1])
    first = [each[-1] for each in ranked if not each[0]]
    return (first or [each[-1] for each in ranked])[:MOST_PAIRS]


def _of_listed(
    places: Sequence[ScopedGroup],
    stated: Mention,
    numerator: Mention,
    check: Callable[..., Outcome],
) -> list[Reading]:
    """The ratio to several counts that came in together: 承办建议45件、提案63件，办结108件."""
    for place in places:
        if numerator not in place.mentions:
            continue
        listed: list[Mention] = []
        for level in levels_before(place, numerator):
            if not same_measure(level, numerator):
                break
            listed.insert(0, level)
            if not LISTED.match(level.before):
                break
        sizes = [each.metric.value * each.metric.scale for each in [*listed, numerator]]
        whole = len(listed) > 1 and _patterns()["intake"].search(listed[0].label)
        if whole and sum(sizes[:-1]) >= sizes[-1] > max(sizes[:-1]):
            return [read_ratio(stated, numerator, *listed, check=check)]
    return []


def _is_whole(places: Sequence[ScopedGroup], numerator: Mention, whole: Mention) -> bool:
    """Whether words say that the second is what the first is counted of."""
    return (
        any(place.whole_of(numerator) is whole for place in places)
        or bool(_patterns()["intake"].search(whole.label))
        or bool(_patterns()["planned"].search(whole.label))
        or whole.metric.role == Role.TOTAL
    )


def find_completion(group: ScopedGroup, stated: Mention) -> Finding | None:
    """完成预算的98%: what was done over what was planned."""
    match = _patterns()["completion"].search(stated.label)
    amounts = [
        each
        for each in reversed(group.mentions[max(0, stated.index - REACH) : stated.index])
        if each.kind == Kind.AMOUNT
    ]
    planned = [each for each in amounts if _patterns()["planned"].search(each.label)]
    done = [each for each in levels_before(group, stated) if each not in planned]
    if stated.label in {"的", ""} and planned and planned[0].index == stated.index - 1:
        planned = planned[:1]
    elif not match:
        return None
    else:
        planned = [each for each in planned if match["whole"][-4:] in each.label] or planned
    readings = [
        read_ratio(stated, done[0], each)
        for each in planned
        if done and same_unit(done[0], each) and each.metric.low > 0
    ]
    return settle(Relation.RATE, stated, readings, "实际数与计划（预算）数同句", sure=True)
