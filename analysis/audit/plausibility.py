"""Plausibility: whether a disagreement looks like a slip, or like figures of other things.

Where the words tie figures that do not belong together, what one gives for the other is as a
rule far from what is printed. An editor's slip seldom moves a figure that far, unless a digit is
changed, lost or doubled, two change places, or the point does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Context, Decimal

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.relations import is_swap
from analysis.metrics import Metric

# how many times the recomputed value a wrong figure may be, or that it; of the wrong figures in
# the passages made for developing, one in a hundred is further away
FARTHEST: Mapping[Relation, Decimal] = {
    Relation.RATE: Decimal("1.7"),
    Relation.SUM: Decimal("2.3"),
    Relation.MEAN: Decimal("2.2"),
    Relation.SHARE: Decimal("2.6"),
}

RATIOS = {Relation.RATE, Relation.SHARE, Relation.MEAN}
DIGITS = "0123456789"
# of a ratio: chance makes one in 50 far-off ones look so, of four digits one in 500
FEWEST_DIGITS = 3
FARTHEST_PART = Decimal(20)  # times its whole; what is further is of other things
FARTHEST_SLIP = Decimal(12)  # times, that a digit changed, lost or put in makes of a figure


def is_believable(finding: Finding) -> bool:
    """Whether a finding can be asserted: it agrees, or disagrees by no more than slips do.

    A finding that recomputes nothing (a status, a list) rests on its words alone. So
    does a change, which the words tie to both its levels: in it a digit lost of either makes
    any difference. Of a repeat the slip was looked for where it was found.
    """
    if finding.verdict != Verdict.INCONSISTENT:
        return True
    if finding.relation == Relation.PART:
        return _is_near_its_whole(finding)
    farthest = FARTHEST.get(finding.relation)
    if farthest is None:
        return True
    if finding.expected is None or not isinstance(finding.stated, Metric):
        return True
    told, due = abs(finding.stated.value), abs(finding.expected)
    in_words = not finding.stated.text[:1].isdigit()
    if not told or not due or in_words:
        return True
    times, digits = max(told / due, due / told), digits_of(told)
    if times <= farthest:
        return True
    meant = digits_of(due, len(digits))
    own = digits == meant or (times <= FARTHEST_SLIP and is_one_slip(digits, meant))
    return own or _is_evidence_slip(finding)


def _is_near_its_whole(finding: Finding) -> bool:
    """Whether a part larger than its whole is not beyond all measure: 项目28个，其中岗位3600个."""
    part, whole = finding.stated, finding.evidence[0]
    if not isinstance(part, Metric) or not isinstance(whole, Metric):
        return True
    return part.value * part.scale <= whole.value * whole.scale * FARTHEST_PART


def _is_evidence_slip(finding: Finding) -> bool:
    """Whether one slip in the numerator or the whole explains a ratio that is far off.

    The other figures say between which values it must lie: n = r w, w = n / r. Of a ratio
    with fewer than three digits they say too little.
    """
    stated, allowed = finding.stated, finding.allowed
    if finding.relation not in RATIOS or len(finding.evidence) != 2 or allowed is None:
        return False
    if not isinstance(stated, Metric) or len(stated.value.as_tuple().digits) < FEWEST_DIGITS:
        return False
    if min(stated.low, allowed.low) <= 0 or not max(stated.high, allowed.high).is_finite():
        return False
    least, most = stated.low / allowed.high, stated.high / allowed.low
    spans = ((least, most), (1 / most, 1 / least))
    return any(
        value * low <= meant <= value * high
        for place, (low, high) in zip(finding.evidence, spans, strict=True)
        if isinstance(place, Metric) and (value := place.value)
        for meant in _before_slip(value)
    )


def _before_slip(value: Decimal) -> Iterator[Decimal]:
    """What may have been meant by a figure in which one digit, two neighbours or the point slip."""
    _, digits, exponent = value.as_tuple()
    told = "".join(map(str, digits))
    places = range(len(told))
    meant = {
        *(told[:at] + digit + told[at + 1 :] for at in places for digit in DIGITS),
        *(told[:at] + digit + told[at:] for at in places for digit in DIGITS),
        *(told[:at] + told[at : at + 2][::-1] + told[at + 2 :] for at in places),
        *(told[:at] + told[at + 1 :] for at in places if len(told) > 1),
        told + "0",
    }
    yield value / 10
    yield from (Decimal(each).scaleb(int(exponent)) for each in meant)


def digits_of(value: Decimal, most: int = 28) -> str:
    """The digits of a value from its first one on, rounded to so many, without end zeros."""
    rounded = Context(prec=most).plus(value)
    return "".join(map(str, rounded.as_tuple().digits)).rstrip("0")


def is_one_slip(told: str, due: str) -> bool:
    """Whether one digit is changed, lost or put in, or two neighbours change places.

    Of two digits one is changed too easily by chance.
    """
    pairs = enumerate(zip(told, due, strict=False))
    at = next((place for place, (first, second) in pairs if first != second), None)
    if at is None:
        return abs(len(told) - len(due)) <= 1
    changed = told[at + 1 :] == due[at + 1 :]
    lost = told[at:] == due[at + 1 :] or told[at + 1 :] == due[at:]
    return (changed and len(told) > 2) or lost or is_swap(told, due)
