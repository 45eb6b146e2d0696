"""Concordance: a word with what stands before and after it, and the words that keep it company."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from operator import attrgetter

from analysis.arguments import at_least, checked, of
from analysis.passage import Passage
from analysis.report import Report, Section
from analysis.table import Table
from analysis.terms import passages_of
from analysis.terms import statistics as st
from analysis.terms.words import vocabulary


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence of the node: itself, its left and right context, and its section."""

    left: Passage
    node: Passage
    right: Passage
    section: Section | None


class Concordance(Table[Line]):
    """Lines with the node in a column of its own; Chinese characters take two columns."""

    __slots__ = ()

    def to_text(self) -> str:
        """The lines as plain text, the node aligned where every character has its own width."""
        from wcwidth import wcswidth

        rows = [(_flat(line.left.text), line.node.text, _flat(line.right.text)) for line in self]
        before = max((wcswidth(left) for left, _, _ in rows), default=0)
        inside = max((wcswidth(node) for _, node, _ in rows), default=0)
        return "\n".join(
            f"{' ' * (before - wcswidth(left))}{left} [{node}]"
            f"{' ' * (inside - wcswidth(node))} {right}".rstrip()
            for left, node, right in rows
        )

    def __str__(self) -> str:
        return self.to_text()

    def to_html(self) -> str:
        """The lines as an HTML table, the left context set flush against the node."""
        rows = "".join(
            f'<tr><td style="text-align:right">{escape(_flat(line.left.text))}</td>'
            f"<td><mark>{escape(line.node.text)}</mark></td>"
            f'<td style="text-align:left">{escape(_flat(line.right.text))}</td></tr>'
            for line in self
        )
        return f'<table class="concordance"><tbody>{rows}</tbody></table>'

    def _repr_html_(self) -> str:
        return self.to_html()


_LINE: dict[str, Callable[[Line], object]] = {
    "left": lambda line: _flat(line.left.text),
    "node": lambda line: line.node.text,
    "right": lambda line: _flat(line.right.text),
    "section": lambda line: line.section.title if line.section else None,
    "start": lambda line: line.node.start,
    "end": lambda line: line.node.end,
}


