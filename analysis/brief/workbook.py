"""The workbook: the same sheets for a spreadsheet, with real numbers and links to the brief."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.brief.identity import identity
from analysis.brief.sheets import Cell, Sheet, can_run
from analysis.brief.wording import brief_words
from analysis.figures.canvas import em
from analysis.figures.wording import wording
from analysis.pipeline import Analysis

if TYPE_CHECKING:
    from xlsxwriter import Workbook

WIDEST, NARROWEST = 48.0, 7.0  # columns, in characters of the default font
EM = 2.1  # such characters to an em
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
    book.set_properties({"title": analysis.report.title or analysis.report.id, "created": MADE})
    styles = _Styles(book)
    for sheet in sheets:
        headers = [words.name("column", column) for column in sheet.columns]
        rows = [
            [
                names.name(column, cell) if column in NAMED and isinstance(cell, str) else cell
                for column, cell in zip(sheet.columns, row, strict=True)
            ]
            for row in sheet.rows
        ]
        page = book.add_worksheet(words.name("sheet", sheet.name))
        _fill(page, headers, rows, styles)
        page.freeze_panes(1, 2)
        page.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
    _fill_sources(book.add_worksheet(words.name("sheet", "sources")), analysis, styles, lang)
    book.close()


NAMED = frozenset({"role", "dimension", "verdict", "relation"})


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


def _fill(page: Any, headers: list[str], rows: list[list[Cell]], styles: _Styles) -> None:
    for column, header in enumerate(headers):
        page.write_string(0, column, header, styles(bold=True, bg_color="#E8EEF4", bottom=1))
        cells = [header, *(_shown(row[column]) for row in rows)]
        width = max(em(text) for text in cells) * EM + 2
        page.set_column(column, column, min(max(width, NARROWEST), WIDEST))
    for y, row in enumerate(rows, start=1):
        anchor = str(row[0])
        page.write_url(y, 0, f"external:brief.html#{anchor}", string=anchor)
        for x, cell in enumerate(row[1:], start=1):
            _write(page, y, x, cell, styles)


def _write(page: Any, y: int, x: int, cell: Cell, styles: _Styles) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(y, x, cell, styles())
    elif isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= EXACT_DIGITS:
        places = max(0, -int(cell.as_tuple().exponent))
        pattern = "#,##0" + ("." + "0" * places if places else "")
        page.write_number(y, x, float(cell), styles(num_format=pattern))
    elif isinstance(cell, int):
        page.write_number(y, x, cell, styles(num_format="0"))
    elif isinstance(cell, float):
        page.write_number(y, x, cell, styles(num_format="0.000"))
    else:
        text = f"{cell:f}" if isinstance(cell, Decimal) else cell
        guard = {"quote_prefix": True} if can_run(text) else {}
        wrap = {"text_wrap": True} if em(text) * EM > WIDEST else {}
        page.write_string(y, x, text[:32_767], styles(**guard, **wrap))


def _shown(cell: Cell) -> str:
    return "" if cell is None else f"{cell:,}" if isinstance(cell, Decimal) else str(cell)


def _fill_sources(page: Any, analysis: Analysis, styles: _Styles, lang: str) -> None:
    words = brief_words(lang)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 80)
    for y, (key, value) in enumerate(identity(analysis.report)):
        page.write_string(y, 0, words.name("field", key), styles(bold=True))
        _write(page, y, 1, value, styles)
