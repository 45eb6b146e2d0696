"""Names of indicators: what a figure counts, from the source's own words."""

import re
from dataclasses import dataclass
from functools import cache

from analysis.metrics.changes import Change, read_change
from analysis.metrics.cues import cue_pattern, cue_words
from analysis.quantities import Bound, Mention, find_unit

LONGEST = 24  # characters of a name
LONGEST_LIST = 12  # figures that share one list of names
Span = tuple[int, int]

SEPARATOR = re.compile("以及|、|和|及|与|并")
QUOTED_TITLE = re.compile("《[^》]*》等?|[(][^)]*[)]")
DATE = re.compile(
    r"(?:截至|截止|到|至)?(?:[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|[0-9]{1,2}(?:-|至|到|—)[0-9]{1,2}月)(?:度|底|末|初|份|以来|间|期间|前|上半年|下半年)?的?"
    r"|[(][一二三四五六七八九十0-9]+[)]|[0-9]{1,2}[.、](?![0-9])|[一二三四五六七八九十]是|[①-⑳]"
    r"|(?:第?[一二三四]|前[二两三])季度|[上下]半年|[近这][0-9一二三四五六七八九十两]年来?|年末|月末|期末"
    r"|[“‘]?十[一二三四五]五[”’]?(?:期间|以来|时期|末)"
)
DATE_TAIL = re.compile("[由从到至]?(?:19|20)[0-9]{2}年(?:底|末|初)?的?$")
# 连续12年稳定在: how long a level has lasted, before the level itself
IN_A_ROW = re.compile(
    "(?:已?连续)(?:[0-9]{1,2}|[二三四五六七八九十]{1,2})(?:年|个月|个季度)(?:以上)?(?:居|均|每年)?$"
)
COMPARED = re.compile(
    "同比|环比|[比较]“[^”]{1,8}”|[比较]20[0-9]{2}年|[比较](?:上年|去年|上月|上季度|年初|上一年)(?:同期|末|底)?"
)
# clauses between a figure and the one it is compared with, which name nothing new
ASIDE = re.compile(
    "(?:保持|稳居|位居|居|排名|排|列|创|再创|均|位列|名列|全国|全省|同比|较|比|继续|连续)"
)
# where a noun phrase after a figure ends and its predicate begins
PREDICATE = re.compile(
    "(?:全部|进行|开展|参加|享受|稳定|普遍|均|都|已|被|将|得到|获得|获评|获批|入选|入围|用于|有序|落地|正式|顺利|投入|开工|竣工|建成投|通车|上线|"
    "免费|跻身|列入|纳入|成为|荣获|达到|实现|完成|交付|增长|提高|下降|有效|圆满|高质量|全面|加快|扎实|落户|签署|签订|外聘|挂牌)"
)
# measures that need the name of what they measure
SHARES = frozenset(
    {"占比", "占比重", "总量", "总数", "增速", "比重", "总额", "增幅", "规模", "增长率"}
)
# a body and 共 before the verb: the name begins behind them
ACTING = re.compile(
    "[^,;。、“”《》()]{2,14}?(?:局|委|厅|院|政府|中心|部门|机关|单位|机构)(?:共|累计|已)(?![建享同])"
)
REACHED = ("累计", "累计达", "累计达到", "总数达", "总数达到", "总量达到")
SHARING = ("占", "相当于", "约占", "是", "为")
DISTRIBUTING = re.compile("分别|依次|各(?=[0-9])")


@dataclass(slots=True)
class Figure:
    """A mention that counts something, with the stretches of its clause around it.

    ``left`` runs from the clause's start or the figure before, ``right`` to its end or the
    figure after; ``name`` are the stretches that the indicator is built from, ``topic`` those
    that a later figure takes over: of 财政收入占全国10%, 增长5% grows the income.
    """

    mention: Mention
    clause: Span
    left: Span
    right: Span
    change: Change | None = None
    name: tuple[Span, ...] = ()
    topic: tuple[Span, ...] = ()
    is_sure: bool = True


