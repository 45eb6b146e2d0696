"""Statuses: cases that are open among those that the words call done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import (
    CLAUSE_END,
    Group,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    passages,
    same_measure,
)
from analysis.audit.relations import check_sum
from analysis.audit.scopes import Scope, ScopedGroup

LONGEST_REMAINDER = 4  # a longer label names other things than those that are left


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["status"]
    return {
        "open": re.compile(any_of(words["open"])),
        "done": re.compile(rf"(?<![未不]){any_of(words['done'])}"),
        "all_done": re.compile(rf"(?:全部|均已|全数|都已){any_of(words['done'])}(?!的)"),
        "negated": re.compile(r"(?:未|不|没有)([^予能]\w)"),
    }


def find_statuses(group: ScopedGroup) -> Iterator[Finding]:
    """Kinds that contradict the whole they are put under, and what is left of all done."""
    for scope in group.scopes:
        if opposed := opposed_parts(group, scope):
            yield _finding(
                scope.whole,
                scope.parts[: scope.sure],
                f"“{opposed[0].label}”列在“{scope.whole.label}”之下",
            )
    yield from _not_all_done(group)


def _finding(done: Mention, open_: tuple[Mention, ...], why: str) -> Finding:
    return Finding(
        Relation.STATUS, Verdict.INCONSISTENT, 1.0, done.metric, None, passages(*open_), why
    )


def opposed_parts(group: Group, scope: Scope) -> list[Mention]:
    """未结 among the kinds of 办结, unless it makes up what a larger whole has left."""
    opposed = [part for part in scope.parts if _is_opposed(part, scope.whole)]
    if opposed:
        both = [scope.whole.metric.quantity, *(each.metric.quantity for each in opposed)]
        for level in levels_before(group, scope.whole):
            fits = same_measure(level, scope.whole)
            if fits and check_sum(level.metric.quantity, both).verdict == Verdict.CONSISTENT:
                return []
    return opposed


def _is_opposed(part: Mention, whole: Mention) -> bool:
    """Whether a part is open what the whole is done, or is not what the whole is."""
    is_done = _patterns()["done"].search(whole.label)
    if is_done and _patterns()["open"].search(part.label):
        return True
    refused = re.search(r"不予(\w\w)", part.label)
    if refused and f"予以{refused[1]}" in whole.label:
        return True
    negated = _patterns()["negated"].search(part.label)
    if not negated:
        return False
    own = re.search(rf"(?P<negation>[未不])?{re.escape(negated[1])}", whole.label)
    return own is not None and own["negation"] is None


def _not_all_done(group: Group) -> Iterator[Finding]:
    """86件已全部办结，尚有5件未办结: some are open of what is all done."""
    for done, rest in zip(group.mentions, group.mentions[1:], strict=False):
        between = done.label + rest.before
        told = rest.label + CLAUSE_END.split(rest.after)[0]
        opened = _patterns()["open"].search(told)
        if (
            opened
            and same_measure(done, rest)
            and not is_split(group, done, rest)
            and len(rest.label) <= LONGEST_REMAINDER
            and _patterns()["all_done"].search(between)
        ):
            yield _finding(done, (rest,), f"“全部”之后仍有“{opened[0]}”")
