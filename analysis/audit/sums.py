"""Sums, parts and statuses: a whole and the figures that the words put under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
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
    measure,
    passages,
    same_measure,
    same_unit,
)
from analysis.audit.relations import check_net, check_part, check_sum, is_slip, largest_run
from analysis.quantities import Bound

LEAST, MOST = Decimal("0.85"), Decimal("1.15")  # of a whole, that parts near it make up
LONGEST_REMAINDER = 4  # a longer label names other things than those that are left
LONGEST_KIND = 14  # a longer label is a clause of its own, no kind of the whole


@dataclass(frozen=True, slots=True)
class Scope:
    """A whole, the figures that the words put under it, and those words.

    ``sure`` is how many of the parts surely belong; later ones stand after a semicolon.
    """

    whole: Mention
    parts: tuple[Mention, ...]
    sure: int
    cue: str


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["scope"]
    return {
        "open": re.compile(
            rf"其中|^[^,;。:]{{0,10}}(?<![高初集])中,|(?:^|[,;(:的]){any_of(words['open'])}|(?P<colon>:)\s*\w+$"
        ),
        "close": re.compile(rf"。|{any_of(words['close'])}"),
        "rest": re.compile(any_of(words["rest"])),
        "listing": re.compile(any_of(words["listing"])),
        "total": re.compile(any_of(words["total"])),
        "closing": re.compile(rf"\w{{0,4}}{any_of(words['closing'])}(?:为|达|有)?"),
        "open_ended": re.compile(any_of(words["open_ended"])),
        "adds_up": re.compile(rf"{any_of(words['total'])}"),
        "stock": re.compile(any_of(words["stock"])),
        "intensive": re.compile(any_of(words["intensive"])),
        "price": re.compile(any_of(words["price"])),
        "net": re.compile(rf"^{any_of(words['net'])}"),
        "came": re.compile(any_of(words["came"])),
        "went": re.compile(any_of(words["went"])),
        "exclusive": re.compile(any_of(cues()["complements"]["exclusive"])),
        "status_open": re.compile(any_of(cues()["status"]["open"])),
        "status_done": re.compile(rf"(?<![未不]){any_of(cues()['status']['done'])}"),
        "all_done": re.compile(rf"(?:全部|均已|全数|都已){any_of(cues()['status']['done'])}(?!的)"),
        "negated": re.compile(r"(?:未|不|没有)([^予能]\w)"),
        "intake": re.compile(any_of(cues()["rate"]["intake"])),
    }


def read_scopes(group: Group) -> list[Scope]:
    """The wholes of a group with their parts: after 其中, in parentheses, after a colon."""
    scopes: list[Scope] = []
    for mention in group.mentions:
        whole, cue = _opens(group, mention)
        if whole is not None and _is_part(mention, whole):
            parts, sure = _parts(group, whole, mention)
            scopes.append(Scope(whole, parts, sure, cue))
    return scopes


def _opens(group: Group, mention: Mention) -> tuple[Mention | None, str]:
    """The whole under which a mention opens a list of parts, and the words that say so."""
    if mention.index == 0:
        return None, ""
    last = group.mentions[mention.index - 1]
    match = _patterns()["open"].search(_outside_brackets(mention.before))
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


def _outside_brackets(text: str) -> str:
    """The text without what stands in parentheses that it closes again."""
    return re.sub(r"\([^()]*\)", "", text)


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
        segment += mention.before.count(";")
        if mention.depth == first.depth and _is_part(mention, whole):
            parts.append(mention)
            segments.append(segment)
    one_each = segments == list(range(len(parts)))
    listed = ":" in first.before or one_each
    return tuple(parts), len(parts) if listed else segments.count(0)


def _is_part(mention: Mention, whole: Mention) -> bool:
    """Whether a figure can be a part: an amount of its own, which no noun is described by."""
    described = mention.after.startswith("的")
    return mention.is_level and same_measure(mention, whole) and not described


def parent_of(group: Group, mention: Mention) -> Mention | None:
    """The whole that the words put a mention under, if they do."""
    for scope in read_scopes(group):
        if mention in scope.parts:
            return scope.whole
    return None


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


def find_sums(group: Group) -> Iterator[Finding]:
    """Sums of exhaustive parts, parts against their whole, and contradicting statuses."""
    scopes = [scope for scope in read_scopes(group) if not is_intensive(scope.whole)]
    summed: set[int] = set()
    for scope in scopes:
        status = _status(group, scope)
        if status:
            yield status
            continue
        finding, parts = _sum(scope)
        if finding:
            yield finding
            summed |= {part.index for part in parts}
        for part in scope.parts[: scope.sure]:
            if part.index not in summed and not is_intensive(part):
                yield from _part(group, scope, part)
    yield from _bare_complements(group, scopes)
    yield from _listed_after(group, scopes)
    yield from _totals_after(group, scopes)
    yield from _nets(group)
    yield from _not_all_done(group)


def is_intensive(mention: Mention) -> bool:
    """Whether a figure is a mean, a price or the like, which doesn't add up."""
    words = _patterns()["intensive"].search(mention.name)
    price = measure(mention.metric.unit) == "元" and _patterns()["price"].search(mention.name)
    return bool(words or price)


