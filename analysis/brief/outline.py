"""The outline: a brief in a few lines, for a terminal."""

from collections import Counter
from collections.abc import Iterator

from analysis.audit import Verdict
from analysis.brief.identity import identity
from analysis.brief.wording import brief_words, sum_up
from analysis.figures.wording import wording
from analysis.pipeline import Analysis

KEYWORDS = 10
TOPICS = 8
IDENTITY = ("place", "year", "published", "issuer")


def outline(analysis: Analysis, lang: str = "zh") -> str:
    """What a reader wants to know first: whose report, its words, topics, metrics, findings.

    Raises:
        ValueError: ``lang`` is neither zh nor en.
    """
    return "\n".join(_lines(analysis, lang))


def _lines(analysis: Analysis, lang: str) -> Iterator[str]:
    words = brief_words(lang)
    known = dict(identity(analysis.report, words))
    yield str(known.get("title", analysis.report.id))
    yield " · ".join(
        f"{words.name('field', name)} {known[name]}" for name in IDENTITY if name in known
    )
    yield _listed(words.name("section", "keywords"), [k.term for k in analysis.keywords[:KEYWORDS]])
    topics = analysis.topics.topics
    yield _listed(
        words.name("section", "topics"),
        [f"{topic.label} {topic.share:.0%}" for topic in topics[:TOPICS]],
    )
    yield f"  {analysis.topics.explain(lang)}"
    dimensions = Counter(metric.dimension for metric in analysis.metrics)
    yield _listed(
        f"{words.name('section', 'metrics')} {len(analysis.metrics)}",
        [f"{wording(lang).name('dimension', name)} {n}" for name, n in dimensions.most_common()],
    )
    yield sum_up(analysis, words)
    for finding in analysis.findings:
        if finding.verdict is not Verdict.CONSISTENT:
            mark = "✗" if finding.verdict is Verdict.INCONSISTENT else "?"
            yield f"  {mark} {finding.explain(lang)}"


def _listed(name: str, items: list[str]) -> str:
    return f"{name}: {'; '.join(items) or '–'}"
