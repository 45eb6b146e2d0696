"""Wholes and their parts, put under them by words or listed before and after them."""

import pytest

from analysis.audit import Verdict, audit_metrics
from analysis.audit.kinds import is_series, is_year
from analysis.audit.mentions import read_groups
from analysis.metrics import extract_metrics
from analysis.report import Report


def sums(text: str) -> dict[str, str]:
    """The verdicts of a text's sums by their totals."""
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    return {each.stated.text: each.verdict.value for each in findings if each.relation == "sum"}


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        # times that make up the year, before and after it
        ("处置土地{}，一季度1300亩、二季度1900亩、下半年2900亩。", "6100亩", "5200亩"),
        ("前三季度投资86.4亿元，四季度31.2亿元，全年投资{}。", "117.6亿元", "127.6亿元"),
        ("1—6月受理120件，7—12月受理180件，全年受理{}。", "300件", "320件"),
        # as many as the total says
        ("春播2.86万亩、夏播4.13万亩、秋播2.18万亩，三季合计{}。", "9.17万亩", "9.71万亩"),
        ("甲所、乙所、丙所分别收押618人、83人、235人，三所累计收押{}。", "936人", "1936人"),
        ("建议126件、提案203件，两类合计{}。", "329件", "349件"),
        ("公开信息1106条，刊登48件，提供215份，以上共计{}。", "1369条", "1396条"),
        # what is left
        ("实施项目{}，完工54个，余下19个正在建设。", "73个", "78个"),
        ("检查企业{}，整改210家，取缔15家，其余80家停产。", "305家", "320家"),
        # by definition
        ("三次产业增加值分别为186亿元、742亿元和958亿元，生产总值{}。", "1886亿元", "1987亿元"),
        # places, and parts dealt out
        ("化解{}，甲区5200套、乙区4100套、丙县3800套。", "13100套", "14100套"),
        ("争取债券{}，分别投向交通38亿元、水利25亿元、教育32亿元。", "95亿元", "86亿元"),
        ("争取资金{}，用于交通5.2亿元、水利4.1亿元、教育2.1亿元。", "11.4亿元", "12.4亿元"),
        ("出口86亿元、进口32亿元，进出口总额{}。", "118亿元", "120亿元"),
        ("将23户企业重组为{}，按功能界定为公益类3户、商业一类2户、商业二类1户。", "6户", "7户"),
        ("清理文件{}。清理结果为：继续有效156件，修改23件，废止41件。", "220件", "230件"),
        ("总收入{}，包括：本级收入21亿元（税收15亿元），补助收入17亿元。", "38亿元", "35亿元"),
        ("处理设施{}，规模4万吨。按所在地分，城镇14座达标；乡村69座运行。", "83座", "85座"),
        # what was carried over is income too; lines closed by a total of all of them
        ("本级收入28亿元，上年结转3亿元，调入资金4亿元，收入总计{}。", "35亿元", "31亿元"),
        ("1. 文书档案86卷；\n2. 专门档案41卷；\n3. 民国档案19卷。\n以上合计{}。", "146卷", "164卷"),
        # a total of their own closes the parts; what is left makes up the whole
        ("应办21件，其中公开9件、不公开9件、其他处理1件，合计{}；结转2件。", "19件", "18件"),
        ("支出{}，其中：用于福利120万元，用于体育48万元，用于助学17万元。", "185万元", "158万元"),
        ("实有{}，其中在职行政人员43人、事业人员128人。", "171人", "201人"),
        # 主要 in a later clause tells of other things
        ("实施项目{}，其中审计27个、调查16个、核查9个，查出主要问题98个。", "52个", "54个"),
        # kinds with parallel names, of which two digits changed places
        ("办理建议{}，其中会议期间97件、闭会期间28件。", "125件", "152件"),
        ("立案{}，食品类486件、药品类173件、特种设备类92件。", "751件", "7510件"),
        ("国资支出124亿元，调出资金285亿元，支出总计{}。", "409亿元", "904亿元"),
        ("对{}文件集中清理，继续有效101件、修改14件、废止11件、宣布失效8件。", "134件", "143件"),
        (
            "投入{}，由补助28.6亿元、配套21.9亿元、社会投入16.8亿元三部分构成。",
            "67.3亿元",
            "64.3亿元",
        ),
        # in parentheses, unless they say 其中
        ("应诉案件{}（一审59件、二审25件）。", "84件", "86件"),
        # things counted otherwise than their whole, but for swapped digits
        ("建设“水盆子”{}，其中水库5座、淤地坝20座、蓄水池659座。", "684个", "648个"),
        ("接待游客{}，国内游客472万人次，入境游客38万人次。", "510万人次", "500万人次"),
    ],
)
def test_listed_parts_add_up_or_not(text: str, right: str, wrong: str) -> None:
    assert sums(text.format(right))[right] == Verdict.CONSISTENT
    assert sums(text.format(wrong))[wrong] == Verdict.INCONSISTENT


