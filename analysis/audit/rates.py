"""Rates: a ratio that bears the name of what was counted, 办结率 of 办结, and its counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from itertools import islice

from analysis.audit.finding import Finding, Relation
from analysis.audit.mentions import (
    CLAUSE_END,
    REACH,
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    run_of,
    same_measure,
    same_unit,
)
from analysis.audit.readings import (
    AMONG,
    OF_THESE,
    Reading,
    read_ratio,
    settle,
    subset_of,
    told_alike,
)
from analysis.audit.relations import Outcome, check_opposite_rate, check_rate
from analysis.audit.scopes import ScopedGroup, is_intensive
from analysis.metrics import Role

LISTED = re.compile(r"\s*(?:[、和与及]|以及)")  # before a count that is told with the one before
LONGEST_VERB = 4  # characters of a count's words that leave out of what: 破获1008起
MOST_NUMERATORS, MOST_PAIRS = 4, 8  # that a rate may be read as; likelier ones come first


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["rate"]
    copula = f"(?:{any_of(words['copula'])}|\\s)*$"
    plan = any_of(["预算", *words["planned"]])
    return {
        "rate": re.compile(
            rf"(?P<stem>[\w“”\"·、]+?)"
            rf"(?:率|(?<=满意)度|(?<=覆盖)面|(?<=支出|执行|拨付|支付)进度){copula}"
        ),
        "completion": re.compile(rf"(?:完成|为|达到|是|占)(?P<whole>\w*?{plan}\w*?)的?{copula}"),
        "intake": re.compile(any_of(words["intake"])),
        # of what a 一般公共预算收入 is, 预算 says nothing
        "planned": re.compile(
            rf"{any_of(words['planned'])}|(?<!公共)(?<!基金)(?<!经营)预算(?!收入|支出)|^(?:年初|年度|全年|当年|本年|调整)预算"
        ),
        "due": re.compile(rf"{any_of(words['due'])}|(?<![供适响反相])应(?![诉急用对变届])"),
        "actual": re.compile(any_of(words["actual"])),
        "adjusted": re.compile(any_of(words["adjusted"])),
        "restrictive": re.compile(any_of(w for same in words["restrictive"] for w in same)),
        "opening": re.compile(any_of(cues()["stock"]["opening"])),
        "reckoned": re.compile(r"按[^,;。]{2,12}计算的"),
        "balance": re.compile(r"(?:年|期)初\w{0,4}(?:余额|存量|结余)"),
        "of_years": re.compile(r"[二两三四五六七八九十\d]年"),
        "of_one_year": re.compile("年度|当年|本年|全年"),
        "universe": re.compile(rf"{any_of(words['outside'])}|[共现总]有?"),
        "other_base": re.compile(rf"[,;。][^,;。]*{AMONG}"),
        "field": re.compile(
            rf"在[^,;。]{{0,14}}?(?P<field>\w\w)(?:{any_of(words['field'])})[中内里]?,"
        ),
        "all_done": re.compile(r"\w{0,2}?(?:全部|全数|均|都)(?!为|是)\w"),
        "denied": re.compile(rf"{any_of(words['negation'])}\w\w$"),
        "rest": re.compile(rf"[但仅]?{any_of(words['left'])}"),
        "bounded": re.compile(any_of(cues()["stock"]["total"])),
    }


def _restrictions(words: str) -> list[tuple[str, ...]]:
    """What restricts a rate's counts, each with the other words for it: 按期, 按时, 期限内."""
    found = _patterns()["restrictive"].findall(words)
    return [
        tuple(same) for same in cues()["rate"]["restrictive"] if any(each in same for each in found)
    ]


def rate_stem(stated: Mention) -> str | None:
    """What a rate is of: 办结 of 办结率; None when the figure's words name no rate."""
    for words in (stated.label, stated.metric.indicator):
        if match := _patterns()["rate"].search(words):
            stem = re.split(r"、|和(?![解谐])", match["stem"])[-1].strip('“”"·')
            official = stem.endswith(tuple(cues()["rate"]["official"]))
            return stem if len(stem) > 1 and not official else None
    return None


