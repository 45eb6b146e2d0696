"""What surrounds a figure: its role, direction, base, scope and subject."""

import re
from collections import Counter
from decimal import Decimal
from functools import cache

from analysis.metrics.changes import NOUNS
from analysis.metrics.cues import cue_pattern, cue_words
from analysis.metrics.naming import Figure, received_pattern
from analysis.metrics.roles import Role
from analysis.metrics.trimming import first_verb, goes_on
from analysis.numerals import read_numeral
from analysis.quantities import INFINITY, find_unit

SCOPE = re.compile(
    "全国|全省|全区|全市|全县|全州|全镇|全盟|全街道|辖区|我国|我省|我区|我市|我县|我州"
)
BODY = (
    "(?<![布格结全大战])局|委(?:员会)?|厅|[法检察]院|公安|中心|办公室|部门|街道|[大支]队"
    "|[省市区县镇州民]政府|法庭|司法所"
)
ACTS = "共|受理|办|开展|组织|完成|实施|召开|制定|新|收|发|查|检|处|提|审|荣|获|建|推|累计|成功"
SUBJECT = re.compile(
    rf"(?:我[省市区县州旗]|(?!全)[^,;。:、“”《》()0-9的和]{{1,12}}?(?:{BODY}))"
    rf"(?=[^,;。:的、和]{{0,6}}(?:{ACTS}))"
)
TOTAL = re.compile(
    "(?<![公中])共(?![建享同创产青识济商赢治融富生性鸣振用管])|总(?![部体书统队裁工局结理经督台站支])|合计"
)
# what lies ahead whatever the section: an aim, or a year that the report has not reached
AIM = re.compile("力争|预期目标|目标(?:是|为|:)|下一步|接下来|今后|明年")
INTENT = re.compile(
    "(?:确保(?!了)|要(?=达到|实现|完成|建成)"
    "|争取(?=实现|完成|建成|达到|年内|今年|全年|突破))[^,;。]*$"
    "|(?:(?<![虚模])拟(?=[新建完实投引培])|(?<![度资产划生招年])计划(?=新|建|完成(?![率的情])|实施|到|用|于|投"
    "|安排|在|开|组|改|培|引|招|总|年内|今年|全年))[^;。]*$"
)
PER = re.compile("每(?!逢|当|天|日|个方面)[^,;。、]")
UNTIL = re.compile("(?<!截)(?:到|至)(20[0-9]{2})年")
COMPARED = re.compile("[与同和]([^,;。、]{2,9}?)相?比[,较]?[^;。]*$")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(cue_pattern("roles", name))


def find_direction(figure: Figure) -> str | None:
    """up, down, or None where the figure tells no change."""
    if figure.change is None:
        return None
    return "up" if figure.change.is_up else "down"


def find_base(text: str, figures: list[Figure], i: int) -> str | None:
    """What a change is measured against: 上年, 上期, 2015年, a peer (全国), a printed level."""
    figure = figures[i]
    change = figure.change
    if change is None:
        return None
    if change.peer:
        return change.peer
    if change.base:
        return _usual_base(change.base)
    before = text[figure.clause[0] : figure.mention.start]
    if change.is_level and i and figures[i - 1].clause == figure.clause:
        previous = figures[i - 1].mention
        if re.search("[由从]", text[figure.clause[0] : previous.start]):
            return text[previous.start : previous.end]
    if "同比" in before:
        return "上年"
    if match := COMPARED.search(text[: figure.mention.start]):
        return _usual_base(match.group(1))
    return None


def _usual_base(base: str) -> str:
    """上年 for 去年同期 and the like, 上期 for 上月; other bases as printed."""
    if re.fullmatch(
        "(?:去年|上年|上一年|往年)度?(?:同期|末|底|年末|全年|同月)?(?:水平|数)?|同期", base
    ):
        return "上年"
    return "上期" if re.match("上月|上季|上期|上个", base) else base


def is_target(text: str, figure: Figure, year: int | None) -> bool:
    """Whether a figure outside of a plan tells an aim: 力争…达到90%, 到2025年建成5个."""
    before = text[: figure.mention.start]
    if AIM.search(before) or INTENT.search(before):
        return True
    ahead = UNTIL.search(before)
    return ahead is not None and year is not None and int(ahead.group(1)) > year


