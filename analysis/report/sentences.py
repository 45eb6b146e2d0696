"""Sentences: where one ends, and where a mark inside quotes or brackets does not end it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from analysis.passage import Passage

_PAIRS = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "（": "）", "(": ")", "【": "】"}
_CLOSERS = frozenset(_PAIRS.values())
_STOP = re.compile("[。！？!?…]+")
_PAIRED = re.compile(f'["{"".join(_PAIRS)}{"".join(_PAIRS.values())}]')
_AFTER = re.compile(r"[”’》」』）)】\"]*")
_LONGEST_QUOTE = 400  # characters; a mark that is not closed sooner was never meant to be


def cut_sentences(paragraph: Passage, borders: Sequence[int] = ()) -> list[Passage]:
    """The sentences of a paragraph, which together hold all of it but the spaces between.

    A sentence ends at 。！？ and what closes right behind it. Inside quotes and brackets only
    a full stop just before the closing mark ends one: 他说：“要办好。” but “怎么看？”专栏.
    ``borders`` are offsets, ascending, that no sentence may cross.
    """
    text = paragraph.text
    closing = closing_marks(text)
    opened = iter(closing)
    opening = next(opened, len(text))
    ends = []
    depth_end = 0  # the farthest closing mark of what is open
    for mark in _STOP.finditer(text):
        while opening < mark.start():
            depth_end = max(depth_end, closing[opening])
            opening = next(opened, len(text))
        if mark[0][0] in "。！？!?" and _ends(text, mark, depth_end):
            after = _AFTER.match(text, mark.end())
            ends.append(after.end() if after and mark.end() <= depth_end else mark.end())
    first, last = bisect_right(borders, paragraph.start), bisect_left(borders, paragraph.end)
    ends += [border - paragraph.start for border in borders[first:last]]
    return _between(paragraph, sorted(ends))


def _ends(text: str, mark: re.Match[str], depth_end: int) -> bool:
    if mark.end() > depth_end:
        return True
    after = _AFTER.match(text, mark.end())
    end = after.end() if after else mark.end()
    return "。" in mark[0] and end > depth_end and text[end : end + 1] not in "，、；,;。的"


def closing_marks(text: str) -> dict[int, int]:
    """For each opening mark that is closed, in order, the offset of what closes it."""
    closing: dict[int, int] = {}
    open_marks: list[tuple[int, str]] = []
    straight: int | None = None
    for mark in _PAIRED.finditer(text):
        sign, at = mark[0], mark.start()
        if sign == '"':
            if straight is None or at - straight > _LONGEST_QUOTE:
                straight = at
            else:
                closing[straight] = at
                straight = None
        elif sign in _PAIRS:
            open_marks.append((at, _PAIRS[sign]))
        elif sign in _CLOSERS:
            for n in range(len(open_marks) - 1, max(-1, len(open_marks) - 9), -1):
                start, wanted = open_marks[n]
                if wanted == sign and at - start <= _LONGEST_QUOTE:
                    closing[start] = at
                    del open_marks[n:]
                    break
    return dict(sorted(closing.items()))


def _between(paragraph: Passage, ends: list[int]) -> list[Passage]:
    text = paragraph.text
    sentences = []
    start = 0
    for end in [*ends, len(text)]:
        piece = text[start:end]
        inner = piece.strip()
        if inner:
            lead = piece.index(inner)
            sentences.append(paragraph.cut(start + lead, start + lead + len(inner)))
        start = max(start, end)
    return sentences
