"""Scopes: a whole and the figures that the words put under it, and the kinds of a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from analysis.audit.items import NUMERAL
from analysis.audit.mentions import (
    Group,
    Kind,
    Mention,
    any_of,
    cues,
    is_split,
    levels_before,
    measure,
    outside_brackets,
    read_groups,
    same_measure,
)
from analysis.audit.relations import UP
from analysis.metrics import Metrics

BRACKET = "括号"
MADE_OF = "构成"  # 由甲2亿元、乙3亿元构成
COLON = "冒号"
NAMED = "中"  # 而甲类案件中…: the clause names its whole
WEAK = (
    "涉及",
    "包含",
    "含",
    "包括",
    "用于",
    "投向",
    "来自",
)  # these may tell of something else than of what is counted
MARKS = re.compile(r"^(?:其中|[、和及与:])+")
MOST_CLAUSES = 3  # commas between two parts of one list; behind more clauses it has ended
# 从复议结果看, 按城乡分, 分季度看: what follows are kinds, of which a thing is only one
VIEW = re.compile(r"(?:从|按照?|分)[^,;。:()]{1,10}?(?:看|分|划分|统计|分类|构成)[,:]")


@dataclass(frozen=True, slots=True)
class Scope:
    """A whole, the figures that the words put under it, and those words.

    ``sure`` is how many of the parts surely belong; later ones stand after a semicolon.
    ``loose``: the whole is counted otherwise (个, 座), so that they need not be of one kind.
    """

    whole: Mention
    parts: tuple[Mention, ...]
    sure: int
    cue: str
    loose: bool = False


@dataclass(frozen=True, slots=True)
class ScopedGroup(Group):
    """A clause group with its scopes; ``wholes`` gives the whole of the part at an offset."""

    scopes: tuple[Scope, ...]
    wholes: Mapping[int, Mention]

    def whole_of(self, mention: Mention) -> Mention | None:
        """The whole that the words put a mention under, if they do."""
        return self.wholes.get(mention.metric.start)


def read_scoped_groups(metrics: Metrics) -> list[ScopedGroup]:
    """The clause groups of a report, in the order of the text, each with its scopes."""
    scoped = []
    for group in read_groups(metrics):
        scopes = tuple(read_scopes(group))
        wholes: dict[int, Mention] = {}
        for scope in (each for each in scopes if not each.loose):
            for part in scope.parts:
                wholes.setdefault(part.metric.start, scope.whole)
        scoped.append(
            ScopedGroup(group.text, group.mentions, group.start, group.end, scopes, wholes)
        )
    return scoped


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["scope"]
    copula = [*cues()["rate"]["copula"], *cues()["stock"]["reached"]]
    closing = any_of(words["closing"])
    return {
        "acts": re.compile(rf",\s*(?P<act>{any_of(words['acts'])})|,\s*(?:还)?(?P<act2>有)$"),
        "each": re.compile(r"(?:^|[,;:])\s*(?:已|并|均|又)?分别\w{0,8}$"),
        "among": re.compile(
            r"(?:^|[,;。])\s*(?:而|在|其余)?(?:(?:这些|上述|以上)(?P<told>[^,;。:]{2,16}?)|(?P<name>[^,;。:]{3,16}?))(?:的\w{2,4})?中(?![小心央])[\w、]*,?[\w、]*$"
        ),
        "amount": re.compile(rf"{any_of([*words['amount'], *copula])}+$"),
        "added": re.compile(any_of(cues()["stock"]["added"])),
        "opening": re.compile(any_of(cues()["stock"]["opening"])),
        "came": re.compile(any_of(cues()["stock"]["came"])),
        "rest": re.compile(any_of([*words["rest"], *cues()["stock"]["left"]])),
        "made_of": re.compile(r"[^,;。:()]{1,60}?(?:构成|组成)"),
        "balance": re.compile(any_of(cues()["stock"]["balance"])),
        "subtotal": re.compile(rf"{NUMERAL}(?:个|大)?{any_of(words['collective'])}{closing}$"),
        "open": re.compile(
            rf"其中|{VIEW.pattern}|^[^,;。:]{{0,10}}(?<![高初集])中,|(?:^|[,;(:的])(?:按\w{{1,6}})?{any_of(words['open'])}|(?P<colon>:)\s*\w+$"
        ),
        "planned": re.compile(
            r"\((?:年度|年初|全年)?(?:任务|计划|目标|预算)数?(?:分别)?(?:为|是)?$"
        ),
        "limit": re.compile(any_of(words["limit"])),
        "close": re.compile(rf"。|{any_of(words['close'])}"),
        "intensive": re.compile(any_of(words["intensive"])),
        "price": re.compile(any_of(words["price"])),
    }


def read_scopes(group: Group) -> list[Scope]:
    """The wholes of a group with their parts, wherever words open a list of these.

    Where the words list several measures (项目147个、总投资1000亿元，其中工业项目115个、总投资
    654亿元), each measure has a scope of its own.
    """
    scopes: list[Scope] = []
    for mention in group.mentions:
        if cue := _opens(group, mention):
            view = VIEW.search(f"{cue},")
            under = {part for each in scopes for part in each.parts} if view else set()
            scopes += _scopes_of(group, mention, cue, under)
    return scopes


def _opens(group: Group, mention: Mention) -> str:
    """The words by which a mention opens a list of parts; empty when none do."""
    if mention.index == 0:
        return ""
    words = outside_brackets(mention.before)
    if match := _patterns()["open"].search(words):
        if match["colon"]:
            return COLON
        cue = match[0].strip(",;:(的")
        named = cue in mention.label or f"{cue}:" in words
        if cue in WEAK and cue in group.mentions[mention.index - 1].label:
            return ""  # 用于甲12万元，用于乙4万元: the next part of the same whole
        return "" if cue in WEAK and not named else cue
    follows = group.text[mention.metric.start - group.start :]
    if mention.label.startswith("由") and _patterns()["made_of"].match(follows):
        return MADE_OF
    if mention.depth > group.mentions[mention.index - 1].depth:
        # 一万亿次（10000亿次） says it again, （上年同期发生48起、受伤38人） tells of before
        return "" if mention.before.endswith("(") or mention.earlier else BRACKET
    if not mention.position and _is_distributed(group, mention, words):
        return "分别"
    if _named_whole(group, mention):
        return NAMED
    return ""


def _is_distributed(group: Group, mention: Mention, words: str) -> bool:
    """Whether 分别 deals one amount out: 86亿元，分别投向交通38亿元、水利25亿元."""
    match = _patterns()["each"].search(words)
    last = group.mentions[mention.index - 1]
    dealt = match and last.is_level and same_measure(last, mention) and not last.position
    earlier = next((each for each in levels_before(group, last) if same_measure(each, last)), None)
    return bool(dealt) and (earlier is None or is_split(group, earlier, last))


def _named_whole(group: Group, mention: Mention) -> Mention | None:
    """The figure before that a clause names as what the mention is of: 而甲类案件中…79件."""
    match = _patterns()["among"].search(outside_brackets(mention.before))
    if match is None:
        return None
    name = match["told"] or match["name"]
    for level in levels_before(group, mention):
        named = level.label.endswith(name) or level.metric.indicator.endswith(name)
        if named and same_measure(level, mention):
            return level
    return None


def _scopes_of(
    group: Group, first: Mention, cue: str, under: AbstractSet[Mention]
) -> Iterator[Scope]:
    """The scopes that one cue opens: that of the first figure, and those of other measures.

    None of the figures ``under`` a whole already is the whole of another view of it.
    """
    before = next(levels_before(group, first), first)
    region = _region(group, first, before)
    taken: set[str] = set()
    if _whole_of(group, first, first, cue, under) is None:
        yield from _loose_scope(group, first, cue)
    for at, (part, segment) in enumerate(region):
        sort = measure(part.metric.unit)
        if sort in taken or segment or not _may_be_part(part):
            continue
        whole = _whole_of(group, first, part, cue, under)
        if whole is None or _outlasts(part, whole):
            continue
        taken.add(sort)
        same = [
            (each, at_segment)
            for each, at_segment in region[at:]
            if _belongs(each, whole) and (part is first or each is part or same_head(each, whole))
        ]
        parts = tuple(each for each, _ in same)
        segments = [each for _, each in same]
        one_each = len(parts) > 2 and segments == list(range(len(parts)))
        each_kind = segments == list(range(len(parts))) and any(
            len(run) == len(parts) for run in complement_of(parts)
        )
        listed = ":" in first.before or one_each or each_kind
        sure = len(parts) if listed else segments.count(0)
        yield Scope(whole, parts, min(sure, _n_joined(parts)), cue)


def _n_joined(parts: Sequence[Mention]) -> int:
    """How many parts stand in one list: of those joined by 、 the first comma is the end.

    其中博士86名、硕士220名，引进专家45名: the experts are told of besides.
    """
    joined = False
    for at, part in enumerate(parts):
        comma = "," in part.before or ";" in part.before
        if at and comma and joined:
            return at
        joined = joined or (at > 0 and not comma)
    return len(parts)


def _whole_of(
    group: Group, first: Mention, part: Mention, cue: str, under: AbstractSet[Mention]
) -> Mention | None:
    """The figure before a list of parts that one of them is a part of.

    That of its own measure next before the list; of figures that are not the list's first,
    one of the same name. What is added under 其中 is a part of what was added.
    """
    if part is first and cue == NAMED and (named := _named_whole(group, first)):
        return named
    if cue == "其中" and _comes_in_anew(group, first):
        return None
    anew = "。" in first.before
    carried = any(_patterns()["opening"].search(each.label) for each in group.mentions)
    by_view = VIEW.search(f"{cue},") is not None
    for level in levels_before(group, first):
        if level in under or level.depth > first.depth or not _may_hold(level, part):
            continue
        if anew and by_view and carried:
            continue  # 上年结转9件，本年办结183件。按单位分: of what came in, told before
        if (anew and is_intensive(level)) or (
            by_view and _patterns()["subtotal"].search(level.label)
        ):
            continue  # neither 日均受理949件 nor 两类合计7.69万件 is what a new sentence divides
        between = group.mentions[level.index + 1 : first.index]
        if cue == BRACKET and any(each.is_level and each.depth < first.depth for each in between):
            return None
        if part is not first and not same_head(part, level):
            continue  # 死亡22人、受伤31人，其中较大事故1起、死亡3人
        if cue in WEAK and level.index < first.index - 1:
            return None
        if _patterns()["opening"].search(level.label) and _follows(group, level):
            continue
        if part.direction is None or _patterns()["added"].search(level.name):
            return level
    return None


def _comes_in_anew(group: Group, first: Mention) -> bool:
    """Whether a new sentence begins with what came in, after what was left of all.

    其余68件结转下年。其中，市本级新收287件: it is of all that was told, and none of the 68.
    """
    last = next(levels_before(group, first), first)
    anew = re.search(r"。\s*其中", first.before) and _patterns()["came"].search(first.label)
    return bool(anew and _patterns()["rest"].search(last.label))


def _follows(group: Group, level: Mention) -> bool:
    """Whether what was carried over is told after what came in; its parts are of both."""
    last = next(levels_before(group, level), None)
    return last is not None and same_measure(last, level) and not is_split(group, last, level)


def _may_be_part(mention: Mention) -> bool:
    """Whether a figure is an amount that has its own, or one that was added: 其中增加30座."""
    added = mention.kind == Kind.AMOUNT and mention.direction == UP and "其中" in mention.before
    planned = _patterns()["planned"].search(mention.before)  # （任务分别为1万亩、5万亩）
    return (mention.is_level or added) and not planned and not _describes(mention)


def _describes(mention: Mention) -> bool:
    """Whether an amount only says how large a thing is: 投资3亿元的新校区, but not 80个左右的村."""
    thing = mention.metric.unit in (*cues()["scope"]["classifiers"], "人", "名")
    return mention.after.startswith("的") and not thing


def _may_hold(whole: Mention, part: Mention) -> bool:
    """Whether a figure may be of what another is a part of.

    Of one measure, or things that are counted with different classifiers but have one name. A
    limit (60.2亿元限额) holds nothing.
    """
    if _patterns()["limit"].search(whole.label) or _patterns()["limit"].match(whole.after):
        return False
    if same_measure(whole, part):
        return True
    return _are_things(whole, part) and same_head(part, whole)


def _are_things(first: Mention, second: Mention) -> bool:
    """Whether two figures count things one by one."""
    classifiers = cues()["scope"]["classifiers"]
    return all(each.metric.unit in classifiers for each in (first, second))


def _loose_scope(group: Group, first: Mention, cue: str) -> Iterator[Scope]:
    """The scope of parts whose whole, directly before them, is counted otherwise."""
    whole = group.mentions[first.index - 1]
    if cue in ("其中", BRACKET) and whole.is_level and _are_things(whole, first):
        region = [each for each, segment in _region(group, first, whole) if not segment]
        parts = tuple(each for each in region if is_part(each, first))
        yield Scope(whole, parts, len(parts), cue, loose=True)


def _belongs(part: Mention, whole: Mention) -> bool:
    return _may_be_part(part) and _may_hold(whole, part) and not _outlasts(part, whole)


def _outlasts(part: Mention, whole: Mention) -> bool:
    """Whether one figure is of all there is, and the other of what is new: 新增贷款, 贷款余额."""
    stock = _patterns()["balance"]
    new = _patterns()["added"].search(whole.label) and not stock.search(whole.label)
    return bool(new and stock.search(part.label))


def same_head(part: Mention, whole: Mention) -> bool:
    """Whether the names of two figures end in the same word: 完成投资 and 总投资额."""
    head = _head(whole)
    return len(head) > 1 and _head(part) == head


def _head(mention: Mention) -> str:
    """The last two characters of a figure's name, without what only says that it is an amount."""
    name = mention.label if len(mention.label) > 1 else mention.metric.indicator
    return re.sub(r"\W", "", _patterns()["amount"].sub("", name))[-2:]


