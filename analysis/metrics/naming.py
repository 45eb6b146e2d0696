"""Names of indicators: what a figure counts, from the source's own words."""

import re
from dataclasses import dataclass, replace
from functools import cache

from analysis.metrics.changes import Change, read_change
from analysis.metrics.cues import cue_pattern, cue_words
from analysis.metrics.trimming import (
    EACH_ONE,
    LONGEST,
    Span,
    balance,
    clip,
    first_verb,
    goes_on,
    is_verb,
    last_verb,
    trim_head,
    trim_tail,
)
from analysis.quantities import Bound, Mention, find_unit

LONGEST_LIST = 12  # figures that share one list of names
# not the 及 of 普及 and 及时, the 与 of 参与, the 和 of 和谐
AND = (
    "以及|(?<![普涉危触波顾提遍惠论推])及(?![时格早其])|(?<!参)与(?![会其])"
    "|(?<![共饱温平缓调总])和(?![谐平解睦美])|(?<![合兼归一])并(?![购网轨行列联案])"
)
# 省、市重点项目 is one name
COMMA = "(?<![省市县区国])、|、(?![省市县区乡镇])"
SEPARATOR = re.compile(f"{COMMA}|{AND}")
LIST_MARK = re.compile("、")
# an item of a list with a measure of its own takes none from the last: 保有量、充电桩数量
MEASURED = re.compile(
    "(?:[量数率额值比度金款]|收入|支出|面积|里程|余额|价格|人次|规模|占比|比重|投资|产值|就业|参保|贷款|消费)$"
)
# clauses between a figure and the one it is compared with, which name nothing new
ASIDE = re.compile(
    "(?:保持|稳居|位居|居|排名|排|列|创|再创|均|位列|名列|全国|全省|同比|较|比|继续|连续)"
)
RANKED = re.compile("居[^,;。]{0,12}第|第[0-9一二三四五六七八九十]+[位名]")
# where a noun phrase after a figure ends and its predicate begins
PREDICATE = re.compile(
    "(?:全部|进行|开展|参加|享受|稳定|普遍|均|都|已|被|将|得到|获得|获评|获批|入选|入围|用于|有序|落地|正式|顺利|投入|开工|竣工|建成投|通车|上线|"
    "免费|跻身|列入|纳入|成为|荣获|达到|实现|完成|交付|增长|提高|下降|有效|圆满|高质量|全面|加快|扎实|落户|签署|签订|外聘|挂牌|取得|荣立|荣膺|具备|尽快|加快)"
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
# 占预算的, 为年初预算的, 完成调整预算的: a share of what a figure before it tells
SHARE_OF = re.compile(
    "(?:仅|约|已)?((?:占|相当于|是|为|完成|达到?|超过?)[^,;。、]{1,14})的(?:约|近|超过?|不足|不到)?$"
)
# 对经济增长的贡献率为, 拉动经济增长: what one thing adds to another
ADDING_TO = re.compile("(对[^,;。、]{1,14}贡献率|拉动[^,;。、]{2,10}增长)(?:为|达到?|超过?|约)*$")
# a clause in a list of clauses that has a verb of its own begins anew: 项目获批、开行班列
LEADS = re.compile("力争|确保|全年|累计|同比|其中|新增|净增|总投资")
DONE = re.compile(
    "(?:获批|开工|竣工|投产|投用|运营|推进|见效|落地|启动|建成|完成|活动|建设|改革|行动|发展|增强|提升|改善|深入|揭牌)$"
)
# after these a new clause begins whatever it begins with
OVER = re.compile("(?:全覆盖|获批|开工|竣工|投产|投用|上线|通车|揭牌|落地|启动|发布|并网)$")
GROWN = ("新增", "净增")  # of which a list may be told: 新增减税降费、退税缓费
# measures of a count that end a phrase of count and rate: 9个考核断面|水质优良率
RATE_END = re.compile("(?:率|比例|比重|占比|指数|满意度|总额|总资产|余额)$")
LEVEL = re.compile("(?:国家|[省市县区州部央])[^级]{1,2}")
EACH = re.compile("每[^,;。、0-9]{1,3}")
HONOURED = re.compile("(?:获|荣|入选|当选|受到|被(?:评|授|认|确|命|列|记|追|依|处|给))")
AMONG = re.compile("中(?:有|$)")
DISPOSING = ("把", "将", "让", "使")
LOOSE_ENDS = frozenset("、(:的和及与并“‘")
INSIDE = frozenset({"集中", "高中", "初中", "城中", "空中", "居中", "其中", "手中", "途中", "心中"})
# 四项指数分别下降 names nothing that the figures before it have not named
ANNOUNCED = re.compile("[两三四五六七八九十0-9]+项(?:指数|指标|数据)?")
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
            figure.name = clip(text, _around(figure))
        figure.name = balance(text, figure.name)
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


def _bare_left(text: str, figure: Figure, *, is_list: bool = False) -> Span:
    """What stands before a figure without change words and words like 共, 达到.

    Of several clauses joined by 、 it is the last, but where they name a list of figures.
    """
    start, end = figure.left
    if figure.change:
        end -= figure.change.words
    if acting := ACTING.match(text, start, end):
        start = acting.end()
    start = trim_head(text, start, end)
    if not is_list and (last := _last_clause(text, start, end)) > start:
        start = trim_head(text, last, end)
    end = trim_tail(text, start, end)
    for word in ("新增", "净增", "增加", "完成", "实现", "减少"):
        if end - start > len(word) + 1 and text.endswith(word, start, end):
            end -= len(word)
    return start, trim_tail(text, start, end)


def _last_clause(text: str, start: int, end: int) -> int:
    """Where the last of several clauses joined by 、 begins: 项目获批、全年开行班列."""
    at = end
    while (at := text.rfind("、", start, at)) > start:
        before, after = text[start:at], text[at + 1 : end]
        verb = after[: first_verb(after)]
        anew = LEADS.match(after) or (verb and verb != after and not before.startswith(verb))
        done = DONE.search(before) or (first_verb(before) and not before.startswith(GROWN))
        over = OVER.search(before) and len(after) > 2 and not OVER.search(after[:4])
        if over or (anew and done and not all(is_verb(item) for item in before.split("、"))):
            return at + 1
    return start


def _bare_right(text: str, figure: Figure) -> Span:
    """The noun phrase after a figure; empty where the clause goes on without one."""
    start, end = figure.right
    if text.startswith("的", start) and start + 1 < end:
        start += 1
    while start < end and text[start] in "“‘":
        start += 1
    if goes_on(text, start, end) or AMONG.match(text, start, end):
        return start, start
    end = _first_clause(text, start, end)
    if end == figure.clause[1]:
        while end > start and text[end - 1] in LOOSE_ENDS:
            end -= 1
        return start, end - (text[end - 2 : end] not in INSIDE and text[end - 1] == "中")
    end = trim_tail(text, start, end)
    return start, end - text.endswith("的", start, end)


def _first_clause(text: str, start: int, end: int) -> int:
    """Where the first of several clauses joined by 、 ends: 作品获奖、居全国第5位."""
    at = start
    while (at := text.find("、", at + 1, end)) > 0:
        if ASIDE.match(text, at + 1, end) or PREDICATE.search(text, min(start + 2, at), at):
            return at
    return end


def _name(text: str, figures: list[Figure], i: int) -> tuple[Span, ...]:
    figure = figures[i]
    if share := SHARE_OF.match(text, *figure.left):
        figure.topic = _carried(text, figures, i)
        return clip(text, (*figure.topic, share.span(1)))
    amount = _last_amount(figures[:i])
    if amount and (adding := ADDING_TO.match(text, *figure.left)):
        figure.topic = amount.topic
        return clip(text, (*figure.topic, adding.span(1)))
    left, right = _sides(text, figure)
    left_text = text[left[0] : left[1]]
    if right[1] > right[0]:
        return _name_with_noun(text, figures, i, left, right)
    if not left_text:
        return _name_without_words(text, figures, i)
    if left_text.startswith(SHARING) or (i and left_text.endswith("的") and len(left_text) <= 6):
        figure.topic = _carried(text, figures, i) or (figures[i - 1].name if i else ())
        return clip(text, (*figure.topic, (left[0], left[1] - left_text.endswith("的"))))
    if left_text in cue_words("names", "verbal_nouns") and not _is_case(figure):
        return (left,)
    if len(left_text) > 1 and _is_ratio(figure) and text.startswith("占", left[1]):
        return (left,)  # 投诉举报占46%，检查发现占38%: the shares of kinds
    if is_verb(left_text) or len(left_text) < 2:
        return _name_with_verb(text, figures, i, left)
    if left_text[-1] in "级类型" and len(left_text) <= 3 and i:
        return clip(text, (left, *_after_kind(text, figures[i - 1].name)))
    if left_text in SHARES:
        figure.topic = _carried(text, figures, i)
        return clip(text, (*drop_verb(text, figure.topic), left))
    if EACH.fullmatch(left_text) or EACH_ONE.fullmatch(left_text):  # 共有明白人126名，每村不少于3名
        return clip(text, (left, *drop_verb(text, _carried(text, figures, i))))
    return clip(text, ((left[0], left[1] - (left_text[-1] == "的")),))


def _sides(text: str, figure: Figure) -> tuple[Span, Span]:
    """The words before a figure and the noun after it, which is empty where they name it alone."""
    left, right = _bare_left(text, figure), _bare_right(text, figure)
    left_text = text[left[0] : left[1]]
    if right[1] > right[0] and left_text.endswith(DISPOSING):
        return (left[1], left[1]), right  # 坚持把八成左右的财政支出用于民生
    measured = _is_measured(figure.mention) and not is_verb(left_text)
    if left_text and (measured or figure.change):
        return left, (right[0], right[0])
    return left, right


def _name_with_noun(
    text: str, figures: list[Figure], i: int, left: Span, right: Span
) -> tuple[Span, ...]:
    """The name of a figure from the noun after it and the verb before it."""
    figure = figures[i]
    right = _counted(text, figures, i, right)
    head = _level_head(text, figures, i, right)
    has_left = left[1] > left[0]
    if has_left and left[1] - left[0] + right[1] - right[0] <= LONGEST:
        figure.topic = left, _phrase(text, right)
        return left, right, *head
    figure.topic = (_phrase(text, right),)
    size = last_verb(text[left[0] : left[1]]) if has_left else 0
    verb = ((left[1] - size, left[1]),) if size else ()
    return clip(text, (*verb, _noun_phrase(text, right), *head), keep_end=False)


def _counted(text: str, figures: list[Figure], i: int, right: Span) -> Span:
    """Of 9个考核断面水质优良率100% the noun that is counted, without the rate's own name."""
    start, end = right
    rate = i + 1 < len(figures) and figures[i + 1].left == figures[i].right
    if rate and _is_measured(figures[i + 1].mention) and RATE_END.search(text[start:end]):
        counted = _countable_pattern().match(text, start, end)
        return (start, counted.end()) if counted else right
    return right


@cache
def _countable_pattern() -> re.Pattern[str]:
    return re.compile(f".{{1,20}}(?:{cue_pattern('names', 'countables')})(?=..)")


def _level_head(text: str, figures: list[Figure], i: int, right: Span) -> tuple[Span, ...]:
    """What 20项省定 takes over from 6项市定民生实事 behind it."""
    size = right[1] - right[0]
    if not (LEVEL.fullmatch(text, *right) and i + 1 < len(figures)):
        return ()
    following = figures[i + 1]
    start, end = _phrase(text, _bare_right(text, following))
    joined = text[right[1] : following.mention.start] in {"、", "和", "及", "与"}
    if joined and end - start > size and LEVEL.fullmatch(text, start, start + size):
        return ((start + size, end),)
    return ()


def _name_without_words(text: str, figures: list[Figure], i: int) -> tuple[Span, ...]:
    """The name of a figure that has none of its own: taken over, or the honour that is told."""
    figure = figures[i]
    if find_unit(figure.mention.unit).dimension == "persons":
        start, end = figure.right
        if HONOURED.match(text, start, end):
            return clip(text, ((start, end),), keep_end=False)
    carried = _carried(text, figures, i)
    if not carried and i and _is_ratio(figure):
        figure.is_sure = figures[i - 1].is_sure
        return figures[i - 1].name
    reached = text[figure.left[0] : figure.left[1]].endswith(REACHED)
    return drop_verb(text, carried) if reached else carried


def _name_with_verb(text: str, figures: list[Figure], i: int, left: Span) -> tuple[Span, ...]:
    """The name of a figure from the verb before it and what an earlier figure says was done to."""
    figure, verb = figures[i], text[left[0] : left[1]]
    if source := _reaching(text, figures, i, verb):
        figure.topic = source.topic
        return clip(text, (*source.name, left))
    received = _received(text, figures, i)
    carried, amount = _carried(text, figures, i), _last_amount(figures[:i])
    if amount and _is_ratio(figures[i - 1]) and carried == figures[i - 1].topic:
        carried = amount.topic
    figure.topic = drop_verb(text, received or carried)
    if not received and amount and _is_case(figure):
        anew = ";" in text[amount.mention.end : figure.mention.start]
        if anew or not _is_case(amount):
            figure.topic = ()  # 出动执法人员8600人,立案查处56起
    figure.is_sure = bool(figure.topic)
    if any(verb in text[start:end] for start, end in figure.topic):
        return figure.topic  # 组织业务培训4期，培训420人次
    return clip(text, (left, *figure.topic))


def _last_amount(figures: list[Figure]) -> Figure | None:
    return next((figure for figure in reversed(figures) if not _is_ratio(figure)), None)


def _reaching(text: str, figures: list[Figure], i: int, verb: str) -> Figure | None:
    """The figure before, if a verb tells whom that reached: 发放救助金512万元，惠及267人."""
    if not i or not figures[i - 1].is_sure:
        return None
    one, other = (find_unit(f.mention.unit).dimension for f in figures[i - 1 : i + 1])
    adjoins = figures[i].clause[0] <= figures[i - 1].clause[1] + 1
    reaches = verb in cue_words("names", "reaching") or other == "persons"
    relative = {"ratio", "percentage-points", "multiple"}
    return figures[i - 1] if adjoins and reaches and one not in {other, *relative} else None


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


def _is_ratio(figure: Figure) -> bool:
    return find_unit(figure.mention.unit).dimension in {"ratio", "percentage-points", "multiple"}


def _is_case(figure: Figure) -> bool:
    return find_unit(figure.mention.unit).dimension == "cases"


def _is_measured(mention: Mention) -> bool:
    """Whether the unit measures the thing named before it and takes no noun after it."""
    if not mention.unit:
        return not mention.scale  # 惠及3万多家庭 counts
    return not find_unit(mention.unit).whole


def _carried(text: str, figures: list[Figure], i: int) -> tuple[Span, ...]:
    """The name that a figure takes over from the clause or the figure before it."""
    figure = figures[i]
    previous = figures[i - 1] if i else None
    since = previous.clause[1] if previous else 0
    for other in reversed(figures[:i]):  # not what stands in brackets beside
        previous = other
        aside = other.clause[1] < figure.clause[0] and text[other.clause[1]] == ")"
        if not aside:
            break
    if figure.clause[0] > since:
        for start, end in reversed(_plain_clauses(text, since, figure.clause[0])):
            if not ASIDE.match(text, start, end) and not RANKED.search(text, start, end):
                head = trim_head(text, start, end)
                tail = trim_tail(text, head, end)
                if tail > head and not (figure.change and previous):
                    return clip(text, ((head, tail),))
    if previous is None:
        return ()
    return previous.name if figure.mention.unit == "个百分点" else previous.topic


@cache
def received_pattern() -> re.Pattern[str]:
    """Words that tell what came in: 收到, 受理."""
    return re.compile(cue_pattern("roles", "received"))


def came_in_at(text: str, figure: Figure) -> tuple[Span, ...]:
    """What came in, if a figure tells that: the 申请 of 收到申请6件; short enough to add a verb."""
    if not received_pattern().search(text, *figure.left):
        return ()
    return clip(text, drop_verb(text, figure.topic))


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


def drop_verb(text: str, name: tuple[Span, ...]) -> tuple[Span, ...]:
    """A name without the verb that it starts with."""
    if not name:
        return ()
    start, end = name[0]
    while (size := first_verb(text[start:end])) and start + size + 1 != end:  # 罚没款
        start += size
    return ((start, end), *name[1:]) if start < end else name[1:]


def _after_kind(text: str, name: tuple[Span, ...]) -> tuple[Span, ...]:
    """The rest of a name after its own 级: of 国家级示范村 the 示范村 that 省级 takes over."""
    for k, (start, end) in enumerate(name):
        at = max(text.find(kind, start, end) for kind in "级类型")
        if at >= 0:
            return (((at + 1, end),) if at + 1 < end else ()) + name[k + 1 :]
    return drop_verb(text, name)


# -- lists: A、B分别增长1%、2% ---------------------------------------------------------------


BETWEEN = re.compile("(?:、|和|及|与|,)?(?:约|近|超)?")
CHANGE_BETWEEN = re.compile("(?:、|和|及|与)(?:上升|下降|增长|减少|增加|提高|降低)")


def _distributed(text: str, figures: list[Figure], i: int) -> list[int]:
    """The figures of a list that share one clause and one list of names, from the i-th on."""
    figure = figures[i]
    members = [i]
    for k in range(i + 1, min(i + LONGEST_LIST, len(figures))):
        other = figures[k]
        between = text[figures[k - 1].mention.end : other.mention.start]
        adjoins = BETWEEN.fullmatch(between) or (
            figure.change and CHANGE_BETWEEN.fullmatch(between)
        )
        if other.clause != figure.clause or not adjoins:
            break
        members.append(k)
    if len(members) == 1:
        return []
    last = figures[members[-1]]
    left, right = _bare_left(text, figure, is_list=True), _bare_right(text, last)
    left_text = text[left[0] : left[1]]
    if right[1] > right[0] and (not left_text or left_text.endswith("等") or is_verb(left_text)):
        for k in members[:-1]:  # 3.1万户、9.6万人搬进新居: what follows is of them all
            figures[k].right = last.right
        return []
    counts = right[1] > right[0] and not _is_measured(last.mention)
    if counts and not _of_one_kind(figures, members):  # 新增养殖面积3万亩、60万尾鱼苗放流
        members.pop()
    return members if len(members) > 1 else []


def _of_one_kind(figures: list[Figure], members: list[int]) -> bool:
    """Whether the figures of a list count the same, so that its names may be theirs in turn."""
    return len({find_unit(figures[k].mention.unit).dimension for k in members}) == 1


def _distribute(text: str, figures: list[Figure], members: list[int]) -> None:
    """Names for a list of figures from a list of names, whose last one has the shared head."""
    first = figures[members[0]]
    for k in members[1:]:
        figures[k].change = _shared_change(first.change, figures[k].change)
    start, end = first.left
    at = DISTRIBUTING.search(text, start, end)
    if at:
        end = at.start()
        for k in members[1:]:  # 分别超过20%、30%
            if figures[k].mention.bound is Bound.EXACT and not _is_trailing(text, first.mention):
                figures[k].mention.bound = first.mention.bound
    left = _bare_left(text, first, is_list=True) if not at else (trim_head(text, start, end), end)
    if at:
        left = left[0], trim_tail(text, left[0], left[1])
    if ANNOUNCED.fullmatch(text, *left):
        left = left[1], left[1]
    measure = text[left[0] : left[1]] in SHARES
    if left[1] <= left[0] or measure or text.startswith("占", left[0]):
        earlier = figures[: members[0]][-len(members) :]
        if len(earlier) == len(members) and (at or _are_told_together(text, earlier, first)):
            for k, source in zip(members, earlier, strict=True):
                figures[k].topic = source.topic
                whole = source.topic if _is_ratio(source) else source.name
                whole = drop_verb(text, whole) if measure else whole
                figures[k].name = clip(text, (*whole, left))
            return
        carried = _carried(text, figures, members[0])
        left = (carried[0][0], carried[-1][1]) if carried else left
    items = _items(text, left, len(members))
    if at is None and not _of_one_kind(figures, members):
        items = [left] * len(members)
    head = _measure_after(text, first, at) or _shared_head(text, items)
    for k, item in zip(members, items, strict=True):
        printed, shared = text[item[0] : item[1]], text[head[0] : head[1]]
        own = (
            (item == items[-1] and head[1] <= item[1])
            or MEASURED.search(printed)
            or printed.endswith(shared or " ")
        )
        figures[k].name = clip(text, (item,) if own or head[1] <= head[0] else (item, head))


def _measure_after(text: str, first: Figure, at: re.Match[str] | None) -> Span | None:
    """The measure between 分别 and the figures: 甲、乙分别实现产值3亿元、2亿元."""
    if at is None:
        return None
    end = first.mention.start - (first.change.words if first.change else 0)
    (start, end), *_ = drop_verb(text, ((at.end(), trim_tail(text, at.end(), end)),)) or ((0, 0),)
    return (start, end) if _head_pattern().fullmatch(text, start, end) and end > start else None


def _are_told_together(text: str, earlier: list[Figure], first: Figure) -> bool:
    """Whether amounts stand in the clause before: 游客3万人次、收入2亿元，增长7%、8%."""
    one_clause = all(figure.clause == earlier[0].clause for figure in earlier)
    adjoins = first.clause[0] == earlier[-1].clause[1] + 1 and text[first.clause[0] - 1] == ","
    amounts = not any(_is_ratio(figure) for figure in earlier)
    return bool(first.change) and _is_ratio(first) and one_clause and adjoins and amounts


def _shared_change(first: Change | None, own: Change | None) -> Change | None:
    """The change of a later figure of a list: 比上年分别下降8%和上升5% share their base alone."""
    if first is None or own is None:
        return first
    return replace(own, base=own.base or first.base)


def _is_trailing(text: str, mention: Mention) -> bool:
    """Whether the bound stands behind the figure and is of that figure alone."""
    return text[mention.end - 1] in "上下内右" or mention.bound is Bound.EXACT


def _items(text: str, span: Span, count: int) -> list[Span]:
    """The last members of a list of names, as many as it has figures, or else the whole each.

    Where 、 alone gives as many, 和 stands inside of names: 交通运输和邮政业、批发和零售业.
    """
    for separator in (SEPARATOR, LIST_MARK):
        items, start = [], span[0]
        for match in separator.finditer(text, *span):
            if match.start() > start:
                items.append((start, match.start()))
            start = match.end()
        if start < span[1]:
            items.append((start, span[1]))
        if separator is SEPARATOR:
            all_items = items
        if len(items) == count:
            return items
    return all_items[-count:] if len(all_items) > count else [span] * count


@cache
def _head_pattern() -> re.Pattern[str]:
    return re.compile(f"(?:人均)?(?:{cue_pattern('names', 'measures')})$")


def _head(text: str, span: Span) -> Span:
    """The measure that a name ends in (增加值, 可支配收入), empty where none is."""
    found = _head_pattern().search(text[span[0] : span[1]])
    return (span[0] + found.start(), span[1]) if found and found.start() else (span[1], span[1])


def _shared_head(text: str, items: list[Span]) -> Span:
    """What the last of several names shares with those before it; empty where nothing.

    A measure of the lexicon (农业、工业增加值), or else what goes beyond the length of the
    others (刑事、治安发案率).
    """
    head = _head(text, items[-1])
    if len(items) < 2 or items[0] == items[-1]:
        return head
    (start, end), size = items[-1], items[-2][1] - items[-2][0]
    if head[1] > head[0] and size > 1:  # but 第一、二、三产业贡献率 share 产业贡献率
        return head
    rest = text[start + size : end]
    return (start + size, end) if size <= 4 and MEASURED.search(rest) else (end, end)
