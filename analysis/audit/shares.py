"""Shares: a ratio called a share, and the part and the whole that it is taken of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from analysis.audit.finding import Finding, Relation, Verdict
from analysis.audit.interval import interval
from analysis.audit.mentions import (
    CLAUSE_END,
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    partner,
    same_measure,
)
from analysis.audit.readings import read_ratio, settle, subset_of
from analysis.audit.relations import check_at_most_all
from analysis.audit.scopes import ScopedGroup
from analysis.metrics import Role

LEAST_NAME = 4  # shorter names are borne by different things in different sentences


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["rate"]
    copula = f"(?:{any_of(words['copula'])}|\\s)*$"
    return {
        "share": re.compile(
            rf"(?P<part>[^占]*?)(?:占|(?=比例|比重))(?P<whole>.*?)(?:的?比例|的?比重|比)?的?{copula}"
        ),
        "of": re.compile(rf"\w{{0,12}}?的(?:比重|比例|比)?{copula}"),
        "bounded": re.compile(r"占|比[例重]|率|(?<=满意)度|(?<=覆盖)面"),
        "unbounded": re.compile(any_of(words["unbounded"])),
        "outside": re.compile(any_of(words["outside"])),
        "total": re.compile(rf"(?<!公){any_of(cues()['scope']['total'])}"),
        "so_far": re.compile(r"上半年|前\w季度|(?<!\d)1[-—至到]\d{1,2}月"),
        "closing": re.compile(rf"(?:以上|上述)?{any_of(cues()['scope']['closing'])}"),
        "intake": re.compile(any_of(words["intake"])),
        "opening": re.compile(any_of(cues()["stock"]["opening"])),
        "taken": re.compile(r"占(?!比|补|优)(?P<whole>.*)$"),
        "planned": re.compile(
            rf"{any_of(words['planned'])}|预算(?!收入|支出|总?收支)|进度|上年|去年|负债|资本"
        ),
        "economy": re.compile(r"GDP|生产总值"),
        "larger": re.compile(
            r"进出口|外贸|贸易|[存贷]款|债|融资|市值|货币|总产值|资产|销售|营业收入"
        ),
    }


def find_share(places: Sequence[ScopedGroup], stated: Mention) -> Finding | None:
    """The share that a ratio is said to be, against its part and whole.

    ``places`` are the groups to look in, the share's own first; only a total that closes the
    parts may stand in the next one.
    """
    match = _patterns()["share"].search(stated.label)
    return _of_printed(places[0], stated) if match is None else _of_words(places, stated, match)


def _of_words(
    places: Sequence[ScopedGroup], stated: Mention, match: re.Match[str]
) -> Finding | None:
    """占…的20%: the amount before it over the whole that is named, or whose part it is."""
    group = places[0]
    part, whole = _part_name(match), _core(match["whole"].strip("分别约 "))
    before = list(levels_before(group, stated))
    subject = _of_name(before, _subject(group, stated)) if not part else []
    if len(part) > 1:
        numerators = _of_name(before, part) or _of_name(before, _without_head(part, whole))
    elif subject:
        numerators = subject[:1]
    else:
        nearest = next((each for each in before if not each.label.startswith("占")), None)
        own = nearest and partner(group, stated, nearest)
        if own and not any(same_measure(each, own) for each in before if each is not own):
            # the nearest may only describe the part: 243个村收入超过50万元，占比85%
            under = [each for each in before if _wholes_of(group, each)]
            own = next((each for each in under if not _has_share(group, each)), own)
        numerators = [own] if own else []
    if not numerators:
        return _of_subset(group, stated, f"“{match[0]}”")
    why = f"“{match[0]}”"
    outside = _patterns()["outside"].match(whole)
    if outside or (len(whole) > 1 and whole not in cues()["rate"]["generic"]):
        wholes, sure = _of_name(before, whole), True
        if not wholes and len(whole) >= LEAST_NAME:
            following = [each for each in group.mentions[stated.index + 1 :] if each.is_level]
            wholes = _of_name(following, whole)
        if not wholes and not (outside and outside[0] == whole):
            # it may bear another name where its part is put under it, or a part of its name
            wholes = [*_wholes_of(group, numerators[0]), *_of_head(before, whole)]
            sure = False
    else:
        parent = _wholes_of(group, numerators[0])
        totals = [each for each in before if _patterns()["total"].search(each.label)]
        after = _totals_after(places, stated, numerators[0])
        wholes, sure = [*parent, *totals, *after, *before], bool(parent or totals or after)
        others = [each for each in before if each is not numerators[0]]
        others = [each for each in others if same_measure(each, numerators[0])]
        named = len(part) > 1 and "占" in match[0] and numerators[0].label.endswith(part)
        # 硕士以上学历的有9000人: the noun is left out, as it was told before
        elliptic = len(part) < 2 and re.search(r"[^\W\d]{2}的(?:有|共)?$", numerators[0].label)
        if (named or elliptic) and len(others) == 1 and not is_split(group, others[0], stated):
            sure = True  # the part is named, and only one other figure can be the whole
        # what has a share of its own is another part
        told = [*parent, *after]
        wholes = [
            each
            for each in wholes
            if each in told
            or not (_has_share(group, each) or _are_listed(group, each, numerators[0]))
        ]
    carried = [each for each in before if _patterns()["opening"].search(each.label)]
    if carried and wholes and len(whole) < LEAST_NAME:
        came = next((each for each in before if _patterns()["intake"].search(each.label)), None)
        both = [read_ratio(stated, numerators[0], came, carried[0])] if came else []
        return settle(Relation.SHARE, stated, both, why, sure="全部" in match["whole"])
    return _settle(stated, numerators[0], wholes, why, sure=sure)


def _has_share(group: Group, mention: Mention) -> bool:
    """Whether the figure next to an amount is the amount's share: 212万元，占8.9%."""
    following = group.mentions[mention.index + 1 : mention.index + 2]
    return any(each.kind == Kind.PERCENT and each.label.startswith("占") for each in following)


