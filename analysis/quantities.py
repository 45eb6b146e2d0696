"""Quantities: a printed number with its unit and bound."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from analysis.lexicon import read_toml
from analysis.numerals import ARABIC, CHINESE, CHINESE_DIGITS, DIGITS, FRACTION, RATIO, read_numeral
from analysis.passage import Passage


class Bound(StrEnum):
    """What the printed figure says of the true one."""

    EXACT = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Quantity(Passage):
    """A number with its unit, as printed; see the design's conventions for ``value``.

    ``upper`` is the upper end of a range, else None; ``scale`` the factor from ``value``
    to the unit's base unit; ``step`` the value of the last printed digit.
    """

    value: Decimal
    upper: Decimal | None
    unit: str
    scale: Decimal
    bound: Bound
    step: Decimal

    @property
    def low(self) -> Decimal:
        """The least true value, in ``unit``, that would print so; -Infinity where none is.

        Half a step below ``value``, or ``value`` itself where it is a lower bound or counts
        whole things; a tenth below where it is about. Never below zero without a minus.
        """
        if self.bound is Bound.AT_MOST and self.upper is None:
            return Decimal(0) if self.value >= 0 else -INFINITY
        low = self.value
        if self.bound is Bound.ABOUT:
            low -= max(abs(self.value) / 10, self.step / 2)
        elif self.bound is Bound.EXACT and not self._is_whole:
            low -= self.step / 2
        return max(low, Decimal(0)) if self.value >= 0 else low

    @property
    def high(self) -> Decimal:
        """The greatest true value, in ``unit``, that would print so; Infinity where none is."""
        top = self.value if self.upper is None else self.upper
        if self.bound is Bound.AT_LEAST:
            return INFINITY
        if self.bound is Bound.ABOUT:
            return top + max(abs(top) / 10, self.step / 2)
        if self.bound is Bound.EXACT and not self._is_whole:
            return top + self.step / 2
        return top

    @property
    def dimension(self) -> str:
        """What the unit measures, a name of ``units.toml``."""
        return find_unit(self.unit).dimension

    @property
    def _is_whole(self) -> bool:
        return self.step == 1 and find_unit(self.unit).whole


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the lexicon, or a ratio of two (元/人), with its factor to the base unit."""

    name: str
    dimension: str
    base: str
    factor: Decimal
    additive: bool
    whole: bool

    @property
    def is_money(self) -> bool:
        """Whether figures in this unit keep 万 and 亿 as part of it."""
        return self.dimension.startswith("money")


UNITLESS = Unit("", "none", "", Decimal(1), additive=False, whole=False)
INFINITY = Decimal("Infinity")


@cache
def read_units() -> dict[str, Unit]:
    """Every unit of the lexicon by its printed form."""
    return {
        name: Unit(
            name,
            dimension,
            entry["base"],
            Decimal(factor),
            entry["additive"],
            entry.get("whole", False),
        )
        for dimension, entry in read_toml("units.toml")["dimensions"].items()
        for name, factor in entry["units"].items()
    }


@cache
def find_unit(name: str) -> Unit:
    """The unit of a printed form; that of a ratio keeps the factor of its upper part."""
    units = read_units()
    name = half_width(name)
    if name in units or not name:
        return units.get(name, UNITLESS)
    upper = units.get(name.partition("/")[0], UNITLESS)
    return Unit(name, "per-unit", name, upper.factor, additive=False, whole=False)


def can_add(one: str, other: str) -> bool:
    """Whether figures in two units may be added: 件 and 宗 may, 人 and 人次 may not."""
    a, b = find_unit(one), find_unit(other)
    return a.additive and a.dimension == b.dimension


# -- finding them in text ------------------------------------------------------------------

HALF_WIDTH = {
    **{chr(ord("０") + digit): str(digit) for digit in range(10)},
    **dict(zip("，．％﹪（）：∶；／＋－﹣−～〜　µ", ",.%%()::;/+---~~ μ", strict=True)),
}
# a full stop of a page in half-width punctuation, and no decimal point, list number or site
# (a pattern that starts with the mark itself is found the fastest)
STOP = re.compile(
    r"\.(?<=[%)\"\u0080-\uffff]\.)(?![0-9a-z]|$)|\.(?<=[\u0080-\uffff]\.)(?=20[0-9]{2}年|$)"
)


