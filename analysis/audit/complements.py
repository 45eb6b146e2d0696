"""Complements: shares of kinds that are the whole together, and so must make 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.mentions import CLAUSE_END, JOINT, Group, Kind, Mention, any_of, cues, passages
from analysis.audit.readings import AMONG
from analysis.audit.relations import check_complement, is_complement_slip
from analysis.audit.scopes import VIEW, complement_of
from analysis.quantities import Bound

MOST_TOGETHER = 130  # per cent; kinds that make more overlap
SHORTEST_HEAD = 1  # characters that the names of two kinds of one thing end with


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["rate"]
    rest = any_of(cues()["scope"]["rest"])
    return {
        "share": re.compile(
            rf"(?P<kind>[^占]*?)的?[共合均各]?(?:占(?!比)(?P<whole>.*?)|占?比[重例]?)"
            rf"(?:的?比[重例]?)?的?(?:{any_of(words['copula'])}|\s)*$"
        ),
        "rest": re.compile(rf"[而和及与]?{rest}(?![了下]\w*[占率])"),
        "overlapping": re.compile(any_of(words["overlapping"])),
        "cumulative": re.compile(r"以[上下内]|及以"),
        "negation": re.compile(r"[非不未无]|没有"),
        "outside": re.compile(any_of(words["outside"])),
        "industries": re.compile("三次产业|三产|第?一[、]?(?:第?)二[、]?(?:第?)三次?产业"),
        "partition": re.compile(any_of(words["partition"])),
        "within": re.compile(rf"{AMONG}(?:,|$|[^,]{{0,12}}$)"),
    }


def find_complements(group: Group) -> Iterator[Finding]:
    """男性占51%，女性占49%: shares of kinds that are the whole together make 100 %."""
    runs = [run for run in _runs(group) if len(run) > 1]
    if runs and not _patterns()["overlapping"].search(group.text):
        for run in runs:
            yield from _of_run(group, run)


def _of_run(group: Group, run: Sequence[Mention]) -> Iterator[Finding]:
    wholes = [_with_rest(run, kinds) for kinds in complement_of(run)]
    if closing := next((at for at, each in enumerate(run) if at and _is_rest(each)), 0):
        wholes = wholes or [tuple(run[: closing + 1])]
    if wholes:
        for members in wholes:
            yield _finding(members, "各项合为整体，占比之和应为100%")
        return
    for pair in pairwise(run):
        if _is_negated(*pair) and (finding := _finding(pair, "一是一非，占比之和不应大于100%")):
            if finding.verdict != Verdict.INCONSISTENT or _sum(pair) > 100:
                yield finding
            return
    yield from _listed(group, run)


def _listed(group: Group, run: Sequence[Mention]) -> Iterator[Finding]:
    """Shares that are listed as kinds of one whole, though no word says that they are all.

    They are all where they make 100 %, or would but for a slip of the pen.
    """
    if len(run) < 2 or len([each for each in run if _is_cumulative(each)]) > 1:
        return
    if any(each.metric.bound != Bound.EXACT or _is_of_outside(each) for each in run):
        return  # 占全国18% is no kind of what others have shares of
    lead = group.text[: run[0].metric.start - group.start]
    view = VIEW.search(lead)
    if not (_are_kinds(group, run, lead) or (view and len(run) > 2)):
        return
    finding = _finding(run, "逐项列出的占比之和应为100%")
    excess = 100 < _sum(run) < MOST_TOGETHER and view and not view[0].startswith("从")
    slip = is_complement_slip([each.metric.quantity for each in run])
    if finding.verdict != Verdict.INCONSISTENT or excess or slip:
        yield finding


def _are_kinds(group: Group, run: Sequence[Mention], lead: str) -> bool:
    """Whether shares may be of the kinds of one whole, by the words around them or their names.

    What is told as 占比 is mostly of a whole of its own, as are names that share one 占比分别为.
    """
    within = _patterns()["within"].search(re.split("[。;]", lead)[-1])
    alike = _common_ending([_kind(each) for each in run]) >= SHORTEST_HEAD
    if any(each.position for each in run):
        industries = _patterns()["industries"].search(run[0].before)
        return len(run) == 3 and industries is not None
    if any(re.search("占比|比[重例]", _words(each)) for each in run):
        return bool(within) and (alike or len(run) > 2)
    around = run[0].before + run[-1].after
    return alike or (len(run) > 2 and bool(within or _patterns()["partition"].search(around)))


def _words(mention: Mention) -> str:
    """The last clause before a figure, of those of a run what stands before all of them."""
    return mention.label if mention.position else CLAUSE_END.split(mention.before)[-1].strip()


def _runs(group: Group) -> Iterator[list[Mention]]:
    """The shares of a group that are told one after the other, of one whole."""
    run: list[Mention] = []
    whole = ""
    for mention in group.mentions:
        apart = "。" in mention.before or "其中" in mention.before
        if run and apart:
            yield run
            run = []
        if mention.kind != Kind.PERCENT:
            continue
        if mention.direction or mention.moved or mention.earlier:
            continue
        match = _patterns()["share"].search(_words(mention))
        joint = bool(run) and JOINT.fullmatch(mention.before) is not None
        if not match and not (run and (joint or _is_rest(mention))):
            continue
        own = (match["whole"] or "") if match and not joint else ""
        if run and own and own != whole:
            yield run
            run = []
        whole = own or (whole if run else "")
        run.append(mention)
    if run:
        yield run


def _finding(members: Sequence[Mention], why: str) -> Finding:
    outcome = check_complement([each.metric.quantity for each in members])
    return outcome.finding(Relation.SHARE, members[-1].metric, passages(*members[:-1]), why)


def _sum(members: Sequence[Mention]) -> float:
    return float(sum(each.metric.value for each in members))


def _is_rest(mention: Mention) -> bool:
    return bool(_patterns()["rest"].match(mention.label))


def _is_of_outside(mention: Mention) -> bool:
    match = _patterns()["share"].search(_words(mention))
    return bool(match and _patterns()["outside"].match(match["whole"] or ""))


def _is_cumulative(mention: Mention) -> bool:
    return bool(_patterns()["cumulative"].search(mention.label))


def _with_rest(run: Sequence[Mention], kinds: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Kinds of a whole, and what is told to be left beside them: 轻工业…，重工业…，其他…."""
    following = run[run.index(kinds[-1]) + 1 :]
    return (*kinds, *following[:1]) if following and _is_rest(following[0]) else kinds


def _kind(mention: Mention) -> str:
    """What a share is of: 燃油车 of 燃油车占."""
    match = _patterns()["share"].search(mention.label)
    return (match["kind"] if match else mention.label).strip()


def _is_negated(first: Mention, second: Mention) -> bool:
    """Whether one kind is what the other is not: 制造业 and 非制造业, 满意 and 不满意."""
    for positive, negative in ((_kind(first), _kind(second)), (_kind(second), _kind(first))):
        for negation in _patterns()["negation"].finditer(negative):
            denied = negative[negation.end() :][:4].rstrip("的")
            if len(denied) > 1 and denied in positive and negation[0] + denied not in positive:
                return True
    return False


def _common_ending(names: Sequence[str]) -> int:
    """How many characters all names end with."""
    endings = zip(*(reversed(name) for name in names), strict=False)
    size = 0
    for characters in endings:
        if len(set(characters)) > 1:
            break
        size += 1
    return size
