"""Draws every figure into docs/gallery/ and writes the page that shows them: `make gallery`."""

from collections.abc import Iterator
from pathlib import Path

from matplotlib.figure import Figure

import analysis as an
from analysis import figures
from analysis.summary import key_figures

HERE = Path(__file__).parent
REPORT = HERE.parent / "data/reports/chikan-2020.txt"
YEARS = sorted((HERE.parent / "data/reports").glob("qingyu-*"))


def drawings() -> Iterator[tuple[str, Figure]]:
    """Each figure with the call that draws it."""
    report = an.read_report(REPORT)
    keywords, topics = an.extract_keywords(report), an.cluster_topics(report.points)
    metrics = an.extract_metrics(report)
    findings = an.audit_metrics(metrics)
    source = report.title
    comparison = an.compare_reports([an.read_report(path) for path in YEARS])
    points = [point for each in comparison.reports for point in each.points]
    years = [each.year for each in comparison.reports for _ in each.points]
    yield "keyword_bars(keywords)", figures.keyword_bars(keywords, source=source)
    yield "keywords_by_section(keywords)", figures.keywords_by_section(keywords, source=source)
    yield "wordcloud(keywords)", figures.wordcloud(keywords, source=source)
    yield "topic_map(topics)", figures.topic_map(topics, source=source)
    yield "topic_section_matrix(topics)", figures.topic_section_matrix(topics, source=source)
    yield "topic_dendrogram(topics)", figures.topic_dendrogram(topics, source=source)
    yield "topic_curve(topics)", figures.topic_curve(topics, source=source)
    yield "metrics_by_section(metrics)", figures.metrics_by_section(metrics)
    yield "key_figures(metrics)", figures.key_figures(key_figures(metrics), source=source)
    yield "rates(metrics, findings)", figures.rates(metrics, findings)
    yield "findings(findings)", figures.findings(findings, source=source)
    yield "findings(findings, lang='en')", figures.findings(findings, lang="en", source=source)
    yield "indicators_over_reports(comparison)", figures.indicators_over_reports(comparison)
    over_years = figures.topics_over_groups(an.cluster_topics(points), years)
    yield "topics_over_groups(topics, years)", over_years


def main() -> None:
    """Write the page and its images."""
    (HERE / "gallery").mkdir(exist_ok=True)
    lines = [
        "# Gallery",
        "",
        "Every figure of `analysis.figures`, drawn by `make gallery` from"
        " `data/reports/chikan-2020.txt` and, where reports are compared, from the three invented"
        " reports of Qingyu.",
    ]
    for call, figure in drawings():
        name = call.split("(")[0] + ("_en" if "lang='en'" in call else "")
        figures.save(figure, HERE / "gallery" / f"{name}.png")
        title = figure.get_suptitle().replace("\n", "")
        lines += ["", f"## `{call}`", "", f"![{title}](gallery/{name}.png)"]
    (HERE / "gallery.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
