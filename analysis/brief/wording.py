"""The words of the brief."""

from collections import Counter
from functools import cache
from pathlib import Path

from analysis.audit import Verdict
from analysis.figures.wording import Words, read_words
from analysis.pipeline import Analysis
from analysis.topics import Topics


@cache
def brief_words(lang: str) -> Words:
    """The brief's words in ``zh`` or ``en``.

    Raises:
        ValueError: another language.
    """
    return read_words(Path(__file__).with_name("words.toml"), lang)


def sum_up(analysis: Analysis, words: Words) -> str:
    """What came of the checks, in a sentence."""
    counts = Counter(finding.verdict for finding in analysis.findings)
    if not counts:
        return words("unchecked" if analysis.metrics else "no_checks", n=len(analysis.metrics))
    if set(counts) == {Verdict.CONSISTENT}:
        return words("all_right", n=len(analysis.findings))
    told = [
        words.of("verdict_count")(verdict, n=counts[verdict])
        for verdict in (Verdict.INCONSISTENT, Verdict.REVIEW, Verdict.CONSISTENT)
        if counts[verdict]
    ]
    key = "wrong" if counts[Verdict.INCONSISTENT] else "right"
    return words(key, n=len(analysis.findings), counts=words("comma").join(told))


def sum_up_topics(topics: Topics, words: Words, lang: str) -> str:
    """How many topics the points make and how far to trust them."""
    if not topics.topics:
        return topics.explain(lang)
    placed = sum(len(topic.members) for topic in topics.topics)
    left = len(topics.assignments) - placed
    told = words("topics_lead", points=placed, n=len(topics.topics))
    return told + (words("topics_left", n=left) if left > 0 else "") + topics.explain(lang)
