"""Rates, shares and means: a ratio and the counts near it that it is taken of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.interval import Interval, interval
from analysis.audit.mentions import (
    JOINT,
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    measure,
    partner,
    passages,
    same_measure,
    same_unit,
)
from analysis.audit.relations import (
    Outcome,
    check_complement,
    check_mean,
    check_opposite_rate,
    check_rate,
)
from analysis.audit.sums import complement_of, parent_of, read_scopes
from analysis.metrics import Role


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["rate"]
    copula = f"(?:{any_of(words['copula'])}|\\s)*$"
    mean = cues()["mean"]["per"]
    return {
        "rate": re.compile(rf"(?P<stem>[\w“”\"·、]+?)(?:率|(?<=满意)度|(?<=覆盖)面){copula}"),
        "share": re.compile(
            rf"(?P<part>[^占]*?)(?:占|(?=比例|比重))(?P<whole>.*?)(?:的?比例|的?比重|比)?的?{copula}"
        ),
        "completion": re.compile(
            rf"(?:完成|为|达到|是|占)(?P<whole>\w*?{any_of(words['planned'])}\w*?)的?{copula}"
        ),
        "of": re.compile(rf"的(?:比重|比例|比)?{copula}"),
        "mean": re.compile(
            rf"(?P<per>{any_of(mean)})(?P<what>[^,;]*)$|平均每(?P<each>\w)(?P<thing>[^,;]*)$"
        ),
        "intake": re.compile(any_of(words["intake"])),
        "planned": re.compile(any_of(words["planned"])),
        "outside": re.compile(any_of(words["outside"])),
        "restrictive": re.compile(any_of(words["restrictive"])),
        "total": re.compile(any_of(cues()["scope"]["total"])),
        "rest": re.compile(any_of(cues()["scope"]["rest"])),
    }


LEAST_NAME = 4  # shorter names are borne by different things in different sentences
Candidate = tuple[Outcome, tuple[Mention, ...]]


def find_rates(group: Group, beside: Sequence[Group] = ()) -> Iterator[Finding]:
    """Rates, shares and means of the group, each with the counts that its words name.

    The counts of a rate, or of a share that names its part, may stand in a sentence beside.
    """
    for mention in group.mentions:
        if mention.metric.role == Role.TARGET or mention.direction:
            continue
        if mention.kind == Kind.PERCENT:
            found = _share(group, mention) or _completion(group, mention)
            for places in ([group], [group, *beside]):
                found = found or _rate(places, mention) or _share_of_named(places, mention)
        elif mention.kind == Kind.AMOUNT:
            found = _mean(group, mention)
        else:
            found = None
        if found:
            yield found
    yield from _complements(group)


def _settle(
    relation: Relation, stated: Mention, candidates: Sequence[Candidate], why: str, *, sure: bool
) -> Finding | None:
    """The finding of the best of several readings: silence where none is sure.

    A reading under which the figures agree is taken before one under which they don't; a
    disagreement is asserted on the first reading alone, and only when the words are sure.
    """
    agreeing = [each for each in candidates if each[0].verdict == Verdict.CONSISTENT]
    if not agreeing and not (sure and candidates):
        return None
    outcome, evidence = (agreeing or candidates)[0]
    return outcome.finding(relation, stated.metric, passages(*evidence), why)


def _ratio(
    stated: Mention,
    numerator: Mention,
    *wholes: Mention,
    check: Callable[..., Outcome] = check_rate,
) -> Candidate:
    quantities = [each.metric.quantity for each in (numerator, *wholes)]
    return check(stated.metric.quantity, *quantities), (numerator, *wholes)


# --- rates by name -------------------------------------------------------------------------


def _rate(places: Sequence[Group], stated: Mention) -> Finding | None:
    """办结率 from 办结 over 受理: the numerator bears the rate's name, or its opposite does."""
    stem = rate_stem(stated)
    if not stem:
        return None
    check: Callable[..., Outcome] = check_rate
    numerators = _named(places, stated, stem)
    if not numerators:
        check, numerators = check_opposite_rate, _named(places, stated, stem, negated=True)
    if not numerators and stem.endswith(tuple(cues()["rate"]["reach"])):
        check, numerators = (
            check_rate,
            [
                part
                for scope in read_scopes(places[0])
                for part in scope.parts[:1]
                if scope.cue.endswith("中") and part.index < stated.index
            ],
        )
    pairs = _pairs(places, stated, numerators, stem)
    if not pairs:
        return None
    readings = [_ratio(stated, *pair, check=check) for pair in pairs]
    readings += [
        _ratio(stated, numerator, new, old)
        for numerator, old in pairs
        for other, new in pairs
        if "结转" in old.label and other is numerator and new is not old
    ]
    numerator, whole = pairs[0]
    alone = (
        len(pairs) == 1
        and len(places) == 1
        and max(numerator.index, whole.index) < stated.index
        and not is_split(places[0], min(pairs[0], key=lambda each: each.index), stated)
    )
    why = f"“{numerator.label}”是“{stem}率”的分子"
    sure = alone or _is_whole(places, numerator, whole)
    return _settle(Relation.RATE, stated, readings, why, sure=sure)


