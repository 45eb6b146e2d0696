"""Kinds that exclude each other by what they are: times of a year, places, levels, grades."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from analysis.audit.items import NUMERAL, number_of
from analysis.audit.mentions import Mention, any_of, cues
from analysis.audit.scopes import MARKS

YEAR = frozenset(range(1, 13))
MONTHS = re.compile(r"(\d{1,2})(?:月)?[—–\-~至到](\d{1,2})月")
QUARTER = re.compile(rf"(?P<until>前)?第?(?P<number>{NUMERAL})季度?")
HALF = re.compile(r"(?P<half>[上下])半年")


def is_year(mentions: Sequence[Mention]) -> bool:
    """Whether the labels name times that make up a year, each month once: 上半年, 三季度, ….

    ``False`` where one label names no time.
    """
    times = [_months(each.label) for each in mentions]
    return all(times) and sum(map(len, times)) == len(YEAR) and frozenset().union(*times) == YEAR


def _months(label: str) -> frozenset[int]:
    """The months that a label names; empty when it names none."""
    if half := HALF.search(label):
        return frozenset(range(1, 7) if half["half"] == "上" else range(7, 13))
    if months := MONTHS.search(label):
        return frozenset(range(int(months[1]), int(months[2]) + 1))
    if quarter := QUARTER.search(label):
        number = number_of(quarter["number"])
        first = 1 if quarter["until"] else 3 * number - 2
        return frozenset(range(first, 3 * number + 1)) if 0 < number < 5 else frozenset()
    return frozenset()


@cache
def _series() -> tuple[re.Pattern[str], ...]:
    words = cues()["series"]
    place = rf"\w{{0,6}}{any_of(words['places'])}"
    ordinal = rf"(?:{NUMERAL}|[甲乙丙丁A-DⅠ-Ⅳ])"
    sort = rf"第?{ordinal}{any_of(words['grades'])}\w{{0,4}}"
    level = rf"{any_of(words['levels'])}级?\w{{0,4}}"
    season = r"[春夏秋冬]\w{1,2}"
    return tuple(re.compile(each) for each in (place, sort, level, season))


def is_series(mentions: Sequence[Mention]) -> bool:
    """Whether all labels are of one series: places, numbered grades, levels of office, seasons.

    A thing is in one place, of one grade; so their figures are no larger together than all.
    """
    names = [MARKS.sub("", each.label) for each in mentions]
    if len(names) < 2 or len(set(names)) < len(names):
        return False
    return any(all(series.fullmatch(name) for name in names) for series in _series())
