"""Sections: the numbered and unnumbered headings of a report and what stands under each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from analysis.lexicon import read_toml
from analysis.passage import Passage
from analysis.report.layout import HALF_WIDTH, close_up, trim
from analysis.report.records import Section, SectionKind

_NUMERALS = "一二三四五六七八九十百"
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_LONGEST_HEADING = 100
_LONGEST_UNNUMBERED = 30
_LEAST_BOLD = 2  # bold lines that are headings
_CONTENTS_LINE = re.compile(r"(?:[.…·．。]{3,}|\t)\s*\d{1,3}$")


class _Rank(IntEnum):
    """Kinds of headings in their order, which GB/T 9704 gives for official documents."""

    PART = 0
    CHAPTER = 1
    DIVISION = 2
    UNNUMBERED = 3
    HAN = 4
    HAN_BRACKETS = 5
    ARABIC = 6


_MARKERS = (
    (_Rank.PART, rf"第[{_NUMERALS}\d]{{1,3}}(?:部分|编)"),
    (_Rank.CHAPTER, rf"第[{_NUMERALS}\d]{{1,3}}章"),
    (_Rank.DIVISION, rf"第[{_NUMERALS}\d]{{1,3}}节"),
    (_Rank.HAN, rf"[{_NUMERALS}]{{1,3}}[、.．]"),
    (_Rank.HAN_BRACKETS, rf"[(（][{_NUMERALS}]{{1,3}}[)）][、.．]?"),
)
_MARKER = re.compile("|".join(f"(?P<r{rank.value}>{pattern})" for rank, pattern in _MARKERS))
_ARABIC = re.compile(
    r"(?P<number>\d{1,2}(?:[.．]\d{1,2}){0,3})(?:[.．、]\s*|\s+|(?<=[.．]\d)\s*)(?=\D)"
)
_ATTACHMENT = re.compile(r"^附件\s*\d{0,2}(?:\s+\S.*)?$")
_WORD = re.compile(r"[^\W\d_]")
_AFTER_STOP = re.compile(r"(?<=[。！？：:])\s*(?=[一二三四五六七八九十(（第])")
_STOPS = "。！？!?；;"
_TITLE = re.compile(f"[^{_STOPS}]*")
_LEAD = re.compile(r"[\s:：、]*")
_ENUMERATION = re.compile(rf"[{_NUMERALS}]、|[和至到]")  # 一、二、三产业 is no heading


@dataclass(frozen=True, slots=True)
class _Heading:
    rank: _Rank
    at: Passage
    number: str
    title: str
    run_in: bool  # it begins inside a paragraph
    level: int | None = None  # that the file sets: 0 where it is only bold

    @property
    def value(self) -> int | None:
        return read_ordinal(self.number)


def read_ordinal(number: str) -> int | None:
    """The value, below 1000, of the numeral in a marker: （十二） is 12; None without one."""
    if digits := re.search(r"\d+", number.translate(HALF_WIDTH)):
        return int(digits[0])
    if circled := re.search(r"[①-⑳]", number):
        return ord(circled[0]) - ord("①") + 1
    han = re.search(rf"[{_NUMERALS}]+", number)
    if han is None:
        return None
    total, last = 0, 0
    for sign in han[0]:
        if sign in "十百":
            total += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = _DIGITS[sign]
    return total + last


def find_sections(
    text: str,
    paragraphs: Sequence[Passage],
    reviewed: int | None = None,
    marked: Mapping[int, int] = MappingProxyType({}),
) -> list[Section]:
    """The sections of a body, in the order of their headings.

    ``reviewed`` is the year whose results the report tells, by which 2024年工作 is told from
    2025年工作. ``marked`` has the offsets of lines that the file itself sets as headings, with
    their levels, 0 where they are only bold.
    """
    end = paragraphs[-1].end if paragraphs else 0
    whole = Passage(0, len(text), text)
    headings = _find_headings(paragraphs, marked)
    levels = _levels(headings)
    holders: list[Section] = []  # the sections that are open
    sections: list[Section] = []
    for heading, level, stop in zip(headings, levels, _stops(headings, levels, end), strict=True):
        while holders and holders[-1].level >= level:
            holders.pop()
        kind = _kind(heading.title, holders[-1].kind if holders else SectionKind.OTHER, reviewed)
        stretch = trim(whole.cut(heading.at.start, stop))
        section = Section(
            stretch.start, stretch.end, stretch.text,
            level, heading.number, heading.title, heading.at, kind,
        )  # fmt: skip
        sections.append(section)
        holders.append(section)
    return sections


def _stops(headings: Sequence[_Heading], levels: Sequence[int], end: int) -> list[int]:
    """Where each section ends: at the next heading of its level or higher, or at ``end``."""
    stops = []
    following: dict[int, int] = {}  # the nearest heading below, by level
    for heading, level in zip(reversed(headings), reversed(levels), strict=True):
        stops.append(
            min((start for upper, start in following.items() if upper <= level), default=end)
        )
        following[level] = heading.at.start
    return stops[::-1]


def _find_headings(paragraphs: Sequence[Passage], marked: Mapping[int, int]) -> list[_Heading]:
    found = []
    bold = _bold_headings(paragraphs, marked)
    for paragraph in paragraphs:
        if _CONTENTS_LINE.search(paragraph.text[-_LONGEST_HEADING:]):
            continue
        level = marked.get(paragraph.start)
        if heading := _read_heading(paragraph, 0):
            found.append(replace(heading, level=level))
        elif (level or paragraph.start in bold) and not _ATTACHMENT.match(paragraph.text):
            found += filter(None, [_read_marked(paragraph, level or 0)])
        elif heading := _read_unnumbered(paragraph):
            found.append(heading)
        stops = _AFTER_STOP.finditer(paragraph.text)
        found += filter(None, (_read_heading(paragraph, stop.end()) for stop in stops))
    return _drop_contents(_drop_asides(found), paragraphs)


def _bold_headings(paragraphs: Sequence[Passage], marked: Mapping[int, int]) -> set[int]:
    """The offsets of bold lines that each head a paragraph; empty where they are too few."""
    found = {
        line.start
        for line, following in pairwise(paragraphs)
        if marked.get(line.start) == 0
        and following.start not in marked
        and not re.search("[,，:：、]$", line.text)
    }
    return found if len(found) >= _LEAST_BOLD else set()


def _read_marked(paragraph: Passage, level: int) -> _Heading | None:
    """The heading that a line set as one by the file is: with an arabic number or with none."""
    text = paragraph.text
    sentence = any(stop in text for stop in _STOPS)
    if len(text) > _LONGEST_HEADING or sentence or not _WORD.search(text):
        return None
    numbered = _ARABIC.match(text) if level else None
    if numbered is None:
        return _Heading(_Rank.UNNUMBERED, paragraph, "", close_up(text), False, level)
    title = close_up(text[numbered.end() :])
    return _Heading(_Rank.ARABIC, paragraph, numbered["number"], title, False, level)


def _read_heading(paragraph: Passage, start: int) -> _Heading | None:
    """The numbered heading that begins at ``start``, if one does."""
    text = paragraph.text
    marker = _MARKER.match(text, start)
    if marker is None:
        return None
    lead = _LEAD.match(text, marker.end())
    begin = lead.end() if lead else marker.end()
    if _ENUMERATION.match(text, begin):
        return None
    end = begin + len(_cut_title(text[begin : begin + 10 * _LONGEST_HEADING]))
    title = text[begin:end].strip()
    if not title:
        return None
    rank = _Rank(int((marker.lastgroup or "r0")[1:]))
    number = marker[0].rstrip("、.．")
    stop = (
        end + 1 if text[end : end + 1] in tuple(_STOPS) else begin + len(text[begin:end].rstrip())
    )
    at = paragraph.cut(start, min(stop, len(text)))
    return _Heading(rank, at, number, close_up(title), start > 0)


def _cut_title(rest: str) -> str:
    """A heading's own words out of the text that its marker begins."""
    match = _TITLE.match(rest)
    title = match[0] if match else ""
    colon = re.search("[:：]", title)
    if colon and colon.start() <= _LONGEST_UNNUMBERED and len(rest) > colon.end():
        return title[: colon.start()]
    if len(title) > _LONGEST_HEADING and (clause := re.search("[,，]", title)):
        return title[: clause.start()]
    return title.rstrip(":： \u3000\xa0\t")


