"""The words of `lexicon/metrics.toml` as sets and patterns."""

import re
from functools import cache

from analysis.lexicon import read_toml


@cache
def cue_words(table: str, name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(read_toml("metrics.toml")[table][name].split())


@cache
def cue_pattern(table: str, name: str) -> str:
    """The words of one list as alternatives of a pattern, longest first."""
    words = sorted(cue_words(table, name), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in words)
