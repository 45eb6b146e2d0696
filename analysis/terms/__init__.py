"""Terms: the whole terms of a text, each with the places where it stands alone.

A term is a word of the dictionary, a term of the lexicon (``lexicon/terms.txt`` and the user's
own), what stands between quotation marks or book-title marks, or a phrase that the text repeats.
Boundaries are punctuation, numbers, function words and officialese. Nesting is resolved: 复议
inside 行政复议 is not 复议. Variants are merged: “双随机、一公开” and 双随机一公开 are one term.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.arguments import at_least, checked, many
from analysis.passage import Passage
from analysis.report import Report
from analysis.table import Table
from analysis.terms.nesting import Place, cut_terms
from analysis.terms.proposals import Proposal, propose_terms
from analysis.terms.stream import Stream, read_stream
from analysis.terms.words import TermKind, vocabulary

__all__ = [
    "Proposal",
    "Source",
    "Term",
    "TermKind",
    "Terms",
    "extract_terms",
    "find_terms",
    "list_terms",
    "passages_of",
    "propose_terms",
]

SUFFIX = "制度"  # 学法制度 and 学法 are one term where both stand in a text
_MARKS = re.compile(r"[\W_]")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a text: the form most used, and every place where it stands alone.

    ``variants`` are all its forms as printed, the most used first; ``known`` tells whether it
    is in the lexicon, ``quoted`` whether it stands between quotation marks somewhere.
    """

    text: str
    kind: TermKind
    count: int
    passages: tuple[Passage, ...]
    variants: tuple[str, ...]
    known: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text before they become records: word places by term.

    ``forms`` are the printed forms of each term with their counts; ``kinds`` tells what each
    term is.
    """

    stream: Stream
    places: dict[str, list[Place]]
    forms: dict[str, dict[str, int]]
    kinds: dict[str, TermKind]

    def passages(self, term: str) -> tuple[Passage, ...]:
        """Every place of a term, in order."""
        starts = self.stream.starts
        found = []
        for first, last in self.places[term]:
            text = self.stream.text(first, last)
            found.append(Passage(starts[first], starts[first] + len(text), text))
        return tuple(found)

    def record(self, term: str) -> Term:
        """A term as a record."""
        forms = self.forms[term]
        return Term(
            text=term,
            kind=self.kinds[term],
            count=len(self.places[term]),
            passages=self.passages(term),
            variants=tuple(sorted(forms, key=lambda form: (-forms[form], form))),
            known=not self.stream.vocabulary.known.isdisjoint(forms),
            quoted=not self.stream.quoted.isdisjoint(forms),
        )


Source = Report | str | Sequence[Passage] | Sequence[str]


@checked(
    source=many(Passage, str, alone=(Report, str)),
    least=at_least(1),
    lexicon=many(str, alone=(str, Path, None)),
    include=many(str),
)
def extract_terms(
    source: Source,
    *,
    lexicon: Iterable[str] | str | Path | None = None,
    least: int = 1,
    include: Iterable[str] = (),
) -> Table[Term]:
    """The terms that stand at least ``least`` times alone, the most frequent first.

    ``source`` is a report, a text, or many passages or texts taken together; of texts, the
    places are offsets in the text itself. ``lexicon`` adds the user's own terms, given as
    strings or as a file. ``include`` names the kinds that are left out by default:
    officialese, place, issuer, formula.

    Raises:
        ValueError: the lexicon's file is not UTF-8, or a kind that there is not.
    """
    wanted = {TermKind.TERM, *map(TermKind, include)}
    terms = find_terms(source, lexicon=lexicon)
    records = [
        terms.record(term)
        for term, kind in terms.kinds.items()
        if kind in wanted and len(terms.places[term]) >= least
    ]
    records.sort(key=lambda term: (-term.count, term.text))
    return Table(
        records,
        {
            "term": lambda term: term.text,
            "kind": lambda term: term.kind,
            "count": lambda term: term.count,
            "known": lambda term: term.known,
            "quoted": lambda term: term.quoted,
            "variants": lambda term: term.variants,
            "passages": lambda term: term.passages,
        },
    )


def list_terms(
    passages: Sequence[Passage] | Sequence[str],
    *,
    lexicon: Iterable[str] | str | Path | None = None,
) -> tuple[tuple[str, ...], ...]:
    """The terms of each of many passages or texts, in order and as often as they stand there.

    The passages are read together, so that a phrase that only all of them repeat is one term
    in each, and its variants have one form. Only terms of the kind ``TERM`` are listed.
    """
    terms = find_terms(passages, lexicon=lexicon)
    placed = sorted(
        (first, term)
        for term, places in terms.places.items()
        if terms.kinds[term] == TermKind.TERM
        for first, _ in places
    )
    listed: list[list[str]] = [[] for _ in passages]
    for first, term in placed:
        listed[terms.stream.owner(first)].append(term)
    return tuple(tuple(found) for found in listed)


def find_terms(source: Source, *, lexicon: Iterable[str] | str | Path | None = None) -> Terms:
    """The terms of a text as word places, for ranking."""
    stream = read_stream(passages_of(source), vocabulary(lexicon))
    return _merge_variants(stream, cut_terms(stream))


def passages_of(source: Source) -> Sequence[Passage]:
    """The passages whose terms are looked for: of a report, its sentences."""
    if isinstance(source, str):
        return [Passage(0, len(source), source)]
    if isinstance(source, Report):
        return source.sentences
    return [
        Passage(0, len(passage), passage) if isinstance(passage, str) else passage
        for passage in source
    ]


def _merge_variants(stream: Stream, cut: dict[str, list[Place]]) -> Terms:
    """The terms with their variants under the form most used."""
    groups: dict[str, list[str]] = defaultdict(list)
    for text in cut:
        if len(text) > 1 and not text.isdigit():
            groups[_key(text)].append(text)
    for key in [key for key in groups if key.endswith(SUFFIX)]:
        shorter = key.removesuffix(SUFFIX)
        if shorter in groups:
            groups[shorter] += groups.pop(key)
    places = {}
    forms = {}
    kinds = {}
    for group in groups.values():
        shown = min(group, key=lambda text: (-len(cut[text]), text))
        places[shown] = cut[shown]
        forms[shown] = {shown: len(cut[shown])}
        if len(group) > 1:
            places[shown] = sorted(place for text in group for place in cut[text])
            forms[shown] = {text: len(cut[text]) for text in group}
        first, last = places[shown][0]
        kinds[shown] = stream.vocabulary.kind(shown, stream.roles[first : last + 1])
    return Terms(stream, places, forms, kinds)


def _key(text: str) -> str:
    """What a term's variants have in common: its letters, without marks and in lower case."""
    return text if text.isalpha() and not text.isascii() else _MARKS.sub("", text).lower() or text
