"""Mentions: a metric with what the words around it say, and the clause groups they form.

Relations are tied by words, so every finder reads mentions, not bare metrics. The text is
read through a translation of one character to one, so that full-width and half-width
punctuation count alike and offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from analysis.audit.interval import is_fraction
from analysis.audit.relations import DOWN, UP
from analysis.lexicon import read_toml
from analysis.metrics import Metric, Metrics, Role
from analysis.passage import Passage

_WIDE = "，；：（）％．［］０１２３４５６７８９\u00a0\u3000"
_HALF = ",;:()%.[]0123456789  "
CLAUSE_END = re.compile(r"[,;:。!?()\[\]\n]")
# 比 and 较 before what something is compared with, not in 占比, 比重, 存贷比达到, 较高
AGAINST = "(?:(?<![占可对])比(?![重例率较值赛达为是由从提降升缩到至])|较(?![高大低快好]))"
REACH = 16  # mentions; words tie no figure to one that is further away
JOINT = re.compile(r"\s*(?:[、和与及]|以及)?\s*")


def half_width(text: str) -> str:
    """The text, character for character, with half-width digits and punctuation."""
    for wide, half in zip(_WIDE, _HALF, strict=True):
        text = text.replace(wide, half)  # several times as fast as str.translate
    return text


def outside_brackets(text: str) -> str:
    """The text without what stands in parentheses that it closes again."""
    return re.sub(r"\([^()]*\)", "", text) if "(" in text else text


@cache
def cues() -> dict[str, Any]:
    """The audit's cue words, by the relation that they are evidence of."""
    return read_toml("audit.toml")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=_longest)) + ")"


def _longest(word: str) -> tuple[int, str]:
    return (-len(word), word)


