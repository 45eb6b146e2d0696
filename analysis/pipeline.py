"""The pipeline: everything about one report, joined."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from analysis.arguments import at_least, checked, of
from analysis.audit import Finding, Findings, audit_metrics
from analysis.keywords import Keyword, extract_keywords
from analysis.metrics import Metric, Metrics, extract_metrics
from analysis.passage import Passage
from analysis.report import Report
from analysis.table import Table
from analysis.topics import Topics, cluster_topics

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Analysis:
    """One report with its keywords, topics, metrics and findings, and how they join.

    ``keyword_metrics`` maps each keyword's term to the metrics of the sentences it stands
    in, those first whose indicator names the term; ``topic_metrics[k]`` and
    ``topic_findings[k]`` are those that stand in the members of topic k.
    """

    report: Report
    keywords: Table[Keyword]
    topics: Topics
    metrics: Metrics
    findings: Findings
    keyword_metrics: Mapping[str, tuple[Metric, ...]]
    topic_metrics: tuple[tuple[Metric, ...], ...]
    topic_findings: tuple[tuple[Finding, ...], ...]


@checked(report=of(Report), top=at_least(1))
def analyse(
    report: Report,
    *,
    top: int = 20,
    n_topics: int | None = None,
    seed: int = 0,
    progress: Callable[[str], None] = lambda step: None,
) -> Analysis:
    """Everything the package finds in one report.

    ``progress`` is called with the name of each step before it begins.
    """
    progress("keywords")
    keywords = extract_keywords(report, top=top)
    progress("topics")
    topics = cluster_topics(report.points, n_topics=n_topics, seed=seed)
    progress("metrics")
    metrics = extract_metrics(report)
    progress("audit")
    findings = audit_metrics(metrics)
    members = [topic.members for topic in topics.topics]
    return Analysis(
        report=report,
        keywords=keywords,
        topics=topics,
        metrics=metrics,
        findings=findings,
        keyword_metrics={
            keyword.term: _metrics_near(keyword, report.sentences, metrics) for keyword in keywords
        },
        topic_metrics=_inside(members, metrics, lambda metric: metric),
        topic_findings=_inside(members, findings, lambda finding: finding.stated),
    )


def _metrics_near(
    keyword: Keyword, sentences: Sequence[Passage], metrics: Iterable[Metric]
) -> tuple[Metric, ...]:
    """The metrics of the sentences that a keyword stands in."""
    of_sentence = defaultdict(list)
    for metric in metrics:
        of_sentence[metric.sentence.start].append(metric)
    starts = [sentence.start for sentence in sentences]
    holding = sorted(
        {
            sentences[max(bisect_right(starts, place.start) - 1, 0)].start
            for place in keyword.passages
        }
        if sentences
        else ()
    )
    near = [metric for start in holding for metric in of_sentence[start]]
    return tuple(sorted(near, key=lambda metric: keyword.term not in metric.indicator))


def _inside(
    groups: Sequence[Sequence[Passage]], items: Iterable[T], place: Callable[[T], Passage]
) -> tuple[tuple[T, ...], ...]:
    """For each group of passages, the items that stand in one of them."""
    found: list[list[T]] = [[] for _ in groups]
    spans = sorted(
        (member.start, member.end, at) for at, group in enumerate(groups) for member in group
    )
    starts = [start for start, _, _ in spans]
    for item in items:
        behind = bisect_right(starts, place(item).start) - 1
        if behind >= 0 and place(item).end <= spans[behind][1]:
            found[spans[behind][2]].append(item)
    return tuple(tuple(group) for group in found)
