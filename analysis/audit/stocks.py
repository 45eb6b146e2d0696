"""Stocks: what came and went against what there was, is and is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import (
    CLAUSE_END,
    REACH,
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    outside_brackets,
    passages,
    run_of,
    same_unit,
)
from analysis.audit.relations import DOWN, check_balance, check_net, check_part
from analysis.audit.scopes import ScopedGroup

LONGEST_NOUN = 4  # characters behind a figure that name what is counted; more may be a verb
FEWEST = 3  # figures that a balance must have more of
FEWEST_OUTCOMES = 2  # that make other figures told with them outcomes too
NEAREST = 2  # figures back from a total to what is new: 新增12名学生，四个县共有80名
ROLES = ("left", "opening", "went", "came")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["stock"]
    reached = rf"{any_of(words['reached'])}(?:了|约|近|{any_of(words['reached'])})*"
    return {
        "net": re.compile(rf"{any_of(words['net'])}(?:了|约|达)?$"),
        "net_loss": re.compile(any_of(words["net_loss"])),
        "decrease": re.compile(any_of(words["decrease"])),
        "added": re.compile(any_of(words["added"])),
        "stands_at": re.compile(
            rf"(?:^|[,、)])\s*(?P<name>[^,;:。、()]{{0,14}}?)(?:(?P<total>{any_of(words['total'])})"
            rf"(?:{any_of(words['reached'])}|已|就|均|分别|约|近)*|(?:已|分别|约|近)*{reached})\s*$"
        ),
        "generic": re.compile(rf"(?<=..){any_of(words['generic'])}$"),
        "unnamed": re.compile(any_of(words["unnamed"])),
        "left": re.compile(rf"(?<![上去]){any_of(words['left'])}"),
        "open": re.compile(any_of(words["open"])),
        "opening": re.compile(any_of(words["opening"])),
        # 2023年初，全区在册低保对象12436人: the time stands in a clause of its own
        "opened": re.compile(rf"{any_of(words['opened'])},[^,;:。]+$"),
        "came": re.compile(any_of([*words["came"], *words["increase"]])),
        "went": re.compile(any_of([*words["went"], *words["decrease"]])),
        "outcome": re.compile(any_of(cues()["complements"]["exclusive"])),
        "when": re.compile(
            rf"{any_of([*words['left'], *words['open'], *words['when'], *words['reached']])}"
        ),
    }


def find_stocks(group: ScopedGroup) -> Iterator[Finding]:
    """Nets, balances of what is carried over, and what is new in a total."""
    yield from _nets(group)
    if len(group.mentions) > FEWEST and _patterns()["opening"].search(group.text):
        yield from _balance(group)
    yield from _added(group)


def _nets(group: Group) -> Iterator[Finding]:
    """新增320户，注销110户，净增210户: what came less what went; of 净减少 the other way round."""
    for came, went, net in zip(*(group.mentions[at:] for at in range(3)), strict=False):
        tied = same_unit(came, went) and same_unit(came, net) and not is_split(group, came, net)
        moved = _patterns()["decrease"].search(went.label) and not (
            _patterns()["decrease"].search(came.label)
        )
        if tied and moved and _patterns()["net"].search(net.label):
            more, less = (went, came) if _patterns()["net_loss"].search(net.label) else (came, went)
            outcome = check_net(*(each.metric.quantity for each in (net, more, less)))
            why = f"“{net.label}”为增减之差"
            yield outcome.finding(Relation.SUM, net.metric, passages(came, went), why)


def _balance(group: ScopedGroup) -> Iterator[Finding]:
    """上年结转4件，新收87件，办结86件，结转下年5件: what was open and came less what went."""
    told: dict[str, list[Mention]] = {role: [] for role in ROLES}
    unknown: list[Mention] = []
    for mention in group.mentions:
        role = _role(mention)
        if role == "left" and told["left"]:
            break
        if role and (role == "left" or group.whole_of(mention) is None):
            told[role].append(mention)
        elif mention.kind == Kind.AMOUNT and group.whole_of(mention) is None:
            unknown.append(mention)
    if not told["went"] and _are_outcomes(unknown):
        told["went"], unknown = unknown, []
    if not all(told.values()):
        return
    left, opening = told["left"][0], told["opening"][0]
    flows = [each for role in ("came", "went") for each in told[role]]
    ends = [each.index for each in (left, opening, *flows)]
    alike = all(same_unit(left, each) for each in (opening, *flows))
    if max(ends) - min(ends) > REACH or not alike or not _is_same_stock(opening, left):
        return
    findings = [
        _balanced(left, opening, came, went)
        for came in _choices(told["came"])
        for went in _choices(told["went"])
    ]
    agreeing = [each for each in findings if each.verdict == Verdict.CONSISTENT]
    sure = not any(min(ends) < each.index < max(ends) and same_unit(each, left) for each in unknown)
    yield from agreeing[:1] or (findings[:1] if sure else [])


def _balanced(
    left: Mention, opening: Mention, came: Sequence[Mention], went: Sequence[Mention]
) -> Finding:
    outcome = check_balance(
        left.metric.quantity,
        opening.metric.quantity,
        [each.metric.quantity for each in came],
        [each.metric.quantity for each in went],
    )
    why = f"“{opening.label}”与“{came[0].label}”合为“{went[0].label}”与“{left.label}”"
    return outcome.finding(Relation.SUM, left.metric, passages(opening, *came, *went), why)


def _are_outcomes(mentions: Sequence[Mention]) -> bool:
    """Whether figures are of the ways in which cases end, at least two by their usual names."""
    named = [each for each in mentions if _patterns()["outcome"].search(each.label)]
    return len(named) >= FEWEST_OUTCOMES and all(same_unit(named[0], each) for each in mentions)


def _choices(flows: Sequence[Mention]) -> list[Sequence[Mention]]:
    """What may have come or gone in all: everything told of it, or one figure (of 收到, 受理)."""
    if _are_outcomes(flows):
        return [flows]
    return [flows, *([each] for each in flows)] if len(flows) > 1 else [flows]


def _role(mention: Mention) -> str:
    """Which side of a balance a count is on; empty when its words say none."""
    if mention.kind != Kind.AMOUNT or mention.depth:
        return ""
    told = mention.label + CLAUSE_END.split(mention.after)[0]
    patterns = _patterns()
    if patterns["left"].search(mention.label):
        return "left"
    if patterns["opening"].search(mention.label) or patterns["opened"].search(mention.before):
        return "opening"
    if patterns["open"].search(told):
        return "left"
    return next((role for role in ("went", "came") if patterns[role].search(mention.label)), "")


def _is_same_stock(opening: Mention, left: Mention) -> bool:
    """Whether two figures are of one stock: the later one has no other name than the first."""
    rest = iter(opening.label)
    name = _patterns()["when"].sub("", left.label)
    return all(character in rest for character in name)


def _added(group: Group) -> Iterator[Finding]:
    """新增10家、总数达到85家: what is new is no more than all there is.

    Of several kinds the figures are told in one order: 新增甲8家、乙5家，累计分别达80家、50家.
    """
    for first in group.mentions[1:]:
        words = outside_brackets(first.before)
        stands_at = None if first.position else _patterns()["stands_at"].search(words)
        if stands_at is None:
            continue
        totals = run_of(group, first)
        for last in reversed(group.mentions[max(0, first.index - NEAREST) : first.index]):
            news = group.mentions[max(0, last.index + 1 - len(totals)) : last.index + 1]
            if len(news) == len(totals) and _are_new(group, news, totals, stands_at):
                yield from _parts_of_totals(news, totals)
                break


def _parts_of_totals(news: Sequence[Mention], totals: Sequence[Mention]) -> Iterator[Finding]:
    for new, total in zip(news, totals, strict=True):
        outcome = check_part(new.metric.quantity, total.metric.quantity)
        name, whole = ((each.label or each.metric.indicator).strip("、") for each in (new, total))
        why = f"“{name}”含在“{whole}”之内"
        yield outcome.finding(Relation.PART, new.metric, passages(total), why)


def _are_new(
    group: Group, news: Sequence[Mention], totals: Sequence[Mention], stands_at: re.Match[str]
) -> bool:
    """Whether figures are of what is new among those of others, pair by pair.

    All characters of a total's own name, in their order, are in that of what is new; a total
    without a name (达到85家) belongs to the figures directly before it.
    """
    aside = stands_at.string[: stands_at.start()]
    other = "," in aside and _patterns()["added"].search(aside)  # 酒店新增7家，景区新增甲地、总数…
    adjacent = news[-1].index == totals[0].index - 1 and not other
    between = group.text[news[-1].metric.end - group.start : totals[0].metric.start - group.start]
    told = _clause_of(group, news[0]) + re.split(r"[、,;:。()]", news[-1].after)[0]
    if not _patterns()["added"].search(told) or re.search(r"[;。]", between):
        return False
    if not all(_may_be_new(*pair) for pair in zip(news, totals, strict=True)):
        return False
    name = _patterns()["unnamed"].sub("", stands_at["name"])
    if stands_at["total"] is None and _patterns()["added"].search(name):
        return False  # new things of another kind
    if len(name) < 2:  # 四个县共80名学生: the noun stands behind the figure
        name = re.split(r"[、和与及,;。(]", totals[0].after)[0][:LONGEST_NOUN]
    name = _patterns()["generic"].sub("", name)
    if stands_at["total"] is None and not (adjacent and between.count(",") < 2):
        return False
    rest = iter(told)
    wider = all(character in rest for character in name)  # a longer name is that of fewer
    return wider and (adjacent or bool(name))


def _may_be_new(new: Mention, total: Mention) -> bool:
    """Whether a count may be of what is new, and another of all: neither went down to it."""
    down = new.direction == DOWN or new.moved or total.direction or new.earlier
    return new.kind == Kind.AMOUNT and not down and same_unit(new, total)


def _clause_of(group: Group, mention: Mention) -> str:
    """The words before a figure in its clause, from before other figures listed with it too."""
    words = group.text[: mention.metric.start - group.start]
    return CLAUSE_END.split(outside_brackets(words))[-1]
