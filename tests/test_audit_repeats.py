"""One figure told twice, under one name or two."""

import pytest

from analysis.audit import Verdict, audit_metrics
from analysis.audit.repeats import bare_name
from analysis.metrics import extract_metrics
from analysis.report import Report


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("三、全年新建高标准农田", "新建高标准农田"),
        ("去年我市行政机关共发生一审应诉案件总数达", "一审应诉案件"),
        ("全市GDP", "地区生产总值"),
        ("规上工业增加值", "规模以上工业增加值"),
    ],
)
def test_bare_names(words: str, name: str) -> None:
    assert bare_name(words) == name


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("城镇新增就业1.36万人。全年新增城镇就业1.63万人。", [Verdict.INCONSISTENT]),
        ("新增经营主体3.26万户。全年新增经营主体32617户。", [Verdict.CONSISTENT]),
        ("年末户籍人口318.4万人；年末户籍人口381.4万人。", [Verdict.INCONSISTENT]),
        ("负责人出庭应诉率98.5%。出庭应诉率为95.8%。", [Verdict.INCONSISTENT]),
        ("负责人出庭应诉率98.5%。出庭应诉率为96.2%。", []),  # another rate, for all that is known
        (
            "起诉盗窃类犯罪87人。起诉诈骗类犯罪63人、盗窃类犯罪78人。",
            [Verdict.INCONSISTENT],
        ),
        ("推进“体检进企”，走访企业428家。“体检进企”走访企业482家。", [Verdict.INCONSISTENT]),
        ("全年组织培训128期。党校组织培训182期。", []),  # who did it may differ
        ("收、支总计均为1286.54万元。本年度收入总计1268.54万元。", [Verdict.INCONSISTENT]),
        ("收、支总计均为1286.54万元。本年度支出总计9186.54万元。", []),  # of what else
        ("一般预算支出47.9亿元，结转下年0.73亿元。基金支出9亿元，结转下年0.4亿元。", []),
        ("我区新增服务网点23个。全区新增服务网点32个。", [Verdict.INCONSISTENT]),
        ("主要目标是：城镇新增就业6500人。落实政策，城镇新增就业5600人。", [Verdict.INCONSISTENT]),
        ("常住人口城镇化率达65.8%。城镇化率提高到68.5%。", [Verdict.INCONSISTENT]),
        (
            "援助机构办理法律援助案件1832件。援助中心办理法律援助案件1382件。",
            [Verdict.INCONSISTENT],
        ),
        ("甲县办理法律援助案件1832件。乙县办理法律援助案件1382件。", []),
        ("受理复议申请126件。受理复议申请162件（含上年结转36件）。", []),
        ("去年受理仲裁案件52件。今年受理仲裁案件59件。", []),
        ("首批新建停车场12个。第二批新建停车场21个。", []),
        ("甲局受理复议案件76件，乙局受理复议案件67件。", []),
    ],
)
def test_a_figure_told_twice(text: str, verdicts: list[Verdict]) -> None:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    assert [each.verdict for each in findings if each.relation == "repeat"] == verdicts


def test_bodies_of_two_headings_have_figures_of_their_own() -> None:
    text = (
        "某县2023年工作报告\n\n一、民政局\n办理建议提案26件。\n\n二、住建局\n办理建议提案62件。\n"
    )
    assert not audit_metrics(extract_metrics(Report.from_text(text)))


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("总量实现923.5亿元，首次突破1000亿元大关。", [Verdict.INCONSISTENT]),
        ("总量实现1023.5亿元，首次突破1000亿元大关。", [Verdict.CONSISTENT]),
        ("出口额突破800亿元，为730亿元。", [Verdict.INCONSISTENT]),
        ("游客2905.6万人次、突破3000万人次。", [Verdict.INCONSISTENT]),
        ("总量达到999.6亿元，突破1000亿元。", [Verdict.INCONSISTENT]),
        ("总量达到1000亿元，突破1000亿元。", [Verdict.CONSISTENT]),
        (
            "甲类居民收入、乙类居民收入分别为41380元、18250元，乙类居民收入突破2万元。",
            [Verdict.INCONSISTENT],
        ),
        ("营收达到98亿元，力争突破100亿元。", []),  # not yet
        ("存款达到560亿元，贷款突破600亿元。", []),
        ("新增企业12家，突破100家。", []),  # with the new ones
        ("增加值达到95亿元以上，突破100亿元。", []),
    ],
)
def test_a_level_and_the_round_figure_that_it_passed(text: str, verdicts: list[Verdict]) -> None:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    assert [each.verdict for each in findings if each.relation == "repeat"] == verdicts
