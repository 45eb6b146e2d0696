"""The words of the brief."""

from collections import Counter
from functools import cache
from pathlib import Path

from analysis.audit import Verdict
from analysis.figures.wording import Words, read_words
from analysis.pipeline import Analysis


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
    if counts[Verdict.INCONSISTENT]:
        key = "wrong"
    elif counts[Verdict.REVIEW]:
        key = "right"
    elif counts:
        key = "all_right"
    else:
        key = "unchecked" if analysis.metrics else "no_metrics"
    return words(
        key, n=len(analysis.findings), metrics=len(analysis.metrics),
        wrong=counts[Verdict.INCONSISTENT], review=counts[Verdict.REVIEW],
        consistent=counts[Verdict.CONSISTENT],
    )  # fmt: skip
