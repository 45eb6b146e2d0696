"""Scopes: a whole and the figures that the words put under it, and the kinds of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.audit.mentions import (
    Group,
    Mention,
    any_of,
    cues,
    levels_before,
    measure,
    outside_brackets,
    read_groups,
    same_measure,
)
from analysis.metrics import Metrics

MOST_CLAUSES = 3  # commas between two parts of one list; behind more clauses it has ended
# 从复议结果看, 按城乡分, 分季度看: what follows are kinds, of which a thing is only one
VIEW = re.compile(r"(?:从|按照?|分)[^,;。:()]{1,10}?(?:看|分|划分|统计|分类|构成)[,:]")


@dataclass(frozen=True, slots=True)
class Scope:
    """A whole, the figures that the words put under it, and those words.

    ``sure`` is how many of the parts surely belong; later ones stand after a semicolon.
    """

    whole: Mention
    parts: tuple[Mention, ...]
    sure: int
    cue: str


@dataclass(frozen=True, slots=True)
class ScopedGroup(Group):
    """A clause group with its scopes; ``wholes`` gives the whole of the part at an offset."""

    scopes: tuple[Scope, ...]
    wholes: Mapping[int, Mention]

    def whole_of(self, mention: Mention) -> Mention | None:
        """The whole that the words put a mention under, if they do."""
        return self.wholes.get(mention.metric.start)


def read_scoped_groups(metrics: Metrics) -> list[ScopedGroup]:
    """The clause groups of a report, in the order of the text, each with its scopes."""
    scoped = []
    for group in read_groups(metrics):
        scopes = tuple(read_scopes(group))
        wholes: dict[int, Mention] = {}
        for scope in scopes:
            for part in scope.parts:
                wholes.setdefault(part.metric.start, scope.whole)
        scoped.append(
            ScopedGroup(group.text, group.mentions, group.start, group.end, scopes, wholes)
        )
    return scoped


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["scope"]
    return {
        "acts": re.compile(rf",\s*{any_of(words['acts'])}"),
        "open": re.compile(
            rf"其中|{VIEW.pattern}|^[^,;。:]{{0,10}}(?<![高初集])中,|(?:^|[,;(:的]){any_of(words['open'])}|(?P<colon>:)\s*\w+$"
        ),
        "close": re.compile(rf"。|{any_of(words['close'])}"),
        "intensive": re.compile(any_of(words["intensive"])),
        "price": re.compile(any_of(words["price"])),
    }


def read_scopes(group: Group) -> list[Scope]:
    """The wholes of a group with their parts: after 其中, in parentheses, after a colon."""
    scopes: list[Scope] = []
    for mention in group.mentions:
        whole, cue = _opens(group, mention)
        if whole is not None and is_part(mention, whole):
            parts, sure = _parts(group, whole, mention)
            scopes.append(Scope(whole, parts, sure, cue))
    return scopes


def _opens(group: Group, mention: Mention) -> tuple[Mention | None, str]:
    """The whole under which a mention opens a list of parts, and the words that say so."""
    if mention.index == 0:
        return None, ""
    last = group.mentions[mention.index - 1]
    match = _patterns()["open"].search(outside_brackets(mention.before))
    bracket = mention.depth > last.depth
    if not match and not bracket:
        return None, ""
    for level in levels_before(group, mention):
        if level.depth <= mention.depth and same_measure(level, mention):
            between = group.mentions[level.index + 1 : mention.index]
            if bracket and any(each.is_level and each.depth < mention.depth for each in between):
                return None, ""
            return level, match[0].strip(",;:(的") if match else "括号"
    return None, ""


def _parts(group: Group, whole: Mention, first: Mention) -> tuple[tuple[Mention, ...], int]:
    """The parts from the first on, and how many of them surely belong.

    Those before the first semicolon; all of them after a colon, or with a semicolon between
    each two.
    """
    parts, segments, segment = [first], [0], 0
    for mention in group.mentions[first.index + 1 :]:
        if mention.depth < first.depth or _patterns()["close"].search(mention.before):
            break
        if _patterns()["open"].search(mention.before) and mention.depth == first.depth:
            break
        if mention.before.count(",") > MOST_CLAUSES:
            break
        if _patterns()["acts"].search(mention.before) and mention.depth == first.depth:
            break
        segment += mention.before.count(";")
        if mention.depth == first.depth and is_part(mention, whole):
            parts.append(mention)
            segments.append(segment)
    one_each = segments == list(range(len(parts)))
    listed = ":" in first.before or one_each
    return tuple(parts), len(parts) if listed else segments.count(0)


def is_part(mention: Mention, whole: Mention) -> bool:
    """Whether a figure can be a part: an amount of its own, which no noun is described by."""
    described = mention.after.startswith("的")
    return mention.is_level and same_measure(mention, whole) and not described


def complement_of(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Runs of mentions whose labels name all kinds of a whole, each kind once."""
    named = [bool(_any_kind().search(each.label)) for each in mentions]
    if sum(named) < 2:
        return
    for kinds in _kinds():
        size = len(kinds)
        for at in range(len(mentions) - size + 1):
            run = mentions[at : at + size]
            if all(named[at : at + size]) and _covers(kinds, run):
                yield tuple(run)
                break


@cache
def _kinds() -> tuple[tuple[tuple[str, ...], ...], ...]:
    return tuple(
        tuple(tuple(kind.split("|")) for kind in group) for group in cues()["complements"]["groups"]
    )


@cache
def _any_kind() -> re.Pattern[str]:
    return re.compile(any_of({word for group in _kinds() for kind in group for word in kind}))


def _covers(kinds: tuple[tuple[str, ...], ...], run: Sequence[Mention]) -> bool:
    """Whether each kind labels exactly one mention of the run."""
    found = set()
    for mention in run:
        # 不予受理 also contains 受理: kinds are listed from the narrowest name on
        for at, kind in enumerate(kinds):
            if any(word in mention.label for word in kind):
                found.add(at)
                break
    return len(found) == len(kinds)


def is_intensive(mention: Mention) -> bool:
    """Whether a figure is a mean, a price or the like, which doesn't add up."""
    words = _patterns()["intensive"].search(mention.name)
    price = measure(mention.metric.unit) == "元" and _patterns()["price"].search(mention.name)
    return bool(words or price)
