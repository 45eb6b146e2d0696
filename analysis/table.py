"""Table: an immutable sequence of records that shows as a table and becomes a DataFrame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Generic, Self, TypeVar, overload

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
SHOWN = 60  # rows that a notebook shows before it says how many more there are


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
        """A DataFrame of shape ``(len(self), len(self.columns))``."""
        import pandas as pd

        return pd.DataFrame(
            {
                name: [read(record) for record in self._records]
                for name, read in self._columns.items()
            },
            columns=list(self._columns),
        )

    def where(self, keep: Callable[[T], bool]) -> Self:
        """The records for which ``keep`` is true, as a Table of the same kind."""
        return self._like(record for record in self._records if keep(record))

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

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>"
            + "".join(f"<td>{escape(_shown(value))}</td>" for value in row.values())
            + "</tr>"
            for _, row in zip(range(SHOWN), self.rows(), strict=False)
        )
        more = f"<p>… {len(self) - SHOWN} more rows</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(_shown(part) for part in value)
    return str(value)