def _are_listed(group: Group, first: Mention, second: Mention) -> bool:
    """Whether only 、 stands between two amounts, so that neither is the whole of the other."""
    low, high = sorted((first.index, second.index))
    return all(each.before.startswith("、") for each in group.mentions[low + 1 : high + 1])


def _part_name(match: re.Match[str]) -> str:
    """What a share is said to be of; empty where 占 goes on with the figure before it."""
    part = match["part"].strip()
    return "" if part.endswith("、") else part.strip("其均约分别")


def _subject(group: Group, stated: Mention) -> str:
    """What 占 goes on with where a change stands between: 税收增长3.6%，占总收入的50.6%."""
    last = group.mentions[stated.index - 1] if stated.index else None
    goes_on = last and last.direction and not is_split(group, last, stated)
    return last.own_name if last and goes_on else ""


def _without_head(part: str, whole: str) -> str:
    """A part's name without the noun of its whole: 可再生能源 of 可再生能源发电量."""
    pairs = zip(reversed(part), reversed(whole), strict=False)
    size = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    return part[:-size] if 1 < size < len(part) - 1 else ""


def _of_head(mentions: Sequence[Mention], name: str) -> list[Mention]:
    """The mentions whose names end as one does: 教师298人 of 占交流教师的."""
    return [each for each in mentions if len(name) > 1 and each.label.endswith(name[-2:])]


def _of_subset(group: ScopedGroup, stated: Mention, why: str) -> Finding | None:
    """优良比例91.7% after 24个断面中，水质达到Ⅲ类的22个: it may be named by what they are."""
    nearest = next(levels_before(group, stated), None)
    if nearest is None or nearest.index != stated.index - 1:
        return None
    return _settle(stated, nearest, _wholes_of(group, nearest), why, sure=False)


def _wholes_of(group: ScopedGroup, part: Mention) -> list[Mention]:
    """The figure that words put a part under: 其中, or 3600人中，900人."""
    whole = group.whole_of(part) or subset_of(group, part)
    return [whole] if whole else []


def _totals_after(places: Sequence[ScopedGroup], stated: Mention, part: Mention) -> list[Mention]:
    """What the parts before are added up to, 以上合计125件, or of which they were got."""
    following = [place.mentions[0] for place in places[1:] if place.start > places[0].start]
    return [
        each
        for each in [*places[0].mentions[stated.index + 1 :], *following]
        if each.is_level
        and same_measure(each, part)
        and (
            _patterns()["closing"].match(each.label)
            or (_patterns()["intake"].search(each.label) and each.label[-2:] in part.label)
        )
    ][:1]


def _of_printed(group: Group, stated: Mention) -> Finding | None:
    """占总数210人的58.3%: the whole is printed between 占 and the share."""
    at = stated.index - stated.position
    if at < 2 or not _patterns()["of"].fullmatch(group.mentions[at].label):
        return None
    whole = group.mentions[at - 1]
    nearest = group.mentions[at - 2]
    if nearest.direction and at > 2:  # 1.82亿件，增长15.2%，占2.36亿件的77.1%
        nearest = group.mentions[at - 3]
    part = partner(group, stated, nearest)
    if part is None or not part.is_level or not whole.label.lstrip("约").startswith("占"):
        return None
    return _settle(stated, part, [whole], f"“{whole.label}”", sure=True)


def _settle(
    stated: Mention, part: Mention, wholes: Sequence[Mention], why: str, *, sure: bool
) -> Finding | None:
    """The share of a part in the first whole that agrees, else in the likeliest.

    Of those that are no smaller than the part, where there are any.
    """
    alike = [
        whole
        for whole in wholes
        if whole is not part and same_measure(whole, part) and whole.metric.low > 0
        if _is_of_part_year(whole) == _is_of_part_year(part)
    ]
    least = interval(part.metric.quantity).low
    larger = [whole for whole in alike if interval(whole.metric.quantity).high >= least]
    readings = [read_ratio(stated, part, whole) for whole in larger or alike]
    return settle(Relation.SHARE, stated, readings, why, sure=sure)


