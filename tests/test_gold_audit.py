"""The audit passages: spans are exact, and every verdict follows from the printed figures.

The arithmetic here is the gold's own and shares no code with the package. A figure stands for an
interval: half a unit of its last decimal either way (whole counts are exact, but not as a mean), up
to twice its value with 余 or 以上 or after 超, down to a half after 不足, a tenth below after 近, a
twentieth either way after 约 and for a fraction in words.
"""

import ast
import itertools
import json
import operator
import re
from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

GOLD = Path(__file__).parent.parent / "data" / "gold"
SETS = {
    path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for path in sorted(GOLD.glob("audit-*.jsonl"))
}
RECORDS = [record for records in SETS.values() for record in records]
RELATIONS = {"rate", "sum", "part", "change", "repeat", "status", "share", "mean", "list"}
KINDS = {"law", "work", "disclosure", "statistics", "budget"}

CHINESE = {character: value for value, character in enumerate("零一二三四五六七八九十")} | {"两": 2}
WORDS = re.compile(r"(?P<number>[零一二两三四五六七八九十]+)(?P<unit>[^分之半]*)")
FRACTION = re.compile(r"(?P<below>[二三四五六七八九十]+)分之(?P<above>[一二两三四五六七八九]+)")
HALF = {"一半", "半数"}
SCALES = {"": 1, "万": 10**4, "亿": 10**8}
MEASURED = {"%", "个百分点", "元", "吨", "公斤", "亩", "微克/立方米", "千瓦", "倍", ""}
MEASURED |= {"公里", "平方米", "平方公里", "公顷", "小时", "天", "个工作日", "成", "番", "千瓦时"}
FIGURE = re.compile(
    r"(?P<number>[\d,]+(?:\.(?P<decimals>\d+))?)(?P<more>[余多]?)(?P<scale>[万亿]?)(?P<much>[余多]?)"
    r"(?P<unit>.*?)(?P<above>以上)?"
)
OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
Record = dict[str, Any]


class Interval(NamedTuple):
    low: Fraction
    high: Fraction


def numeral(word: str) -> Fraction:
    """A Chinese numeral below one hundred."""
    tens, ten, ones = word.partition("十")
    if not ten:
        return Fraction(CHINESE[word])
    return Fraction(10 * CHINESE.get(tens, 1) + CHINESE.get(ones, 0))


def in_words(printed: str) -> Fraction | None:
    """The value of a figure that is printed without digits."""
    if printed in HALF:
        return Fraction(1, 2)
    if fraction := FRACTION.fullmatch(printed):
        return numeral(fraction["above"]) / numeral(fraction["below"])
    if words := WORDS.fullmatch(printed):
        return numeral(words["number"])
    return None


def point(text: str, start: int, end: int) -> Fraction:
    """The printed value with 万 and 亿 multiplied out, also for money."""
    printed = text[start:end]
    if (value := in_words(printed)) is not None:
        return value
    figure = FIGURE.fullmatch(printed.replace("％", "%"))
    assert figure, printed
    return Fraction(figure["number"].replace(",", "")) * SCALES[figure["scale"]]


def interval(text: str, start: int, end: int, *, mean: bool = False) -> Interval:
    """What a printed figure may stand for; a mean of whole counts is rounded too."""
    value = point(text, start, end)
    printed = text[start:end]
    figure = FIGURE.fullmatch(printed.replace("％", "%"))
    if (figure and (figure["more"] or figure["much"] or figure["above"])) or re.search(
        r"(?:超|超过|逾|突破)$", text[:start]
    ):
        return Interval(value, 2 * value)
    if re.search(r"(?:不足|不到)$", text[:start]):
        return Interval(value / 2, value)
    if text[:start].endswith("近"):
        return Interval(value * Fraction(9, 10), value)
    if text[:start].endswith("约") or printed in HALF or FRACTION.fullmatch(printed):
        return Interval(value * Fraction(19, 20), value * Fraction(21, 20))
    if figure is None:
        words = WORDS.fullmatch(printed)
        half = Fraction(1, 2) if words and words["unit"] in {"成", "番", "倍"} else Fraction(0)
        return Interval(value - half, value + half)
    rounded = mean or figure["decimals"] or figure["scale"] or figure["unit"] in MEASURED
    step = Fraction(SCALES[figure["scale"]], 10 ** len(figure["decimals"] or ""))
    half = step / 2 if rounded else Fraction(0)
    return Interval(value - half, value + half)


