"""Readings: what a ratio may be taken of, and the finding of the best of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import Group, Mention, passages, same_measure
from analysis.audit.relations import Outcome, check_rate, is_ratio_slip
from analysis.metrics import Role
from analysis.quantities import Quantity

# 中 behind what is counted, not in 其中, 高中 or 中心
AMONG = r"(?<![其高初集])中(?![心学央国小医介型级等层药华东西期])"
# between a count and one of those counted: 个单位中有, 人中，35岁以下, 个村已有
OF_THESE = re.compile(
    rf"\s*[\w“”\"、]{{0,14}}?(?:{AMONG}|里|之中|当中),?[^,;。:]{{0,16}}"
    r"|\s*[^\W\d]{0,10}?(?:已有|已)\s*"
)
NEAR = Decimal("0.02")  # of the stated ratio, within which a bounded one tells of the recomputed
AHEAD = re.compile(r"力争|争取|确保|有望|预期|到20\d\d年")  # of what is yet to come


@dataclass(frozen=True, slots=True)
class Reading:
    """A ratio read as one of its ``evidence``, and how that comes out under ``check``.

    ``check`` takes the stated quantity and those of the evidence.
    """

    outcome: Outcome
    evidence: tuple[Mention, ...]
    check: Callable[..., Outcome]

    def is_slip(self, stated: Quantity) -> bool:
        """Whether one slip of the pen explains why the figures disagree."""
        quantities = [each.metric.quantity for each in self.evidence]
        return is_ratio_slip(self.check, stated, quantities)


def read(stated: Mention, *evidence: Mention, check: Callable[..., Outcome]) -> Reading:
    """The reading of a figure under a check of its evidence."""
    quantities = [each.metric.quantity for each in evidence]
    return Reading(check(stated.metric.quantity, *quantities), evidence, check)


def read_ratio(
    stated: Mention,
    numerator: Mention,
    *wholes: Mention,
    check: Callable[..., Outcome] = check_rate,
) -> Reading:
    """The reading of a ratio as that of a numerator to the sum of its wholes."""
    return read(stated, numerator, *wholes, check=check)


def settle(
    relation: Relation, stated: Mention, readings: Sequence[Reading], why: str, *, sure: bool
) -> Finding | None:
    """The finding of the best of several readings: silence where none is sure.

    A reading under which the figures agree is taken before one under which they don't; a
    disagreement is asserted on the first reading alone, and only when the words are sure, or
    when one slip of the pen explains it, which chance seldom does.
    """
    for each in readings:
        agrees = each.outcome.verdict == Verdict.CONSISTENT
        if agrees and (sure or _is_telling(each, stated.metric.quantity)):
            return each.outcome.finding(relation, stated.metric, passages(*each.evidence), why)
    if not readings:
        return None
    first = readings[0]
    if not sure:
        if not first.is_slip(stated.metric.quantity):
            return None
        why = f"{why}，与复算值只差一处数字"
    return first.outcome.finding(relation, stated.metric, passages(*first.evidence), why)


def _is_telling(reading: Reading, stated: Quantity) -> bool:
    """Whether a reading comes near the stated figure: what is 90%以上 agrees with too much."""
    expected = reading.outcome.expected
    return expected is not None and abs(expected - stated.value) <= max(
        abs(stated.value) * NEAR, stated.step
    )


def subset_of(group: Group, part: Mention) -> Mention | None:
    """The count just before one that is told to be some of it: 48个单位中有42个."""
    if part.index == 0 or not part.is_level:
        return None
    whole = group.mentions[part.index - 1]
    fits = whole.is_level and same_measure(whole, part)
    return whole if fits and OF_THESE.fullmatch(part.before) else None


def told_alike(first: Mention, second: Mention) -> bool:
    """Whether both figures are told as done, or both as planned: 力争到2025年底建成率达到80%."""
    return _is_target(first) == _is_target(second)


def _is_target(mention: Mention) -> bool:
    return mention.metric.role == Role.TARGET or bool(AHEAD.search(mention.label))
