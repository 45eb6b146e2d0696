"""Stocks: what came and went against what there was, is and is left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import (
    REACH,
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    passages,
    run_of,
    same_unit,
)
from analysis.audit.relations import DOWN, check_balance, check_net, check_part

ROLES = ("left", "opening", "went", "came")  # in this order: 结转下年 is no 结转


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["stock"]
    return {
        "net": re.compile(rf"^{any_of(words['net'])}"),
        "increase": re.compile(any_of(words["increase"])),
        "decrease": re.compile(any_of(words["decrease"])),
        "added": re.compile(any_of(words["added"])),
        "stands_at": re.compile(
            rf"[余个家户条项件人名万多]*[,、]\s*(?P<name>\w{{0,8}}?)"
            rf"(?:{any_of(words['total'])}(?:已|就)?{any_of(words['reached'])}?|(?:已)?{any_of(words['reached'])})"
        ),
        **{role: re.compile(any_of(words[role])) for role in ROLES},
    }


def find_stocks(group: Group) -> Iterator[Finding]:
    """Nets, balances of what is carried over, and what is new in a total."""
    yield from _nets(group)
    yield from _balance(group)
    yield from _added(group)


def _nets(group: Group) -> Iterator[Finding]:
    """新增320户，注销110户，净增210户: what came less what went."""
    for came, went, net in zip(*(group.mentions[at:] for at in range(3)), strict=False):
        tied = same_unit(came, went) and same_unit(came, net)
        moved = _patterns()["increase"].search(came.label) and _patterns()["decrease"].search(
            went.label
        )
        if tied and moved and _patterns()["net"].match(net.label):
            outcome = check_net(*(each.metric.quantity for each in (net, came, went)))
            why = f"“{net.label}”为增减之差"
            yield outcome.finding(Relation.SUM, net.metric, passages(came, went), why)


def _balance(group: Group) -> Iterator[Finding]:
    """上年结转4件，新收87件，办结86件，结转下年5件: what was open and came less what went."""
    told: dict[str, Mention] = {}
    for mention in group.mentions:
        role = _role(mention)
        if role:
            told.setdefault(role, mention)
    if len(told) < len(ROLES):
        return
    left, opening, went, came = (told[role] for role in ROLES)
    near = max(each.index for each in told.values()) - min(each.index for each in told.values())
    if near > REACH or not all(same_unit(left, each) for each in (opening, went, came)):
        return
    outcome = check_balance(*(each.metric.quantity for each in (left, opening, came, went)))
    why = f"“{opening.label}”与“{came.label}”合为“{went.label}”与“{left.label}”"
    yield outcome.finding(Relation.SUM, left.metric, passages(opening, came, went), why)


def _role(mention: Mention) -> str:
    """Which side of a balance a count is on; empty when its words say none."""
    if mention.kind != Kind.AMOUNT or mention.depth:
        return ""
    return next((role for role in ROLES if _patterns()[role].search(mention.label)), "")


def _added(group: Group) -> Iterator[Finding]:
    """新增10家、总数达到85家: what is new is no more than all there is."""
    for first in group.mentions[1:]:
        stands_at = None if first.position else _patterns()["stands_at"].fullmatch(first.before)
        if stands_at is None:
            continue
        totals = run_of(group, first)
        news = group.mentions[max(0, first.index - len(totals)) : first.index]
        if len(news) < len(totals) or not _patterns()["added"].search(news[0].name):
            continue
        for new, total in zip(news, totals, strict=True):
            if _is_new_in(new, total, stands_at["name"]):
                outcome = check_part(new.metric.quantity, total.metric.quantity)
                why = f"“{new.label}”含在“{first.label}”之内"
                yield outcome.finding(Relation.PART, new.metric, passages(total), why)


def _is_new_in(new: Mention, total: Mention, name: str) -> bool:
    """Whether a figure is of what is new among those of another: of one name, if it has any."""
    if new.kind != Kind.AMOUNT or new.direction == DOWN or new.moved or not same_unit(new, total):
        return False
    return not name or any(name[at : at + 2] in new.name for at in range(len(name) - 1))
