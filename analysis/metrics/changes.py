"""Words of change before a figure: 比上年增长, 由15个增加到, 同比下降."""

import re
from dataclasses import dataclass
from functools import cache

from analysis.metrics.cues import cue_pattern, cue_words

NOUNS = ("增速", "增幅", "涨幅", "降幅", "增长率", "减幅", "跌幅")
COMPARING = frozenset({"高于", "低于", "多于", "少于", "高", "低", "多", "少"})
MANNER = (
    "(?:实际|名义|预计|平均|年均|累计|分别|整体|总体|净|又|再|大幅度|大幅|可比|约|则|已"
    "|逆势|略|微|进一步|只|仅)*"
)
BASE = (
    r"(?:同比|环比|同期|(?:(?:(?<![占可])比(?![重例率较值赛])|较|相比)"
    r"(?P<base>[^,;。、:0-9]{2,8}?|[0-9]{4}年[^,;。、:0-9]{0,3}?)(?:时|相比)?))"
)
# 整改提升5家 and 改造提升3个 are done to things
DOING = frozenset({"提升", "压减", "精简"})
DONE = ("整改", "改造", "治理", "整治", "巩固", "优化", "修缮", "建设", "清理", "关停")
MORE_DONE = re.compile(rf"{BASE}{MANNER}(?P<verb>多|少)(?!于)[^,;。、0-9到至为达]{{1,3}}$")
REACH = 30  # characters before a figure in which its words of change stand


@dataclass(frozen=True, slots=True)
class Change:
    """The word of change and what belongs to it.

    ``base`` is what it is measured against (上年同期), ``peer`` whom it is compared with
    (高于全国), ``is_level`` whether the figure is the level reached and not the difference
    (增至). ``words`` counts the characters before the figure that are no part of a name.
    """

    is_up: bool
    base: str | None
    peer: str | None
    is_level: bool
    words: int


@cache
def _before() -> re.Pattern[str]:
    """Base, manner, verb and what may stand between the verb and the figure."""
    verbs = cue_pattern("changes", "up") + "|" + cue_pattern("changes", "down")
    longest_first = "|".join(sorted(verbs.split("|"), key=lambda verb: (-len(verb), verb)))
    # 新增 and 倍增 count, 审减 and 核减 name what they are
    verb = longest_first.replace("|增|", "|(?<![新净倍])增|").replace("|减|", "|(?<![审核裁])减|")
    return re.compile(
        rf"(?:{BASE}{MANNER})?{MANNER}(?P<verb>{verb})"
        r"(?P<peer>于[^,;。、0-9]{1,10}?|全国|全省|全市|全区|目标)?"
        r"(?P<level>了到|到|至|为|达到|达)?了?(?:[0-9]{4}年的)?"
        "(?:每[人户亩村家])?"
        "(?:约|近|超过|超|逾|不低于|不少于|不超过|不高于|控制在|保持在|稳定在|达到|达|平均水平|平均|分别)*$"
    )


@cache
def _at_start() -> re.Pattern[str]:
    verbs = "|".join(
        verb
        for verb in sorted(cue_words("changes", "up") | cue_words("changes", "down"))
        if len(verb) == 2 and verb not in COMPARING | {"新增"}
    )
    return re.compile(f"(?:{verbs})(?=[^,;。]{{2}})")


def read_change(before: str, *, is_ratio: bool, counts_noun: bool) -> Change | None:
    """The change told by the words before a figure.

    ``is_ratio``: the figure is a percentage, so that 压减材料40% is a change as well;
    ``counts_noun``: a counted noun follows, as in 新增3个学位 and 改造提升4处设施, which
    without a base are counts.
    """
    found = _before().search(before[-REACH:])
    if found:
        return _read(found, is_ratio=is_ratio, counts_noun=counts_noun)
    if found := MORE_DONE.search(before[-REACH:]):
        return Change(found["verb"] == "多", found["base"], None, False, len(found.group()))
    if is_ratio and (verb := _at_start().match(before)):
        return Change(verb.group() in cue_words("changes", "up"), None, None, False, 0)
    return None


def _read(found: re.Match[str], *, is_ratio: bool, counts_noun: bool) -> Change | None:
    verb, peer = found["verb"], found["peer"]
    if counts_noun and found.group() == verb:
        return None
    if verb in NOUNS and found.string[: found.start("verb")].endswith("自然"):
        return None
    before = found.string[: found.start("verb")]
    if not found["base"]:
        tells_gap = peer or (is_ratio and not verb.endswith("于"))
        if verb in COMPARING and (before.endswith("不") or not tells_gap):
            return None  # 不少于5万人, 低于5%
        if verb == "新增" or (verb in DOING and before.endswith(DONE)):
            return None
    if peer and verb not in COMPARING and not peer.startswith("于"):
        return None  # 提高全市3万名退休人员的待遇
    noun = verb in NOUNS
    return Change(
        is_up=verb in cue_words("changes", "up"),
        base=found["base"]
        or ("同期" if re.match("同比|同期", found.group()) else None)
        or ("上期" if found.group().startswith("环比") else None),
        peer=peer.removeprefix("于") if peer else None,
        is_level=found["level"] in {"到", "至", "为", "了到"} and not noun,
        words=found.end() - (found.end("verb") if noun else found.start()),
    )
