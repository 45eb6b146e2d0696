"""Background: in how many documents of a corpus each term stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from analysis.lexicon import read_tsv
from analysis.terms import Source, find_terms


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies: ``frequency[term]`` of ``n_documents`` have the term."""

    n_documents: int
    frequency: Mapping[str, int]

    @classmethod
    def count(cls, documents: Iterable[Source]) -> Background:
        """The document frequencies of a corpus; the documents are read one by one."""
        frequency: Counter[str] = Counter()
        n_documents = 0
        for document in documents:
            frequency.update(find_terms(document).places.keys())
            n_documents += 1
        return cls(n_documents, frequency)

    def rarity(self, term: str) -> float:
        """Inverse document frequency, ``ln((n + 1) / (n_documents_with_term + 1))``, 0 or more.

        Source: Spärck Jones, K. (1972). A statistical interpretation of term specificity.
        """
        return math.log((self.n_documents + 1) / (self.frequency.get(term, 0) + 1))


@cache
def read_background() -> Background:
    """The background that the package ships: see the head of ``lexicon/background.tsv``."""
    rows = read_tsv("background.tsv")
    counts = {row["term"]: int(row["documents"]) for row in rows}
    return Background(counts.pop("*"), counts)