def test_a_part_beyond_its_whole_is_told_where_the_sum_is_too_far_off() -> None:
    text = "本年支出198.47亿元，其中：基本支出52.31亿元；项目支出416.16亿元。"
    (finding,) = audit_metrics(extract_metrics(Report.from_text(text))).where(
        lambda each: each.verdict == Verdict.INCONSISTENT
    )
    assert (finding.relation.value, finding.stated.text) == ("part", "416.16亿元")


def test_places_and_levels_are_no_more_together_than_all() -> None:
    assert sums("新增就业5.8万人，其中市区3.3万人、县域3.5万人。") == {"5.8万人": "inconsistent"}
    assert not sums("新增就业5.8万人，其中市区3.3万人、县域1.5万人。")


@pytest.mark.parametrize(
    "text",
    [
        # the two sides of an account
        "收支总计205.6亿元。其中年初结转7.1亿元，本年支出196.9亿元，年末结转8.7亿元。",
        "本年收入合计49.57亿元，年初结转2.57亿元；支出合计49.62亿元，年末结转2.52亿元。",
        "馆藏186.4万册，其中图书142.7万册、报刊18.3万册、古籍2.1万册、视听文献23.3万件。",
        "出现暴雨过程14次，其中6月5次、7月4次、8月3次。",  # the other months are left out
        "办理建议141件，其中会议期间97件、闭会期间28件。",
        "基金收入98亿元，下降6%。加补助收入6亿元、转贷收入85亿元、调入2亿元，收入总计191亿元。",
        "不予处罚决定412件，其中“首违不罚”398件，减轻处罚67件，减免386万元。",  # besides
        # most of it, but not all
        "销售总额18.62亿元，其中农资4.31亿元、农副产品6.87亿元、日用品5.92亿元。",
        "培训6240人次，其中妇女3105人次、农民工2870人次、脱贫人口1466人次。",  # people are both
        "建成充电站32座，其中国道沿线14座、乡镇驻地21座，有3座既临国道又在驻地。",  # counted twice
        "参审案件643件，其中刑事118件、民事406件。",  # 行政 is left out
        "投资120亿元，其中甲区32亿元、乙区41亿元、丙区28亿元。",  # the largest
        "共有学校120所，小学70所、初中32所、高中12所，其余为幼儿园。",
        "上半年投资86亿元，下半年计划投资120亿元，全年累计投资92亿元。",
        "上年结转14件，本年新收203件，经调解撤回22件后，进入审理程序的共195件。",
        "发放贷款86亿元，农户贷款32亿元、小微贷款41亿元、涉农贷款23亿元。",  # these overlap
        "新增床位300张，甲院120张、乙院90张、丙院62张等。",
        "全年受理86件，审结72件，调解撤诉共38件。",
        "引进人才320名，其中博士86名、硕士220名，柔性引进专家45名。",  # besides
        "立案86件，其中大案12件、要案5件，结案80件。",
        "新签约项目86个，其中已开工32个、已投产15个，在谈项目120个。",
        "男生86人、女生32人，总人口1200人。",
        "召开会议12次、调研8次，累计解决问题86个。",
        "已整改问题85个，剩余6个未整改到位。",
        "统筹9.8亿元用于援企，减收保险费62.7亿元。",
        "结果维持5件、结果纠正1件、其他结果3件、尚未审结1件。",
    ],
)
def test_silence_on_what_is_no_sum(text: str) -> None:
    assert Verdict.INCONSISTENT not in sums(text).values()


@pytest.mark.parametrize(
    ("text", "part", "verdict"),
    [
        ("收益100万元以上的村960个、50万元以上的村240个。", "960个", Verdict.INCONSISTENT),
        ("签约1亿元以上项目86个、10亿元以上项目12个。", "12个", Verdict.CONSISTENT),
        ("新引进亿元以上项目212个，全年新引进各类项目135个。", "212个", Verdict.INCONSISTENT),
        ("全年新引进各类项目135个，新引进工业项目35个。", "35个", Verdict.CONSISTENT),
    ],
)
def test_a_name_says_what_is_part_of_what(text: str, part: str, verdict: Verdict) -> None:
    (finding,) = audit_metrics(extract_metrics(Report.from_text(text)))
    assert (finding.relation.value, finding.stated.text) == ("part", part)
    assert finding.verdict == verdict


@pytest.mark.parametrize(
    ("text", "year", "series"),
    [
        ("上半年5件、下半年6件。", True, False),
        ("一季度5件、二季度6件、下半年7件。", True, False),
        ("前三季度5件、四季度6件。", True, False),
        ("1—6月5件、7—12月6件。", True, False),
        ("一季度5件、三季度6件。", False, False),
        ("上半年5件、一季度6件。", False, False),
        ("甲区5件、乙县6件。", False, True),
        ("省级5件、市级6件、县级7件。", False, True),
        ("一级5件、二级6件、三级7件。", False, True),
        ("春播5件、夏播6件。", False, True),
        ("甲区5件、甲区6件。", False, False),
        ("甲区5件、诈骗6件。", False, False),
    ],
)
def test_times_of_a_year_and_series_of_kinds(text: str, year: bool, series: bool) -> None:
    (group,) = read_groups(extract_metrics(Report.from_text(text)))
    assert (is_year(group.mentions), is_series(group.mentions)) == (year, series)
