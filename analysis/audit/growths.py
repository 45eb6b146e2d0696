"""Growths: rates of growth against each other, of a whole and its parts or of two places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import (
    AGAINST,
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    passages,
    run_of,
    same_measure,
)
from analysis.audit.relations import (
    DOWN,
    UP,
    Outcome,
    check_points,
    check_weighted_growth,
    largest_run,
)
from analysis.audit.scopes import complement_of, is_intensive

LEAST_CLASSES = 3  # two classes may leave out a third


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["change"]
    up, down = any_of(words["gap_up"]), any_of(words["gap_down"])
    more, less = any_of(words["more"]), any_of(words["less"])
    return {
        "gap": re.compile(
            rf"(?:(?P<up>{up})|{down})(?P<name>\w{{2,}})$"
            rf"|{AGAINST}(?P<peer>\w{{2,}}?)(?:(?P<above>{more})|{less})$"
        ),
        "peer": re.compile(rf"(?:(?P<up>{up})|(?P<down>{down})|{AGAINST})[^,;。\d]*\(?$"),
        "beside": re.compile(rf"\)?的?(?:(?P<up>{more})|(?P<down>{less}))?"),
        "exhaust": re.compile(any_of(words["exhaust"])),
        "classes": re.compile(rf"(?:按|分)(?!{any_of(words['selected'])})[^,;。:]{{1,8}}?[看分],"),
        "parts": re.compile(
            rf"{any_of(cues()['scope']['continues'])}|[分按从][^,;。]{{1,8}}[看分],"
        ),
    }


def find_growths(group: Group) -> Iterator[Finding]:
    """The growth of a whole against that of its parts, and the gaps between two rates."""
    yield from _weighted(group)
    for gap in group.mentions:
        if gap.kind == Kind.POINTS and gap.index:
            finding = _gap_to_peer(group, gap) or _gap_to_named(group, gap)
            if finding:
                yield finding


def _finding(stated: Mention, outcome: Outcome, evidence: Sequence[Mention], why: str) -> Finding:
    return outcome.finding(Relation.CHANGE, stated.metric, passages(*evidence), why)


# --- gaps ------------------------------------------------------------------------------------


def _gap_to_peer(group: Group, gap: Mention) -> Finding | None:
    """增长8.6%，比全省平均水平6.1%高2.5个百分点: what is compared with stands right before."""
    if gap.index < 2:
        return None
    rate, peer = group.mentions[gap.index - 2 : gap.index]
    compared = _patterns()["peer"].search(peer.before)
    beside = _patterns()["beside"].fullmatch(gap.before)
    if not compared or not beside or is_split(group, rate, peer):
        return None
    up, down = (bool(compared[side] or beside[side]) for side in ("up", "down"))
    percent = rate.kind == peer.kind == Kind.PERCENT
    if not percent or up == down or DOWN in {rate.direction, peer.direction}:
        return None  # after 下降3%, 高1个百分点 can be read in two ways
    own, other = rate.metric.quantity, peer.metric.quantity
    outcome = check_points(gap.metric.quantity, other, own, UP if up else DOWN)
    return _finding(gap, outcome, (rate, peer), f"“{compared[0].strip('(')}”")


def _gap_to_named(group: Group, gap: Mention) -> Finding | None:
    """增长24.6%，高于全部贷款7.3个百分点: the rate compared with is one that the words name."""
    told = _patterns()["gap"].search(gap.label)
    rate = group.mentions[gap.index - 1]
    if not told or rate.kind != Kind.PERCENT:
        return None
    peer = told["peer"] or told["name"][-2:]
    named = [
        each
        for each in group.mentions
        if each.kind == Kind.PERCENT
        and each is not rate
        and each.direction == rate.direction
        and peer in _owner(group, each).name
    ]
    if len(named) != 1 or (told["peer"] and DOWN in {rate.direction, named[0].direction}):
        return None
    own, other = rate.metric.quantity, named[0].metric.quantity
    direction = UP if told["up"] or told["above"] else DOWN
    outcome = check_points(gap.metric.quantity, other, own, direction)
    return _finding(gap, outcome, (rate, named[0]), f"“{gap.label}”")


# --- a whole and its parts -------------------------------------------------------------------


def _weighted(group: Group) -> Iterator[Finding]:
    """A total's growth between those of the parts that make it up."""
    growths = [each for each in group.mentions if each.direction and each.kind == Kind.PERCENT]
    owners = [_owner(group, each) for each in growths]
    runs = [
        *_adding_up(group, growths, owners),
        *(
            growths[owners.index(run[0]) - 1 : owners.index(run[-1]) + 1]
            for run in complement_of(owners)
            if run[0] != owners[0]
        ),
        *_classes(growths),
    ]
    for total, *parts in runs:
        between = "".join(
            each.before for each in group.mentions[total.index + 1 : parts[0].index + 1]
        )
        if not _patterns()["parts"].search(between) or is_intensive(_owner(group, total)):
            continue  # a mean can grow faster than all its parts, when their weights shift
        outcome = check_weighted_growth(
            (total.metric.quantity, total.direction or UP),
            [(part.metric.quantity, part.direction or UP) for part in parts],
        )
        yield _finding(total, outcome, parts, "整体的增速介于各部分增速之间")


def _adding_up(
    group: Group, growths: Sequence[Mention], owners: Sequence[Mention]
) -> Iterator[Sequence[Mention]]:
    """A growth and those of the parts: their levels add up to its own, or all are named."""
    for at, total in enumerate(owners):
        size = 0
        following = [each for each in owners[at + 1 :] if each.is_level]
        if total.is_level and all(same_measure(total, each) for each in following):
            size = largest_run(total.metric.quantity, [each.metric.quantity for each in following])
        run = growths[at + 1 : at + 1 + size]
        if size > 1 and owners[at + 1 : at + 1 + size] == following[:size]:
            yield [growths[at], *run]
        parts = [each for each in growths[at + 1 :] if _patterns()["exhaust"].search(each.before)]
        if parts:
            yield [growths[at], *run_of(group, parts[0])]


def _classes(growths: Sequence[Mention]) -> Iterator[Sequence[Mention]]:
    """A growth and those of the classes that the whole is sorted into: 按货类分,….

    Only classes that follow each other without another sentence, and three or more of them.
    """
    for at, first in enumerate(growths[1:], start=1):
        if _patterns()["classes"].search(first.before):
            rest = takewhile(lambda each: "。" not in each.before, growths[at + 1 :])
            classes = [first, *rest]
            if len(classes) >= LEAST_CLASSES and "等" not in classes[-1].label:
                yield [growths[at - 1], *classes]


def _owner(group: Group, growth: Mention) -> Mention:
    """The mention whose label names what grew: the level just before, else the growth."""
    if growth.index:
        last = group.mentions[growth.index - 1]
        if last.direction is None and not re.search(r"[;。]", growth.before):
            return last
    return growth
