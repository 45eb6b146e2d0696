"""The audit: which of a report's figures agree with each other.

`relations` holds what is checked, over intervals. `ratios` (of `rates`, `shares`, `complements`,
`siblings` and `means`), `gaps`, `sums`, `listings`, `stocks`, `statuses`, `zeros`, `changes` (with
`bases`, `growths` and `multiples`), `repeats`, `recalls`, `milestones`, `lists` and `structures`
find which figures the text ties to each other; `mentions` reads the words around them, `scopes`
which are put under which whole, `kinds` which exclude each other, `readings` what a ratio may be
taken of; `plausibility` drops disagreements too large for a slip; `finding` says what came out.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.arguments import checked, of
from analysis.audit.arbitration import is_explained
from analysis.audit.changes import find_changes
from analysis.audit.finding import (
    UNCHECKED_COLUMNS,
    Coverage,
    Finding,
    Findings,
    Relation,
    Unchecked,
    Verdict,
)
from analysis.audit.gaps import find_gaps
from analysis.audit.interval import Interval
from analysis.audit.listings import find_listings
from analysis.audit.lists import find_lists
from analysis.audit.mentions import Group, Kind, Mention, neighbours
from analysis.audit.milestones import find_milestones
from analysis.audit.plausibility import is_believable
from analysis.audit.rates import rate_stem
from analysis.audit.ratios import find_ratios
from analysis.audit.recalls import find_recalls
from analysis.audit.repeats import find_repeats
from analysis.audit.scopes import read_scoped_groups
from analysis.audit.shares import find_distant_shares
from analysis.audit.statuses import find_statuses
from analysis.audit.stocks import find_stocks
from analysis.audit.structures import find_structures
from analysis.audit.sums import find_sums
from analysis.audit.zeros import find_zeros
from analysis.metrics import Metrics, Role
from analysis.table import Table

__all__ = [
    "Coverage",
    "Finding",
    "Findings",
    "Interval",
    "Relation",
    "Unchecked",
    "Verdict",
    "audit_metrics",
]


@checked(metrics=of(Metrics))
def audit_metrics(metrics: Metrics) -> Findings:
    """Every relation between the report's figures that the text gives evidence for."""
    groups = read_scoped_groups(metrics)
    found: list[Finding] = []
    for at, group in enumerate(groups):
        beside = neighbours(groups, at, metrics.report.text)
        before = next((each for each in beside if each.start < group.start), None)
        found += find_ratios(group, beside)
        sums = [*find_sums(group), *find_listings(group)]
        found += (each for each in sums if not is_explained(group, each))
        found += find_stocks(group)
        found += find_statuses(group, before)
        found += find_changes(group, before)
        found += find_milestones(group)
    found += find_distant_shares(groups, found)
    found += find_gaps(groups, metrics.report)
    found += find_repeats(groups, metrics.report)
    found += find_recalls(groups)
    found += find_zeros(groups, metrics.report)
    found += find_lists(metrics.report)
    found += find_structures(metrics.report)
    believed = filter(is_believable, found)
    unique = {(each.relation, each.stated, each.evidence): each for each in believed}
    ordered = sorted(unique.values(), key=lambda each: (each.stated.start, each.relation))
    return Findings(ordered, coverage=_coverage(metrics, groups, ordered))


def _coverage(metrics: Metrics, groups: Sequence[Group], findings: Sequence[Finding]) -> Coverage:
    """Which metrics took part in a check, and why derived ones could not be stated."""
    part = {place.start for each in findings for place in (each.stated, *each.evidence)}
    stated = {each.stated.start for each in findings}
    unchecked = [
        Unchecked(mention.metric, reason)
        for group in groups
        for mention in group.mentions
        if mention.metric.start not in stated and (reason := _reason(mention))
    ]
    return Coverage(
        len(metrics),
        tuple(metric for metric in metrics if metric.start in part),
        Table(unchecked, UNCHECKED_COLUMNS),
    )


def _reason(mention: Mention) -> str:
    """Why a derived figure was not recomputed; empty when it is not derived."""
    if mention.metric.role == Role.TARGET:
        return ""
    if mention.direction:
        return "没有写明上期数"
    if mention.kind == Kind.PERCENT and (stem := rate_stem(mention)):
        return f"近处没有可作“{stem}率”分子、分母的数"
    if mention.kind in {Kind.PERCENT, Kind.TIMES}:
        return "近处没有写明所占的整体"
    return ""
