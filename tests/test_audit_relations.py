"""The relations over intervals, worked by hand."""

from decimal import Decimal

import pytest

from analysis.audit.finding import Verdict
from analysis.audit.interval import INFINITY, Interval, interval
from analysis.audit.relations import (
    Outcome,
    check_change,
    check_common_whole,
    check_complement,
    check_direction,
    check_doubling,
    check_growth,
    check_mean,
    check_mean_difference,
    check_mean_of_parts,
    check_opposite_rate,
    check_part,
    check_rate,
    check_repeat,
    check_sum,
    check_weighted_growth,
    is_complement_slip,
    is_ratio_slip,
    is_slip,
    is_swap,
)
from analysis.metrics import extract_metrics
from analysis.quantities import Quantity
from analysis.report import Report

CONSISTENT, INCONSISTENT, REVIEW = Verdict.CONSISTENT, Verdict.INCONSISTENT, Verdict.REVIEW


def read(figure: str) -> Quantity:
    """The quantity that a figure stands for in a plain sentence."""
    (metric,) = extract_metrics(Report.from_text(f"本项工作共{figure}。"))
    return metric.quantity


def read_all(figures: str) -> list[Quantity]:
    return [read(figure) for figure in figures.split()]


@pytest.mark.parametrize(
    ("figure", "low", "high"),
    [
        ("125件", "125", "125"),  # things counted one by one
        ("92.6%", "92.55", "92.65"),
        ("2.3亿元", "225000000", "235000000"),
        ("5.5万余次", "55000", "Infinity"),
        ("6.5‰", "0.645", "0.655"),  # per mille in percent
        ("一半", "47.500", "52.500"),  # a twentieth of itself up or down
    ],
)
def test_what_a_printed_figure_can_stand_for(figure: str, low: str, high: str) -> None:
    assert interval(read(figure)) == Interval(Decimal(low), Decimal(high))


def test_interval_arithmetic() -> None:
    two_to_four, one_to_two = Interval(Decimal(2), Decimal(4)), Interval(Decimal(1), Decimal(2))
    assert two_to_four + one_to_two == Interval(Decimal(3), Decimal(6))
    assert two_to_four - one_to_two == Interval(Decimal(0), Decimal(3))
    assert two_to_four / one_to_two == Interval(Decimal(1), Decimal(4))
    assert two_to_four * Decimal(-1) == Interval(Decimal(-4), Decimal(-2))
    at_least_two = Interval(Decimal(2), INFINITY)
    assert one_to_two / at_least_two == Interval(Decimal(0), Decimal(1))
    assert at_least_two - at_least_two == Interval(-INFINITY, INFINITY)
    assert one_to_two.distance(Interval(Decimal(5), Decimal(6))) == 3
    assert not one_to_two.distance(two_to_four)


@pytest.mark.parametrize(
    "divisor", [Interval(Decimal(0), Decimal(0)), Interval(Decimal(-1), Decimal(1))]
)
def test_a_ratio_is_of_counts(divisor: Interval) -> None:
    with pytest.raises(ValueError, match="no ratio of counts"):
        Interval(Decimal(1), Decimal(1)) / divisor


@pytest.mark.parametrize(
    ("rate", "numerator", "denominator", "verdict"),
    [
        ("92.6%", "125宗", "135宗", CONSISTENT),  # 92.59
        ("80%", "125宗", "135宗", INCONSISTENT),
        ("92.5%", "125宗", "135宗", REVIEW),  # cut off
        ("92.7%", "125宗", "135宗", INCONSISTENT),
        ("98.5%", "5516件", "5600余件", CONSISTENT),  # at most 98.5
        ("98.6%", "5516件", "5600余件", INCONSISTENT),
        ("0.5%", "0.5万元", "0.01亿元", CONSISTENT),  # 0.45 to 0.55 over 50 to 150 万元
        ("6.71‰", "0.58万人", "86.42万人", CONSISTENT),
        ("2.5倍", "205件", "82件", CONSISTENT),
        ("3.5倍", "205件", "82件", INCONSISTENT),
    ],
)
def test_rate(rate: str, numerator: str, denominator: str, verdict: Verdict) -> None:
    assert check_rate(read(rate), read(numerator), read(denominator)).verdict == verdict


