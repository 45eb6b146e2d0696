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
    LONGEST_ITEM,
    NUMERAL,
    Items,
    enumerated_after,
    enumerated_before,
    enumerated_first,
    enumerated_in_clause,
    enumerated_in_clauses,
    enumerated_later,
    last_number,
    number_of,
    numbered,
    numbered_before,
    numbered_with,
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
    first = r"(?=\s*(?:一[是要为抓]|首先|第一|1[.、]|一、|\([1一]\)|①|——))"
    classifier, levels = any_of(words["classifiers"]), any_of(words["levels"])
    slogan = rf"(?<=“.)(?!{classifier})(?=(?:统一|[^\W\d{DIGITS}]{{1,4}})”)"
    # 三县, 两区: places are counted without a classifier
    place = rf"(?=(?P<place>{any_of(words['places'])})(?![级情域委百\d{DIGITS}]))"
    return {
        "count": re.compile(
            rf"(?<![\d第十百千万月{DIGITS}])(?P<count>{NUMERAL})"
            rf"(?:(?P<classifier>{classifier})|{slogan}|(?<=有.)(?=:)|{place})"
            rf"(?!{any_of(words['names'])}(?![”\"]?[:(]))"
        ),
        "item_number": re.compile(r"(?:^|\n)\s*\d{1,2}[．、]$"),
        "recalled": re.compile(any_of(words["recalling"]) + "的?$"),
        "name": re.compile(
            rf"[“\"]?(?P<noun>[\w·+]{{0,12}})[”\"]?"
            rf"(?P<kind>“?[\w、]{{0,6}}”?|(?<=”)\w{{7,16}}(?=,))\s*"
            rf"(?P<closing>[:(]|——|,{any_of(words['namely'])}[:,]?|,\w{{0,6}}(?:为|是|有|如下):"
            rf"|{any_of(words['directly'])}(?=\w)|[。;,]{first}|,|(?=\n){first})"
        ),
        "scope": re.compile("[全占]"),
        "noun_before": re.compile(r"[^\W\d_]{2}"),
        "slogan": re.compile(r"(?P<word>[^\W\d_]{2,4})”"),
        "counted": re.compile(r"\w{0,12}"),
        "count_before": re.compile(rf"(?!一){NUMERAL}{classifier}\w{{0,6}}$"),
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
        if number_of(count["count"]) > 1 and not within and not _is_decimal(report, count):
            finding = (
                _after(report, text, count)
                or _recalled(report, text, count)
                or _headings(report, text, count)
                or _before(report, text, count)
            )
            if finding:
                yield finding


def _is_decimal(report: Report, count: re.Match[str]) -> bool:
    """Whether a number is the end of another: 1.5种, but not 3．五种… where an item begins."""
    lead = report.text[max(0, count.start() - LONGEST_NAME) : count.start()]
    return lead.endswith((".", "．")) and not _patterns()["item_number"].search(lead)


def _after(report: Report, text: str, count: re.Match[str]) -> Finding | None:
    """The count against the items that follow it at once."""
    name = _patterns()["name"].match(text, count.end())
    others = _patterns()["count"].finditer(text, count.end(), name.start("closing") if name else 0)
    if not name or any(number_of(other["count"]) > 1 for other in others):
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
    items = numbered(text, name.end())
    short = len(counted) <= LONGEST_NAME
    recurs = items is not None and _recurs(text, items, name["noun"])
    if name["closing"] in {"。", ";", ",", ""} and not (named and short) and not recurs:
        return None
    announced = number_of(count["count"])
    if items and len(items.nearest(announced)) != announced:
        if announced == last_number(text, items):
            return None  # one in between is numbered otherwise, or was not read
        if name["closing"] == "," and count["classifier"] == "大":
            return None  # 八大工程，一是…: of a programme not everything is told
    return items


def _recurs(text: str, items: Items, noun: str) -> bool:
    """Whether the first two items repeat what was announced: 三个到位。一是领导到位。二是….

    The noun of one character, or none, is no evidence.
    """
    starts = [last for _, last in items.readings[0][:2]]
    return len(noun) > 1 and all(noun in text[at : at + LONGEST_ITEM] for at in starts)


def _enumerated(text: str, count: re.Match[str], name: re.Match[str]) -> Items | None:
    """The items after an announcement that repeat its noun, or that a colon opens."""
    noun, closing = name["noun"], name["closing"]
    slogan = not count["classifier"] and not count["place"]  # 三书同达: 甲书、乙书、丙书
    if not noun and closing == ":":  # 奖项3项：甲奖、乙奖、丙奖
        noun = _patterns()["noun_before"].findall(text[count.start() - 2 : count.start()])[-1:]
        return enumerated_after(text, name.end(), noun[0], bracket=False) if noun else None
    if closing in {"。", ";"} or not noun:
        return None
    if closing == "," and not text.startswith(noun, name.end()):
        quoted = "”" in name[0]
        words = [noun, noun[0]] if slogan else [noun]  # “四下基层”, “三书同达”
        if not quoted:
            return None
        in_clause = enumerated_in_clause(text, name.end(), words)
        return in_clause or enumerated_in_clauses(text, name.end(), noun)
    items = enumerated_in_clause(text, name.end(), noun[0]) if slogan else None
    word = "一" if noun.startswith("一") else noun + name["kind"]  # 五个一：一次…、一场…
    return (
        items
        or enumerated_after(text, name.end(), word, bracket=closing == "(")
        or (enumerated_later(text, name.end(), noun) if closing == ":" else None)
        or (enumerated_first(text, name.end()) if len(closing) > 1 else None)  # 即：
    )


def _recalled(report: Report, text: str, count: re.Match[str]) -> Finding | None:
    """The count against the numbered items that it looks back to: 以上三项措施."""
    patterns = _patterns()
    lead = text[max(0, count.start() - LONGEST_NAME) : count.start()]
    counted = patterns["counted"].match(text, count.end())
    named = counted and patterns["noun"].search((count["classifier"] or "") + counted[0])
    if not named or not patterns["recalled"].search(lead):
        return None
    items = numbered_before(text, count.start())
    return _finding(report, count, items, f"“{count[0]}{named[0]}”之前逐项列出")


def _headings(report: Report, text: str, count: re.Match[str]) -> Finding | None:
    """The count of a slogan against numbered items that repeat its word.

    聚焦“四个强化”提升水平。（一）强化制度建设。
    """
    quoted = _patterns()["slogan"].match(text, count.end())
    if not quoted or not text[: count.start()].endswith("“"):
        return None
    items = numbered_with(text, quoted.end(), quoted["word"])
    return _finding(
        report, count, items, f"“{count[0]}{quoted['word']}”之后各项均有“{quoted['word']}”"
    )


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
    if items is None or _are_other_places(text, items, count["place"] or noun[0]):
        return None
    if count["place"] and any(patterns["scope"].search(text, *item) for item in items.readings[-1]):
        return None  # 占全省、沿江两县
    listed = items.nearest(number_of(count["count"]))
    repeated = all(noun[0][:1] in text[slice(*item)] for item in listed)  # 定人、定岗的“两定”
    if lead.endswith("“") and (
        (not count["classifier"] and not repeated) or max(map(len, items.readings)) < 3
    ):
        return None  # a name that opens with a numeral: “四好农村路”
    return _finding(report, count, items, f"“{count[0]}{noun[0]}”之前逐项列出")


def _are_other_places(text: str, items: Items, noun: str) -> bool:
    """Whether the items are places of one sort that hold what is counted: 甲镇、乙镇5所学校."""
    places = cues()["list"]["places"]
    ends = {text[last - 1] for _, last in items.readings[0]}
    sort = ends.pop() if len(ends) == 1 else ""
    return sort in places and sort not in noun and not any(each in noun for each in places)


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