def _finding(relation: Relation, stated: Mention, evidence: Sequence[Mention], why: str) -> Finding:
    quantities = [each.metric.quantity for each in evidence]
    if relation == Relation.SUM:
        outcome = check_sum(stated.metric.quantity, quantities)
    else:
        outcome = check_part(stated.metric.quantity, quantities[0])
    return outcome.finding(relation, stated.metric, passages(*evidence), why)


def _sum(scope: Scope) -> tuple[Finding | None, tuple[Mention, ...]]:
    """The sum of a scope: of the parts that add up, else of those that must."""
    parts = tuple(part for part in scope.parts if not is_intensive(part))
    size = largest_run(scope.whole.metric.quantity, [part.metric.quantity for part in parts])
    if size > 1:
        return (
            _finding(Relation.SUM, scope.whole, parts[:size], f"“{scope.cue}”所列各项"),
            parts[:size],
        )
    exhaustive, why = _exhaustive(scope.whole, parts[: scope.sure])
    if exhaustive:
        finding = _finding(Relation.SUM, scope.whole, exhaustive, why)
        return finding, exhaustive
    exclusive = _exclusive(parts[: scope.sure])
    if len(exclusive) > 1:
        finding = _finding(Relation.SUM, scope.whole, exclusive, "各项互不重叠，其和不应大于整体")
        if finding.expected is not None and finding.expected > scope.whole.metric.value:
            return finding, exclusive
    if len(parts) > 1 and is_slip(
        scope.whole.metric.quantity, [each.metric.quantity for each in parts[: scope.sure]]
    ):
        why = "各项之和与整体只差一处数字"
        return _finding(Relation.SUM, scope.whole, parts[: scope.sure], why), parts[: scope.sure]
    listed = parts[: scope.sure]
    if _is_near(scope.whole, listed) and _is_closed(listed[-1]):
        why = f"“{scope.cue}”所列各项之和接近整体"
        return _finding(Relation.SUM, scope.whole, listed, why), listed
    return None, ()