def _is_of_part_year(amount: Mention) -> bool:
    """Whether the words before an amount tell it of less than a year: 上半年收入21亿元."""
    return bool(_patterns()["so_far"].search(CLAUSE_END.split(amount.before)[0]))


def find_named_share(places: Sequence[ScopedGroup], stated: Mention) -> Finding | None:
    """A share whose part is named, against that part and its whole where 其中 ties them."""
    match = _patterns()["share"].search(stated.label)
    if not match or _core(match["whole"].strip()) or len(match["part"]) < LEAST_NAME:
        return None
    for place in places:
        for part in place.mentions:
            whole = place.whole_of(part)
            if part.is_level and whole and part.label.endswith(match["part"]):
                return _settle(stated, part, [whole], f"“{match['part']}”同名", sure=True)
    return None


def find_distant_shares(
    groups: Sequence[ScopedGroup], found: Sequence[Finding]
) -> Iterator[Finding]:
    """占固定资产投资比重, whose whole bears that name somewhere else in the report.

    Of shares that ``found`` says nothing of; no sure reading, as the other figure may be of
    another time.
    """
    told = {each.stated.start for each in found if each.relation == Relation.SHARE}
    asked = [
        (group, stated, match)
        for group in groups
        for stated in group.mentions
        if stated.kind == Kind.PERCENT
        and not stated.direction
        and stated.metric.start not in told
        and (match := _patterns()["share"].search(stated.label))
        and len(_name_of_whole(match)) > 1
    ]
    named = _by_name(groups, {_name_of_whole(match) for _, _, match in asked})
    for group, stated, match in asked:
        whole = _name_of_whole(match)
        part = next(levels_before(group, stated), None)
        if part is None or len(_part_name(match)) > 1 or stated.position:
            continue
        wholes = [
            each
            for each in named.get(whole, [])
            if len(whole) >= LEAST_NAME or _patterns()["total"].search(each.label)
        ]
        why = f"“{whole}”在别处写明"
        if finding := _settle(stated, part, wholes, why, sure=False):
            yield finding


def _name_of_whole(match: re.Match[str]) -> str:
    """公园 of 占全市公园总数."""
    return _patterns()["outside"].sub("", _core(match["whole"]))


def _by_name(groups: Sequence[ScopedGroup], names: set[str]) -> dict[str, list[Mention]]:
    """The amounts of a report whose names end with one of ``names``, by it."""
    named: dict[str, list[Mention]] = {}
    sizes = sorted({len(name) for name in names})
    for mention in (each for group in groups if sizes for each in group.mentions):
        if mention.is_level:
            for size in sizes:
                if (ending := mention.metric.indicator[-size:]) in names:
                    named.setdefault(ending, []).append(mention)
                start = mention.metric.indicator[:size]
                if mention.label == "达到" and start in names and start != ending:
                    named.setdefault(start, []).append(mention)  # 增加值迈上新台阶，达到215亿元
    return named


def find_excess(group: Group, stated: Mention) -> Finding | None:
    """A share or rate that is over 100 %, though nothing has more than all of its parts.

    Rates of completion, growth and yield may be; 不良贷款拨备覆盖率 is no share either.
    """
    if stated.kind != Kind.PERCENT or stated.direction or stated.metric.role == Role.CHANGE:
        return None
    outcome = check_at_most_all(stated.metric.quantity)
    if outcome.verdict != Verdict.INCONSISTENT or not _is_bounded(group, stated):
        return None
    return outcome.finding(Relation.SHARE, stated.metric, (), "占比不会大于100%")


def _is_bounded(group: Group, stated: Mention) -> bool:
    """Whether the words of a ratio make it one of a part to its whole.

    Where 占 says so only what it is a part of counts: 占预算支出 is a share, 占预算 is not, and
    trade and debt may be larger than a GDP.
    """
    head = group.mentions[stated.index - stated.position]
    words = CLAUSE_END.split(head.before)[-1]
    name = f"{words} {stated.metric.indicator}"
    if taken := _patterns()["taken"].search(words):
        economy = _patterns()["economy"].search(taken["whole"])
        exceeds = economy and _patterns()["larger"].search(words)
        return not _patterns()["planned"].search(taken["whole"]) and not exceeds
    return bool(_patterns()["bounded"].search(name)) and not _patterns()["unbounded"].search(name)


def _core(whole: str) -> str:
    """The name of a whole without the words that only say that it is one: 总人口 is 人口."""
    for word in cues()["rate"]["whole"]:
        whole = whole.removesuffix(word).removeprefix(word)
    return whole


def _of_name(mentions: Sequence[Mention], name: str) -> list[Mention]:
    """The mentions that bear a name: all of it, else its last four characters."""
    for tail in (name, *([] if name.startswith(("非", "不", "未")) else [name[-4:]])):
        if len(tail) > 1 and (found := [each for each in mentions if tail in each.name]):
            return found
    return []
