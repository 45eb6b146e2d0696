"""Metrics: what each figure of a report counts, in which role, over which period."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Self

from analysis.arguments import checked, of
from analysis.lexicon import read_toml
from analysis.metrics.context import (
    find_base,
    find_cell_change,
    find_cell_role,
    find_direction,
    find_roles,
    find_scope,
    find_subject,
    is_target,
)
from analysis.metrics.naming import AND, COMMA, Figure, came_in_at, name_figures
from analysis.metrics.periods import find_cell_period, find_period
from analysis.metrics.rejects import is_metric
from analysis.metrics.roles import Role
from analysis.metrics.tables import find_cell_figures, name_parts
from analysis.metrics.trimming import LONGEST, Span, is_verb
from analysis.passage import Passage
from analysis.quantities import (
    Bound,
    Line,
    Mention,
    Quantity,
    find_mentions,
    find_unit,
    half_width,
    measure,
)
from analysis.report import Point, Report, Section, SectionKind, Sentence
from analysis.table import Table

__all__ = ["Metric", "Metrics", "Role", "extract_metrics"]


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Metric(Passage):
    """A figure of the report and what it counts; the passage runs from number through unit.

    ``indicator`` is put together from ``indicator_at``; where the text names nothing,
    ``indicator_sure`` is false and it says the clause. ``direction`` is up, down or None.

    ==============  =================================================================
    ``base``        what a change is measured against: 上年, 上期, a time (2015年, 年初), a
                    peer (全国, 目标), the level before as printed (85%); None
    ``subject``     the body that acts, where the sentence names it: 市司法局; None
    ``scope``       the area that the figure covers, as printed: 全省, 全市, 辖区; None
    ``period``      a year ``2020``, a part of it ``2020-Q1``, ``2020-H1``,
                    ``2020-01/2020-09``, years ``2016/2020``, as of ``/2020-06-30`` or
                    (cumulative) ``/2020``; without a known year ``Q1``; None
    ``dimension``   what the unit measures, a name of ``lexicon/units.toml``
    ``inferred``    whether the unit was left out and is inferred: 投资2.3亿
    ==============  =================================================================
    """

    quantity: Quantity
    indicator: str
    indicator_at: tuple[Passage, ...]
    indicator_sure: bool
    role: Role
    direction: str | None
    base: str | None
    subject: str | None
    scope: str | None
    period: str | None
    dimension: str
    inferred: bool
    sentence: Sentence
    point: Point | None
    section: Section | None

    @property
    def value(self) -> Decimal:
        """The quantity's value as the conventions print it."""
        return self.quantity.value

    @property
    def upper(self) -> Decimal | None:
        """The upper end of a range, else None."""
        return self.quantity.upper

    @property
    def unit(self) -> str:
        """The unit as printed."""
        return self.quantity.unit

    @property
    def scale(self) -> Decimal:
        """The factor from ``value`` to the base unit."""
        return self.quantity.scale

    @property
    def bound(self) -> Bound:
        """What the figure says of the true one."""
        return self.quantity.bound

    @property
    def low(self) -> Decimal:
        """The least true value that would print so."""
        return self.quantity.low

    @property
    def high(self) -> Decimal:
        """The greatest true value that would print so."""
        return self.quantity.high


def _section_title(metric: Metric) -> str | None:
    return metric.section.title if metric.section else None


_FIELDS = (
    "indicator value upper unit bound role direction base subject scope period dimension "
    "indicator_sure inferred text start end"
)
COLUMNS: dict[str, Callable[[Metric], object]] = {
    **{name: attrgetter(name) for name in _FIELDS.split()},
    "section": _section_title,
    "sentence": attrgetter("sentence.text"),
}


class Metrics(Table[Metric]):
    """The metrics of one report; ``.report`` is there even when they are none."""

    __slots__ = ("report",)

    report: Report

    def _like(self, records: Iterable[Metric]) -> Self:
        table = super()._like(records)
        table.report = self.report
        return table


@checked(report=of(Report))
def extract_metrics(report: Report) -> Metrics:
    """Every figure of the report that counts something, in the order of the text.

    Figures of running text come from its sentences, those of tables from their cells.
    """
    plain = half_width(report.text)
    found = list(_read_prose(report, plain))
    if report.tables:
        found = sorted([*found, *_read_tables(report)])
    metrics = Metrics(found, COLUMNS)
    metrics.report = report
    return metrics


NUMERAL = re.compile("[0-9一二两三四五六七八九十百千万亿半]")
BREAK = re.compile("[,;。:!?]")
# a sentence is read in stretches of at most so many characters, since each figure looks at
# all that stands before it in its stretch
LONGEST_STRETCH = 600


