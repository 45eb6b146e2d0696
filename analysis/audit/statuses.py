"""Statuses: cases that are open among those that the words call done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import (
    CLAUSE_END,
    Group,
    Mention,
    any_of,
    cues,
    levels_before,
    measure,
    passages,
    same_measure,
    same_unit,
)
from analysis.audit.relations import check_sum
from analysis.audit.scopes import Scope, ScopedGroup

HOLDS = "各部分的状态与整体不相矛盾"
LONGEST_REMAINDER = 8  # what a longer label names, besides being open, are other things
MONEY = "元"
PREDICATE = "(?:[年度月]|[共已法计新内均])"  # the end of what stands before a verb, not a noun
LONGEST_CLAIM = 80  # characters between a figure and the words that all of it is done


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["status"]
    return {
        "open": re.compile(any_of(words["open"])),
        "done": re.compile(rf"(?<![未不]){any_of(words['done'])}"),
        "all": re.compile(
            rf"(?:{any_of(words['all'])}|(?<![平日月年])均)(?P<claim>[^,;。的]+)(?!的)"
        ),
        "filler": re.compile(any_of([*words["rest"], *cues()["stock"]["when"], *words["when"]])),
        "before": re.compile(any_of(words["before"])),
        "excuse": re.compile(
            rf"{any_of(words['reason'])}[^,;。]*(?:未|没有|不能|无法|暂缓|推迟|延期)"
        ),
        "others": re.compile(any_of(words["others"])),
        "anew": re.compile(any_of(words["anew"])),
        "negation": re.compile(rf"{any_of(words['negation'])}(?P<verb>[^,;。的]{{2,8}})"),
        "late": re.compile(any_of(words["late"])),
        "in_time": re.compile(any_of(words["in_time"])),
    }


def find_statuses(group: ScopedGroup, before: Group | None = None) -> Iterator[Finding]:
    """Kinds that contradict the whole they are put under, and what is left of all done.

    What all is done may be told in the sentence before.
    """
    contradicted = set()
    for scope in (each for each in group.scopes if not each.loose):
        if opposed := opposed_parts(group, scope):
            contradicted.add(scope.whole)
            parts = scope.parts[: scope.sure]
            why = f"“{opposed[0].label}”列在“{scope.whole.label}”之下"
            yield _finding(scope.whole, parts, why)
        elif _tells_status(scope):
            yield _finding(scope.whole, scope.parts[: scope.sure], HOLDS, Verdict.CONSISTENT)
    claims = _patterns()["all"]
    places = [each for each in (group, before) if each is not None and claims.search(each.text)]
    for rest in group.mentions if places else ():
        for place in places:
            found = _not_all_done(place, group, rest)
            if found and found[0] not in contradicted:
                yield _finding(found[0], (rest,), f"“{found[1]}”之后又有“{found[2]}”")
                break


def _finding(
    done: Mention, left: Sequence[Mention], why: str, verdict: Verdict = Verdict.INCONSISTENT
) -> Finding:
    severity = float(verdict == Verdict.INCONSISTENT)
    return Finding(Relation.STATUS, verdict, severity, done.metric, None, passages(*left), why)


def _tells_status(scope: Scope) -> bool:
    """Whether kinds of a whole are told by what became of them, some done, some open."""
    labels = [part.label for part in scope.parts[: scope.sure]]
    is_open = [bool(_patterns()["open"].search(label)) for label in labels]
    return len(labels) > 1 and any(is_open) and not all(is_open)


def opposed_parts(group: Group, scope: Scope) -> list[Mention]:
    """未结 among the kinds of 办结, unless it makes up what a larger whole has left."""
    listed = scope.parts[: scope.sure]
    opposed = [
        part
        for part in listed
        if _is_opposed(part, scope.whole) and not _is_refused_beside(part, listed)
    ]
    if opposed:
        both = [scope.whole.metric.quantity, *(each.metric.quantity for each in opposed)]
        for level in levels_before(group, scope.whole):
            fits = same_measure(level, scope.whole)
            if fits and check_sum(level.metric.quantity, both).verdict == Verdict.CONSISTENT:
                return []
    return opposed


def _is_refused_beside(part: Mention, listed: Sequence[Mention]) -> bool:
    """Whether 不予受理 stands beside 受理: then the whole, called 受理 too, is what came in."""
    refused = re.search(r"[不未]予(\w\w)", part.label)
    return refused is not None and any(
        refused[1] in each.label and "予" + refused[1] not in each.label for each in listed
    )


def _is_opposed(part: Mention, whole: Mention) -> bool:
    """Whether a part is open what the whole is done, or is not what the whole is."""
    # 已建成的24个中，9个正在施工: the words stand behind the figure
    told = part.label if len(part.label) > 1 else CLAUSE_END.split(part.after)[0]
    if _patterns()["before"].search(told):
        return False  # 此前未就业
    is_done = _patterns()["done"].search(whole.label) or _all_done(whole)
    spent = is_done and is_done[0] == "完成" and measure(whole.metric.unit) == MONEY
    if is_done and not spent and _patterns()["open"].search(told):
        return True
    if _patterns()["in_time"].search(whole.label) and _patterns()["late"].search(told):
        return True
    negated = re.search(r"(?:未|不|没有|待)(?P<by>[予能获得经]?)([^予能获得]\w)", told)
    if not negated:
        return False
    if negated["by"] == "予":  # 不予公开 is no contrary of 信息公开申请, but of what was 公开
        return bool(re.search(rf"(?:^|{PREDICATE}|予以){negated[2]}", whole.label))
    own = re.search(rf"(?P<negation>[未不待应拟])?予?{re.escape(negated[2])}", whole.label)
    return own is not None and own["negation"] is None


def _all_done(whole: Mention) -> re.Match[str] | None:
    """The word by which the clause behind a figure says that all of it is done: 186处已全部销号."""
    claim = _patterns()["all"].search(CLAUSE_END.split(whole.after)[0])
    return _patterns()["done"].search(claim["claim"]) if claim else None


def _not_all_done(place: Group, group: Group, rest: Mention) -> tuple[Mention, str, str] | None:
    """86件已全部办结，尚有5件未办结: what is all done, those words, and those that deny them.

    ``place`` is the group that says that all is done, ``group`` that of what is left.
    """
    label = CLAUSE_END.split(rest.before)[-1]
    told = label + rest.metric.text + re.split(r"[;。]", rest.after)[0]
    clause = label + CLAUSE_END.split(rest.after)[0]
    segment = re.split("[;。]", rest.before)[-1]
    others = _patterns()["others"].search(clause) or _patterns()["anew"].search(segment)
    if not rest.is_level or others:
        return None
    if place is group:
        earlier = list(levels_before(group, rest))
    else:
        earlier = [each for each in reversed(place.mentions) if each.is_level]
    done = _claimed(earlier, rest)
    if done is None or rest.metric.value > done.metric.value:
        return None
    between = place.text[done.metric.end - place.start :]
    if place is group:
        between = group.text[done.metric.end - group.start : rest.metric.start - group.start]
    remainder = _patterns()["filler"].sub("", _patterns()["open"].sub("", label))
    alike = any(remainder[at : at + 2] in done.name for at in range(len(remainder) - 1))
    if len(remainder) > LONGEST_REMAINDER and not alike and "其中" not in rest.before:
        return None
    for words in (between[:LONGEST_CLAIM].removesuffix(label), done.label):
        for claim in _patterns()["all"].finditer(words):
            if denied := _denial(told, claim["claim"]):
                return done, claim[0], denied
    return None


def _claimed(earlier: Sequence[Mention], rest: Mention) -> Mention | None:
    """The figure that what is left is of: the nearest of its noun, else of its unit.

    问题96个均已整改，完善制度43项。其中7个问题尚在整改
    """
    alike = [each for each in earlier if same_unit(each, rest)]
    noun = rest.after[:2] if re.match(r"\w\w", rest.after) else ""
    named = (each for each in alike if noun and noun in each.name and "其中" in rest.before)
    return next(named, next(iter(alike), None))


def _denial(told: str, claim: str) -> str:
    """The words of what is left that deny what is claimed of all; empty where none do."""
    is_done = _patterns()["done"].search(claim)
    if is_done and (opened := _patterns()["open"].search(told)):
        return opened[0]
    if _patterns()["in_time"].search(claim) and (late := _patterns()["late"].search(told)):
        return late[0]
    if is_done and (excuse := _patterns()["excuse"].search(told)):
        return excuse[0]
    for negated in _patterns()["negation"].finditer(told):
        verb = negated["verb"]
        if any(verb[at : at + 2] in claim for at in range(len(verb) - 1)):
            return negated[0]
    return ""
