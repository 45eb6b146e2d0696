"""Table: an immutable sequence of records that shows as a table and becomes a DataFrame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

from analysis.passage import Passage

if TYPE_CHECKING:
    import pandas as pd
    from _typeshed import SupportsRichComparison

T = TypeVar("T")
SHOWN_ROWS = 200  # of a longer table in a notebook or a terminal; to_pandas() has them all
SHOWN_ITEMS = 5  # of a longer tuple in a cell
SHOWN_DECIMALS = 6  # of a longer decimal; printed figures have fewer


class Table(Sequence[T], Generic[T]):
    """Records in order, with the columns that show them.

    Indexing gives a record, slicing a Table of the same kind. ``columns`` maps each
    column's name to the function that reads it from a record, so that an empty table
    still has every column.
    """

    __slots__ = ("_columns", "_records")

    def __init__(self, records: Iterable[T], columns: Mapping[str, Callable[[T], object]]) -> None:
        self._records = tuple(records)
        self._columns = dict(columns)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(self._columns)

    def rows(self) -> Iterator[dict[str, object]]:
        """Each record as a mapping of column name to value."""
        for record in self._records:
            yield {name: read(record) for name, read in self._columns.items()}

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame of shape ``(len(self), len(self.columns))``; passages become their text."""
        import pandas as pd

        return pd.DataFrame(
            [[_plain(value) for value in row.values()] for row in self.rows()],
            columns=list(self._columns),
        )

    def where(self, keep: Callable[[T], bool]) -> Self:
        """The records for which ``keep`` is true, as a Table of the same kind."""
        return self._like(record for record in self._records if keep(record))

    def sort(self, key: Callable[[T], SupportsRichComparison]) -> Self:
        """The records from the smallest ``key`` to the largest, equal ones in their order."""
        return self._like(sorted(self._records, key=key))

    def select(self, *names: str) -> Self:
        """The same records with only these columns, in this order.

        Raises:
            KeyError: there is no column of that name.
        """
        table = self._like(self._records)
        table._columns = {name: self._columns[name] for name in names}
        return table

    def _like(self, records: Iterable[T]) -> Self:
        """A table of the same kind over other records; kinds that carry more override this."""
        return type(self)(records, self._columns)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> T | Self:
        if isinstance(index, slice):
            return self._like(self._records[index])
        return self._records[index]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[T]:
        return iter(self._records)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self._records == other._records

    def __hash__(self) -> int:
        return hash(self._records)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)} rows: {', '.join(self.columns)})"

    def __str__(self) -> str:
        from tabulate import tabulate

        cells = [[_shown(value) for value in row.values()] for row in self[:SHOWN_ROWS].rows()]
        text = tabulate(cells, headers=self.columns, disable_numparse=True, colalign=self._align())
        return text + (f"\n{self._rest()}" if self._rest() else "")

    def _repr_html_(self) -> str:
        align = [f' style="text-align:{side}"' for side in self._align()]
        head = "".join(
            f"<th{side}>{escape(name)}</th>" for name, side in zip(self.columns, align, strict=True)
        )
        body = "".join(
            "<tr>"
            + "".join(
                f"<td{side}{_tooltip(value)}>{escape(_shown(value))}</td>"
                for value, side in zip(row.values(), align, strict=True)
            )
            + "</tr>\n"
            for row in self[:SHOWN_ROWS].rows()
        )
        rest = f"<p>{self._rest()}</p>" if self._rest() else ""
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>{rest}"

    def _rest(self) -> str:
        if not self:
            return "no rows"
        more = len(self) - SHOWN_ROWS
        return f"… {more} more rows; to_pandas() has them all" if more > 0 else ""

    def _align(self) -> list[str]:
        """The side that each column is set to: right where every value shown is a number."""
        rows = [tuple(row.values()) for row in self[:SHOWN_ROWS].rows()]
        return [
            "right" if rows and all(_is_number(row[at]) for row in rows) else "left"
            for at in range(len(self.columns))
        ]


def _is_number(value: object) -> bool:
    return value is None or (
        isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    )


def _plain(value: object) -> object:
    """The value as a DataFrame holds it: passages, alone or in tuples, as their text."""
    if isinstance(value, Passage):
        return value.text
    if isinstance(value, tuple):
        return tuple(_plain(part) for part in value)
    return value


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Decimal) and value.is_finite() and value != round(value, SHOWN_DECIMALS):
        return str(round(value, SHOWN_DECIMALS))
    if isinstance(value, Passage):
        return value.text
    if isinstance(value, tuple):
        more = " …" if len(value) > SHOWN_ITEMS else ""
        return ", ".join(_shown(part) for part in value[:SHOWN_ITEMS]) + more
    return str(value)


def _tooltip(value: object) -> str:
    """Where a passage stands, as the title attribute of its cell."""
    places = value if isinstance(value, tuple) else (value,)
    spans = [f"{place.start}–{place.end}" for place in places if isinstance(place, Passage)]
    return f' title="{escape(", ".join(spans))}"' if spans else ""
