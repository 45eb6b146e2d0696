"""Reports side by side."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest

from analysis.audit import Verdict
from analysis.compare import Comparison, Series, compare_reports, similarity
from analysis.report import Report, read_report

REPORTS = Path(__file__).parent.parent / "data" / "reports"


@pytest.fixture(scope="module")
def qingyu() -> Comparison:
    names = ["qingyu-2023.docx", "qingyu-2021.txt", "qingyu-2022.html"]
    return compare_reports([read_report(REPORTS / name) for name in names])


def row(comparison: Comparison, indicator: str) -> Series:
    return next(each for each in comparison.series if each.indicator == indicator)


def texts(series: Series) -> list[str | None]:
    return [None if each is None else each.text for each in series.metrics]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("行政复议", "行政复议", 1.0),
        ("行政复议", "行政诉讼", 1 / 3),  # of 行政 政复 复议 and 行政 政诉 诉讼, one in common
        ("受理", "办结", 0.0),
        ("件", "件", 1.0),
    ],
)
def test_similarity_of_names(first: str, second: str, expected: float) -> None:
    assert similarity(first, second) == pytest.approx(expected)


def test_reports_stand_in_the_order_of_their_years(qingyu: Comparison) -> None:
    assert qingyu.labels == ("2021", "2022", "2023")
    assert [report.year for report in qingyu.reports] == [2021, 2022, 2023]


@pytest.mark.parametrize(
    ("indicator", "values", "changes"),
    [
        ("收到行政复议申请", ["120件", "150件", "186件"], [Decimal("25.00"), Decimal("24.00")]),
        ("出庭应诉率", ["92.0%", "95.0%", "98.6%"], [Decimal("3.0"), Decimal("3.6")]),
        ("受理法律援助案件", ["320件", "352件", None], [Decimal("10.00"), None]),
    ],
)
def test_one_indicator_across_the_years(
    qingyu: Comparison, indicator: str, values: list[str | None], changes: list[Decimal | None]
) -> None:
    series = row(qingyu, indicator)
    assert texts(series) == values
    assert list(series.changes) == changes
    assert series.sure


def test_rates_of_one_name_are_matched_by_what_stands_around_them(qingyu: Comparison) -> None:
    rates = [texts(each) for each in qingyu.series if each.indicator == "办结率"]
    assert rates == [["99.0%", "99.0%", "99.0%"], ["98.0%", "89.0%", None]]


def test_new_and_vanished_indicators(qingyu: Comparison) -> None:
    assert ["12个"] in [[each for each in texts(new) if each] for new in qingyu.new]
    assert "46件" in [texts(vanished)[0] for vanished in qingyu.vanished]
    assert all(texts(shared).count(None) <= 1 for shared in qingyu.shared)


def test_stated_growth_against_the_report_of_the_year_before(qingyu: Comparison) -> None:
    wrong = [each for each in qingyu.findings if each.verdict == Verdict.INCONSISTENT]
    assert [each.stated.text for each in wrong] == ["42.0%"]
    assert [each.text for each in wrong[0].evidence] == ["186件", "150件"]
    assert wrong[0].expected == 24
    assert "青榆区2022年" in wrong[0].why
    assert sum(each.verdict == Verdict.CONSISTENT for each in qingyu.findings) >= 8
    assert {each.reason for each in qingyu.findings.coverage.unchecked} == {
        "上年报告没有同名的指标"
    }


def test_sections_side_by_side(qingyu: Comparison) -> None:
    problems = next(each for each in qingyu.sections if each.title == "存在的问题")
    assert None not in problems.sections


def test_terms_that_rose_and_dropped(qingyu: Comparison) -> None:
    assert {key.term for key in qingyu.rose}.isdisjoint(key.term for key in qingyu.dropped)
    assert len(qingyu.rose) + len(qingyu.dropped) == len(qingyu.terms)


def test_growth_is_only_checked_in_one_place_from_year_to_year() -> None:
    first = Report.from_text(
        "甲市2020年工作报告\n\n全年受理案件100件。", title="甲市2020年工作报告"
    )
    other = "全年受理案件150件，比上年增长20%。"
    for title in ("乙市2021年工作报告", "甲市2022年工作报告"):
        second = Report.from_text(f"{title}\n\n{other}", title=title)
        assert not compare_reports([first, second]).findings


def year_on_year(first: str, second: str) -> Comparison:
    texts = {2022: first, 2023: second}
    titles = {year: f"甲市{year}年政府工作报告" for year in texts}
    return compare_reports(
        [
            Report.from_text(
                f"{titles[year]}\n\n一、{year - 1}年工作回顾\n{text}\n", title=titles[year]
            )
            for year, text in texts.items()
        ]
    )


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("征收税款100亿元。", "征收税款110亿元，比上年增长10%。", ["change consistent 10%"]),
        ("征收税款100亿元。", "征收税款110亿元，比上年增长20%。", ["change inconsistent 20%"]),
        # what was restated is for a reader, and growth is from the restated value
        (
            "征收税款100亿元。",
            "征收税款由上年的102亿元增加到110亿元，增长7.8%。",
            ["repeat review 102亿元"],
        ),
        (
            "征收税款100亿元。",
            "征收税款110亿元，上年为100亿元，增长10%。",
            ["change consistent 10%", "repeat consistent 100亿元"],
        ),
        # from another year, or over several
        ("征收税款100亿元。", "征收税款110亿元，比2019年增长30%。", []),
        ("征收税款100亿元。", "征收税款110亿元，五年年均增长8%。", []),
        ("征收税款100亿元。", "征收税款110亿元，同口径增长12%。", []),
        ("收到申请120件。", "收到申请180件，是上年的1.5倍。", ["change consistent 1.5倍"]),
        ("收到申请120件。", "收到申请180件，是上年的2.5倍。", ["change inconsistent 2.5倍"]),
        (
            "城镇化率60.1%。",
            "城镇化率61.3%，提高2.2个百分点。",
            ["change inconsistent 2.2个百分点"],
        ),
    ],
)
def test_what_a_report_says_of_the_year_before(
    first: str, second: str, expected: list[str]
) -> None:
    findings = year_on_year(first, second).findings
    told = [f"{each.relation} {each.verdict} {each.stated.text}" for each in findings]
    assert sorted(told) == expected


def test_a_report_without_a_place_goes_by_its_id() -> None:
    first = Report.from_text("甲市2023年工作报告\n\n办结3件。", title="甲市2023年工作报告")
    second = Report.from_text("工作报告\n\n办结5件。", title="2023年工作报告")
    labels = compare_reports([first, second]).labels
    assert labels[0] == "甲市"
    assert all(labels)


def test_a_comparison_needs_two_reports() -> None:
    with pytest.raises(ValueError, match="two reports"):
        compare_reports([read_report(REPORTS / "chikan-2020.txt")])


def test_a_report_without_terms_is_named() -> None:
    with pytest.raises(ValueError, match=r"a1b .* c2d .*: the reference has no terms"):
        compare_reports([named("123", "c2d"), named("受理行政复议申请3件。", "a1b")])


def named(text: str, id_: str) -> Report:
    return replace(Report.from_text(text), id=id_)


def test_a_thousand_figures_of_one_name_are_matched_in_order() -> None:
    text = "受理行政复议申请。其中" + "，".join(f"收到{n}件" for n in range(1500))
    first, second = named(text, "first"), named(text, "second")
    began = perf_counter()
    rows = compare_reports([first, second]).series
    assert perf_counter() - began < 15  # three seconds; comparing every pair took a minute
    assert [texts(row) for row in rows] == [[f"{n}件", f"{n}件"] for n in range(1500)]
