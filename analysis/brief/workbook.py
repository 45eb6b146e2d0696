"""The workbook: the same sheets for a spreadsheet, with real numbers and links to the brief."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.brief.identity import identity
from analysis.brief.sheets import Cell, Sheet, can_run
from analysis.brief.wording import brief_words
from analysis.figures.canvas import em
from analysis.figures.metrics import SIGNS
from analysis.figures.wording import Words, wording
from analysis.pipeline import Analysis
from analysis.quantities import Bound

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WIDEST, NARROWEST = 48.0, 7.0  # columns, in characters of the default font
EM = 2.1  # such characters to an em
LINE_HEIGHT, MOST_LINES = 15.0, 12  # points of a line; lines of a row
EXACT_DIGITS = 15  # that a spreadsheet's number keeps
MADE = datetime(2000, 1, 1)  # a fixed time, so that the same report gives the same bytes


def write_workbook(analysis: Analysis, sheets: Sequence[Sheet], path: Path, lang: str) -> None:
    """Writes the sheets and one of sources to ``path``."""
    import xlsxwriter

    words, names = brief_words(lang), wording(lang)
    book: Workbook = xlsxwriter.Workbook(
        path,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    title = _whole(analysis.report.title or analysis.report.id)
    book.set_properties({"title": title, "created": MADE})
    styles = _Styles(book)
    for sheet in sheets:
        headers = [words.name("column", column) for column in sheet.columns]
        rows = [
            [
                _named(column, cell, words, names)
                for column, cell in zip(sheet.columns, row, strict=True)
            ]
            for row in sheet.rows
        ]
        page = book.add_worksheet(words.name("sheet", sheet.name))
        # metrics are many: each keeps to one line
        _fill(page, sheet.columns, headers, rows, styles, wrap=sheet.name != "metrics")
        if sheet.name == "metrics":
            # on paper as far as the section: all columns would be too small to read
            page.print_area(0, 0, len(rows), sheet.columns.index("section"))
        page.freeze_panes(1, 2)
        page.repeat_rows(0)
        page.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
    _fill_sources(book.add_worksheet(words.name("sheet", "sources")), analysis, styles, lang)
    book.close()


NAMED = frozenset({"role", "dimension", "verdict"})
LEFT = {"align": "left", "indent": 1}
LINK = {"font_color": "#0563C1", "underline": 1}
PERCENT = frozenset({"share", "severity"})


def _named(column: str, cell: Cell, words: Words, names: Words) -> Cell:
    """A cell in the reader's language: roles, verdicts, bounds and the like by their names."""
    if isinstance(cell, bool):
        return words("yes" if cell else "no")
    if not isinstance(cell, str):
        return cell
    if column == "relation":
        return words.name("check", cell)
    if column in NAMED:
        return names.name(column, cell)
    if column == "direction":
        return words.name(column, cell)
    return SIGNS[Bound(cell)] if column == "bound" else cell


class _Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **properties})
        return self._made[key]


def _set_up(page: Any) -> None:
    """On paper: as wide as a sheet of A4 across, as long as it takes."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _fill(
    page: Any,
    columns: Sequence[str],
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    styles: _Styles,
    *,
    wrap: bool,
) -> None:
    _set_up(page)
    # a year or a phone number among texts is no number
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    widths = []
    for x, (column, header) in enumerate(zip(columns, headers, strict=True)):
        cells = [row[x] for row in rows]
        numeric = any(isinstance(cell, int | float | Decimal) for cell in cells)
        side = {"align": "right"} if numeric else LEFT
        page.write_string(0, x, header, styles(bold=True, bg_color="#E8EEF4", bottom=1, **side))
        # room for the arrow of the filter beside the header
        shown = [em(header) + 1, *(em(_shown(cell, column)) for cell in cells)]
        widths.append(min(max(max(shown) * EM + 2, NARROWEST), WIDEST))
        page.set_column(x, x, widths[-1])
    for y, row in enumerate(rows, start=1):
        anchor = str(row[0])
        page.write_url(y, 0, f"external:brief.html#{anchor}", styles(**LINK), anchor)
        for x, cell in enumerate(row[1:], start=1):
            _write(page, y, x, cell, styles, column=columns[x], wrap=wrap)
        if wrap:
            texts = (
                em(_shown(cell, "")) * EM / width for cell, width in zip(row, widths, strict=True)
            )
            page.set_row(y, LINE_HEIGHT * min(ceil(max(texts) + 0.05), MOST_LINES))


def _write(
    page: Any, y: int, x: int, cell: Cell, styles: _Styles, *, column: str = "", wrap: bool = True
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= EXACT_DIGITS:
        places = max(0, -int(cell.as_tuple().exponent))
        pattern = "#,##0" + ("." + "0" * places if places else "")
        page.write_number(y, x, float(cell), styles(num_format=pattern))
    elif isinstance(cell, int):
        page.write_number(y, x, cell, styles(num_format="0"))
    elif isinstance(cell, float):
        page.write_number(y, x, cell, styles(num_format="0.0%" if column in PERCENT else "0.000"))
    else:
        text = f"{cell:f}" if isinstance(cell, Decimal) else _whole(str(cell))
        guard = {"quote_prefix": True} if can_run(text) else {}
        wrapped = {"text_wrap": True} if wrap and em(text) * EM > WIDEST else {}
        page.write_string(y, x, text[:32_767], styles(**LEFT, **guard, **wrapped))


def _whole(text: str) -> str:
    """The text with ? for halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def _shown(cell: Cell, column: str) -> str:
    """A cell about as a spreadsheet shows it, to know its width."""
    if isinstance(cell, float):
        return f"{cell:.1%}" if column in PERCENT else f"{cell:.3f}"
    return "" if cell is None else f"{cell:,f}" if isinstance(cell, Decimal) else str(cell)


def _fill_sources(page: Any, analysis: Analysis, styles: _Styles, lang: str) -> None:
    words = brief_words(lang)
    _set_up(page)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 80)
    for y, (key, value) in enumerate(identity(analysis.report, words)):
        name = words.name("field", key)
        page.write_string(y, 0, name, styles(bold=True))
        told = f"{value:,}" if key in {"length", "size"} else str(value)
        _write(page, y, 1, told, styles)
        page.set_row(y, LINE_HEIGHT * min(ceil(em(told) * EM / 80), MOST_LINES))
