"""Layout: the paragraphs of a text, and which of its lines are furniture of a saved page.

A line is left out of the body on positive evidence only: it stands above a title that a line
of publication data follows, it is that line, or it belongs to the service lines at a page's
foot. Without such evidence everything is body.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.lexicon import read_toml
from analysis.passage import Passage
from analysis.reading.lines import run_on, split_lines

HALF_WIDTH = str.maketrans(
    "（）【】〔〕［］｛｝，：；！？．｜　\xa0０１２３４５６７８９％",
    "()[][][]{},:;!?.|  0123456789%",
)
"""Full-width to half-width, one character to one character."""

_INVISIBLE = "\\s\x85\xa0\u180e\u200b-\u200f\u2028-\u202f\u2060-\u2069\ufeff"
_INNER = re.compile(f"[^{_INVISIBLE}](?:.*[^{_INVISIBLE}])?", re.DOTALL)
_SPACES = re.compile(r"(?<=[㐀-鿿])[ \u3000\xa0]+(?=[㐀-鿿])")
_STOP = re.compile(r"[。！？!?]")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]")
_SALUTATION = re.compile(r"各位(?:代表|委员|主任|同志)")
_LEAST_PROSE = 20  # characters; a shorter line with a full stop may be a slogan of the page
_HEAD_LINES = 100  # a page's head is no longer than this
_LONGEST_TITLE = 80
_TITLE_LINES = 3
_NO_TITLE = re.compile(
    r"^[—―-]|^\(|^\d{4}年\d{1,2}月\d{1,2}日|[。;]|[|>]|当前位置|(?:会议|大会|全会)上?\)?$"
    r"|^(?:代?[省市区县州]长|主席)\s|(?:省长|市长|主席|区长|县长)\s*\S{1,3}(?:\s?\S)?$"
)
_DATED = re.compile(
    r"(?P<date>20\d\d\s*[年/-]\s*\d{1,2}\s*[月/-]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?)"
)
_SURE_LABELS = 3  # different ones that are publication data even without a title
_UNFINISHED = re.compile(r"^关于|(?:年|年度|关于|和|与|及|的|、)$")
_DATE_LINE = re.compile(
    r"\(?(?:20\d\d|[二一][〇○Ｏ零九][〇○Ｏ零一二三四五六七八九]{2})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日\)?"
)
_LAST_LINES = 8  # a signature is among so many paragraphs before an attachment or the end
_LONGEST_SIGNATURE = 30
_OFFICE = re.compile(r"(?:政府|局|厅|委员会|委|办公室|院|部|署|办事处)$")


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a text.

    ``paragraphs`` are those of the body, the lines of the ``title`` among them; ``labels``
    maps a field's name to the passage of its value among the publication data; ``dropped``
    are the lines that are no body.
    """

    title: tuple[Passage, ...]
    paragraphs: tuple[Passage, ...]
    labels: Mapping[str, Passage]
    dropped: tuple[Passage, ...]


def trim(passage: Passage) -> Passage:
    """The passage without white space and invisible characters at its ends."""
    inner = _INNER.search(passage.text)
    return passage.cut(inner.start(), inner.end()) if inner else passage.cut(0, 0)


def close_up(text: str) -> str:
    """A title without the spaces that only set its characters apart."""
    return _SPACES.sub("", " ".join(text.split()))


def lay_out(text: str, titles: Sequence[str] = ()) -> Layout:
    """The parts of a text; ``titles`` that it may have are looked for among the first lines."""
    whole = Passage(0, len(text), text)
    lines = [trim(whole.cut(start, end)) for start, end in split_lines(text)]
    shown = [line for line in lines if line.text]
    n_head = _count_head(shown)
    labels = {n: found for n in range(n_head) if (found := _labels(shown[n]))}
    first, last = _title_span(shown, n_head, labels, titles)
    sure = last > 0 or len({name for found in labels.values() for name in found}) >= _SURE_LABELS
    data = sorted(labels, key=lambda n: (n < last, n)) if sure else []
    top = first if data and last else 0
    bottom = _find_foot(shown, max(n_head, last))
    kept = [n for n in range(top, bottom) if n not in data]
    left_out = sorted(set(range(len(shown))).difference(kept))
    return Layout(
        title=tuple(shown[first:last]),
        paragraphs=tuple(_join_lines(text, [shown[n] for n in kept], shown[first:last])),
        labels={name: value for n in reversed(data) for name, value in labels[n].items()},
        dropped=tuple(shown[n] for n in left_out),
    )


def _count_head(lines: Sequence[Passage]) -> int:
    """How many lines stand before the first that is prose, a heading or a salutation."""
    for n, line in enumerate(lines[:_HEAD_LINES]):
        prose = _STOP.search(line.text) and len(line.text) >= _LEAST_PROSE
        if prose or _HEADING.match(line.text) or _SALUTATION.match(line.text):
            return n
    return min(len(lines), _HEAD_LINES)


@cache
def _label_pattern() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """What finds a label and its value in a line, and the field that each label tells."""
    fields = {
        label: name for name, labels in read_toml("page.toml")["labels"].items() for label in labels
    }
    any_label = "|".join(
        r"\s*".join(label) for label in sorted(fields, key=lambda label: (-len(label), label))
    )
    pattern = re.compile(
        rf"(?P<label>{any_label})\s*[\]】]?\s*:\s*(?P<value>.*?)"
        rf"(?=\s*(?:\||\](?:\s|$)|\s{{2,}}|\s\[|\t|\[?(?:{any_label})\s*:|$))"
    )
    return pattern, fields