def _read_prose(report: Report, plain: str) -> Iterator[Metric]:
    tables = [(table.start, table.end) for table in report.tables]
    intake = None
    for sentence in report.sentences:
        if any(start <= sentence.start < end for start, end in tables):
            continue
        start = 0
        while start < len(sentence.text):
            end = _stretch_end(plain, sentence.start + start, sentence.end) - sentence.start
            stretch = sentence if end - start == len(sentence.text) else sentence.cut(start, end)
            line = Line(stretch, plain[sentence.start + start : sentence.start + end])
            start = end
            if not NUMERAL.search(line.text):
                continue
            if intake and "\n" in report.text[intake.end : sentence.start]:
                intake = None
            metrics, intake = _read_line(report, sentence, line, intake)
            yield from metrics


def _stretch_end(plain: str, start: int, end: int) -> int:
    """Where a stretch that begins at ``start`` ends: at its last clause if it is too long."""
    if end - start <= LONGEST_STRETCH:
        return end
    limit = start + LONGEST_STRETCH
    for marks in (",;。", "、 ()"):
        last = max(plain.rfind(mark, start, limit) for mark in marks)
        if last > start:
            return last + 1
    return limit


@dataclass(frozen=True, slots=True)
class Intake:
    """What a sentence said came in, which later sentences of its paragraph say was dealt with."""

    dimension: str
    at: tuple[Passage, ...]
    end: int

    def takes(self, dimension: str, verb: str) -> bool:
        """Whether a figure named by a verb alone may tell of what came in."""
        size = len(verb) + sum(len(place.text) for place in self.at)
        return self.dimension == dimension and is_verb(verb) and size <= LONGEST


def _read_line(
    report: Report, sentence: Sentence, line: Line, intake: Intake | None
) -> tuple[list[Metric], Intake | None]:
    """The metrics of a line, and what came in by its end."""
    text = line.text
    figures = find_figures(text)
    if not figures:
        return [], intake
    name_figures(text, figures)
    metrics = []
    is_plan = _is_plan(sentence.section)
    names = ["".join(line.printed[a:b] for a, b in figure.name) for figure in figures]
    roles = find_roles(text, figures, names)
    for i, (figure, name) in enumerate(zip(figures, names, strict=True)):
        quantity = measure(line, figure.mention)
        places = tuple(line.cut(start, end) for start, end in figure.name)
        dimension = _dimension(figure.mention, name)
        if intake and not figure.is_sure and intake.takes(dimension, name):
            places, figure.is_sure = (*places, *intake.at), True  # 已办结214件 of 申请
        elif figure.is_sure and (came_in := came_in_at(text, figure)):
            at = tuple(line.cut(start, end) for start, end in came_in)
            intake = Intake(dimension, at, quantity.end)
        ahead = is_plan or is_target(text, figure, report.reviewed)
        metric = Metric(
            quantity.start,
            quantity.end,
            quantity.text,
            quantity=quantity,
            indicator="".join("".join(place.text.split()) for place in places),
            indicator_at=places,
            indicator_sure=figure.is_sure,
            role=Role.TARGET if ahead else roles[i],
            direction=find_direction(figure),
            base=find_base(text, figures, i),
            subject=find_subject(text, figure),
            scope=find_scope(text, figure),
            period=find_period(text, figure, report.reviewed, is_plan, report.year),
            dimension=dimension,
            inferred=figure.mention.is_inferred,
            sentence=sentence,
            point=sentence.point,
            section=sentence.section,
        )
        metrics.append(metric)
    return metrics, intake


def _is_plan(section: Section | None) -> bool:
    return section is not None and section.kind is SectionKind.PLAN


def _read_tables(report: Report) -> Iterator[Metric]:
    starts = [sentence.start for sentence in report.sentences]
    since = 0
    for table in report.tables:
        figures = find_cell_figures(report.text, table, since)
        since = table.end
        for figure in figures:
            cell = figure.line.passage
            at = bisect_right(starts, cell.start) - 1
            sentence = report.sentences[at] if at >= 0 else None
            if sentence is None or not sentence.contains(cell):
                sentence = Sentence(cell.start, cell.end, cell.text, None, None)
            parts = name_parts(figure, LONGEST)
            name = "".join("".join(part.text.split()) for part in parts)
            quantity = measure(figure.line, figure.mention)
            is_plan = _is_plan(sentence.section)
            role = find_cell_role(name, quantity.unit)
            direction, base = find_cell_change(name, quantity.value, role)
            yield Metric(
                quantity.start,
                quantity.end,
                quantity.text,
                quantity=quantity,
                indicator=name or cell.text,
                indicator_at=parts or (cell,),
                indicator_sure=bool(name),
                role=Role.TARGET if is_plan else role,
                direction=direction,
                base=base,
                subject=None,
                scope=None,
                period=find_cell_period(figure.headers, report.reviewed, is_plan),
                dimension=_dimension(figure.mention, name),
                inferred=False,
                sentence=sentence,
                point=sentence.point,
                section=sentence.section,
            )


