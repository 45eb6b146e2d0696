"""Trimming: what is no part of a name at the ends of a stretch of text, and how long it may be."""

import re

from analysis.metrics.cues import cue_words

LONGEST = 24  # characters of a name
Span = tuple[int, int]

# what follows a figure like a predicate and is a noun: 39个已签约项目, 12项与群众相关的事项
NOUN_ALL_THE_SAME = re.compile(
    "已[^,;。、0-9]{1,8}?(?:人员|项目|企业|单位|职工|对象|房屋|土地|用户|家庭|案件|问题)"
    "|与[^,;。、0-9]{1,12}?(?:相关|有关|密切)"
)
QUOTED_TITLE = re.compile("《[^》]*》等?|[(][^)]*[)]")
DATE = re.compile(
    r"(?:截至|截止|到|至|自|从)?(?:[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?"
    r"|[0-9]{1,2}(?:-|至|到|—)[0-9]{1,2}月)(?:度|底|末|初|份|以来|间|期间|前|上半年|下半年)?的?"
    r"|[(][一二三四五六七八九十0-9]+[)]|[0-9]{1,2}[.、](?=20[0-9]{2}年|[^0-9]|$)|[一二三四五六七八九十]是|[①-⑳]"
    r"|(?:第?[一二三四1-4]|前[二两三])季度|[上下]半年|[近这][0-9一二三四五六七八九十两]年来?|[两三四五]年$|(?:连续|提前)[0-9一二三四五六七八九十]{1,2}年(?=[^,;。、]{4})|年末|月末|期末|[今明]?年底前?|年内"
    r"|[“‘]?十[一二三四五]五[”’]?(?:期间|以来|时期|末)"
)
DATE_TAIL = re.compile(
    "[由从到至]?(?:(?:19|20)[0-9]{2}年(?:底|末|初)?|(?:上年|去年)(?:末|底|同期)?|年初)的?$"
)
# how a figure was reckoned, which names nothing: 按可比价格计算, 扣除留抵退税因素后
BASIS_TAIL = re.compile("(?:扣除|剔除)[^,;。、0-9]{1,16}后$")
BASIS = re.compile(
    "按[^,;。、0-9]{1,12}?(?:计算|(?:口径|价格|价)(?!计算))|(?:扣除|剔除|不考虑)[^,;。、0-9]{1,16}?(?:后|因素|影响)+"
    "|(?:同|可比|自然|全)口径(?:下|计算)?"
)
# 连续12年稳定在: how long a level has lasted, before the level itself
IN_A_ROW = re.compile(
    "(?:已?连续)(?:[0-9]{1,2}|[二三四五六七八九十]{1,2})(?:年|个月|个季度)(?:以上)?(?:居|均|每年)?$"
)
# 件均3500元: all of a name that says of how many each is told, where 均 is no 都
EACH_ONE = re.compile("[人户件案宗起场次村校亩生班床企店笔单台栋县镇家篇期批]均")
COMPARED = re.compile(
    "同比|环比|(?:去年|上年)同期|[比较]“[^”]{1,8}”|[比较]20[0-9]{2}年|[比较](?:上年|去年|上月|上季度|年初|上一年|前[一二三四五两]?年)(?:同期|末|底)?"
)
ASIDE = re.compile("|".join(pattern.pattern for pattern in (DATE, COMPARED, BASIS)))


def trim_tail(text: str, start: int, end: int) -> int:
    """Where a name ends that may have 共, 达到 or 连续12年稳定在 behind it."""
    words, kept = cue_words("names", "tails"), cue_words("names", "kept")
    while end > start and not EACH_ONE.fullmatch(text, start, end):
        near = max(start, end - 12)
        match = IN_A_ROW.search(text, near, end) or DATE_TAIL.search(text, near, end)
        if not match and text[end - 1] == "后":
            match = BASIS_TAIL.search(text, max(start, end - 20), end)
        if match:
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


def trim_head(text: str, start: int, end: int) -> int:
    """Where a name begins that may have a date, 其中 or 按可比价格计算 before it."""
    words, kept = cue_words("names", "heads"), cue_words("names", "kept")
    verbs = cue_words("names", "verbs")
    while start < end and text[start:end] not in verbs:  # 继续有效, of which 继续 is no aside
        if match := ASIDE.match(text, start, end):
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


LIGHT = frozenset({"开展", "进行", "组织", "举办", "召开", "实施"})


def is_verb(text: str) -> bool:
    """Whether a text is one to three verbs alone, which name nothing."""
    for word in ("成功", "被"):
        text = text.removeprefix(word)
    if text[:2] in LIGHT and text[2:] not in LIGHT and text[2:] in cue_words("names", "verbs"):
        return False  # 开展检查 names what was done
    return _are_verbs(text, 3)


def _are_verbs(text: str, most: int) -> bool:
    verbs = cue_words("names", "verbs")
    return text in verbs or (
        most > 1
        and len(text) <= 4 * most
        and any(text[:k] in verbs and _are_verbs(text[k:], most - 1) for k in range(1, len(text)))
    )


def first_verb(text: str) -> int:
    """The length of the verb that a text starts with; 0 for none."""
    verbs = cue_words("names", "verbs")
    for size in (4, 3, 2):
        if size <= len(text) and text[:size] in verbs:
            return size
    return 0


def last_verb(text: str) -> int:
    """The length of the verb that a text ends with; 0 for none."""
    sizes = (k for k in (4, 3, 2) if k <= len(text))
    return next((k for k in sizes if text[-k:] in cue_words("names", "verbs")), 0)


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether what follows a figure goes on with the clause and is no noun."""
    words = cue_words("names", "rests")
    if NOUN_ALL_THE_SAME.match(text, start, end):
        return False
    if start >= end or text[start : start + 2] in words:
        return True
    return text[start] in words and text[start : start + 2] not in cue_words("names", "kept")


def clip(text: str, spans: tuple[Span, ...], keep_end: bool = True) -> tuple[Span, ...]:
    """Spans cut to the length of a name: titles go first, then what is furthest from the head."""
    over = sum(end - start for start, end in spans) - LONGEST
    if over > 0 and keep_end and (verb := first_verb(text[slice(*spans[0])])) >= over:
        spans, over = ((spans[0][0] + verb, spans[0][1]), *spans[1:]), 0
    if over <= 0:
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


CLOSING = {"“": "”", "‘": "’", "《": "》", "(": ")", "［": "］"}
MARKS = re.compile(f"[{''.join(map(re.escape, (*CLOSING, *CLOSING.values())))}]")
OPENING = {closing: opening for opening, closing in CLOSING.items()}


def balance(text: str, name: tuple[Span, ...]) -> tuple[Span, ...]:
    """A name whose quotation marks and brackets come in pairs.

    A mark that trimming took from the start comes back; one that has no other half in the
    name is left out, and where the rest of its pair lies outside the name the name ends there.
    """
    if not any(MARKS.search(text, *span) for span in name):
        return name
    (start, end), *rest = name
    room = LONGEST - sum(end - start for start, end in name)
    if room > 0 and start and CLOSING.get(text[start - 1]) in set(text[start:end]) - {None}:
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