def find_roles(text: str, figures: list[Figure], names: list[str]) -> list[Role]:
    """The part that each figure of a line plays in its clause group, targets aside."""
    parts, totals = _parts_and_totals(text, figures)
    roles = []
    for i, (figure, name) in enumerate(zip(figures, names, strict=True)):
        dimension = _dimension(figure)
        if dimension in {"percentage-points", "doubling"} or _is_change(text, figures, i, name):
            roles.append(Role.CHANGE)
        elif dimension in {"ratio", "per-unit", "multiple"} or _is_rate(text, figure, name):
            roles.append(Role.RATE)
        elif i in parts:
            roles.append(Role.PART)
        else:
            roles.append(Role.TOTAL if i in totals else Role.COUNT)
    return roles


def _is_change(text: str, figures: list[Figure], i: int, name: str) -> bool:
    change, dimension = figures[i].change, _dimension(figures[i])
    if change is None:
        return dimension == "ratio" and name.endswith(NOUNS) and "自然增长率" not in name
    if dimension in {"ratio", "multiple"} and not change.is_level:
        return True
    return find_base(text, figures, i) is not None and (not change.is_level or change.base is None)


def _is_rate(text: str, figure: Figure, name: str) -> bool:
    """Whether an amount is told per head or per unit, or a bare number is a rate or share."""
    before = _before(text, figure)
    if PER.search(before) or _pattern("per_head").search(before + name):
        return True
    if figure.mention.is_fraction or ":" in figure.mention.number:
        return True
    name = re.sub("[(（][A-Za-z]+[)）]$", "", name)  # 价格指数（CPI）
    return not figure.mention.unit and name.endswith(tuple(cue_words("roles", "rate_endings")))


def _parts_and_totals(text: str, figures: list[Figure]) -> tuple[set[int], set[int]]:
    """Which figures name a whole that they are part of, and which are told to be a whole."""
    dimensions = [_dimension(figure) for figure in figures]
    came_before = Counter[str]()
    received = [_is_received(text, figure) for figure in figures]
    disposed = [_is_disposed(text, figure) for figure in figures]
    came_in = Counter(d for d, flag in zip(dimensions, received, strict=True) if flag)
    parts = _listed_parts(text, figures)
    totals = set()
    befores = [_before(text, figure) for figure in figures]
    for i, (before, size) in enumerate(zip(befores, dimensions, strict=True)):
        came = came_before[size] if received[i] else came_in[size]
        out_of = disposed[i] and came and not OTHER_YEAR.search(before)
        if OUT_OF.search(before) or out_of or _is_out_of(text, figures, i):
            parts.add(i)
        came_before[size] += received[i]
    has_parts = {dimensions[i] for i in parts}
    for i, (before, size) in enumerate(zip(befores, dimensions, strict=True)):
        followed = dimensions[i + 1 : i + 2] == [size]
        if (
            TOTAL.search(before)
            or (followed and PARTS_FOLLOW.match(text, figures[i].mention.end))
            or (received[i] and i not in parts and size in has_parts)
        ):
            totals.add(i)
    return parts, totals


def _is_out_of(text: str, figures: list[Figure], i: int) -> bool:
    """Whether a figure tells some of the things counted right before it: 40个项目中，有12个."""
    if not i or _dimension(figures[i]) != _dimension(figures[i - 1]):
        return False
    return bool(AMONG.fullmatch(text, figures[i - 1].mention.end, figures[i].mention.start))


def _listed_parts(text: str, figures: list[Figure]) -> set[int]:
    """The figures of the lists that 其中 opens.

    A list goes on with amounts of the first part's or the whole's dimension that stand on
    the same side of their names, over a semicolon only while its parts don't fill the whole;
    rates and changes in between belong to the part before them.
    """
    parts: set[int] = set()
    opened, sizes, first, left = -1, set[str](), None, INFINITY
    for i, figure in enumerate(figures):
        start = figure.mention.start
        group = text.rfind("其中", 0, figure.mention.start)
        if group < 0 or "。" in text[group:start]:
            continue
        if _dimension(figure) in RELATIVE or figure.change is not None:
            if group != opened and figure.clause[0] <= group:
                opened, first = group, None  # a share or a change, and no list of amounts
            continue
        if group != opened:
            opened, first = group, figure
            wholes = [f for f in figures[max(0, i - 2) : i] if f.mention.end <= group]
            sizes = {_dimension(f) for f in (*wholes[-1:], figure)}
            alike = [f for f in wholes if _dimension(f) == _dimension(figure)]
            left = _amount(alike[-1]) if alike else INFINITY
        if first is None or _dimension(figure) not in sizes:
            first = None
        elif goes_on(text, *figure.right) == goes_on(text, *first.right):
            anew = ";" in text[first.mention.end : figure.clause[0]]
            if anew and not left:
                first = None
            elif not (anew and _begins_anew(text[figure.left[0] : start])):
                parts.add(i)
                left -= _amount(figure)
    return parts


