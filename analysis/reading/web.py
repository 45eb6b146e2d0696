"""Web pages: the report among the navigation, the tables and the tags of a saved page.

A page becomes blocks in the order in which they are shown. The report runs from its title,
or else from what leads into its first prose, to its last prose, table or signature. What is
left out around it, and inside it on the evidence of its element, is told in ``dropped``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from analysis.lexicon import read_toml
from analysis.reading.extract import Extract, ReadError
from analysis.reading.grid import Cell, Grid, Heading, Part, compose
from analysis.reading.lines import mend
from analysis.reading.plain import decode_narrow, decode_wide

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I
)
_CHINESE = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
}  # what each label of Chinese stands for, the widest that has its bytes
_SUBSET = re.compile(
    r"\A[\s\ufeff]*(?:<\?xml[^>]{0,200}>\s*)?<!DOCTYPE[^<>\[]{0,500}\[.*?\]\s*>", re.I | re.S
)
_ASCII = bytes(range(128))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_BOLD = frozenset({"b", "strong"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_BOLD = 30  # characters of a bold line that may be a heading
_WORD = re.compile(r"[a-z]+")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_WIDE = "⺀-鿿豈-﫿︰-﹏＀-￯\u3000-\u303f“”‘’—…"
_WIDE_BREAK = re.compile(f"(?<=[{_WIDE}]) ?\n ?(?=[{_WIDE}])")
_SENTENCE = re.compile(r"[。！？；]|[，,、].*[，,、]")
_HEADING = re.compile(
    r"第[一二三四五六七八九十]{1,3}[部章]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]"
)
_DATE = re.compile(r"[\[(]?\d{4}-\d{1,2}-\d{1,2}[\])]?|[\[(]\d{1,2}-\d{1,2}[\])]")
_YEAR = re.compile(r"(?:19|20)\d{2}\s*[-年/.]")
_LEAST_PROSE = 15  # characters outside links
_LINKED = 0.6  # share of a block's characters in links, but dates, that makes it a list of links
_NEAR = 12  # lines before the first or after the last prose that may belong to it
_LABELS = 2  # different ones in an index table
_TITLE_LINES = 4  # that a title may be broken into
_LONGEST_CELL = 300  # characters; a longer one makes its table a means of layout
_LONGEST_FOOT = 80  # characters of a service line
_SEPARATOR = re.compile(r"[_|｜>»]+|\s+[-—–]+\s+|(?<=[^\d\s])[-—–]+(?=[^\d\s])")


@dataclass(slots=True)
class _Block:
    """A line or a table of the page, how much of it is linked, and what elements hold it.

    ``holders`` are the numbers of the elements around it that look like furniture; ``level``
    is that of the heading it is, 0 if it is only bold.
    """

    text: str
    linked: int = 0
    n_links: int = 0
    holders: tuple[int, ...] = ()
    hidden: bool = False
    level: int | None = None
    grid: Grid | None = None

    @property
    def part(self) -> Part:
        """The line, heading or table that it is in the text."""
        if self.grid is not None:
            return self.grid
        return self.text if self.level is None else Heading(self.text, self.level)

    @property
    def prose(self) -> int:
        """The characters of prose in it."""
        free = len(self.text) - self.linked
        return free if free >= _LEAST_PROSE and _SENTENCE.search(self.text) else 0

    @property
    def is_links(self) -> bool:
        return self.linked > _LINKED * len(_DATE.sub("", self.text))

    @property
    def is_heading(self) -> bool:
        return not self.is_links and _HEADING.match(self.text) is not None


def decode_page(data: bytes, label: str | None = None) -> tuple[str, int]:
    """The characters of a page and how many bytes had to be replaced.

    The encoding that the page, or else ``label``, declares is believed only where the bytes
    are not UTF-8, as many pages were converted without changing what they declare; and only
    if it is a Chinese one, as others take any bytes.
    """
    if (wide := decode_wide(data)) is not None:
        return wide, 0
    declared = _CHARSET.search(data[:4096])
    label = declared[1].decode("ascii") if declared else label
    encoding = _CHINESE.get((label or "").lower())
    for name in filter(None, ("utf-8", encoding)):
        try:
            return data.decode(name), 0
        except UnicodeDecodeError:
            continue
    if (text := decode_narrow(data)) is not None:
        return text, 0
    text = data.decode(encoding or _nearest(data), "replace")
    return text, text.count("\ufffd")


def _nearest(data: bytes) -> str:
    """The encoding that has to replace the fewest bytes."""
    return min(("utf-8", "gb18030"), key=lambda name: data.decode(name, "replace").count("\ufffd"))


def page_of_archive(data: bytes) -> tuple[bytes, str | None] | None:
    """The page in a .mht or .mhtml file, with the label of its encoding; else None.

    Browsers save a page with its frames and pictures so. Of several pages it is the one with
    the most Chinese, as a report may stand in a frame.
    """
    if b"multipart/related" not in data[:4096].lower():
        return None
    import email
    import email.policy

    try:
        parts = list(email.message_from_bytes(data, policy=email.policy.default).walk())
    except RecursionError:
        return None
    pages = [
        (payload, part.get_content_charset())
        for part in parts
        if part.get_content_type() == "text/html"
        and isinstance(payload := part.get_payload(decode=True), bytes)
    ]
    return max(pages, key=lambda page: len(page[0].translate(None, _ASCII)), default=None)


def looks_like_page(text: str) -> bool:
    """Whether a text is the source of a web page."""
    head = text[:4096].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<!doctype html", "<html")):
        return True
    return (
        head.startswith("<")
        and re.search(r"<(?:html|head|body|meta|div|p|table|span|title)[\s>]", head) is not None
    )


def read_web(text: str, name: str, replaced: int = 0) -> Extract:
    """The report in a web page, with the tags of the government-site rules.

    ``metadata`` also has the page's own title as ``title`` and its first heading as ``h1``.

    Raises:
        ReadError: the page is nested too deeply, or shows no text.
    """
    from lxml import etree

    text = _SUBSET.sub("<!DOCTYPE html>", text, count=1)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(text.replace("\0", " ").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{name}: not a readable web page: {error}") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadError(f"{name}: the page is nested too deeply; save its text as .txt")
    if root is None:
        raise ReadError(f"{name}: the page is empty")
    blocks = _visible(list(_blocks(root)))
    if not blocks:
        raise ReadError(f"{name}: the page shows no text; it may be filled in by a script: "
                        "open it in a browser and save it from there")  # fmt: skip
    metadata = _metadata(root, blocks)
    kept, dropped = _choose(blocks, metadata)
    if replaced:
        dropped.append(f"{replaced} bytes that are not in the page's encoding, shown as \ufffd")
    lines, marks = mend([block.part for block in kept])
    body, tables, headings = compose(lines)
    return Extract(body, "html", tables, metadata, (*dropped, *marks), headings)


@cache
def _web() -> Mapping[str, Any]:
    """The names of elements and tags, as sets."""
    web: dict[str, Any] = read_toml("page.toml")["web"]
    return {
        **{name: frozenset(web[name]) for name in ("invisible", "blocks", "furniture")},
        "names": frozenset(web["names"].split("|")),
        "tags": {tag.lower(): tag for tag in web["tags"]},
    }


def _metadata(root: "_Element", blocks: Sequence[_Block]) -> dict[str, str]:
    tags: Mapping[str, str] = _web()["tags"]
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        tag = tags.get((meta.get("name") or "").strip().lower())
        content = _clean(meta.get("content") or "")
        if tag and content:
            found.setdefault(tag, content)
    first = next((block.text for block in blocks if block.level == 1), "")
    if first:
        found["h1"] = first
    page_title = next((_words(element) for element in root.iter("title")), "")
    if page_title:
        found["title"] = _without_site(page_title, found)
    return found


def _without_site(title: str, known: Mapping[str, str]) -> str:
    """A page's title without the names of the site and column that stand before or after it."""
    parts = [part.strip() for part in _SEPARATOR.split(title) if part.strip()]
    names = {known.get("SiteName"), known.get("ColumnName")}
    return max((part for part in parts if part not in names), key=len, default=title)


