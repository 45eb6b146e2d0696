"""The first report's analysis as its readers annotated it: what figures and brief are tested on.

Built from ``data/gold`` alone, so that an improved extraction never moves a golden image.
``annotated(copies=12)`` is the same report twelve times over, for size.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TypeVar

from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from analysis.audit import Coverage, Finding, Findings, Relation, Verdict
from analysis.audit.finding import UNCHECKED_COLUMNS
from analysis.keywords import Keyword
from analysis.metrics import COLUMNS as METRIC_COLUMNS
from analysis.metrics import Metric, Metrics, Role
from analysis.passage import Passage
from analysis.pipeline import Analysis
from analysis.quantities import Bound, Quantity
from analysis.reading import Source
from analysis.report import Point, Report, Section, SectionKind, Sentence
from analysis.table import Table
from analysis.topics import Doubt, Topic, Topics, Trust
from analysis.topics.representation import Representation

DATA = Path(__file__).parent.parent / "data"
KINDS = {"一": SectionKind.ACHIEVEMENTS, "二": SectionKind.PROBLEMS, "三": SectionKind.PLAN}
DIMENSIONS = {"%": "ratio", "万元": "money", "人": "persons", "件": "cases", "宗": "cases"}
SCALES = {"万元": Decimal(10000), "%": Decimal("0.01")}
R = TypeVar("R")


def read_gold(name: str) -> list[dict[str, str]]:
    path = DATA / "gold" / f"chikan-2020.{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def table(records: Iterable[R], kind: type[R]) -> Table[R]:
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]

    def reader(name: str) -> Callable[[R], object]:
        return lambda record: getattr(record, name)

    return Table(records, {name: reader(name) for name in names})


@cache
def annotated(copies: int = 1) -> Analysis:
    """The analysis of ``copies`` of the first report, one after the other."""
    return Annotation(
        (DATA / "reports/chikan-2020.txt").read_text(encoding="utf-8"), copies
    ).build()


@dataclass(frozen=True, slots=True)
class AnnotatedFinding(Finding):
    """A finding in the annotator's own words."""

    def explain(self, lang: str = "zh") -> str:
        return f"{self.why}（{self.stated.text}）" if lang == "zh" else f"In {lang}: {self.why}"