def _region(group: Group, first: Mention, whole: Mention) -> list[tuple[Mention, int]]:
    """The figures of a list of parts from its first on, each with the number of its segment."""
    region, segment = [(first, 0)], 0
    for mention in group.mentions[first.index + 1 :]:
        if mention.depth < first.depth or _patterns()["close"].search(mention.before):
            break
        same_depth = mention.depth == first.depth
        if same_depth and ";" in mention.before and mention.label[:2] == whole.label[:2]:
            break  # 查处酒驾80起，其中醉驾20起；查处超载90起: told as the whole is
        if same_depth and (_opens(group, mention) or _acts(first, mention)):
            break
        if mention.before.count(",") > MOST_CLAUSES:
            break
        segment += mention.before.count(";")
        if same_depth:
            region.append((mention, segment))
    return region


def _acts(first: Mention, mention: Mention) -> bool:
    """Whether a clause tells of something else done; parts may all be told so (新增…，新增…)."""
    if "," in mention.before and not mention.label and MARKS.sub("", first.label):
        return True  # 其中工业9家，11家入围…: parts are named before their figures or behind them
    act = _patterns()["acts"].search(mention.before)
    return act is not None and (act["act"] or act["act2"]) not in first.before


def is_part(mention: Mention, whole: Mention) -> bool:
    """Whether a figure can be a part: an amount of its own, which no noun is described by."""
    own = mention.is_level and not _patterns()["planned"].search(mention.before)
    return own and same_measure(mention, whole) and not _describes(mention)


