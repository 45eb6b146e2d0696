"""The workbook: real numbers, links to the brief, and no cell that runs."""

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from annotated import annotated
from hostile import hostile

from analysis.brief import write_brief


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    folder = tmp_path_factory.mktemp("workbook")
    return openpyxl.load_workbook(write_brief(annotated(), folder / "b").parent / "workbook.xlsx")


def test_there_is_a_sheet_for_each_kind_of_result(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["指标", "关键词", "主题", "核对", "来源"]
    a = annotated()
    counts = [len(a.metrics), len(a.keywords), len(a.topics.topics), len(a.findings)]
    assert [book[name].max_row - 1 for name in book.sheetnames[:4]] == counts


def test_numbers_are_numbers_with_their_printed_decimals(book: openpyxl.Workbook) -> None:
    sheet = book["指标"]
    headers = [cell.value for cell in sheet[1]]
    value, unit = headers.index("数值") + 1, headers.index("单位") + 1
    for row, metric in enumerate(annotated().metrics, start=2):
        cell = sheet.cell(row, value)
        assert cell.data_type == "n"
        assert Decimal(str(cell.value)) == metric.value
        assert (sheet.cell(row, unit).value or "") == metric.unit
    rate = next(i for i, m in enumerate(annotated().metrics, start=2) if m.text == "99.07%")
    assert sheet.cell(rate, value).number_format == "#,##0.00"


def test_rows_link_to_the_brief(book: openpyxl.Workbook) -> None:
    link = book["指标"]["A76"].hyperlink
    assert link is not None
    assert (link.target, link.location) in {("brief.html", "m75"), ("brief.html#m75", None)}


def test_headers_stay_and_filter(book: openpyxl.Workbook) -> None:
    for name in book.sheetnames[:4]:
        sheet = book[name]
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions
        for column in sheet.column_dimensions.values():
            assert 7 <= column.width <= 49


def test_a_wide_column_fits_its_chinese(book: openpyxl.Workbook) -> None:
    # the longest indicator has 20 characters of two columns' width each
    assert book["指标"].column_dimensions["B"].width >= 40


def test_hostile_cells_are_texts(tmp_path: Path) -> None:
    path = write_brief(hostile(), tmp_path / "h").parent / "workbook.xlsx"
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str) and cell.value[:1] in set("=+-@"):
                    assert cell.quotePrefix, cell.value
                if cell.hyperlink is not None:
                    assert (cell.hyperlink.target or "").split("#")[0] == "brief.html"


OFFICE = shutil.which("soffice")


def column(book: openpyxl.Workbook, sheet: str, header: str) -> list[Any]:
    page = book[sheet]
    (number,) = [cell.column for cell in page[1] if cell.value == header]
    return [page.cell(row, number) for row in range(2, page.max_row + 1)]


def test_cells_speak_the_readers_language(book: openpyxl.Workbook) -> None:
    assert {cell.value for cell in column(book, "指标", "名称有把握")} <= {"是", "否"}
    assert {cell.value for cell in column(book, "指标", "界限")} <= {None, "≥", "≤", "≈"}
    assert {cell.value for cell in column(book, "指标", "方向")} <= {None, "↑", "↓"}
    assert {cell.value for cell in column(book, "核对", "结论")} == {"不符", "待核", "相符"}


def test_shares_are_percents(book: openpyxl.Workbook) -> None:
    for cell, topic in zip(column(book, "主题", "占比"), annotated().topics.topics, strict=True):
        assert cell.number_format == "0.0%"
        assert cell.value == pytest.approx(topic.share)


def test_a_row_is_as_high_as_its_longest_cell_and_a_metric_one_line(
    book: openpyxl.Workbook,
) -> None:
    places = column(book, "关键词", "位置")
    longest = max(places, key=lambda cell: len(str(cell.value)))
    assert book["关键词"].row_dimensions[longest.row].height >= 30
    assert not any(cell.alignment.wrap_text for cell in column(book, "指标", "句子"))


def test_it_prints_as_wide_as_the_paper(book: openpyxl.Workbook) -> None:
    for page in book:
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0
    assert book["指标"].print_title_rows == "$1:$1"
    assert book["指标"].print_area == "'指标'!$A$1:$O$136"
    assert book["指标"]["O1"].value == "所在部分"


CSV = "csv:Text - txt - csv (StarCalc):44,34,76"  # commas, quotes, UTF-8 whatever the locale
CALC = Path("/usr/lib/libreoffice/program/libsclo.so")  # LibreOffice comes in parts


@pytest.mark.skipif(not CALC.exists(), reason="LibreOffice Calc is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    path = write_brief(annotated(), tmp_path / "b").parent / "workbook.xlsx"
    assert OFFICE
    subprocess.run(
        [OFFICE, "--headless", "--convert-to", CSV, "--outdir", str(tmp_path), str(path)],
        env={"HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    lines = (tmp_path / "workbook.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("编号,指标,数值")
    assert len(lines) == 136