def find_rate(places: Sequence[ScopedGroup], stated: Mention) -> Finding | None:
    """办结率 from 办结 over 受理: the numerator bears the rate's name, or its opposite does.

    ``places`` are the groups to look in, the rate's own first. Of counts that bear no such name
    the two just before the rate are tried, which is no sure reading.
    """
    stem = rate_stem(stated)
    if not stem or _is_of_all_done(places[0], stated) or stem.startswith("已"):
        return None
    if any(_patterns()["intake"].search(each.label) for each in levels_before(places[0], stated)):
        places = places[:1]  # it is a rate of what came in here
    check: Callable[..., Outcome] = check_rate
    denied = _patterns()["denied"].search(stem) is not None  # 不合格率 is of what is 不合格
    numerators = _named(places, stated, stem, negated=denied)
    if not numerators:
        check, numerators = check_opposite_rate, _named(places, stated, stem, negated=not denied)
    known = named = bool(numerators)
    if not numerators:
        check, numerators = check_rate, _unnamed(places[0], stated, stem)
        known = bool(numerators)
    if not numerators:
        numerators = _just_before(places[0], stated)
        known = bool(numerators) and any(
            _is_universe(each, numerators[0]) for each in levels_before(places[0], stated)
        )
        places = places[:1]  # what they are of stands just before them
    if not numerators:
        return None
    pairs = _pairs(places, stated, numerators, stem)
    listed = _of_listed(places, stated, numerators[0], check)
    if known and check is check_rate:
        listed += _of_done_and_rest(places[0], stated, numerators[0])
    if not pairs and not listed:
        return None
    carried = [
        read_ratio(stated, numerator, new, old)
        for numerator, old in pairs
        if named and _patterns()["opening"].search(old.label)
        for other, new in pairs
        if other is numerator and new is not old and not _patterns()["bounded"].match(new.label)
    ]
    apart = bool(pairs) and pairs[0][1] not in numerators  # else both are of what was done
    readings = [*carried, *(_read(stated, *pair, check) for pair in pairs)]
    sure = known and (
        bool(listed)
        or (apart and _is_sure(places, stated, stem, pairs) and bool(carried) == _is_carried(pairs))
    )
    why = f"“{numerators[0].label}”是“{stem}率”的分子"
    return settle(Relation.RATE, stated, [*listed, *readings], why, sure=sure)


def _is_of_all_done(group: Group, stated: Mention) -> bool:
    """Whether a rate follows on what is told to be all done: 命案12起全部侦破，破案率100%."""
    last = group.mentions[stated.index - 1] if stated.index else None
    return last is not None and bool(_patterns()["all_done"].match(last.after))


def _read(
    stated: Mention, numerator: Mention, whole: Mention, check: Callable[..., Outcome]
) -> Reading:
    """The reading of a rate as that of a count to what it is some of.

    What is told to be not so beside those that are so is some of both together: 批准逮捕1236人，
    不批准逮捕548人.
    """
    came_in = _patterns()["intake"].search(whole.label)
    for negated in re.finditer(r"[不未](\w\w)", numerator.label):
        names = any_of([negated[1], *cues()["rate"]["synonyms"].get(negated[1], [])])
        beside = not came_in and re.search(rf"(?<![不未]){names}", whole.label)
        if check is check_rate and beside:
            return read_ratio(stated, numerator, whole, numerator)
    return read_ratio(stated, numerator, whole, check=check)


def _is_carried(pairs: Sequence[tuple[Mention, Mention]]) -> bool:
    """Whether what was there before is among the wholes that a rate may be taken of."""
    return any(_patterns()["opening"].search(whole.label) for _, whole in pairs)


