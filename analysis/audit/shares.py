"""Shares: a ratio called a share, and the part and the whole that it is taken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import (
    JOINT,
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    levels_before,
    partner,
    passages,
    same_measure,
)
from analysis.audit.readings import read_ratio, settle
from analysis.audit.relations import check_at_most_all, check_complement
from analysis.audit.scopes import ScopedGroup, complement_of
from analysis.metrics import Role

LEAST_NAME = 4  # shorter names are borne by different things in different sentences


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["rate"]
    copula = f"(?:{any_of(words['copula'])}|\\s)*$"
    return {
        "share": re.compile(
            rf"(?P<part>[^占]*?)(?:占|(?=比例|比重))(?P<whole>.*?)(?:的?比例|的?比重|比)?的?{copula}"
        ),
        "of": re.compile(rf"的(?:比重|比例|比)?{copula}"),
        "bounded": re.compile(r"占|比[例重]|率|(?<=满意)度|(?<=覆盖)面"),
        "unbounded": re.compile(any_of(words["unbounded"])),
        "outside": re.compile(any_of(words["outside"])),
        "total": re.compile(any_of(cues()["scope"]["total"])),
        "rest": re.compile(any_of(cues()["scope"]["rest"])),
    }


def find_share(group: ScopedGroup, stated: Mention) -> Finding | None:
    """The share that a ratio is said to be, against its part and whole in the group."""
    match = _patterns()["share"].search(stated.label)
    return _of_printed(group, stated) if match is None else _of_words(group, stated, match)


def _of_words(group: ScopedGroup, stated: Mention, match: re.Match[str]) -> Finding | None:
    """占…的20%: the amount before it over the whole that is named, or whose part it is."""
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
        parent = group.whole_of(numerators[0])
        totals = [each for each in before if _patterns()["total"].search(each.label)]
        wholes = [*([parent] if parent else []), *totals, *before]
        sure = parent is not None or bool(totals)
    return _settle(stated, numerators[0], wholes, f"“{match[0]}”", sure=sure)


def _of_printed(group: Group, stated: Mention) -> Finding | None:
    """占总数210人的58.3%: the whole is printed between 占 and the share."""
    at = stated.index - stated.position
    if at < 2 or not _patterns()["of"].fullmatch(group.mentions[at].label):
        return None
    nearest, whole = group.mentions[at - 2 : at]
    part = partner(group, stated, nearest)
    if part is None or not part.is_level or not whole.label.lstrip("约").startswith("占"):
        return None
    return _settle(stated, part, [whole], f"“{whole.label}”", sure=True)


def _settle(
    stated: Mention, part: Mention, wholes: Sequence[Mention], why: str, *, sure: bool
) -> Finding | None:
    """The share of a part in the first whole that agrees, else in the likeliest."""
    readings = [
        read_ratio(stated, part, whole)
        for whole in wholes
        if whole is not part and same_measure(whole, part) and whole.metric.low > 0
    ]
    return settle(Relation.SHARE, stated, readings, why, sure=sure)


def find_named_share(places: Sequence[ScopedGroup], stated: Mention) -> Finding | None:
    """A share whose part is named, against that part and its whole where 其中 ties them."""
    match = _patterns()["share"].search(stated.label)
    if not match or _core(match["whole"].strip()) or len(match["part"]) < LEAST_NAME:
        return None
    for place in places:
        for part in place.mentions:
            whole = place.whole_of(part)
            if part.is_level and whole and part.label.endswith(match["part"]):
                return _settle(stated, part, [whole], f"“{match['part']}”同名", sure=True)
    return None


def find_excess(stated: Mention) -> Finding | None:
    """A share or rate that is over 100 %, though nothing has more than all of its parts.

    Rates of completion, growth and yield may be; 不良贷款拨备覆盖率 is no share either.
    """
    name = f"{stated.label} {stated.metric.indicator}"
    if (
        stated.kind != Kind.PERCENT
        or stated.direction
        or stated.metric.role == Role.CHANGE
        or not _patterns()["bounded"].search(name)
        or _patterns()["unbounded"].search(name)
    ):
        return None
    outcome = check_at_most_all(stated.metric.quantity)
    if outcome.verdict != Verdict.INCONSISTENT:
        return None
    return outcome.finding(Relation.SHARE, stated.metric, (), "占比不会大于100%")


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


def find_complements(group: Group) -> Iterator[Finding]:
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
