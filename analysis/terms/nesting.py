"""Nesting: the runs of a stream cut into terms, so that every word counts in one term only."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

from analysis.terms.stream import Stream
from analysis.terms.words import Role

LONGEST = 12  # characters of a term
MOST_WORDS = 6
AGAIN = 2  # a phrase is a term when it stands at least so often
FREE_AGAIN = 3  # and so often when it starts with a verb or a place, or holds a known term
ONCE_LONGEST = 8  # characters of a phrase that stands once
ONCE_WORDS = 4


Place = tuple[int, int]  # the first and the last word of a term in a stream


def cut_terms(stream: Stream) -> dict[str, list[Place]]:
    """The places of each term: the longest repeated phrases of each run, and what they leave."""
    words = stream.words
    repeated = find_repeated_pairs(words)
    phrases = count_phrases(words, repeated)
    counts = Counter(words)
    places: dict[str, list[Place]] = defaultdict(list)
    rest = first = 0  # the words from rest to first are in no phrase yet
    while first < len(words):
        last = first
        if repeated[first]:
            text = phrase = words[first]
            for end in range(first + 1, min(first + MOST_WORDS, len(words))):
                text += words[end]
                if text not in phrases or not words[end]:
                    break
                if _holds_together(stream, first, end, phrases[text], counts):
                    last, phrase = end, text
        if last == first and words[first]:
            first += 1
            continue
        if first - rest == 1:
            places[words[rest]].append((rest, rest))
        elif first > rest:
            _place_rest(stream, rest, first, places)
        if last > first:
            places[phrase].append((first, last))
        rest = first = last + 1
    return dict(places)


def find_repeated_pairs(words: list[str]) -> list[bool]:
    """For each word, whether it and the next are a pair that the stream repeats."""
    pairs = Counter(pairwise(words))
    found = [
        bool(left and right) and pairs[left, right] >= AGAIN for left, right in pairwise(words)
    ]
    return [*found, False]


def count_phrases(words: list[str], repeated: list[bool]) -> Counter[str]:
    """How often each sequence of repeated pairs stands in the stream."""
    phrases: Counter[str] = Counter()
    for first, again in enumerate(repeated):
        if again:
            text = words[first]
            for end in range(first + 1, first + MOST_WORDS):
                text += words[end]
                if len(text) > LONGEST:
                    break
                phrases[text] += 1
                if not repeated[end]:
                    break
    return phrases


def _holds_together(
    stream: Stream, first: int, last: int, count: int, counts: Counter[str]
) -> bool:
    """Whether a repeated phrase is a term of its own, and not words that happen to meet."""
    words, roles = stream.words, stream.roles
    if count < AGAIN or roles[last] in (Role.MODIFIER, Role.PLACE):
        return False
    if roles[first] in (Role.VERB, Role.PLACE) and count < FREE_AGAIN:
        return False
    inside = zip(words[first : last + 1], roles[first : last + 1], strict=True)
    known = max((counts[word] for word, role in inside if role == Role.KNOWN), default=0)
    # a known term joins a longer one where it mostly stands in it, or often enough
    if count * 2 >= known:
        return True
    ends = (words[first], words[last])
    return count >= FREE_AGAIN and stream.vocabulary.generic.isdisjoint(ends)


def _place_rest(stream: Stream, first: int, end: int, places: dict[str, list[Place]]) -> None:
    """Place the words that phrases leave of a run: as one term, or each as its own."""
    words, roles = stream.words, stream.roles
    if end - first <= ONCE_WORDS:
        text = "".join(words[first:end])
        if (
            len(text) <= ONCE_LONGEST
            and Role.KNOWN not in roles[first:end]
            and roles[first] not in (Role.VERB, Role.PLACE)
            and roles[end - 1] not in (Role.MODIFIER, Role.PLACE)
        ):
            places[text].append((first, end - 1))
            return
    for at in range(first, end):
        places[words[at]].append((at, at))
