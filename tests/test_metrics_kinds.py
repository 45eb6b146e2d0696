"""Metrics of other kinds of documents: budgets, bulletins, audits, courts, disclosure."""

import pytest

from analysis.metrics import extract_metrics
from analysis.report import Report, read_report


def told(text: str) -> list[tuple[str, str, str]]:
    return [(m.text, m.indicator, str(m.role)) for m in extract_metrics(Report.from_text(text))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # budgets: shares of a plan, bases of reckoning, more and less than planned
        (
            "一般公共预算收入完成85,632万元，为年初预算的102.3%，同口径增长6.5%。",
            [
                ("85,632万元", "一般公共预算收入", "count"),
                ("102.3%", "一般公共预算收入为年初预算", "rate"),
                ("6.5%", "一般公共预算收入", "change"),
            ],
        ),
        (
            "税收收入98.6亿元，扣除留抵退税因素后增长5.3%，按自然口径计算下降2.6%。",
            [
                ("98.6亿元", "税收收入", "count"),
                ("5.3%", "税收收入", "change"),
                ("2.6%", "税收收入", "change"),
            ],
        ),
        ("部门预算执行率低于50%。", [("50%", "部门预算执行率", "rate")]),
        # bulletins
        (
            "三次产业结构由上年的11.2：40.5：48.3调整为10.9：41.4：47.7。",
            [(n, "三次产业结构", "rate") for n in ["11.2", "40.5", "48.3", "10.9", "41.4", "47.7"]],
        ),
        (
            "城乡居民收入比为1.99，比上年缩小0.05。",
            [("1.99", "城乡居民收入比", "rate"), ("0.05", "城乡居民收入比", "change")],
        ),
        (
            "进出口总额86亿元，其中，出口61亿元，增长18.9%；进口25亿元。",
            [
                ("86亿元", "进出口总额", "total"),
                ("61亿元", "出口", "part"),
                ("18.9%", "出口", "change"),
                ("25亿元", "进口", "part"),
            ],
        ),
        (
            "汽车保有量61万辆（包括低速货车2万辆），增长5.2%。",
            [
                ("61万辆", "汽车保有量", "count"),
                ("2万辆", "包括低速货车", "count"),
                ("5.2%", "汽车保有量", "change"),
            ],
        ),
        (
            "第一、二、三产业贡献率分别为12%、51%和37%。",
            [
                ("12%", "第一产业贡献率", "rate"),
                ("51%", "二产业贡献率", "rate"),
                ("37%", "三产业贡献率", "rate"),
            ],
        ),
        # audits
        (
            "5个部门超标准列支会议费、培训费、差旅费等132万元。",
            [
                ("5个", "部门超标准列支会议费、培训费、差旅费等", "count"),
                ("132万元", "部门超标准列支会议费、培训费、差旅费等", "count"),
            ],
        ),
        (
            "23笔中央和省补助资金4.2亿元未及时下达。",
            [("23笔", "中央和省补助资金", "count"), ("4.2亿元", "中央和省补助资金", "count")],
        ),
        (
            "抽查的40个项目中，有12个项目未设定目标。",
            [("40个", "抽查的项目", "count"), ("12个", "项目未设定目标", "part")],
        ),
        (
            "97名已死亡人员未停发待遇。",
            [("97名", "已死亡人员未停发待遇", "count")],
        ),
        # courts and procuratorates
        (
            "受理案件300件，审执结280件，同比分别上升9.8%和11.2%。",
            [
                ("300件", "受理案件", "total"),
                ("280件", "审执结案件", "part"),
                ("9.8%", "受理案件", "change"),
                ("11.2%", "审执结案件", "change"),
            ],
        ),
        (
            "审结抢劫、绑架等案件218件305人。",
            [
                ("218件", "审结抢劫、绑架等案件", "count"),
                ("305人", "审结抢劫、绑架等案件", "count"),
            ],
        ),
        (
            "发放司法救助金512万元，惠及267人。",
            [
                ("512万元", "发放司法救助金", "count"),
                ("267人", "发放司法救助金惠及", "count"),
            ],
        ),
        (
            "36个集体、58名个人受到表彰，2人获评全国优秀法官。",
            [
                ("36个", "集体", "count"),
                ("58名", "个人受到表彰", "count"),
                ("2人", "获评全国优秀法官", "count"),
            ],
        ),
        ("提出审计建议218条，被采纳203条。", [
            ("218条", "提出审计建议", "count"),
            ("203条", "被采纳审计建议", "count"),
        ]),
        # environment and police
        ("PM2.5浓度28μg/m3，同比下降12.5%。", [
            ("28μg/m3", "PM2.5浓度", "rate"),
            ("12.5%", "PM2.5浓度", "change"),
        ]),
        ("12个国考断面水质优良率为91.7%。", [
            ("12个", "国考断面", "count"),
            ("91.7%", "国考断面水质优良率", "rate"),
        ]),
        ("刑事、治安发案率下降29.7%和24.5%。", [
            ("29.7%", "刑事发案率", "change"),
            ("24.5%", "治安发案率", "change"),
        ]),
        ("许可办理1320件，较上年多办236件。", [
            ("1320件", "许可办理", "count"),
            ("236件", "许可办理", "change"),
        ]),
        # clauses joined by 、
        ("产业园启动建设、签约项目163个。", [("163个", "签约项目", "count")]),
        ("7部作品荣获奖项、居全国第5位。", [("7部", "作品荣获奖项", "count")]),
        ("通达127个国家和地区的555个港口。", [
            ("127个", "通达国家和地区", "count"),
            ("555个", "国家和地区的港口", "count"),
        ]),
        ("新能源、新材料分别实现产值148亿元、113亿元。", [
            ("148亿元", "新能源产值", "count"),
            ("113亿元", "新材料产值", "count"),
        ]),
        ("游客3万人次、收入2亿元，增长7%、8%。", [
            ("3万人次", "游客", "count"),
            ("2亿元", "收入", "count"),
            ("7%", "游客", "change"),
            ("8%", "收入", "change"),
        ]),
        (
            "补贴280余万件（辆）、惠及消费者150余万人。",
            [("280余万件", "补贴", "count"), ("150余万人", "惠及消费者", "count")],
        ),
        (
            "甲业、乙业增加值分别增长12%、13%，占工业比重分别提高到21%、33%。",
            [
                ("12%", "甲业增加值", "change"),
                ("13%", "乙业增加值", "change"),
                ("21%", "甲业增加值占工业比重", "rate"),
                ("33%", "乙业增加值占工业比重", "rate"),
            ],
        ),
        (
            "污水收集率提升5个百分点、达68.13%。",
            [("5个百分点", "污水收集率", "change"), ("68.13%", "污水收集率", "rate")],
        ),
        ("提高全市3万名退休人员待遇。", [("3万名", "提高全市退休人员待遇", "count")]),
        ("新增减税降费、退税缓费56亿元。", [("56亿元", "新增减税降费、退税缓费", "count")]),
        ("普及率、垃圾和污水治理率分别达到88%、75%。", [
            ("88%", "普及率", "rate"),
            ("75%", "垃圾和污水治理率", "rate"),
        ]),
        ("保有量、充电桩数量增长74%和105%。", [
            ("74%", "保有量", "change"),
            ("105%", "充电桩数量", "change"),
        ]),
    ],
)  # fmt: skip
def test_names_and_roles(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(sentence) == expected


DISCLOSURE = """<html><body><h1>某区2023年政府信息公开工作年度报告</h1><p>一、主动公开情况</p>
<p>现公布如下。</p>
<table>
<tr><td colspan="3">第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>现行有效件数</td></tr>
<tr><td>行政规范性文件</td><td>8</td><td>42</td></tr>
<tr><td colspan="3">第二十条第（八）项</td></tr>
<tr><td>信息内容</td><td colspan="2">本年收费金额（单位：万元）</td></tr>
<tr><td>行政事业性收费</td><td colspan="2">2,845.6</td></tr>
</table>
<p>二、申请情况</p>
<table>
<tr><td rowspan="2" colspan="2">（一加二，等于三加四）</td><td colspan="2">申请人</td></tr>
<tr><td>自然人</td><td>法人或其他组织</td></tr>
<tr><td colspan="2">一、本年新收政府信息公开申请数量</td><td>196</td><td>19</td></tr>
<tr><td>三、本年度办理结果</td><td>（二）部分公开（区分处理的，只计这一情形）</td><td>20</td><td>3</td></tr>
</table></body></html>"""


def test_each_part_of_a_disclosure_table_has_its_own_headers() -> None:
    cells = extract_metrics(read_report(DISCLOSURE.encode()))
    assert [(m.text, m.indicator, m.unit) for m in cells] == [
        ("8", "行政规范性文件本年制发件数", "件"),
        ("42", "行政规范性文件现行有效件数", "件"),
        ("2,845.6", "行政事业性收费本年收费金额", "万元"),
        ("196", "本年新收政府信息公开申请数量申请人自然人", ""),
        ("19", "本年新收政府信息公开申请数量申请人法人或其他组织", ""),
        ("20", "本年度办理结果部分公开申请人自然人", ""),
        ("3", "本年度办理结果部分公开申请人法人或其他组织", ""),
    ]


def test_a_full_stop_in_half_width_ends_a_sentence() -> None:
    text = "污染治理扎实推进.完成治理项目56个.新建管网213.7公里,整治率98.4%.PM10浓度下降2%."
    assert told(text) == [
        ("56个", "完成治理项目", "count"),
        ("213.7公里", "新建管网", "count"),
        ("98.4%", "整治率", "rate"),
        ("2%", "PM10浓度", "change"),
    ]


def test_an_outcome_takes_over_what_a_sentence_before_said_came_in() -> None:
    text = "全年收到复议申请215件。已办结214件。其中，维持98件，占45.8%；驳回23件。"
    assert told(text) == [
        ("215件", "收到复议申请", "count"),
        ("214件", "办结复议申请", "count"),
        ("98件", "维持复议申请", "part"),
        ("45.8%", "维持", "rate"),
        ("23件", "驳回复议申请", "part"),
    ]


@pytest.mark.parametrize(
    ("sentence", "span", "value", "unit", "bound"),
    [
        ("全市过半企业完成改造。", "过半", "0.5", "", ">="),
        ("占比超过一半。", "一半", "0.5", "", ">="),
        ("近半数企业复工。", "近半数", "0.5", "", "~"),
        ("半数以上的受访者满意。", "半数以上", "0.5", "", ">="),
        ("参学率近九成五。", "九成五", "9.5", "成", "~"),
        ("办理时间缩短为3个半小时。", "3个半小时", "3.5", "个小时", "="),
        ("走访群众数百人。", "数百人", "100", "人", ">="),
        ("参与人数上千人。", "上千人", "1000", "人", ">="),
        ("新增20万群众参加医保。", "20万", "200000", "", "="),
        ("微信公众号订阅数12.5万。", "12.5万", "125000", "", "="),
        ("完成废物转移13.6万吨,余额35蒸吨。", "35蒸吨", "35", "蒸吨", "="),
        ("PM2.5浓度为35μg/m³。", "35μg/m³", "35", "μg/m³", "="),
        ("全年有效应对23次强降水。", "23次", "23", "次", "="),
        ("工业增加值负增长2.3%。", "2.3%", "2.3", "%", "="),
        ("氮氧化物减排1,500吨以上。", "1,500吨以上", "1500", "吨", ">="),
        ("发案数下降一成。", "一成", "1", "成", "="),
        ("时限由12.0天缩短到9.0天。", "9.0天", "9", "天", "="),
        ("投入３亿２０００万元。", "３亿２０００万元", "32000", "万元", "="),
    ],
)
def test_numbers_that_are_printed_in_rare_ways(
    sentence: str, span: str, value: str, unit: str, bound: str
) -> None:
    metric = extract_metrics(Report.from_text(sentence))[-1]
    assert (metric.text, str(metric.value), metric.unit) == (span, value, unit)
    assert metric.bound == bound


@pytest.mark.parametrize(
    "sentence",
    [
        "实现时间过半、任务过半。",
        "建设15分钟品质生活圈、3公里就业圈。",
        "打造50万人口规模边境城市。",
        "未发生一次死亡3人以上的较大交通事故。",
        "年经营性收入10万元以上的村占多数。",
        "会议于8:30:15开始。",
        "黑虎山-八里沟片区启动建设。",
        "实施年产400万套汽车玻璃等项目。",
        "推进8万吨防火材料、某某搬迁等重点技改项目。",
        "成千上万人参加。",
        "7100万江淮儿女奋进。",
        "网址http://www.abc.gov.cn/2020/12.html，电话020-83123456。",
    ],
)
def test_what_is_no_metric(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("2022年7月以来办结3件。", "2022"),
        ("截至2023年3月底，闲置房3套。", "/2023-03"),
        ("年末户籍人口3万人。", "/2022"),
        ("年末户籍人口3万人，比上年末减少1万人。", "2022"),
        ("收入3万元、上年结余2万元。", "2021"),
        ("上年结余2万元、收入3万元。", "2022"),
        ("2021年1月至6月办结3件。", "2021-01/2021-06"),
        ("投资在2020年突破千亿元后，全年达1100亿元。", "2022"),
    ],
)
def test_period_of_a_report_on_2022(sentence: str, period: str) -> None:
    text = f"某市2022年法治政府建设工作报告\n\n一、工作情况\n\n{sentence}\n"
    assert extract_metrics(Report.from_text(text))[-1].period == period


def test_last_year_is_the_year_reviewed_in_a_report_told_a_year_later() -> None:
    text = "某市2024年政府工作报告\n\n一、2023年工作回顾\n\n去年安置群众4.2万名。\n"
    assert extract_metrics(Report.from_text(text))[-1].period == "2023"


def test_until_a_day_gone_by_is_no_target() -> None:
    text = "某市2022年审计工作报告\n\n一、整改情况\n\n截至2023年7月底，已整改261个问题。\n"
    assert extract_metrics(Report.from_text(text))[-1].role == "count"


@pytest.mark.parametrize("heading", ["2024年主要工作打算", "下一步工作安排", "2024年预算安排"])
def test_figures_below_the_heading_of_a_plan_are_targets(heading: str) -> None:
    text = f"某县2023年度工作报告\n\n一、工作情况\n\n办结3件。\n\n二、{heading}\n\n新建学校5所。\n"
    assert [m.role for m in extract_metrics(Report.from_text(text))] == ["count", "target"]
