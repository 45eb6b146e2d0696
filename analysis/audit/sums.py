"""Sums and parts: a whole against the figures that the words put under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.kinds import is_series, is_year
from analysis.audit.mentions import (
    Group,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    passages,
    same_measure,
)
from analysis.audit.relations import check_part, check_sum, is_slip, largest_run
from analysis.audit.scopes import (
    BRACKET,
    MARKS,
    NAMED,
    VIEW,
    Scope,
    ScopedGroup,
    complement_of,
    is_intensive,
)
from analysis.audit.statuses import opposed_parts
from analysis.quantities import Bound

DIGITS = 3  # of figures, in which one that differs is a slip where no word calls parts examples
SWAPPED = 2  # digits, of which two that changed places are a slip where names are parallel
SORTS = ({"级"}, {"类"}, {"型"}, {"式"})
LEAST, MOST = Decimal("0.85"), Decimal("1.15")  # of a whole, that two parts near it make up
LOWEST, HIGHEST = Decimal("0.5"), Decimal("1.5")  # that parts do of which one is the rest
FEWEST, MOSTLY = Decimal("0.75"), Decimal("1.3")  # that three parts or more do
FEWEST_OF = Decimal("0.95")  # that three parts or more do where the words may call them examples
FEWEST_LISTED = Decimal(
    "0.85"
)  # that they do with a rest, or as places, or where no words put them
UNCALLED = ""  # the cue of parts that no words put under their whole
LONGEST_KIND = 14  # a longer label is a clause of its own, no kind of the whole


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["scope"]
    return {
        "rest": re.compile(rf"^(?:其中|[、和及与])*{any_of(words['rest'])}"),
        "listing": re.compile(any_of(words["listing"])),
        # 等、其余… (but not 三部分构成) in the last part's clause, or at the beginning of the next
        "open_ended": re.compile(
            rf"(?!\w{{0,5}}[构组]成)[^,;。]*{any_of(words['open_ended'])}"
            rf"|[,;]{any_of(words['open_ended'])}"
        ),
        "overlap": re.compile(any_of(words["overlap"])),
        "traits": re.compile(any_of(words["traits"])),
        "month": re.compile(r"^(?:其中|[、和及与])*\d{1,2}月份?$"),
        "before": re.compile(any_of([*cues()["stock"]["opening"], *cues()["stock"]["came"]])),
        "after": re.compile(any_of([*cues()["stock"]["went"], *cues()["stock"]["left"]])),
        "closing": re.compile(rf"(?!前)\w{{0,4}}?{any_of(words['closing'])}"),
        "exclusive": re.compile(any_of(cues()["complements"]["exclusive"])),
    }


def find_sums(group: ScopedGroup) -> Iterator[Finding]:
    """Sums of exhaustive parts, and parts against their whole."""
    scopes = [scope for scope in group.scopes if not is_intensive(scope.whole)]
    summed: set[int] = set()
    for scope in scopes:
        if scope.loose:
            yield from _loose(scope)
        if scope.loose or opposed_parts(group, scope):
            continue
        finding, parts = _closed(group, scope) or _sum(group, scope)
        if finding:
            yield finding
            summed |= {part.index for part in parts}
        for part in scope.parts[: scope.sure]:
            told = part.index in summed and not _exceeds(part, scope.whole)
            if not told and not is_intensive(part):
                yield from _part(group, scope, part)


def hold_against(
    relation: Relation, stated: Mention, evidence: Sequence[Mention], why: str
) -> Finding:
    """The finding of a sum of parts, or of a part against its whole."""
    quantities = [each.metric.quantity for each in evidence]
    if relation == Relation.SUM:
        outcome = check_sum(stated.metric.quantity, quantities)
    else:
        outcome = check_part(stated.metric.quantity, quantities[0])
    return outcome.finding(relation, stated.metric, passages(*evidence), why)


def _loose(scope: Scope) -> Iterator[Finding]:
    """A sum of things that are counted otherwise than their whole: 648个，其中水库5座、塘坝643座.

    Only where they add up to it, or all but for a slip of the pen.
    """
    parts = [part.metric.quantity for part in scope.parts]
    whole = scope.whole.metric.quantity
    if len(parts) > 1 and (largest_run(whole, parts) == len(parts) or is_slip(whole, parts)):
        why = f"“{scope.cue}”所列各项只差一处数字或恰合整体"
        yield hold_against(Relation.SUM, scope.whole, scope.parts, why)


def _closed(group: Group, scope: Scope) -> tuple[Finding, tuple[Mention, ...]] | None:
    """The sum of parts that a total of their own closes: 应办21件，其中甲9件、乙10件，合计19件."""
    last = scope.parts[-1]
    total = next(iter(group.mentions[last.index + 1 :]), None)
    if total is None or len(scope.parts) < 2 or not total.is_level or is_split(group, last, total):
        return None
    if not same_measure(last, total) or not _patterns()["closing"].fullmatch(total.label):
        return None
    return hold_against(Relation.SUM, total, scope.parts, f"“{total.label}”收尾"), scope.parts


def are_flows(parts: Sequence[Mention]) -> bool:
    """Whether some parts are of what came or was there, and others of what went or is left.

    The two sides of an account, or the stages of cases (新收, 审结), make up no whole together.
    """
    left = [_patterns()["after"].search(part.label) for part in parts]
    return any(left) and any(
        _patterns()["before"].search(part.label)
        for part, is_left in zip(parts, left, strict=True)
        if not is_left
    )


def _exceeds(part: Mention, whole: Mention) -> bool:
    """Whether a part alone is larger than its whole."""
    return check_part(part.metric.quantity, whole.metric.quantity).verdict != Verdict.CONSISTENT


def _sum(group: Group, scope: Scope) -> tuple[Finding | None, tuple[Mention, ...]]:
    """The sum of a scope: of the parts that add up, else of those that must."""
    parts = tuple(part for part in scope.parts if not is_intensive(part))
    size = largest_run(scope.whole.metric.quantity, [part.metric.quantity for part in parts])
    if size > 1 and not any(_exceeds(part, scope.whole) for part in parts[:size]):
        return (
            hold_against(Relation.SUM, scope.whole, parts[:size], f"“{scope.cue}”所列各项"),
            parts[:size],
        )
    if are_flows(parts[: scope.sure]):
        return None, ()
    exhaustive, why = _exhaustive(group, scope.whole, parts[: scope.sure])
    if exhaustive:
        finding = hold_against(Relation.SUM, scope.whole, exhaustive, why)
        return finding, exhaustive
    exclusive = _exclusive(parts[: scope.sure])
    if len(exclusive) > 1:
        finding = hold_against(
            Relation.SUM, scope.whole, exclusive, "各项互不重叠，其和不应大于整体"
        )
        if finding.expected is not None and finding.expected > scope.whole.metric.value:
            return finding, exclusive
    listed = parts[: scope.sure]
    if any(_exceeds(part, scope.whole) for part in listed):
        return None, ()
    quantities = [each.metric.quantity for each in listed]
    least = (DIGITS, SWAPPED) if are_parallel(group, listed) else ()
    if len(listed) > 1 and is_slip(scope.whole.metric.quantity, quantities, *least):
        why = "各项之和与整体只差一处数字"
        return hold_against(Relation.SUM, scope.whole, listed, why), listed
    if listed and is_closed(group, listed[-1]) and is_near(scope.whole, listed, scope.cue):
        why = f"“{scope.cue}”所列各项之和接近整体"
        return hold_against(Relation.SUM, scope.whole, listed, why), listed
    return None, ()


def _fewest(parts: Sequence[Mention], cue: str) -> Decimal:
    """The share of their whole that three parts or more, listed with a cue, make up at least."""
    if cue not in ("其中", UNCALLED):
        return FEWEST
    told = any(_patterns()["rest"].search(part.label) for part in parts)
    return FEWEST_LISTED if cue == UNCALLED or told or is_series(parts) else FEWEST_OF


def is_near(whole: Mention, parts: Sequence[Mention], cue: str = UNCALLED) -> bool:
    """Whether parts come so near their whole that they must be meant to be all of it.

    Three or more; two that are a little too large together, or that no 其中 calls examples and
    that stand in parentheses or miss the whole by one slip of the pen.
    """
    if len(parts) < 2 or any(each.metric.bound != Bound.EXACT for each in (whole, *parts)):
        return False
    if any(len(part.label) > LONGEST_KIND for part in parts):
        return False
    if cue in ("其中", UNCALLED) and any(
        _patterns()["traits"].search(part.label) for part in parts
    ):
        return False
    if all(_patterns()["month"].search(part.label) for part in parts):
        return False  # of the year only some are told
    if len(parts) == 2 and re.search("[,;]" if cue == "其中" else ";", parts[1].before):
        return False  # what follows the mark may be of something else
    printed = sum(part.metric.value * part.metric.scale for part in parts)
    ratio = printed / (whole.metric.value * whole.metric.scale or 1)
    if len(parts) > 2:
        return _fewest(parts, cue) <= ratio <= MOSTLY
    if cue == BRACKET:
        return LEAST < ratio <= MOST
    slip = is_slip(whole.metric.quantity, [each.metric.quantity for each in parts], DIGITS)
    return 1 < ratio <= MOST or (cue not in ("其中", UNCALLED) and slip)


def are_parallel(group: Group, parts: Sequence[Mention]) -> bool:
    """Whether parts with only 、 between divide one thing by their names: 会议期间, 闭会期间."""
    if len(parts) < 2 or not is_closed(group, parts[-1]):
        return False
    if any(each.metric.bound != Bound.EXACT or len(each.label) > LONGEST_KIND for each in parts):
        return False
    joined = all(part.before == part.label for part in parts[1:])
    names = [MARKS.sub("", part.label) for part in parts]
    alike = len({name[-2:] for name in names}) == 1 or {name[-1:] for name in names} in SORTS
    return joined and alike and len(set(names)) == len(names)


def is_about(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether parts make up something like their whole; else other things are among them."""
    printed = sum(part.metric.value * part.metric.scale for part in parts)
    return LOWEST <= printed / (whole.metric.value * whole.metric.scale or 1) <= HIGHEST