def compute(node: ast.expr, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](compute(node.left, values), compute(node.right, values))
    if isinstance(node, ast.Call):
        extreme = {"min": min, "max": max}[ast.unparse(node.func)]
        return extreme(compute(argument, values) for argument in node.args)
    if isinstance(node, ast.UnaryOp):
        assert isinstance(node.op, ast.USub)
        return -compute(node.operand, values)
    return values[node.id] if isinstance(node, ast.Name) else Fraction(ast.unparse(node))


def reach(node: ast.expr, intervals: Mapping[str, Interval]) -> Interval:
    """All that an expression can come to: the formulas are monotone in each name."""
    names = [name for name in intervals if any(n == name for n in names_in(node))]
    corners = itertools.product(*(intervals[name] for name in names))
    values = [compute(node, dict(zip(names, corner, strict=True))) for corner in corners]
    return Interval(min(values), max(values))


def names_in(node: ast.expr) -> list[str]:
    return [child.id for child in ast.walk(node) if isinstance(child, ast.Name)]


def comparison(record: Record) -> ast.Compare:
    parsed = ast.parse(record["formula"], mode="eval").body
    assert isinstance(parsed, ast.Compare)
    return parsed


def can_hold(record: Record) -> bool:
    """Whether the formula is true of some values that would print as the figures do."""
    text = record["text"]
    mean = record["relation"] == "mean"
    intervals = {"s": interval(text, *record["stated"], mean=mean)}
    if record["relation"] == "list":
        count = Fraction(len(record["evidence"]))
        intervals["n"] = Interval(count, count)
    else:
        for number, span in enumerate(record["evidence"], 1):
            intervals[f"e{number}"] = interval(text, *span)
    parsed = comparison(record)
    sides = [reach(side, intervals) for side in (parsed.left, *parsed.comparators)]
    return all(
        left.low <= right.high and (isinstance(link, ast.LtE) or right.low <= left.high)
        for left, link, right in zip(sides, parsed.ops, sides[1:], strict=False)
    )


def expected_value(record: Record) -> Fraction:
    """What the evidence gives, in the stated figure's unit; money keeps its 万 or 亿."""
    values = {"n": Fraction(len(record["evidence"]))}
    if record["relation"] != "list":
        for number, span in enumerate(record["evidence"], 1):
            values[f"e{number}"] = point(record["text"], *span)
    value = compute(comparison(record).comparators[0], values)
    money = re.search(r"([万亿])美?元", record["text"][slice(*record["stated"])])
    return value / SCALES[money[1]] if money else value


def has_expected(record: Record) -> bool:
    return record["expected"] is not None


def test_the_sets_are_large_and_balanced() -> None:
    assert len(RECORDS) >= 620
    assert len({record["id"] for record in RECORDS}) == len(RECORDS)
    wrong = Counter(
        (name, record["relation"])
        for name, records in SETS.items()
        for record in records
        if record["verdict"] == "inconsistent"
    )
    assert min(wrong[name, relation] for name in SETS for relation in RELATIONS) >= 5
    for records in SETS.values():
        share = sum(record["verdict"] == "inconsistent" for record in records) / len(records)
        assert 0.45 < share < 0.55


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_fields_and_spans(record: Record) -> None:
    assert record["relation"] in RELATIONS
    assert record["kind"] in KINDS
    assert record["verdict"] in {"consistent", "inconsistent", None}
    text = record["text"]
    for start, end in [record["stated"], *record["evidence"]]:
        assert 0 <= start < end <= len(text)
    figures = [record["stated"], *([] if record["relation"] == "list" else record["evidence"])]
    for start, end in figures:
        assert point(text, start, end) >= 0
        assert not re.search(r"[\d.]$", text[:start])
        assert not re.match(r"\d", text[end:])
    assert len({tuple(span) for span in record["evidence"]}) == len(record["evidence"])


@pytest.mark.parametrize(
    "record",
    [record for record in RECORDS if record["formula"]],
    ids=lambda record: record["id"],
)
def test_verdicts_follow_from_the_figures(record: Record) -> None:
    if record["relation"] == "status":
        # the children fill their parent, so that one of another state is counted inside it
        assert can_hold(record)
    else:
        # with no verdict, the formula is the tempting one, and it fails
        assert can_hold(record) == (record["verdict"] == "consistent")


@pytest.mark.parametrize(
    "record",
    [record for record in RECORDS if has_expected(record)],
    ids=lambda record: record["id"],
)
def test_expected_values_are_computed_from_the_evidence(record: Record) -> None:
    assert float(expected_value(record)) == pytest.approx(record["expected"], abs=0.005)


def test_wrong_figures_name_what_was_expected() -> None:
    for record in RECORDS:
        if record["verdict"] == "inconsistent" and record["relation"] not in {"part", "status"}:
            growth = record["formula"].startswith("min(")
            assert has_expected(record) != growth, record["id"]
