"""Proposals: phrases of a corpus that the lexicon lacks and that behave like terms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

from analysis.arguments import at_least, checked, many
from analysis.passage import Passage
from analysis.report import Report
from analysis.table import Table
from analysis.terms.nesting import LONGEST, MOST_WORDS
from analysis.terms.statistics import c_value, entropy, npmi
from analysis.terms.stream import Stream, read_stream
from analysis.terms.words import Role, TermKind, vocabulary

CLOSEST = 0.3  # the least NPMI of a term's parts
FREEST = 1.0  # bits: the least entropy of a term's neighbours on either side

Phrase = tuple[str, ...]
Places = dict[Phrase, list[tuple[int, int]]]  # document, first word


@dataclass(frozen=True, slots=True)
class Proposal:
    """A phrase that may be a term, and what speaks for it.

    ``count`` is how often it stands in the corpus, ``n_documents`` in how many reports;
    ``c_value`` its count less what it owes to longer phrases; ``npmi`` the association of its
    parts where it is weakest; the entropies, in bits, how free its neighbours are.
    ``passages[i]`` stands in the report with the index ``documents[i]``.
    """

    term: str
    count: int
    n_documents: int
    c_value: float
    npmi: float
    left_entropy: float
    right_entropy: float
    passages: tuple[Passage, ...]
    documents: tuple[int, ...]


@checked(
    reports=many(Report, alone=(Report,)),
    top=at_least(1, optional=True),
    least=at_least(1),
    lexicon=many(str, alone=(str, Path, None)),
)
def propose_terms(
    reports: Report | Iterable[Report],
    *,
    top: int | None = 100,
    least: int = 3,
    lexicon: Iterable[str] | str | Path | None = None,
) -> Table[Proposal]:
    """New terms for a lexicon: repeated phrases of some reports, the largest C-value first.

    A phrase stands at least ``least`` times, is neither in the package's lexicon nor in the
    user's ``lexicon``, its parts belong together and its neighbours change. All reports are
    held at once.
    """
    words = vocabulary(lexicon)
    given = [reports] if isinstance(reports, Report) else reports
    streams = [read_stream(report.sentences, words) for report in given]
    places = _find_phrases(streams, least)
    singles = Counter(word for stream in streams for word in stream.words if word)
    counts: dict[Phrase, int] = {(word,): count for word, count in singles.items()}
    counts |= {phrase: len(at) for phrase, at in places.items()}
    longer = _longer_counts(places)
    proposals = []
    for phrase, at in places.items():
        if not _may_be_term(phrase, streams[at[0][0]], at[0][1]):
            continue
        closeness = min(
            npmi(len(at), counts[phrase[:split]], counts[phrase[split:]], singles.total())
            for split in range(1, len(phrase))
        )
        value = c_value(len(phrase), len(at), longer[phrase])
        left = _freedom([streams[owner].words[first - 1] for owner, first in at])
        right = _freedom([streams[owner].words[first + len(phrase)] for owner, first in at])
        if closeness < CLOSEST or min(left, right) < FREEST or value <= 0:
            continue
        text = "".join(phrase)
        starts = [streams[owner].starts[first] for owner, first in at]
        proposals.append(
            Proposal(
                term=text,
                count=len(at),
                n_documents=len({owner for owner, _ in at}),
                c_value=value,
                npmi=closeness,
                left_entropy=left,
                right_entropy=right,
                passages=tuple(Passage(start, start + len(text), text) for start in starts),
                documents=tuple(owner for owner, _ in at),
            )
        )
    proposals.sort(key=lambda proposal: (-proposal.c_value, proposal.term))
    names = [name for name in Proposal.__slots__ if name != "documents"]
    return Table(proposals[:top], {name: attrgetter(name) for name in names})


def _find_phrases(streams: Sequence[Stream], least: int) -> Places:
    """The places of each phrase that the reports together have at least ``least`` times."""
    pairs = Counter(pair for stream in streams for pair in pairwise(stream.words) if all(pair))
    frequent = {pair for pair, count in pairs.items() if count >= least}
    places: Places = defaultdict(list)
    for owner, stream in enumerate(streams):
        words = stream.words
        again = [pair in frequent for pair in pairwise(words)]
        for first in range(len(again)):
            for end in range(first + 1, first + MOST_WORDS):
                phrase = tuple(words[first : end + 1])
                if not again[end - 1] or sum(map(len, phrase)) > LONGEST:
                    break
                places[phrase].append((owner, first))
    return {phrase: at for phrase, at in places.items() if len(at) >= least}


def _longer_counts(places: Places) -> dict[Phrase, list[int]]:
    """For each phrase, the counts of the longer ones that hold it."""
    longer: dict[Phrase, list[int]] = defaultdict(list)
    for phrase, at in places.items():
        for length in range(2, len(phrase)):
            for inner in {
                phrase[start : start + length] for start in range(len(phrase) - length + 1)
            }:
                longer[inner].append(len(at))
    return longer


def _may_be_term(phrase: Phrase, stream: Stream, first: int) -> bool:
    roles = stream.roles[first : first + len(phrase)]
    return (
        roles[0] not in (Role.VERB, Role.PLACE)
        and roles[-1] not in (Role.MODIFIER, Role.PLACE)
        and not stream.vocabulary.generic.issuperset(phrase)
        and "".join(phrase) not in stream.vocabulary.listed
        and stream.vocabulary.kind("".join(phrase), roles) == TermKind.TERM
    )


def _freedom(neighbours: Sequence[str]) -> float:
    """Entropy of a term's neighbours on one side; each boundary is a neighbour of its own."""
    counts = Counter(neighbours)
    boundaries = counts.pop("", 0)
    return entropy([*counts.values(), *[1] * boundaries])
