"""Intervals: the true values that a printed figure can stand for, and whether two can agree.

Figures are compared as intervals, not as printed values: after statcheck (Nuijten, Hartgerink,
van Assen, Epskamp and Wicherts 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from analysis.quantities import Quantity

HUNDRED = Decimal(100)
INFINITY = Decimal("Infinity")
LOOSE = Decimal("0.05")  # of a fraction in words
HALF = "一半"
# ratios compare with each other in percent, whatever sign they are printed with
PERCENT = {
    "%": Decimal(1),
    "‰": Decimal("0.1"),
    "成": Decimal(10),
    "倍": HUNDRED,
    "个百分点": Decimal(1),
    "百分点": Decimal(1),
}


class NoRatioError(ValueError):
    """A ratio is asked for of what is below zero, or to nothing."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, both included; either may be infinite."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        """The value half-way; the finite end of a half-open interval."""
        if self.low.is_finite() and self.high.is_finite():
            return (self.low + self.high) / 2
        return self.low if self.low.is_finite() else self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(
            -INFINITY if other.high.is_infinite() else self.low - other.high,
            INFINITY if self.high.is_infinite() else self.high - other.low,
        )

    def __mul__(self, factor: Decimal) -> Interval:
        ends = sorted((self.low * factor, self.high * factor))
        return Interval(*ends)

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients of values that are not negative.

        Raises:
            NoRatioError: one interval reaches below zero, or the divisor is zero alone.
        """
        if self.low < 0 or other.low < 0 or other.high == 0:
            raise NoRatioError(f"{self} / {other} is no ratio of counts")
        return Interval(
            Decimal(0) if other.high.is_infinite() else self.low / other.high,
            INFINITY if other.low == 0 or self.high.is_infinite() else self.high / other.low,
        )

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def distance(self, other: Interval) -> Decimal:
        """How far apart the nearest ends are; 0 when the intervals meet."""
        return max(self.low - other.high, other.low - self.high, Decimal(0))


def is_fraction(quantity: Quantity) -> bool:
    """Whether a ratio is told as 三分之一 or 一半."""
    return not quantity.unit and ("分之" in quantity.text or quantity.text == HALF)


def unit_factor(quantity: Quantity) -> Decimal:
    """What turns the quantity's values into percent (of ratios) or into its base unit."""
    if is_fraction(quantity):
        return HUNDRED
    return PERCENT.get(quantity.unit, quantity.scale)


def interval(quantity: Quantity) -> Interval:
    """All true values, in percent or in the base unit, that would be printed so.

    A fraction in words may be off by a twentieth of itself: what is 三分之一 is seldom all of it.
    """
    values = Interval(quantity.low, quantity.high) * unit_factor(quantity)
    if is_fraction(quantity):
        return Interval(values.low * (1 - LOOSE), values.high * (1 + LOOSE))
    return values