def is_closed(group: Group, last: Mention) -> bool:
    """Whether no words after the last part name others, or say that some are counted twice."""
    rest = group.text[last.metric.end - group.start :]
    if _patterns()["overlap"].search(rest.partition("。")[0]):
        return False  # 有3座既临国道又在镇区
    following = next(iter(group.mentions[last.index + 1 :]), None)
    if following and following.before.startswith("、") and following.before == following.label:
        return False  # 图书142万册、视听文献23万件: others are counted otherwise
    return not _patterns()["open_ended"].match(rest)


def _exhaustive(
    group: Group, whole: Mention, parts: Sequence[Mention]
) -> tuple[tuple[Mention, ...], str]:
    """The parts that words say are all there are, and which words."""
    if len(parts) < 2:
        return (), ""
    if is_year(parts):
        return tuple(parts), "各时段合为全年"
    for run in complement_of(parts):
        if len(run) == len(parts):
            return run, "各项合为整体"
    for at, part in enumerate(parts):
        if at and _patterns()["rest"].search(part.label):
            listed = tuple(parts[: at + 1])
            return (listed, f"“{part.label}”收尾") if is_about(whole, listed) else ((), "")
    closed = is_closed(group, parts[-1])
    if closed and _patterns()["listing"].search(parts[0].before):
        return tuple(parts), "逐项列出"
    if closed and "分别" in parts[0].before:
        return tuple(parts), "“分别”逐项列出"
    if closed and (view := VIEW.search(parts[0].before)) and not view[0].startswith("从"):
        return tuple(parts), f"“{view[0][:-1]}”逐项列出"
    if all(names_part(whole, part) for part in parts):
        return tuple(parts), "整体之名由各项之名合成"
    return (), ""