class Annotation:
    """The annotations of one text, placed in every copy of it."""

    def __init__(self, once: str, copies: int) -> None:
        self.once, self.text = once, once * copies
        self.shifts = [len(once) * copy for copy in range(copies)]

    def passage(self, start: int, end: int) -> Passage:
        return Passage(start, end, self.text[start:end])

    def build(self) -> Analysis:
        sections = list(chain.from_iterable(map(self.sections, self.shifts)))
        points = list(chain.from_iterable(self.points(shift, sections) for shift in self.shifts))
        report = self.report(sections, points)
        metrics = list(chain.from_iterable(self.metrics(shift, points) for shift in self.shifts))
        by_span = {(metric.start, metric.end): metric for metric in metrics}
        findings = [finding for shift in self.shifts for finding in self.findings(shift, by_span)]
        keywords = self.keywords(sections)
        topics = self.topics(points)
        part = {p for f in findings for p in (f.stated, *f.evidence)}
        checked = tuple(metric for metric in metrics if metric in part)
        coverage = Coverage(len(metrics), checked, Table([], UNCHECKED_COLUMNS))
        return Analysis(
            report=report,
            keywords=table(keywords, Keyword),
            topics=topics,
            metrics=metrics_of(report, metrics),
            findings=Findings(findings, coverage=coverage),
            keyword_metrics={
                keyword.term: tuple(
                    m for m in metrics if any(m.sentence.contains(p) for p in keyword.passages)
                )
                for keyword in keywords
            },
            topic_metrics=tuple(
                tuple(m for m in metrics if any(p.contains(m) for p in topic.members))
                for topic in topics.topics
            ),
            topic_findings=tuple(
                tuple(f for f in findings if any(p.contains(f.stated) for p in topic.members))
                for topic in topics.topics
            ),
        )

    def report(self, sections: list[Section], points: list[Point]) -> Report:
        return Report(
            id="chikan-2020",
            title="赤坎区2020年度法治政府建设工作报告",
            place="湛江市赤坎区",
            level="county",
            year=2020,
            reviewed=2020,
            issuer="赤坎区人民政府办公室",
            published=datetime(2021, 1, 11, 11, 23, 29),
            document_number=None,
            index_number=None,
            url=None,
            text=self.text,
            sections=table(sections, Section),
            points=table(points, Point),
            sentences=table([self.sentence(point) for point in points], Sentence),
            tables=Table([], {}),
            source=Source(
                name="chikan-2020.txt",
                format="txt",
                size=len(self.text.encode()),
                sha256=hashlib.sha256(self.text.encode()).hexdigest(),
                dropped=(),
            ),
        )

    def sentence(self, point: Point) -> Sentence:
        return Sentence(point.start, point.end, point.text, point, point.section)

    def sections(self, shift: int) -> list[Section]:
        rows = [row for row in read_gold("structure") if row["kind"] == "section"]
        last = len(self.once)
        found: list[Section] = []
        kind = SectionKind.OTHER
        for index, row in enumerate(rows):
            level = int(row["level"])
            kind = KINDS.get(row["number"], kind)
            end = next(
                (int(r["start"]) for r in rows[index + 1 :] if int(r["level"]) <= level), last
            )
            span = self.passage(shift + int(row["start"]), shift + end)
            heading = self.passage(span.start, shift + int(row["end"]))
            number, title = row["number"], row["title"]
            found.append(
                Section(span.start, span.end, span.text, level, number, title, heading, kind)
            )
        return found

    def points(self, shift: int, sections: list[Section]) -> list[Point]:
        found = []
        for row in read_gold("structure"):
            if row["kind"] != "point":
                continue
            span = self.passage(shift + int(row["start"]), shift + int(row["end"]))
            section = max((s for s in sections if s.contains(span)), key=lambda s: s.level)
            found.append(
                Point(span.start, span.end, span.text, row["number"], row["title"], section)
            )
        return found

    def metrics(self, shift: int, points: list[Point]) -> list[Metric]:
        found = []
        for row in read_gold("metrics"):
            span = self.passage(shift + int(row["start"]), shift + int(row["end"]))
            point = next(p for p in points if p.contains(span))
            value, unit = Decimal(row["value"]), row["unit"]
            quantity = Quantity(
                span.start, span.end, span.text, value, None, unit,
                SCALES.get(unit, Decimal(1)),
                Bound(row["bound"]), Decimal(1).scaleb(int(value.as_tuple().exponent)),
            )  # fmt: skip
            found.append(
                Metric(
                    span.start, span.end, span.text,
                    quantity=quantity,
                    indicator=row["indicator_reference"],
                    indicator_at=(),
                    indicator_sure=True,
                    role=Role(row["role"]),
                    direction="up" if row["role"] == "change" else None,
                    base="去年同期" if row["role"] == "change" else None,
                    subject=None, scope=None, period="2020年",
                    dimension=DIMENSIONS.get(unit, "counts"),
                    inferred=False,
                    sentence=self.sentence(point),
                    point=point,
                    section=point.section,
                )
            )  # fmt: skip
        return found

    def findings(self, shift: int, by_span: Mapping[tuple[int, int], Metric]) -> Iterable[Finding]:
        def passage(span: str) -> Passage:
            start, end = (shift + int(offset) for offset in span.split("-"))
            return by_span.get((start, end)) or self.passage(start, end)

        for row in read_gold("findings"):
            stated = passage(row["stated"])
            expected = Decimal(row["expected"]) if row["expected"] else None
            wrong = row["verdict"] == "inconsistent"
            yield AnnotatedFinding(
                relation=Relation(row["relation"]),
                verdict=Verdict(row["verdict"]),
                severity=0.136 if wrong and expected else 1.0 if wrong else 0.0,
                stated=stated,
                expected=expected,
                evidence=tuple(map(passage, row["evidence"].split())),
                why=row["note"],
            )

    def keywords(self, sections: list[Section]) -> list[Keyword]:
        terms = (DATA / "gold/chikan-2020.terms.txt").read_text(encoding="utf-8").split()
        found = []
        for term in terms[:20]:
            places = tuple(
                self.passage(*match.span()) for match in re.finditer(re.escape(term), self.text)
            )
            inside = {s: None for p in places for s in sections if s.contains(p)}
            parts = {"count": float(len(places)), "length": float(len(term))}
            score = len(places) * len(term) ** 0.5
            found.append(Keyword(term, score, parts, len(places), places, tuple(inside)))
        return sorted(found, key=lambda keyword: -keyword.score)

    def topics(self, points: list[Point]) -> Topics:
        """Six groups, by the first of six cues that a point's text holds."""
        cues = {
            "矛盾纠纷、法律援助": "纠纷|法律援助|律师",
            "疫情防控、复工复产": "疫情",
            "行政复议、行政诉讼": "复议|诉讼",
            "政务服务、一窗通办": "事项|清单",
            "行政执法、执法公示": "执法",
            "依法决策、法治培训": "决策|法治|规范性",
        }
        assignments = tuple(
            next((k for k, cue in enumerate(cues.values()) if re.search(cue, point.text)), -1)
            for point in points
        )
        placed = sum(topic >= 0 for topic in assignments)
        groups = [
            tuple(p for p, topic in zip(points, assignments, strict=True) if topic == k)
            for k in range(len(cues))
        ]
        topics = [
            Topic(label, tuple(cue.split("|")), members, len(members) / placed)
            for (label, cue), members in zip(cues.items(), groups, strict=True)
        ]
        return Topics(
            topics=table(topics, Topic),
            assignments=assignments,
            silhouette=0.08,
            coherence=0.21,
            stability=0.55,
            verdict=Trust.TENTATIVE,
            doubts=(Doubt("silhouette", 0.08, 0.1, grave=False),),
            passages=tuple(points),
            representation=(representation := by_pairs(points)),
            tree=linkage(pdist(representation.vectors, "cosine"), "average"),
        )


def by_pairs(passages: Iterable[Passage]) -> Representation:
    """The passages by their pairs of neighbouring characters, plainly counted."""
    texts = [passage.text for passage in passages]
    counts = CountVectorizer(analyzer="char", ngram_range=(2, 2)).fit_transform(texts)
    weights = normalize(counts)
    return Representation(counts, weights, weights.toarray(), embedded=False)


def metrics_of(report: Report, metrics: Iterable[Metric]) -> Metrics:
    found = Metrics(metrics, METRIC_COLUMNS)
    found.report = report
    return found


def with_report(analysis: Analysis, **changes: object) -> Analysis:
    """The same analysis of a report that differs in the named fields."""
    report = replace(analysis.report, **changes)  # type: ignore[arg-type]
    return replace(analysis, report=report)
