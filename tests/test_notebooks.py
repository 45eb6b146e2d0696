"""The notebooks as committed: executed, plainly written, and their figures reproduced.

nbval compares text and HTML, never images, and passes over a cell without an execution
count; what it leaves open is checked here.
"""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from matplotlib.testing.compare import compare_images

from analysis.brief.notebook import execute_notebook, find_notebook, write_notebook

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
TOLERANCE = 0.5  # root mean square of 0..255: less than one changed digit in a small label
MAX_LINES = 5
UNSTABLE = re.compile(
    r"/(?:home|root|work|tmp|Users)/|0x[0-9a-f]{6,}|\b\d\d:\d\d:\d\d\.\d|Traceback"
)

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def images(notebook: nbformat.NotebookNode) -> Iterator[bytes]:
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                yield base64.b64decode(output.data["image/png"])


def test_the_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "01-report",
        "02-keywords",
        "03-topics",
        "04-metrics",
        "05-audit",
        "06-compare",
    ]


@each_notebook
def test_every_cell_was_executed_in_order_from_the_top(path: Path) -> None:
    counts = [cell.execution_count for cell in code_cells(nbformat.read(path, as_version=4))]
    assert counts == list(range(1, len(counts) + 1))
    assert counts


@each_notebook
def test_cells_are_short_and_define_nothing(path: Path) -> None:
    for cell in code_cells(nbformat.read(path, as_version=4)):
        lines = cell.source.splitlines()
        assert len(lines) <= MAX_LINES, cell.source
        assert not [line for line in lines if re.match(r"\s*(def|class|for|while)\b", line)]


@each_notebook
def test_outputs_hold_nothing_that_changes(path: Path) -> None:
    for cell in code_cells(nbformat.read(path, as_version=4)):
        for output in cell.outputs:
            assert output.output_type != "error"
            data = output.get("data", {})
            shown = output.get("text", "") + data.get("text/plain", "") + data.get("text/html", "")
            assert not UNSTABLE.search(shown), shown


@each_notebook
def test_a_table_stands_beside_each_figure(path: Path) -> None:
    """nbval compares the table that the figure draws; the image alone would guard nothing."""
    cells = code_cells(nbformat.read(path, as_version=4))
    figures = sum(1 for _ in images(nbformat.read(path, as_version=4)))
    tables = sum("text/html" in out.get("data", {}) for cell in cells for out in cell.outputs)
    assert tables >= figures


@each_notebook
def test_the_figures_are_reproduced(path: Path, tmp_path: Path) -> None:
    committed = list(images(nbformat.read(path, as_version=4)))
    drawn = list(images(execute_notebook(path)))
    assert len(drawn) == len(committed)
    for number, (old, new) in enumerate(zip(committed, drawn, strict=True)):
        expected, actual = tmp_path / f"{number}-expected.png", tmp_path / f"{number}.png"
        expected.write_bytes(old)
        actual.write_bytes(new)
        difference = compare_images(str(expected), str(actual), TOLERANCE)
        assert difference is None, difference


@each_notebook
def test_prose_of_the_committed_report_is_told_apart(path: Path) -> None:
    """What reads results names the report, or says so by its tag: it fits no other report."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown" and "Chikan" in cell.source:
            assert "reading" in cell.metadata.get("tags", ()), cell.source


def test_a_notebook_is_found_by_number_and_by_name() -> None:
    assert find_notebook("04") == find_notebook("04-metrics") == FOLDER / "04-metrics.ipynb"
    with pytest.raises(ValueError, match=r"no notebook '99'; there are 01-report, "):
        find_notebook("99")


def test_a_notebook_runs_on_another_report(tmp_path: Path) -> None:
    report = tmp_path / "another.txt"
    report.write_text(
        "某区2021年法治政府建设报告\n\n一、成效\n共受理行政复议申请12件。\n", encoding="utf-8"
    )
    copy, page = write_notebook("01", report, tmp_path / "out")
    assert "某区2021年法治政府建设报告" in copy.read_text(encoding="utf-8")
    assert "某区2021年法治政府建设报告" in page.read_text(encoding="utf-8")
    assert "Chikan" not in page.read_text(encoding="utf-8")


def test_the_comparison_takes_a_folder(tmp_path: Path) -> None:
    one = tmp_path / "2020.txt"
    one.write_text("某区2020年报告\n\n一、工作\n开展执法检查30次。", encoding="utf-8")
    with pytest.raises(ValueError, match="compares reports: give their folder, not 2020"):
        write_notebook("06", one, tmp_path / "out")
    with pytest.raises(ValueError, match=r"06-compare needs two reports or more; .* has 1"):
        write_notebook("06", tmp_path, tmp_path / "out")
    two = tmp_path / "2021.txt"
    two.write_text("某区2021年报告\n\n一、工作\n开展执法检查36次。", encoding="utf-8")
    copy, page = write_notebook("06", tmp_path, tmp_path / "out")
    assert copy.name == f"06-compare-{tmp_path.name}.ipynb"
    assert "36次" in page.read_text(encoding="utf-8")
    assert "青榆" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["01", "02", "03", "04", "05"])
def test_an_unreadable_report_is_one_clear_line(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"ReadError: .*empty\.txt: the file is empty") as caught:
        write_notebook(name, empty, tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""
