"""What is said not to have happened, and the counts of it."""

import pytest

from analysis.audit import Finding, Verdict, audit_metrics
from analysis.metrics import extract_metrics
from analysis.report import Report


def zeros(text: str) -> list[Finding]:
    findings = audit_metrics(extract_metrics(Report.from_text(text)))
    return [each for each in findings if each.relation == "status"]


@pytest.mark.parametrize(
    ("text", "stated", "count"),
    [
        ("实现复议“零纠错”。全年被申请复议9件，被撤销1件，维持8件。", "零", "1件"),
        ("“零上访”目标如期实现；国庆期间发生群体性上访2批。", "零", "2批"),
        ("实现森林火灾“零伤亡”。全年发生火灾3起，造成死亡2人。", "零", "2人"),
        ("全年未出现拖欠工资问题，年底出现拖欠工资3起。", "未出现", "3起"),
    ],
)
def test_a_count_denies_that_nothing_happened(text: str, stated: str, count: str) -> None:
    (finding,) = zeros(text)
    assert (finding.verdict, finding.stated.text) == (Verdict.INCONSISTENT, stated)
    assert [each.text for each in finding.evidence] == [count]
    assert text[finding.stated.start : finding.stated.end] == stated
    assert f"“{stated}”写作{stated}" in finding.explain()


@pytest.mark.parametrize(
    "text",
    [
        "实现进京“零上访”，发生进京上访0批。",
        "未发生较大以上安全事故，发生一般事故12起。",
        "实现出口“零突破”，产值突破1000亿元。",
        "实现“零投诉”，受理投诉86件。",
        "未发生重大疫情。上年发生重大疫情2起。",
        "实现“零上访”。\n国庆期间发生上访2批。",  # of another paragraph
    ],
)
def test_other_counts_deny_nothing(text: str) -> None:
    assert not zeros(text)