def rate_stem(stated: Mention) -> str | None:
    """What a rate is of: 办结 of 办结率; None when the figure's words name no rate."""
    for words in (stated.label, stated.metric.indicator):
        if match := _patterns()["rate"].search(words):
            stem = re.split(r"[、和]", match["stem"])[-1].strip('“”"·')
            official = stem.endswith(tuple(cues()["rate"]["official"]))
            return stem if len(stem) > 1 and not official else None
    return None


def _named(
    places: Sequence[Group], stated: Mention, stem: str, *, negated: bool = False
) -> list[Mention]:
    """The counts that bear a rate's name, those with the fewest other words first."""
    head = stem[-2:]
    heads = cues()["rate"]["synonyms"].get(head, [head])
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
        if all(word in mention.name for word in restrictions):
            found.append((len(_patterns()["restrictive"].findall(mention.label)), mention))
    return [mention for _, mention in sorted(found, key=lambda each: each[0])]


def _own_words(stem: str) -> list[str]:
    """The words of a rate's name before its head, of two characters each, but the commonest."""
    words = stem[:-2]
    pieces = [words[end - 2 : end] for end in range(len(words), 1, -2)]
    return [piece for piece in pieces if piece not in cues()["rate"]["generic"]]


def _near(places: Sequence[Group], stated: Mention) -> list[Mention]:
    """The amounts before a ratio, the nearest first, then those after it in its segment."""
    levels = [each for place in places for each in place.mentions if each.is_level]
    before = [each for each in levels if each.metric.start < stated.metric.start]
    after = [
        each
        for each in places[0].mentions[stated.index + 1 :]
        if each.is_level and not is_split(places[0], stated, each)
    ]
    before.sort(key=lambda each: -each.metric.start)
    return [*before, *after]


def _pairs(
    places: Sequence[Group], stated: Mention, numerators: Sequence[Mention], stem: str
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
            -sum(piece in whole.label for piece in own),
            not _is_whole(places, numerator, whole),
            numerators.index(numerator),
            near.index(whole),
            (numerator, whole),
        )
        for numerator in numerators
        for whole in near
        if whole not in numerators
        and same_measure(whole, numerator)
        and whole.metric.low > 0
        and (whole.metric.value >= numerator.metric.value or carried)
    ]
    ranked.sort(key=lambda each: each[:-1])
    return [each[-1] for each in ranked]


def _is_whole(places: Sequence[Group], numerator: Mention, whole: Mention) -> bool:
    """Whether words say that the second is what the first is counted of."""
    return (
        any(parent_of(place, numerator) is whole for place in places)
        or bool(_patterns()["intake"].search(whole.label))
        or whole.metric.role == Role.TOTAL
    )


# --- shares and completion ------------------------------------------------------------------


def _share(group: Group, stated: Mention) -> Finding | None:
    """占…的20%: the amount before it over the whole that is named, or whose part it is."""
    match = _patterns()["share"].search(stated.label)
    if not match:
        return _share_of_printed(group, stated)
    part, whole = match["part"].strip("其均约分别"), _core(match["whole"].strip("分别约 "))
    before = list(levels_before(group, stated))
    if len(part) > 1:
        numerators = _of_name(before, part)
    else:
        nearest = next((each for each in before if not each.label.startswith("占")), None)
        own = nearest and partner(group, stated, nearest)
        numerators = [own] if own else []
    if not numerators:
        return None
    if _patterns()["outside"].match(whole) or (
        len(whole) > 1 and whole not in cues()["rate"]["generic"]
    ):
        wholes, sure = _of_name(before, whole), True
    else:
        parent = parent_of(group, numerators[0])
        totals = [each for each in before if _patterns()["total"].search(each.label)]
        wholes = [*([parent] if parent else []), *totals, *before]
        sure = parent is not None or bool(totals)
    return _settle_share(stated, numerators[0], wholes, f"“{match[0]}”", sure=sure)


def _share_of_printed(group: Group, stated: Mention) -> Finding | None:
    """占总数210人的58.3%: the whole is printed between 占 and the share."""
    at = stated.index - stated.position
    if at < 2 or not _patterns()["of"].fullmatch(group.mentions[at].label):
        return None
    nearest, whole = group.mentions[at - 2 : at]
    part = partner(group, stated, nearest)
    if part is None or not part.is_level or not whole.label.lstrip("约").startswith("占"):
        return None
    return _settle_share(stated, part, [whole], f"“{whole.label}”", sure=True)