def name_figures(text: str, figures: list[Figure]) -> None:
    """Give every figure of a line its name, from left to right."""
    for figure in figures:
        figure.change = _change(text, figure)
    shared: set[int] = set()
    for i, figure in enumerate(figures):
        if i not in shared:
            if members := _distributed(text, figures, i):
                _distribute(text, figures, members)
                shared.update(members)
            else:
                figure.name = _name(text, figures, i)
        if not figure.name:
            figure.is_sure = False
            figure.name = _clip(text, _around(figure))
        figure.name = _balance(text, figure.name)
        if figure.is_sure:
            figure.topic = figure.topic or figure.name


def _change(text: str, figure: Figure) -> Change | None:
    unit = find_unit(figure.mention.unit)
    return read_change(
        text[figure.left[0] : figure.left[1]],
        is_ratio=_is_ratio(figure) or unit.dimension == "doubling",
        counts_noun=unit.whole and not goes_on(text, *figure.right),
    )


# -- one figure ----------------------------------------------------------------------------


def _bare_left(text: str, figure: Figure) -> Span:
    """What stands before a figure without change words and words like 共, 达到."""
    start, end = figure.left
    if figure.change:
        end -= figure.change.words
    if acting := ACTING.match(text, start, end):
        start = acting.end()
    start = _trim_head(text, start, end)
    end = _trim_tail(text, start, end)
    for word in ("新增", "净增", "增加", "完成", "实现", "减少"):
        if end - start > len(word) + 1 and text.endswith(word, start, end):
            end -= len(word)
    return start, _trim_tail(text, start, end)


def _bare_right(text: str, figure: Figure) -> Span:
    """The noun phrase after a figure; empty where the clause goes on without one."""
    start, end = figure.right
    if text.startswith("的", start) and start + 1 < end:
        start += 1
    while start < end and text[start] in "“‘":
        start += 1
    if goes_on(text, start, end):
        return start, start
    return start, _trim_tail(text, start, end)


def _name(text: str, figures: list[Figure], i: int) -> tuple[Span, ...]:
    figure = figures[i]
    left, right = _bare_left(text, figure), _bare_right(text, figure)
    left_text = text[left[0] : left[1]]
    has_left, has_right = left[1] > left[0], right[1] > right[0]
    if has_right and _is_measured(figure.mention) and has_left and not is_verb(left_text):
        has_right = False
    if figure.change and has_left:
        has_right = False
    if has_left and has_right:
        if left[1] - left[0] + right[1] - right[0] <= LONGEST:
            figure.topic = left, _phrase(text, right)
            return left, right
        figure.topic = (_phrase(text, right),)
        size = _last_verb(left_text)
        return _clip(text, ((left[1] - size, left[1]), _noun_phrase(text, right)), keep_end=False)
    if has_right:
        figure.topic = (_phrase(text, right),)
        return _clip(text, (_noun_phrase(text, right),), keep_end=False)
    if not has_left:
        carried = _carried(text, figures, i)
        reached = text[figure.left[0] : figure.left[1]].endswith(REACHED)
        return _object(text, carried) if reached else carried
    if left_text.startswith(SHARING) or (left_text.endswith("的") and len(left_text) <= 6):
        figure.topic = _carried(text, figures, i)
        return _clip(text, (*figure.topic, (left[0], left[1] - left_text.endswith("的"))))
    if is_verb(left_text) or len(left_text) < 2:
        received = _received(text, figures, i)
        figure.topic = _object(text, received or _carried(text, figures, i))
        amounts = (f for f in reversed(figures[:i]) if not _is_ratio(f))
        if not received and _is_case(figure) and not _is_case(next(amounts, figure)):
            figure.topic = ()  # 出动执法人员8600人,立案查处56起
        figure.is_sure = bool(figure.topic)
        return _clip(text, (left, *figure.topic))
    if left_text[-1] in "级类型" and len(left_text) <= 3 and i:
        return _clip(text, (left, *_after_kind(text, figures[i - 1].name)))
    if left_text in SHARES:
        figure.topic = _carried(text, figures, i)
        return _clip(text, (*_object(text, figure.topic), left))
    return _clip(text, (left,))


