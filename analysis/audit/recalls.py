"""Recalls: a figure that the words take up again, 上述26场活动, 受理的37件案件中."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import CLAUSE_END, REACH, Group, Mention, any_of, cues, same_unit
from analysis.audit.relations import check_repeat
from analysis.audit.repeats import is_written_wrong
from analysis.metrics import Role
from analysis.quantities import Bound

LONGEST_NOUN = 12  # characters behind a figure that say what it counts
LEAST_NOUN = 2


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    these = any_of(cues()["repeat"]["recalling"])
    return {
        "these": re.compile(rf"{these}(?:\w{{2,4}}的)?$"),
        "done": re.compile(r"(?P<verb>[^\W\d]{2})的$"),
        "noun": re.compile(r"[^\W\d_“”]+"),
        "year": re.compile(r"(?:19|20)\d\d年"),
    }


def find_recalls(groups: Sequence[Group]) -> Iterator[Finding]:
    """Each figure taken up again, against the nearest one before of what its noun names.

    上述 takes up any figure of the noun, 受理的37件案件 one of what was 受理. A part of it may be
    meant, and so a disagreement is asserted only where one slip of the pen explains it.
    """
    mentions = list(chain.from_iterable(group.mentions for group in groups))
    for at, mention in enumerate(mentions):
        noun = _patterns()["noun"].match(mention.after)
        if noun is None or not mention.is_level or mention.metric.bound != Bound.EXACT:
            continue
        words = noun[0][:LONGEST_NOUN]
        before = mentions[max(0, at - REACH) : at]
        if _patterns()["these"].search(mention.label):
            finding = _taken_up(mention, before, words)
        elif done := _patterns()["done"].search(mention.label):
            told = [each for each in before if done["verb"] in each.label]
            finding = _taken_up(mention, told, words)
        else:
            continue
        if finding:
            yield finding


def _taken_up(mention: Mention, before: Sequence[Mention], noun: str) -> Finding | None:
    """A figure against the one before it that shares most of its noun, or agrees with it."""
    ranked = [(_n_shared(noun, _words(each)), each) for each in before if _may_be(each, mention)]
    most = max((n for n, _ in ranked), default=0)
    nearest = [each for n, each in ranked if n == most] if most >= LEAST_NOUN else []
    why = f"“{mention.label}”所指即前文的“{noun[:most]}”"
    for each in reversed(nearest):
        outcome = check_repeat(mention.metric.quantity, each.metric.quantity)
        if outcome.verdict == Verdict.CONSISTENT:
            return outcome.finding(Relation.REPEAT, mention.metric, (each.metric,), why)
    meant = [each for each in nearest if _is_slip_of(mention, each)]
    if len({each.metric.value for each in meant}) != 1:
        return None
    outcome = check_repeat(mention.metric.quantity, meant[-1].metric.quantity)
    return outcome.finding(Relation.REPEAT, mention.metric, (meant[-1].metric,), why)


def _is_slip_of(mention: Mention, told: Mention) -> bool:
    """Whether one slip of the pen makes a figure of the one told before."""
    outcome = check_repeat(mention.metric.quantity, told.metric.quantity)
    return is_written_wrong(mention.metric, told.metric, outcome.severity)


def _may_be(told: Mention, mention: Mention) -> bool:
    """Whether a figure before is a level of the same unit and, where both say one, year."""
    years = [_patterns()["year"].findall(each.label)[-1:] for each in (told, mention)]
    planned = {each.metric.role == Role.TARGET for each in (told, mention)}
    return (
        told.is_level
        and same_unit(told, mention)
        and told.metric.bound == Bound.EXACT
        and len(planned) == 1
        and (not all(years) or years[0] == years[1])
    )


def _words(mention: Mention) -> str:
    """The words of a figure's own clause, before it and behind."""
    return mention.label + CLAUSE_END.split(mention.after, maxsplit=1)[0]


def _n_shared(noun: str, words: str) -> int:
    """How many characters the longest piece of a noun that stands among some words has."""
    lengths = range(len(noun), LEAST_NOUN - 1, -1)
    pieces = ((n, noun[at : at + n]) for n in lengths for at in range(len(noun) - n + 1))
    return next((n for n, piece in pieces if piece in words), 0)
