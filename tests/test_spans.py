"""Every record that knows its place says exactly what stands there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.passage import Passage
from analysis.report import Report, read_report

ROOT = Path(__file__).parent.parent
REAL = ROOT.parent / "shared" / "reports" / "real"
REPORTS = [ROOT / "data" / "reports" / "chikan-2020.txt", *sorted(REAL.glob("*.docx"))]


def passages(report: Report) -> Iterator[Passage]:
    """Every passage that a report hands out."""
    yield from report.sections
    yield from (section.heading for section in report.sections)
    yield from report.points
    yield from report.sentences
    yield from report.tables
    yield from (cell for table in report.tables for row in table.rows for cell in row)
    yield from (origin for origin in report.origins.values() if isinstance(origin, Passage))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_spans_of_a_report_are_exact(path: Path) -> None:
    report = read_report(path)
    wrong = [p for p in passages(report) if report.text[p.start : p.end] != p.text]
    assert not wrong
    for sentence in report.sentences:
        assert sentence.point is None or sentence.point.contains(sentence)
        assert sentence.section is None or sentence.section.contains(sentence)
    for point in report.points:
        assert point.section.contains(point)
