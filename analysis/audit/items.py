"""Items: what a text lists, before or after the place that says how many there are.

Items are numbered (一是, 1., ①), or repeat a word of their announcement (三个转变：由…转变、
由…转变), or stand quoted or alone between marks of one kind. All text is half-width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.audit.mentions import any_of, cues

Span = tuple[int, int]

DIGITS = "一二三四五六七八九"
NUMERAL = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|\d{1,2})"
DASH = "——"
OPENINGS = ("", *"。;:,)—\n")  # before the first marker of a list
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MARKS = "、,;"
# 参与, 普及 and 和谐 join nothing
JOINT = (
    "(?:以及|(?<![共温缓总调中饱])和(?![谐平睦解])"
    "|(?<![涉普惠危触顾以])及(?![时格])|(?<![参赋给授])与)"
)
LONGEST_INDENT = 16  # spaces and line breaks before a marker
LONGEST_ITEM = 30  # a longer stretch between two 、 is a clause, no item
LONGEST_ENUMERATION = 400
LONGEST_RUN = 150  # of the items before a count
LONGEST_LIST = 2000  # of numbered items before a count that looks back to them
LONGEST_LEAD = 60  # between a slogan and the first of the items that repeat its word


@dataclass(frozen=True, slots=True)
class Items:
    """The spans of listed items, in each way that the marks between them can be read.

    甲、乙和丙 are two items or three. ``more`` says that there are others (等), ``loose`` that
    nothing but marks ties the items to their count.
    """

    readings: tuple[tuple[Span, ...], ...]
    more: bool = False
    loose: bool = False

    def nearest(self, number: int) -> tuple[Span, ...]:
        """The reading with as many items as were announced, or the nearest to it."""
        return min(self.readings, key=lambda spans: abs(len(spans) - number))


def _exactly(spans: Iterable[Span], *, more: bool = False) -> Items | None:
    """Items that can be read in one way only; None of fewer than two."""
    reading = tuple(spans)
    return Items((reading,), more) if len(reading) > 1 else None


def number_of(numeral: str) -> int:
    """The number that a short numeral names: 3, 三, 十二, ③."""
    if numeral in CIRCLED:
        return CIRCLED.index(numeral) + 1
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.replace("两", "二").rpartition("十")
    units = DIGITS.index(ones) + 1 if ones else 0
    return (DIGITS.index(tens) + 1 if tens else 1) * 10 + units if ten else units


# --- numbered items --------------------------------------------------------------------------


@cache
def _markers() -> tuple[re.Pattern[str], ...]:
    """The ways to number items; each has its number as its only group."""
    verbs = (rf"({NUMERAL}){verb}" for verb in cues()["list"]["numbering"])
    ways = (
        *verbs,
        rf"第({NUMERAL})(?:步|类|项|点|个方面)?[,、:是]",
        r"(?<!\d)(\d{1,2})[.．、](?!\d)",
        r"\((\d{1,2})\)",
        r"(?<![\d(])(\d{1,2})\)",
        rf"其({NUMERAL})[,、是]",
        rf"({NUMERAL})、",
        rf"\(({NUMERAL})\)",
        rf"([{CIRCLED}])",
    )
    return tuple(re.compile(way) for way in ways)


def numbered(text: str, start: int) -> Items | None:
    """The markers of the items, when the first one stands right at ``start``."""
    first = start
    while first < len(text) and text[first].isspace():
        first += 1
    below = "\n" in text[start:first]
    for marker in _markers():
        match = marker.match(text, first)
        if match and number_of(match[1]) == 1:
            return _exactly(_numbered_on(text, match, marker, below=below))
    return _exactly(_in_words(text, first)) or _exactly(_dashed(text, first, below=below))


def numbered_before(text: str, end: int) -> Items | None:
    """The markers of the last numbered items of the line that ends, or holds, ``end``."""
    start = max(0, end - LONGEST_LIST, text.rfind("\n", 0, end) + 1)
    runs: list[list[Span]] = []
    for marker in _markers():
        first = [each for each in marker.finditer(text, start, end) if number_of(each[1]) == 1]
        if first and text[max(start, first[-1].start() - 1) : first[-1].start()] in OPENINGS:
            runs.append(_numbered_on(text, first[-1], marker, below=False, limit=end))
    last = max(runs, key=lambda run: run[-1], default=[])
    return _exactly(last)


def numbered_with(text: str, start: int, word: str) -> Items | None:
    """The numbered items after an announcement that all open with a ``word`` of it."""
    for marker in _markers():
        for first in marker.finditer(text, start, start + LONGEST_LEAD):
            if number_of(first[1]) == 1 and text.startswith(word, first.end()):
                below = "\n" in text[max(0, first.start() - 1) : first.start()]
                spans = _numbered_on(text, first, marker, below=below)
                return _exactly(span for span in spans if text.startswith(word, span[1]))
    return None


def last_number(text: str, items: Items) -> int:
    """The number in the last marker; 0 where it is a word."""
    match = re.search(rf"{NUMERAL}|[{CIRCLED}]", text[slice(*items.readings[0][-1])])
    return number_of(match[0]) if match else 0


def _numbered_on(
    text: str,
    first: re.Match[str],
    marker: re.Pattern[str],
    *,
    below: bool,
    limit: int | None = None,
) -> list[Span]:
    """The spans of the markers from the first on, to ``limit`` or until numbering starts anew.

    A list that starts on the announcing line ends with it; one that starts ``below`` it has
    its markers at the starts of lines.
    """
    line_end = text.find("\n", first.end())
    limit = limit or (len(text) if below or line_end < 0 else line_end)
    spans, last = [first.span()], 1
    for match in marker.finditer(text, first.end(), limit):
        number = number_of(match[1])
        before = text[max(first.end(), match.start() - LONGEST_INDENT) : match.start()]
        indent = before[len(before.rstrip()) :]
        opening = "\n" if "\n" in indent else before.rstrip()[-1:]
        if opening not in ("\n" if below else "。;:,)—\n"):
            continue
        if number == 1 or number > last + 2:
            break
        spans.append(match.span())
        last = max(last, number)
    return spans


def _dashed(text: str, first: int, *, below: bool) -> Iterator[Span]:
    """The dashes that open items: ——甲。——乙。 in one line, or each at the start of its line."""
    if not text.startswith(DASH, first):
        return
    if below:
        for line in re.compile(r"[^\n]*\S[^\n]*").finditer(text, first):
            at = line.start() + len(line[0]) - len(line[0].lstrip())
            if not text.startswith(DASH, at):
                return
            yield at, at + len(DASH)
        return
    line_end = text.find("\n", first)
    yield first, first + len(DASH)
    opening = re.compile(rf"(?<=[。;]){DASH}")
    for match in opening.finditer(text, first + 1, len(text) if line_end < 0 else line_end):
        yield match.span()


def _in_words(text: str, first: int) -> Iterator[Span]:
    """The words that number items one after the other: 首先, 其次, 再次, 最后."""
    words = cues()["list"]["order"]
    if not text.startswith(words[0], first):
        return
    line_end = text.find("\n", first)
    order = re.compile(rf"(?:(?<=[。;,])|(?<!.)){any_of(words)}(?=[,:\w])")
    yield first, first + len(words[0])
    for match in order.finditer(text, first + 1, len(text) if line_end < 0 else line_end):
        if match[0] == words[0]:
            return
        yield match.span()


# --- items after their number ----------------------------------------------------------------


def enumerated_after(text: str, start: int, announced: str, *, bracket: bool) -> Items | None:
    """The items of an enumeration that starts at ``start``; ``announced`` names what is listed.

    They repeat a word of the announcement (of one character, if it has no more) or stand alone.
    """
    close = re.compile(r"[)\n]" if bracket else r"[。\n]")
    match = close.search(text, start, start + LONGEST_ENUMERATION)
    end = match.start() if match else min(len(text), start + LONGEST_ENUMERATION)
    if not match and end < len(text):
        return None
    if any(word in text[start:end] for word in cues()["list"]["remainder"]):
        return None  # one piece tells of several
    return (
        _quoted_from(text, start, end)
        or _repeating(text, start, end, announced)
        or _alone(text, start, end)
    )


def enumerated_later(text: str, start: int, word: str) -> Items | None:
    """The items of a later clause of an explanation that all end with a ``word``.

    八大行动：《方案》明确，实施甲行动、乙行动…
    """
    close = re.compile(r"\n|$").search(text, start, start + LONGEST_ENUMERATION)
    end = close.start() if close else start + LONGEST_ENUMERATION
    for clause in re.compile(r"[^,;:。]+").finditer(text, start, end):
        pieces = _split(text, *clause.span(), "、")
        if len(pieces) > 2 and all(text[slice(*piece)].endswith(word) for piece in pieces):
            return _exactly(pieces)
    return None


def enumerated_in_clause(text: str, start: int, words: Iterable[str]) -> Items | None:
    """The three or more items between the 、 of a clause that all hold one of the ``words``."""
    close = re.compile(r"[,;。\n]|$").search(text, start, start + LONGEST_ENUMERATION)
    pieces = _split(text, start, close.start() if close else start, "、")
    for word in words:
        if len(pieces) > 2 and all(word in text[slice(*piece)] for piece in pieces):
            return _exactly(pieces)
    return None


def enumerated_in_clauses(text: str, start: int, word: str) -> Items | None:
    """The two or more clauses that each end with a ``word``: 由甲向乙转变，由丙向丁转变."""
    end = re.compile(r"[。\n]|$").search(text, start, start + LONGEST_ENUMERATION)
    pieces = _split(text, start, end.start() if end else start, "[,;]")
    ending = [piece for piece in pieces if text[slice(*piece)].endswith(word)]
    if len(word) < 2 or len(ending) < 2 or ending != pieces[: len(ending)]:
        return None
    return Items((tuple(ending),), loose=True)


def enumerated_first(text: str, start: int) -> Items | None:
    """The three or more items of a first clause that others follow: 甲、乙、丙、丁，开展执法."""
    comma = re.compile(r"[,。\n]").search(text, start, start + LONGEST_ENUMERATION)
    items = _alone(text, start, comma.start()) if comma else None
    return items if items and len(items.readings[0]) > 2 else None


def _repeating(text: str, start: int, end: int, announced: str) -> Items | None:
    """The items that each repeat a word of their announcement, 五个强化：强化…、强化….

    A stretch without it goes on with the item before it, or ends the list: both are counted.
    """
    marked = _split(text, start, end, f"[{MARKS}]")
    word = _repeated(
        text, marked if len(marked) > 1 else _split(text, start, end, JOINT), announced
    )
    if not word:
        return None
    joint = rf"[{MARKS}]{JOINT}?|(?<={re.escape(word)}){JOINT}|{JOINT}(?={re.escape(word)})"
    pieces = _split(text, start, end, joint)
    first, second = (text[slice(*piece)] for piece in pieces[:2])
    at_end = first.endswith(word) and second.endswith(word)
    holds = str.endswith if at_end else str.__contains__
    has = [holds(text[slice(*piece)], word) for piece in pieces]
    leading = has.index(False) if False in has else len(has)
    if leading < 2:
        return None
    alike = leading  # and those behind the same mark: 住房建设、设施建设、城中村改造
    while alike < len(pieces) and text[pieces[alike][0] - 1] == "、":
        alike += 1
    more = "等" in text[pieces[alike - 1][0] : pieces[alike - 1][1] + 1]
    worded = tuple(piece for piece, own in zip(pieces, has, strict=True) if own)
    return Items((tuple(pieces[:leading]), tuple(pieces[:alike]), worded), more)


def _repeated(text: str, pieces: Sequence[Span], announced: str) -> str:
    """The longest word of the announcement that the first two pieces have too."""
    if len(pieces) < 2:
        return ""
    first, second = (text[slice(*piece)] for piece in pieces[:2])
    shortest = min(2, len(announced))
    words = (
        announced[at : at + size]
        for size in range(len(announced), shortest - 1, -1)
        for at in range(len(announced) - size + 1)
    )
    return next((word for word in words if word in first and word in second), "")


def _quoted_from(text: str, start: int, end: int) -> Items | None:
    """The items, when each is in quotation marks and nothing but a mark stands between them."""
    if named := re.compile(r"\w{0,4}“([^“”]+、[^“”]+)”").match(text, start, end):
        return _exactly(_split(text, *named.span(1), "、"))  # 实施“甲、乙、丙”行动
    run = re.compile(rf"(?:[{MARKS}]?{JOINT}?(?:“[^“”]+”|《[^《》]+》))+").match(text, start, end)
    if not run or re.match(rf"{JOINT}", text[run.end() : end]):
        return None
    return _exactly(_quotes(text, start, run.end()), more=text.startswith("等", run.end()))


def _quotes(text: str, start: int, end: int) -> list[Span]:
    return [each.span() for each in re.compile(r"“[^“”]+”|《[^《》]+》").finditer(text, start, end)]


def _alone(text: str, start: int, end: int) -> Items | None:
    """The items, when they fill the enumeration with marks of one kind between them.

    Commas also stand within items, so what they part must be of one length.
    """
    words = text[start:end]
    mark = next((each for each in ";、," if each in words), "")
    if not mark or (mark == "、" and "," in words):
        return None
    pieces = _split(text, start, end, mark)
    lengths = [last - first for first, last in pieces]
    if mark == "," and len(set(lengths)) > 1 and not _have_one_head(text, pieces):
        return None
    if mark == "、" and not _are_items(lengths):
        return None
    last = text[slice(*pieces[-1])]
    readings = [tuple(pieces)] if mark != "、" else _last_joined(text, pieces)
    return Items(tuple(readings), more="等" in last, loose=True)


def _have_one_head(text: str, pieces: Sequence[Span]) -> bool:
    """Whether all pieces open with the same word: 必须坚持甲，必须坚持乙."""
    heads = {text[first : first + 2] for first, _ in pieces}
    return len(heads) == 1 and len(pieces) > 2


def _are_items(lengths: Sequence[int]) -> bool:
    """Whether pieces so long are items: no clauses, nor the two ways to say 县(市、区)."""
    letters = len(lengths) > 2 and set(lengths) == {1}  # 铜、铅、锌
    return letters or all(1 < each <= LONGEST_ITEM for each in lengths)


def _last_joined(text: str, pieces: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The pieces as they are, and with the last one parted at its 和: 甲、乙和丙."""
    joint = re.compile(rf"(?<=\w){JOINT}(?=\w)")
    if any(joint.search(text, *piece) for piece in pieces[:-1]):
        return [tuple(pieces)]  # 发展和安全、当前和长远: each is two
    last = _split(text, *pieces[-1], joint.pattern)
    return [tuple(pieces), (*pieces[:-1], *last)]


