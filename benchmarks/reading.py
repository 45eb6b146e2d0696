"""Time to read beside the bare libraries, and what is kept of real reports.

    python benchmarks/reading.py

Each file is read by both, in turn, ``RUNS`` times; processor time, so that other work on the
machine counts little; a ratio is between the least totals. *text* is what a library
gives, too; *report* has the structure and the identity as well.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from analysis.reading import read_extract
from analysis.report import Report, read_report

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "fixtures"))
REAL = ROOT.parent / "shared" / "reports" / "real"
RUNS = 2


def read_docx(data: bytes) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)


def read_page(data: bytes) -> str:
    import trafilatura

    return trafilatura.extract(data.decode()) or ""


def read_pdf(data: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def as_page(report: Report) -> bytes:
    """A report's text as a page of a government site, with the fixture's furniture."""
    import make

    body = "".join(f"<p>{line}</p>" for line in report.text.splitlines())
    return make.tagged_page().replace(make.BODY[0].encode(), body.encode())


def as_pdf(report: Report) -> bytes:
    """A report's text as a PDF, in the fixture's layout."""
    import make

    make.BODY = report.text.splitlines()
    return make.official_pdf()


def least_times(readers: list[Callable[[bytes], object]], files: list[bytes]) -> list[float]:
    """Processor seconds of each reader for all files, the least of the runs, taken in turn."""
    totals: list[list[float]] = [[] for _ in readers]
    for _ in range(RUNS):
        for read, total in zip(readers, totals, strict=True):
            start = time.process_time()
            for data in files:
                read(data)
            total.append(time.process_time() - start)
    return [min(total) for total in totals]


def share_kept(wanted: str, text: str) -> float:
    """The share of the characters of ``wanted``, white space aside, that ``text`` has too."""
    a, b = (Counter(re.sub(r"\s", "", part)) for part in (wanted, text))
    return (a & b).total() / max(a.total(), 1)


def main() -> None:
    documents = [path.read_bytes() for path in sorted(REAL.glob("*.docx"))]
    reports = [read_report(data) for data in documents]
    pages = [as_page(report) for report in reports]
    prints = [as_pdf(report) for report in reports[::10]]
    print(
        "| format | files | library | library s | text s | report s | text ratio | report ratio |\n"
        + "| --- " * 8
        + "|"
    )
    for kind, files, library, read in (
        ("docx", documents, "python-docx", read_docx),
        ("html", pages, "trafilatura", read_page),
        ("pdf", prints, "pdfplumber", read_pdf),
    ):
        read_report(files[0])
        read(files[0])
        theirs, text, ours = least_times([read, read_extract, read_report], files)
        print(
            f"| {kind} | {len(files)} | {library} | {theirs:.2f} | {text:.2f} | {ours:.2f} "
            f"| {text / theirs:.2f} | {ours / theirs:.2f} |"
        )
    texts = [read_docx(data) for data in documents]
    body = ["".join(s.text for s in report.sentences) for report in reports]
    kept = [share_kept(text, report.text) for text, report in zip(texts, reports, strict=True)]
    held = [share_kept(text, words) for text, words in zip(texts, body, strict=True)]
    print(f"\ncharacters of python-docx's text kept in the text: least {min(kept):.4f}, "
          f"in the body: least {min(held):.4f}")  # fmt: skip
    for kind, files, source in (("html", pages, reports), ("pdf", prints, reports[::10])):
        again = [
            share_kept(r.text, read_report(d).text) for r, d in zip(source, files, strict=True)
        ]
        print(f"kept of the same reports as {kind}: least {min(again):.4f}")
    print(
        "\n| report | title | place | level | year | reviewed | sections | points |\n"
        + "| --- " * 8
        + "|"
    )
    for path, report in zip(sorted(REAL.glob("*.docx")), reports, strict=True):
        shown = (path.stem, report.title, report.place, report.level, report.year,
                 report.reviewed, len(report.sections), len(report.points))  # fmt: skip
        print("| " + " | ".join("" if value is None else str(value) for value in shown) + " |")


if __name__ == "__main__":
    main()
