"""The stream of words that terms are cut from: runs of words between boundaries."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analysis.passage import Passage
from analysis.terms.words import Role, Vocabulary

# what stands between quotation marks or book-title marks and has no sentence punctuation
QUOTED = re.compile(
    """
      [“"「]  ([^“”"「」，。；：？！,;:?!\\s]{2,12})  [”"」]
    | [《]    ([^《》\\s]{2,30})                      [》]
    """,
    re.VERBOSE,
)
SHORTEST_UNQUOTED = 3  # characters; 两新 without its marks may be the start of 两新兴产业


@dataclass(slots=True)
class Stream:
    """Words in order; an empty word is a boundary, and one stands at both ends.

    ``starts`` are offsets in the report (in its own string, for a string); ``bounds`` has the
    first word of each passage.
    """

    vocabulary: Vocabulary
    words: list[str] = field(default_factory=lambda: [""])
    roles: list[int] = field(default_factory=lambda: [0])
    starts: list[int] = field(default_factory=lambda: [0])
    bounds: list[int] = field(default_factory=list)
    quoted: frozenset[str] = frozenset()

    def text(self, first: int, last: int) -> str:
        """What the words from ``first`` to ``last`` spell."""
        return "".join(self.words[first : last + 1])

    def owner(self, word: int) -> int:
        """The index of the passage that a word stands in."""
        return bisect_right(self.bounds, word) - 1


def read_stream(passages: Sequence[Passage], vocabulary: Vocabulary) -> Stream:
    """The words of some passages, those between quotation marks kept whole."""
    spans, quoted = _find_whole([passage.text for passage in passages], vocabulary)
    whole = {
        passages[owner].text[start:end]
        for owner, found in spans.items()
        for start, end in found.items()
    }
    stream = Stream(vocabulary, quoted=frozenset(quoted))
    words, roles, starts = stream.words, stream.roles, stream.starts
    whole -= vocabulary.broken | vocabulary.generic
    roles_of = vocabulary.roles
    for owner, passage in enumerate(passages):
        stream.bounds.append(len(words))
        tagged = vocabulary.tokenizer.tag(passage.text)
        if owner in spans:
            tagged = list(_join(tagged, spans[owner], passage.text))
        at = passage.start
        for word, tag in tagged:
            role = roles_of.get(word)
            if role is None:
                role = vocabulary.role(word, tag)
            if word in whole:
                role = Role.KNOWN
            if role:
                words.append(word)
                roles.append(role)
                starts.append(at)
            elif words[-1]:
                words.append("")
                roles.append(Role.BREAK)
                starts.append(at)
            at += len(word)
        if words[-1]:
            words.append("")
            roles.append(Role.BREAK)
            starts.append(at)
    return stream


def _find_whole(
    texts: Sequence[str], vocabulary: Vocabulary
) -> tuple[dict[int, dict[int, int]], set[str]]:
    """By the index of its text: the start and end of all that stays whole; and what is quoted.

    What is quoted somewhere and has a boundary inside (双随机、一公开) is found without its marks
    too, and so are the known terms that have one.
    """
    spans: dict[int, dict[int, int]] = defaultdict(dict)
    quoted = set()
    for owner, text in enumerate(texts):
        for match in QUOTED.finditer(text):
            start, end = match.span(match.lastindex or 0)
            spans[owner][start] = end
            quoted.add(text[start:end])
    joined = "\n".join(texts)
    bounds = [0]
    for text in texts:
        bounds.append(bounds[-1] + len(text) + 1)
    split = {
        text for text in quoted if len(text) >= SHORTEST_UNQUOTED and _is_split(text, vocabulary)
    }
    for text in split.union(vocabulary.split):
        for at in _find_all(joined, text):
            owner = bisect_right(bounds, at) - 1
            start = at - bounds[owner]
            end = start + len(text)
            spans[owner][start] = max(end, spans[owner].get(start, 0))
    return spans, quoted


def _is_split(text: str, vocabulary: Vocabulary) -> bool:
    return any(
        vocabulary.role(word, tag) == Role.BREAK for word, tag in vocabulary.tokenizer.tag(text)
    )


def _find_all(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _join(
    tagged: list[tuple[str, str]], spans: dict[int, int], text: str
) -> Iterator[tuple[str, str]]:
    """The words with those of each span joined, where its ends are ends of words."""
    ends = set()
    at = 0
    for word, _ in tagged:
        at += len(word)
        ends.add(at)
    at = joined_to = 0
    for word, tag in tagged:
        if at >= joined_to:
            end = spans.get(at)
            if end is not None and end in ends:
                joined_to = end
                yield text[at:end], tag
            else:
                yield word, tag
        at += len(word)
