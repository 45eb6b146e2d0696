"""Identity: whose report it is, of which year, and where the text says so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from analysis.lexicon import read_toml, read_tsv
from analysis.passage import Passage
from analysis.reading.lines import MARKER
from analysis.report.layout import HALF_WIDTH, Layout, close_up

_FIRST, _LAST = 15, 6  # paragraphs in which the head and the end of a text name their office
_LONGEST_HEADING = 40
_AROUND_NUMBER = 8  # characters that may stand beside a document number on its line
TITLE_TAGS = ("ArticleTitle", "h1", "title")
"""The tags of a page that hold its title, the surest first."""
_TAGS = {
    "PubDate": "published",
    "ContentSource": "issuer",
    "Url": "url",
}
_HAN_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?=年|[—–~至-]+\s*(?:19|20)\d{2}\s*年)")
_HAN_YEAR = re.compile(r"[二一][〇○Ｏ零九][〇○Ｏ零一二三四五六七八九]{2}(?=年)")
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*(?:年|[-/.])\s*(?P<month>\d{1,2})\s*(?:月|[-/.])\s*(?P<day>\d{1,2})"
    r"(?:\s*日)?(?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
)
_DOCUMENT_NUMBER = re.compile(
    r"[一-鿿]{1,12}\s*[〔\[（(【]\s*20\d{2}\s*[〕\]）)】]\s*第?\s*\d{1,5}\s*号"
)
_REVIEW = re.compile(
    r"(?:19|20)\d{2}\s*年.{0,8}?(?:回顾|总结|(?:工作|目标|任务)?(?:完成|执行|进展|开展)?情况)"
)
_PLANNED = re.compile(
    r"(?:19|20)\d{2}\s*年(?!.*(?:回顾|总结|情况)).{0,12}?(?:安排|打算|计划|总体要求|工作|任务|目标)"
)
_CLAUSE = re.compile(r"[。；;]")
_SALUTATION = re.compile(r"各位(?:代表|委员|主任)")
_SPEECH = re.compile(r"政府工作报告")
_DRAFT = re.compile(r"(?:计划|预算)草案|预算(?:\(|（)草案")
_FORECAST = re.compile(r"^(?!.*(?:决算|执行|报告)).*预算")
_SPEAKER = re.compile(r"我(?:受|代表)(?P<who>[一-鿿]{2,20}?(?:人民政府|政府|行署))")
_SESSION = re.compile(r"在(?P<who>[一-鿿]{2,20}?)第[一二三四五六七八九十\d]+届\s*人民代表大会")
_SIGNATURE = re.compile(r"^[一-鿿]{2,20}(?:人民政府|人民政府办公室|局|厅|委员会)$")

_PLACE = re.compile(
    r"[一-鿿]{1,12}?(?:特别行政区|自治[区州县旗]|地区|新区|开发区|街道|[省市区县旗盟州镇乡])"
    r"(?!场|域|政|长|委员|内|外|民|直)"
)
_NO_PLACE = re.compile(
    r"^(?:中国|全国|我|本|各|该|全|城|社|地|灾|园|景|辖|市|开发|自治|农村|示范|法治)"
)
_DEPARTMENT = re.compile(
    r"^[一-鿿()、]{0,20}?(?:委员会|[一-鿿]{1,12}(?:局|厅|委|办公室|法院|检察院|中心|支队|大队|所))"
    r"(?=关于|政府信息|法治|依法|工作|部门|20|\d|二〇|年|$)"
)
_ABOVE_DEPARTMENT = re.compile(r"人民政府|政府办")
_LEAD = re.compile(
    r"^[\s《“\"]*(?:关于)?(?:印发)?[《“]?(?:(?:19|20)\d{2}|[二一][〇○零九][〇○零一二三四五六七八九]{2})?年?度?"
)
_ENDINGS = {
    "省": "province", "自治区": "province", "特别行政区": "province", "自治州": "city",
    "州": "city", "盟": "city", "地区": "city", "市": "city", "街道": "town", "镇": "town",
    "乡": "town",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a report; ``origins`` maps a field to where it was read."""

    title: str | None = None
    place: str | None = None
    level: str | None = None
    year: int | None = None
    reviewed: int | None = None
    issuer: str | None = None
    published: datetime | None = None
    document_number: str | None = None
    index_number: str | None = None
    url: str | None = None
    origins: Mapping[str, Passage | str] = field(default_factory=dict)