def _noun_phrase(text: str, span: Span) -> Span:
    """A phrase without its predicate where the two together are too long for a name."""
    return _phrase(text, span) if span[1] - span[0] > LONGEST else span


def _phrase(text: str, span: Span) -> Span:
    """A phrase without its predicate."""
    predicate = PREDICATE.search(text, min(span[0] + 2, span[1]), span[1])
    return span[0], predicate.start() if predicate else span[1]


def _around(figure: Figure) -> tuple[Span, ...]:
    """The clause of a figure without the figure; the figure where it is alone."""
    before = figure.clause[0], figure.mention.start
    after = figure.mention.end, figure.clause[1]
    around = tuple(span for span in (before, after) if span[1] > span[0])
    return around or ((figure.mention.start, figure.mention.end),)


CLOSING = {"“": "”", "‘": "’", "《": "》", "(": ")", "［": "］"}
OPENING = {closing: opening for opening, closing in CLOSING.items()}


def _balance(text: str, name: tuple[Span, ...]) -> tuple[Span, ...]:
    """A name whose quotation marks and brackets come in pairs.

    A mark that trimming took from the start comes back; one that has no other half in the
    name is left out, and where the rest of its pair lies outside the name the name ends there.
    """
    if not name:
        return name
    (start, end), *rest = name
    if start and CLOSING.get(text[start - 1]) in set(text[start:end]) - {None}:
        name = ((start - 1, end), *rest)
    single = _unpaired(text, name)
    if not single:
        return name
    pieces: list[Span] = []
    for start, end in name:
        edges = [start, *(e for at in single if start <= at < end for e in (at, at + 1)), end]
        pieces += zip(edges[::2], edges[1::2], strict=True)
    return tuple(piece for piece in pieces if piece[1] > piece[0]) or name


def _unpaired(text: str, name: tuple[Span, ...]) -> list[int]:
    """The places of marks in a name whose other half is not in it."""
    open_marks: list[int] = []
    single: list[int] = []
    for at in (at for start, end in name for at in range(start, end)):
        if text[at] in CLOSING:
            open_marks.append(at)
        elif text[at] in OPENING:
            if open_marks and text[open_marks[-1]] == OPENING[text[at]]:
                open_marks.pop()
            else:
                single.append(at)
    return sorted(single + open_marks)


def _is_ratio(figure: Figure) -> bool:
    return find_unit(figure.mention.unit).dimension in {"ratio", "percentage-points", "multiple"}


def _is_case(figure: Figure) -> bool:
    return find_unit(figure.mention.unit).dimension == "cases"


def _is_measured(mention: Mention) -> bool:
    """Whether the unit measures the thing named before it and takes no noun after it."""
    unit = find_unit(mention.unit)
    return not unit.whole or not mention.unit


def _carried(text: str, figures: list[Figure], i: int) -> tuple[Span, ...]:
    """The name that a figure takes over from the clause or the figure before it."""
    figure = figures[i]
    previous = figures[i - 1] if i else None
    since = previous.clause[1] if previous else 0
    if figure.clause[0] > since:
        for start, end in reversed(_plain_clauses(text, since, figure.clause[0])):
            if not ASIDE.match(text, start, end):
                head = _trim_head(text, start, end)
                tail = _trim_tail(text, head, end)
                if tail > head and not (figure.change and previous):
                    return _clip(text, ((head, tail),))
    if previous is None:
        return ()
    return previous.name if figure.mention.unit == "个百分点" else previous.topic


@cache
def received_pattern() -> re.Pattern[str]:
    """Words that tell what came in: 收到, 受理."""
    return re.compile(cue_pattern("roles", "received"))


def _received(text: str, figures: list[Figure], i: int) -> tuple[Span, ...]:
    """The name of what came in, to which 办结3件, 驳回1件 tell the outcome."""
    unit = find_unit(figures[i].mention.unit).dimension
    for other in reversed(figures[:i]):
        same = find_unit(other.mention.unit).dimension == unit
        if same and received_pattern().search(text, other.left[0], other.left[1]):
            return other.topic
    return ()


