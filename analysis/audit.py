"""The audit: which of a report's figures agree with each other."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from analysis.metrics import Metrics
from analysis.passage import Passage
from analysis.table import Table


class Relation(StrEnum):
    """The kind of agreement that was checked."""

    RATE = "rate"
    SUM = "sum"
    PART = "part"
    CHANGE = "change"
    REPEAT = "repeat"
    STATUS = "status"
    SHARE = "share"
    MEAN = "mean"
    LIST = "list"


class Verdict(StrEnum):
    """Whether the stated figure can agree with its evidence."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: the stated passage, the evidence it was recomputed from, and the verdict.

    ``severity`` is how far the stated figure lies outside the interval that the evidence
    allows, relative to that interval's middle; 0 when inside. ``expected`` is the recomputed
    value in the stated figure's unit, None where the relation gives none.
    """

    relation: Relation
    verdict: Verdict
    severity: float
    stated: Passage
    expected: Decimal | None
    evidence: tuple[Passage, ...]
    why: str

    def explain(self, lang: str = "zh") -> str:
        """One plain sentence with both figures, both intervals and the places."""
        raise NotImplementedError


class Findings(Table[Finding]):
    """The findings of one report; ``.coverage`` says which metrics took part in a check."""

    __slots__ = ("coverage",)

    coverage: object


def audit_metrics(metrics: Metrics) -> Findings:
    """Every relation between the report's figures that the text gives evidence for."""
    raise NotImplementedError
