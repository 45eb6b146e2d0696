"""The planted errors stand in the real reports where the gold files say, and are errors.

Every relation is recomputed with the arithmetic of `test_gold_audit`: the printed figures allow it,
the planted ones do not. No code of the package takes part.
"""

import csv
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from test_gold_audit import RELATIONS, can_hold

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "reports" / "real"
SETS = ("dev", "unseen")
NUMERAL = re.compile("[0-9一二两三四五六七八九十]")

needs_reports = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real reports (../shared/reports/real) are not distributed"
)


def read_rows(name: str) -> list[dict[str, str]]:
    path = ROOT / "data" / "gold" / f"real-{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = [row for name in SETS for row in read_rows(f"plants-{name}")]
every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])


@cache
def read_text(report: str) -> str:
    """The paragraphs of a report, joined by line feeds."""
    return "\n".join(p.text for p in Document(str(REAL / f"{report}.docx")).paragraphs)


def spans(field: str) -> list[list[int]]:
    return [[int(offset) for offset in span.split("-")] for span in field.split()]


def record(text: str, row: dict[str, str], by: int = 0, *, behind: int = -1) -> dict[str, Any]:
    """The row's relation in a text whose characters from ``behind`` on were moved ``by``."""

    def moved(span: list[int]) -> list[int]:
        start, end = span
        return [start + by * (start >= behind), end + by * (end >= behind)]

    return {
        "text": text,
        "relation": row["relation"],
        "formula": row["formula"],
        "stated": moved(spans(row["stated"])[0]),
        "evidence": [moved(span) for span in spans(row["evidence"])],
    }


def is_error(planted: dict[str, Any]) -> bool:
    """Of a status, the children fill their parent, so that one of another state is inside it."""
    is_status: bool = planted["relation"] == "status"
    return can_hold(planted) == is_status


@every_row
def test_the_fields_are_right(row: dict[str, str]) -> None:
    assert row["relation"] in RELATIONS
    assert row["kind"] in {"figure", "insertion"}
    [(start, end)] = spans(row["planted"])
    assert (start == end) == (row["kind"] == "insertion")
    assert len(spans(row["stated"])) == 1
    assert row["replacement"]


@every_row
def test_inserted_sentences_hold_an_error(row: dict[str, str]) -> None:
    if row["kind"] == "insertion":
        sentence = row["replacement"]
        assert sentence.endswith("。")
        assert NUMERAL.search(sentence[slice(*spans(row["stated"])[0])])
        assert is_error(record(sentence, row))


@needs_reports
@every_row
def test_the_text_is_the_one_that_was_marked(row: dict[str, str]) -> None:
    text = read_text(row["report"])
    assert hashlib.sha256(text.encode()).hexdigest() == row["text_sha256"]
    if row["kind"] == "insertion":
        [(start, _)] = spans(row["planted"])
        assert text[start - 1] == "。"
        assert text[start] == "\n"


@needs_reports
@every_row
def test_a_planted_figure_breaks_a_relation_that_holds(row: dict[str, str]) -> None:
    if row["kind"] == "insertion":
        return
    text = read_text(row["report"])
    [(start, end)] = spans(row["planted"])
    assert re.fullmatch("[0-9.]+|[一二两三四五六七八九十]+", text[start:end])
    assert not re.search("[0-9.]", text[start - 1] + text[end])
    assert can_hold(record(text, row))
    planted = text[:start] + row["replacement"] + text[end:]
    by = len(row["replacement"]) - (end - start)
    assert is_error(record(planted, row, by, behind=end))


def test_no_report_and_no_sentence_is_in_both_sets() -> None:
    dev, unseen = (read_rows(f"plants-{name}") for name in SETS)
    assert not {row["report"] for row in dev} & {row["report"] for row in unseen}
    sentences = [row["replacement"] for row in ROWS if row["kind"] == "insertion"]
    assert len(set(sentences)) == len(sentences)


@needs_reports
@pytest.mark.parametrize("row", read_rows("errors"), ids=lambda row: row["report"])
def test_errors_that_reports_hold_stand_there(row: dict[str, str]) -> None:
    text = read_text(row["report"])
    assert hashlib.sha256(text.encode()).hexdigest() == row["text_sha256"]
    assert row["relation"] in RELATIONS
    assert row["certainty"] in {"sure", "likely"}
    for start, end in spans(row["stated"]) + spans(row["evidence"]):
        assert re.fullmatch(r"[0-9.]+\D*", text[start:end])
        assert not re.search("[0-9.]", text[start - 1])