@cache
def _unnumbered_pattern() -> re.Pattern[str]:
    return re.compile(
        "|".join([_ATTACHMENT.pattern, *read_toml("sections.toml")["unnumbered"]["patterns"]])
    )


def _read_unnumbered(paragraph: Passage) -> _Heading | None:
    if len(paragraph.text) > 2 * _LONGEST_UNNUMBERED:
        return None
    plain = close_up(paragraph.text.translate(HALF_WIDTH))
    if len(plain) > _LONGEST_UNNUMBERED or re.search(r"[。!?;,:]|^——", plain):
        return None
    if not _unnumbered_pattern().search(plain):
        return None
    return _Heading(_Rank.UNNUMBERED, paragraph, "", plain, run_in=False)


def _drop_asides(headings: Sequence[_Heading]) -> list[_Heading]:
    """Without those that begin inside a paragraph and continue no numbering."""
    kept: list[_Heading] = []
    following: dict[_Rank, int | None] = {}
    nexts = []
    for heading in reversed(headings):
        nexts.append(following.get(heading.rank))
        following[heading.rank] = heading.value
    last: dict[_Rank, int | None] = {}
    for heading, later in zip(headings, reversed(nexts), strict=True):
        begins = heading.value == 1 and later == 2
        continues = heading.value == (last.get(heading.rank) or 0) + 1 != 1
        if begins or continues or not heading.run_in:
            kept.append(heading)
            last[heading.rank] = heading.value
    return kept