def _clean(text: str) -> str:
    """The text with its white space as it shows; a line end between wide characters is none."""
    lines = text.splitlines()
    if len(lines) > 1:
        lines = ["\n".join(_SPACE.sub(" ", line) for line in lines)]
        lines = [_WIDE_BREAK.sub("", lines[0]).replace("\n", " ")]
    return _SPACE.sub(" ", "".join(lines)).strip(" ")


def _words(element: "_Element") -> str:
    """All that an element says."""
    return _clean("".join(map(str, element.itertext())))


def _walk(root: "_Element") -> Iterator[tuple[str, Any]]:
    """The page in order: ``("start", element)``, ``("text", str)``, ``("end", element)``.

    What never shows is left out, and so is the inside of a table of data, which comes as
    ``("table", element)``.
    """
    invisible = _web()["invisible"]
    pending: list[tuple[str, Any]] = [("start", root)]
    while pending:
        event, item = pending.pop()
        if event != "start":
            yield event, item
            continue
        if not isinstance(item.tag, str) or item.tag in invisible:
            continue
        if item.tag == "table" and _is_data(item):
            yield "table", item
            continue
        yield event, item
        pending.append(("end", item))
        for child in reversed(item):
            if child.tail:
                pending.append(("text", child.tail))
            pending.append(("start", child))
        if item.text:
            pending.append(("text", item.text))


