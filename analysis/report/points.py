"""Points: the numbered items of each lowest section, or its paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.passage import Passage
from analysis.report.layout import trim
from analysis.report.records import Point, Section
from analysis.report.sections import read_ordinal
from analysis.report.sentences import closing_marks

_ORDER = {"首先": 1, "其次": 2, "再次": 3, "最后": 9}
_FAMILIES = {
    "spoken": r"[一二三四五六七八九十]{1,3}[是要]",
    "ordinal": r"第[一二三四五六七八九十]{1,2}(?=[,，、:：])",
    "sequence": "首先|其次|再次|最后",
    "arabic": r"(?<![\d.])\d{1,2}(?:[.．](?!\d)|、)",
    "brackets": r"[(（]\d{1,2}[)）]",
    "circled": "[①-⑳]",
    "dash": r"[—―-]{2,4}(?=[^\d—―-])",
}
_SIGNS = "[一二三四五六七八九十第首其再最\\d(（①-⑳—―-]"  # with which they begin, for speed
_FAMILY = re.compile(
    f"(?={_SIGNS})(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in _FAMILIES.items())})"
)
_BEFORE_FIRST = "。！？：:；;!?）)"
_BEFORE_LATER = _BEFORE_FIRST + "，,、"
_LEAD = re.compile(r"[\s,，、:：.．]*")
_STOP = "。"


@dataclass(frozen=True, slots=True)
class _Item:
    """A marker that may begin a point; ``paragraph`` counts within the section."""

    family: str
    value: int | None
    marker: Passage
    paragraph: int
    leads: bool  # it begins its paragraph


def find_points(sections: Sequence[Section], paragraphs: Sequence[Passage]) -> list[Point]:
    """The points of the sections that hold no other section, in order."""
    points: list[Point] = []
    n = 0
    for section, following in zip(sections, [*sections[1:], None], strict=False):
        if following is not None and following.level > section.level:
            continue
        body = []
        while n < len(paragraphs) and paragraphs[n].start < section.end:
            if rest := _below(paragraphs[n], section):
                body.append(rest)
            if paragraphs[n].end > section.end:
                break
            n += 1
        points.extend(_points(section, body))
    return points


def _below(paragraph: Passage, section: Section) -> Passage | None:
    """What of a paragraph stands in a section below its heading, if anything."""
    start = max(paragraph.start, section.heading.end)
    end = min(paragraph.end, section.end)
    if start >= end:
        return None
    rest = paragraph.cut(start - paragraph.start, end - paragraph.start)
    if start == section.heading.end:
        rest = rest.cut(
            len(rest.text) - len(rest.text.lstrip("。：:；; \t\u3000\xa0")), len(rest.text)
        )
    rest = trim(rest)
    return rest if rest.text else None


def _points(section: Section, paragraphs: Sequence[Passage]) -> Iterator[Point]:
    runs = _choose_runs(paragraphs)
    if not runs:
        for paragraph in paragraphs:
            yield _point(paragraph, "", paragraph.text, section)
        return
    whole = section
    for run, following in zip(runs, [*runs[1:], None], strict=True):
        limit = following[0].marker.start if following else section.end
        for item, end in zip(run, _ends(run, paragraphs, limit), strict=True):
            passage = trim(whole.cut(item.marker.start - whole.start, end - whole.start))
            rest = passage.text[len(item.marker.text) :]
            lead = _LEAD.match(rest)
            number = item.marker.text.rstrip(".．、")
            yield _point(passage, number, rest[lead.end() if lead else 0 :], section)


def _point(passage: Passage, number: str, words: str, section: Section) -> Point:
    title = words.split("\n", maxsplit=1)[0].split(_STOP, maxsplit=1)[0].rstrip("；;：:")
    return Point(passage.start, passage.end, passage.text, number, title.strip(), section)


def _choose_runs(paragraphs: Sequence[Passage]) -> list[list[_Item]]:
    """The items of the outermost numbering that orders the section; empty without one."""
    items = [item for n, paragraph in enumerate(paragraphs) for item in _items(paragraph, n)]
    families = []
    for family in _FAMILIES:
        runs = _runs([item for item in items if item.family == family])
        if not runs:
            continue
        leading = sum(item.leads for run in runs for item in run) > 1
        held = {item.paragraph for run in runs for item in run}
        # a numbering inside one of many paragraphs is an aside
        if leading or 2 * len(held) >= len(paragraphs):
            families.append((not leading, runs[0][0].marker.start, runs))
    return min(families, key=lambda found: found[:2])[2] if families else []


def _items(paragraph: Passage, n: int) -> Iterator[_Item]:
    text = paragraph.text
    quoted: list[tuple[int, int]] | None = None
    inside = 0  # up to here the text stands in quotes or brackets
    for match in _FAMILY.finditer(text):
        family, start = match.lastgroup or "", match.start()
        value = _ORDER.get(match[0]) or (None if family == "dash" else read_ordinal(match[0]))
        before = text[:start].rstrip()[-1:]
        if before and (family == "dash" or value is None):
            continue
        if before and before not in (_BEFORE_FIRST if value == 1 else _BEFORE_LATER):
            continue
        if quoted is None:
            quoted = list(closing_marks(text).items())[::-1]
        while quoted and quoted[-1][0] < start:
            inside = max(inside, quoted.pop()[1])
        if start < inside:
            continue
        yield _Item(family, value, paragraph.cut(start, match.end()), n, not before)


def _runs(items: Sequence[_Item]) -> list[list[_Item]]:
    """Items in unbroken numberings of at least two, each from 1 on."""
    runs: list[list[_Item]] = []
    for item in items:
        last = runs[-1][-1].value if runs else None
        if item.value is None:
            runs[-1:] = [[*(runs[-1] if runs else []), item]]
        elif item.value == 1:
            runs.append([item])
        elif last is not None and (item.value == last + 1 or item.marker.text == "最后"):
            runs[-1].append(item)
    return [run for run in runs if len(run) > 1]


def _ends(run: Sequence[_Item], paragraphs: Sequence[Passage], limit: int) -> list[int]:
    """Where each item of a run ends: at the next, the last with its paragraph or at ``limit``."""
    ends = [later.marker.start for later in run[1:]]
    one_paragraph_each = all(later.paragraph - item.paragraph <= 1 for item, later in pairwise(run))
    last = paragraphs[run[-1].paragraph].end
    return [*ends, last if one_paragraph_each else max(last, limit)]
