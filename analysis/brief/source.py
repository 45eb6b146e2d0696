"""The source text as HTML: exact characters, each result's place an anchor that links back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from analysis.passage import Passage
from analysis.pipeline import Analysis

# what turns the direction of text or shows nothing; tabs and line ends are text
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
BOM = "\ufeff"
LINE_END = re.compile("\r\n|[\n\r\u2028\u2029]")
MARK = re.compile(r"[^\w·]|\d")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage of the text, the anchor of the result that it belongs to, and its classes."""

    passage: Passage
    anchor: str | None
    kind: str


def find_marks(analysis: Analysis) -> Iterator[Mark]:
    """Every place that a result links to, findings before metrics before keywords.

    Points and headings are marked too, but link to nothing: they hold other links.
    """
    for n, finding in enumerate(analysis.findings, start=1):
        for passage in (finding.stated, *finding.evidence):
            yield Mark(passage, f"f{n}", f"finding {finding.verdict}")
    for n, metric in enumerate(analysis.metrics, start=1):
        yield Mark(metric, f"m{n}", "metric")
    for n, keyword in enumerate(analysis.keywords, start=1):
        for passage in keyword.passages:
            yield Mark(passage, f"k{n}", "keyword")
    for topic in analysis.topics.topics:
        for member in topic.members:
            yield Mark(member, None, "")
    for section in analysis.report.sections:
        yield Mark(section.heading, None, f"heading level{min(section.level, 4)}")


def render_source(analysis: Analysis, topic_word: str) -> Markup:
    """The whole text, a paragraph a line, cut wherever a mark starts or ends.

    Every piece is an element whose id is ``c`` and the offset of its first character, so
    that the pieces of a passage are those with ids from its start to before its end.
    """
    text = analysis.report.text
    marks = sorted(find_marks(analysis), key=lambda mark: mark.passage.start)
    cuts = sorted({edge for mark in marks for edge in (mark.passage.start, mark.passage.end)})
    topics = {
        member.start: n
        for n, topic in enumerate(analysis.topics.topics, start=1)
        for member in topic.members
    }
    active: list[Mark] = []
    next_mark = next_cut = 0
    lines = []
    for start, end in _lines(text):
        edges = [start]
        while next_cut < len(cuts) and cuts[next_cut] < end:
            if cuts[next_cut] > start:
                edges.append(cuts[next_cut])
            next_cut += 1
        pieces = []
        for left, right in zip(edges, [*edges[1:], end], strict=True):
            while next_mark < len(marks) and marks[next_mark].passage.start <= left:
                active.append(marks[next_mark])
                next_mark += 1
            active = [mark for mark in active if mark.passage.end > left]
            if left in topics:
                n = topics[left]
                name = escape(f"{topic_word} {n}: {plain(analysis.topics.topics[n - 1].label)}")
                pieces.append(
                    f'<a class="topic" href="#t{n}" aria-label="{name}" title="{name}"></a>'
                )
            pieces.append(_piece(left, text[left:right], active))
        lines.append(f"<p>{''.join(pieces)}</p>")
    return Markup("\n".join(lines))  # noqa: S704  (every text in it went through _visible)


def phrase(text: str, passage: Passage, width: int = 14) -> str:
    """A passage with the words behind it: 两 as 两大行动, so that one sees what it counts."""
    tail = text[passage.end : passage.end + width]
    return passage.text + MARK.split(tail)[0].rstrip()


def surroundings(text: str, passage: Passage, width: int = 8) -> tuple[str, str]:
    """Up to ``width`` characters before and after a passage, on its own line."""
    before = LINE_END.split(text[max(0, passage.start - width) : passage.start])[-1]
    after = LINE_END.split(text[passage.end : passage.end + width])[0]
    return before.lstrip(), after.rstrip()


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of each line, without its end."""
    start = 0
    for match in LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


RANKS = {"f": 0, "m": 1, "k": 2}


def _piece(start: int, text: str, marks: Iterable[Mark]) -> str:
    marks = list(marks)
    # a mark of the file's encoding, where it is one, is no secret of the text
    signature = BOM if start == 0 and text.startswith(BOM) else ""
    shown = signature + _visible(text.removeprefix(signature))
    kinds = " ".join(dict.fromkeys(kind for mark in marks for kind in mark.kind.split()))
    styled = f' class="{kinds}"' if kinds else ""
    anchors = dict.fromkeys(mark.anchor for mark in marks if mark.anchor)
    if not anchors:
        return f'<span id="c{start}"{styled}>{shown}</span>'
    refs = sorted(anchors, key=lambda anchor: (RANKS[anchor[0]], int(anchor[1:])))
    several = f' data-refs="{" ".join(refs)}"' if len(refs) > 1 else ""
    return f'<a id="c{start}" href="#{refs[0]}"{styled}{several}>{shown}</a>'


def _visible(text: str) -> str:
    """``text`` escaped, with each invisible character kept but shown and held in by a bdi.

    What turns the direction of text ends with the element that it stands in. HTML has no NUL.
    """
    return INVISIBLE.sub(_held, escape(text)).replace("\0", "\ufffd")


def _held(match: re.Match[str]) -> str:
    return f'<bdi class="invisible" data-code="{code_point(match[0])}">{match[0]}</bdi>'


def code_point(char: str) -> str:
    """U+202E and the like."""
    return f"U+{ord(char):04X}"


def plain(text: str) -> str:
    """``text`` for a cell or an attribute: what is invisible named, on one line."""
    named = INVISIBLE.sub(lambda match: f"⟨{code_point(match[0])}⟩", text)
    return LINE_END.sub(" ", named)
