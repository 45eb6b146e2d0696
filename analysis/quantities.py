"""Quantities: a printed number with its unit and bound."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from analysis.passage import Passage


class Bound(StrEnum):
    """What the printed figure says of the true one."""

    EXACT = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOUT = "~"


@dataclass(frozen=True, slots=True, order=True)
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
        """The least true value, in ``unit``, that would print so."""
        raise NotImplementedError

    @property
    def high(self) -> Decimal:
        """The greatest true value, in ``unit``, that would print so."""
        raise NotImplementedError