def _labels(line: Passage) -> dict[str, Passage]:
    """The labelled values of a line of publication data; empty for any other line."""
    if len(line.text) > 300:
        return {}
    pattern, fields = _label_pattern()
    plain = line.text.translate(HALF_WIDTH)
    found: dict[str, Passage] = {}
    if dated := _DATED.match(plain):
        found["published"] = line.cut(*dated.span("date"))
    for n, match in enumerate(pattern.finditer(plain)):
        lead = plain[dated.end() if dated else 0 : match.start()]
        if n == 0 and lead.strip(" [|"):
            return {}
        name = fields["".join(match["label"].split())]
        found.setdefault(name, trim(line.cut(*match.span("value"))))
    return {} if list(found) == ["published"] and dated else found


def _title_span(
    lines: Sequence[Passage], n_head: int, labels: Mapping[int, object], titles: Sequence[str]
) -> tuple[int, int]:
    """From which line to which the title stands; an empty span where there is none."""
    for title in titles:
        if found := _find_title(lines[: max(n_head, 1)], title):
            return found
    if len(lines) < 2:
        return 0, 0
    n_data = next((n for n in sorted(labels) if n), None)
    genre = _genre_pattern()
    candidates = [
        n
        for n in range(n_head if n_data is None else n_data)
        if _may_be_title(lines[n]) and n not in labels
    ]
    named = [n for n in candidates if genre.search(_plain(lines[n]))]
    if n_data is None:
        last = named[0] if named and named[0] + 1 < len(lines) else None
    else:
        last = named[-1] if named else (candidates[-1] if candidates else None)
    if last is None and n_data is not None:
        # the title may also follow the data
        after = [n for n in range(n_data, n_head) if n not in labels and _may_be_title(lines[n])]
        last = next((n for n in after if genre.search(_plain(lines[n]))), None)
    if last is None:
        return 0, 0
    first = last
    while first and last - first < _TITLE_LINES and _runs_into(lines[first - 1], lines[first]):
        first -= 1
    return first, last + 1


def _find_title(lines: Sequence[Passage], title: str) -> tuple[int, int] | None:
    """From which line to which they together read as ``title``, if they do."""
    wanted = "".join(title.split())
    for first in range(len(lines)):
        read = ""
        for last in range(first, min(first + 4, len(lines))):
            read += "".join(lines[last].text.split())
            if read == wanted:
                return first, last + 1
    return None


def _plain(line: Passage) -> str:
    return close_up(line.text.translate(HALF_WIDTH))


@cache
def _genre_pattern() -> re.Pattern[str]:
    genres = "|".join(read_toml("page.toml")["title"]["genres"])
    return re.compile(rf"(?:{genres})[》\"”]?\s*(?:\([^()]{{1,20}}\)|\[[^\[\]]{{1,20}}\]|全文)?$")


def _may_be_title(line: Passage) -> bool:
    plain = _plain(line)
    return 4 <= len(plain) <= _LONGEST_TITLE and not _NO_TITLE.search(plain) and not _is_foot(line)


def _runs_into(upper: Passage, lower: Passage) -> bool:
    """Whether two lines are one title: ``关于…和`` / ``…的报告``, or an office and ``关于…``."""
    plain = _plain(upper)
    if not _may_be_title(upper) or _genre_pattern().search(plain):
        return False
    if lower.start - upper.end > 3:
        return False
    office = _OFFICE.search(plain) is not None and _plain(lower).startswith("关于")
    return office or _UNFINISHED.search(plain) is not None


@cache
def _foot_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is found in lines of a page's foot: for sure, and perhaps."""
    page = read_toml("page.toml")
    return re.compile("|".join(page["foot"])), re.compile("|".join(page["perhaps_foot"]))


def _is_foot(line: Passage) -> bool:
    return _foot_patterns()[0].search(line.text) is not None


def _find_foot(lines: Sequence[Passage], start: int) -> int:
    """The first line of the page's foot, or the number of lines where it has none."""
    bottom = above = len(lines)
    for n in range(len(lines) - 1, start, -1):
        text = lines[n].text
        if _is_foot(lines[n]):
            bottom = above = n
        elif _foot_patterns()[1].search(text) and n == above - 1:
            above = n
        elif _HEADING.match(text) or (_STOP.search(text) and len(text) >= _LEAST_PROSE):
            break
    return min(bottom, above) if bottom < len(lines) else bottom


def _join_lines(text: str, lines: Sequence[Passage], title: Sequence[Passage]) -> list[Passage]:
    """Paragraphs: the lines, joined where a page's width had broken them."""
    whole = Passage(0, len(text), text)
    paragraphs: list[Passage] = []
    joins = False
    for line, runs_on in zip(lines, run_on([line.text for line in lines]), strict=True):
        if joins and paragraphs:
            paragraphs[-1] = whole.cut(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
        joins = runs_on and line not in title
    return paragraphs


def without_signature(paragraphs: Sequence[Passage]) -> list[Passage]:
    """The paragraphs but those that sign the report: offices above a line with a date."""
    dated = [
        n
        for n in range(max(len(paragraphs) - _LAST_LINES, 1), len(paragraphs))
        if _DATE_LINE.fullmatch(_plain(paragraphs[n]))
    ]
    if not dated:
        return list(paragraphs)
    first = last = dated[-1]
    while first > 1 and _signs(paragraphs[first - 1]):
        first -= 1
    return [*paragraphs[:first], *paragraphs[last + 1 :]]


def _signs(line: Passage) -> bool:
    plain = _plain(line)
    short = len(plain) <= _LONGEST_SIGNATURE and not re.search(r"[。,;:!?]", plain)
    return short and _OFFICE.search(plain) is not None and not _HEADING.match(plain)
