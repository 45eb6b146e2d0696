"""Passages: pieces of a report that know where they stand.

All offset arithmetic lives here; no other module adds to a ``start``.
"""

from dataclasses import dataclass

SHOWN = 40  # characters of a longer passage in its repr


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Passage:
    """Characters ``[start, end)`` of one report's text."""

    start: int
    end: int
    text: str

    def __repr__(self) -> str:
        """Kind, place and text; all the context of a metric would fill a screen."""
        text = self.text if len(self.text) <= SHOWN else self.text[: SHOWN - 1] + "…"
        return f"{type(self).__name__}({self.start}, {self.end}, {text!r})"

    def cut(self, start: int, end: int) -> "Passage":
        """The part between two offsets counted from this passage's own start."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is outside {self.text!r}")
        return Passage(self.start + start, self.start + end, self.text[start:end])

    def contains(self, other: "Passage") -> bool:
        """Whether ``other`` lies wholly inside this passage of the same text."""
        return self.start <= other.start and other.end <= self.end