def _is_sure(
    places: Sequence[ScopedGroup],
    stated: Mention,
    stem: str,
    pairs: Sequence[tuple[Mention, Mention]],
) -> bool:
    """Whether the first pair must be meant: no other can be, or words make it part and whole.

    Not where the rate or its numerator is told of a base of its own, 回访中表示满意的, nor where
    what was there before adds to the whole, or what was planned was changed.
    """
    numerator, whole = pairs[0]
    between = places[0].text[: stated.metric.start - places[0].start]
    if _patterns()["other_base"].match(numerator.before) or "其中" in stated.before:
        return False
    changed = _patterns()["adjusted"]
    if _is_planned(whole) and not changed.search(whole.label) and changed.search(between):
        return False
    if _is_of_field(between, numerator):
        return False
    if not all(restricted(numerator) for restricted in _restricted(stem)):
        return False
    if numerator.label.startswith("其中") and stated.index - numerator.index > 1:
        return False  # 改造46个，其中…建成的34个，涉及居民6318户，完成率100%
    run = run_of(places[0], stated)
    if len(run) > 1 and len({each.metric.indicator for each in run}) == 1:
        return False  # 优秀率分别为36.9%和41.7%
    if _patterns()["reckoned"].search(run[0].before):
        return False  # 按审结案件计算的调解率
    if whole not in places[0].mentions and whole.metric.start > stated.metric.start:
        return False
    if any(
        each is not numerator and len(each.label) > 2 and each.label.strip("、") in stem
        for each in levels_before(places[0], stated)
    ):
        return False  # 调解1643件、撤诉1605件，调解撤诉率62.3%
    if not _is_known(places, stated, stem):
        return False
    first, last = sorted((numerator, whole), key=lambda each: each.index)
    elliptic = len(numerator.label) <= LONGEST_VERB and numerator.index == stated.index - 1
    alone = (
        len(pairs) == 1
        and len(places) == 1
        and last.index < stated.index
        and (not is_split(places[0], first, stated) or (elliptic and last is numerator))
    )
    if stated.metric.role == Role.TARGET:
        alone = False  # what is aimed at is mostly of all there will be
    own = _own_words(stem)
    unique = bool(own) and [each for _, each in pairs if _shares(each, own)] == [whole]
    return alone or unique or _is_whole(places, numerator, whole)


def _is_of_field(text: str, numerator: Mention) -> bool:
    """Whether a rate is of a field that its numerator is not of: 在建筑领域，调解成功率."""
    fields = _patterns()["field"].finditer(text)
    return any(field["field"] not in numerator.name for field in fields)


def _restricted(stem: str) -> list[Callable[[Mention], bool]]:
    return [
        lambda mention, same=same: any(word in mention.name for word in same)  # type: ignore[misc]
        for same in _restrictions(stem)
    ]


def _shares(mention: Mention, words: Sequence[str]) -> bool:
    return any(word in mention.label for word in words)


def _is_known(places: Sequence[ScopedGroup], stated: Mention, stem: str) -> bool:
    """Whether the words around the rate speak of all that its name does.

    Of 污泥无害化处置率 nothing is known where only 污水 was told of.
    """
    text = "".join(place.text for place in places).replace(stated.label, "", 1)
    own = _own_words(stem)
    return not own or any(piece in text for piece in own)