def _split(text: str, start: int, end: int, mark: str) -> list[Span]:
    """The spans between marks; those within brackets or quotation marks part nothing."""
    inner = re.compile(r"\([^()]*\)|“[^“”]*”")
    outer = inner.sub(lambda match: "…" * len(match[0]), text[start:end])
    cuts = [match.span() for match in re.finditer(mark, outer)]
    starts = [start, *(start + cut[1] for cut in cuts)]
    ends = [*(start + cut[0] for cut in cuts), end]
    return list(zip(starts, ends, strict=True))


# --- items before their number ---------------------------------------------------------------


@cache
def _run_patterns() -> dict[str, re.Pattern[str]]:
    verbs = any_of(cues()["list"]["verbs"])
    return {
        "end": re.compile(r"(?P<more>等等?)?(?:这|共|共计|的(?=“))?[“\"]?$"),
        "clause": re.compile(rf"(?<=\n)\s*{NUMERAL}、|[,;:。!?\n()—]"),
        "quotes": re.compile(rf"(?:(?:“[^“”]+”|《[^《》]+》)(?:[、,]{JOINT}?|{JOINT})?)+$"),
        "quote": re.compile(r"“([^“”]+)”$"),
        "acts": re.compile(rf"{any_of(cues()['list']['acts'])}$"),
        "count": re.compile(rf"\d|{NUMERAL}(?:个|项|大|类|条|级|批|种|名|家)|等"),
        "starts": re.compile(rf"{verbs}|.*?{JOINT}"),
    }


