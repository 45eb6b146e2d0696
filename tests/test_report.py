"""The structure and identity of reports."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from analysis.report import Report, SectionKind, read_report

DATA = Path(__file__).parent.parent / "data"
CHIKAN = DATA / "reports" / "chikan-2020.txt"


@pytest.fixture(scope="module")
def chikan() -> Report:
    return read_report(CHIKAN)


@pytest.fixture(scope="module")
def gold() -> list[dict[str, str]]:
    path = DATA / "gold" / "chikan-2020.structure.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_heading_of_the_gold(chikan: Report, gold: list[dict[str, str]]) -> None:
    found = [
        (str(s.level), s.number, str(s.heading.start), str(s.heading.end), s.title)
        for s in chikan.sections
    ]
    assert found == [
        (row["level"], row["number"], row["start"], row["end"], row["title"])
        for row in gold
        if row["kind"] == "section"
    ]


def test_every_point_of_the_gold(chikan: Report, gold: list[dict[str, str]]) -> None:
    found = [(p.number, str(p.start), str(p.end), p.title) for p in chikan.points]
    assert found == [
        (row["number"], row["start"], row["end"], row["title"])
        for row in gold
        if row["kind"] == "point"
    ]


def test_the_identity_of_the_first_report(chikan: Report) -> None:
    assert chikan.id == "chikan-2020"
    assert chikan.title == "赤坎区2020年度法治政府建设工作报告"
    assert (chikan.place, chikan.level) == ("赤坎区", "county")
    assert (chikan.year, chikan.reviewed) == (2020, 2020)
    assert chikan.issuer == "区府办"
    assert chikan.published == datetime(2021, 1, 11, 11, 23, 29)
    assert {"title", "place", "year", "issuer", "published"} <= set(chikan.origins)


def test_the_text_is_the_file(chikan: Report) -> None:
    assert chikan.text == CHIKAN.read_bytes().decode("utf-8")


def test_the_page_around_the_report_is_no_body(chikan: Report) -> None:
    preamble = chikan.text.index("2020年,是贯彻落实")
    assert [s.start for s in chikan.sentences[:2]] == [
        chikan.text.index(chikan.title or ""),
        preamble,
    ]
    assert chikan.sentences[-1].text == "6.建立科学的评估机制,加大政府法治建设考评力度。"
    assert chikan.sections[-1].end == chikan.sentences[-1].end
    assert len(chikan.source.dropped) == 14


def test_section_kinds(chikan: Report) -> None:
    assert [s.kind for s in chikan.sections if s.level == 1] == [
        SectionKind.ACHIEVEMENTS,
        SectionKind.PROBLEMS,
        SectionKind.PLAN,
    ]


@pytest.mark.parametrize(
    "text",
    ["主办:赤坎区人民政府办公室", "收到申请6件", "2020年法治政府建设工作报告", "首页 | 网站地图"],
)
def test_a_single_line_is_body_and_no_title(text: str) -> None:
    report = Report.from_text(text)
    assert report.title is None
    assert [s.text for s in report.sentences] == [text]
    assert report.source.dropped == ()
