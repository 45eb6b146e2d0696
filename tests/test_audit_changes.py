"""Changes against the levels before and after them, in the wordings of reports."""

import pytest

from analysis.audit import Finding, Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report


def changes(text: str) -> list[Finding]:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    return [each for each in findings if each.relation == "change"]


@pytest.mark.parametrize(
    ("text", "stated", "evidence"),
    [
        ("审批时限由20天压缩至5天，压缩率达{75%|80%}。", "20天 5天", "75"),
        ("在校生由2018年的2000人增至2023年的3000人，五年增长{50%|60%}。", "2000人 3000人", "50"),
        # 1.1 ^ 4 = 1.4641
        ("产值由2019年的1000亿元增至2023年的1464.1亿元，年均增长{10%|12%}。", "", "10"),
        ("企业由30家发展到60家，翻{一|两}番。", "30家 60家", "1"),
        ("企业由30家增至90家，是上年的{3倍|4倍}。", "30家 90家", "3"),
        ("企业由40家增加到50家再到60家，累计增长{50%|60%}。", "40家 60家", "50"),
        ("2022年收件50件。2023年收件60件，增长{20%|30%}。", "60件 50件", "20"),
        ("收件60件，完成计划的120%，上年数为50件，增长{20%|30%}。", "60件 50件", "20"),
        ("支出50万元，上年同口径数为40万元，增长{25%|35%}。", "50万元 40万元", "25"),
        ("存款增长9.5%，贷款增长12.5%，高于存款{3|5}个百分点。", "12.5% 9.5%", "3"),
        ("全年征收20亿元，增长{5%|9%}。其中甲5亿元，增长2%；乙15亿元，增长6%。", "2% 6%", ""),
        # what the change is from stands right before it, whatever it is called
        ("会议费支出6.3万元，比预算数9.0万元减少{30%|20%}。", "6.3万元 9.0万元", "30"),
        ("城镇化率62.5%，较省定目标61.2%提高{1.3|2.3}个百分点。", "62.5% 61.2%", "1.3"),
        ("受理96件，比上年的120件少{24|42}件。", "96件 120件", "24"),
        ("办结3300件，比去年同期多办300件，增长{10%|15%}。", "3300件 300件", "10"),
        ("办结2400件，同比增长{20%|25%}；去年为2000件。", "2400件 2000件", "20"),
        # the stated year picks the level of before
        ("日均订单4.1万单，2022年为3.2万单，较2022年增加{28.1%|38.1%}。", "4.1万单 3.2万单", "28"),
        (
            "案件由2021年的200件降至2022年的160件、2023年的120件，2023年比2021年下降{40%|50%}。",
            "200件 120件",
            "40",
        ),
        ("收入2.4亿元，同比增加4000万元，增长{20%|29%}。", "2.4亿元 4000万元", "20"),
        ("标准由每月680元提高到730元，每月提高{50|80}元。", "680元 730元", "50"),
        ("参保由2018年的40万人增至2023年的46万人，年均增加{1.2|2.2}万人。", "40万人 46万人", ""),
        ("投诉由上年的2500件降为2000件，减少{五分之一|三分之一}。", "2500件 2000件", "0.2"),
        ("压减事项{20|30}项，由120项减至100项。", "120项 100项", "20"),
        ("存款600亿元，贷款450亿元，比年初增加60亿元，存款增长{11.1%|21.1%}。", "", ""),
        # a multiple of the level of before, wherever that stands
        ("投入由12亿元增加到60亿元，增长到原来的{5倍|4倍}。", "12亿元 60亿元", "5"),
        ("企业由三年前的200家增加到900家，是三年前的{4.5倍|5.5倍}。", "200家 900家", "4.5"),
        ("企业达到360家，是2019年的{3|2}倍，2019年为120家。", "360家 120家", "3"),
        # changes that 分别 hands out to levels with names of their own
        ("立案320件、结案300件，上年分别为400件、250件，同比分别降20%、增{20%|30%}。", "", "20"),
        ("增加值增长8.6%，高于全省平均（6.1%）{2.5|3.5}个百分点。", "8.6% 6.1%", "2.5"),
        (
            "城镇居民收入增长4.3%；农村居民收入增长6.7%，增速比城镇居民高{2.4|4.2}个百分点。",
            "",
            "2.4",
        ),
        ("投资增长12.5%，比全国平均水平9.2%高{3.3|5.3}个百分点。", "12.5% 9.2%", "3.3"),
        # a weighted mean of all classes
        ("运量增长{6.8%|2.8%}。按货类分，甲类增长8.4%，乙类增长3.6%，丙类增长5.1%。", "", ""),
        ("营收增长{5.1%|7.1%}，其中甲业、乙业构成全部收入，分别增长4%、6%。", "4% 6%", ""),
    ],
)
def test_a_change_agrees_with_its_levels_or_not(text: str, stated: str, evidence: str) -> None:
    start, end = text.index("{"), text.index("}")
    right, wrong = text[start + 1 : end].split("|")
    for value, verdict in ((right, Verdict.CONSISTENT), (wrong, Verdict.INCONSISTENT)):
        told = text[:start] + value + text[end + 1 :]
        finding = next(each for each in changes(told) if each.stated.text.startswith(value[:1]))
        assert finding.verdict == verdict
        assert {each.text for each in finding.evidence} >= set(stated.split())
        assert evidence in str(finding.expected or "")


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("低保标准提高600元，分别达740元和540元。", [Verdict.INCONSISTENT]),
        ("低保标准提高60元，分别达740元和540元。", []),
        ("应诉率提高100个百分点、达90%。", [Verdict.INCONSISTENT]),
        ("甲类占67.3%，乙类占54.1%，分别提高121、12.4个百分点。", [Verdict.INCONSISTENT]),
        ("甲类占67.3%，乙类占54.1%，分别提高12.1、12.4个百分点。", []),
        ("存贷比达到96%、提高300个百分点。", [Verdict.INCONSISTENT]),
        ("建成养老院2家。提升5家诊所。", []),  # the clinics are made better, not more
    ],
)
def test_nothing_grows_by_more_than_it_grows_to(text: str, verdicts: list[Verdict]) -> None:
    assert [each.verdict for each in changes(text)] == verdicts


