"""Lists: an announced number of items against the items that follow it or stand before it.

Such counts are no metrics, so the text itself is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.audit.finding import Finding, Relation
from analysis.audit.items import (
    DIGITS,
    NUMERAL,
    Items,
    enumerated_after,
    enumerated_before,
    enumerated_in_clause,
    last_number,
    number_of,
    numbered,
)
from analysis.audit.mentions import any_of, cues, half_width
from analysis.audit.relations import check_count
from analysis.passage import Passage
from analysis.report import Report

LONGEST_NAME = 8  # of what is counted, where no colon says that items follow
FAR = 2  # items that marks alone tie to a count which is further off are not what it counts


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["list"]
    first = r"(?=\s*(?:一[是要为抓]|首先|第一|1[.、]|一、|\([1一]\)|①))"
    classifier, levels = any_of(words["classifiers"]), any_of(words["levels"])
    slogan = rf"(?<=“.)(?!{classifier})(?=(?:统一|[^\W\d{DIGITS}]{{1,4}})”)"
    return {
        "count": re.compile(
            rf"(?<![\d第.十百千万年月{DIGITS}])(?P<count>{NUMERAL})"
            rf"(?:(?P<classifier>{classifier})|{slogan}|(?<=有.)(?=:))(?!{any_of(words['names'])})"
        ),
        "name": re.compile(
            rf"[“\"]?(?P<noun>[\w·+]{{0,12}})[”\"]?"
            rf"(?P<kind>“?[\w、]{{0,6}}”?|(?<=”)\w{{7,16}}(?=,))\s*"
            rf"(?P<closing>[:(]|——|,{any_of(words['namely'])}[:,]?|[。;,]{first}|,)"
        ),
        "counted": re.compile(r"\w{0,12}"),
        "count_before": re.compile(rf"(?!一){NUMERAL}{classifier}\w{{1,6}}$"),
        "noun": re.compile(rf"{any_of(words['nouns'])}(?P<last>$)?"),
        "no_noun": re.compile(any_of(words["no_nouns"])),
        "alone": re.compile(any_of(words["alone"])),
        "levels": re.compile(rf"(?<![省市州县旗区镇乡村]){levels}[”\"]?[等共这]?[“\"]?$"),
    }


def find_lists(report: Report) -> Iterator[Finding]:
    """Each announced number of items against the items beside it."""
    text = half_width(report.text)
    for count in _patterns()["count"].finditer(text):
        lead = text[max(0, count.start() - LONGEST_NAME) : count.start()]
        within = _patterns()["count_before"].search(lead)  # 三个方面9项工作
        if number_of(count["count"]) > 1 and not within:
            finding = _after(report, text, count) or _before(report, text, count)
            if finding:
                yield finding


def _after(report: Report, text: str, count: re.Match[str]) -> Finding | None:
    """The count against the items that follow it at once."""
    name = _patterns()["name"].match(text, count.end())
    if not name or _patterns()["count"].search(text, count.end(), name.start("closing")):
        return None
    items = _numbered(text, count, name) or _enumerated(text, count, name)
    announced = text[count.start() : name.start("closing")]
    return _finding(report, count, items, f"“{announced.rstrip()}”之后逐项列出")


def _numbered(text: str, count: re.Match[str], name: re.Match[str]) -> Items | None:
    """The numbered items after an announcement that says, by name or colon, that they follow."""
    counted = (count["classifier"] or "") + name["noun"] + name["kind"]
    nouns = list(_patterns()["noun"].finditer(counted))
    bare = counted in cues()["list"]["classifiers"] and counted != "个"
    named = bare or any(each["last"] is not None for each in nouns[-1:])
    if name["closing"] in {"。", ";", ","} and (not named or len(counted) > LONGEST_NAME):
        return None
    items = numbered(text, name.end())
    announced = number_of(count["count"])
    if items and len(items.nearest(announced)) != announced:
        if announced == last_number(text, items):
            return None  # one in between is numbered otherwise, or was not read
        if name["closing"] == "," and count["classifier"] == "大":
            return None  # 八大工程，一是…: of a programme not everything is told
    return items


def _enumerated(text: str, count: re.Match[str], name: re.Match[str]) -> Items | None:
    """The items after an announcement that repeat its noun, or that a colon opens."""
    noun, closing = name["noun"], name["closing"]
    slogan = count["classifier"] is None  # 三书同达: 甲书、乙书、丙书
    if closing in {"。", ";"} or not noun:
        return None
    if closing == "," and not text.startswith(noun, name.end()):
        quoted = "”" in name[0]
        words = [noun, noun[0]] if slogan else [noun]  # “四下基层”, “三书同达”
        return enumerated_in_clause(text, name.end(), words) if quoted else None
    items = enumerated_in_clause(text, name.end(), noun[0]) if slogan else None
    word = "一" if noun.startswith("一") else noun + name["kind"]  # 五个一：一次…、一场…
    return items or enumerated_after(text, name.end(), word, bracket=closing == "(")


def _before(report: Report, text: str, count: re.Match[str]) -> Finding | None:
    """The count against the items that stand right before it: 甲、乙、丙三项制度."""
    patterns = _patterns()
    noun = patterns["counted"].match(text, count.end())
    alone = count["classifier"] and patterns["alone"].fullmatch(count["classifier"])
    if noun is None or not (noun[0] or alone) or patterns["no_noun"].match(noun[0]):
        return None
    lead = text[max(0, count.start() - LONGEST_NAME) : count.start()]
    if count["classifier"] == "级" and not patterns["levels"].search(lead):
        return None  # 二级公路 is of a grade
    items = enumerated_before(text, count.start())
    if lead.endswith("“") and (
        not count["classifier"] or (items and max(map(len, items.readings)) < 3)
    ):
        return None  # a name that opens with a numeral: “四好农村路”
    return _finding(report, count, items, f"“{count[0]}{noun[0]}”之前逐项列出")


def _finding(report: Report, count: re.Match[str], items: Items | None, why: str) -> Finding | None:
    if items is None:
        return None
    announced = number_of(count["count"])
    listed = items.nearest(announced)
    off = announced - len(listed)
    if (items.more and off > 0) or (items.loose and abs(off) > FAR):
        return None
    evidence = tuple(_passage(report, *item) for item in listed)
    stated = _passage(report, *count.span("count"))
    return check_count(announced, len(listed)).finding(Relation.LIST, stated, evidence, why)


def _passage(report: Report, start: int, end: int) -> Passage:
    return Passage(start, end, report.text[start:end])