def read_year(text: str) -> int | None:
    """The last year that a title names: 关于2023年预算执行情况和2024年预算草案的报告 is of 2024."""
    plain = text.translate(HALF_WIDTH)
    years = [int(match[1]) for match in _YEAR.finditer(plain)]
    if not years and (match := _HAN_YEAR.search(plain)):
        years = [int(match[0].translate(_HAN_DIGITS))]
    return max(years, default=None)


def read_date(text: str) -> datetime | None:
    """The first date in ``text``, with its time where one follows."""
    match = _DATE.search(text.translate(HALF_WIDTH).translate(_HAN_DIGITS))
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


@cache
def _known_places() -> Mapping[str, tuple[str, str]]:
    """The full name and level of each known place, by its full and its short name."""
    places: dict[str, tuple[str, str]] = {}
    for row in read_tsv("places.tsv"):
        for name in (row["name"], row["short"]):
            if name:
                places.setdefault(name, (row["name"], row["level"]))
    return places


@cache
def _short_place() -> re.Pattern[str]:
    names = sorted(_known_places(), key=lambda name: (-len(name), name))
    return re.compile(rf"(?:{'|'.join(names)})(?=政府|人民|法治|20\d\d|国民经济|$)")


def read_place(name: str) -> tuple[str, str] | None:
    """The place that a title or the name of an office is about, and its level.

    Of 湛江市赤坎区 it is 赤坎区, the lowest. Of an office below a government it is the whole
    name of the office, and the level is department.
    """
    plain = _LEAD.sub("", close_up(name.translate(HALF_WIDTH)))
    department = _DEPARTMENT.match(plain)
    if department and not _ABOVE_DEPARTMENT.search(department[0]):
        return department[0], "department"
    if short := _short_place().match(plain):
        return short[0], _known_places()[short[0]][1]
    place, start = None, 0
    while (match := _PLACE.match(plain, start)) and not _NO_PLACE.match(match[0]):
        place, start = match[0], match.end()
    return (place, _level(place)) if place else None


def _level(place: str) -> str:
    if place in _known_places():
        return _known_places()[place][1]
    ending = max((end for end in _ENDINGS if place.endswith(end)), key=len, default="")
    return _ENDINGS.get(ending, "county")


class _Found(dict[str, Any]):
    """Values by the name of their field, with the origin of each; the first that is read stays."""

    def __init__(self) -> None:
        super().__init__()
        self.origins: dict[str, Passage | str] = {}

    def note(self, name: str, value: object, origin: Passage | str) -> None:
        if value is not None and value != "" and name not in self:
            self[name] = value
            self.origins[name] = origin


def identify(layout: Layout, metadata: Mapping[str, str], title: str | None) -> Identity:
    """What the title, the publication data, the tags and the headings of a report tell of it.

    ``title`` is one that the caller knows; it goes before all others.
    """
    found = _Found()
    _note_title(found, layout, metadata, title)
    _note_place(found, layout)
    _note_years(found, layout)
    for tag, name in _TAGS.items():
        value = metadata.get(tag, "").strip()
        found.note(name, read_date(value) if name == "published" else value, f"meta {tag}")
    for name, passage in layout.labels.items():
        if name == "issuer" and _press().search(passage.text):
            continue  # a newspaper printed the report, and issued nothing
        if name in ("issuer", "document_number", "index_number"):
            found.note(name, passage.text, passage)
        elif name == "published":
            found.note(name, read_date(passage.text), passage)
    if number := _find_document_number(layout.paragraphs[:_FIRST]):
        found.note("document_number", number.text, number)
    return Identity(**found, origins=found.origins)


