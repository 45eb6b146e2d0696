"""Illustrations: the figures of a brief, each with the table that it draws."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis import figures
from analysis.audit import Relation
from analysis.brief.sheets import Cell, name_of
from analysis.figures.audit import gap_percent, rounded_expected
from analysis.figures.keywords import count_by_kind
from analysis.figures.metrics import PERCENT_SCALES, count_by_section
from analysis.figures.wording import wording
from analysis.metrics import Role
from analysis.pipeline import Analysis
from analysis.report import Point


@dataclass(frozen=True, slots=True)
class Illustration:
    """A figure, the section of the brief that it stands in, and its data."""

    name: str
    section: str
    figure: Figure
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def title(self) -> str:
        """What the figure shows, in one line."""
        return self.figure.get_suptitle().replace("\n", "")


def draw_illustrations(analysis: Analysis, lang: str = "zh") -> tuple[Illustration, ...]:
    """Every figure that an analysis has something for, in the brief's order."""
    report = analysis.report
    source = wording(lang)("source", title=report.title) if report.title else None
    drawn: list[Illustration] = []
    for draw in (_findings, _keywords, _kinds, _matrix, _map, _tree, _curve, _sections, _rates):
        if made := draw(analysis, lang, source):
            # laid out once here, not again for each of the three files made of it
            made.figure.draw_without_rendering()
            made.figure.set_layout_engine("none")
            drawn.append(made)
    return tuple(drawn)


def _keywords(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    rows = tuple((k.term, round(k.score, 3), k.count) for k in a.keywords)
    if not rows:
        return None
    figure = figures.keyword_bars(a.keywords, lang=lang, source=source)
    return Illustration("keyword_bars", "keywords", figure, ("term", "score", "count"), rows)


def _kinds(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    groups = count_by_kind(a.keywords)
    if len(groups) < 2:
        return None
    names = wording(lang)
    figure = figures.keywords_by_section(a.keywords, lang=lang, source=source)
    rows = tuple(
        (names.name("kind", kind), *pair) for kind, found in groups.items() for pair in found
    )
    return Illustration("keywords_by_section", "keywords", figure, ("kind", "term", "count"), rows)


def _topic_rows(a: Analysis) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (topic.label, name_of(p.section) if isinstance(p, Point) else None, _title(p.text))
        for topic in a.topics.topics
        for p in topic.members
    )


def _matrix(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    counts: dict[tuple[Cell, Cell], int] = {}
    for label, section, _ in _topic_rows(a):
        if section:
            counts[label, section] = counts.get((label, section), 0) + 1
    if not counts:
        return None
    figure = figures.topic_section_matrix(a.topics, lang=lang, source=source)
    rows = tuple((*pair, n) for pair, n in counts.items())
    columns = ("label", "section", "n_points")
    return Illustration("topic_section_matrix", "topics", figure, columns, rows)


def _map(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    rows = _topic_rows(a)
    if len(rows) < 3:
        return None
    figure = figures.topic_map(a.topics, lang=lang, source=source)
    return Illustration("topic_map", "topics", figure, ("label", "section", "point"), rows)


def _tree(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    rows = _topic_rows(a)
    if len(rows) < 3 or a.topics.tree is None:
        return None
    figure = figures.topic_dendrogram(a.topics, lang=lang, source=source)
    return Illustration("topic_dendrogram", "topics", figure, ("label", "section", "point"), rows)


def _curve(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    if not a.topics.candidates:
        return None
    figure = figures.topic_curve(a.topics, lang=lang, source=source)
    rows = tuple(
        (c.n_topics, round(c.stability, 3), round(c.silhouette, 3), round(c.score, 3))
        for c in a.topics.candidates
    )
    columns = ("n_topics", "stability", "silhouette", "score")
    return Illustration("topic_curve", "topics", figure, columns, rows)


def _sections(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    if not a.metrics:
        return None
    names = wording(lang)
    figure = figures.metrics_by_section(a.metrics, lang=lang, source=source)
    rows = tuple(
        (name_of(section), names.name("dimension", dimension), n)
        for section, counts in count_by_section(a.metrics).items()
        for dimension, n in counts.items()
    )
    columns = ("section", "dimension", "count")
    return Illustration("metrics_by_section", "metrics", figure, columns, rows)


def _rates(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    checks = {f.stated: f for f in a.findings if f.relation is Relation.RATE}
    rows: list[tuple[Cell, ...]] = []
    for metric in a.metrics:
        if metric.role is Role.RATE and metric.unit in PERCENT_SCALES:
            check = checks.get(metric)
            parts = "/".join(p.text for p in check.evidence) if check else None
            rows.append(
                (metric.indicator, metric.text, parts, rounded_expected(check) if check else None)
            )
    if not rows:
        return None
    figure = figures.rates(a.metrics, a.findings, lang=lang, source=source)
    columns = ("indicator", "stated", "evidence", "expected")
    return Illustration("rates", "metrics", figure, columns, tuple(rows))


def _findings(a: Analysis, lang: str, source: str | None) -> Illustration | None:
    # with no figure off the mark there is nothing to see
    if not any(gap_percent(finding) for finding in a.findings):
        return None
    names = wording(lang)
    figure = figures.findings(a.findings, lang=lang, source=source)
    rows = tuple(
        (
            names.name("verdict", f.verdict), names.name("relation", f.relation), f.stated.text,
            rounded_expected(f), round(f.severity, 4),
        )
        for f in a.findings
    )  # fmt: skip
    columns = ("verdict", "relation", "stated", "expected", "severity")
    return Illustration("findings", "findings", figure, columns, rows)


def _title(text: str) -> str:
    return text.strip().split("。")[0]
