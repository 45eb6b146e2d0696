"""Lines: which of them are whole paragraphs and which were broken to fit a page.

Files that went through a PDF or a narrow page break a paragraph into lines of one width.
Where that happened shows in the lines alone: most are as long as the longest.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from analysis.reading.grid import Part

MARKER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]{1,4}[部编章节条]|[一二三四五六七八九十]{1,3}[、.．,，是]"
    r"|[(（](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|\d{1,2}[、.．](?!\d)|[①-⑳]"
    r"|[首其再最]先?[次后]?[,，]|[—―-]{2}|各位|附件)"
)
_PAGE_MARK = re.compile(
    r"\s*(?:[—–―-]+\s*(\d{1,3})(?:\s*[—–―-]+)?|第\s*(\d{1,3})\s*页(?:\s*共\s*\d+\s*页)?)\s*"
)
_INNER_MARK = re.compile(r"(?<!\s)\s+—\s*(\d{1,3})\s*—(?:\s+|$)")
_LEAST_MARKS = 3  # page numbers that follow each other
_WORD_END = re.compile(r"[A-Za-z0-9]$")
_WORD_START = re.compile(r"[A-Za-z]")
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # where str.splitlines cuts
_SPACE = re.compile(r"[ \u3000]+")
_STOP = re.compile(r"[。!!?？:：;；…][”’\"')）》」』]*\s*$")
_NARROWEST, _WIDEST = 15, 60  # characters of a line on a page
_LEAST_LINES = 12  # fewer show no common width
_WRAPPED_SHARE = 0.5
_SLACK = 3  # a line is broken this early when punctuation may not begin the next
_ONE_LINE = 2000  # a line longer than this is broken at its spaces if it has them throughout


def split_lines(text: str) -> list[tuple[int, int]]:
    """The lines of ``text`` as ``(start, end)``, without the characters that end them."""
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        spans.append((start, start + len(line.rstrip(_BREAKS))))
        start += len(line)
    if not text or text[-1] in _BREAKS:
        spans.append((start, start))
    return [part for span in spans for part in _parts(text, *span)]


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A very long line whose spaces once were line breaks, at these; any other line whole."""
    if end - start < _ONE_LINE:
        return [(start, end)]
    spaces = list(_SPACE.finditer(text, start, end))
    if len(spaces) < (end - start) / _WIDEST:
        return [(start, end)]
    cuts = [start, *(space.end() for space in spaces), end]
    return list(pairwise(cuts))


def run_on(lines: Sequence[str]) -> list[bool]:
    """For each line whether its paragraph runs on into the next, of shape ``(len(lines),)``."""
    width = _page_width(lines)
    if width is None:
        return [False] * len(lines)
    return [
        _runs_on(line.rstrip(), following, width)
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    ]


def _page_width(lines: Sequence[str]) -> int | None:
    """The width that most lines of a page-broken text share, else None."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    if len(lengths) < _LEAST_LINES:
        return None
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(width - _SLACK <= length <= width + _SLACK for length in lengths)
    if not _NARROWEST <= width <= _WIDEST or full < _WRAPPED_SHARE * len(lengths):
        return None
    return width


def _runs_on(line: str, following: str, width: int) -> bool:
    if not line.strip() or not following.strip() or MARKER.match(following):
        return False
    if _STOP.search(line):
        return False
    short = len(line.strip()) < width - 2 * _SLACK
    return not (short and MARKER.match(line))


def mend(parts: Sequence[Part]) -> tuple[list[Part], list[str]]:
    """Lines as whole paragraphs, and what was left out: the page numbers between them.

    Parts that are no strings, such as tables and headings, pass through; blank lines do not.
    """
    lines: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            text = _without_marks(part)
            lines += [text[start:end] for start, end in split_lines(text)]
        else:
            lines.append(part)
    marks = _find_marks(lines)
    kept = [line for n, line in enumerate(lines) if n not in marks]
    texts = [line if isinstance(line, str) else "" for line in kept]
    mended: list[Part] = []
    joins = False
    for line, text, runs_on in zip(kept, texts, run_on(texts), strict=True):
        last = mended[-1] if mended else None
        if joins and isinstance(last, str):
            mended[-1] = join_lines(last, text)
        elif not isinstance(line, str) or line.strip():
            mended.append(line)
        joins = runs_on
    return mended, [f"page number: {str(lines[n]).strip()}" for n in sorted(marks)]


def join_lines(upper: str, lower: str) -> str:
    """Two lines of one paragraph; a space only between the words of a Latin script."""
    upper, lower = upper.rstrip(), lower.lstrip()
    gap = " " if _WORD_END.search(upper) and _WORD_START.match(lower) else ""
    return upper + gap + lower


def _follow(numbers: Sequence[int]) -> bool:
    """Whether numbers rise one by one, as those of pages do."""
    return len(numbers) >= _LEAST_MARKS and all(b == a + 1 for a, b in pairwise(numbers))


def _without_marks(text: str) -> str:
    """A paragraph without the page numbers that stand inside it."""
    if "—" not in text:
        return text
    marks = list(_INNER_MARK.finditer(text))
    return _INNER_MARK.sub(" ", text) if _follow([int(mark[1]) for mark in marks]) else text


def _find_marks(lines: Sequence[object]) -> set[int]:
    """Which lines are the numbers of pages: — 3 —, 第3页."""
    found = {
        n: int(mark[1] or mark[2])
        for n, line in enumerate(lines)
        if isinstance(line, str) and (mark := _PAGE_MARK.fullmatch(line))
    }
    return set(found) if _follow(list(found.values())) else set()
