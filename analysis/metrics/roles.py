"""The parts that a figure can play."""

from enum import StrEnum


class Role(StrEnum):
    """The part a figure plays in its clause group."""

    COUNT = "count"
    TOTAL = "total"
    PART = "part"
    RATE = "rate"
    CHANGE = "change"
    TARGET = "target"
