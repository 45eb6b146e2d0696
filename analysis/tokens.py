"""Tokens: text cut into the words of jieba's dictionary, each with its place and its tag.

jieba's algorithm and dictionary run here without its hidden Markov model: the model's guesses
are fragments, and without it `rjieba` (the same in Rust) and `jieba` give the same tokens, so
that no result depends on which of the two is installed. The tokenizers are instances of our
own: nothing another library adds to jieba's global dictionary changes a result, and no cache
file is written anywhere.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import accumulate, pairwise
from typing import Protocol

from analysis.passage import Passage

# jieba weighs a word by its frequency in 60 million; a split of an added word into two
# words, even of the commonest, weighs less than this
ADDED_FREQUENCY = 2000
ADDED_TAG = "nz"  # jieba's tag of a proper name that is neither person, place nor body


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Token(Passage):
    """A word of the text.

    ``tag`` is its word class in jieba's dictionary (n, v, ns …); of a word that the dictionary
    lacks and of a single character it is m (digits), eng (Latin letters) or x (all else).
    """

    tag: str


class Tokenizer(Protocol):
    """What cuts: every character of the text comes back in exactly one word, in order."""

    def cut(self, text: str) -> list[str]:
        """The words of a text."""

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The words of a text, each with its tag in the dictionary.

        Tags of single characters are not to be relied on: the two dictionaries differ there.
        """


def tokenize(text: str, words: Iterable[str] = ()) -> tuple[Token, ...]:
    """The tokens of a text; ``words`` are kept whole wherever they occur."""
    return tuple(_placed(tokenizer(words).tag(text)))


def _placed(tagged: Iterable[tuple[str, str]]) -> Iterator[Token]:
    start = 0
    for word, tag in tagged:
        end = start + len(word)
        yield Token(start, end, word, tag if len(word) > 1 else _shape(word))
        start = end


def tokenizer(words: Iterable[str] = ()) -> Tokenizer:
    """A tokenizer that also knows ``words``: rjieba's where it is installed, else jieba's."""
    return _tokenizer(tuple(sorted(set(words))), "rjieba" if find_spec("rjieba") else "jieba")


@lru_cache(maxsize=4)
def _tokenizer(words: tuple[str, ...], engine: str) -> Tokenizer:
    made = RustTokenizer() if engine == "rjieba" else PythonTokenizer()
    for word in words:
        made.add(word)
    return made


class RustTokenizer:
    """rjieba with its hidden Markov model off."""

    def __init__(self) -> None:
        import rjieba

        self._jieba = rjieba.Jieba()

    def add(self, word: str) -> None:
        """Keep ``word`` whole from now on."""
        self._jieba.add_word(word, ADDED_FREQUENCY, ADDED_TAG)

    def cut(self, text: str) -> list[str]:
        """The words of a text."""
        words: list[str] = self._jieba.cut(_whole(text), False)
        return words if _HALF.search(text) is None else _respell(words, text)

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The words of a text, each with its tag in the dictionary."""
        tagged: list[tuple[str, str]] = self._jieba.tag(_whole(text), False)
        if _HALF.search(text) is None:
            return tagged
        words = _respell([word for word, _ in tagged], text)
        return [(word, tag) for word, (_, tag) in zip(words, tagged, strict=True)]


# Half of a surrogate pair, which a string of Python may hold and one of Rust may not.
_HALF = re.compile("[\ud800-\udfff]")


def _whole(text: str) -> str:
    """The text with a replacement character for each half of a pair."""
    return _HALF.sub("\ufffd", text)


def _respell(words: Iterable[str], text: str) -> list[str]:
    """The words as the text spells them."""
    ends = [0, *accumulate(map(len, words))]
    return [text[start:end] for start, end in pairwise(ends)]


class PythonTokenizer:
    """jieba with its hidden Markov model off and its dictionary read without a cache."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # jieba's own source, when first compiled, and its import of pkg_resources warn
            warnings.simplefilter("ignore")
            import jieba

        self._jieba = jieba.Tokenizer()
        # what initialize() does, but for its log lines and its file in the shared temp folder
        self._jieba.FREQ, self._jieba.total = self._jieba.gen_pfdict(self._jieba.get_dict_file())
        self._jieba.initialized = True
        with self._jieba.get_dict_file() as lines:
            entries = (line.decode("utf-8").split() for line in lines)
            self._tags = {word: tag for word, _, tag in entries}

    def add(self, word: str) -> None:
        """Keep ``word`` whole from now on."""
        self._jieba.add_word(word, ADDED_FREQUENCY, ADDED_TAG)
        self._tags.setdefault(word, ADDED_TAG)

    def cut(self, text: str) -> list[str]:
        """The words of a text."""
        words: list[str] = self._jieba.lcut(text, HMM=False)
        return words

    def tag(self, text: str) -> list[tuple[str, str]]:
        """The words of a text, each with its tag in the dictionary."""
        return [(word, self._tags.get(word) or _shape(word)) for word in self.cut(text)]


def _shape(word: str) -> str:
    """The tag of a word that the dictionary lacks, as rjieba gives it: eng, m (a number) or x.

    Single characters are tagged so too: on 1,197 of them the two dictionaries differ.
    """
    letters_and_digits = [
        character for character in word if character.isascii() and character.isalnum()
    ]
    if not letters_and_digits:
        return "x"
    return "m" if all(character.isdigit() for character in letters_and_digits) else "eng"