@checked(source=of(Report, str), node=of(str, re.Pattern), width=at_least(0))
def concordance(source: Report | str, node: str | re.Pattern[str], width: int = 15) -> Concordance:
    """Every occurrence of ``node`` in the text with ``width`` characters on each side.

    ``node`` is a string, or a compiled pattern. Contexts run over the ends of sentences, never
    out of the text's body.

    Raises:
        ValueError: an empty node or a negative width.
    """
    passages = passages_of(source)
    if not passages:
        return Concordance((), _LINE)
    text = source if isinstance(source, str) else source.text
    start, end = passages[0].start, max(passage.end for passage in passages)
    lines = []
    for passage, span in _find(passages, node):
        at = passage.cut(*span)
        before, after = max(start, at.start - width), min(end, at.end + width)
        lines.append(
            Line(
                left=Passage(before, at.start, text[before : at.start]),
                node=at,
                right=Passage(at.end, after, text[at.end : after]),
                section=getattr(passage, "section", None),
            )
        )
    return Concordance(lines, _LINE)


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word near the node: how often, how often by chance, and how closely they belong.

    ``count`` is how often it stands in a window, ``frequency`` how often in all; ``mi`` is
    mutual information in bits, ``log_dice`` at most 14, ``g2`` the log-likelihood with its
    p-values. ``passages`` are its places in windows.
    """

    word: str
    count: int
    frequency: int
    expected: float
    mi: float
    t_score: float
    log_dice: float
    g2: float
    p_value: float
    p_adjusted: float
    passages: tuple[Passage, ...]


MEASURES = ("log_dice", "g2", "mi", "t_score", "count")


@checked(source=of(Report, str), node=of(str, re.Pattern), window=at_least(1), least=at_least(1))
def collocates(
    source: Report | str,
    node: str | re.Pattern[str],
    window: int = 5,
    *,
    measure: str = "log_dice",
    least: int = 2,
    correction: str = "holm",
) -> Table[Collocate]:
    """The words within ``window`` words of ``node`` in its sentence, the closest first.

    Punctuation is no word; function words fill places of the window but are no collocates;
    known terms are one word; a word in the windows of two nodes counts once. ``measure``
    ranks: log_dice, g2, mi, t_score or count. With O and E the observed and expected counts:
    ``mi = log2(O / E)``, ``t_score = (O - E) / sqrt(O)``,
    ``log_dice = 14 + log2(2 O / (f(node) + f(word)))``.

    Raises:
        ValueError: an empty node, a window below 1, a measure or correction that there is not.

    Source: Evert, S. (2008). Corpora and collocations; Rychlý, P. (2008) for log_dice.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure is one of {', '.join(MEASURES)}, not {measure!r}")
    near, frequency = _count(passages_of(source), node, window)
    n_node = frequency.pop(_NODE, 0)
    n_near = sum(map(len, near.values()))
    n_far = frequency.total() - n_near
    function_words = vocabulary().function_words
    chosen = [
        word
        for word, places in near.items()
        if len(places) >= least and word not in function_words and not word.isdigit()
    ]
    g2 = [
        st.log_likelihood(len(near[word]), n_near, frequency[word] - len(near[word]), n_far)
        if n_far
        else 0.0
        for word in chosen
    ]
    p_values = [st.p_value(value) for value in g2]
    adjusted = st.adjust(p_values, correction)
    found = []
    for word, value, p, corrected in zip(chosen, g2, p_values, adjusted, strict=True):
        count = len(near[word])
        expected = n_near * frequency[word] / (n_near + n_far)
        found.append(
            Collocate(
                word=word,
                count=count,
                frequency=frequency[word],
                expected=expected,
                mi=math.log2(count / expected),
                t_score=(count - expected) / math.sqrt(count),
                log_dice=14 + math.log2(2 * count / (n_node + frequency[word])),
                g2=value,
                p_value=p,
                p_adjusted=corrected,
                passages=tuple(near[word]),
            )
        )
    found.sort(key=lambda collocate: (-getattr(collocate, measure), collocate.word))
    return Table(found, {name: attrgetter(name) for name in Collocate.__slots__})


_NODE = ""  # the word that stands for each occurrence of the node


def _count(
    passages: Sequence[Passage], node: str | re.Pattern[str], window: int
) -> tuple[dict[str, list[Passage]], Counter[str]]:
    """The places of each word near the node, and how often each word stands in all."""
    spans: dict[Passage, list[tuple[int, int]]] = defaultdict(list)
    for passage, span in _find(passages, node):
        spans[passage].append(span)
    near: dict[str, list[Passage]] = defaultdict(list)
    frequency: Counter[str] = Counter()
    for passage in passages:
        words = list(_words(passage, spans.get(passage, [])))
        frequency.update(word.text for word in words)
        nodes = [at for at, word in enumerate(words) if word.text == _NODE]
        inside = {
            at
            for middle in nodes
            for at in range(max(0, middle - window), min(len(words), middle + window + 1))
        }.difference(nodes)
        for at in sorted(inside):
            near[words[at].text].append(words[at])
    return near, frequency


def _words(passage: Passage, spans: Sequence[tuple[int, int]]) -> Iterator[Passage]:
    """The words of a passage, with an empty one for each occurrence of the node."""
    tokenizer = vocabulary().tokenizer
    at = 0
    for start, end in [*spans, (len(passage.text), len(passage.text))]:
        for word in tokenizer.cut(passage.text[at:start]):
            if word[0].isalnum():
                yield passage.cut(at, at + len(word))
            at += len(word)
        if end > start:
            yield passage.cut(start, start)
        at = end


def _find(
    passages: Sequence[Passage], node: str | re.Pattern[str]
) -> Iterator[tuple[Passage, tuple[int, int]]]:
    """Each occurrence of the node: its passage and its start and end there."""
    if not node:
        raise ValueError("the node is empty: name a word to look for")
    pattern = re.compile(re.escape(node)) if isinstance(node, str) else node
    for passage in passages:
        for match in pattern.finditer(passage.text):
            if match.end() > match.start():
                yield passage, match.span()


def _flat(text: str) -> str:
    """Text on one line."""
    return re.sub(r"\s", " ", text)
