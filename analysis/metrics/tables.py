"""Figures in tables: what each counts, from the headers of its row and its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.passage import Passage
from analysis.quantities import Line, Mention, find_mentions, find_unit, half_width, unit_at
from analysis.reading import DataTable

UNIT_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]")
UNIT_NOTE = re.compile(r"单位:\s*([^\s,;。()、]{1,10})")
NOTE_REACH = 80  # characters before a table in which its unit may be noted
# columns that number their rows or date them
NUMBERING = re.compile("序号|编号|代码|排名|名次|位次|年份|年度$|时间|日期|电话|备注|文号")
MARKER = re.compile(
    r"(?:其中[:：]?|[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十0-9]+[)）]|[0-9]+[.．、])*"
)
YEAR = re.compile("(?:19|20)[0-9]{2}(?:年度?)?")


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A cell that is a figure, with the headers that name it; the nearest header comes last."""

    line: Line
    mention: Mention
    headers: tuple[Passage, ...]


def find_cell_figures(report_text: str, table: DataTable) -> Iterator[CellFigure]:
    """The figures of a table, each merged cell once."""
    noted = _noted_unit(report_text, table)
    seen: set[int] = set()
    columns = [_column_headers(table, k) for k in range(len(table.rows[0]) if table.rows else 0)]
    for row in table.rows[max(table.header_rows, 1) :]:
        labels = _row_labels(row)
        for k, cell in enumerate(row):
            if cell.start in seen or cell in labels or not cell.text:
                continue
            above = columns[k]
            if any(NUMBERING.search(header.text) for header in above):
                continue
            line = Line.of(cell)
            mention = _read_cell(line.text)
            if mention is None:
                continue
            seen.add(cell.start)
            headers = tuple(dict.fromkeys((*labels, *above)))
            mention.unit = mention.unit or _unit_of(headers) or noted
            yield CellFigure(line, mention, headers)


def _read_cell(text: str) -> Mention | None:
    """The one figure that fills a cell."""
    mentions = list(find_mentions(text))
    if len(mentions) != 1 or (mentions[0].start, mentions[0].end) != (0, len(text)):
        return None
    return None if mentions[0].is_chinese or mentions[0].unit in {"年", "月", "日"} else mentions[0]


def _is_figure(text: str) -> bool:
    return _read_cell(half_width(text)) is not None


def _column_headers(table: DataTable, column: int) -> tuple[Passage, ...]:
    """The headers above a column, without those that run over the whole table."""
    headers = (
        row[column]
        for row in table.rows[: max(table.header_rows, 1)]
        if len(row) == 1 or any(cell != row[0] for cell in row)
    )
    return tuple(dict.fromkeys(header for header in headers if header.text))


def _row_labels(row: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The cells at the start of a row that are words, without numbers of rows."""
    labels: dict[Passage, None] = {}
    for cell in row:
        if not cell.text or (cell is row[0] and re.fullmatch(r"[0-9]{1,3}\.?", cell.text)):
            continue
        if _is_figure(cell.text) and not YEAR.fullmatch(cell.text):
            break
        labels[cell] = None
    return tuple(labels)


def _unit_of(headers: tuple[Passage, ...]) -> str:
    """The unit that a header gives in brackets: 金额（万元）."""
    for header in reversed(headers):
        for found in UNIT_IN_BRACKETS.finditer(half_width(header.text)):
            unit = found.group(1).removeprefix("单位:")
            if unit_at(unit, 0) == unit:
                return unit
    return ""


def _noted_unit(report_text: str, table: DataTable) -> str:
    """The unit noted in the caption or right before a table, if it is one: 单位：万元."""
    before = report_text[max(0, table.start - NOTE_REACH) : table.start]
    found = list(UNIT_NOTE.finditer(half_width(f"{before} {table.caption or ''}")))
    unit = found[-1].group(1) if found else ""
    return unit if find_unit(unit).name and unit_at(unit, 0) == unit else ""


def name_parts(headers: tuple[Passage, ...], longest: int) -> tuple[Passage, ...]:
    """The headers without units in brackets, as many of the nearest as a name has room for."""
    parts: list[Passage] = []
    room = longest
    for header in reversed(headers):
        text = header.text
        if YEAR.fullmatch(text):
            continue
        cut = UNIT_IN_BRACKETS.search(half_width(text))
        end = cut.start() if cut and unit_at(half_width(cut.group(1)), 0) else len(text)
        marker = MARKER.match(text)
        start = marker.end() if marker and marker.end() < end else 0
        part = header.cut(start, min(end, start + room))
        size = len("".join(part.text.split()))
        if size:
            parts.append(part)
            room -= size
    return tuple(reversed(parts))
