"""The pipeline: everything about one report, joined."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.audit import Finding, Findings
from analysis.keywords import Keyword
from analysis.metrics import Metric, Metrics
from analysis.report import Report
from analysis.table import Table
from analysis.topics import Topics


@dataclass(frozen=True, slots=True)
class Analysis:
    """One report with its keywords, topics, metrics and findings, and how they join.

    ``keyword_metrics`` maps a term to the metrics in its passages' sentences;
    ``topic_metrics[k]`` and ``topic_findings[k]`` are those of topic k's members.
    """

    report: Report
    keywords: Table[Keyword]
    topics: Topics
    metrics: Metrics
    findings: Findings
    keyword_metrics: Mapping[str, tuple[Metric, ...]]
    topic_metrics: tuple[tuple[Metric, ...], ...]
    topic_findings: tuple[tuple[Finding, ...], ...]


def analyse(report: Report, top: int = 20, n_topics: int | None = None, seed: int = 0) -> Analysis:
    """Everything the package finds in one report."""
    raise NotImplementedError