def _drop_contents(headings: Sequence[_Heading], paragraphs: Sequence[Passage]) -> list[_Heading]:
    """Without the lines of a table of contents, whose headings all come again."""
    listed = next((p for p in paragraphs if close_up(p.text) in ("目录", "目 录")), None)
    if listed is None:
        return list(headings)
    last = {(heading.number, heading.title): heading.at.start for heading in headings}
    return [
        heading
        for heading in headings
        if heading.at.start < listed.start
        or last[heading.number, heading.title] == heading.at.start
    ]


def _levels(headings: Sequence[_Heading]) -> list[int]:
    """The level of each heading, 1 the highest, counted over the kinds that occur.

    An unnumbered heading stands above 一、 where the first of them comes before the first 一、.
    Elsewhere it is as high, and holds a numbering that begins again below it, as that of an
    attachment. One that the file marks stands where its level among the numbered ones is.
    """
    plain = [h for h in headings if h.rank != _Rank.UNNUMBERED or h.level is None]
    first = next((h.rank for h in plain if h.rank in (_Rank.UNNUMBERED, _Rank.HAN)), None)
    same = first == _Rank.HAN
    keys = _keys(headings, same)
    order = sorted(set(keys))
    levels = []
    below = 0
    for n, (heading, key) in enumerate(zip(headings, keys, strict=True)):
        if heading.rank == _Rank.UNNUMBERED:
            below = 0
        elif same and heading.rank == _Rank.HAN and heading.value == 1 and n:
            above = headings[n - 1]
            below = int(above.rank == _Rank.UNNUMBERED and keys[n - 1] == key)
        levels.append(order.index(key) + 1 + below)
    return levels


def _keys(headings: Sequence[_Heading], same: bool) -> list[tuple[int, int]]:
    """What orders the levels of headings: their rank, and their level below it.

    A level that numbered headings have too is theirs. Others go below the numbered ones of
    higher levels and above those of lower levels; bold lines below the number they stand under.
    """
    ranks: dict[int, int] = {}  # of the numbered headings that are marked, by level
    for heading in headings:
        if heading.level and heading.rank != _Rank.UNNUMBERED:
            ranks[heading.level] = min(heading.rank, ranks.get(heading.level, heading.rank))
    bold: tuple[int, int] | None = None
    last = (_Rank.UNNUMBERED - 1, 0)
    keys: list[tuple[int, int]] = []
    for heading in headings:
        level = heading.level
        key: tuple[int, int]
        if heading.rank == _Rank.ARABIC:
            key = (_Rank.ARABIC, heading.number.translate(HALF_WIDTH).count("."))
        elif heading.rank != _Rank.UNNUMBERED:
            key = last = (heading.rank, 0)
        elif level is None:
            key = (_Rank.HAN if same else _Rank.UNNUMBERED, 0)
        elif level == 0:
            key = bold = bold or (last[0], 10)
        elif level in ranks:
            key = (ranks[level], 0)
        else:
            higher = max((rank for n, rank in ranks.items() if n < level), default=None)
            lower = min((rank for n, rank in ranks.items() if n > level), default=None)
            if higher is not None:
                key = (higher, level)
            else:
                key = (_Rank.UNNUMBERED if lower is None else lower - 1, level)
        keys.append(key)
    return keys


@cache
def _kind_patterns() -> dict[SectionKind, re.Pattern[str]]:
    kinds: dict[str, list[str]] = read_toml("sections.toml")["kinds"]
    return {SectionKind(kind): re.compile("|".join(found)) for kind, found in kinds.items()}


def _kind(title: str, parent: SectionKind, reviewed: int | None) -> SectionKind:
    """The kind that a heading names first; a section that names none is of its parent's."""
    if parent not in (SectionKind.OTHER, SectionKind.ACHIEVEMENTS):
        return parent
    matches = [
        (match.start(), -len(match[0]), kind)
        for kind, pattern in _kind_patterns().items()
        if (match := pattern.search(title))
    ]
    if parent == SectionKind.ACHIEVEMENTS:
        matches = [found for found in matches if found[2] == SectionKind.DUTIES]
    if matches:
        return min(matches)[2]
    year = re.search(r"(\d{4})\s*年", title.translate(HALF_WIDTH))
    if year and reviewed is not None and parent == SectionKind.OTHER:
        return SectionKind.PLAN if int(year[1]) > reviewed else SectionKind.ACHIEVEMENTS
    return parent
