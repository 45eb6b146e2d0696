"""Numbers that are no metrics: dates, ordinals, ranks, identifiers, slogans, thresholds."""

import re
from functools import cache

from analysis.lexicon import read_toml
from analysis.metrics.cues import cue_pattern, cue_words
from analysis.numerals import ARABIC
from analysis.quantities import Bound, Mention, find_unit

# Chinese numerals up to ten count only with a measure word for things; 三个方面, 两项制度 announce.
ANNOUNCING = frozenset("个项条类种方面级批期轮对本把头间位天年次步分度角里双组片块点门只首款成")
THINGS = frozenset("家名宗例座所")
# what 三个, 五项 and the like announce before a list or a slogan
ANNOUNCED = re.compile(
    "方面|维护|确保|必须|坚持|自信|意识|务必|层面|环节|阶段|过程|文明|大局|关键|重点|结合|转变|一|“|‘|毫不|"
    "最|走在|新|转|集中|不|更|统筹|坚定|全|战略|意识|年|月|小时|百分点|行动|工程|任务|工作|原则|要求|体系|机制|制度|"
    "问题|到位|面向|倍|批次|轮次|深度|聚焦|强化|提升|优化|突破|清单|领域|过|革命|责任|主体|能力|标准|基本|核心|重大|"
    "产业|市场|会议|全会|规定|主|着力|目标|指标|专项|层次|维度|方向|步|字|十|亿|万"
)
# what 三张, 五家 and the like list in a slogan
LISTED = ("清单", "“", "网", "名片", "防线", "图", "表", "大事", "榜单", "文章", "大文章")
# with these a small numeral is mostly part of a name: 八里沟, 五株科技
NAMELIKE = frozenset({"金", "银", "铜", "批次", "里", "株", "角", "方", "担", "面", "眼", "道"})
PROMISED = ("民生实事", "为民办实事", "重点民生", "惠民实事", "实事项目")
DIGIT_BY_DIGIT = re.compile("[零〇一二两三四五六七八九]{2,}")
MEETING = re.compile("(?:、?[一二三四五六七八九十]{1,3}次)*(?:全会|会议|全体会议|党代会|代表大会)")
SCALES = frozenset("十百千万亿")
DURATIONS = frozenset({"duration", "working-days", "age"})
DURATION_CUE = re.compile(
    "压缩|缩短|压减|减少|减至|降至|提速|提前|平均|时限|时间|用时|耗时|周期|天数|时长|延长|寿命|年龄|期望|优良|办结|期限|学时|达标|日数|工期|以内办|不超过|[比较](?:上年|去年)(?:同期)?的?$|增加了?$"
)
AGE_CUE = re.compile("寿命|年龄|期望")
RANK = re.compile(
    "(?:排名|位次|居|列|名次|位)[^,;。]{0,8}$|(?:上升|前移|提升|跃升|进位|下降|后移|前进)了?$"
)
# what a threshold selects: 500万元以上项目, 3岁以下婴幼儿
SELECTED = re.compile(
    r"的?[^,;。、:()\"“”0-9]{0,6}?(?:项目|企业|产业|集群|公司|工程|园区|大户|单位|机构|税源|自然村|村寨|村(?![民委级庄])|事故|火灾|灾害|婴幼儿|老人|老年人|儿童|陡坡|机组|锅炉|人口|人员|资金|案件|船舶|景区|学历|职称|医院|产品|平台|城市|县|镇|乡镇)"
)
# the size of one plant and no amount: 5000吨稀土生产线, 300兆瓦储能电站
FINENESS = frozenset({"纳米", "微米", "毫米", "毫秒", "英寸"})
PHYSICAL = frozenset({"mass", "power", "energy", "volume", "capacity", "data"})
AMOUNT_CUES = ("达", "为", "超", "近", "约", "过", "共", "有", "至", "到", "计", "各", "了", "破")
FACILITY = re.compile(r"[^,;。、的0-9]{0,10}?(?:项目|生产线|装置|机组|产线|码头|航道|电站|泊位)")
# 年产400万套汽车玻璃, 8万吨防火材料、某某搬迁等项目: the size of what is built
YEARLY = ("年产", "日产", "月产", "年处理", "日处理", "年加工", "年储存", "年配送")
PROJECTS = re.compile("[^,;。0-9]{1,30}等[^,;。0-9]{0,16}项目")
OPEN, CLOSE = "“《「『", "”》」』"
NAME = 22  # the longest quotation that is a name and not a sentence
LEVELS = re.compile(
    "(?:为|突破|超过|超|达|达到|至|到|是|约|率|指数|比|得分|系数|值|(?<![0-9]):)(?:[(][A-Za-z]{1,8}[)])?$"
)
# after these a number with 万 or 亿 and no unit is an amount still: 关注人数近3万
AMOUNT = re.compile("(?:数|量|次|人口|粉丝|用户|会员)[^,;。、]{0,12}$")
ENDS = frozenset(",;。、)和及")
PREFIXES = re.compile(
    r"(?:第|排名|名列|位列|之|[A-Za-z]|[A-Za-z]-|[+×*·]|[0-9A-Za-z%]-|[\[［〔【{]|No\.?|(?<!学)前|其|届|东经|西经|北纬|南纬|海拔)$"
)
IDENTIFIERS = re.compile(r"[A-Za-z+×*·\]］〕】}]|级(?!别)|号|版|型|届|周年")
CLASSES = re.compile("强(?!度)|佳|星级|[甲乙]等|等奖")
# the reach of a place and no amount: 15分钟生活圈, 3公里就业圈
WITHIN = re.compile("内|范围|[^,;。、的0-9]{0,6}圈")
# shares printed as one ratio: 三次产业结构为9.8:41.2:49.0
STRUCTURE = re.compile(rf"(?<![0-9.:]){ARABIC}(?::{ARABIC}){{2,}}(?![0-9:])")
STRUCTURED = re.compile("(?:结构|比重|比例|占比|之比)[^。;]{0,40}$")
LONGEST_STRUCTURE = 40
RATIO_REACH = 30  # from its name to a ratio to one: 收入比由2022年的2.03:1降至2023年的1.97:1
BARE_CHANGE = re.compile("(?:缩小|扩大|提高|降低|下降|上升|提升|增加|减少|回落|增大)了?$")
NEXT_LEVEL = re.compile(
    "(?:缩小|扩大|提高|降低|下降|上升|提升|增加|减少|回落|增大|降|升|增|减)[到至为]"
)
PADDED = re.compile("0[0-9]")  # no count, but a code, or the end of 1000,000
OTHER_HALF = re.compile("(?:另|事|时间|任务|进度|双|后|前|上|下|大)$")


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a number stands in a quoted name (“1+4”, “民营经济20条”, 《十三五规划》)."""
    for open_, close in zip(OPEN, CLOSE, strict=True):
        left = text.rfind(open_, 0, start)
        if left < 0 or text.find(close, left, start) >= 0:
            continue
        right = text.find(close, end)
        if right >= 0 and (right - left <= NAME or open_ == "《"):
            return True
    return False


def is_metric(text: str, mention: Mention, left: int, right: int) -> bool:
    """Whether a mention counts something; ``left`` and ``right`` are its clause's ends."""
    start, end, unit = mention.start, mention.end, mention.unit
    if PREFIXES.search(text, max(left, start - 3), start):
        return False
    if IDENTIFIERS.match(text, end) or (not unit and CLASSES.match(text, end)):
        return False
    if is_quoted(text, start, end) or PADDED.match(mention.number):
        return False
    if not unit:
        return _is_bare_metric(text, mention, left)
    dimension = find_unit(unit).dimension
    if dimension in DURATIONS and not _is_measured_time(text, mention, dimension, left, right):
        return False
    if unit == "位" and RANK.search(text, max(left, start - 10), start):
        return False
    if dimension == "voltage" or (unit in {"类", "级"} and mention.number == "1"):
        return False
    if unit in FINENESS and not (end == len(text) or text[end] in ENDS):
        return False
    if unit == "个" and text.startswith("方面", end):
        return False
    sized = dimension in PHYSICAL or text.endswith(YEARLY, left, start)
    if sized and _is_size(text, mention, left):
        return False
    if dimension in {"length", "area"} and WITHIN.match(text, end):
        return False
    if mention.is_chinese and not _is_counting(text, mention, dimension, left):
        return False
    return not _is_threshold(text, mention, dimension)


