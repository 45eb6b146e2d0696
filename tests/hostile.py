"""An analysis whose every text tries to run something or to break the page."""

from dataclasses import replace

from annotated import AnnotatedFinding, annotated, metrics_of

from analysis.audit import Findings, Unchecked
from analysis.passage import Passage
from analysis.pipeline import Analysis
from analysis.report import Section, SectionKind
from analysis.table import Table

SCRIPT = "</title></script><script>window.hacked = 1</script>"
ATTRIBUTE = "\" onmouseover='window.hacked = 2' x=\"'><img src=x onerror=window.hacked=3>"
TEMPLATE = "{{ 7 * 7 }}{% raw %}<!--]]>&lt;&#60;"
BIDI = "甲\u202e乙\u2066丙\u200f丁\x00\x1b戊\u200b己\u2060庚\xad辛\ufeff壬\U000e0041癸"
URL = "javascript:window.hacked=5 data:text/html,<script>parent.hacked=6</script> //evil.example/"
FORMULA = '=HYPERLINK("http://127.0.0.1/","x")'
ALL = SCRIPT + ATTRIBUTE + TEMPLATE + URL + BIDI
LONG = "长" * 3000


def hostile() -> Analysis:
    """The annotated report with hostile title, metadata, text, terms, labels and indicators."""
    a = annotated()
    text = f"{ALL}\r\n{FORMULA}\n{LONG}\u2028" + a.report.text
    shift = len(text) - len(a.report.text)
    attack = Passage(0, len(ALL), ALL)

    def moved(passage: Passage) -> Passage:
        return Passage(passage.start + shift, passage.end + shift, passage.text)

    heading = Section(0, len(text), text, 1, SCRIPT, ALL, attack, SectionKind.OTHER)
    report = replace(
        a.report,
        id="../" + ALL,
        title=ALL,
        place=FORMULA,
        issuer=ATTRIBUTE,
        document_number=BIDI,
        url="javascript:window.hacked=4",
        text=text,
        sections=Table([heading], {}),
        source=replace(a.report.source, name=ALL, dropped=(SCRIPT, FORMULA)),
    )
    metrics = [
        replace(
            metric,
            start=metric.start + shift,
            end=metric.end + shift,
            indicator=(ALL, FORMULA, LONG, "@SUM(1)", "+1", "\t=1")[n % 6],
            period=ATTRIBUTE,
            base=SCRIPT,
            dimension=ATTRIBUTE,
            section=heading,
            subject=SCRIPT,
            scope=FORMULA,
            indicator_sure=n % 2 == 0,
            quantity=replace(metric.quantity, unit=ATTRIBUTE) if n % 5 == 4 else metric.quantity,
        )
        for n, metric in enumerate(a.metrics)
    ]
    by_start = {metric.start: metric for metric in metrics}
    findings = [
        AnnotatedFinding(
            relation=f.relation,
            verdict=f.verdict,
            severity=f.severity,
            stated=by_start.get(f.stated.start + shift, moved(f.stated)),
            expected=f.expected,
            evidence=(attack, *map(moved, f.evidence)),
            why=ALL,
        )
        for f in a.findings
    ]
    keywords = [
        replace(k, term=(ALL, FORMULA, BIDI)[n % 3], passages=(attack, *map(moved, k.passages)))
        for n, k in enumerate(a.keywords)
    ]
    points: dict[Passage, Passage] = {
        p: replace(p, start=p.start + shift, end=p.end + shift, title=ALL, section=heading)
        for p in a.report.points
    }
    topics = [
        replace(t, label=ALL, terms=(SCRIPT, FORMULA), members=tuple(points[p] for p in t.members))
        for t in a.topics.topics
    ]
    coverage = replace(
        a.findings.coverage,
        unchecked=Table(
            [Unchecked(m, each) for m, each in zip(metrics, (ALL, BIDI), strict=False)], {}
        ),
    )
    none = {name: (lambda record: record) for name in ("record",)}
    return replace(
        a,
        report=report,
        metrics=metrics_of(report, metrics),
        findings=Findings(findings, coverage=coverage),
        keywords=Table(keywords, none),
        topics=replace(a.topics, topics=Table(topics, none), verdict=ALL),
        keyword_metrics={ALL: tuple(metrics[:3])},
        topic_metrics=tuple(tuple(metrics[:1]) for _ in topics),
        topic_findings=tuple(tuple(findings[:1]) for _ in topics),
    )