def half_width(text: str) -> str:
    """The text with digits and punctuation in half-width, character for character.

    Sentences end in 。 even where the page has a half-width full stop.
    """
    for wide, narrow in HALF_WIDTH.items():
        text = text.replace(wide, narrow)
    return STOP.sub("。", text)


class Line:
    """A passage as patterns read it: half-width, without white space inside.

    ``printed`` is the same characters as the source has them. White space stays between two
    digits, except a line break, which can cut a number.
    """

    __slots__ = ("_offsets", "passage", "printed", "text")

    def __init__(self, passage: Passage, text: str) -> None:
        self.passage = passage
        self.printed = passage.text
        self._offsets: Sequence[int] = range(len(text))
        if re.search(r"\s", text):
            kept = [
                i
                for i, c in enumerate(text)
                if not c.isspace() or (c not in "\r\n" and _is_between_digits(text, i))
            ]
            self._offsets = kept
            text = "".join(text[i] for i in kept)
            self.printed = "".join(passage.text[i] for i in kept)
        self.text = text

    @classmethod
    def of(cls, passage: Passage) -> "Line":
        """The line of one passage alone."""
        return cls(passage, half_width(passage.text))

    def cut(self, start: int, end: int) -> Passage:
        """The passage behind the characters ``[start, end)`` of this line."""
        return self.passage.cut(self._offsets[start], self._offsets[end - 1] + 1)