@dataclass(slots=True)
class _Open:
    """The elements that are open at a place in a page: how many of each kind, and which."""

    count: Counter[str] = field(default_factory=Counter)
    levels: list[int] = field(default_factory=list)  # of headings
    holders: list[int] = field(default_factory=list)  # that look like furniture
    n_holders: int = 0
    n_links: int = 0  # that began in the line

    def turn(self, element: Any, *, begins: bool) -> None:
        """Take note that an element begins or ends."""
        step = 1 if begins else -1
        tag: str = element.tag
        style = element.get("style") or ""
        if tag == "a" and element.get("href"):
            self.count["link"] += step
            self.n_links += begins
        self.count["pre"] += step * (tag == "pre")
        self.count["bold"] += step * (tag in _BOLD or _WEIGHT.search(style) is not None)
        self.count["hidden"] += step * (_HIDDEN.search(style) is not None)
        if tag in _HEADINGS:
            self.levels[:] = [*self.levels, int(tag[1])] if begins else self.levels[:-1]
        if _is_furniture(tag, element.get("class") or "", element.get("id") or ""):
            self.n_holders += begins
            self.holders[:] = [*self.holders, self.n_holders] if begins else self.holders[:-1]

    def block(self, pieces: Sequence[tuple[str, bool, bool]]) -> _Block | None:
        """The line of some pieces, each with whether it is linked and bold; None if blank."""
        text = _clean("".join(piece for piece, _, _ in pieces))
        if not text.strip("\xa0\u3000\u200b\ufeff"):
            return None
        linked = _clean("".join(piece for piece, is_linked, _ in pieces if is_linked))
        bold = len(text) <= _LONGEST_BOLD and all(
            is_bold or not piece.strip() for piece, _, is_bold in pieces
        )
        level = self.levels[-1] if self.levels else 0 if bold else None
        hidden = self.count["hidden"] > 0
        return _Block(
            text, min(len(linked), len(text)), self.n_links, tuple(self.holders), hidden, level
        )


def _blocks(root: "_Element") -> Iterator[_Block]:
    """The lines and tables of a page in order."""
    breaking = _web()["blocks"]
    pieces: list[tuple[str, bool, bool]] = []
    now = _Open()

    def flush() -> Iterator[_Block]:
        if (block := now.block(pieces)) is not None:
            yield block
        pieces.clear()
        now.n_links = 0

    for event, item in _walk(root):
        if event == "text":
            for n, line in enumerate(item.split("\n") if now.count["pre"] else [item]):
                if n:
                    yield from flush()
                pieces.append((line, now.count["link"] > 0, now.count["bold"] > 0))
            continue
        if pieces and (event == "table" or item.tag in breaking):
            yield from flush()
        if event == "table":
            grid = _read_grid(item)
            words = " ".join(cell.text for row in grid.rows for cell in row)
            hidden = now.count["hidden"] > 0
            yield _Block(words, holders=tuple(now.holders), hidden=hidden, grid=grid)
        else:
            now.turn(item, begins=event == "start")
    yield from flush()


@lru_cache(maxsize=4096)  # the elements of a page have few different names
def _is_furniture(tag: str, classes: str, name: str) -> bool:
    web = _web()
    words = _WORD.findall(f"{classes} {name}".lower())
    return tag in web["furniture"] or not web["names"].isdisjoint(words)


def _is_data(table: "_Element") -> bool:
    """Whether a table holds rows of cells, and is no means of layout."""
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if (
        sum(len(row) > 1 for row in rows) < 2
        or next(table.iterdescendants("table"), None) is not None
    ):
        return False
    cells = [_words(cell) for row in rows for cell in row]
    linked = sum(len(_words(link).strip()) for link in table.iter("a"))
    shown = sum(len(cell.strip()) for cell in cells)
    longest = max(map(len, cells), default=0)
    return 2 * linked < shown and longest <= _LONGEST_CELL


def _read_grid(table: "_Element") -> Grid:
    caption = next((_words(found) for found in table.iter("caption")), None)
    rows = tuple(
        tuple(
            Cell(
                _words(cell),
                _span(cell.get("colspan")),
                _span(cell.get("rowspan")),
                cell.tag == "th",
            )
            for cell in row
            if cell.tag in ("td", "th")
        )
        for row in table.iter("tr")
    )
    return Grid(tuple(row for row in rows if row), caption or None)


def _span(number: str | None) -> int:
    return (
        int(number) if number and number.isascii() and number.isdigit() and len(number) < 4 else 1
    )