def _named(
    places: Sequence[ScopedGroup], stated: Mention, stem: str, *, negated: bool = False
) -> list[Mention]:
    """The counts that bear a rate's name, those with the fewest other words first."""
    head = stem[-2:]
    heads = [head, *cues()["rate"]["synonyms"].get(head, [])]
    opposites = cues()["rate"]["opposites"].get(head, [])
    if stem in cues()["rate"]["reach"]:  # of 森林覆盖率 nothing is built
        heads = cues()["rate"]["reached"]
    pattern = _naming(tuple(heads))
    found = []
    for mention in _near(places, stated):
        if _patterns()["planned"].search(mention.label) or not told_alike(mention, stated):
            continue
        if "率" in mention.label:
            continue
        if _patterns()["due"].search(mention.label):
            continue
        opposite = next((word for word in opposites if word in mention.label), "")
        match = pattern.search(mention.label) or pattern.search(mention.name)
        if not match and OF_THESE.fullmatch(mention.before):  # 64万件诉求中有60.8万件按期办结
            match = pattern.search(CLAUSE_END.split(mention.after, maxsplit=1)[0])
        if opposite:
            is_opposite, told = True, opposite
        elif match:
            is_opposite, told = bool(match["negation"]), match[0]
        else:
            continue
        if is_opposite == negated:
            lacking = sum(not restricted(mention) for restricted in _restricted(stem))
            others = len(_patterns()["restrictive"].findall(mention.label))
            rank = (lacking, others, not mention.label.endswith(told))
            found.append((rank, mention))
    return [mention for _, mention in sorted(found, key=lambda each: each[0])]


