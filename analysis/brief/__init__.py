"""The brief: everything about one report as a page, tables, figures and a workbook."""

import shutil
import tempfile
from pathlib import Path

from analysis.arguments import checked, of
from analysis.brief.illustrations import draw_illustrations
from analysis.brief.page import render_page
from analysis.brief.sheets import make_sheets, to_csv
from analysis.brief.workbook import write_workbook
from analysis.figures import save
from analysis.pipeline import Analysis

__all__ = ["write_brief"]


@checked(analysis=of(Analysis), folder=of(str, Path))
def write_brief(analysis: Analysis, folder: str | Path, lang: str = "zh") -> Path:
    """The path of ``brief.html``, written into ``folder`` with everything beside it.

    ``text.txt`` is ``Report.text``, into which every offset points; the tables are
    ``metrics.csv``, ``keywords.csv``, ``topics.csv``, ``findings.csv`` and ``workbook.xlsx``;
    ``figures/`` has each figure as PNG and SVG. The files are made in a folder of their own
    and moved when all of them are whole; other files in ``folder`` stay.

    Raises:
        ValueError: ``lang`` is neither zh nor en.
    """
    folder = Path(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    illustrations = draw_illustrations(analysis, lang)
    sheets = make_sheets(analysis, lang)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".brief-") as made:
        parts = Path(made)
        (parts / "figures").mkdir()
        for illustration in illustrations:
            for kind in ("png", "svg"):
                save(illustration.figure, parts / "figures" / f"{illustration.name}.{kind}")
        for sheet in sheets:
            (parts / f"{sheet.name}.csv").write_bytes(to_csv(sheet))
        (parts / "text.txt").write_bytes(analysis.report.text.encode("utf-8", "surrogatepass"))
        write_workbook(analysis, sheets, parts / "workbook.xlsx", lang)
        page = render_page(analysis, illustrations, lang)
        (parts / "brief.html").write_bytes(page.encode("utf-8", "replace"))
        _move(parts, folder)
    return folder / "brief.html"


def _move(parts: Path, folder: Path) -> None:
    """Moves every file to its place; the page goes last, so that it never lacks its company."""
    files = [path.relative_to(parts) for path in sorted(parts.rglob("*")) if path.is_file()]
    for file in sorted(files, key=lambda path: path.name == "brief.html"):
        target = folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(parts / file, target)