def complement_of(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Runs of mentions whose labels name all kinds of a whole, each kind once."""
    told = [_wholes_named(each.label) for each in mentions]
    named = [bool(wholes) for wholes in told]
    if sum(named) < 2:
        return
    all_kinds = _kinds()
    for whole in sorted(frozenset().union(*told)):
        kinds = all_kinds[whole]
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
def _wholes_of_words() -> dict[str, frozenset[int]]:
    """For each word that names a kind, the places in `_kinds` of those that it may name."""
    places: dict[str, set[int]] = defaultdict(set)
    for place, group in enumerate(_kinds()):
        for kind in group:
            for word in kind:
                places[word].add(place)
    return {
        word: frozenset().union(*(places[each] for each in places if each in word))
        for word in places
    }


@cache
def _any_kind() -> re.Pattern[str]:
    return re.compile(rf"(?=({any_of(_wholes_of_words())}))")


def _wholes_named(label: str) -> frozenset[int]:
    """The places in `_kinds` of which a label may name a kind."""
    wholes = _wholes_of_words()
    return frozenset().union(*(wholes[word] for word in _any_kind().findall(label)))


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


def is_intensive(mention: Mention) -> bool:
    """Whether a figure is a mean, a price or the like, which doesn't add up."""
    words = _patterns()["intensive"].search(mention.name)
    price = measure(mention.metric.unit) == "元" and _patterns()["price"].search(mention.name)
    return bool(words or price)
