"""The words of the brief."""

from functools import cache
from pathlib import Path

from analysis.figures.wording import Words, read_words


@cache
def brief_words(lang: str) -> Words:
    """The brief's words in ``zh`` or ``en``.

    Raises:
        ValueError: another language.
    """
    return read_words(Path(__file__).with_name("words.toml"), lang)
