"""Sums and parts: a whole against the figures that the words put under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import (
    Group,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    measure,
    passages,
    same_measure,
)
from analysis.audit.relations import check_part, check_sum, is_slip, largest_run
from analysis.audit.scopes import (
    BRACKET,
    VIEW,
    Scope,
    ScopedGroup,
    complement_of,
    is_intensive,
    is_part,
)
from analysis.audit.statuses import opposed_parts
from analysis.quantities import Bound

DIGITS = 3  # of figures, in which one that differs is a slip where no word calls parts examples
LEAST, MOST = Decimal("0.85"), Decimal("1.15")  # of a whole, that two parts near it make up
LOWEST, HIGHEST = Decimal("0.5"), Decimal("1.5")  # that parts do of which one is the rest
FEWEST, MOSTLY = Decimal("0.75"), Decimal("1.3")  # that three parts or more do
MARKS = (r",\w+", r"(?:[、和及与]|以及)\w+")  # before the first of listed parts, and the others
LONGEST_REMAINDER = 4  # a longer label names other things than those that are left
LONGEST_KIND = 14  # a longer label is a clause of its own, no kind of the whole


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["scope"]
    return {
        "rest": re.compile(rf"^(?:其中|[、和及与])*{any_of(words['rest'])}"),
        "listing": re.compile(any_of(words["listing"])),
        "total": re.compile(any_of(words["total"])),
        "headed": re.compile(rf"{any_of(words['closing'])}$"),
        "closing": re.compile(rf"\w{{0,4}}{any_of(words['closing'])}(?:为|达|有)?"),
        "open_ended": re.compile(any_of(words["open_ended"])),
        "stock": re.compile(any_of(words["stock"])),
        "exclusive": re.compile(any_of(cues()["complements"]["exclusive"])),
        "opening": re.compile(any_of(cues()["stock"]["opening"])),
        "intake": re.compile(any_of(cues()["rate"]["intake"])),
    }


def find_sums(group: ScopedGroup) -> Iterator[Finding]:
    """Sums of exhaustive parts, and parts against their whole."""
    scopes = [scope for scope in group.scopes if not is_intensive(scope.whole)]
    summed: set[int] = set()
    for scope in scopes:
        if opposed_parts(group, scope):
            continue
        finding, parts = _sum(group, scope)
        if finding:
            yield finding
            summed |= {part.index for part in parts}
        for part in scope.parts[: scope.sure]:
            if part.index not in summed and not is_intensive(part):
                yield from _part(group, scope, part)
    yield from _bare_complements(group, scopes)
    yield from _listed_after(group, scopes)
    yield from _totals_after(group, scopes)


def _finding(relation: Relation, stated: Mention, evidence: Sequence[Mention], why: str) -> Finding:
    quantities = [each.metric.quantity for each in evidence]
    if relation == Relation.SUM:
        outcome = check_sum(stated.metric.quantity, quantities)
    else:
        outcome = check_part(stated.metric.quantity, quantities[0])
    return outcome.finding(relation, stated.metric, passages(*evidence), why)


def _exceeds(part: Mention, whole: Mention) -> bool:
    """Whether a part alone is larger than its whole."""
    return check_part(part.metric.quantity, whole.metric.quantity).verdict != Verdict.CONSISTENT


def _sum(group: Group, scope: Scope) -> tuple[Finding | None, tuple[Mention, ...]]:
    """The sum of a scope: of the parts that add up, else of those that must."""
    parts = tuple(part for part in scope.parts if not is_intensive(part))
    size = largest_run(scope.whole.metric.quantity, [part.metric.quantity for part in parts])
    if size > 1 and not any(_exceeds(part, scope.whole) for part in parts[:size]):
        return (
            _finding(Relation.SUM, scope.whole, parts[:size], f"“{scope.cue}”所列各项"),
            parts[:size],
        )
    exhaustive, why = _exhaustive(group, scope.whole, parts[: scope.sure])
    if exhaustive:
        finding = _finding(Relation.SUM, scope.whole, exhaustive, why)
        return finding, exhaustive
    exclusive = _exclusive(parts[: scope.sure])
    if len(exclusive) > 1:
        finding = _finding(Relation.SUM, scope.whole, exclusive, "各项互不重叠，其和不应大于整体")
        if finding.expected is not None and finding.expected > scope.whole.metric.value:
            return finding, exclusive
    listed = parts[: scope.sure]
    if any(_exceeds(part, scope.whole) for part in listed):
        return None, ()
    quantities = [each.metric.quantity for each in listed]
    if len(listed) > 1 and is_slip(scope.whole.metric.quantity, quantities):
        why = "各项之和与整体只差一处数字"
        return _finding(Relation.SUM, scope.whole, listed, why), listed
    if _is_closed(group, listed[-1]) and _is_near(scope.whole, listed, scope.cue):
        why = f"“{scope.cue}”所列各项之和接近整体"
        return _finding(Relation.SUM, scope.whole, listed, why), listed
    return None, ()


def _is_near(whole: Mention, parts: Sequence[Mention], cue: str = "其中") -> bool:
    """Whether parts come so near their whole that they must be meant to be all of it.

    Three or more; two that are a little too large together, or that no 其中 calls examples and
    that stand in parentheses or miss the whole by one slip of the pen.
    """
    if len(parts) < 2 or any(each.metric.bound != Bound.EXACT for each in (whole, *parts)):
        return False
    if any(len(part.label) > LONGEST_KIND for part in parts):
        return False
    if len(parts) == 2 and ";" in parts[1].before:
        return False  # what follows the semicolon may be of something else
    printed = sum(part.metric.value * part.metric.scale for part in parts)
    ratio = printed / (whole.metric.value * whole.metric.scale or 1)
    if len(parts) > 2:
        return FEWEST <= ratio <= MOSTLY
    if cue == BRACKET:
        return LEAST < ratio <= MOST
    slip = is_slip(whole.metric.quantity, [each.metric.quantity for each in parts], DIGITS)
    return 1 < ratio <= MOST or (cue != "其中" and slip)


def _is_about(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether parts make up something like their whole; else other things are among them."""
    printed = sum(part.metric.value * part.metric.scale for part in parts)
    return LOWEST <= printed / (whole.metric.value * whole.metric.scale or 1) <= HIGHEST


