"""Gaps: how many times what the countryside earns a head the towns do, 城乡居民收入比1.97:1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import Group, Kind, Mention, half_width, passages
from analysis.audit.readings import AHEAD
from analysis.audit.relations import check_rate
from analysis.metrics import Role
from analysis.quantities import Bound, Quantity
from analysis.report import Report

# 收入比缩小至2.04:1, 收入倍差1.57
NAME = re.compile(r"收入[^,，;；。\d]{0,6}(?:比(?!例|重|上|20)|倍差|倍数|差距)")
VALUE = re.compile(
    r"(?<![\d.])(?P<value>\d\.\d{1,4})(?P<one>\s*[:∶]\s*1(?![\d.]))?(?![\d.%万亿个元])"
)
LONGEST_WAY = 40  # characters from the name of a ratio to its value
EARLIER = re.compile(
    r"\s*(?:缩小|缩减|降|下降|减|扩大|收窄|变)"
)  # behind the value of a year before
URBAN, RURAL = re.compile("城镇|城市"), re.compile("农村|乡村|农牧民|农民")
INCOME = re.compile("人均可?支?配?收入")
PART_OF_YEAR = re.compile("季度|半年|月")


@dataclass(frozen=True, slots=True)
class Incomes:
    """What a town dweller and a country dweller earned, and the group that tells of it."""

    urban: Mention
    rural: Mention
    group: Group


def find_gaps(groups: Sequence[Group], report: Report) -> Iterator[Finding]:
    """Each ratio of urban to rural income against the incomes, if they are told once."""
    names = list(NAME.finditer(report.text))
    incomes = [each for group in groups for each in _incomes(group)] if names else []
    if len(incomes) != 1:
        return
    told = incomes[0]
    text = half_width(report.text)
    for name in names:
        way = re.split("[;。]", text[name.end() : name.end() + LONGEST_WAY])[0]
        values = list(VALUE.finditer(text, name.end(), name.end() + len(way)))
        values = [each for each in values if not EARLIER.match(text, each.end())]
        if not values or not (values[-1]["one"] or "倍" in name[0]):
            continue
        start, end = values[-1].span()
        words = text[name.start() : start]
        if AHEAD.search(words) or PART_OF_YEAR.search(words) or _is_planned(groups, start):
            continue
        stated = _times(report, start, values[-1].end("value"), end)
        quantities = [each.metric.quantity for each in (told.urban, told.rural)]
        outcome = check_rate(stated, *quantities)
        place = next(
            (each.metric for each in told.group.mentions if each.metric.start == start), None
        )
        yield outcome.finding(
            Relation.RATE,
            place or stated.cut(0, len(stated.text)),
            passages(told.urban, told.rural),
            "城乡居民收入比是城镇与农村居民人均可支配收入之比",
        )


def _incomes(group: Group) -> Iterator[Incomes]:
    """The incomes of town and country that stand side by side: of the same year and place."""
    levels = [
        each
        for each in group.mentions
        if each.kind == Kind.AMOUNT
        and each.direction is None
        and not each.earlier
        and each.metric.role != Role.TARGET
        and each.metric.unit.endswith("元")
        and INCOME.search(f"{each.before}{each.label}")
    ]
    for first, second in pairwise(levels):
        if PART_OF_YEAR.search(re.split("[;。]", first.before)[-1]):
            continue
        both = second.position == 1 and "城乡" in first.before + first.label
        if both or (URBAN.search(first.label) and RURAL.search(second.label)):
            yield Incomes(first, second, group)


def _is_planned(groups: Sequence[Group], start: int) -> bool:
    """Whether the figures around a place are planned."""
    around = [group for group in groups if group.start <= start < group.end]
    return any(each.metric.role == Role.TARGET for group in around for each in group.mentions)


def _times(report: Report, start: int, digits_end: int, end: int) -> Quantity:
    value = Decimal(half_width(report.text[start:digits_end]))
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return Quantity(
        start, end, report.text[start:end], value, None, "倍", Decimal(1), Bound.EXACT, step
    )
