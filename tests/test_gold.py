"""The figures marked by hand in real reports stand where the gold files say."""

import csv
import hashlib
import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "data" / "gold"
REAL = ROOT.parent / "shared" / "reports" / "real"
HALVES = ("dev", "unseen")

KINDS = {
    *("date", "rank", "slogan", "plan name", "ordinal"),
    *("threshold", "duration", "identifier", "other"),
}
NUMERAL = re.compile("[0-9〇零一二两三四五六七八九十百千万亿]")
BOUND_AFTER = re.compile("(以上|以下|以内|左右|上下)$")
# digits, then 万/亿 where they belong to the number: they belong to the unit of money
PLAIN = re.compile(r"(?P<digits>[0-9]+(?:\.[0-9]+)?)[余多]?(?P<power>万亿|万|亿)?(?P<unit>.*)")
POWERS = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real reports (../shared/reports/real) are not distributed"
)


def read_rows(name: str) -> list[dict[str, str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def paragraphs(report: str) -> dict[str, str]:
    """The paragraphs of a report without white space, by their sha256."""
    texts = ("".join(p.text.split()) for p in Document(str(REAL / report)).paragraphs)
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}


def surface(row: dict[str, str]) -> str:
    """The characters that a row points at."""
    text = paragraphs(row["report"])[row["paragraph_sha256"]]
    start, end = int(row["start"]), int(row["end"])
    assert 0 <= start < end <= len(text), row
    return text[start:end]


@pytest.mark.parametrize("half", HALVES)
def test_metrics_run_from_their_number_through_their_unit(half: str) -> None:
    for row in read_rows(f"real-metrics-{half}.csv"):
        text = surface(row)
        assert NUMERAL.match(text), row
        printed = BOUND_AFTER.sub("", text).replace("％", "%")
        # in 1.5个、0.5个百分点 the first figure's unit is cut short
        elided = row["unit"] == "个百分点" and printed.endswith("个")
        assert printed.endswith(row["unit"]) or elided, row


@pytest.mark.parametrize("half", HALVES)
def test_values_are_the_printed_ones(half: str) -> None:
    for row in read_rows(f"real-metrics-{half}.csv"):
        figure = PLAIN.fullmatch(BOUND_AFTER.sub("", surface(row)))
        fraction = not row["unit"] and "/" in surface(row)
        if figure is None or fraction or row["upper"]:
            continue
        power = "" if row["unit"].endswith("元") else figure["power"] or ""
        assert Decimal(row["value"]) == Decimal(figure["digits"]) * POWERS[power], row


@pytest.mark.parametrize("half", HALVES)
def test_the_columns_hold_what_they_should(half: str) -> None:
    for row in read_rows(f"real-metrics-{half}.csv"):
        assert row["bound"] in {"=", ">=", "<=", "~"}, row
        assert row["role"] in {"rate", "change", "target", "part", "total", "count"}, row
        assert 1 <= len(row["indicator_key"]) <= 8, row
        if row["upper"]:
            assert Decimal(row["value"]) < Decimal(row["upper"]), row


@pytest.mark.parametrize("half", HALVES)
def test_traps_hold_a_numeral(half: str) -> None:
    for row in read_rows(f"real-traps-{half}.csv"):
        assert NUMERAL.search(surface(row)), row
        assert row["kind"] in KINDS, row


@pytest.mark.parametrize("half", HALVES)
def test_every_digit_of_a_marked_paragraph_is_a_metric_or_a_trap(half: str) -> None:
    spans = defaultdict(list)
    for kind in ("metrics", "traps"):
        for row in read_rows(f"real-{kind}-{half}.csv"):
            place = row["report"], row["paragraph_sha256"]
            spans[place].append((int(row["start"]), int(row["end"])))
    for (report, digest), found in spans.items():
        found.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(found)), (report, digest)
        for digit in re.finditer("[0-9]", paragraphs(report)[digest]):
            at = digit.start()
            assert any(start <= at < end for start, end in found), (report, digest, at)


def test_no_report_is_in_both_halves() -> None:
    dev, unseen = ({row["report"] for row in read_rows(f"real-metrics-{h}.csv")} for h in HALVES)
    assert not dev & unseen