def _settle_share(
    stated: Mention, part: Mention, wholes: Sequence[Mention], why: str, *, sure: bool
) -> Finding | None:
    """The share of a part in the first whole that agrees, else in the likeliest."""
    readings = [
        _ratio(stated, part, whole)
        for whole in wholes
        if whole is not part and same_measure(whole, part) and whole.metric.low > 0
    ]
    return _settle(Relation.SHARE, stated, readings, why, sure=sure)


def _share_of_named(places: Sequence[Group], stated: Mention) -> Finding | None:
    """A share whose part is named, against that part and its whole where 其中 ties them."""
    match = _patterns()["share"].search(stated.label)
    if not match or _core(match["whole"].strip()) or len(match["part"]) < LEAST_NAME:
        return None
    for place in places:
        for part in place.mentions:
            whole = parent_of(place, part)
            if part.is_level and whole and part.label.endswith(match["part"]):
                return _settle_share(stated, part, [whole], f"“{match['part']}”同名", sure=True)
    return None


def _core(whole: str) -> str:
    """The name of a whole without the words that only say that it is one: 总人口 is 人口."""
    for word in cues()["rate"]["whole"]:
        whole = whole.removesuffix(word).removeprefix(word)
    return whole


def _of_name(mentions: Sequence[Mention], name: str) -> list[Mention]:
    """The mentions that bear a name: all of it, else its last four characters."""
    for tail in (name, name[-4:]):
        if len(tail) > 1 and (found := [each for each in mentions if tail in each.name]):
            return found
    return []


def _completion(group: Group, stated: Mention) -> Finding | None:
    """完成预算的98%: what was done over what was planned."""
    match = _patterns()["completion"].search(stated.label)
    amounts = [
        each for each in reversed(group.mentions[: stated.index]) if each.kind == Kind.AMOUNT
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
        _ratio(stated, done[0], each)
        for each in planned
        if done and same_unit(done[0], each) and each.metric.low > 0
    ]
    return _settle(Relation.RATE, stated, readings, "实际数与计划（预算）数同句", sure=True)


def _complements(group: Group) -> Iterator[Finding]:
    """男性占51%，女性占49%: shares of kinds that are the whole together make 100 %."""
    shares = [
        each
        for each in group.mentions
        if each.kind == Kind.PERCENT
        and each.direction is None
        and each.moved is None
        and ("占" in each.label or "比重" in each.label or JOINT.fullmatch(each.label))
    ]
    wholes = list(complement_of(shares))
    for at, each in enumerate(shares):
        if at and not wholes and _patterns()["rest"].search(each.label):
            wholes.append(tuple(shares[: at + 1]))
    for members in wholes:
        outcome = check_complement([each.metric.quantity for each in members])
        why = "各项合为整体，占比之和应为100%"
        yield outcome.finding(Relation.SHARE, members[-1].metric, passages(*members[:-1]), why)


# --- means ----------------------------------------------------------------------------------


def _in_a_year(unit: str) -> Interval | None:
    """How many of a unit of time a year has."""
    if unit in {"日均", "天", "日"}:
        return Interval(Decimal(365), Decimal(366))
    return Interval(Decimal(12), Decimal(12)) if unit in {"月均", "月"} else None


def _mean(group: Group, stated: Mention) -> Finding | None:
    """人均500元: a total of the same money or things over a count of the heads."""
    match = _patterns()["mean"].search(stated.label)
    if not match or any(word in stated.label for word in cues()["mean"]["official"]):
        return None
    per = cues()["mean"]["per"]
    if match["per"]:
        units: Sequence[str] = per[match["per"]]
    else:
        units = next((each for each in per.values() if match["each"] in each), [match["each"]])
    before = [
        each for each in levels_before(group, stated) if not _patterns()["mean"].search(each.label)
    ]
    totals = [
        each
        for each in before
        if measure(each.metric.unit) == measure(stated.metric.unit)
        and each.metric.unit not in units
    ]
    counts = [each for each in before if each.metric.unit in units and each.metric.value > 0]
    readings: list[Candidate] = [
        (
            check_mean(
                stated.metric.quantity, total.metric.quantity, interval(count.metric.quantity)
            ),
            (total, count),
        )
        for total in totals
        for count in counts
    ]
    year = _in_a_year(match["per"] or match["each"])
    if year and not counts and "全年" in group.text:
        readings = [
            (check_mean(stated.metric.quantity, total.metric.quantity, year), (total,))
            for total in totals
        ]
    sure = len(totals) == 1 and len(counts) <= 1
    return _settle(Relation.MEAN, stated, readings, f"“{match[0]}”", sure=sure)
