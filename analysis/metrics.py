"""Metrics: what each figure of a report counts, in which role, over which period."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from analysis.passage import Passage
from analysis.quantities import Bound, Quantity
from analysis.report import Point, Report, Section, Sentence
from analysis.table import Table


class Role(StrEnum):
    """The part a figure plays in its clause group."""

    COUNT = "count"
    TOTAL = "total"
    PART = "part"
    RATE = "rate"
    CHANGE = "change"
    TARGET = "target"


@dataclass(frozen=True, slots=True, order=True)
class Metric(Passage):
    """A figure of the report and what it counts; the passage runs from number through unit."""

    quantity: Quantity
    indicator: str
    indicator_at: tuple[Passage, ...]
    indicator_sure: bool
    role: Role
    direction: str | None
    base: str | None
    subject: str | None
    scope: str | None
    period: str | None
    dimension: str
    inferred: bool
    sentence: Sentence
    point: Point | None
    section: Section | None

    @property
    def value(self) -> Decimal:
        """The quantity's value as the conventions print it."""
        return self.quantity.value

    @property
    def upper(self) -> Decimal | None:
        """The upper end of a range, else None."""
        return self.quantity.upper

    @property
    def unit(self) -> str:
        """The unit as printed."""
        return self.quantity.unit

    @property
    def scale(self) -> Decimal:
        """The factor from ``value`` to the base unit."""
        return self.quantity.scale

    @property
    def bound(self) -> Bound:
        """What the figure says of the true one."""
        return self.quantity.bound

    @property
    def low(self) -> Decimal:
        """The least true value that would print so."""
        return self.quantity.low

    @property
    def high(self) -> Decimal:
        """The greatest true value that would print so."""
        return self.quantity.high


class Metrics(Table[Metric]):
    """The metrics of one report; ``.report`` is there even when they are none."""

    __slots__ = ("report",)

    report: Report


def extract_metrics(report: Report) -> Metrics:
    """Every figure of the report that counts something, in the order of the text."""
    raise NotImplementedError