def _is_closed(group: Group, last: Mention) -> bool:
    """Whether no words in the clause after the last part name others, or others of a unit."""
    rest = group.text[last.metric.end - group.start :]
    clause = re.split(r"[,;。]", rest, maxsplit=1)[0]
    return not _patterns()["open_ended"].search(last.after + clause)


def _exhaustive(
    group: Group, whole: Mention, parts: Sequence[Mention]
) -> tuple[tuple[Mention, ...], str]:
    """The parts that words say are all there are, and which words."""
    if len(parts) < 2:
        return (), ""
    for run in complement_of(parts):
        if len(run) == len(parts):
            return run, "各项合为整体"
    for at, part in enumerate(parts):
        if at and _patterns()["rest"].search(part.label):
            listed = tuple(parts[: at + 1])
            return (listed, f"“{part.label}”收尾") if _is_about(whole, listed) else ((), "")
    closed = _is_closed(group, parts[-1])
    if closed and _patterns()["listing"].search(parts[0].before):
        return tuple(parts), "逐项列出"
    if closed and "分别" in parts[0].before:
        return tuple(parts), "“分别”逐项列出"
    if closed and (view := VIEW.search(parts[0].before)) and not view[0].startswith("从"):
        return tuple(parts), f"“{view[0][:-1]}”逐项列出"
    if all(_names(whole, part) for part in parts):
        return tuple(parts), "整体之名由各项之名合成"
    return (), ""


def _names(whole: Mention, part: Mention) -> bool:
    """Whether the whole's label names the part: 投诉举报 of 投诉 and 举报."""
    core = re.sub(r"[^\w]", "", part.label.replace("其中", ""))
    return len(core) > 1 and core in whole.label and core != whole.label


def _exclusive(parts: Sequence[Mention]) -> tuple[Mention, ...]:
    """The parts, when all are outcomes of which a case has just one."""
    outcomes = all(_patterns()["exclusive"].search(part.label) for part in parts)
    return tuple(parts) if outcomes else ()


def _part(group: Group, scope: Scope, part: Mention) -> Iterator[Finding]:
    """A part against its whole; against any larger figure before it when that may be meant."""
    finding = _finding(Relation.PART, part, [scope.whole], f"“{scope.cue}”")
    if finding.verdict == Verdict.INCONSISTENT:
        larger = any(
            same_measure(level, part)
            and not is_split(group, level, scope.whole)
            and not _exceeds(part, level)
            for level in levels_before(group, scope.whole)
        )
        if larger:
            return
    yield finding