def find_figures(text: str) -> list[Figure]:
    """The mentions of a line that count something, each with what stands around it."""
    mentions = list(find_mentions(text))
    _complete_units(text, mentions)
    _infer_money(text, mentions)
    breaks = _breaks(text, mentions)
    kept: list[tuple[Mention, Span]] = []
    k = 0
    for mention in mentions:
        while k + 1 < len(breaks) and breaks[k + 1] < mention.start:
            k += 1
        clause = breaks[k] + 1, breaks[k + 1] if k + 1 < len(breaks) else len(text)
        if is_metric(text, mention, *clause):
            kept.append((mention, clause))
    figures = []
    for i, (mention, clause) in enumerate(kept):
        start, end = clause
        if i and kept[i - 1][1] == clause:
            measured = not find_unit(mention.unit).whole
            start = _split(text, kept[i - 1][0].end, mention.start, is_measured=measured)[1]
        if i + 1 < len(kept) and kept[i + 1][1] == clause:
            following = kept[i + 1][0]
            measured = not find_unit(following.unit).whole
            end = _split(text, mention.end, following.start, is_measured=measured)[0]
        figures.append(Figure(mention, clause, (start, mention.start), (mention.end, end)))
    return figures


def _complete_units(text: str, mentions: list[Mention]) -> None:
    """Give figures of a list the unit that is printed once, after the last: 2.4个、0.4个百分点."""
    for mention, following in zip(mentions[-2::-1], mentions[:0:-1], strict=True):
        cut_short = mention.unit != following.unit and following.unit.startswith(mention.unit)
        if cut_short and text[mention.end : following.start] in {"、", "和", "与", "及"}:
            mention.unit = following.unit
            mention.scale = mention.scale or following.scale


def _infer_money(text: str, mentions: list[Mention]) -> None:
    """Give a bare 万 or 亿 after a word of money its 元: 完成投资2.3亿."""
    for mention in mentions:
        large = mention.scale or mention.number[-1]
        if mention.unit or large not in MONEY_SCALES:
            continue
        if _money_pattern().search(text[max(0, mention.start - 14) : mention.start]):
            mention.unit, mention.scale = f"{mention.scale}元", ""
            mention.is_inferred = True


MONEY_SCALES = frozenset({"万", "亿", "万亿"})


@cache
def _money_pattern() -> re.Pattern[str]:
    cues = "|".join(read_toml("units.toml")["money"]["cues"])
    return re.compile(f"(?:{cues})[^,;。、0-9]{{0,6}}$")


def _breaks(text: str, mentions: list[Mention]) -> list[int]:
    """The offsets just before each clause: punctuation, and brackets around figures."""
    inside = {at for m in mentions for at in range(m.start, m.end)}
    breaks = {-1, len(text)} | {m.start() for m in BREAK.finditer(text) if m.start() not in inside}
    for match in re.finditer("[(][^()]*[)]", text):
        if (
            any(match.start() < m.start < match.end() for m in mentions)
            and match.start() not in inside
        ):
            breaks |= {match.start(), match.end() - 1}
    return sorted(breaks)


def _split(text: str, start: int, end: int, *, is_measured: bool) -> tuple[int, int]:
    """Where the name after one figure ends and the name before the next begins.

    Before a figure that ``is_measured`` 和 joins no clauses: 23笔中央和省补助资金4亿元.
    """
    between = text[start:end]
    cuts = list(CUT.finditer(between))
    if not cuts or OWNED.search(between) or LISTED.fullmatch(between):
        return end, start
    if is_measured and cuts[-1].group() != "、" and 0 < cuts[-1].end() < len(between):
        return end, start
    if cuts[0].start() == 0:
        return start, start + cuts[0].end()
    last = cuts[-1]
    return start + last.start(), start + last.end()


# 127个国家和地区的555个港口; 5个部门超范围、超标准列支会议费、培训费等132万元
CUT = re.compile(f"{COMMA}|及其|{AND}")
OWNED = re.compile("^[^、和及并].*和.*的$")
LISTED = re.compile("[^、]{2,}(?:、[^、]{2,})+等")


def _dimension(mention: Mention, name: str) -> str:
    dimension = find_unit(mention.unit).dimension
    if dimension == "counts":
        return next((d for d, nouns in _nouns().items() if name.endswith(nouns)), dimension)
    return dimension


@cache
def _nouns() -> dict[str, tuple[str, ...]]:
    nouns = read_toml("units.toml")["nouns"]
    return {dimension: tuple(words) for dimension, words in nouns.items()}