def test_rate_over_new_and_carried_over() -> None:
    """129 / (125 + 8) is 96.99 %."""
    assert check_rate(*read_all("97.0% 129件 125件 8件")).verdict == CONSISTENT


def test_rate_from_its_opposite() -> None:
    """1 - 20 / 1200 is 98.33 %."""
    assert check_opposite_rate(*read_all("98.3% 20件 1200件")).verdict == CONSISTENT
    assert check_opposite_rate(*read_all("95.3% 20件 1200件")).verdict == INCONSISTENT


def test_severity_is_the_distance_relative_to_what_is_allowed() -> None:
    outcome = check_rate(*read_all("80% 125件 135件"))
    assert outcome.expected == pytest.approx(Decimal("92.5926"))
    assert outcome.severity == pytest.approx((92.5926 - 80.5) / 92.5926, abs=1e-4)
    assert check_rate(*read_all("92.6% 125件 135件")).severity == 0.0


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ("45.2% 38.7% 16.1%", CONSISTENT),
        ("45.2% 38.7% 16.2%", CONSISTENT),  # 100.1 by rounding
        ("45.2% 38.6% 26.2%", INCONSISTENT),
        ("33.3% 33.3% 33.3%", CONSISTENT),
        ("30% 30% 40.1%", CONSISTENT),
        ("30.0% 30.0% 40.2%", REVIEW),  # within the last digits, outside the rounding
    ],
)
def test_shares_of_a_whole(shares: str, verdict: Verdict) -> None:
    assert check_complement(read_all(shares)).verdict == verdict


@pytest.mark.parametrize(
    ("total", "parts", "verdict"),
    [
        ("1000亿元", "100亿元 400亿元 500亿元", CONSISTENT),
        ("1.0亿元", "0.33亿元 0.33亿元 0.33亿元", CONSISTENT),  # 0.99, printed as 1.0
        ("1000亿元", "100亿元 400亿元 600亿元", INCONSISTENT),
        ("12.3万亩", "4.65万亩 5.12万亩 2.48万亩", CONSISTENT),  # 12.25
        ("6件", "3件 3件", CONSISTENT),
        ("6件", "3件 4件", INCONSISTENT),
    ],
)
def test_sum(total: str, parts: str, verdict: Verdict) -> None:
    assert check_sum(read(total), read_all(parts)).verdict == verdict


def test_a_sum_needs_parts() -> None:
    with pytest.raises(ValueError, match="needs parts"):
        check_sum(read("6件"), [])


@pytest.mark.parametrize(
    ("part", "whole", "verdict"),
    [
        ("6269.70万元", "6410.93万元", CONSISTENT),
        ("6500万元", "0.64亿元", INCONSISTENT),
        ("6450万元", "0.64亿元", CONSISTENT),  # 0.645 is printed 0.64 or 0.65
        ("3件", "3件", CONSISTENT),
        ("130件", "100余件", CONSISTENT),
        ("230件", "100余件", INCONSISTENT),
        ("80个", "70余个", INCONSISTENT),  # else it would be 80余
        ("2.55亿元", "2.5亿余元", CONSISTENT),
        ("300余个", "200余个", INCONSISTENT),
        ("200余个", "200余个", CONSISTENT),
        ("7000余个", "1000余个", INCONSISTENT),
    ],
)
def test_part(part: str, whole: str, verdict: Verdict) -> None:
    assert check_part(read(part), read(whole)).verdict == verdict