def _is_size(text: str, mention: Mention, left: int) -> bool:
    """Whether a figure is the size of one plant: 通江27万千瓦风电场, 5000吨稀土生产线投产."""
    if mention.end == len(text) or text[mention.end] in ENDS:
        return False
    if text.endswith(YEARLY, left, mention.start):
        return True
    if text[mention.end] == "的" or _moves_on(text, mention.end):
        return False
    if PROJECTS.match(text, mention.end):
        return True
    if FACILITY.match(text, mention.end):
        return True
    before = text[left : mention.start]
    noun_before = before[-1:] not in {"", "、", "和", "及"}
    return (
        noun_before and not before.endswith(AMOUNT_CUES) and not _ends_in_verb(text, mention.start)
    )


def _moves_on(text: str, end: int) -> bool:
    """Whether the words after a figure say where it went: 由1.5万吨下降到1.2万吨."""
    return bool(_moved().match(text, end))


@cache
def _moved() -> re.Pattern[str]:
    verbs = f"{cue_pattern('changes', 'up')}|{cue_pattern('changes', 'down')}"
    return re.compile(rf"(?:{verbs})(?:到|至|为|了|约)?[0-9]")


def _is_bare_metric(text: str, mention: Mention, left: int) -> bool:
    """A number without a unit: a level (投诉率为0), a fraction, a ratio (2.31:1)."""
    if mention.is_fraction:
        before = text[max(left, mention.start - 2) : mention.start]
        return not (text.startswith("一", mention.end) or OTHER_HALF.search(before))
    if is_share(text, mention):
        return True
    if ":" in mention.number:
        reach = RATIO_REACH if mention.number.endswith(":1") else 12
        return "比" in text[max(left, mention.start - reach) : mention.start]
    if mention.is_chinese:
        return False
    ends = mention.end == len(text) or text[mention.end] in ENDS
    if mention.scale:
        if _headcount_pattern().match(text, mention.end):
            return True
        ends = ends or text.startswith(("增", "减", "升", "降", "提"), mention.end)
        return ends and bool(AMOUNT.search(text, max(left, mention.start - 20), mention.start))
    if "." in mention.number:
        before = text[max(left, mention.start - 4) : mention.start]
        if BARE_CHANGE.search(before):
            return ends
        if before.endswith(("由", "从")):
            return bool(NEXT_LEVEL.match(text, mention.end))
    level = LEVELS.search(text, max(left, mention.start - 12), mention.start)
    if not level:
        return False
    if len(mention.number) == 4 and mention.number[:2] in {"19", "20"}:
        return False
    return ends


