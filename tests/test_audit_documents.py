"""Whole invented documents of many kinds, all of whose figures agree: the audit raises no alarm."""

from pathlib import Path

import pytest

from analysis.audit import Finding, Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import read_report

DOCUMENTS = sorted((Path(__file__).parents[1] / "data" / "gold" / "documents").glob("*.txt"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_nothing_is_called_inconsistent(path: Path) -> None:
    findings = audit_metrics(extract_metrics(read_report(path)))
    wrong: list[Finding] = [each for each in findings if each.verdict == Verdict.INCONSISTENT]
    assert [each.explain() for each in wrong] == []