def enumerated_before(text: str, end: int) -> Items | None:
    """The items of an enumeration that ends where their number stands: 甲、乙、丙三项制度."""
    patterns = _run_patterns()
    words = text[max(0, end - LONGEST_RUN) : end]
    offset = end - len(words)
    tail = patterns["end"].search(words)
    more = bool(tail and tail["more"])
    words = words[: tail.start()] if tail else words
    if quotes := patterns["quotes"].search(words):
        quoted = _exactly(_quotes(text, offset + quotes.start(), offset + quotes.end()), more=more)
        if quoted and words[quotes.start() - 1 : quotes.start()] != "、":
            return quoted
    if (quote := patterns["quote"].search(words)) and "、" in quote[1]:
        return _run(text, offset + quote.start(1), offset + quote.end(1), more=more)
    cut = max((each.end() for each in patterns["clause"].finditer(words)), default=0)
    opened = max((each.end() for each in re.finditer("“(?![^“”]*”)", words)), default=0)
    return _run(text, offset + max(cut, opened), offset + len(words), more=more)


def _run(text: str, start: int, end: int, *, more: bool) -> Items | None:
    """Items with 、 between them. The list may begin in a later piece: 完善甲、推进乙、丙两项."""
    patterns = _run_patterns()
    head = text.find("、", start, end)
    for other in patterns["count"].finditer(text, start, max(start, head)):
        start = other.end()  # 新增5个省级、市级、县级三类平台
    pieces = _split(text, start, end, "、")
    words = [text[slice(*piece)] for piece in pieces]
    if len(pieces) < 2 or any(patterns["count"].search(each) for each in words):
        return None
    if not all(0 < len(each) <= LONGEST_ITEM for each in words):
        return None
    acts = patterns["acts"].search(words[-1])
    if acts and not words[0].endswith(acts[0]):
        return None  # 甲、乙援建三个…: they do it
    later = [at for at in range(1, len(pieces) - 1) if patterns["starts"].match(words[at])]
    readings = [reading[at:] for at in (0, *later) for reading in _last_joined(text, pieces)]
    return Items(tuple(readings), more=more, loose=True)