@cache
def _press() -> re.Pattern[str]:
    """Names of newspapers, news sites and broadcasters, by how they end."""
    return re.compile(rf"(?:{'|'.join(read_toml('page.toml')['press'])})\s*$")


def _note_title(
    found: _Found, layout: Layout, metadata: Mapping[str, str], title: str | None
) -> None:
    at = layout.title[0] if layout.title else None
    if title is not None:
        found.note("title", close_up(title), at or "given")
    shown = close_up("".join(line.text for line in layout.title))
    tagged = close_up(metadata.get("ArticleTitle", ""))
    found.note("title", tagged, at if at and shown == tagged else "meta ArticleTitle")
    found.note("title", shown, at or "text")
    if named := layout.labels.get("title"):
        found.note("title", close_up(named.text), named)
    for tag in TITLE_TAGS:
        found.note("title", close_up(metadata.get(tag, "")), f"meta {tag}")


def _note_place(found: _Found, layout: Layout) -> None:
    if "title" in found and (read := read_place(found["title"])):
        found.note("place", read[0], found.origins["title"])
        found.note("level", read[1], found.origins["title"])
    for passage in _speakers(layout.paragraphs):
        if read := read_place(passage.text):
            found.note("place", read[0], passage)
            found.note("level", read[1], passage)


def _speakers(paragraphs: Sequence[Passage]) -> Iterator[Passage]:
    """Where the head of a text names a government: its sessions, its speaker, its signature."""
    for line in paragraphs[:_FIRST]:
        for pattern in (_SESSION, _SPEAKER):
            if match := pattern.search(line.text):
                yield line.cut(*match.span("who"))
    for line in paragraphs[-_LAST:]:
        if len(line.text) <= _LONGEST_HEADING and _SIGNATURE.search(line.text):
            yield line


def _note_years(found: _Found, layout: Layout) -> None:
    """``year``: of the title, else the one planned for. ``reviewed``: of the heading that says so.

    Without such a heading the kind of report says: a 政府工作报告 reviews the year before its
    own, a budget none, any other report the year in its title.
    """
    title = found.get("title", "")
    if title:
        found.note("year", read_year(title), found.origins["title"])
    speech = _SPEECH.search(title) or any(_SALUTATION.match(p.text) for p in layout.paragraphs)
    headings = [
        line
        for line in layout.paragraphs
        if len(line.text) <= _LONGEST_HEADING
        and (line in layout.title or MARKER.match(line.text) or speech)
        and not _CLAUSE.search(line.text)
    ]
    reviews = _find_years(_REVIEW, headings)
    if reviews:
        found.note("reviewed", int(reviews[0].text[:4]), reviews[0])
    if speech:
        planned = _find_years(_PLANNED, headings)
        if planned:
            latest = max(planned, key=lambda passage: passage.text[:4])
            found.note("year", int(latest.text[:4]), latest)
        if "year" in found:
            found.note("reviewed", found["year"] - 1, found.origins["year"])
    elif "year" in found and not _FORECAST.search(title):
        last = found["year"] - bool(_DRAFT.search(title))
        found.note("reviewed", last, found.origins["year"])


def _find_years(pattern: re.Pattern[str], lines: Sequence[Passage]) -> list[Passage]:
    """Where lines speak of a year so; each passage begins with the year."""
    return [
        line.cut(*match.span())
        for line in lines
        if (match := pattern.search(line.text.translate(HALF_WIDTH)))
    ]


def _find_document_number(lines: Sequence[Passage]) -> Passage | None:
    """A document's number on a line of its own: 湛府〔2021〕5号."""
    for line in lines:
        match = _DOCUMENT_NUMBER.search(line.text)
        if match and len(line.text) <= len(match[0]) + _AROUND_NUMBER:
            return line.cut(*match.span())
    return None
