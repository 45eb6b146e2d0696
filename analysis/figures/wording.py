"""The words of figures and briefs, in Chinese and English."""

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis.report import Section

WORDS = Path(__file__).with_name("words.toml")


class Words:
    """The words of one language, or of one figure in it."""

    def __init__(self, words: dict[str, Any]) -> None:
        self._words = MappingProxyType(words)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence under ``key`` with its values filled in."""
        return str(self._words[key]).format(**values)

    def of(self, group: str) -> "Words":
        """The words of one group."""
        return Words(self._words[group])

    def name(self, group: str, key: str) -> str:
        """What readers call a role, verdict or dimension; the key itself where it has no name."""
        return str(self._words[group].get(key, key))


@cache
def wording(lang: str) -> Words:
    """The words of ``zh`` or ``en``.

    Raises:
        ValueError: another language.
    """
    return read_words(WORDS, lang)


def read_words(path: Path, lang: str) -> Words:
    """The words that a file has for a language.

    Raises:
        ValueError: it has none.
    """
    languages = tomllib.loads(path.read_text(encoding="utf-8"))
    if lang not in languages:
        raise ValueError(f"lang is {' or '.join(languages)}, not {lang!r}")
    return Words(languages[lang])


def section_name(section: Section) -> str:
    """A section's number and title, as its heading shows them."""
    heading = section.heading.text
    at = heading.find(section.title) if section.title else -1
    shown = heading[: at + len(section.title)] if at >= 0 else f"{section.number} {section.title}"
    return " ".join(shown.split())