def _begins_anew(before: str) -> bool:
    """Whether a part behind a semicolon tells what was done: 其中收到8件；检查12家."""
    outcomes = cue_words("names", "verbal_nouns") | cue_words("roles", "disposed")
    return bool(first_verb(before)) and before not in outcomes


def _amount(figure: Figure) -> Decimal:
    """How large the figure is in its base unit, whatever its sign."""
    mention = figure.mention
    size = read_numeral(mention.number.lstrip("-") + mention.scale).value
    return size * find_unit(mention.unit).factor


def _before(text: str, figure: Figure) -> str:
    return text[figure.left[0] : figure.mention.start]


def _is_disposed(text: str, figure: Figure) -> bool:
    """Whether a figure tells an outcome: 办结3件, 驳回申请1件, …并成功调解125宗."""
    return bool(
        _outcome_first().match(text, figure.left[0], figure.mention.start)
        or _outcome_last().search(
            text[max(figure.left[0], figure.mention.start - 8) : figure.mention.start]
        )
    )


@cache
def _outcome_first() -> re.Pattern[str]:
    return re.compile(f"(?:共|已|全部)?(?:{cue_pattern('roles', 'disposed')})")


@cache
def _outcome_last() -> re.Pattern[str]:
    return re.compile(f"(?:{cue_pattern('roles', 'disposed')})$")


def _is_received(text: str, figure: Figure) -> bool:
    """Whether a figure tells what came in: 收到申请6件, 共受理135宗."""
    before = _before(text, figure)
    return bool(received_pattern().search(before)) and "不予受理" not in before


def _dimension(figure: Figure) -> str:
    return find_unit(figure.mention.unit).dimension


OUT_OF = re.compile("[件宗项个户家]中(?<!国家中)(?![医央心国小等型期学药间外])")
AMONG = re.compile("[^,;。、0-9]{0,12}(?<![高初集城])中,?[^,;。、0-9中]{0,4}有")
OTHER_YEAR = re.compile("今年|本年|去年|上年|同期")
PARTS_FOLLOW = re.compile("[,(]?[^。;]{0,4}其中")
RELATIVE = frozenset({"ratio", "percentage-points", "multiple", "doubling", "per-unit"})


def find_scope(text: str, figure: Figure) -> str | None:
    """The area that a figure covers as printed in its clause: 全省, 全区, 辖区."""
    match = SCOPE.search(text, figure.clause[0], figure.mention.end)
    return match.group() if match else None


def find_subject(text: str, figure: Figure) -> str | None:
    """The body that acts, where the sentence names one before the figure."""
    match = SUBJECT.match(text, figure.clause[0]) or SUBJECT.match(text)
    if match is None or match.end() > figure.mention.start or first_verb(match.group()):
        return None
    return match.group()


def find_cell_role(name: str, unit: str) -> Role:
    """The role of a figure in a table, from the headers that name it."""
    dimension = find_unit(unit).dimension
    if re.search("增长|增减|[比较]上年|同比|±", name) and dimension in {"ratio", "none"}:
        return Role.CHANGE
    if dimension in RELATIVE or name.endswith(("率", "比重", "占比", "指数")):
        return Role.RATE
    return Role.TOTAL if re.search("合计|总计|总额|总数|总量", name) else Role.COUNT


def find_cell_change(name: str, value: Decimal, role: Role) -> tuple[str | None, str | None]:
    """Direction and base of a figure in a table, from its sign and the headers that name it."""
    if role is not Role.CHANGE:
        return None, None
    falls = re.search("(?<!增)(?:下降|减少|降低)", name) is not None
    base = "上年" if re.search("[比较](?:上年|去年)|同比", name) else None
    return "down" if falls != (value < 0) else "up", base
