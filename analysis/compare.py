"""Comparison: several reports side by side, and this year's growth against last year's report."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, partial
from operator import attrgetter
from typing import Generic, TypeVar

from analysis.arguments import at_least, checked, many
from analysis.audit import Coverage, Finding, Findings, Relation, Verdict
from analysis.audit.changes import (
    is_from_year,
    is_of_last_year,
    is_official,
    read_bases,
    read_changes,
)
from analysis.audit.finding import UNCHECKED_COLUMNS, Unchecked
from analysis.audit.mentions import Group, Kind, Mention, measure, read_groups
from analysis.audit.multiples import is_multiple, read_multiples
from analysis.audit.relations import UP, check_change, check_rate, check_repeat
from analysis.audit.repeats import bare_name
from analysis.keywords import Direction, Key, keyness
from analysis.metrics import Metric, Metrics, Role, extract_metrics
from analysis.report import Report, Section
from analysis.table import Table

LEAST_SIMILARITY = 0.6  # below it two names are of different things
SURE_SIMILARITY = 0.8  # below it a reader should look whether they are
N_TERMS = 15
CENT = Decimal("0.01")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Series:
    """One indicator across the reports, None where a report does not tell it.

    ``similarity`` is that of the least similar names that were taken for one, 0 to 1, and
    ``sure`` whether it is beyond doubt. ``changes[i]`` leads from report i to report i + 1:
    in percent of amounts, in percentage points of rates.
    """

    indicator: str
    unit: str
    metrics: tuple[Metric | None, ...]
    similarity: float

    @property
    def sure(self) -> bool:
        """Whether the names are alike enough to be taken for one without a reader."""
        return self.similarity >= SURE_SIMILARITY

    @property
    def changes(self) -> tuple[Decimal | None, ...]:
        """The change from each report to the next, None where it lacks a value or is unsure."""
        if not self.sure:
            return (None,) * (len(self.metrics) - 1)
        pairs = zip(self.metrics, self.metrics[1:], strict=False)
        return tuple(_change(before, after) for before, after in pairs)


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section across the reports, None where a report lacks it."""

    title: str
    sections: tuple[Section | None, ...]
    similarity: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Reports side by side, in the order of the years they tell of.

    ``findings`` hold the growth that a report states, and the values of the year before that it
    prints, against what the report of the year before states; the last of their evidence stands
    in that report. ``terms`` are
    those that the last report has more often (rose) or more seldom (dropped) than the others.
    """

    reports: tuple[Report, ...]
    labels: tuple[str, ...]
    series: Table[Series]
    findings: Findings
    terms: Table[Key]
    sections: Table[SectionRow]

    @property
    def new(self) -> Table[Series]:
        """The indicators that only the last report tells."""
        return self.series.where(lambda row: not any(row.metrics[:-1]))

    @property
    def vanished(self) -> Table[Series]:
        """The indicators that the last report no longer tells."""
        return self.series.where(lambda row: row.metrics[-1] is None)

    @property
    def rose(self) -> Table[Key]:
        """The terms that the last report has more often than the others."""
        return self.terms.where(lambda key: key.direction == Direction.OVER)

    @property
    def dropped(self) -> Table[Key]:
        """The terms that the last report has more seldom than the others, or no longer."""
        return self.terms.where(lambda key: key.direction == Direction.UNDER)

    @property
    def shared(self) -> Table[Series]:
        """The indicators that at least two reports tell."""
        return self.series.where(lambda row: sum(each is not None for each in row.metrics) > 1)


@checked(reports=many(Report), top=at_least(1))
def compare_reports(reports: Sequence[Report], *, top: int = N_TERMS) -> Comparison:
    """The reports side by side, with at most ``top`` terms that rose or dropped.

    Raises:
        ValueError: fewer than two reports, or one without text or terms.
    """
    if len(reports) < 2:
        raise ValueError(f"a comparison needs two reports or more, not {len(reports)}")
    for report in reports:
        if not report.text.strip():
            raise ValueError(f"{report.id or 'a report'} has no text to compare")
    ordered = tuple(sorted(reports, key=lambda report: report.reviewed or report.year or 0))
    labels = _labels(ordered)
    metrics = [extract_metrics(report) for report in ordered]
    groups = [read_groups(each) for each in metrics]
    rows = _align([_told(each) for each in groups])
    section_rows = _align([_headed(report) for report in ordered])
    return Comparison(
        ordered,
        labels,
        Table(map(_series, rows), _series_columns(labels)),
        _check_growth(ordered, metrics, groups, rows),
        _key_terms(ordered, top),
        Table(map(_section_row, section_rows), _section_columns(labels)),
    )


def _key_terms(reports: Sequence[Report], top: int) -> Table[Key]:
    """The terms that set the last report apart."""
    try:
        return keyness(reports[-1], reports[:-1], top=top)
    except ValueError as error:
        before = ", ".join(report.id for report in reports[:-1])
        raise ValueError(
            f"{reports[-1].id} (target) cannot be compared with {before} (reference): {error}"
        ) from error


def _labels(reports: Sequence[Report]) -> tuple[str, ...]:
    """What tells the reports apart: their years, else their places, else both, else their ids.

    A report without a place goes by its id.
    """
    ways: tuple[Callable[[Report], str], ...] = (
        *([] if len({report.place for report in reports}) > 1 else [_year]),
        lambda report: report.place or report.id,
        lambda report: f"{report.place}{_year(report)}" if report.place else report.id,
        lambda report: report.id,
    )
    for way in ways:
        labels = tuple(way(report) for report in reports)
        if all(labels) and len(set(labels)) == len(labels):
            return labels
    return tuple(str(number) for number in range(1, len(reports) + 1))


def _year(report: Report) -> str:
    return str(report.reviewed or report.year or "")


# --- matching --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    """Something to be matched: its names, the inner before the outer, and what it may match."""

    of: T
    names: tuple[str, ...]
    sort: Hashable


_Names = tuple[Hashable, tuple[str, ...]]  # the sort and the names of an item


@dataclass(slots=True)
class _Row(Generic[T]):
    """Items of one name, at most one a report, while the rows are being built."""

    items: list[_Item[T] | None]
    similarity: float = 1.0

    @property
    def last(self) -> _Item[T]:
        return next(item for item in reversed(self.items) if item is not None)


def _align(columns: Sequence[Sequence[_Item[T]]]) -> list[_Row[T]]:
    """Rows of items of one sort and like names, each item in one row, the likest pairs first.

    Where several are equally like, the names around them and then their order decide.
    """
    rows: list[_Row[T]] = []
    for at, column in enumerate(columns):
        taken: dict[int, int] = {}
        for likeness, index, place in _match([row.last for row in rows], column):
            taken[place] = index
            rows[index].similarity = min(rows[index].similarity, likeness)
        for row in rows:
            row.items.append(None)
        for place, item in enumerate(column):
            if place in taken:
                rows[taken[place]].items[at] = item
            else:
                rows.append(_Row([*[None] * at, item]))
    return rows


def _match(
    rows: Sequence[_Item[T]], column: Sequence[_Item[T]]
) -> Iterator[tuple[float, int, int]]:
    """Each pair that belongs together: how alike its names are, its row and its place.

    Names are compared, not items: a text may tell a thousand things by one name.
    """
    left, right = _by_names(rows), _by_names(column)
    alike: dict[tuple[float, ...], dict[_Names, list[_Names]]] = {}
    for first, second in _near(left, right):
        likeness = tuple(map(similarity, first[1], second[1]))
        if likeness[0] >= LEAST_SIMILARITY:
            alike.setdefault(likeness, {}).setdefault(first, []).append(second)
    for likeness in sorted(alike, reverse=True):
        free = {
            first: [right[second] for second in seconds if right[second]]
            for first, seconds in alike[likeness].items()
        }
        waiting = {index: first for first in free if free[first] for index in left[first]}
        matched = set()
        for index in sorted(waiting):
            places = min(
                free[waiting[index]], key=lambda places: places[0] if places else len(column)
            )
            if places:
                matched.add(index)
                yield likeness[0], index, places.popleft()
        for first in free:
            left[first] = deque(index for index in left[first] if index not in matched)


def _by_names(items: Sequence[_Item[T]]) -> dict[_Names, deque[int]]:
    """The items of each sort and names, in order."""
    found: dict[_Names, deque[int]] = {}
    for at, item in enumerate(items):
        found.setdefault((item.sort, item.names), deque()).append(at)
    return found


def _near(left: Iterable[_Names], right: Iterable[_Names]) -> Iterator[tuple[_Names, _Names]]:
    """The pairs of one sort whose own names share a bigram; all others are not alike at all."""
    holding: dict[tuple[Hashable, str], list[_Names]] = {}
    for sort, names in right:
        for bigram in _bigrams(names[0]):
            holding.setdefault((sort, bigram), []).append((sort, names))
    for sort, names in left:
        near = {
            second: None
            for bigram in _bigrams(names[0])
            for second in holding.get((sort, bigram), ())
        }
        for second in near:
            yield (sort, names), second


@cache
def _bigrams(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1)) or frozenset({name})


def similarity(first: str, second: str) -> float:
    """Dice's coefficient of the two names' character bigrams, 0 to 1."""
    if first == second:
        return 1.0
    left, right = _bigrams(first), _bigrams(second)
    return 2 * len(left & right) / (len(left) + len(right))


def _told(groups: Sequence[Group]) -> list[_Item[Mention]]:
    """The levels and rates that a report tells of its own year."""
    items = []
    for group in groups:
        around = ""
        for mention in group.mentions:
            name = bare_name(mention.metric.indicator)
            rate = mention.kind == Kind.PERCENT and not mention.direction and not mention.earlier
            if (mention.is_level or rate) and mention.metric.role != Role.TARGET:
                section = mention.metric.section
                names = (name, around, section.title if section else "")
                items.append(_Item(mention, names, (mention.kind, measure(mention.metric.unit))))
            around = name
    return items


def _headed(report: Report) -> list[_Item[Section]]:
    return [_Item(section, (section.title,), section.level) for section in report.sections]


# --- what comes out --------------------------------------------------------------------------


def _series(row: _Row[Mention]) -> Series:
    metrics = tuple(item.of.metric if item else None for item in row.items)
    last = row.last.of.metric
    return Series(last.indicator, last.unit, metrics, row.similarity)


def _section_row(row: _Row[Section]) -> SectionRow:
    sections = tuple(item.of if item else None for item in row.items)
    return SectionRow(row.last.of.title, sections, row.similarity)


def _change(before: Metric | None, after: Metric | None) -> Decimal | None:
    if before is None or after is None:
        return None
    if after.dimension == "ratio":
        return after.value - before.value
    if not before.value:
        return None
    ratio = after.value * after.scale / (before.value * before.scale)
    return ((ratio - 1) * 100).quantize(CENT)


def _series_columns(labels: Sequence[str]) -> dict[str, Callable[[Series], object]]:
    columns: dict[str, Callable[[Series], object]] = {"indicator": attrgetter("indicator")}
    for at, label in enumerate(labels):
        columns[label] = partial(_metric_of, at)
    columns["changes"] = attrgetter("changes")
    columns["similarity"] = attrgetter("similarity")
    columns["sure"] = attrgetter("sure")
    return columns


def _section_columns(labels: Sequence[str]) -> dict[str, Callable[[SectionRow], object]]:
    columns: dict[str, Callable[[SectionRow], object]] = {"title": attrgetter("title")}
    for at, label in enumerate(labels):
        columns[label] = partial(_length_in, at)
    columns["similarity"] = attrgetter("similarity")
    return columns


def _metric_of(at: int, row: Series) -> Metric | None:
    return row.metrics[at]


def _length_in(at: int, row: SectionRow) -> int | None:
    """How many characters the section has in a report, the measure of its room there."""
    section = row.sections[at]
    return None if section is None else section.end - section.start


# --- growth across reports -------------------------------------------------------------------


def _check_growth(
    reports: Sequence[Report],
    metrics: Sequence[Metrics],
    groups: Sequence[Sequence[Group]],
    rows: Sequence[_Row[Mention]],
) -> Findings:
    """The changes that each report states, against the report of the year before it.

    Where a report prints another value of the year before than that year's report, it has
    restated it, which is for a reader to judge; its growth is then checked against its own base.
    """
    found: list[Finding] = []
    checked: list[Metric] = []
    unchecked: list[Unchecked] = []
    for at in range(1, len(reports)):
        if not _is_next_year(reports[at - 1], reports[at]):
            continue
        year = int(reports[at - 1].reviewed or reports[at - 1].year or 0)
        before = {
            now.of.metric.start: (then.of, similarity(now.names[0], then.names[0]))
            for row in rows
            if (now := row.items[at]) and (then := row.items[at - 1])
        }
        restated: set[int] = set()
        for base, level in (pair for group in groups[at] for pair in read_bases(group)):
            previous, likeness = before.get(level.metric.start, (None, 0.0))
            if previous and likeness >= SURE_SIMILARITY and is_of_last_year(base, year):
                finding = _restated(base, previous, reports[at - 1])
                found.append(finding)
                checked.append(base.metric)
                if finding.verdict == Verdict.REVIEW:
                    restated.add(level.metric.start)
        for change, level in (pair for group in groups[at] for pair in _read_stated(group)):
            if change.metric.role == Role.TARGET or level.metric.start in restated:
                continue
            previous, likeness = before.get(level.metric.start, (None, 0.0))
            multiple = is_multiple(change)
            if not (is_of_last_year if multiple else is_from_year)(change, year):
                unchecked.append(Unchecked(change.metric, "不是与上年相比"))
            elif previous is None:
                unchecked.append(Unchecked(change.metric, "上年报告没有同名的指标"))
            elif likeness < SURE_SIMILARITY:
                unchecked.append(Unchecked(change.metric, "上年报告的指标名称不够相近"))
            elif growth := _growth(change, level, previous, reports[at - 1]):
                found.append(growth)
                checked.append(change.metric)
    table = Table(unchecked, UNCHECKED_COLUMNS)
    n_metrics = sum(len(each) for each in metrics)
    return Findings(found, coverage=Coverage(n_metrics, tuple(checked), table))


def _read_stated(group: Group) -> Iterator[tuple[Mention, Mention]]:
    """The changes and multiples that a group states, each with the level that it led to."""
    yield from read_changes(group)
    yield from read_multiples(group)


def _restated(base: Mention, previous: Mention, report: Report) -> Finding:
    """The value that a report prints of the year before, against the report of that year."""
    outcome = check_repeat(base.metric.quantity, previous.metric.quantity)
    if outcome.verdict == Verdict.INCONSISTENT:
        outcome = replace(outcome, verdict=Verdict.REVIEW)  # figures are revised, and rightly
    why = f"上年数见《{report.title or report.id}》"
    return outcome.finding(Relation.REPEAT, base.metric, (previous.metric,), why)


def _is_next_year(first: Report, second: Report) -> bool:
    years = first.reviewed or first.year, second.reviewed or second.year
    same_place = first.place == second.place
    return same_place and None not in years and int(years[1] or 0) - int(years[0] or 0) == 1


def _growth(change: Mention, level: Mention, previous: Mention, report: Report) -> Finding | None:
    """A stated change against this report's level and the one in the report before."""
    evidence = (level.metric, previous.metric)
    why = f"上年数见《{report.title or report.id}》"
    quantities = [each.metric.quantity for each in (change, level, previous)]
    if is_multiple(change):
        if previous.metric.low <= 0:
            return None
        return check_rate(*quantities).finding(Relation.CHANGE, change.metric, evidence, why)
    if change.kind == Kind.AMOUNT and measure(change.metric.unit) != measure(level.metric.unit):
        return None
    if (change.kind == Kind.POINTS) != (level.kind == Kind.PERCENT) or previous.metric.low <= 0:
        return None
    moved, after, before = quantities
    outcome = check_change(moved, before, after, change.direction or UP)
    if outcome.verdict == Verdict.INCONSISTENT and is_official(change, level):
        return None
    return outcome.finding(Relation.CHANGE, change.metric, evidence, why)
