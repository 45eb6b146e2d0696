"""Lists: an announced number of items and the items that follow.

Such counts are no metrics, so the text itself is read: the items are numbered (一是, 1., ①),
or enumerated in one shape (七大专项行动：…行动、…行动; 六个更加注重：更加注重…; 五个一), or
stand alone in parentheses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import any_of, cues, half_width
from analysis.audit.relations import check_count
from analysis.passage import Passage
from analysis.report import Report

Span = tuple[int, int]

DIGITS = "一二三四五六七八九"
NUMERAL = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|\d{1,2})"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# the ways to number items; each has its number as its only group
MARKERS = tuple(
    re.compile(marker)
    for marker in (
        rf"({NUMERAL})是",
        rf"({NUMERAL})要",
        rf"第({NUMERAL})[,、:是]",
        r"(?<!\d)(\d{1,2})[.．、](?!\d)",
        r"\((\d{1,2})\)",
        r"(?<![\d(])(\d{1,2})\)",
        rf"其({NUMERAL})[,、是]",
        rf"({NUMERAL})、",
        rf"\(({NUMERAL})\)",
        rf"([{CIRCLED}])",
    )
)
LONGEST_NAME = 8  # of what is counted, where no colon says that items follow
LONGEST_INDENT = 16  # spaces and line breaks before a marker
LONGEST_ITEM = 30  # a longer stretch between two 、 is a clause, no item
LONGEST_ENUMERATION = 400


def number_of(numeral: str) -> int:
    """The number that a short numeral names: 3, 三, 十二, ③."""
    if numeral in CIRCLED:
        return CIRCLED.index(numeral) + 1
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.replace("两", "二").rpartition("十")
    units = DIGITS.index(ones) + 1 if ones else 0
    return (DIGITS.index(tens) + 1 if tens else 1) * 10 + units if ten else units


@cache
def _announcement() -> re.Pattern[str]:
    words = cues()["list"]
    return re.compile(
        rf"(?<![\d第.十百千万年月{DIGITS}])(?P<count>{NUMERAL})"
        rf"(?P<classifier>{any_of(words['classifiers'])})(?P<noun>[\w·+]{{0,12}})[”\"]?"
        rf"(?P<kind>[\w、]{{0,6}})\s*"
        rf"(?P<end>[:(]|——|,{any_of(words['namely'])}[:,]?|[。;,](?=\s*(?:一是|首先|第一|1[.、]|一、|\([1一]\)|①)))"
    )


@cache
def _list_noun() -> re.Pattern[str]:
    return re.compile(rf"{any_of(cues()['list']['nouns'])}(?P<last>$)?")


def find_lists(report: Report) -> Iterator[Finding]:
    """Each announced number of items against the items that follow at once."""
    text = half_width(report.text)
    for announcement in _announcement().finditer(text):
        announced = number_of(announcement["count"])
        if announced < 2:
            continue
        numbered = _numbered(text, announcement)
        if numbered and len(numbered) != announced == _number_at(text, numbered[-1]):
            continue  # one in between is numbered otherwise, or was not read
        items = numbered or _enumerated(text, announcement)
        if len(items) > 1:
            yield _finding(report, announcement, announced, items)


def _finding(
    report: Report, announcement: re.Match[str], announced: int, items: list[Span]
) -> Finding:
    evidence = tuple(_passage(report, *item) for item in items)
    why = f"“{announcement[0].rstrip(':(,。; ')}”之后逐项列出"
    stated = _passage(report, *announcement.span("count"))
    return check_count(announced, len(items)).finding(Relation.LIST, stated, evidence, why)


def _passage(report: Report, start: int, end: int) -> Passage:
    return Passage(start, end, report.text[start:end])


# --- numbered items --------------------------------------------------------------------------


def _numbered(text: str, announcement: re.Match[str]) -> list[Span]:
    """The markers of the items, when the first one stands right after the announcement."""
    announced = announcement["classifier"] + announcement["noun"] + announcement["kind"]
    nouns = list(_list_noun().finditer(announced))
    bare = announced in cues()["list"]["classifiers"] and announced != "个"
    closed = announcement["end"] in {"。", ";", ","}
    named = bare or any(each["last"] is not None for each in nouns[-1:])
    if closed and (not named or len(announced) > LONGEST_NAME):
        return []
    first = announcement.end()
    while first < len(text) and text[first].isspace():
        first += 1
    for marker in MARKERS:
        match = marker.match(text, first)
        if match and number_of(match[1]) == 1:
            below = "\n" in text[announcement.end() : first]
            return _markers(text, match, marker, below=below)
    return []


def _number_at(text: str, item: Span) -> int:
    """The number in a marker."""
    match = re.search(rf"{NUMERAL}|[{CIRCLED}]", text[slice(*item)])
    return number_of(match[0]) if match else 0


def _markers(
    text: str, first: re.Match[str], marker: re.Pattern[str], *, below: bool
) -> list[Span]:
    """The spans of the markers from the first on, until the numbering starts anew.

    A list that starts on the announcing line ends with it; one that starts ``below`` it has
    its markers at the starts of lines.
    """
    line_end = text.find("\n", first.end())
    limit = len(text) if below or line_end < 0 else line_end
    items, last = [first.span()], 1
    for match in marker.finditer(text, first.end(), limit):
        number = number_of(match[1])
        before = text[max(first.end(), match.start() - LONGEST_INDENT) : match.start()]
        indent = before[len(before.rstrip()) :]
        opening = "\n" if "\n" in indent else before.rstrip()[-1:]
        if opening not in ("\n" if below else "。;:,)—\n"):
            continue
        if number == 1 or number > last + 2:
            break
        items.append(match.span())
        last = max(last, number)
    return items


# --- enumerated items ------------------------------------------------------------------------


def _enumerated(text: str, announcement: re.Match[str]) -> list[Span]:
    """The items of an enumeration of one shape after the announcement."""
    start = announcement.end()
    bracket = announcement["end"] == "("
    close = re.compile(r"[)\n]" if bracket else r"[。\n]")
    match = close.search(text, start, start + LONGEST_ENUMERATION)
    if not match or announcement["end"] in {"。", ";", ","}:
        return []
    end = match.start()
    noun = (announcement["noun"] + announcement["kind"]).strip()
    if noun.startswith("一") and announcement["classifier"] == "个":
        return _while(_split(text, start, end, r"[、,;]"), rf"[^一]{{0,6}}一[^\d{DIGITS}]", text)
    if text.startswith(noun, start) and len(noun) > 1:
        return _while(_split(text, start, end, r"[、,;]"), re.escape(noun), text)
    ending = noun[-2:]
    return _quoted(text, start, end) or _of_one_ending(text, start, end, ending, alone=bracket)


def _split(text: str, start: int, end: int, mark: str) -> list[Span]:
    """The spans between marks."""
    cuts = [match.span() for match in re.finditer(mark, text[start:end])]
    starts = [start, *(start + cut[1] for cut in cuts)]
    ends = [*(start + cut[0] for cut in cuts), end]
    return list(zip(starts, ends, strict=True))


def _quoted(text: str, start: int, end: int) -> list[Span]:
    """The items, when each is in quotation marks and nothing but a mark stands between them."""
    run = re.compile(r"(?:[、,;]?“[^“”]+”)+").match(text, start, end)
    if not run or re.match(r"等|[、和及与]|以及", text[run.end() : end]):
        return []
    return [each.span() for each in re.compile(r"“[^“”]+”").finditer(text, start, run.end())]


def _while(spans: list[Span], shape: str, text: str) -> list[Span]:
    """The leading items that begin in the shape."""
    pattern = re.compile(rf"[“\"]?{shape}")
    for at, (start, end) in enumerate(spans):
        if not pattern.match(text, start, end):
            return spans[:at]
    return spans


def _of_one_ending(text: str, start: int, end: int, ending: str, *, alone: bool) -> list[Span]:
    """Items with the announced noun at their ends; any items, when nothing else is in brackets."""
    if len(ending) < 2:
        return []
    clause_end = min((at for mark in ",;" if (at := text.find(mark, start, end)) >= 0), default=end)
    items = _split(text, start, clause_end, r"、|(?<=\w{2})(?:以及|和|及|与)(?=\w{2})")
    if all(text[slice(*item)].rstrip('”"').endswith(ending) for item in items):
        return items
    items = _split(text, start, clause_end, "、")
    plain = alone and clause_end == end and not re.search(r"等|[和及与]", text[start:end])
    short = all(1 < last - first <= LONGEST_ITEM for first, last in items)
    return items if plain and short else []