def _plain_clauses(text: str, start: int, end: int) -> list[Span]:
    clauses = re.finditer("[^,;。:!?]+", text[start:end])
    return [(start + clause.start(), start + clause.end()) for clause in clauses]


def _object(text: str, name: tuple[Span, ...]) -> tuple[Span, ...]:
    """A name without the verb that it starts with."""
    if not name:
        return ()
    start, end = name[0]
    while size := first_verb(text[start:end]):
        start += size
    return ((start, end), *name[1:]) if start < end else name[1:]


def _after_kind(text: str, name: tuple[Span, ...]) -> tuple[Span, ...]:
    """The rest of a name after its own 级: of 国家级示范村 the 示范村 that 省级 takes over."""
    for k, (start, end) in enumerate(name):
        at = max(text.find(kind, start, end) for kind in "级类型")
        if at >= 0:
            return (((at + 1, end),) if at + 1 < end else ()) + name[k + 1 :]
    return _object(text, name)


# -- lists: A、B分别增长1%、2% ---------------------------------------------------------------


def _distributed(text: str, figures: list[Figure], i: int) -> list[int]:
    """The figures of a list that share one clause and one list of names, from the i-th on."""
    figure = figures[i]
    members = [i]
    for k in range(i + 1, min(i + LONGEST_LIST, len(figures))):
        other = figures[k]
        between = text[figures[k - 1].mention.end : other.mention.start]
        if other.clause != figure.clause or not re.fullmatch(
            "(?:、|和|及|与|,)?(?:约|近|超|达)?", between
        ):
            break
        members.append(k)
    if len(members) == 1:
        return []
    last = figures[members[-1]]
    left, right = _bare_left(text, figure), _bare_right(text, last)
    if right[1] > right[0] and (left[1] <= left[0] or is_verb(text[left[0] : left[1]])):
        for k in members[:-1]:  # 3.1万户、9.6万人搬进新居: what follows is of them all
            figures[k].right = last.right
        return []
    return members


def _distribute(text: str, figures: list[Figure], members: list[int]) -> None:
    """Names for a list of figures from a list of names, whose last one has the shared head."""
    first = figures[members[0]]
    for k in members[1:]:
        figures[k].change = first.change
    start, end = first.left
    at = DISTRIBUTING.search(text, start, end)
    if at:
        end = at.start()
        for k in members[1:]:  # 分别超过20%、30%
            if figures[k].mention.bound is Bound.EXACT and not _is_trailing(text, first.mention):
                figures[k].mention.bound = first.mention.bound
    left = _bare_left(text, first) if not at else (_trim_head(text, start, end), end)
    if at:
        left = left[0], _trim_tail(text, left[0], left[1])
    measure = text[left[0] : left[1]] in SHARES
    if left[1] <= left[0] or measure:
        earlier = figures[: members[0]][-len(members) :]
        if len(earlier) == len(members) and at:
            for k, source in zip(members, earlier, strict=True):
                figures[k].topic = source.topic
                figures[k].name = _clip(text, (*source.topic, left))
            return
        carried = _carried(text, figures, members[0])
        left = (carried[0][0], carried[-1][1]) if carried else left
    items = _items(text, left)
    if len(items) < len(members):
        items = [left] * len(members)
    items = items[-len(members) :]
    head = _head(text, items[-1])
    for k, item in zip(members, items, strict=True):
        shared = () if item == items[-1] or _head(text, item) != (item[1], item[1]) else (head,)
        figures[k].name = _clip(text, (item, *(s for s in shared if s[1] > s[0])))


def _is_trailing(text: str, mention: Mention) -> bool:
    """Whether the bound stands behind the figure and is of that figure alone."""
    return text[mention.end - 1] in "上下内右" or mention.bound is Bound.EXACT