def is_share(text: str, mention: Mention) -> bool:
    """Whether a number is one of the shares that a structure prints as one ratio."""
    start, end = mention.start, mention.end
    if ":" not in (text[start - 1 : start], text[end : end + 1]):
        return False
    first = max(0, start - LONGEST_STRUCTURE)
    return any(
        found.start() <= start < found.end()
        and STRUCTURED.search(text, max(0, found.start() - LONGEST_STRUCTURE), found.start())
        for found in STRUCTURE.finditer(text, first, end + LONGEST_STRUCTURE)
    )


@cache
def _headcount_pattern() -> re.Pattern[str]:
    """What 万 alone counts: 新增20万群众, 为200万中小学生."""
    nouns = cue_pattern("names", "headcounts")
    return re.compile(f"[^,;。、:()“”的0-9]{{0,8}}?(?:{nouns})(?!规模|大县|大市|以上|级)")


def _is_measured_time(text: str, mention: Mention, dimension: str, left: int, right: int) -> bool:
    if mention.unit in {"年", "日", "周", "季度", "个季度"}:
        return False
    before = text[max(left, mention.start - 16) : mention.start]
    if dimension == "age":
        return bool(AGE_CUE.search(before))
    if re.search("连续|历时|为期|近$", before):
        return False
    if mention.end < right and not re.match("[、和及左以内)减缩压降提延增]", text[mention.end]):
        return dimension == "working-days" and bool(DURATION_CUE.search(before))
    return bool(DURATION_CUE.search(before))