@pytest.mark.parametrize(
    ("change", "before", "after", "direction", "verdict"),
    [
        ("20%", "100件", "120件", "up", CONSISTENT),
        ("30%", "100件", "120件", "up", INCONSISTENT),
        ("20%", "100件", "120件", "down", INCONSISTENT),
        ("16.7%", "120件", "100件", "down", CONSISTENT),
        ("5.2个百分点", "65.1%", "70.3%", "up", CONSISTENT),
        ("6.2个百分点", "65.1%", "70.3%", "up", INCONSISTENT),
        ("20件", "100件", "120件", "up", CONSISTENT),
        ("1.5倍", "100件", "250件", "up", CONSISTENT),
        ("2.5倍", "100件", "250件", "up", INCONSISTENT),
    ],
)
def test_change(change: str, before: str, after: str, direction: str, verdict: Verdict) -> None:
    assert check_change(read(change), read(before), read(after), direction).verdict == verdict


@pytest.mark.parametrize(
    ("growth", "after", "difference", "direction", "verdict"),
    [
        ("10%", "1100万元", "100万元", "up", CONSISTENT),
        ("9.1%", "1100万元", "100万元", "up", INCONSISTENT),  # on the later value
        ("8.3%", "1100万元", "100万元", "down", CONSISTENT),
    ],
)
def test_growth(growth: str, after: str, difference: str, direction: str, verdict: Verdict) -> None:
    assert check_growth(read(growth), read(after), read(difference), direction).verdict == verdict


@pytest.mark.parametrize(
    "outcome",
    [
        check_growth(read("10%"), read("100万元"), read("100万元"), "up"),
        check_change(read("10%"), read("0件"), read("12件"), "up"),
        check_rate(read("80%"), read("-3件"), read("12件")),
        check_mean(read("80元"), read("12元"), interval(read("0件"))),
        check_doubling(read("1番"), read("0家"), read("0家")),
    ],
)
def test_what_has_no_ratio_is_for_review(outcome: Outcome) -> None:
    assert (outcome.verdict, outcome.expected) == (Verdict.REVIEW, None)


@pytest.mark.parametrize(("direction", "verdict"), [("down", CONSISTENT), ("up", INCONSISTENT)])
def test_direction(direction: str, verdict: Verdict) -> None:
    assert check_direction(read("120件"), read("100件"), direction).verdict == verdict


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        (("5.2%", "up"), CONSISTENT),
        (("6.2%", "up"), CONSISTENT),
        (("1.0%", "down"), CONSISTENT),
        (("7.1%", "up"), INCONSISTENT),
        (("4.0%", "down"), INCONSISTENT),
    ],
)
def test_a_total_grows_between_its_parts(total: tuple[str, str], verdict: Verdict) -> None:
    parts = [(read("6.2%"), "up"), (read("3.5%"), "down")]
    assert check_weighted_growth((read(total[0]), total[1]), parts).verdict == verdict


@pytest.mark.parametrize(("mean", "verdict"), [("500元", CONSISTENT), ("600元", INCONSISTENT)])
def test_mean(mean: str, verdict: Verdict) -> None:
    count = interval(read("1000人"))
    assert check_mean(read(mean), read("50万元"), count).verdict == verdict


def test_a_rate_of_nothing() -> None:
    assert check_rate(read("0%"), read("0万元"), read("32.00万元")).verdict == CONSISTENT


@pytest.mark.parametrize(
    ("second", "verdict"),
    [("2.3亿元", CONSISTENT), ("22800万元", CONSISTENT), ("3.2亿元", INCONSISTENT)],
)
def test_repeat(second: str, verdict: Verdict) -> None:
    assert check_repeat(read(second), read("2.3亿元")).verdict == verdict


@pytest.mark.parametrize(
    ("total", "parts", "slip"),
    [
        ("516件", "98件 32件 26件", True),  # 156 with two digits swapped
        ("2560件", "1200件 1320件", True),  # one digit of four
        ("196件", "98件 32件 26件", False),  # one of three may be chance
        ("25件", "30件 22件", False),
        ("52件", "30件 22件", False),  # adds up
        ("3000件", "1200件 1320件", False),
        ("516.0万元", "98万元 58万元", False),  # rounded unlike
    ],
)
def test_slips_of_the_pen(total: str, parts: str, slip: bool) -> None:
    assert is_slip(read(total), read_all(parts)) is slip