class Kind(StrEnum):
    """What a figure's unit makes it: an amount, or a ratio of one sort or another."""

    AMOUNT = "amount"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A metric and the words around it in its clause group; each equals itself alone.

    ``before`` runs from the figure before it (or the group's start), ``after`` to the next;
    ``label`` is the last clause of ``before``. ``direction`` is up or down when the figure
    is a difference, ``moved`` when it is the level that something went up or down to.
    ``depth`` counts the parentheses it stands in, ``position`` its place in a run of figures
    with nothing but 、 or 和 between them, whose names stand before all of them.
    """

    metric: Metric
    index: int
    position: int
    before: str
    label: str
    after: str
    depth: int
    kind: Kind
    direction: str | None
    moved: str | None
    earlier: bool

    @property
    def name(self) -> str:
        """All words that say what the figure is of."""
        noun = CLAUSE_END.split(self.after, maxsplit=1)[0]
        own = "" if JOINT.fullmatch(self.label) else self.label
        return f"{own} {self.metric.indicator} {noun[:6] if len(own) < 2 else ''}"

    @property
    def own_name(self) -> str:
        """What the label of a difference names itself: empty in 比上年增长, else what grew."""
        words = _patterns()["difference"].sub("", self.label)
        return _patterns()["base"].sub("", words).strip()

    @property
    def is_level(self) -> bool:
        """Whether it is an amount of the time told of: no difference, no earlier level."""
        return self.kind == Kind.AMOUNT and self.direction is None and not self.earlier


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of a sentence, and of those after it that go on with its parts."""

    text: str
    mentions: tuple[Mention, ...]
    start: int
    end: int


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["change"]
    verb = any_of([*words["up"], *words["down"]])
    filler = any_of(words["filler"])
    noun = any_of([*words["noun"], *words["fall"]])
    copula = any_of(words["copula"])
    year = r"(?:(?:19|20)\d\d年(?:度|末|底)?)"
    duration = r"(?:近|过去)?[一二两三四五六七八九十\d]+年(?:来|间|内)?"
    return {
        "difference": re.compile(
            rf"(?<!新)(?P<verb>{verb})(?:了|{filler})*$|(?P<noun>{noun})(?:{copula}|{filler})*$"
        ),
        "level": re.compile(
            rf"(?P<verb>{verb})(?:了)?{any_of(words['level'])}"
            rf"(?:了|的|{year}|年末|年底|目前|{filler})*(?:每[^\W\d]{{1,4}})?$"
        ),
        "reached": re.compile(rf"、?{any_of(words['reached'])}"),
        "earlier": re.compile(
            rf"[比较与同由从][^,;。]{{0,6}}(?:19|20)\d\d年[^,;。]{{0,8}}$|"
            rf"{any_of(words['earlier'])}(?:(?!结转|结余|遗留|确定|承诺|列入)[^,;。]){{0,12}}$"
        ),
        "base": re.compile(
            rf"{any_of(words['base'])}[^,;。]{{0,8}}?(?:{any_of(words['earlier'])}|{year})"
            rf"(?:同期|同月|末|底)?|{year}|{duration}"
            rf"|{any_of([*words['base'], *words['filler'], *words['aside']])}"
        ),
        "continues": re.compile(
            rf"\s*(?:{any_of(cues()['scope']['continues'])}"
            r"|\w{0,4}(?:结果|情况)(?:为:|方面,)|在\w{2,10}的\w{2,4}中,|在?(?:这些|上述|以上)\w{2,16}中,|\w{0,4}相加,"
            r"|(?:从|按照?|分)[^,;。:()]{1,10}?(?:看|分|统计|划分),)"
        ),
        "from": re.compile(rf"{any_of(words['from'])}[^,;。]*$"),
        "went_on": re.compile(rf"{verb}(?:了)?{any_of(words['level'])}"),
        "compared": re.compile(rf"{AGAINST}[^,;。]+$"),
        "gap": re.compile(rf"(?:(?P<more>[多高快])|[少低慢])[出了]?(?:{filler})*"),
        "respective": re.compile(rf"[、和与及]\s*{verb}(?:了|{filler})*"),
    }


def read_groups(metrics: Metrics) -> list[Group]:
    """The clause groups of a report, in the order of the text."""
    text = half_width(metrics.report.text)
    groups: list[list[Metric]] = []
    for metric in metrics:
        if groups and _goes_on(groups[-1][-1], metric, text):
            groups[-1].append(metric)
        else:
            groups.append([metric])
    return [_group(each, text) for each in groups]


AnyGroup = TypeVar("AnyGroup", bound=Group)


def neighbours(groups: Sequence[AnyGroup], at: int, text: str) -> list[AnyGroup]:
    """The groups just before and just after one, in its own paragraph."""
    beside = [*groups[max(0, at - 1) : at], *groups[at + 1 : at + 2]]
    spans = [sorted((each.start, each.end, groups[at].start, groups[at].end)) for each in beside]
    return [
        each
        for each, span in zip(beside, spans, strict=True)
        if "\n" not in text[span[0] : span[-1]].strip()
    ]


def _goes_on(last: Metric, metric: Metric, text: str) -> bool:
    """Whether the metric's sentence is, or continues, the sentence of the one before."""
    start = metric.sentence.start
    if start == last.sentence.start:
        return True
    between = text[last.end : start].rstrip()
    if "。" not in between[:-1] and between.endswith((":", ";", ",")):
        return True
    adjacent = not text[last.sentence.end : start].strip()
    return adjacent and bool(_patterns()["continues"].match(text, start))


def _group(metrics: Sequence[Metric], report_text: str) -> Group:
    start = metrics[0].sentence.start
    end = max(metrics[-1].sentence.end, metrics[-1].end)
    text = report_text[start:end]
    mentions: list[Mention] = []
    at, depth = 0, 0
    for index, metric in enumerate(metrics):
        before = text[at : metric.start - start]
        depth = max(0, depth + before.count("(") - before.count(")"))
        at = metric.end - start
        follows = metrics[index + 1].start - start if index + 1 < len(metrics) else len(text)
        last = mentions[-1] if mentions else None
        after = text[at:follows]
        mentions.append(_mention(metric, index, last, before=before, after=after, depth=depth))
    return Group(text, tuple(mentions), start, end)


def _mention(
    metric: Metric, index: int, last: Mention | None, *, before: str, after: str, depth: int
) -> Mention:
    label = CLAUSE_END.split(outside_brackets(before))[-1].strip()
    kind = _kind(metric)
    direction, moved = _movement(label, metric)
    if last and direction is None and moved is None:
        direction = _comparison(last, before)
    earlier = direction is None and moved is None and _is_earlier(before, after, last, depth)
    position = 0
    if last and last.kind == kind and JOINT.fullmatch(before):
        position = last.position + 1
        direction, moved, earlier = last.direction, last.moved, last.earlier
    elif last and last.kind == kind and last.direction and _is_respective(last, before):
        position = last.position + 1  # 同比分别下降20%、增长25%: each with a verb of its own
    if position or "分别" in label:
        label = metric.indicator  # the names stand before all figures of the run
    return Mention(
        metric, index, position, before, label, after, depth, kind, direction, moved, earlier
    )


def _is_earlier(before: str, after: str, last: Mention | None, depth: int) -> bool:
    """Whether a level is one of before, by its words or because it went on: 由1家增加到2家.

    So are those listed with one of before, or in one parenthesis: 上年同期发生48起、死亡27人;
    (上年报名4790人，上线2268人).
    """
    if last and last.earlier:
        listed = last.kind == Kind.AMOUNT and re.fullmatch(r"、\w+", before)
        if listed or (depth == last.depth > 0 and ")" not in before):
            return True
    went_on = _patterns()["from"].search(before) and _patterns()["went_on"].match(after)
    return bool(went_on or _patterns()["earlier"].search(before))


def _is_respective(last: Mention, before: str) -> bool:
    """Whether a change goes on with a run of changes that 分别 hands out."""
    handed_out = last.position or "分别" in last.before
    return bool(handed_out and _patterns()["respective"].fullmatch(before))


def _movement(label: str, metric: Metric) -> tuple[str | None, str | None]:
    """The directions of a difference and of a level that was moved to."""
    if level := _patterns()["level"].search(label):
        return None, _direction(level["verb"])
    if difference := _patterns()["difference"].search(label):
        return _direction(difference["verb"] or difference["noun"]), None
    if metric.role == Role.CHANGE and not _patterns()["reached"].fullmatch(label):
        return metric.direction, None
    return None, None


def _comparison(last: Mention, before: str) -> str | None:
    """The direction of a gap right behind the figure compared with: 比上年的120件少24件."""
    told = _patterns()["gap"].fullmatch(before)
    if not told or not _patterns()["compared"].search(last.before):
        return None
    return UP if told["more"] else DOWN


def _direction(word: str) -> str:
    words = cues()["change"]
    return DOWN if word in words["down"] or word in words["fall"] else UP


def _kind(metric: Metric) -> Kind:
    if metric.unit.endswith("百分点"):
        return Kind.POINTS
    if metric.unit in {"%", "‰", "成"} or is_fraction(metric.quantity):
        return Kind.PERCENT
    return Kind.TIMES if metric.unit in {"倍", "番"} else Kind.AMOUNT


@cache
def measure(unit: str) -> str:
    """What a unit measures: units of one measure may be added and divided.

    件 and 宗 count the same things, 人 and 人次 don't; money is money at any scale.
    """
    bare = unit.partition("/")[0]
    if bare.endswith("元"):
        return bare.lstrip("万亿千百")
    for same in cues()["units"]["same"]:
        if bare in same:
            return str(same[0])
    return bare


def same_measure(first: Mention, second: Mention) -> bool:
    """Whether two figures may be added up or divided by each other: both told, or both planned.

    Of a part or a total its role says nothing of that.
    """
    roles = {first.metric.role, second.metric.role} - {Role.PART, Role.TOTAL}
    return not (len(roles) > 1 and Role.TARGET in roles) and same_unit(first, second)


def same_unit(first: Mention, second: Mention) -> bool:
    """Whether the units of two figures measure the same."""
    if first.kind != second.kind:
        return False
    return first.kind != Kind.AMOUNT or measure(first.metric.unit) == measure(second.metric.unit)


def levels_before(group: Group, mention: Mention) -> Iterator[Mention]:
    """The amounts before a mention within reach, the nearest first."""
    first = max(0, mention.index - REACH)
    return (each for each in reversed(group.mentions[first : mention.index]) if each.is_level)


def run_of(group: Group, mention: Mention) -> tuple[Mention, ...]:
    """The run of figures that a mention stands in: 分别为36件、17件."""
    start = mention.index - mention.position
    end = mention.index + 1
    while end < len(group.mentions) and group.mentions[end].position:
        end += 1
    return group.mentions[start:end]


def partner(group: Group, mention: Mention, nearest: Mention) -> Mention | None:
    """The figure at the same place of the run that ``nearest`` stands in, if the runs match."""
    own, other = run_of(group, mention), run_of(group, nearest)
    return other[mention.position] if len(own) == len(other) else None


def is_split(group: Group, first: Mention, second: Mention) -> bool:
    """Whether a semicolon or the end of a sentence stands between two mentions."""
    low, high = sorted((first.index, second.index))
    return any(re.search(r"[;。]", each.before) for each in group.mentions[low + 1 : high + 1])


def passages(*mentions: Mention) -> tuple[Passage, ...]:
    """The metrics of mentions, as a finding's evidence."""
    return tuple(mention.metric for mention in mentions)
