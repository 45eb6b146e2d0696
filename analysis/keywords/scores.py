"""Scores: what ranks a term, by three methods over the same terms."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from analysis.keywords.background import Background
from analysis.terms import Terms
from analysis.terms.words import Role

# What each kind of evidence for a keyword weighs. Fitted by logistic regression to terms that
# readers accepted (one half of the CSL development set, four government reports), then rounded;
# benchmarks/keywords.py measures them on the other half and on reports not looked at.
PER_DOUBLING = 1.25  # for each doubling of 1 + count
WEIGHT_INSIDE = 0.5  # of a place inside a longer term, where one of its own weighs 1
SHORTEST_INSIDE = 2  # characters of a term that is looked for in longer ones
PER_SECTIONS = 0.2  # for each doubling of the sections it stands in
IN_TITLE = 1.4
KNOWN = {2: 1.2, 3: 2.2, 4: 2.5}  # in the lexicon, by characters: a long one is surer
KNOWN_LONGER = 3.0
QUOTED = 1.1
PER_RARITY = 0.1  # for each unit of inverse document frequency
FIRST = 0.35  # at the start of the text; nothing at its end
LENGTH = {2: 0.0, 3: 1.1, 4: 1.4, 5: 1.4, 6: 1.4}  # by characters
LONGER = 0.9
GOOD_FORM = 0.3  # for each fault of form that a term might have and has not
LATIN_FAULTS = 3
MOST_FAULTS = 6

_LATIN = re.compile("[A-Za-z]")

Row = tuple[float, ...]  # a term's score, then its parts


@dataclass(frozen=True, slots=True)
class Setting:
    """What a term is weighed against: the report's title, sections and background.

    ``sections`` has for each sentence the number that its section goes by.
    """

    title: str
    sections: Sequence[int]
    background: Background


def score_terms(
    terms: Terms, candidates: Sequence[str], method: str, setting: Setting
) -> tuple[tuple[str, ...], list[Row]]:
    """The names of a score's parts, and for each candidate its score and these parts.

    Raises:
        ValueError: a method that there is not.
    """
    if method == "evidence":
        inside = count_inside(terms)
        return EVIDENCE, [
            _weigh_evidence(term, terms, setting, inside[term]) for term in candidates
        ]
    if method == "tf-idf":
        background = setting.background
        return ("count", "rarity"), [_weigh_tf_idf(term, terms, background) for term in candidates]
    if method == "textrank":
        ranks = rank_by_neighbours(terms, candidates)
        return ("textrank",), [(ranks[term], ranks[term]) for term in candidates]
    raise ValueError(f"method is evidence, tf-idf or textrank, not {method!r}")


def count_inside(terms: Terms) -> Counter[str]:
    """How often each term begins or ends a longer one: 行政复议 in 行政复议申请."""
    inside: Counter[str] = Counter()
    # only cuts as long as some term is, or a page of letters without a space takes its square
    lengths = sorted({len(term) for term in terms.places if len(term) >= SHORTEST_INSIDE})
    for longer, places in terms.places.items():
        for cut in takewhile(len(longer).__gt__, lengths):
            for term in {longer[:cut], longer[-cut:]}:
                if term in terms.places:
                    inside[term] += len(places)
    return inside


EVIDENCE = (
    "frequency",
    "inside",
    "spread",
    "known",
    "quoted",
    "title",
    "position",
    "length",
    "rarity",
    "form",
)


def _weigh_evidence(term: str, terms: Terms, setting: Setting, inside: int) -> Row:
    """The sum of all evidence that a term is a keyword, each part 0 or more."""
    places, stream, vocabulary = terms.places[term], terms.stream, terms.stream.vocabulary
    first, last = places[0]
    faults = LATIN_FAULTS if _LATIN.search(term) else 0
    if last > first:
        roles = stream.roles[first : last + 1]
        faults += (
            (stream.words[last] in vocabulary.generic)
            + (Role.PART in roles)
            + (Role.MODIFIER in roles)
        )
    n_sections = 1
    if len(places) > 1:
        n_sections = len({setting.sections[stream.owner(at)] for at, _ in places})
    count = len(places)
    parts = (
        PER_DOUBLING * math.log2(1 + count),
        PER_DOUBLING * math.log2((1 + count + inside * WEIGHT_INSIDE) / (1 + count)),
        PER_SECTIONS * math.log2(n_sections),
        KNOWN.get(len(term), KNOWN_LONGER) if term in vocabulary.known else 0.0,
        QUOTED if term in stream.quoted else 0.0,
        IN_TITLE if term in setting.title else 0.0,
        FIRST * (1 - first / len(stream.words)),
        LENGTH.get(len(term), LONGER),
        PER_RARITY * setting.background.rarity(term),
        GOOD_FORM * (MOST_FAULTS - faults),
    )
    return (sum(parts), *parts)


def _weigh_tf_idf(term: str, terms: Terms, background: Background) -> Row:
    """``count * idf``. Source: Salton, G. & Buckley, C. (1988)."""
    count, rarity = len(terms.places[term]), background.rarity(term)
    return count * rarity, count, rarity


def rank_by_neighbours(
    terms: Terms,
    candidates: Sequence[str],
    window: int = 5,
    damping: float = 0.85,
    n_rounds: int = 50,
) -> dict[str, float]:
    """The PageRank of terms that are linked where they stand within ``window`` terms.

    Links stay within a sentence and weigh as often as they are seen; the ranks sum to 1.

    Source: Mihalcea, R. & Tarau, P. (2004). TextRank: bringing order into text.
    """
    if not candidates:
        return {}
    owner = terms.stream.owner
    placed = sorted((first, term) for term in candidates for first, _ in terms.places[term])
    links: dict[str, Counter[str]] = defaultdict(Counter)
    for at, (first, term) in enumerate(placed):
        for other_first, other in placed[at + 1 : at + window]:
            if owner(other_first) == owner(first) and other != term:
                links[term][other] += 1
                links[other][term] += 1
    totals = {term: links[term].total() for term in candidates}
    ranks = dict.fromkeys(candidates, 1 / len(candidates))
    for _ in range(n_rounds):
        lost = sum(ranks[term] for term in candidates if not totals[term])
        base = (1 - damping + damping * lost) / len(candidates)
        ranks = {
            term: base
            + damping * sum(ranks[other] * n / totals[other] for other, n in links[term].items())
            for term in candidates
        }
    return ranks