def _visible(blocks: Sequence[_Block]) -> list[_Block]:
    """Without what is hidden, unless that is the report, which a script then shows."""
    shown = [block for block in blocks if not block.hidden]
    if sum(block.prose for block in shown) >= sum(block.prose for block in blocks if block.hidden):
        return shown
    return list(blocks)


@cache
def _foot(*names: str) -> re.Pattern[str]:
    page = read_toml("page.toml")
    return re.compile("|".join(pattern for name in names for pattern in page[name]))


def _is_foot(block: _Block, *names: str) -> bool:
    short = len(block.text) <= _LONGEST_FOOT and not _YEAR.search(block.text)
    return short and _foot(*names).search(block.text) is not None


def _choose(
    blocks: Sequence[_Block], metadata: Mapping[str, str]
) -> tuple[list[_Block], list[str]]:
    """The blocks of the report, and a line about each that is none."""
    prose = Counter[int]()
    for block in blocks:
        for holder in block.holders:
            prose[holder] += block.prose
    furniture = [any(not prose[holder] for holder in block.holders) for block in blocks]
    loose = [
        block.is_links or _is_foot(block, "foot") or apart or _heads_list(blocks, n)
        for n, (block, apart) in enumerate(zip(blocks, furniture, strict=True))
    ]
    solid = [
        n
        for n, block in enumerate(blocks)
        if block.grid is not None or (not loose[n] and (block.prose or block.is_heading))
    ]
    first, last = _stretch(blocks, solid, loose, metadata)
    kept, dropped = [], []
    for n, block in enumerate(blocks):
        if n < first or n > last:
            where = "before" if n < first else "after"
            dropped.append(f"{where} the report: {block.text}")
        elif n == first or not loose[n] or (block.is_links and not _in_list(blocks, n)):
            kept.append(block)
        else:
            dropped.append(f"inside the report: {block.text}")
    return kept, dropped


def _heads_list(blocks: Sequence[_Block], n: int) -> bool:
    """Whether a line is the heading of a list of links."""
    if blocks[n].level is None or blocks[n].prose or blocks[n].is_heading or n + 1 == len(blocks):
        return False
    return blocks[n + 1].is_links and _in_list(blocks, n + 1)


def _in_list(blocks: Sequence[_Block], n: int) -> bool:
    """Whether a linked line stands among others, or holds several links."""
    beside = (m for m in (n - 1, n + 1) if 0 <= m < len(blocks))
    return blocks[n].n_links > 1 or any(blocks[m].is_links for m in beside)


def _stretch(
    blocks: Sequence[_Block],
    solid: Sequence[int],
    loose: Sequence[bool],
    metadata: Mapping[str, str],
) -> tuple[int, int]:
    """The first and the last block of the report; the whole page where it has no prose."""
    if not solid:
        return 0, len(blocks) - 1
    first, last = solid[0], solid[-1]
    title = _find_title(blocks, metadata)
    if title is not None:
        index = (n for n in range(max(title - _NEAR, 0), title) if _is_index(blocks[n]))
        first = next(index, title)
    else:
        for n in range(first - 1, max(first - _NEAR, 0) - 1, -1):
            if loose[n]:
                break
            first = n
    for n in range(last + 1, min(last + _NEAR, len(blocks))):
        if loose[n] or _is_foot(blocks[n], "foot", "perhaps_foot"):
            break
        last = n
    return first, last


def _is_index(block: _Block) -> bool:
    """Whether a block is the index table that stands above a disclosed document."""
    return block.grid is not None and len(set(_index_labels().findall(block.text))) >= _LABELS


@cache
def _index_labels() -> re.Pattern[str]:
    labels = read_toml("page.toml")["labels"]
    return re.compile("|".join(labels["published"] + labels["index_number"] + labels["issuer"]
                               + labels["document_number"]))  # fmt: skip


def _find_title(blocks: Sequence[_Block], metadata: Mapping[str, str]) -> int | None:
    """The block in which the title begins, followed by at least half of the prose."""
    total = sum(block.prose for block in blocks)
    for names in (("ArticleTitle",), ("h1", "title")):
        places = []
        for name in names:
            wanted = "".join(metadata.get(name, "").split())
            before = 0
            for n, block in enumerate(blocks):
                if wanted and 2 * before <= total and _reads(blocks, n, wanted):
                    places.append(n)
                    break
                before += block.prose
        if places:
            return max(places)
    return None


def _reads(blocks: Sequence[_Block], n: int, wanted: str) -> bool:
    """Whether the blocks from the n-th on together read as the title that is wanted."""
    read = ""
    for block in blocks[n : n + _TITLE_LINES]:
        read += "".join(block.text.split())
        if not wanted.startswith(read):
            return False
        if read == wanted:
            return True
    return False