def _bare_complements(group: Group, scopes: Sequence[Scope]) -> Iterator[Finding]:
    """收到6件，受理3件，不予受理3件: kinds of a whole that no 其中 introduces."""
    under = {part.index for scope in scopes for part in scope.parts}
    levels = [each for each in group.mentions if each.is_level and not is_intensive(each)]
    for run in complement_of(levels):
        whole = next(iter(group.mentions[run[-1].index + 1 :]), None)
        alike = all(same_measure(run[0], each) for each in run)
        carried = any(_patterns()["opening"].search(each.label) for each in group.mentions)
        if not alike or carried or any(each.index in under for each in run):
            continue
        wholes = [each for each in levels_before(group, run[0]) if same_measure(each, run[0])]
        sure = bool(wholes) and wholes[0].index == run[0].index - 1 and _is_intake(wholes[0], run)
        if whole and same_measure(whole, run[0]) and _patterns()["total"].match(whole.label):
            wholes, sure = [whole, *wholes], True
        kinds = [run, _with_following(group, run)]
        findings = [
            _finding(Relation.SUM, each, parts, "各项合为整体")
            for parts in kinds
            for each in wholes
        ]
        agreeing = [each for each in findings if each.verdict == Verdict.CONSISTENT]
        yield from agreeing[:1] or (findings[:1] if sure else [])


def _with_following(group: Group, run: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Kinds of a whole with those that are listed after them: 受理…，不予受理…，告知…."""
    listed = list(run)
    for mention in group.mentions[run[-1].index + 1 :]:
        if not is_part(mention, run[0]) or is_split(group, run[-1], mention):
            break
        listed.append(mention)
    return tuple(listed)


def _is_intake(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether a figure before its kinds is the whole of them: of what came in, or of all named."""
    cue = _patterns()["intake"].search(whole.label) or _patterns()["stock"].search(whole.label)
    return bool(cue) or all(_names(whole, part) for part in parts)


def _listed_after(group: Group, scopes: Sequence[Scope]) -> Iterator[Finding]:
    """共检查320次，专项检查110次、日常检查205次: a whole, then figures with only 、 between.

    Without a word for the total, three figures or more, of cases: what else is built or
    held beside a thing is listed after it in the same way.
    """
    under = {part.index for scope in scopes for part in scope.parts}
    for whole in group.mentions:
        total = _patterns()["total"].search(whole.label)
        if not whole.is_level or not (total or measure(whole.metric.unit) == "件"):
            continue
        least = 2 if total else 3
        parts: list[Mention] = []
        closing = _patterns()["headed"].search(whole.label)
        marks = (r"[,;:]\w+", r"(?:[、,;和及与]|以及)\w+") if closing else MARKS
        for mention in group.mentions[whole.index + 1 :]:
            mark = marks[bool(parts)]
            if not re.fullmatch(mark, mention.before.strip()) or not is_part(mention, whole):
                break
            parts.append(mention)
        if len(parts) < least or any(part.index in under for part in parts) or is_intensive(whole):
            continue
        finding = _finding(Relation.SUM, whole, parts, f"“{whole.label}”之后以顿号逐项列出")
        near = _is_near(whole, parts) and _is_closed(group, parts[-1])
        if finding.verdict == Verdict.CONSISTENT or near:
            yield finding


def _totals_after(group: Group, scopes: Sequence[Scope]) -> Iterator[Finding]:
    """建议86件、提案102件，共188件: figures and the total that closes them."""
    under = {part.index for scope in scopes for part in scope.parts}
    for total in group.mentions:
        if not total.is_level or not _patterns()["closing"].fullmatch(total.label):
            continue
        run: list[Mention] = []
        for level in levels_before(group, total):
            if is_split(group, level, total) or not same_measure(level, total):
                break
            run.insert(0, level)
        if len(run) < 2 or any(each.index in under for each in run) or is_intensive(total):
            continue
        findings = [
            _finding(Relation.SUM, total, run[at:], f"“{total.label}”收尾")
            for at in range(len(run) - 1)
        ]
        agreeing = [each for each in findings if each.verdict == Verdict.CONSISTENT]
        if agreeing or total.label in cues()["scope"]["closing"] or _is_near(total, run):
            yield (agreeing or findings)[0]