@cache
def _naming(heads: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for what bears one of these names, or denies it."""
    negation = any_of(cues()["rate"]["negation"])
    restricted = any_of(word for same in cues()["rate"]["restrictive"] for word in same)
    return re.compile(rf"(?:(?P<negation>{negation}){restricted}?)?{any_of(heads)}(?!率)")


def _unnamed(group: ScopedGroup, stated: Mention, stem: str) -> list[Mention]:
    """The count just before a rate that is told to be what came of the one before.

    The first part of what is counted (15个街道中，12个…，覆盖率), or one that 已 or 实际 says
    to be done, or whose words share a character with the rate's name: 收回 of 回收率.
    """
    last = list(islice(levels_before(group, stated), 2))
    if stem in cues()["rate"]["reach"]:
        scoped = [
            scope.parts[0]
            for scope in group.scopes
            if scope.cue.endswith("中")
            and scope.cue != "其中"
            and scope.parts[0].index < stated.index
        ]
        return scoped or [each for each in last[:1] if subset_of(group, each)]
    if not last or last[0].index != stated.index - 1 or is_split(group, last[0], stated):
        return []
    nearest = last[0]
    if subset_of(group, nearest) and stem[-2:] in nearest.after:
        return [nearest]
    told = group.text.replace(stated.label, "", 1)
    restricted = _patterns()["restrictive"].search(stem)
    due = _patterns()["due"].search(nearest.label)
    if restricted or due or any(each not in told for each in _own_words(stem)):
        return []
    elsewhere = "".join(each.label for each in last[1:])
    akin = (set(stem[-2:]) & set(nearest.label)) - set(elsewhere)
    done = _patterns()["actual"].search(nearest.label)
    return [nearest] if akin or done else []


def _just_before(group: ScopedGroup, stated: Mention) -> list[Mention]:
    """The smaller of the two counts of one measure that stand just before a rate, if two do."""
    last = list(islice(levels_before(group, stated), 2))
    if len(last) < 2 or last[1].index != stated.index - 2 or is_split(group, last[1], stated):
        return []
    fits = same_measure(*last) and told_alike(last[0], stated)
    return [min(last, key=_size)] if fits else []


def _own_words(stem: str) -> list[str]:
    """The words of a rate's name before its head, of two characters each, but the commonest."""
    words = stem[:-2]
    pieces = [words[end - 2 : end] for end in range(len(words), 1, -2)]
    common = cues()["rate"]["generic"]
    return [
        piece
        for piece in pieces
        if piece not in common and not _patterns()["restrictive"].search(piece)
    ]


def _near(places: Sequence[ScopedGroup], stated: Mention) -> list[Mention]:
    """The amounts before a ratio, the nearest first, then those after it in its segment."""
    own, *beside = places
    before = [
        each
        for each in reversed(own.mentions[max(0, stated.index - REACH) : stated.index])
        if (each.is_level or _is_planned(each) or _is_opening(each)) and not is_intensive(each)
    ]
    after = [
        each
        for each in own.mentions[stated.index + 1 : stated.index + 1 + REACH]
        if each.is_level and not is_split(own, stated, each) and not is_intensive(each)
    ]
    for place in beside:
        if place.start < own.start:
            before += [each for each in reversed(place.mentions[-REACH:]) if each.is_level]
        else:
            before += [each for each in place.mentions[:REACH] if each.is_level]
    return [*before, *after]


def _pairs(
    places: Sequence[ScopedGroup], stated: Mention, numerators: Sequence[Mention], stem: str
) -> list[tuple[Mention, Mention]]:
    """Numerators with what they can be a part of, the likeliest first.

    Of the counts of the same measure that are no smaller: those that share the rate's other
    words, then those that words make a whole, then the nearest.
    """
    near = _near(places, stated)
    carried = any(_patterns()["opening"].search(place.text) for place in places)
    own = _own_words(stem)
    ranked = [
        (
            whole in numerators,
            -sum(piece in whole.label for piece in own),
            not _is_whole(places, numerator, whole),
            numerators.index(numerator),
            near.index(whole),
            (numerator, whole),
        )
        for numerator in numerators[:MOST_NUMERATORS]
        for whole in near
        if whole is not numerator
        and same_unit(whole, numerator)
        and whole.metric.low > 0
        and (_size(whole) >= _size(numerator) or carried or _is_planned(whole))
    ]
    ranked.sort(key=lambda each: each[:-1])
    first = [each[-1] for each in ranked if not each[0]]
    return (first or [each[-1] for each in ranked])[:MOST_PAIRS]


def _is_universe(whole: Mention, part: Mention) -> bool:
    """Whether a count is of all things of the kind that the part is of: 全市社区, 示范社区."""
    told = _patterns()["universe"].match(whole.label)
    noun = whole.label[told.end() :] if told else ""
    return whole is not part and len(noun) > 1 and part.label.endswith(noun)


def _size(mention: Mention) -> Decimal:
    return mention.metric.value * mention.metric.scale


def _of_listed(
    places: Sequence[ScopedGroup],
    stated: Mention,
    numerator: Mention,
    check: Callable[..., Outcome],
) -> list[Reading]:
    """The ratio to several counts that came in together: 承办建议45件、提案63件，办结108件."""
    for place in places:
        if numerator not in place.mentions:
            continue
        listed: list[Mention] = []
        for level in levels_before(place, numerator):
            if not same_measure(level, numerator):
                break
            listed.insert(0, level)
            if not LISTED.match(level.before):
                break
        sizes = [_size(each) for each in [*listed, numerator]]
        whole = len(listed) > 1 and _patterns()["intake"].search(listed[0].label)
        if whole and sum(sizes[:-1]) >= sizes[-1] > max(sizes[:-1]):
            return [read_ratio(stated, numerator, *listed, check=check)]
    return []


def _of_done_and_rest(group: Group, stated: Mention, numerator: Mention) -> list[Reading]:
    """The ratio to what is done and what is left: 已完成45项，完成率93.8%，其余3项…."""
    following = group.mentions[stated.index + 1 : stated.index + 2]
    adjacent = numerator.index == stated.index - 1
    return [
        read_ratio(stated, numerator, numerator, rest)
        for rest in following
        if adjacent
        and rest.is_level
        and same_measure(rest, numerator)
        and _patterns()["rest"].fullmatch(rest.label)
        and not is_split(group, numerator, rest)
    ]


def _is_whole(places: Sequence[ScopedGroup], numerator: Mention, whole: Mention) -> bool:
    """Whether words say that the second is what the first is counted of."""
    return (
        any(place.whole_of(numerator) is whole for place in places)
        or any(
            subset_of(place, numerator) is whole for place in places if numerator in place.mentions
        )
        or _is_universe(whole, numerator)
        or bool(_patterns()["intake"].search(whole.label))
        or bool(_patterns()["planned"].search(whole.label))
        # in another sentence it may be the total of the parts told there: 全年回访900件，其中满意…
        or (whole.metric.role == Role.TOTAL and whole in places[0].mentions)
    )


def _is_opening(mention: Mention) -> bool:
    """Whether an amount is what there was at first: 年初余额 is no level of another time."""
    told = mention.kind == Kind.AMOUNT and mention.direction is None
    return told and bool(_patterns()["balance"].search(mention.label))


def _is_planned(mention: Mention) -> bool:
    """Whether an amount is what was planned; 年初预算 is no earlier level."""
    return (
        mention.kind == Kind.AMOUNT
        and mention.direction is None
        and bool(_patterns()["planned"].search(mention.label))
    )


def find_completion(places: Sequence[ScopedGroup], stated: Mention) -> Finding | None:
    """完成预算的98%: what was done over what was planned, as it was changed last.

    ``places`` are the groups to look in, the ratio's own first; what was planned may be told in
    the sentence before, which is no sure reading.
    """
    group, *beside = places
    match = _patterns()["completion"].search(stated.label)
    amounts = [
        each
        for each in reversed(group.mentions[max(0, stated.index - REACH) : stated.index])
        if each.kind == Kind.AMOUNT
    ]
    planned, adjusted = _plans(amounts)
    done = [each for each in levels_before(group, stated) if each not in [*planned, *adjusted]]
    own = bool(planned or adjusted)
    if not own:
        earlier = [each for place in beside if place.start < group.start for each in place.mentions]
        planned, adjusted = _plans(earlier[::-1][:REACH])
    if own and stated.label in {"的", ""} and planned and planned[0].index == stated.index - 1:
        planned = planned[:1]
    elif not match:
        return None
    elif "调整" in match["whole"]:
        planned = adjusted
    else:
        named = [each for each in planned if match["whole"][-4:] in each.label]
        planned = [*adjusted, *(named or planned)] if "年初" not in match["whole"] else named
    if done and planned and _is_of_other_plan(group, planned[0], done[0]):
        return None
    whole = group.whole_of(done[0]) if done else None
    readings = [
        read_ratio(stated, finished, each)
        for finished in [*done[:1], *([whole] if whole else [])]
        for each in planned
        if same_unit(finished, each) and each.metric.low > 0 and not _is_of_years(each, stated)
    ]
    sure = (
        own
        and bool(planned and done)
        and len(run_of(group, stated)) == 1
        and not _is_of_part(group, planned[0], done[0])
    )
    return settle(Relation.RATE, stated, readings, "实际数与计划（预算）数同句", sure=sure)


def _is_of_other_plan(group: Group, planned: Mention, done: Mention) -> bool:
    """Whether what was done was told with a plan of its own, before the other was told.

    预算90万元，支出80万元，其中甲预算50万元，完成预算的98%: what 甲 took is not printed.
    """
    between = group.mentions[done.index + 1 : planned.index + 1]
    return any("其中" in each.before for each in between) or (
        bool(between) and any(_is_planned(each) for each in group.mentions[: done.index])
    )


def _is_of_part(group: Group, planned: Mention, done: Mention) -> bool:
    """Whether it stands behind what was done of all: 预算32万元，支出25万元，其中21万元."""
    return any(
        each.is_level and same_unit(each, done) and not _is_planned(each)
        for each in group.mentions[planned.index + 1 : done.index]
    )


def _plans(amounts: Sequence[Mention]) -> tuple[list[Mention], list[Mention]]:
    """What was planned, and what that was changed to."""
    adjusted = [
        each
        for each in amounts
        if each.kind == Kind.AMOUNT and _patterns()["adjusted"].search(each.label)
    ]
    return [each for each in amounts if _is_planned(each) and each not in adjusted], adjusted


def _is_of_years(planned: Mention, stated: Mention) -> bool:
    """Whether a plan is for several years, and the ratio taken of one year's."""
    several = _patterns()["of_years"].search(planned.label)
    return bool(several) and bool(_patterns()["of_one_year"].search(stated.label))