def _is_between_digits(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


@dataclass(slots=True)
class Mention:
    """A number in a line, with the unit, scale and bound words printed with it.

    ``number`` and ``upper`` are numerals as printed, but for a half behind the unit (3个半小时 is
    3.5); ``scale`` is the 万 or 亿 that stands between them and the unit.
    """

    start: int
    end: int
    number: str
    upper: str
    scale: str
    unit: str
    bound: Bound
    is_chinese: bool
    is_inferred: bool = False

    @property
    def is_fraction(self) -> bool:
        """Whether the number is a fraction in words: 三分之二, 一半."""
        return "分之" in self.number or self.number.endswith(("半", "半数"))


NUMBER = re.compile(rf"(?<![0-9.])(?:({FRACTION}|(?<!:){RATIO})|({ARABIC})|({CHINESE}))")
STARTS = re.compile("[0-9零〇○一二两三四五六七八九十百千万亿半]")
SCALE = re.compile(r"万亿|[十百千]?[万亿]|[十百千]")
MIXED = re.compile(rf"[万亿]零?{ARABIC}[万千百]?(?![0-9])")
RANGE = re.compile(rf"(?:--?|~|——?|–|至|到)({ARABIC}|{CHINESE})")
PERCENT_WORDS = {"百分之": "%", "千分之": "‰"}
HALF_BOUNDS = {
    "过": Bound.AT_LEAST,
    "超": Bound.AT_LEAST,
    "逾": Bound.AT_LEAST,
    "近": Bound.ABOUT,
}
SCALES = frozenset("十百千万亿")
# 数百人 counts hundreds; 上千人 a thousand or more, but 线上千人 and 以上百家 do not
SOME = re.compile("(?<![人件次户总个多少无指参])数$|(?<!成千)(?<![以线网路海会天沪北之])上$")
# behind a unit: 3年半 and 九成五; behind 个: 3个半小时
ABOUT_TWO = re.compile("一二|两三|二三|三四|四五|五六|六七|七八|八九")
HALF_TIME = re.compile("半(小时|月)")
HALF_MORE = re.compile("半(?![数径年月个天程])")
TENTH = re.compile("[一二三四五六七八九](?![成十百千万亿]|[个家名件次项条人户年月日])")
AFTER = re.compile(r"(?:及|或|\(含\))?(以上|以下(?!简称)|以内|之内|左右|上下)")
BOUND_AFTER = {
    "以上": Bound.AT_LEAST,
    "以下": Bound.AT_MOST,
    "以内": Bound.AT_MOST,
    "之内": Bound.AT_MOST,
    "左右": Bound.ABOUT,
    "上下": Bound.ABOUT,
}


def _words(words: str) -> str:
    return "|".join(words.split())


AT_MOST_WORDS = """
不超过 不超 不高于 不大于 不到 不足 不满 未超过 未超 不多于 至多 最多 低于 少于 小于
"""
AT_LEAST_WORDS = """
不少于 不低于 不小于 至少 最少 超过 超过了 超 突破 突破了 逾 超出 高于 多于 大于 超越
"""
BEFORE = re.compile(
    rf"(?:(?P<at_most>{_words(AT_MOST_WORDS)})|(?P<at_least>{_words(AT_LEAST_WORDS)})"
    r"|(?P<about>大约|(?<![节签预履集公条契制违])约|将近|接近|(?<![附邻就最亲靠临贴])近|大概|大致))"
    r"(?:到|达到|达|为|合|占[^,;。、0-9]{0,9})?$"
)


@cache
def _units_by_first() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for name in sorted(read_units(), key=lambda name: (-len(name), name)):
        index.setdefault(name[0], []).append(name)
    return {first: tuple(names) for first, names in index.items()}


@cache
def _below_the_line() -> tuple[str, ...]:
    return tuple(
        sorted(read_toml("units.toml")["ratios"]["below"], key=lambda name: (-len(name), name))
    )


@cache
def _words_that_start_like_units() -> dict[str, tuple[str, ...]]:
    return {unit: tuple(words) for unit, words in read_toml("units.toml")["not_units"].items()}


def unit_at(text: str, at: int) -> str:
    """The longest unit that starts at an offset, ratios like 元/人 included; "" where none does."""
    for name in _units_by_first().get(text[at : at + 1], ()):
        if text.startswith(name, at):
            break
    else:
        return ""
    end = at + len(name)
    words = _words_that_start_like_units().get(name)
    if words and text.startswith(words, end):
        return ""
    if text.startswith("/", end):
        for below in _below_the_line():
            if text.startswith(below, end + 1):
                return text[at : end + 1 + len(below)]
    return name


def find_mentions(text: str) -> Iterator[Mention]:
    """Every number of a line's text, with its unit and bound, from left to right."""
    at = 0
    while start := STARTS.search(text, at):
        at = start.start()
        first = at - (text[at] == "半" and text[at - 1 : at] in HALF_BOUNDS)
        if match := NUMBER.match(text, first):
            mention = _read_mention(text, match)
            if ABOUT_TWO.fullmatch(mention.number) and not mention.upper:
                mention.number, mention.upper = tuple(mention.number)  # 七八成
            at = mention.end
            yield mention
        else:
            at += 1


def _read_mention(text: str, match: re.Match[str]) -> Mention:
    fraction, arabic, chinese = match.groups()
    start, at = match.span()
    number, upper, scale, unit, more = match.group(), "", "", "", False
    if fraction:
        words = fraction[: fraction.find("之") + 1]
        if words in PERCENT_WORDS:
            number, unit = fraction[len(words) :], PERCENT_WORDS[words]
    else:
        if arabic and (mixed := MIXED.match(text, at)):
            number, at = number + mixed.group(), mixed.end()
        at, scale, unit, more = _read_unit(text, at, bool(chinese))
        if rest := _read_rest(text, at, "" if more or "." in number else unit):
            tenths, unit, at = rest
            number += f".{tenths}" if arabic else f"点{CHINESE_DIGITS[tenths]}"
    found = None if fraction else RANGE.match(text, at)
    if found and not (found.group()[0] in "至到" and _opens_change(text, start)):
        after, upper_scale, upper_unit, _ = _read_unit(text, found.end(), is_chinese=False)
        scales_agree = not scale or unit or scale == upper_scale or upper_unit.startswith(scale)
        if unit in {"", upper_unit} and scales_agree:
            upper, at, scale, unit = found.group(1), after, upper_scale, upper_unit
    bound = Bound.AT_LEAST if more else Bound.EXACT
    if fraction:
        bound = HALF_BOUNDS.get(fraction[0], bound)
    if after_words := AFTER.match(text, at):
        at, bound = after_words.end(), BOUND_AFTER[after_words.group(1)]
    if bound is Bound.EXACT and (before := BEFORE.search(text[max(0, start - 12) : start])):
        bound = Bound[(before.lastgroup or "").upper()]
    if chinese and _is_some(text, start):
        start, bound = start - 1, Bound.AT_LEAST
    if (
        arabic
        and text[start - 1 : start] == "-"
        and not re.match("[0-9A-Za-z%)]", text[max(0, start - 2)])
    ):
        start, number = start - 1, f"-{number}"
    return Mention(start, at, number, upper, scale, unit, bound, number.lstrip("-")[:1] > "9")


def _is_some(text: str, start: int) -> bool:
    """Whether a numeral is the round one of 数百 and 上千."""
    return text[start] in SCALES and bool(SOME.search(text[max(0, start - 4) : start]))


def _read_rest(text: str, at: int, unit: str) -> tuple[int, str, int] | None:
    """The tenths that stand behind a unit, the whole unit and where it ends: 3个半小时, 九成五."""
    if unit == "个" and (time := HALF_TIME.match(text, at)):
        return 5, f"个{time.group(1)}", time.end()
    if find_unit(unit).dimension in {"duration", "multiple"} and HALF_MORE.match(text, at):
        return 5, unit, at + 1
    if unit == "成" and (tenth := TENTH.match(text, at)):
        return DIGITS[tenth.group()], unit, at + 1
    return None


def _opens_change(text: str, at: int) -> bool:
    return any(word in text[max(0, at - 8) : at] for word in ("由", "从", "自"))


def _read_unit(text: str, at: int, is_chinese: bool) -> tuple[int, str, str, bool]:
    """The offset behind a number and its unit, the scale, the unit, whether 余 or 多 is there."""
    more = text[at : at + 1] in {"余", "多", "来", "几"} and (is_chinese or text[at] in "余多")
    after = at + more
    unit = unit_at(text, after)
    if not unit and (match := SCALE.match(text, after)):
        scale, end = match.group(), match.end()
        extra = text[end : end + 1] in {"余", "多"}
        unit = unit_at(text, end + extra)
        if find_unit(unit).is_money and not extra:
            scale, unit = "", scale + unit
            return end + len(unit) - len(match.group()), scale, unit, more
        return end + extra + len(unit), scale, unit, more or extra
    if not unit:
        return at + more, "", "", more
    end = after + len(unit)
    if not more and text[end : end + 1] in {"余", "多"}:
        return end + 1, "", unit, True
    return end, "", unit, more


def measure(line: Line, mention: Mention) -> Quantity:
    """The quantity of a mention: its value by the conventions, and its place in the report."""
    unit, scale = mention.unit, mention.scale
    numbers = [mention.number.lstrip("-"), *([mention.upper] if mention.upper else [])]
    if find_unit(unit).is_money and not scale:
        scale = numbers[-1][len(numbers[-1].rstrip("万亿")) :]
        unit = scale + unit
    elif scale:
        numbers = [n if n[-1] in "万亿" else n + scale for n in numbers]
    numerals = [read_numeral(number) for number in numbers]
    # money keeps its printed 万 or 亿
    power = read_numeral(f"1{scale}").value if scale and find_unit(unit).is_money else Decimal(1)
    if find_unit(unit).is_money and not unit.startswith(scale or unit):
        unit = scale + unit  # 2.3亿余元 has its 亿 before the 余
    values = [_plain(n.value / power if n.value >= power else n.value) for n in numerals]
    passage = line.cut(mention.start, mention.end)
    return Quantity(
        passage.start,
        passage.end,
        passage.text,
        value=-values[0] if mention.number.startswith("-") else values[0],
        upper=values[1] if len(values) > 1 else None,
        unit=_as_printed(line, mention, unit),
        scale=find_unit(unit).factor,
        bound=mention.bound,
        step=_plain(numerals[-1].step / (power if numerals[-1].value >= power else 1)),
    )


def _as_printed(line: Line, mention: Mention, unit: str) -> str:
    """The unit in the source's own characters, but for the percent sign."""
    at = line.text.rfind(unit, mention.start, mention.end)
    if at < 0 or unit == "%":
        return unit
    return line.printed[at : at + len(unit)]


def _plain(value: Decimal) -> Decimal:
    """The same value without an exponent: 55000 and not 5.5E+4."""
    return Decimal(int(value)) if value == value.to_integral_value() else value


def find_quantities(passage: Passage) -> list[Quantity]:
    """Every number of a passage with its unit and bound, dates and ordinals among them."""
    line = Line.of(passage)
    return [measure(line, mention) for mention in find_mentions(line.text)]