@pytest.mark.parametrize(
    "text",
    [
        "甲县收入增长5%，上年为40万元；乙县收入50万元，增长7%。",  # another clause, another county
        "收入50万元，同口径增长9%，上年为40万元。",
        "投资增长8%，其中甲类增长12%，乙类增长15%。",  # there may be other kinds
        "单价10元，增长9%。其中甲类5元，增长20%；乙类5元，增长30%。",
        "贷款增长12%，高于全国平均3个百分点。",
        "截至9月底立案683起，去年全年为914起，同比减少142起。",  # a part of the year
        "支出6.3万元，比预算数9.0万元减少30%，比上年下降12.5%。",  # each from a base of its own
        "支出95亿元，下降2%，主要是上年一次性支出10亿元的影响。",
        "收入60.2亿元，比预算数58亿元超收2.2亿元，增长8%。",
        "网办率75%，较上年提升10个百分点，比2020年的50%提高一半。",
        "甲类投资增长25%，占投资比重由30%提高到33.5%。",
        "利润由亏损1.2亿元转为盈利2亿元，增长3.2亿元。",
        "存房由12万套减到10万套，周期由20个月减到15个月，分别下降16.7%、缩短5个月。",
        "投资增长3%。按重点领域分，甲类增长8%，乙类增长7%，丙类增长9%。",
        "标准从2100元提高到2200元，分散的从1500元提高到1560元。",
    ],
)
def test_no_change_is_tied_to_what_it_is_not_of(text: str) -> None:
    assert not [each for each in changes(text) if each.verdict == Verdict.INCONSISTENT]


@pytest.mark.parametrize(
    ("reached", "verdict"),
    [
        ("100亿元", Verdict.CONSISTENT),
        ("95亿元", Verdict.CONSISTENT),  # who nearly doubled it says so, too
        ("120亿元", Verdict.CONSISTENT),
        ("80亿元", Verdict.INCONSISTENT),
    ],
)
def test_what_doubled(reached: str, verdict: Verdict) -> None:
    assert [each.verdict for each in changes(f"交易额翻一番，由50亿元增至{reached}。")] == [verdict]