def test_a_slip_of_two_digits_and_a_total_ten_times_too_large() -> None:
    assert not is_slip(read("83个"), read_all("23个 15个"))
    assert is_slip(read("83个"), read_all("23个 15个"), swapped_of=2)
    assert is_slip(read("380个"), read_all("23个 15个"))


@pytest.mark.parametrize(
    ("difference", "n_years", "verdict"),
    [("1.2万人", 5, CONSISTENT), ("1.5万人", 4, CONSISTENT), ("2.2万人", 5, INCONSISTENT)],
)
def test_a_difference_a_year(difference: str, n_years: int, verdict: Verdict) -> None:
    before, after = read_all("40万人 46万人")  # 39.5 to 40.5, 45.5 to 46.5: 5 to 7 in all
    outcome = check_mean_difference(read(difference), before, after, n_years, "up")
    assert outcome.verdict == verdict


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("428", "482", True),
        ("98.5", "95.8", True),  # across the point
        ("428", "824", False),  # not neighbours
        ("428", "438", False),
        ("428", "428", False),
        ("42", "420", False),
    ],
)
def test_neighbouring_digits_that_changed_places(first: str, second: str, expected: bool) -> None:
    assert is_swap(first, second) is expected


@pytest.mark.parametrize(
    ("ratio", "counts", "slip"),
    [
        ("37.4%", "20.0亿元 57.6亿元", True),  # 34.7 with two digits swapped
        ("31.2%", "1818亿元 6031亿元", True),  # of 1881
        ("78.5%", "42个 48个", True),  # 87.5
        ("83.6%", "4381件 6420件", False),  # 68.2
        ("25%", "33个 220个", False),  # 15: of two digits one is changed too easily
        ("51%", "33个 220个", True),  # 15 swapped
        ("85.7%以上", "30个 40个", False),  # bounds agree with too much
    ],
)
def test_slip_in_a_ratio(ratio: str, counts: str, slip: bool) -> None:
    assert is_ratio_slip(check_rate, read(ratio), read_all(counts)) == slip


@pytest.mark.parametrize(
    ("shares", "slip"),
    [
        ("41.2% 11.3% 57.5%", True),  # 47.5
        ("41.8% 35.8% 24.2%", True),  # 22.4
        ("41.2% 11.3% 47.8%", False),  # the last digit alone: it may be rounded so
        ("48% 62% 85%", False),
        ("88% 22%", True),
        ("41.2% 11.3% 47.5%", False),  # nothing to explain
    ],
)
def test_slip_in_shares_of_all(shares: str, slip: bool) -> None:
    assert is_complement_slip(read_all(shares)) == slip


@pytest.mark.parametrize(
    ("mean", "parts", "verdict"),
    [
        ("33893元", "42291元 21460元", CONSISTENT),
        ("53893元", "42291元 21460元", INCONSISTENT),
        ("2.1万元", "42291元 21460元", CONSISTENT),  # 2.05 to 2.15
    ],
)
def test_mean_lies_between_those_of_its_parts(mean: str, parts: str, verdict: Verdict) -> None:
    assert check_mean_of_parts(read(mean), read_all(parts)).verdict == verdict


@pytest.mark.parametrize(
    ("share", "part", "others", "verdict"),
    [
        ("33.6%", "42件", "62件 49.6% 21件 16.8%", CONSISTENT),  # of 125
        ("36.6%", "42件", "62件 49.6% 21件 16.8%", INCONSISTENT),
        ("33.6%", "42件", "62件 49.6% 21件 18.6%", None),  # of 125 and of 113
    ],
)
def test_share_of_a_common_whole(
    share: str, part: str, others: str, verdict: Verdict | None
) -> None:
    figures = read_all(others)
    pairs = list(zip(figures[::2], figures[1::2], strict=True))
    outcome = check_common_whole(read(share), read(part), pairs)
    assert (outcome and outcome.verdict) == verdict
