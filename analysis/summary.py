"""Summaries: how many figures a report gives, of what, where, and which of them to read first."""

from bisect import bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Literal

from analysis.arguments import at_least, checked, of
from analysis.metrics import Metric, Metrics, Role
from analysis.quantities import can_add
from analysis.table import Table

By = Literal["section", "dimension", "role", "indicator"]
UNPLACED = "—"
FAMILY = 2  # characters at the end of indicators that make them one family
# which roles say most of a report by themselves, first to last
TELLING = (Role.TOTAL, Role.RATE, Role.CHANGE, Role.COUNT, Role.TARGET, Role.PART)
ROLE_NAMES = {
    Role.COUNT: "数量",
    Role.TOTAL: "总数",
    Role.PART: "分项",
    Role.RATE: "比率",
    Role.CHANGE: "变化",
    Role.TARGET: "目标",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """The metrics of one group.

    ``roles`` maps each role that occurs to its number of metrics, ``units`` are the units
    from frequent to rare. ``total`` adds up the counts of a group whose units may be added
    (in the base unit); it is None where they may not, or where a group tells of several things.
    """

    group: str
    n_metrics: int
    roles: Mapping[Role, int]
    units: tuple[str, ...]
    total: Decimal | None
    metrics: tuple[Metric, ...]


@checked(metrics=of(Metrics), by=of(str))
def summarise_metrics(metrics: Metrics, by: By = "section") -> Table[Summary]:
    """The metrics in groups: sections in their order, other groups from large to small.

    ``indicator`` groups by family: names that end in the same characters (行政诉讼案件 and
    法律援助案件).

    Raises:
        ValueError: ``by`` is none of section, dimension, role, indicator.
    """
    if by not in _GROUP:
        raise ValueError(f"by is one of {', '.join(_GROUP)}, not {by!r}")
    groups: dict[Hashable, list[Metric]] = defaultdict(list)
    for metric in metrics:
        groups[_GROUP[by](metric)].append(metric)
    if by == "indicator":
        groups = _join_families(groups)
    summaries = [_summarise(_name(key), group, by) for key, group in groups.items()]
    if by != "section":
        summaries.sort(key=lambda summary: (-summary.n_metrics, summary.metrics[0].start))
    return Table(summaries, _COLUMNS)


@checked(metrics=of(Metrics), n=at_least(1))
def key_figures(metrics: Metrics, n: int = 6) -> Metrics:
    """The ``n`` figures to read first, in the order of the text.

    Rule: sections take turns. Within a section, names that are sure come first, then roles
    that tell most by themselves (total, rate, change, count, target, part), then figures
    that are large among the report's figures of their dimension, then those that come
    first. No indicator comes twice.
    """
    sizes: dict[str, list[Decimal]] = defaultdict(list)
    for metric in metrics:
        insort(sizes[metric.dimension], metric.value * metric.scale)

    def rank(metric: Metric) -> tuple[bool, int, float, int]:
        peers = sizes[metric.dimension]
        below = bisect_right(peers, metric.value * metric.scale) / len(peers)
        return not metric.indicator_sure, TELLING.index(metric.role), -below, metric.start

    queues: dict[object, list[Metric]] = defaultdict(list)
    for metric in sorted(metrics, key=rank):
        queues[metric.section].append(metric)
    chosen: dict[str, Metric] = {}
    turns = sorted(queues.values(), key=lambda queue: min(metric.start for metric in queue))
    while len(chosen) < n and any(turns):
        for queue in turns:
            while queue and queue[0].indicator in chosen:
                queue.pop(0)
            if queue and len(chosen) < n:
                metric = queue.pop(0)
                chosen[metric.indicator] = metric
    kept = {id(metric) for metric in chosen.values()}
    return metrics.where(lambda metric: id(metric) in kept)


@checked(metrics=of(Metrics), n=at_least(1))
def describe_metrics(metrics: Metrics, n: int = 6) -> str:
    """A summary in plain words: how many figures, of which role and where, and the key figures."""
    if not metrics:
        return "未见可统计的数据。"
    roles = Counter(metric.role for metric in metrics)
    by_role = "、".join(f"{ROLE_NAMES[role]}{roles[role]}" for role in Role if roles[role])
    lines = [f"共{len(metrics)}个数据：{by_role}。"]
    lines += [f"  {s.group}：{s.n_metrics}个" for s in summarise_metrics(metrics, by="section")]
    lines.append("主要数据：")
    lines += [f"  {m.indicator}：{''.join(m.text.split())}" for m in key_figures(metrics, n)]
    return "\n".join(lines)


def _section(metric: Metric) -> Hashable:
    return metric.section


def _indicator(metric: Metric) -> Hashable:
    return metric.indicator[-FAMILY:]


_GROUP: dict[str, Callable[[Metric], Hashable]] = {
    "section": _section,
    "dimension": attrgetter("dimension"),
    "role": attrgetter("role"),
    "indicator": _indicator,
}


def _name(key: Hashable) -> str:
    title = getattr(key, "title", None)
    if isinstance(title, str):
        return title
    return UNPLACED if key is None else str(key)


def _join_families(groups: dict[Hashable, list[Metric]]) -> dict[Hashable, list[Metric]]:
    """Families by the longest common end of their names, of two characters at least."""
    return {_common_end([m.indicator for m in group]): group for group in groups.values()}


def _common_end(names: list[str]) -> str:
    shortest = min(names, key=len)
    size = next(
        k
        for k in range(len(shortest), -1, -1)
        if all(name.endswith(shortest[len(shortest) - k :]) for name in names)
    )
    return shortest[len(shortest) - size :]


def _summarise(group: str, metrics: list[Metric], by: By) -> Summary:
    units = Counter(metric.unit for metric in metrics)
    roles = Counter(metric.role for metric in metrics)
    return Summary(
        group,
        len(metrics),
        {role: roles[role] for role in Role if roles[role]},
        tuple(unit for unit, _ in units.most_common()),
        _total(metrics) if by == "indicator" else None,
        tuple(metrics),
    )


def _total(metrics: list[Metric]) -> Decimal | None:
    """The sum of the counts in their base unit, where all may be added."""
    counts = [metric for metric in metrics if metric.role is Role.COUNT]
    if not counts or not all(can_add(counts[0].unit, metric.unit) for metric in counts):
        return None
    return sum((metric.value * metric.scale for metric in counts), Decimal(0))


@dataclass(frozen=True, slots=True)
class _RoleCount:
    """Reads the number of metrics in one role from a summary; unlike a lambda it can be pickled."""

    role: Role

    def __call__(self, summary: Summary) -> int:
        return summary.roles.get(self.role, 0)


def _units(summary: Summary) -> str:
    return "、".join(filter(None, summary.units))


_COLUMNS: dict[str, Callable[[Summary], object]] = {
    "group": attrgetter("group"),
    "n_metrics": attrgetter("n_metrics"),
    **{f"n_{role}": _RoleCount(role) for role in Role},
    "units": _units,
    "total": attrgetter("total"),
}
