"""Means: an amount a head, a case or a day, against a total and a count."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from analysis.audit.finding import Finding, Relation
from analysis.audit.interval import Interval, interval
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
    measure,
    passages,
    same_unit,
)
from analysis.audit.readings import read, settle, told_alike
from analysis.audit.relations import Outcome, check_mean, check_mean_of_parts
from analysis.audit.scopes import ScopedGroup, complement_of, is_intensive
from analysis.quantities import Quantity, find_unit

MOST = 4  # totals, and counts, that a mean may be read as; nearer ones come first
TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000}
MEAN = re.compile("[均每产]")  # one of these is in all words that say that a figure is a mean
YEARS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}
SHORTEST_NAME = 4  # characters that the names of a mean and of its parts' means end with


@dataclass(frozen=True, slots=True)
class Per:
    """What a mean is taken of: ``times`` things that are counted in one of the ``units``.

    ``noun`` is their name or unit in the words, ``subject`` what those before it name;
    ``each`` is whether 每 and a classifier say so; ``words`` are those after it, what each has
    or is; ``cue`` is what said that it is a mean, and ``sure`` whether it must be one: 每人500元
    may be what is due to each.
    """

    noun: str
    units: tuple[str, ...]
    times: Decimal
    each: bool
    subject: str
    words: str
    cue: str
    sure: bool


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = cues()["mean"]
    per = any_of(words["per"])
    return {
        # 每名特派员年均 is what each has, in a year
        "per": re.compile(
            rf"^(?![^,;]*每\w+?年均)[^,;]*?(?P<per>{per}|[^\W平])均(?P<words>[^,;]*)$"
        ),
        "each": re.compile(
            rf"每(?P<times>{any_of(TIMES)})?一?(?:常住|户籍)?(?P<per>{per}|\w)(?P<words>[^,;]*)$",
        ),
        "yield": re.compile(r"(?P<per>亩)产(?P<words>[^,;]*)$|单产(?P<words_>[^,;]*)$"),
        "plain": re.compile(r"平均(?P<words>[^,;]*)$"),
        "mean": re.compile(rf"平均|(?:{per})均|每{any_of(TIMES)}|亩产|单产"),
        "based": re.compile(r"按(?P<base>[^,;。]{0,12}?)(?:计算|折算|测算)"),
        "official": re.compile(rf"{any_of(words['official']['words'])}|每[^,;]{{1,4}}每|标准"),
        "years": re.compile(rf"(?P<n>{any_of(YEARS)})年(?:来|间|内)?[^,;。]{{0,4}}(?:累计|共)"),
        "service": re.compile(any_of(words["in_a_year"]["service"])),
        "all_year": re.compile(
            rf"{any_of(words['in_a_year']['cues'])}|(?<![\d—至-])20\d\d年(?!以来|起|前|上|下|[\d一至—-])"
        ),
        "counted": re.compile(
            rf"{any_of(words['period']['counted'])}\D{{0,2}}?(?P<n>\d+)(?P<unit>天|日|个月)"
        ),
    }


def _read_per(stated: Mention) -> Per | None:
    """What the words before a figure say that it is the mean of."""
    label = stated.label
    if not MEAN.search(label):
        return None
    below = stated.metric.unit.partition("/")[2]
    for name in ("yield", "per", "each", "plain"):
        match = _patterns()[name].search(label)
        if not match:
            continue
        found = match.groupdict()
        noun = below or found.get("per") or ("亩" if name == "yield" else "")
        times = found.get("times")
        return Per(
            noun,
            tuple(cues()["mean"]["per"].get(noun, [noun] if noun else [])),
            Decimal(TIMES.get(times or "", 1)),
            name == "each" and not times,
            re.sub(r"平均|均", "", label[: match.start()]),
            (found.get("words") or "").strip(),
            match[0],
            name in {"per", "yield"} or bool(times) or (name == "each" and "均" in label),
        )
    return None


def find_mean(group: Group, stated: Mention) -> Finding | None:
    """人均500元: a total of the same money or things over a count of the heads."""
    per = _read_per(stated)
    based = _patterns()["based"].search(stated.before)
    if per is None or stated.earlier:
        return None
    if _patterns()["official"].search(stated.label) and not based:
        return None
    near = _near(group, stated)
    totals, counts = _split(near, stated, per)
    if based:
        counts = [each for each in counts if based["base"][-2:] in each.label] or counts
    if stated.direction:  # 平均每项压缩6.5天 is of what was 压缩 in all
        totals = [each for each in totals if stated.label[-2:] in each.name]
    readings = [
        read(stated, total, count, check=_of_count(per))
        for total in totals[:MOST]
        for count in counts[:MOST]
    ]
    sure = per.sure and len(totals) == 1 and len(counts) == 1
    if sure:
        named = per.each and per.words[:2] in f"{counts[0].label}{counts[0].after[:8]}"
        # what the total is of may have been counted elsewhere
        sure = (
            not is_split(group, totals[0], counts[0])
            and (named or counts[0].index < stated.index)
            and (stated.direction is not None or totals[0].index < stated.index)
        )
    if not counts:
        last = max([stated, *totals[:1]], key=lambda each: each.index)
        spans, certain = _spans(group, last, per)
        readings = [read(stated, total, check=_of_span(span)) for span in spans for total in totals]
        sure = per.sure and certain and len(totals) == 1
    return settle(Relation.MEAN, stated, readings, f"“{per.cue}”", sure=sure)


def _of_count(per: Per) -> Callable[..., Outcome]:
    """The check of a mean against a total and a count, told in a unit of the same dimension."""
    unit = find_unit(per.units[0]).factor if per.units else Decimal(1)

    def check(mean: Quantity, total: Quantity, count: Quantity) -> Outcome:
        return check_mean(mean, total, interval(count) * (1 / (per.times * unit)))

    return check


def _of_span(span: Interval) -> Callable[..., Outcome]:
    """The check of a mean against a total and the length of a period."""
    return lambda mean, total: check_mean(mean, total, span)


def _near(group: Group, stated: Mention) -> list[Mention]:
    """The amounts before a mean, the nearest first, then those after it in its segment."""
    after = [
        each
        for each in group.mentions[stated.index + 1 : stated.index + 1 + REACH]
        if each.is_level and not is_split(group, stated, each)
    ]
    return [
        each
        for each in [*levels_before(group, stated), *_moved_alike(group, stated), *after]
        if not _patterns()["mean"].search(each.label) and told_alike(each, stated)
    ]


def _moved_alike(group: Group, stated: Mention) -> list[Mention]:
    """What all had more or less together, where the mean is a difference: 户均增收, 共增收."""
    if stated.direction is None:
        return []
    return [
        each
        for each in group.mentions[max(0, stated.index - REACH) : stated.index + REACH]
        if each is not stated and each.kind == Kind.AMOUNT and each.direction == stated.direction
    ]


def _split(
    near: Sequence[Mention], stated: Mention, per: Per
) -> tuple[list[Mention], list[Mention]]:
    """What a mean may be shared out of, and the counts of what it is taken of.

    Where both are told in one unit, the words after 每个 name what is counted, and all others
    what each has: 平均每个街道3个, 每万人拥有律师5人.
    """
    totals = [each for each in near if _may_total(each, stated)]
    counts = _counts(near, per) if per.noun else [each for each in near if each not in totals]
    if per.each:
        named = [each for each in counts if each.after.startswith(per.words[:2])]
        counts = named or _alike(counts, per.subject) or _alike(counts, per.words) or counts
        totals = [each for each in totals if each not in counts]
    else:
        totals = _alike(totals, per.words) or [each for each in totals if each not in counts]
        counts = [each for each in counts if each not in totals]
        counts = _alike(counts, per.subject) or counts
    return _earlier_first(_alike(totals, per.words) or totals, stated), _earlier_first(
        counts, stated
    )


def _may_total(mention: Mention, stated: Mention) -> bool:
    """Whether a figure measures what the mean does; each of 1128人次 by 47 is 24次."""
    own, other = mention.metric.unit, stated.metric.unit.partition("/")[0]
    alike = find_unit(own).dimension == find_unit(other).dimension != "none"
    return measure(own) == measure(other) or alike or own == f"人{other}"


def _counts(near: Sequence[Mention], per: Per) -> list[Mention]:
    """The counts of what a mean is taken of: by its usual unit or its noun, else any unit."""
    usual = find_unit(per.units[0]).dimension
    counts = [
        each
        for each in near
        if each.metric.low > 0
        and (
            each.metric.unit in per.units
            or (usual == "area" == find_unit(each.metric.unit).dimension)
            or re.match(rf"\w{{1,8}}{per.noun}(?:[,;。、]|$)", each.after)
        )
    ]
    if per.units[0] == "个" != per.noun:  # any things are counted so: those of that name
        named = [each for each in counts if per.noun in re.split(r"[,;。]", each.after)[0][:8]]
        return named or counts
    return [each for each in counts if measure(each.metric.unit) == measure(per.units[0])] or counts


def _earlier_first(mentions: Sequence[Mention], stated: Mention) -> list[Mention]:
    """Those before the mean, where there are any."""
    before = [each for each in mentions if each.index < stated.index]
    return before or list(mentions)


def _alike(mentions: Sequence[Mention], words: str) -> list[Mention]:
    """The mentions that bear the first two characters of the words that any of them bears."""
    for at in range(len(words) - 1):
        found = [each for each in mentions if words[at : at + 2] in f"{each.name} {_noun(each)}"]
        if found:
            return found
    return []


def _noun(mention: Mention) -> str:
    """What stands behind a figure in its own clause: in 320名特派员，每名…, not the latter."""
    return CLAUSE_END.split(mention.after, maxsplit=1)[0][:6]


def _spans(group: Group, last: Mention, per: Per) -> tuple[list[Interval], bool]:
    """How many of a unit of time the period told of has, and whether words surely say so.

    Words up to the ``last`` of the figures say so: 月均2.5万个，全年累计30万个. A printed number
    of days, else half a year or the like, else the year: of days, all or the working ones.
    """
    unit = per.units[0] if per.units else ""
    text = group.text[: last.metric.end - group.start]
    if unit == "年":
        years = [Decimal(YEARS[each["n"]]) for each in _patterns()["years"].finditer(text)]
        return [Interval(each, each) for each in years], len(years) == 1
    lengths = cues()["mean"]["in_a_year"]["lengths"].get(unit)
    if not lengths:
        return [], False
    for counted in _patterns()["counted"].finditer(text):
        if counted["unit"] in per.units:
            n = Decimal(counted["n"])
            return [Interval(n, n)], n > 0
    for words, months in cues()["mean"]["period"]["months"].items():
        if words in text:
            share = Decimal(months) / 12
            low, high = lengths[0]
            whole = unit in {"个月", "个季度"}
            loose = Decimal(0) if whole else Decimal(2)
            return [Interval(low * share - loose, high * share + loose)], True
    if not _patterns()["service"].search(text):
        lengths = lengths[:1]  # what is not done in an office is done on all days
    spans = [Interval(Decimal(low), Decimal(high)) for low, high in lengths]
    return spans, bool(_patterns()["all_year"].search(text))


def find_mean_of_parts(group: ScopedGroup) -> Iterator[Finding]:
    """居民、城镇居民、农村居民人均…: the mean of all lies between the means of its parts."""
    if "均" not in group.text or len(group.mentions) < 3:
        return
    means = [
        each
        for each in group.mentions
        if each.direction is None
        and not each.earlier
        and (is_intensive(each) or is_intensive(group.whole_of(each) or each))
    ]
    for parts in complement_of(means):
        for whole in means:
            unnamed = not any(is_intensive(each) for each in parts)
            scoped = unnamed and {group.whole_of(each) for each in parts} == {whole}
            if whole not in parts and (scoped or _is_mean_of(whole, parts)):
                outcome = check_mean_of_parts(
                    whole.metric.quantity, [each.metric.quantity for each in parts]
                )
                why = "总体的平均数介于各部分的平均数之间"
                yield outcome.finding(Relation.MEAN, whole.metric, passages(*parts), why)


def _is_mean_of(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the first is named like the parts, without what tells them apart."""
    if not all(same_unit(whole, each) and told_alike(whole, each) for each in parts):
        return False
    name = re.split(r"[、,]", whole.label)[-1]
    apart = [word for each in parts for word in ("城镇", "农村", "乡村") if word in each.label]
    return (
        len(apart) == len(parts)
        and not any(word in name for word in ("城镇", "农村", "乡村", "城乡"))
        and all(_shared_name(name, each.label) for each in parts)
    )


def _shared_name(first: str, second: str) -> bool:
    """Whether two names have the words of a mean in common: 人均可支配收入."""
    return any(
        first[at : at + SHORTEST_NAME + 2] in second
        for at in range(max(1, len(first) - SHORTEST_NAME - 1))
    )
