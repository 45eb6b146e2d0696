"""Numbering: the numbers that Word generates and that stand in no run of a document."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from analysis.reading.wordml import attribute, child, kind_of

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
_DEEPEST_STYLE = 20  # styles based on each other


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    shape: str  # numFmt, such as chineseCounting
    pattern: str  # lvlText, such as （%2）
    legal: bool  # all numbers in it are arabic


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has been counted."""

    lists: dict[str, str] = field(default_factory=dict)  # numId to abstractNumId
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)  # by numId
    styles: dict[str, tuple[str | None, str | None, int]] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, properties: "_Element | None") -> str:
        """The number of the next paragraph with these properties; empty without one."""
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

    def _list_of(self, properties: "_Element | None") -> tuple[str | None, int]:
        """The list and level that a paragraph, or else its style, belongs to."""
        own = child(properties, "numPr")
        number = attribute(child(own, "numId"), "val")
        level = attribute(child(own, "ilvl"), "val")
        style = attribute(child(properties, "pStyle"), "val")
        inherited = 0
        for _ in range(_DEEPEST_STYLE):
            if number is not None or style not in self.styles:
                break
            style, number, inherited = self.styles[style]
        depth = int(level) if level and level.isdigit() else inherited
        return (None if number == "0" else number), min(depth, 8)

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


def read_numbering(root: "_Element | None", styles: "_Element | None") -> Numbering:
    """The lists that the numbering and style parts of a document define."""
    numbering = Numbering()
    for part in [] if root is None else root:
        if kind_of(part) == "abstractNum":
            abstract = attribute(part, "abstractNumId") or ""
            for level in part:
                if kind_of(level) == "lvl":
                    numbering.levels[abstract, _number(level, "ilvl")] = _read_level(level)
        elif kind_of(part) == "num":
            number = attribute(part, "numId") or ""
            numbering.lists[number] = attribute(child(part, "abstractNumId"), "val") or ""
            for override in part:
                start = attribute(child(override, "startOverride"), "val")
                if start is not None and start.isdigit():
                    numbering.restarts[number, _number(override, "ilvl")] = int(start)
    for style in [] if styles is None else styles:
        if kind_of(style) == "style" and (name := attribute(style, "styleId")):
            own = child(style, "pPr", "numPr")
            depth = attribute(child(own, "ilvl"), "val")
            numbering.styles[name] = (
                attribute(child(style, "basedOn"), "val"),
                attribute(child(own, "numId"), "val"),
                min(int(depth), 8) if depth and depth.isdigit() else 0,
            )
    return numbering


def _number(element: "_Element", key: str) -> int:
    value = attribute(element, key)
    return min(int(value), 8) if value and value.isdigit() else 0


def _read_level(level: "_Element") -> _Level:
    start = attribute(child(level, "start"), "val")
    return _Level(
        int(start) if start and start.isdigit() else 1,
        attribute(child(level, "numFmt"), "val") or "decimal",
        attribute(child(level, "lvlText"), "val") or "",
        child(level, "isLgl") is not None,
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
