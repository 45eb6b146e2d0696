"""Quantities: value, unit, bound, step and interval of printed figures."""

from decimal import Decimal

import pytest

from analysis.passage import Passage
from analysis.quantities import Bound, Line, Quantity, can_add, find_quantities, find_unit


def quantities_of(text: str) -> list[Quantity]:
    return find_quantities(Passage(0, len(text), text))


def only(text: str) -> Quantity:
    (quantity,) = quantities_of(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "span", "value", "unit", "bound"),
    [
        ("清理3,280件", "3,280件", "3280", "件", "="),
        ("清理３，２８０件", "３，２８０件", "3280", "件", "="),
        ("清理1 256件", "1 256件", "1256", "件", "="),
        ("浏览5.5万余次", "5.5万余次", "55000", "次", ">="),
        ("浏览10余万人次", "10余万人次", "100000", "人次", ">="),
        ("共3千余人", "3千余人", "3000", "人", ">="),
        ("十几个", "十几个", "10", "个", ">="),
        ("两千多人", "两千多人", "2000", "人", ">="),
        ("三十五家", "三十五家", "35", "家", "="),
        ("一万零五十户", "一万零五十户", "10050", "户", "="),
        ("6.5万亩", "6.5万亩", "65000", "亩", "="),
        ("6410.93万元", "6410.93万元", "6410.93", "万元", "="),
        ("2.3 亿元", "2.3 亿元", "2.3", "亿元", "="),
        ("1.2万亿元", "1.2万亿元", "1.2", "万亿元", "="),
        ("3000多亿元", "3000多亿元", "3000", "亿元", ">="),
        ("20余万元", "20余万元", "20", "万元", ">="),
        ("三千万元", "三千万元", "3000", "万元", "="),
        ("1亿2000万元", "1亿2000万元", "12000", "万元", "="),
        ("175亿美元左右", "175亿美元左右", "175", "亿美元", "~"),
        ("600万千瓦", "600万千瓦", "6000000", "千瓦", "="),
        ("5千克", "5千克", "5", "千克", "="),
        ("36微克/立方米", "36微克/立方米", "36", "微克/立方米", "="),
        ("36微克／立方米", "36微克／立方米", "36", "微克／立方米", "="),
        ("1.2万元/亩", "1.2万元/亩", "1.2", "万元/亩", "="),
        ("8.5名/万人", "8.5名/万人", "8.5", "名/万人", "="),
        ("1582 批次", "1582 批次", "1582", "批次", "="),
        ("7.10\u00a0%", "7.10\u00a0%", "7.10", "%", "="),
        ("98.5％", "98.5％", "98.5", "%", "="),
        ("百分之三十五", "百分之三十五", "35", "%", "="),
        ("千分之3", "千分之3", "3", "‰", "="),
        ("六成", "六成", "6", "成", "="),
        ("翻两番", "两番", "2", "番", "="),
        ("增长两倍多", "两倍多", "2", "倍", ">="),
        ("0.5个百分点", "0.5个百分点", "0.5", "个百分点", "="),
        ("8个街道", "8个", "8", "个", "="),
        ("3个工作日以内", "3个工作日以内", "3", "个工作日", "<="),
        ("1122套（间）住房", "1122套（间）", "1122", "套（间）", "="),
        ("收入比缩小至2.31:1", "2.31:1", "2.31", "", "="),
        ("四分之三", "四分之三", "0.75", "", "="),
        ("增速为-3.5%", "-3.5%", "-3.5", "%", "="),
    ],
)
def test_span_value_unit_and_bound(text: str, span: str, value: str, unit: str, bound: str) -> None:
    quantity = only(text)
    assert quantity.text == span
    assert (quantity.value, quantity.unit, quantity.bound) == (Decimal(value), unit, bound)
    assert text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("超过5家", ">="),
        ("逾5家", ">="),
        ("突破5家", ">="),
        ("不少于5家", ">="),
        ("不低于5家", ">="),
        ("至少5家", ">="),
        ("5家以上", ">="),
        ("5家以下", "<="),
        ("5家以内", "<="),
        ("不超过5家", "<="),
        ("不到5家", "<="),
        ("不足5家", "<="),
        ("约5家", "~"),
        ("近5家", "~"),
        ("接近5家", "~"),
        ("5家左右", "~"),
        ("5家上下", "~"),
        ("约占全国5%", "~"),
        ("达5家", "="),
        ("共5家", "="),
        ("节约5元", "="),
        ("签约5家", "="),
        ("附近5家", "="),
        ("比上年多5家", "="),
    ],
)
def test_bound_words(text: str, bound: str) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit"),
    [
        ("3-5个", 3, 5, "个"),
        ("10～20户", 10, 20, "户"),
        ("三到五个", 3, 5, "个"),
        ("3—5万人", 30000, 50000, "人"),
        ("5%-6%", 5, 6, "%"),
        ("七八成", 7, 8, "成"),
        ("20万至30万元", 20, 30, "万元"),
        ("2—3万元", 2, 3, "万元"),
    ],
)
def test_ranges(text: str, value: int, upper: int, unit: str) -> None:
    quantity = only(text)
    ends = (Decimal(value), Decimal(upper))
    assert ((quantity.value, quantity.upper), quantity.unit) == (ends, unit)


def test_from_one_level_to_another_is_no_range() -> None:
    assert [q.value for q in quantities_of("由5%到8%")] == [5, 8]


def test_punctuation_between_two_figures_is_no_separator() -> None:
    assert [q.value for q in quantities_of("受理12件,办结3件")] == [12, 3]
    assert [q.value for q in quantities_of("2020,100件")] == [2020, 100]


def test_a_line_break_can_cut_a_number_and_its_unit() -> None:
    cut = only("共12\n34\n件")
    assert (cut.text, cut.value, cut.unit) == ("12\n34\n件", Decimal(1234), "件")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("0万元", "0", "0.5"),  # what is printed without a minus is not below zero
        ("35304户", "35304", "35304"),  # whole things are exact
        ("5.5万户", "54500", "55500"),
        ("99.07%", "99.065", "99.075"),
        ("2.3亿元", "2.25", "2.35"),
        ("70%以上", "70", "Infinity"),
        ("5家以下", "0", "5"),
        ("约100家", "90", "110"),
        ("3-5个", "3", "5"),
    ],
)
def test_interval_that_prints_so(text: str, low: str, high: str) -> None:
    quantity = only(text)
    assert (quantity.low, quantity.high) == (Decimal(low), Decimal(high))


def test_scale_leads_to_the_base_unit() -> None:
    assert only("6410.93万元").scale == 10000
    assert find_unit("公里").base == "米"
    assert find_unit("万元/人").dimension == "per-unit"
    assert find_unit("").dimension == "none"


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [("件", "宗", True), ("万元", "亿元", True), ("人", "人次", False), ("%", "%", False)],
)
def test_what_may_be_added(one: str, other: str, may: bool) -> None:
    assert can_add(one, other) is may


def test_a_line_keeps_the_way_back_to_the_text() -> None:
    passage = Passage(10, 17, "新增学 位３个")
    line = Line.of(Passage(10, 10 + len("新增学 位３个"), "新增学 位３个"))
    assert line.text == "新增学位3个"
    assert line.cut(2, 4) == Passage(12, 15, "学 位")
    assert line.passage.text == passage.text


def test_bounds_are_strings() -> None:
    assert str(Bound.AT_LEAST) == ">="
