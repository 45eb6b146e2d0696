"""Numbering: the numbers that Word generates and that stand in no run of a document."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from analysis.reading.styles import Style, read_depth
from analysis.reading.wordml import attribute, child, is_on, kind_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
          (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_COUNTING = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting",
                       "taiwaneseCounting", "taiwaneseCountingThousand"})  # fmt: skip
_BULLETS = frozenset("—–-·•●■◆★")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    shape: str  # numFmt, such as chineseCounting
    pattern: str  # lvlText, such as （%2）
    legal: bool  # all numbers in it are arabic


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has been counted."""

    styles: Mapping[str, Style] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)  # numId to abstractNumId
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    styled: dict[tuple[str, str], int] = field(default_factory=dict)  # level that a style takes
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)  # by numId
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, properties: "_Element | None") -> str:
        """The number of the next paragraph with these properties; empty without one."""
        if not self.lists or properties is None:
            return ""
        number, level = self._list_of(properties)
        abstract = self.lists.get(number or "")
        if number is None or abstract is None or (abstract, level) not in self.levels:
            return ""
        counts = self.counts.setdefault(abstract, [None] * 9)
        start = self.restarts.pop((number, level), None)
        if start is not None:
            counts[level] = start
        elif (last := counts[level]) is not None:
            counts[level] = last + 1
        else:
            counts[level] = self.levels[abstract, level].start
        counts[level + 1 :] = [None] * (8 - level)
        return self._write(abstract, level, counts)

    def _list_of(self, properties: "_Element") -> tuple[str | None, int]:
        """The list and level that a paragraph, or else its style, belongs to."""
        own = child(properties, "numPr")
        name = attribute(child(properties, "pStyle"), "val") or ""
        style = self.styles.get(name, Style())
        number = attribute(child(own, "numId"), "val") or style.list_id
        depth = read_depth(own)
        if depth is None:
            tied = self.styled.get((self.lists.get(number or "", ""), name), 0)
            depth = tied if style.depth is None else style.depth
        return (None if number == "0" else number), depth

    def _write(self, abstract: str, level: int, counts: list[int | None]) -> str:
        own = self.levels[abstract, level]
        if own.shape == "bullet":
            return own.pattern if own.pattern and set(own.pattern) <= _BULLETS else ""

        def value(place: re.Match[str]) -> str:
            n = int(place[1]) - 1
            above = self.levels.get((abstract, n))
            if above is None:
                return ""
            count = counts[n]
            shape = "decimal" if own.legal else above.shape
            return write_number(above.start if count is None else count, shape)

        text = _PLACE.sub(value, own.pattern)
        return text + " " if text[-1:].isalnum() and text.isascii() else text


def read_numbering(root: "_Element | None", styles: Mapping[str, Style]) -> Numbering:
    """The lists that the numbering part of a document defines."""
    numbering = Numbering(styles)
    linked: dict[str, str] = {}  # the style of a list to the abstractNumId that defines it
    links: dict[str, str] = {}  # an abstractNumId to the style of the list that it stands for
    for part in [] if root is None else root:
        if kind_of(part) == "abstractNum":
            abstract = attribute(part, "abstractNumId") or ""
            for inner in part:
                kind = kind_of(inner)
                if kind == "lvl":
                    _add_level(numbering, abstract, inner)
                elif kind == "styleLink":
                    linked[attribute(inner, "val") or ""] = abstract
                elif kind == "numStyleLink":
                    links[abstract] = attribute(inner, "val") or ""
        elif kind_of(part) == "num":
            _add_list(numbering, part)
    numbering.lists = {
        number: linked.get(links.get(abstract, ""), abstract)
        for number, abstract in numbering.lists.items()
    }
    return numbering


def _add_level(numbering: Numbering, abstract: str, level: "_Element") -> None:
    depth = _number(level, "ilvl")
    numbering.levels[abstract, depth] = _read_level(level)
    if style := attribute(child(level, "pStyle"), "val"):
        numbering.styled[abstract, style] = depth


def _add_list(numbering: Numbering, part: "_Element") -> None:
    """A list, with the numbers from which it begins anew."""
    number = attribute(part, "numId") or ""
    numbering.lists[number] = attribute(child(part, "abstractNumId"), "val") or ""
    for override in part:
        start = attribute(child(override, "startOverride"), "val")
        if start is not None and start.isdigit():
            numbering.restarts[number, _number(override, "ilvl")] = int(start)


def _number(element: "_Element", key: str) -> int:
    value = attribute(element, key)
    return min(int(value), 8) if value and value.isdigit() else 0


def _read_level(level: "_Element") -> _Level:
    start = attribute(child(level, "start"), "val")
    return _Level(
        int(start) if start and start.isdigit() else 1,
        attribute(child(level, "numFmt"), "val") or "decimal",
        attribute(child(level, "lvlText"), "val") or "",
        is_on(child(level, "isLgl")) or False,
    )


def write_number(value: int, shape: str) -> str:
    """A number in one of Word's number formats; in an unknown one as arabic digits."""
    return _writers().get(shape, str)(value)


@cache
def _writers() -> dict[str, Callable[[int], str]]:
    """What writes a number in each format that is not of arabic digits."""
    full_width = {ord("0") + n: ord("０") + n for n in range(10)}

    def count(value: int) -> str:
        return _count_han(value, _HAN, "十百千", short=True)

    def count_legal(value: int) -> str:
        return _count_han(value, _LEGAL, "拾佰仟", short=False)

    def enclose(first: str) -> Callable[[int], str]:
        return lambda value: chr(ord(first) + value - 1) if 1 <= value <= 20 else str(value)

    def cycle(signs: str) -> Callable[[int], str]:
        return lambda value: signs[(value - 1) % len(signs)]

    return {
        "none": lambda _: "",
        "decimalZero": lambda value: f"{value:02d}",
        "ideographDigital": lambda value: "".join(_HAN[int(digit)] for digit in str(value)),
        "ideographTraditional": cycle("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac": cycle("子丑寅卯辰巳午未申酉戌亥"),
        "upperLetter": cycle("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter": cycle("abcdefghijklmnopqrstuvwxyz"),
        "upperRoman": _count_roman,
        "lowerRoman": lambda value: _count_roman(value).lower(),
        "decimalEnclosedCircle": enclose("①"),
        "decimalEnclosedCircleChinese": enclose("①"),
        "decimalEnclosedParen": enclose("⑴"),
        "decimalEnclosedFullstop": enclose("⒈"),
        "decimalFullWidth": lambda value: str(value).translate(full_width),
        "decimalFullWidth2": lambda value: str(value).translate(full_width),
        "chineseLegalSimplified": count_legal,
        "ideographLegalTraditional": count_legal,
        **dict.fromkeys(_COUNTING, count),
    }


def _count_han(value: int, digits: str, units: str, *, short: bool) -> str:
    """A number below 10,000 in words; ``short``: 十二, not 一十二."""
    if not 0 < value < 10_000:
        return str(value) if value else digits[0]
    words, gap = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            words += (digits[0] if gap and words else "") + digits[digit]
            words += units[place - 1] if place else ""
        gap = digit == 0
    words = words.replace("〇", "零")
    return words[1:] if short and 10 <= value < 20 else words


def _count_roman(value: int) -> str:
    roman = ""
    for size, sign in _ROMAN:
        roman += sign * (value // size)
        value %= size
    return roman
