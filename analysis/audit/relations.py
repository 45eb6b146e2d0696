"""Relations: what one figure says of others, each a small function over their intervals.

Every function takes quantities and says whether the stated one can be true together with
the rest, given how each was rounded (Nuijten et al. 2016). None looks at the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal, DivisionByZero, InvalidOperation
from functools import reduce, wraps
from operator import add
from typing import TypeVar, cast

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.interval import (
    HUNDRED,
    INFINITY,
    Interval,
    NoRatioError,
    interval,
    is_fraction,
    unit_factor,
)
from analysis.passage import Passage
from analysis.quantities import Bound, Quantity

UP, DOWN = "up", "down"
DOUBLED_ON, NEARLY_DOUBLED = Decimal("0.5"), Decimal("0.15")  # in doublings
SHOWN = Context(prec=8)  # of a recomputed value; further digits mean nothing


@dataclass(frozen=True, slots=True)
class Outcome:
    """A stated figure held against what its evidence allows.

    ``expected`` and ``allowed`` are in the stated figure's own unit.
    """

    verdict: Verdict
    severity: float
    expected: Decimal | None = None
    allowed: Interval | None = None

    def finding(
        self, relation: Relation, stated: Passage, evidence: tuple[Passage, ...], why: str
    ) -> Finding:
        """The finding of this outcome, with its places and what tied them."""
        return Finding(
            relation,
            self.verdict,
            self.severity,
            stated,
            self.expected,
            evidence,
            why,
            self.allowed,
        )


UNDEFINED = Outcome(Verdict.REVIEW, 0.0)  # growth from nothing, a share of what is below zero
Check = TypeVar("Check", bound=Callable[..., "Outcome | None"])


def where_defined(check: Check) -> Check:
    """The check, for review where it asks for a ratio of what is below zero, or to nothing."""

    @wraps(check)
    def guarded(*figures: object) -> Outcome | None:
        try:
            return check(*figures)
        except (NoRatioError, DivisionByZero, InvalidOperation):
            return UNDEFINED

    return cast("Check", guarded)


def add_up(quantities: Sequence[Quantity]) -> Interval:
    """The interval of a sum."""
    return reduce(add, (interval(quantity) for quantity in quantities))


def add_printed(quantities: Sequence[Quantity]) -> Decimal:
    """The sum of the printed values."""
    return sum((printed(quantity) for quantity in quantities), Decimal(0))


def printed(quantity: Quantity) -> Decimal:
    """The printed value, in percent or in the base unit."""
    return quantity.value * unit_factor(quantity)


def compare(stated: Quantity, allowed: Interval, expected: Decimal | None = None) -> Outcome:
    """Whether a stated figure can lie in ``allowed`` (in percent or the base unit).

    A figure that was cut off instead of rounded, so that the truth lies in [v, v + step),
    is for review. Severity is the distance between the two intervals, relative to the
    middle of the allowed one. ``expected`` is what the printed values give.
    """
    factor = unit_factor(stated)
    value = None if expected is None else SHOWN.divide(expected, factor)
    own = interval(stated)
    inside = Interval(allowed.low / factor, allowed.high / factor)
    if own.meets(allowed):
        return Outcome(Verdict.CONSISTENT, 0.0, value, inside)
    cut_off = Interval(stated.value, stated.value + stated.step)
    truncated = stated.bound == Bound.EXACT and cut_off.low <= inside.high < cut_off.high
    return Outcome(
        Verdict.REVIEW if truncated else Verdict.INCONSISTENT,
        float(own.distance(allowed) / (abs(allowed.middle) or Decimal(1))),
        value,
        inside,
    )


@where_defined
def check_rate(rate: Quantity, numerator: Quantity, *denominators: Quantity) -> Outcome:
    """Whether ``rate`` can be 100 × numerator / sum of the denominators; a share likewise.

    A rate in 倍 is that many times: 是上年82件的2.5倍.
    """
    expected = printed(numerator) / add_printed(denominators) * HUNDRED
    return compare(rate, interval(numerator) / add_up(denominators) * HUNDRED, expected)


@where_defined
def check_opposite_rate(rate: Quantity, opposite: Quantity, denominator: Quantity) -> Outcome:
    """Whether ``rate`` can be 100 × (1 - opposite / denominator): 合格率 from 不合格."""
    share = interval(opposite) / interval(denominator) * HUNDRED
    expected = HUNDRED - printed(opposite) / printed(denominator) * HUNDRED
    return compare(rate, Interval(HUNDRED, HUNDRED) - share, expected)


def check_complement(shares: Sequence[Quantity]) -> Outcome:
    """Whether the last of ``shares`` can be 100 % less the others.

    Shares of which each was rounded up or down so that they print as 100 are for review.
    """
    rest = Interval(HUNDRED, HUNDRED) - add_up(shares[:-1])
    outcome = compare(shares[-1], rest, HUNDRED - add_printed(shares[:-1]))
    if outcome.verdict == Verdict.INCONSISTENT:
        steps = sum((share.step * unit_factor(share) for share in shares), Decimal(0))
        if abs(add_printed(shares) - HUNDRED) < steps:
            return Outcome(Verdict.REVIEW, outcome.severity, outcome.expected, outcome.allowed)
    return outcome


@where_defined
def check_common_whole(
    share: Quantity, part: Quantity, others: Sequence[tuple[Quantity, Quantity]]
) -> Outcome | None:
    """Whether a part has its ``share`` of the whole that the ``others`` have theirs of.

    Each of the others, a part and its share, can be of the wholes in 100 × part / share; None
    where no whole is in all of these.
    """
    wholes = [interval(each) / interval(of) * HUNDRED for each, of in others]
    whole = Interval(max(each.low for each in wholes), min(each.high for each in wholes))
    if whole.low > whole.high:
        return None
    expected = printed(part) / whole.middle * HUNDRED
    return compare(share, interval(part) / whole * HUNDRED, expected)


def check_at_most_all(share: Quantity) -> Outcome:
    """Whether a share can be no more than 100 %."""
    return compare(share, Interval(-INFINITY, HUNDRED))


def check_sum(total: Quantity, parts: Sequence[Quantity]) -> Outcome:
    """Whether ``parts`` can add up to ``total``.

    Raises:
        ValueError: no parts.
    """
    if not parts:
        raise ValueError("a sum needs parts")
    return compare(total, add_up(parts), add_printed(parts))


def check_net(net: Quantity, came: Quantity, went: Quantity) -> Outcome:
    """Whether ``net`` can be what came less what went."""
    left = interval(came) - interval(went)
    return compare(net, left, printed(came) - printed(went))


def check_balance(
    left: Quantity, opening: Quantity, came: Sequence[Quantity], went: Sequence[Quantity]
) -> Outcome:
    """Whether ``left`` can be what was there and all that came, less all that went."""
    allowed = add_up((opening, *came)) - add_up(went)
    return compare(left, allowed, add_printed((opening, *came)) - add_printed(went))


def is_swap(first: str, second: str) -> bool:
    """Whether two printed numbers differ by two neighbouring digits that changed places."""
    if len(first) != len(second):
        return False
    differing = _differing(first, second)
    return (
        len(differing) == 2
        and not first[differing[0] + 1 : differing[1]].strip(".,")
        and first[differing[0]] == second[differing[1]]
        and first[differing[1]] == second[differing[0]]
    )


def _differing(first: str, second: str) -> list[int]:
    """The places at which two texts of one length differ."""
    pairs = enumerate(zip(first, second, strict=True))
    return [at for at, (one, other) in pairs if one != other]


def is_slip(
    total: Quantity, parts: Sequence[Quantity], digits: int = 4, swapped_of: int = 3
) -> bool:
    """Whether one slip of the pen in one of the figures explains why the parts don't add up.

    Two neighbouring digits swapped, of ``swapped_of`` or more; or one changed, of ``digits`` or
    more; or the total ten times too large.
    Of k figures with d digits, at most k (d - 1) / 10^d of all differences look like a swap
    and 9 k d / 10^d like a changed digit, so that chance seldom looks like a slip.
    """
    figures = (total, *parts)
    if len({(each.scale, each.step, each.bound) for each in figures}) > 1:
        return False
    values = [int(each.value / each.step) if each.step else int(each.value) for each in figures]
    off = values[0] - sum(values[1:])
    if not off:
        return False
    if values[0] == 10 * sum(values[1:]) and total.step == 1:
        return True
    for at, value in enumerate(values):
        meant = value - off if at == 0 else value + off
        told, other = str(value), str(meant)
        if meant > 0 and len(told) == len(other):
            changed = len(_differing(told, other)) == 1
            swapped = is_swap(told, other)
            if (changed and len(told) >= digits) or (swapped and len(told) >= swapped_of):
                return True
    return False


def is_ratio_slip(
    check: Callable[..., Outcome], stated: Quantity, evidence: Sequence[Quantity]
) -> bool:
    """Whether one slip of the pen explains why a ratio disagrees with its evidence.

    Two neighbouring digits swapped in one of the figures, or one digit of the stated one
    changed. Ratios of fewer than three digits agree with too much: of them only the stated
    figure's own swap counts. Of three digits, a changed one explains 27 of 1000 differences,
    and a swap in one of three figures as many.
    """
    figures = (stated, *evidence)
    if any(each.bound != Bound.EXACT or each.upper is not None for each in figures):
        return False
    if any(each.value < 0 for each in figures):
        return False
    precise = len(_digits(stated)) > 2
    for at in range(len(figures) if precise else 1):
        for swapped in _swaps(figures[at]):
            if check(*figures[:at], swapped, *figures[at + 1 :]).verdict == Verdict.CONSISTENT:
                return True
    expected = check(*figures).expected
    return precise and expected is not None and _differs_in_one_digit(stated, expected)


def is_complement_slip(shares: Sequence[Quantity]) -> bool:
    """Whether one slip of the pen in one of the shares explains why they don't make 100 %.

    Two neighbouring digits swapped, or one digit but the last changed: rounding and overlap
    leave the last one wrong by chance.
    """
    if len({(each.unit, each.step, each.bound) for each in shares}) > 1 or not shares[0].step:
        return False
    off = add_printed(shares) - HUNDRED
    for share in shares:
        meant = replace(share, value=share.value - off / unit_factor(share))
        told, other = _digits(share), _digits(meant)
        if off and meant.value > 0 and len(told) == len(other):
            differs = _differing(told, other)
            if is_swap(told, other) or (len(differs) == 1 and differs[0] < len(told) - 1):
                return True
    return False


def _digits(quantity: Quantity) -> str:
    """The printed digits, without leading zeros; of 28.6万 286."""
    return str(int(quantity.value / quantity.step)) if quantity.step else ""


def _swaps(quantity: Quantity) -> Iterator[Quantity]:
    """The quantity with each two neighbouring digits swapped."""
    told = _digits(quantity)
    for at in range(len(told) - 1):
        meant = told[:at] + told[at + 1] + told[at] + told[at + 2 :]
        if meant != told and not meant.startswith("0"):
            yield replace(quantity, value=int(meant) * quantity.step)


def _differs_in_one_digit(stated: Quantity, expected: Decimal) -> bool:
    """Whether the recomputed value, rounded like the stated one, prints with one other digit."""
    meant = replace(stated, value=round(expected / stated.step) * stated.step)
    told, other = _digits(stated), _digits(meant)
    return len(told) == len(other) and len(_differing(told, other)) == 1


def largest_run(total: Quantity, parts: Sequence[Quantity]) -> int:
    """How many leading parts, as many as possible, add up to ``total``; 0 when none do."""
    own, run, size = interval(total), Interval(Decimal(0), Decimal(0)), 0
    for at, part in enumerate(parts, start=1):
        run += interval(part)
        if own.meets(run):
            size = at
    return size


def check_part(part: Quantity, whole: Quantity) -> Outcome:
    """Whether ``part`` can be no larger than ``whole``.

    A whole of 1000余件 or 不少于1000件 is taken to be less than 2000: one more of its last digit
    that is not 0. A part of which only the least is told counts as that.
    """
    most = interval(whole).high
    if most.is_infinite():
        most = _below_next_round(whole)
    outcome = compare(part, Interval(-INFINITY, most))
    verdict = outcome.verdict
    if verdict == Verdict.REVIEW:  # nothing was computed, so nothing was cut off
        verdict = Verdict.INCONSISTENT
    return Outcome(verdict, outcome.severity, None, outcome.allowed)


def _below_next_round(quantity: Quantity) -> Decimal:
    """The most that would not be told as one more of the last digit that is not 0.

    79 of 70个以上, 1999 of 1000余件; of 2.5亿元以上, whose last digit is rounded, 2.6亿元.
    """
    value = printed(quantity)
    digit = Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal(0)
    step = quantity.step * unit_factor(quantity)
    return value + (digit - step if digit > step else digit)


@where_defined
def check_change(change: Quantity, before: Quantity, after: Quantity, direction: str) -> Outcome:
    """Whether ``change`` leads from ``before`` to ``after``.

    In percent or 倍: 100 × (after / before - 1); in percentage points, or in the unit of the
    two: after - before. ``direction`` down turns the sign.
    """
    if not _is_relative(change):
        return check_points(change, before, after, direction)
    ratio = interval(after) / interval(before)
    moved = ratio * HUNDRED - Interval(HUNDRED, HUNDRED)
    expected = (printed(after) / printed(before) - 1) * HUNDRED
    return compare(change, moved * _sign(direction), expected * _sign(direction))


def check_points(change: Quantity, before: Quantity, after: Quantity, direction: str) -> Outcome:
    """Whether ``change`` is after - before, in percentage points or the unit of the two."""
    moved = (interval(after) - interval(before)) * _sign(direction)
    return compare(change, moved, (printed(after) - printed(before)) * _sign(direction))


@where_defined
def check_mean_growth(
    growth: Quantity, before: Quantity, after: Quantity, n_years: int, direction: str
) -> Outcome:
    """Whether ``growth`` a year, in percent, leads from ``before`` to ``after`` in ``n_years``.

    The geometric mean, 100 × ((after / before) ^ (1 / n) - 1).
    """
    ratio = interval(after) / interval(before)
    low, high, expected = (
        (each ** (Decimal(1) / n_years) - 1) * HUNDRED * _sign(direction)
        for each in (ratio.low, ratio.high, printed(after) / printed(before))
    )
    return compare(growth, Interval(min(low, high), max(low, high)), expected)


def check_mean_difference(
    difference: Quantity, before: Quantity, after: Quantity, n_years: int, direction: str
) -> Outcome:
    """Whether ``difference`` a year leads from ``before`` to ``after`` in ``n_years``.

    (after - before) / n, in the unit of the two or in percentage points.
    """
    share = _sign(direction) / n_years
    moved = (interval(after) - interval(before)) * share
    return compare(difference, moved, (printed(after) - printed(before)) * share)


@where_defined
def check_doubling(times: Quantity, before: Quantity, after: Quantity) -> Outcome:
    """Whether going from ``before`` to ``after`` is doubling so many ``times``: 翻两番.

    log2(after / before); what nearly doubled, or grew on after it, is called so too.
    """
    ratio = interval(after) / interval(before)
    if not ratio.low:
        return UNDEFINED
    low, high, expected = (
        each.ln() / Decimal(2).ln()
        for each in (ratio.low, ratio.high, printed(after) / printed(before))
    )
    told = replace(times, step=Decimal(0))  # nobody rounds to 一番
    return compare(told, Interval(low - DOUBLED_ON, high + NEARLY_DOUBLED), expected)


@where_defined
def check_growth(
    growth: Quantity, after: Quantity, difference: Quantity, direction: str
) -> Outcome:
    """Whether ``growth`` in percent fits a level and its difference from the one before.

    100 × difference / (after - difference), or (after + difference) when it went down.
    """
    moved, level = interval(difference), interval(after)
    if direction == DOWN:
        low, high = moved.low / (level.high + moved.low), moved.high / (level.low + moved.high)
    else:
        if level.low - moved.high <= 0:
            raise NoRatioError("the level before is not positive")
        low, high = moved.low / (level.high - moved.low), moved.high / (level.low - moved.high)
    before = printed(after) - printed(difference) * _sign(direction)
    expected = printed(difference) / before * HUNDRED
    return compare(growth, Interval(low, high) * HUNDRED, expected)


def check_direction(before: Quantity, after: Quantity, direction: str) -> Outcome:
    """Whether going from ``before`` to ``after`` is going up or down as the words say."""
    moved = interval(after) - interval(before)
    wrong = moved.high < 0 if direction == UP else moved.low > 0
    return Outcome(
        Verdict.INCONSISTENT if wrong else Verdict.CONSISTENT,
        float(abs(moved.middle) / (abs(interval(before).middle) or Decimal(1))) if wrong else 0.0,
    )


def check_weighted_growth(
    total: tuple[Quantity, str], parts: Sequence[tuple[Quantity, str]]
) -> Outcome:
    """Whether a total's growth lies between the growths of its exhaustive parts.

    The growth of a sum is the mean of its parts' growths, weighted by their earlier levels;
    a mean never leaves the range of what it averages. Pairs are growth and direction.
    """
    signed = [interval(growth) * _sign(direction) for growth, direction in parts]
    span = Interval(min(each.low for each in signed), max(each.high for each in signed))
    return compare(total[0], span * _sign(total[1]))


@where_defined
def check_mean(mean: Quantity, total: Quantity, count: Interval) -> Outcome:
    """Whether ``mean`` can be total / count; the count is an interval, as days of a year are.

    A mean of whole things is rounded to its last digit, though a count of them is not: 949件 a
    day may be 949.4.
    """
    half = mean.step * unit_factor(mean) / 2 if mean.low == mean.high else Decimal(0)
    shared = interval(total) / count
    allowed = Interval(shared.low - half, shared.high + half)
    return compare(mean, allowed, printed(total) / count.middle)


def check_mean_of_parts(mean: Quantity, parts: Sequence[Quantity]) -> Outcome:
    """Whether a mean lies between the means of the parts that together are the whole.

    It is their mean, weighted by their sizes, which never leaves the range of what it averages.
    """
    spans = [interval(part) for part in parts]
    return compare(
        mean, Interval(min(each.low for each in spans), max(each.high for each in spans))
    )


def check_repeat(second: Quantity, first: Quantity) -> Outcome:
    """Whether two figures of the same thing can stand for the same value."""
    outcome = compare(second, interval(first), printed(first))
    verdict = outcome.verdict
    if verdict == Verdict.REVIEW:
        verdict = Verdict.INCONSISTENT
    return Outcome(verdict, outcome.severity, outcome.expected, outcome.allowed)


def check_passed(level: Quantity, mark: Quantity) -> Outcome:
    """Whether ``level`` can have passed ``mark``: be no smaller, given how each was rounded."""
    outcome = compare(level, Interval(interval(mark).low, INFINITY))
    verdict = outcome.verdict
    if verdict == Verdict.REVIEW:  # nothing was computed, so nothing was cut off
        verdict = Verdict.INCONSISTENT
    return Outcome(verdict, outcome.severity, None, outcome.allowed)


def check_count(announced: int, listed: int) -> Outcome:
    """Whether as many items are listed as were announced."""
    verdict = Verdict.CONSISTENT if announced == listed else Verdict.INCONSISTENT
    return Outcome(verdict, abs(announced - listed) / (listed or 1), Decimal(listed))


def _is_relative(change: Quantity) -> bool:
    return change.unit in {"%", "‰", "成", "倍"} or is_fraction(change)


def _sign(direction: str) -> Decimal:
    return Decimal(-1) if direction == DOWN else Decimal(1)
