"""Word lists, units and other knowledge as data files, and their one loader.

In every file a line that starts with ``#`` is a comment.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _content(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def read_toml(name: str) -> dict[str, Any]:
    """The tables of a TOML file, fresh at each call."""
    return tomllib.loads(_content(name))


def read_lines(name: str) -> tuple[str, ...]:
    """The lines of a list, without comments, blank lines and outer spaces."""
    lines = (line.strip() for line in _content(name).splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def read_tsv(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated table by the names in its first row; missing cells are empty.

    Raises:
        ValueError: a row has more cells than the first.
    """
    lines = [line for line in _content(name).splitlines() if line and not line.startswith("#")]
    names = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) > len(names):
            raise ValueError(f"{name}: more than {len(names)} cells in {line!r}")
        cells += [""] * (len(names) - len(cells))
        rows.append(dict(zip(names, cells, strict=True)))
    return tuple(rows)
