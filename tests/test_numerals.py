"""Numerals: exact values and rounding steps."""

from decimal import Decimal

import pytest

from analysis.numerals import read_numeral


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("0", "0", "1"),
        ("1234", "1234", "1"),
        ("1,234.50", "1234.50", "0.01"),
        ("1.2万亿", "1200000000000", "100000000000"),
        ("5.5万", "55000", "1000"),
        ("3千", "3000", "1000"),
        ("2万3千", "23000", "1000"),
        ("1亿2000万", "120000000", "10000"),
        ("三十五", "35", "1"),
        ("十五", "15", "1"),
        ("两千", "2000", "1"),
        ("两百五", "250", "1"),
        ("一百零五", "105", "1"),
        ("一万零五十", "10050", "1"),
        ("三万五", "35000", "1"),
        ("三千二百万", "32000000", "10000"),
        ("一亿两千万", "120000000", "10000"),
        ("三万亿", "3000000000000", "1000000000000"),
        ("二〇二〇", "2020", "1"),
        ("十二点五", "12.5", "0.1"),
    ],
)
def test_value_and_step(text: str, value: str, step: str) -> None:
    numeral = read_numeral(text)
    assert (numeral.value, numeral.step) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize(("text", "times"), [("三分之二", 3), ("四分之三", 4), ("5分之2", 5)])
def test_a_fraction_is_a_quotient_that_is_not_rounded(text: str, times: int) -> None:
    numeral = read_numeral(text)
    assert round(numeral.value * times, 20) == round(numeral.value * times)
    assert numeral.step == 0


@pytest.mark.parametrize("text", ["", "abc", "12a", "一二x", "1..2"])
def test_what_is_no_number_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        read_numeral(text)
