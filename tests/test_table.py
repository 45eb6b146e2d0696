from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

import pytest

from analysis.passage import Passage
from analysis.table import SHOWN_ROWS, Table


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    value: Decimal | None
    places: tuple[Passage, ...]


COLUMNS = {"name": attrgetter("name"), "value": attrgetter("value"), "places": attrgetter("places")}
CASES = Table(
    [
        Case("行政复议", Decimal("6"), (Passage(3, 5, "6件"),)),
        Case("<b>行政诉讼</b>", Decimal("14"), ()),
        Case("法律援助", None, tuple(Passage(at, at + 1, "件") for at in range(7))),
    ],
    COLUMNS,
)
EMPTY: Table[Case] = Table([], COLUMNS)


def test_indexing_gives_records_and_slicing_a_table() -> None:
    assert CASES[0].name == "行政复议"
    assert CASES[-1].value is None
    assert CASES[1:].to_pandas()["name"].tolist() == ["<b>行政诉讼</b>", "法律援助"]
    with pytest.raises(IndexError):
        EMPTY[0]


def test_a_slice_keeps_its_kind() -> None:
    class Cases(Table[Case]):
        pass

    cases = Cases(CASES, COLUMNS)
    assert type(cases[:1]) is Cases
    assert type(cases.where(lambda case: case.value is not None)) is Cases
    assert len(cases.where(lambda case: case.value is not None)) == 2


def test_a_quotient_is_shown_with_six_decimals_and_kept_whole() -> None:
    table = Table([Case("覆盖率", Decimal(214) / Decimal(216) * 100, ())], COLUMNS).select("value")
    assert '<td style="text-align:right">99.074074</td>' in table._repr_html_()
    assert table[0].value == Decimal(214) / Decimal(216) * 100


def test_selecting_keeps_the_records_and_shows_fewer_columns() -> None:
    chosen = CASES.select("value", "name")
    assert chosen == CASES
    assert chosen.columns == chosen[:1].columns == ("value", "name")
    assert chosen.to_pandas().iloc[0].tolist() == [Decimal("6"), "行政复议"]
    with pytest.raises(KeyError, match="place"):
        CASES.select("place")


def test_sorting_keeps_the_kind_and_the_order_of_equals() -> None:
    by_places = CASES.sort(lambda case: len(case.places))
    assert [len(case.places) for case in by_places] == [0, 1, 7]
    assert CASES.sort(lambda case: 0) == CASES
    assert by_places.columns == CASES.columns


def test_an_empty_table_has_every_column() -> None:
    assert EMPTY.to_pandas().columns.tolist() == ["name", "value", "places"]
    assert EMPTY.to_pandas().shape == (0, 3)
    assert "<th" in EMPTY._repr_html_()
    assert EMPTY._repr_html_().endswith("<p>no rows</p>")
    assert str(EMPTY).split()[:3] == ["name", "value", "places"]


def test_a_data_frame_holds_values_and_the_text_of_passages() -> None:
    frame = CASES.to_pandas()
    assert frame["value"].tolist()[:2] == [Decimal("6"), Decimal("14")]
    assert frame["places"][0] == ("6件",)


def test_html_escapes_aligns_and_says_where_passages_stand() -> None:
    html = CASES._repr_html_()
    assert "&lt;b&gt;行政诉讼&lt;/b&gt;" in html
    assert "<b>" not in html
    assert '<td style="text-align:right">14</td>' in html
    assert 'title="3–5">6件</td>' in html
    assert html.count("件") == 1 + 5  # the long tuple is cut
    assert " …</td>" in html


def test_a_long_table_says_how_much_it_leaves_out() -> None:
    long = Table([CASES[0]] * (SHOWN_ROWS + 3), COLUMNS)
    assert long._repr_html_().count("<tr>") == SHOWN_ROWS + 1
    assert "3 more rows" in long._repr_html_()
    assert "3 more rows" in str(long)
    assert "more rows" not in str(CASES)


def test_plain_text_lines_up_by_display_width() -> None:
    lines = str(CASES[:2]).splitlines()
    assert lines[0].startswith("name")
    assert lines[2] == "行政复议" + " " * 15 + "6  6件"


def test_tables_are_equal_by_their_records() -> None:
    assert Table(list(CASES), COLUMNS) == CASES
    assert CASES != EMPTY
    assert len({CASES, Table(list(CASES), COLUMNS)}) == 1
