"""Findings: what was checked, how it came out, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from operator import attrgetter, methodcaller

from analysis.audit.interval import Interval
from analysis.metrics import Metric
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

    A share over 100 % needs no evidence.

    ``severity`` is how far the stated figure lies outside the interval that the evidence
    allows, relative to that interval's middle; 0 when inside. ``expected`` is the recomputed
    value in the stated figure's unit, None where the relation gives none; ``allowed`` the
    interval around it. ``why`` says what in the text ties the figures to each other.
    """

    relation: Relation
    verdict: Verdict
    severity: float
    stated: Passage
    expected: Decimal | None
    evidence: tuple[Passage, ...]
    why: str
    allowed: Interval | None = None

    def explain(self, lang: str = "zh") -> str:
        """One plain sentence with both figures, both intervals and the places.

        It says what does not agree, never which of the figures is wrong.

        Raises:
            ValueError: ``lang`` is neither zh nor en.
        """
        if lang not in _SENTENCES:
            raise ValueError(f"lang is 'zh' or 'en', not {lang!r}")
        words = _SENTENCES[lang]
        template = words[self.relation] if self.evidence else words["alone"]
        joint = words.get(f"{self.relation} and", words["and"])
        evidence = joint.join(_placed(passage, words) for passage in self.evidence)
        sentence = template.format(
            name=self.stated.indicator if isinstance(self.stated, Metric) else self.stated.text,
            stated=_placed(self.stated, words),
            evidence=evidence,
        )
        if self.expected is not None:
            sentence += words["expected"].format(expected=self._rounded(self.expected))
        if self.allowed is not None:
            unit = self.stated.unit if isinstance(self.stated, Metric) else ""
            sentence += words["allowed"].format(allowed=_shown(self.allowed, unit, words))
        if lang == "zh":
            sentence += words["why"].format(why=self.why)
        return sentence + words[self.verdict]

    def _rounded(self, expected: Decimal) -> str:
        """The recomputed value with one decimal more than the stated figure has."""
        if not isinstance(self.stated, Metric):
            return _plain(expected)
        _, _, decimals = f"{self.stated.value:f}".partition(".")
        return _plain(_quantize(expected, len(decimals) + 1)) + self.stated.unit


def _placed(passage: Passage, words: Mapping[str, str]) -> str:
    """The passage as printed, what it can stand for, and where it is."""
    stands_for = ""
    if isinstance(passage, Metric) and passage.low != passage.high:
        between = _shown(Interval(passage.low, passage.high), passage.unit, words)
        stands_for = words["stands_for"].format(between=between)
    return words["place"].format(
        text=" ".join(passage.text.split()),
        stands_for=stands_for,
        start=passage.start,
        end=passage.end,
    )


def _shown(values: Interval, unit: str, words: Mapping[str, str]) -> str:
    low, high = _plain(values.low), _plain(values.high)
    if low == high:
        return low + unit
    if not values.high.is_finite():
        return words["at_least"].format(value=low + unit)
    return (
        f"{low}–{high}{unit}"
        if values.low.is_finite()
        else words["at_most"].format(value=high + unit)
    )


def _plain(value: Decimal) -> str:
    """At most six significant digits, without exponent or trailing zeros."""
    if not value.is_finite():
        return str(value)
    digits = max(0, 5 - value.adjusted()) if value else 0
    text = f"{_quantize(value, min(digits, 6)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _quantize(value: Decimal, digits: int) -> Decimal:
    """A value with so many decimals, all of them zero where it is beyond all measure."""
    exact = Context(prec=max(1, value.adjusted() + digits + 2))
    return value.quantize(Decimal(1).scaleb(-digits), context=exact)