def _is_counting(text: str, mention: Mention, dimension: str, left: int) -> bool:
    """Whether Chinese numerals count: 三十五家, 两千多人, 六成; not 一批, 三个方面, 亿元以上."""
    number, unit = mention.number, mention.unit
    ends = mention.end == len(text) or text[mention.end] in ENDS
    if mention.is_fraction:
        return True
    if dimension in {"ratio", "multiple", "doubling", "percentage-points"}:
        # 百分之百 stresses unless the clause ends there
        return ends if number == "百" or (unit, number) == ("成", "一") else True
    if all(c in SCALES for c in number) and number != "十":
        # 突破万亿元 tells an amount, 万亿元产业 selects
        goes_on = not ends and not text.startswith(("大关", "规模"), mention.end)
        bounded = mention.bound in {Bound.AT_LEAST, Bound.ABOUT}
        things = find_unit(unit).whole and text[mention.start] in "数几上百千"
        return bounded and (things or not goes_on) and text[mention.end - 1] not in "上下"
    if DIGIT_BY_DIGIT.fullmatch(number) or MEETING.match(text, mention.end):
        return False
    if number[0] in "零〇一二" and len(number) == 1:
        return number == "一" and unit in THINGS and ends
    if mention.bound is not Bound.EXACT or len(number) > 1:
        return unit not in {"分", "面", "方", "度", "期"}
    return _is_small_count(text, mention, ends)


def _is_small_count(text: str, mention: Mention, ends: bool) -> bool:
    """Whether 两 to 十 count: 成立两个中心, 新建公园三个; not 两项补贴, 三张清单, 习近平两次."""
    unit = mention.unit
    if text.startswith(PROMISED, mention.end):
        return True
    if text.startswith(LISTED, mention.end) or unit in NAMELIKE:
        return False
    if unit not in ANNOUNCING:
        return unit != "件" or _ends_in_verb(text, mention.start)
    if unit == "次":
        return ends and not re.search("连续|多次|再$", text[: mention.start])
    if unit not in {"个", "项", "条"} or ANNOUNCED.match(text, mention.end):
        return False
    return _ends_in_verb(text, mention.start) or text.startswith(_counted_nouns(), mention.end)


@cache
def _counted_nouns() -> tuple[str, ...]:
    """The nouns of `units.toml` that make 两个 count even without a verb before it."""
    return tuple(word for words in read_toml("units.toml")["nouns"].values() for word in words)


def _is_threshold(text: str, mention: Mention, dimension: str) -> bool:
    """Whether the figure only selects: 500万元以上项目, 30户以上自然村, 3岁以下婴幼儿."""
    if dimension == "ratio":
        return False
    if text.startswith("的", mention.end) and re.search("[过超]$", text[: mention.start][-1:]):
        return True
    bounded = text.startswith(("以上", "以下"), mention.end - 2)
    more = set("余多几") & set(text[mention.start : mention.end])
    if not bounded and (more or (find_unit(mention.unit).whole and dimension != "persons")):
        return False  # 130余种产品 and 超过130种产品 count, 超5亿元项目 selects
    if not bounded and mention.bound is Bound.EXACT:
        return dimension.startswith("money") and bool(
            re.match(
                "(?:级|项目|企业|产业|集群|大项目|工业项目)", text[mention.end : mention.end + 6]
            )
        )
    if mention.unit in {
        "个",
        "家",
        "名",
        "项",
        "条",
        "件",
        "场",
        "次",
        "座",
        "所",
        "处",
        "批次",
        "人次",
        "宗",
    }:
        return False
    if SELECTED.match(text, mention.end):
        return True
    noun_follows = mention.end < len(text) and text[mention.end] not in ENDS and bounded
    return (
        noun_follows
        and not text.startswith("的", mention.end)
        and not _ends_in_verb(text, mention.start)
    )


def _ends_in_verb(text: str, at: int) -> bool:
    """Whether a verb that takes an amount stands right before: 建成100万亩以上高标准农田."""
    verbs = cue_words("names", "verbs")
    return any(text[max(0, at - size) : at] in verbs for size in (2, 3, 4))