def names_part(whole: Mention, part: Mention) -> bool:
    """Whether the whole's label names the part: 投诉举报 of 投诉 and 举报."""
    core = re.sub(r"[^\w]", "", part.label.replace("其中", ""))
    return len(core) > 1 and core in whole.label and core != whole.label


def _exclusive(parts: Sequence[Mention]) -> tuple[Mention, ...]:
    """The parts, when all are outcomes of which a case has just one, or places, levels or times."""
    outcomes = all(_patterns()["exclusive"].search(part.label) for part in parts)
    return tuple(parts) if outcomes or is_series(parts) else ()


def _part(group: Group, scope: Scope, part: Mention) -> Iterator[Finding]:
    """A part against its whole; against any larger figure before it when that may be meant."""
    finding = hold_against(Relation.PART, part, [scope.whole], f"“{scope.cue}”")
    if finding.verdict == Verdict.INCONSISTENT and scope.cue != NAMED and not part.depth:
        larger = any(
            same_measure(level, part)
            and not is_split(group, level, scope.whole)
            and not _exceeds(part, level)
            for level in levels_before(group, scope.whole)
        )
        if larger:
            return
    if finding.verdict == Verdict.INCONSISTENT and scope.cue == BRACKET and len(scope.parts) == 1:
        return  # 流转率51.4%（承包耕地386.2万亩）: one figure beside another is seldom its part
    yield finding
