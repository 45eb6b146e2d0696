"""Numerals: a printed number and the step it was rounded to.

Text comes in half-width (see `analysis.quantities.Line`), so patterns know ``0-9 . ,`` alone.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

CHINESE_DIGITS = "零一二三四五六七八九"
DIGITS = {c: i for i, c in enumerate(CHINESE_DIGITS)} | {"〇": 0, "○": 0, "两": 2}
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}

# Three digits between separators, or it is punctuation between two figures: 3,280 but not 3,28.
# Lengths are bounded, so that a page of digits costs no more than any other page.
GROUPED = r"[1-9][0-9]{0,2}(?:[, \u00a0\u202f][0-9]{3}){1,6}(?![0-9])"
ARABIC = rf"(?:{GROUPED}|[0-9]{{1,20}}(?![0-9]))(?:\.[0-9]{{1,20}})?"
CHINESE = r"[零〇○一二两三四五六七八九十百千万亿]{1,20}(?:点[零〇一二三四五六七八九]{1,6})?"
# 过半 and 近半 are words of their own; 过半年 and 近半百 go on with something else
HALF = "一半(?!导)|半数|(?:(?<!超)过|近|超(?!过)|逾)半(?:数|(?![年月日天个百程径点价岛决道途小]))"
FRACTION = rf"(?:{CHINESE}|{ARABIC})分之(?:{CHINESE}|{ARABIC})|{HALF}"

RATIO = rf"{ARABIC}:{ARABIC}(?![0-9.:])"


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and ``step``, the value of its last printed digit: 5.5万 is 55000 by 1000."""

    value: Decimal
    step: Decimal


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral:
    """The exact value of a printed number: 1,234.50, 1.2万亿, 三十五, 二〇二〇, 三分之二, 2.3:1.

    The step of a fraction in words is 0: it is not rounded to a digit. 一半 and 过半 are 0.5.

    Raises:
        ValueError: the text is no number.
    """
    if not text:
        raise ValueError("an empty text is no number")
    if text.endswith(("半", "半数")):
        return Numeral(Decimal("0.5"), Decimal(0))
    whole, over, part = text.partition("分之")
    if over:
        return Numeral(read_numeral(part).value / read_numeral(whole).value, Decimal(0))
    first, to, second = text.partition(":")
    if to:
        ratio = read_numeral(first)
        return Numeral(ratio.value / read_numeral(second).value, ratio.step)
    if text[0].isascii():
        return _read_arabic(text)
    return _read_chinese(text)


def _read_arabic(text: str) -> Numeral:
    """A number that starts with digits and may go on with 万, 亿 and further digits (2万3千)."""
    value, step, at = Decimal(0), Decimal(1), 0
    while at < len(text):
        end = at
        while end < len(text) and text[end] in "0123456789., \u00a0\u202f":
            end += 1
        try:
            number = Decimal("".join(c for c in text[at:end] if c in "0123456789."))
        except ArithmeticError:
            raise ValueError(f"{text!r} is no number") from None
        power = 0
        while end < len(text) and text[end] in POWERS:
            power += POWERS[text[end]]
            end += 1
        step = _step(number).scaleb(power)
        value += number.scaleb(power)
        at = end + 1 if end < len(text) and text[end] == "零" else end
    return Numeral(value, step)


def _step(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


def _read_chinese(text: str) -> Numeral:
    """A number in Chinese numerals, by place (三百零五) or digit by digit (二〇二〇).

    Below 万 the words are the only way to print a round number, so its step is 1.
    """
    whole, point, decimals = text.partition("点")
    value = _whole(whole)
    if point:
        fraction = Decimal(f"0.{_digits(decimals)}")
        return Numeral(value + fraction, _step(fraction))
    rounded = whole[len(whole.rstrip("万亿")) :]
    return Numeral(Decimal(value), Decimal(1).scaleb(sum(POWERS[c] for c in rounded)))


def _digits(text: str) -> str:
    try:
        return "".join(str(DIGITS[c]) for c in text)
    except KeyError:
        raise ValueError(f"{text!r} is no number") from None


def _whole(text: str) -> int:
    """The value of a whole number; 亿 and 万 multiply all that stands before them."""
    for large in "亿万":
        before, found, after = text.rpartition(large)
        if found:
            multiple: int = 10 ** POWERS[large]
            rest = _whole(after) if after else 0
            if rest < 10 and after in DIGITS:  # 三万五 is 35000
                rest *= multiple // 10
            return (_whole(before) if before else 1) * multiple + rest
    if len(text) > 1 and not any(c in POWERS for c in text):
        return int(_digits(text))
    total, digit, place = 0, None, 1
    for c in text:
        if c in POWERS:
            place = 10 ** POWERS[c]
            total += (1 if digit is None else digit) * place
            digit = None
        else:
            digit = int(_digits(c))
            place = place if digit else 1
    return total + (digit or 0) * max(place // 10, 1)  # 两百五 is 250