def _is_near(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether parts come so near their whole that they must be meant to be all of it.

    Two parts or more that are a little too large together, or three or more that are a
    little too small; examples seldom are either.
    """
    if len(parts) < 2 or any(each.metric.bound != Bound.EXACT for each in (whole, *parts)):
        return False
    if any(len(part.label) > LONGEST_KIND for part in parts):
        return False
    if len(parts) == 2 and ";" in parts[1].before:
        return False  # what follows the semicolon may be of something else
    printed = sum(part.metric.value * part.metric.scale for part in parts)
    ratio = printed / (whole.metric.value * whole.metric.scale or 1)
    return 1 < ratio <= MOST or (LEAST <= ratio < 1 and len(parts) > 2)


def _is_closed(last: Mention) -> bool:
    """Whether no words after the last part name others without a count."""
    return not _patterns()["open_ended"].search(last.after)


def _exhaustive(whole: Mention, parts: Sequence[Mention]) -> tuple[tuple[Mention, ...], str]:
    """The parts that words say are all there are, and which words."""
    if len(parts) < 2:
        return (), ""
    for run in complement_of(parts):
        return run, "各项合为整体"
    for at, part in enumerate(parts):
        if at and _patterns()["rest"].search(part.label):
            return tuple(parts[: at + 1]), f"“{part.label}”收尾"
    if _patterns()["listing"].search(parts[0].before):
        return tuple(parts), "逐项列出"
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
            same_measure(level, part) and level.metric.high >= part.metric.low
            for level in levels_before(group, scope.whole)
        )
        if larger:
            return
    yield finding


def _status(group: Group, scope: Scope) -> Finding | None:
    """未结 among the kinds of 办结, unless it makes up what a larger whole has left."""
    opposed = [part for part in scope.parts if _is_opposed(part, scope.whole)]
    if not opposed:
        return None
    both = [scope.whole.metric.quantity, *(each.metric.quantity for each in opposed)]
    for level in levels_before(group, scope.whole):
        fits = same_measure(level, scope.whole)
        if fits and check_sum(level.metric.quantity, both).verdict == Verdict.CONSISTENT:
            return None
    return Finding(
        Relation.STATUS,
        Verdict.INCONSISTENT,
        1.0,
        scope.whole.metric,
        None,
        passages(*scope.parts[: scope.sure]),
        f"“{opposed[0].label}”列在“{scope.whole.label}”之下",
    )


def _is_opposed(part: Mention, whole: Mention) -> bool:
    """Whether a part is open what the whole is done, or is not what the whole is."""
    is_done = _patterns()["status_done"].search(whole.label)
    if is_done and _patterns()["status_open"].search(part.label):
        return True
    refused = re.search(r"不予(\w\w)", part.label)
    if refused and f"予以{refused[1]}" in whole.label:
        return True
    negated = _patterns()["negated"].search(part.label)
    if not negated:
        return False
    own = re.search(rf"(?P<negation>[未不])?{re.escape(negated[1])}", whole.label)
    return own is not None and own["negation"] is None


def _bare_complements(group: Group, scopes: Sequence[Scope]) -> Iterator[Finding]:
    """收到6件，受理3件，不予受理3件: kinds of a whole that no 其中 introduces."""
    under = {part.index for scope in scopes for part in scope.parts}
    levels = [each for each in group.mentions if each.is_level and not is_intensive(each)]
    for run in complement_of(levels):
        whole = next(iter(group.mentions[run[-1].index + 1 :]), None)
        alike = all(same_measure(run[0], each) for each in run)
        if not alike or any(each.index in under for each in run):
            continue
        wholes = [each for each in levels_before(group, run[0]) if same_measure(each, run[0])]
        sure = bool(wholes) and wholes[0].index == run[0].index - 1 and _is_intake(wholes[0], run)
        if whole and same_measure(whole, run[0]) and _patterns()["adds_up"].match(whole.label):
            wholes, sure = [whole, *wholes], True
        findings = [_finding(Relation.SUM, each, run, "各项合为整体") for each in wholes]
        agreeing = [each for each in findings if each.verdict == Verdict.CONSISTENT]
        yield from agreeing[:1] or (findings[:1] if sure else [])


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
        for mention in group.mentions[whole.index + 1 :]:
            mark = r",\w+" if not parts else r"(?:[、和及与]|以及)\w+"
            if not re.fullmatch(mark, mention.before.strip()) or not _is_part(mention, whole):
                break
            parts.append(mention)
        if len(parts) < least or any(part.index in under for part in parts) or is_intensive(whole):
            continue
        finding = _finding(Relation.SUM, whole, parts, f"“{whole.label}”之后以顿号逐项列出")
        near = _is_near(whole, parts) and _is_closed(parts[-1])
        if finding.verdict == Verdict.CONSISTENT or near:
            yield finding


def _nets(group: Group) -> Iterator[Finding]:
    """新增320户，注销110户，净增210户: what came less what went."""
    for came, went, net in zip(*(group.mentions[at:] for at in range(3)), strict=False):
        tied = same_unit(came, went) and same_unit(came, net)
        came_and_went = _patterns()["came"].search(came.label) and _patterns()["went"].search(
            went.label
        )
        if tied and came_and_went and _patterns()["net"].match(net.label):
            outcome = check_net(*(each.metric.quantity for each in (net, came, went)))
            yield outcome.finding(
                Relation.SUM, net.metric, passages(came, went), f"“{net.label}”为增减之差"
            )


def _not_all_done(group: Group) -> Iterator[Finding]:
    """86件已全部办结，尚有5件未办结: some are open of what is all done."""
    for done, rest in zip(group.mentions, group.mentions[1:], strict=False):
        between = done.label + rest.before
        told = rest.label + CLAUSE_END.split(rest.after)[0]
        opened = _patterns()["status_open"].search(told)
        if (
            opened
            and same_measure(done, rest)
            and not is_split(group, done, rest)
            and len(rest.label) <= LONGEST_REMAINDER
            and _patterns()["all_done"].search(between)
        ):
            yield Finding(
                Relation.STATUS,
                Verdict.INCONSISTENT,
                1.0,
                done.metric,
                None,
                passages(rest),
                f"“全部”之后仍有“{opened[0]}”",
            )


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