_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "and": "、",
        "rate and": "÷",
        "share and": "、",
        "mean and": "÷",
        "sum and": "＋",
        "place": "{text}（{stands_for}第{start}–{end}字）",
        "stands_for": "可表示{between}，",
        "at_least": "不小于{value}",
        "at_most": "不大于{value}",
        "expected": "，复算为{expected}",
        "allowed": "（允许{allowed}）",
        "why": "（依据：{why}）",
        "alone": "“{name}”写作{stated}",
        Relation.RATE: "“{name}”写作{stated}，按{evidence}",
        Relation.SHARE: "“{name}”的占比写作{stated}，按{evidence}",
        Relation.SUM: "“{name}”写作{stated}，按各部分{evidence}",
        Relation.PART: "部分“{name}”写作{stated}，其整体为{evidence}",
        Relation.CHANGE: "“{name}”的变动写作{stated}，按{evidence}",
        Relation.REPEAT: "“{name}”写作{stated}，另一处写作{evidence}",
        Relation.STATUS: "“{name}”写作{stated}，其下却列有状态相反的{evidence}",
        Relation.MEAN: "“{name}”写作{stated}，按{evidence}",
        Relation.LIST: "所报项数为{stated}，随后列出{evidence}",
        Verdict.CONSISTENT: "：相符。",
        Verdict.INCONSISTENT: "：不符，至少有一处需要更正。",
        Verdict.REVIEW: "：请人工核对。",
    },
    "en": {
        "and": ", ",
        "rate and": " ÷ ",
        "mean and": " ÷ ",
        "sum and": " + ",
        "place": "{text} ({stands_for}characters {start}–{end})",
        "stands_for": "can stand for {between}, ",
        "at_least": "at least {value}",
        "at_most": "at most {value}",
        "expected": ", gives {expected}",
        "allowed": " (allowed: {allowed})",
        "alone": "“{name}” is told as {stated}",
        Relation.RATE: "“{name}” is told as {stated}; recomputed from {evidence}",
        Relation.SHARE: "The share “{name}” is told as {stated}; recomputed from {evidence}",
        Relation.SUM: "“{name}” is told as {stated}; the sum of its parts {evidence}",
        Relation.PART: "The part “{name}” is told as {stated}, its whole as {evidence}",
        Relation.CHANGE: "The change of “{name}” is told as {stated}; recomputed from {evidence}",
        Relation.REPEAT: "“{name}” is told as {stated}, in another place as {evidence}",
        Relation.STATUS: "“{name}” is told as {stated}, yet has under it, with an opposite status,"
        " {evidence}",
        Relation.MEAN: "The mean “{name}” is told as {stated}; recomputed from {evidence}",
        Relation.LIST: "The count of items is told as {stated}; listed are {evidence}",
        Verdict.CONSISTENT: ": they agree.",
        Verdict.INCONSISTENT: ": they do not agree, so at least one needs correcting.",
        Verdict.REVIEW: ": a reader should look at them.",
    },
}


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rate, share, change or mean that no relation could be found for, and why."""

    metric: Metric
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which of a report's metrics took part in a check, and which derived ones could not."""

    n_metrics: int
    checked: tuple[Metric, ...]
    unchecked: Table[Unchecked]

    @property
    def checked_share(self) -> float:
        """The share of the metrics that took part in at least one check, 0 to 1."""
        return len(self.checked) / self.n_metrics if self.n_metrics else 0.0


FINDING_COLUMNS: Mapping[str, Callable[[Finding], object]] = {
    "relation": attrgetter("relation"),
    "verdict": attrgetter("verdict"),
    "severity": attrgetter("severity"),
    "stated": attrgetter("stated"),
    "expected": attrgetter("expected"),
    "evidence": attrgetter("evidence"),
    "start": attrgetter("stated.start"),
    "end": attrgetter("stated.end"),
    "why": attrgetter("why"),
    "explanation": methodcaller("explain"),
}
UNCHECKED_COLUMNS: Mapping[str, Callable[[Unchecked], object]] = {
    "metric": attrgetter("metric"),
    "indicator": attrgetter("metric.indicator"),
    "start": attrgetter("metric.start"),
    "end": attrgetter("metric.end"),
    "reason": attrgetter("reason"),
}
NOTHING_CHECKED = Coverage(0, (), Table((), UNCHECKED_COLUMNS))


class Findings(Table[Finding]):
    """The findings of one report; ``.coverage`` says which metrics took part in a check."""

    __slots__ = ("coverage",)

    coverage: Coverage

    def __init__(
        self,
        records: Iterable[Finding],
        columns: Mapping[str, Callable[[Finding], object]] = FINDING_COLUMNS,
        *,
        coverage: Coverage = NOTHING_CHECKED,
    ) -> None:
        super().__init__(records, columns)
        self.coverage = coverage

    def _like(self, records: Iterable[Finding]) -> Findings:
        return type(self)(records, self._columns, coverage=self.coverage)
