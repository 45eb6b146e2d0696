"""Draws every figure into docs/gallery/ and writes the page that shows them: `make gallery`."""

from collections.abc import Iterator
from pathlib import Path

from matplotlib.figure import Figure

import analysis as an
from analysis import figures

HERE = Path(__file__).parent
REPORT = HERE.parent / "data/reports/chikan-2020.txt"


def drawings() -> Iterator[tuple[str, Figure]]:
    """Each figure with the call that draws it."""
    a = an.analyse(an.read_report(REPORT))
    yield "keyword_bars(keywords)", figures.keyword_bars(a.keywords)
    yield "keywords_by_section(keywords)", figures.keywords_by_section(a.keywords)
    yield "wordcloud(keywords)", figures.wordcloud(a.keywords)
    yield "topic_map(topics)", figures.topic_map(a.topics)
    yield "topic_section_matrix(topics)", figures.topic_section_matrix(a.topics)
    yield "topic_dendrogram(topics)", figures.topic_dendrogram(a.topics)
    yield "metrics_by_section(metrics)", figures.metrics_by_section(a.metrics)
    yield "rates(metrics, findings)", figures.rates(a.metrics, a.findings)
    yield "findings(findings)", figures.findings(a.findings)
    yield "findings(findings, lang='en')", figures.findings(a.findings, lang="en")


def main() -> None:
    """Write the page and its images."""
    (HERE / "gallery").mkdir(exist_ok=True)
    lines = [
        "# Gallery",
        "",
        "Every figure of `analysis.figures`, drawn from `data/reports/chikan-2020.txt` by"
        " `make gallery`.",
    ]
    for call, figure in drawings():
        name = call.split("(")[0] + ("_en" if "lang='en'" in call else "")
        figures.save(figure, HERE / "gallery" / f"{name}.png")
        title = figure.get_suptitle().replace("\n", "")
        lines += ["", f"## `{call}`", "", f"![{title}](gallery/{name}.png)"]
    (HERE / "gallery.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
