"""Sheets: metrics, keywords, topics and findings as plain rows, and as CSV that runs nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.audit import Finding
from analysis.figures.audit import rounded_expected
from analysis.figures.wording import section_name
from analysis.keywords import Keyword
from analysis.metrics import Metric
from analysis.passage import Passage
from analysis.pipeline import Analysis
from analysis.report import Section
from analysis.topics import Topic

Cell = str | int | float | Decimal | bool | None
UNSEEN = " \u3000\xa0\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # before a formula's sign
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠|%")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of plain cells; ``name`` is its file's, the first column the brief's anchor."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def make_sheets(analysis: Analysis, lang: str = "zh") -> tuple[Sheet, ...]:
    """The four sheets of an analysis."""
    return (
        _sheet("metrics", METRIC_COLUMNS, map(_metric_row, analysis.metrics)),
        _sheet("keywords", KEYWORD_COLUMNS, (_keyword_row(k, analysis) for k in analysis.keywords)),
        _sheet("topics", TOPIC_COLUMNS, _topic_rows(analysis)),
        _sheet("findings", FINDING_COLUMNS, (_finding_row(f, lang) for f in analysis.findings)),
    )


def to_csv(sheet: Sheet) -> bytes:
    """The sheet as UTF-8 with BOM, so that Excel shows Chinese, and no cell that is a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in sheet.rows)
    return buffer.getvalue().encode("utf-8-sig", "replace")


def can_run(cell: Cell) -> bool:
    """Whether a spreadsheet could take a cell for a formula: a text, never a number."""
    return isinstance(cell, str) and cell.lstrip(UNSEEN)[:1] in FORMULA_STARTS - {""}


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    text = str(cell)
    return f"'{text}" if text and can_run(cell) else text


def _sheet(name: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Sheet:
    prefix = name[0]
    numbered = tuple((f"{prefix}{n}", *row) for n, row in enumerate(rows, start=1))
    return Sheet(name, ("id", *columns), numbered)


METRIC_COLUMNS = (
    "indicator", "value", "upper", "unit", "bound", "base_value", "role", "direction", "base",
    "dimension", "subject", "scope", "period", "section", "point", "text", "start", "end",
    "sentence", "indicator_sure", "inferred",
)  # fmt: skip


def _metric_row(metric: Metric) -> tuple[Cell, ...]:
    return (
        metric.indicator, metric.value, metric.upper, metric.unit, str(metric.bound),
        metric.value * metric.scale, str(metric.role), metric.direction, metric.base,
        metric.dimension, metric.subject, metric.scope, metric.period,
        name_of(metric.section), metric.point.number if metric.point else None, metric.text,
        metric.start, metric.end, metric.sentence.text.strip(), metric.indicator_sure,
        metric.inferred,
    )  # fmt: skip


KEYWORD_COLUMNS = ("term", "score", "count", "n_metrics", "sections", "places")


def _keyword_row(keyword: Keyword, analysis: Analysis) -> tuple[Cell, ...]:
    return (
        keyword.term,
        keyword.score,
        keyword.count,
        len(analysis.keyword_metrics.get(keyword.term, ())),
        "; ".join(filter(None, map(section_name, keyword.sections))),
        _places(keyword.passages),
    )


TOPIC_COLUMNS = ("label", "terms", "n_points", "share", "n_metrics", "n_findings", "places")


def _topic_rows(analysis: Analysis) -> Iterable[tuple[Cell, ...]]:
    topics: Sequence[Topic] = analysis.topics.topics
    joined = zip(topics, analysis.topic_metrics, analysis.topic_findings, strict=True)
    for topic, metrics, findings in joined:
        yield (
            topic.label, "; ".join(topic.terms), len(topic.members), topic.share, len(metrics),
            len(findings), _places(topic.members),
        )  # fmt: skip


FINDING_COLUMNS = (
    "verdict", "relation", "explanation", "stated", "expected", "severity", "evidence", "why",
    "start", "end", "evidence_places",
)  # fmt: skip


def _finding_row(finding: Finding, lang: str) -> tuple[Cell, ...]:
    return (
        str(finding.verdict), str(finding.relation), finding.explain(lang), finding.stated.text,
        rounded_expected(finding), finding.severity, "; ".join(p.text for p in finding.evidence),
        finding.why, finding.stated.start, finding.stated.end, _places(finding.evidence),
    )  # fmt: skip


def name_of(section: Section | None) -> str | None:
    """The section's name, or nothing outside any section."""
    return section_name(section) if section else None


def _places(passages: Iterable[Passage]) -> str:
    return "; ".join(f"{p.start}:{p.end}" for p in passages)
