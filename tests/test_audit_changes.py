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
    ],
)
def test_no_change_is_tied_to_what_it_is_not_of(text: str) -> None:
    assert not [each for each in changes(text) if each.verdict == Verdict.INCONSISTENT]
