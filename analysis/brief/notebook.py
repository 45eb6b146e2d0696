"""Notebooks: executed so that the same versions write the same bytes."""

from __future__ import annotations

import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

SECONDS_A_CELL = 300
FORMATS = {".txt", ".html", ".htm", ".docx", ".pdf"}
_REPOSITORY = Path(__file__).parents[2] / "notebooks"
_INSTALLED = Path(sysconfig.get_path("data")) / "share" / "report-analysis" / "notebooks"


def execute_notebook(path: Path, parameters: Mapping[str, object] | None = None) -> NotebookNode:
    """The notebook, executed in its own folder from the top.

    ``parameters`` are set in a cell of their own behind the cell tagged ``parameters``, as
    papermill does; prose tagged ``reading``, which reads the results of the report that the
    notebook comes with, is then left out. No time, version or random id stays in the result.

    Raises:
        ValueError: a cell failed, or parameters are given and no cell takes them.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    if parameters:
        _inject(notebook, path, parameters)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        record_timing=False,
        # a kernel warns at its start; a failure is to be the one line that is seen
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise ValueError(f"{path.name}: {error.ename}: {error.evalue}") from error
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02}"
    notebook.metadata.get("language_info", {}).pop("version", None)
    notebook.metadata.pop("widgets", None)
    return notebook


def write_notebook(name: str, report: str | Path, folder: Path) -> tuple[Path, Path]:
    """Write an executed copy of a notebook for a report, and the same as a web page.

    ``name`` is a notebook's number or its name: ``04`` or ``04-metrics``. A notebook that
    compares takes the folder of the reports.

    Raises:
        ValueError: no notebook, or several, have that name; a file is given where a folder is
            needed; or a cell failed.
    """
    import nbformat
    from nbconvert import HTMLExporter

    source = find_notebook(name)
    report = Path(report).resolve(strict=True)
    notebook = execute_notebook(source, _parameters(source, report))
    page, _ = HTMLExporter(mathjax_url="", require_js_url="", jquery_url="").from_notebook_node(
        notebook
    )
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{source.stem}-{report.stem}.ipynb"
    nbformat.write(notebook, copy)
    copy.with_suffix(".html").write_text(page, encoding="utf-8")
    return copy, copy.with_suffix(".html")


def find_notebook(name: str) -> Path:
    """The shipped notebook of that number or name."""
    home = _REPOSITORY if _REPOSITORY.is_dir() else _INSTALLED
    known = sorted(home.glob("*.ipynb"))
    found = [path for path in known if name in (path.stem, path.stem.partition("-")[0])]
    if len(found) != 1:
        raise ValueError(
            f"no notebook {name!r}; there are {', '.join(path.stem for path in known)}"
        )
    return found[0]


def _parameters(source: Path, report: Path) -> dict[str, object]:
    """What the notebook's parameters are for that report, or for those of a folder."""
    import nbformat

    notebook = nbformat.read(source, as_version=4)
    if not any(cell.source.startswith("REPORTS =") for cell in notebook.cells):
        return {"REPORT": str(report)}
    if not report.is_dir():
        raise ValueError(f"{source.stem} compares reports: give their folder, not {report.name}")
    files = sorted(path for path in report.iterdir() if path.suffix.lower() in FORMATS)
    if len(files) < 2:
        raise ValueError(f"{source.stem} needs two reports or more; {report} has {len(files)}")
    return {"REPORTS": [str(path) for path in files]}


def _inject(notebook: NotebookNode, path: Path, parameters: Mapping[str, object]) -> None:
    from nbformat.v4 import new_code_cell

    notebook.cells = [c for c in notebook.cells if "reading" not in c.metadata.get("tags", ())]
    for at, cell in enumerate(notebook.cells):
        if "parameters" in cell.metadata.get("tags", ()):
            source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
            notebook.cells.insert(
                at + 1, new_code_cell(source, metadata={"tags": ["injected-parameters"]})
            )
            return
    raise ValueError(f"{path.name}: no cell is tagged 'parameters'")