def _items(text: str, span: Span) -> list[Span]:
    """The members of a list of names."""
    items, start = [], span[0]
    for match in SEPARATOR.finditer(text, *span):
        if match.start() > start:
            items.append((start, match.start()))
        start = match.end()
    if start < span[1]:
        items.append((start, span[1]))
    return items


@cache
def _head_pattern() -> re.Pattern[str]:
    return re.compile(f"(?:人均)?(?:{cue_pattern('names', 'measures')})$")


def _head(text: str, span: Span) -> Span:
    """The measure that a name ends in (增加值, 可支配收入), empty where none is."""
    found = _head_pattern().search(text[span[0] : span[1]])
    return (span[0] + found.start(), span[1]) if found and found.start() else (span[1], span[1])


# -- trimming ------------------------------------------------------------------------------


def _trim_tail(text: str, start: int, end: int) -> int:
    words, kept = cue_words("names", "tails"), cue_words("names", "kept")
    while end > start:
        near = max(start, end - 12)
        if match := IN_A_ROW.search(text, near, end) or DATE_TAIL.search(text, near, end):
            end = match.start()
            continue
        for size in (4, 3, 2, 1):
            if size == 1 and text[max(start, end - 2) : end] in kept:
                return end
            if end - size >= start and text[end - size : end] in words:
                end -= size
                break
        else:
            break
    return end


def _trim_head(text: str, start: int, end: int) -> int:
    words, kept = cue_words("names", "heads"), cue_words("names", "kept")
    while start < end:
        if match := DATE.match(text, start, end) or COMPARED.match(text, start, end):
            start = match.end()
            continue
        for size in (5, 4, 3, 2, 1):
            if size == 1 and text[start : start + 2] in kept:
                return start
            if start + size <= end and text[start : start + size] in words:
                start += size
                break
        else:
            break
    return start


def is_verb(text: str) -> bool:
    """Whether a text is one or two verbs alone, which name nothing."""
    verbs = cue_words("names", "verbs")
    text = text.removeprefix("成功")
    return text in verbs or any(
        text[:k] in verbs and text[k:] in verbs for k in range(1, len(text))
    )


def first_verb(text: str) -> int:
    """The length of the verb that a text starts with; 0 for none."""
    sizes = (k for k in (4, 3, 2) if k <= len(text))
    return next((k for k in sizes if text[:k] in cue_words("names", "verbs")), 0)


def _last_verb(text: str) -> int:
    sizes = (k for k in (4, 3, 2) if k <= len(text))
    return next((k for k in sizes if text[-k:] in cue_words("names", "verbs")), 0)


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether what follows a figure goes on with the clause and is no noun."""
    words = cue_words("names", "rests")
    if start >= end or text[start : start + 2] in words:
        return True
    return text[start] in words and text[start : start + 2] not in cue_words("names", "kept")


def _clip(text: str, spans: tuple[Span, ...], keep_end: bool = True) -> tuple[Span, ...]:
    """Spans cut to the length of a name: titles go first, then what is furthest from the head."""
    if sum(end - start for start, end in spans) <= LONGEST:
        return tuple(span for span in spans if span[1] > span[0])
    kept: list[Span] = []
    for start, end in spans:
        titles = [match.span() for match in QUOTED_TITLE.finditer(text, start, end)]
        edges = [start, *(edge for title in titles for edge in title), end]
        kept += zip(edges[::2], edges[1::2], strict=True)
    room = LONGEST
    short: list[Span] = []
    for start, end in reversed(kept) if keep_end else kept:
        size = min(end - start, room)
        if size <= 0:
            continue
        short.append((end - size, end) if keep_end else (start, start + size))
        room -= size
    if not keep_end:
        return tuple(short)
    short.reverse()
    start, end = short[0]
    if (start, end) not in kept:  # begin at a word's edge where one is near
        edges = [m.end() for m in re.finditer("的|、|和|与|了|对|为|在", text[start:end])]
        near = [e for e in edges if e <= 10]
        if near:
            short[0] = (start + near[0], end)
    return tuple(short)
