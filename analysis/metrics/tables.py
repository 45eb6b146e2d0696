"""Figures in tables: what each counts, from the headers of its row and its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.passage import Passage
from analysis.quantities import Line, Mention, find_mentions, half_width, unit_at
from analysis.reading import DataTable

UNIT_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]")
UNIT_NOTE = re.compile(r"单位:\s*([^\s,;。()、]{1,10})")
# headers that count in a unit of their own: 本年制发件数, 参训人数
COUNTED = re.compile("(?:件次|人次|户次|场次|[件人次户宗起例篇条份场个家项名])数量?$")
UNIT_COLUMN = re.compile("(?:计量)?单位")
RATIO = re.compile("(?:率|占比|比重|比例|增幅|增速|增长|增减)$")
# a remark that no name holds: 部分公开（区分处理的，只计这一情形）
REMARK = re.compile(r"[（(\[][^）)\]]*[，,。；;：:、][^）)\]]*[）)\]]?")
NOTE_REACH = 80  # characters before a table in which its unit may be noted
# columns that number their rows or date them
NUMBERING = re.compile("序号|编号|代码|排名|名次|位次|年份|年度$|时间|日期|电话|备注|文号")
MARKER = re.compile(
    r"(?:其中[:：]?|[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十0-9]+[)）]|[0-9]+[.．、])*"
)
YEAR = re.compile("(?:19|20)[0-9]{2}(?:年度?)?")


@dataclass(frozen=True, slots=True)
class CellFigure:
    """A cell that is a figure, with the row's labels and the headers above; the nearest last."""

    line: Line
    mention: Mention
    labels: tuple[Passage, ...]
    above: tuple[Passage, ...]

    @property
    def headers(self) -> tuple[Passage, ...]:
        """All that names the figure, each once."""
        return tuple(dict.fromkeys((*self.labels, *self.above)))


def find_cell_figures(report_text: str, table: DataTable, since: int = 0) -> Iterator[CellFigure]:
    """The figures of a table, each merged cell once.

    Its unit may be noted right before it, after ``since``. A row of words below one that runs
    over the whole table heads what follows it.
    """
    noted = _noted_unit(report_text[max(since, table.start - NOTE_REACH) : table.start], table)
    seen: set[int] = set()
    columns = [_column_headers(table, k) for k in range(len(table.rows[0]) if table.rows else 0)]
    opened = False
    for row in table.rows[max(table.header_rows, 1) :]:
        if opened and not any(_is_figure(cell.text) for cell in row):
            columns = [(cell,) if cell.text else () for cell in row]
        opened = len(row) > 1 and all(cell == row[0] for cell in row)
        told = _told_unit(row, columns)
        labels = tuple(label for label in _row_labels(row) if label is not told)
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
            figure = CellFigure(line, mention, labels, above)
            if not mention.unit:
                own = half_width(told.text) if told else noted
                scale, mention.unit = _split_unit(_unit_of(figure.headers, own))
                mention.scale = mention.scale or scale
            yield figure


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


def _unit_of(headers: tuple[Passage, ...], noted: str) -> str:
    """The unit that a header gives, in brackets (金额（万元）) or as 件数, else the noted one."""
    for header in reversed(headers):
        text = half_width(header.text)
        for found in UNIT_IN_BRACKETS.finditer(text):
            unit = found.group(1).removeprefix("单位:")
            if _split_unit(unit)[1]:
                return unit
        if text.endswith("%"):
            return "%"
        if counted := COUNTED.search(text):
            return counted.group().rstrip("量").removesuffix("数")
    return "" if any(RATIO.search(header.text) for header in headers[-1:]) else noted


def _split_unit(text: str) -> tuple[str, str]:
    """The scale and the unit of a text that is a unit (万人, 亿元); both empty where it is none."""
    if unit_at(text, 0) == text:
        return "", text
    scale, unit = text[:1], text[1:]
    return (
        (scale, unit) if scale in {"万", "亿"} and unit and unit_at(unit, 0) == unit else ("", "")
    )


def _told_unit(row: tuple[Passage, ...], columns: list[tuple[Passage, ...]]) -> Passage | None:
    """The cell of a row that holds its unit, below a header 计量单位."""
    for cell, above in zip(row, columns, strict=False):
        headed = above and UNIT_COLUMN.fullmatch("".join(above[-1].text.split()))
        if headed and _split_unit(half_width(cell.text))[1]:
            return cell
    return None


def _noted_unit(before: str, table: DataTable) -> str:
    """The unit noted in the caption or right before a table, if it is one: 单位：万元."""
    found = list(UNIT_NOTE.finditer(half_width(f"{before} {table.caption or ''}")))
    unit = found[-1].group(1) if found else ""
    return unit if _split_unit(unit)[1] else ""


def name_parts(figure: CellFigure, longest: int) -> tuple[Passage, ...]:
    """The headers of a cell without units and remarks, as many of the nearest as a name holds.

    The nearest label of the row and the nearest header of the column come first; one that
    has no room is left out rather than cut.
    """
    nearest = (*figure.labels[-1:], *figure.above[-1:])
    ranked = [*nearest[::-1], *figure.labels[-2::-1], *figure.above[-2::-1]]
    chosen: dict[Passage, Passage] = {}
    room = longest
    for header in ranked:
        part = _plain_header(header)
        size = len("".join(part.text.split()))
        if size > room and header in nearest:
            part, size = part.cut(0, room), room
        if 0 < size <= room and part.text not in {p.text for p in chosen.values()}:
            chosen[header] = part
            room -= size
    return tuple(chosen[header] for header in figure.headers if header in chosen)


def _plain_header(header: Passage) -> Passage:
    """A header without its number, its unit in brackets and remarks; empty where it is a year."""
    text = half_width(header.text)
    if YEAR.fullmatch(text):
        return header.cut(0, 0)
    unit = UNIT_IN_BRACKETS.search(text)
    end = len(text)
    if unit and _split_unit(unit.group(1).removeprefix("单位:"))[1]:
        end = unit.start()
    elif text.endswith("%"):
        end = len(text.rstrip("%").removesuffix("的"))
    if remark := REMARK.search(text, 0, end):
        end = remark.start()
    marker = MARKER.match(text)
    start = marker.end() if marker and marker.end() < end else 0
    return header.cut(start, end)
