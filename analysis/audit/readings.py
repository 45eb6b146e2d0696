"""Readings: what a ratio may be taken of, and the finding of the best of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import Mention, passages
from analysis.audit.relations import Outcome, check_rate

Candidate = tuple[Outcome, tuple[Mention, ...]]


def settle(
    relation: Relation, stated: Mention, candidates: Sequence[Candidate], why: str, *, sure: bool
) -> Finding | None:
    """The finding of the best of several readings: silence where none is sure.

    A reading under which the figures agree is taken before one under which they don't; a
    disagreement is asserted on the first reading alone, and only when the words are sure.
    """
    agreeing = [each for each in candidates if each[0].verdict == Verdict.CONSISTENT]
    if not agreeing and not (sure and candidates):
        return None
    outcome, evidence = (agreeing or candidates)[0]
    return outcome.finding(relation, stated.metric, passages(*evidence), why)


def read_ratio(
    stated: Mention,
    numerator: Mention,
    *wholes: Mention,
    check: Callable[..., Outcome] = check_rate,
) -> Candidate:
    """The reading of a ratio as that of a numerator to the sum of its wholes."""
    quantities = [each.metric.quantity for each in (numerator, *wholes)]
    return check(stated.metric.quantity, *quantities), (numerator, *wholes)
