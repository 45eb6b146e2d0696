"""Metrics: spans, values, indicators, roles; and what is no metric."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from analysis.metrics import Metrics, extract_metrics
from analysis.report import Report, read_report

ROOT = Path(__file__).parents[1]


def metrics_of(text: str) -> Metrics:
    return extract_metrics(Report.from_text(text))


@pytest.fixture(scope="module")
def chikan() -> Metrics:
    return extract_metrics(read_report(ROOT / "data/reports/chikan-2020.txt"))


@pytest.fixture(scope="module")
def gold() -> dict[tuple[int, int], dict[str, str]]:
    with (ROOT / "data/gold/chikan-2020.metrics.csv").open(encoding="utf-8", newline="") as file:
        return {(int(row["start"]), int(row["end"])): row for row in csv.DictReader(file)}


def test_the_first_report_gives_its_135_metrics_and_no_others(
    chikan: Metrics, gold: dict[tuple[int, int], dict[str, str]]
) -> None:
    assert [(m.start, m.end) for m in chikan] == sorted(gold)
    for metric in chikan:
        row = gold[metric.start, metric.end]
        assert metric.text == row["text"]
        assert (metric.value, metric.unit, metric.bound) == (
            Decimal(row["value"]),
            row["unit"],
            row["bound"],
        )


def test_indicators_and_roles_of_the_first_report(
    chikan: Metrics, gold: dict[tuple[int, int], dict[str, str]]
) -> None:
    named = [m for m in chikan if gold[m.start, m.end]["indicator_key"] in m.indicator]
    played = [m for m in chikan if gold[m.start, m.end]["role"] == m.role]
    assert len(named) >= 133
    assert len(played) >= 129


def test_names_are_short_and_built_from_the_source(chikan: Metrics) -> None:
    for metric in chikan:
        assert 0 < len(metric.indicator) <= 24
        assert not set("。，；：！？,;:!?\n") & set(metric.indicator)
        printed = "".join("".join(part.text.split()) for part in metric.indicator_at)
        assert printed == metric.indicator
        for part in (metric, metric.quantity, *metric.indicator_at):
            assert chikan.report.text[part.start : part.end] == part.text


@pytest.mark.parametrize("text", ["受理3件", "共受理行政复议申请6件。", "12%", "3"])
def test_a_bare_fragment_is_read(text: str) -> None:
    found = metrics_of(text)
    assert found.report.text == text
    assert len(found) == (0 if text == "3" else 1)
    assert all(m.indicator and m.point is None for m in found)
